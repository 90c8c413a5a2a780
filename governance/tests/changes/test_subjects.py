"""What an adjustment may change: each kind has one class, found by its row and by its address."""

import pytest

from governance.changes import subjects
from governance.models import Adjustment, Subject


def test_each_kind_has_its_class_and_its_name_in_addresses():
    assert {subject.subject for subject in subjects.SUBJECTS} == set(Subject)
    assert [subject.key for subject in subjects.SUBJECTS] == [
        "target",
        "milestone",
        "allocation",
        "budget",
        "newline",
        "limits",
        "activity",
    ]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"subject": Subject.TARGET, "target_id": 1}, "target-1"),
        ({"subject": Subject.MILESTONE, "milestone_id": 1}, "milestone-1"),
        ({"subject": Subject.ALLOCATION, "allocation_id": 1}, "allocation-1"),
        ({"subject": Subject.BUDGET, "budget_line_id": 1}, "budget-1"),
        ({"subject": Subject.BUDGET, "budget_id": 1}, "newline-1"),
        ({"subject": Subject.LIMITS, "plan_id": 1}, "limits-1"),
        ({"subject": Subject.ACTIVITY, "activity_id": 1}, "activity-1"),
        (
            {"subject": Subject.BUDGET, "budget_id": 1, "budget_line_id": 2},
            "newline-1",
        ),  # in force: the line it made
    ],
)
def test_an_adjustment_says_what_it_changes(fields, key):
    assert subjects.of(Adjustment(**fields)).own_key == key


@pytest.mark.parametrize(
    "key", ["", "target", "target-", "target-x", "target-²", "plan-1", "target-1234567890123456789"]
)
def test_an_address_of_nothing_finds_nothing(plan, key):
    assert subjects.find(plan, key) is None
