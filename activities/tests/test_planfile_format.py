"""The documented format: its example loads, and no field is left undescribed."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from activities.models import Plan, StaffAllocation, SuccessCriterion
from activities.planfile import export_plan, load
from activities.planfile.plan_tables import PLAN
from activities.planfile.tables import all_tables
from core.periods import Kind

DOCUMENT = Path(settings.BASE_DIR, "docs", "plan-format.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)[1]


def test_example_loads_a_plan_unlike_rum_for_liv(db):
    outcome = load(EXAMPLE.encode())

    plan = Plan.objects.get(slug="aaparken")
    hours = StaffAllocation.objects.filter(activity__plan=plan).values_list(
        "staff_role__code", "hours_min", "hours_max"
    )
    assert outcome.created == 22
    assert plan.reporting_period == Kind.HALF_YEAR
    assert list(hours) == [("SV", 7.5, 7.5), ("PL", 1, 2)]
    assert [t.period.code for t in SuccessCriterion.objects.get(code="A.1-1").targets.all()] == [
        "2014-H2",
        "2015",
        "2016-2018",
    ]


def test_example_is_what_an_export_writes(db):
    load(EXAMPLE.encode())

    assert export_plan(Plan.objects.get()) == EXAMPLE


@pytest.mark.parametrize(
    "key", sorted({key for table in (PLAN, *all_tables()) for key in table.keys} - {"value"})
)
def test_every_field_is_described(key):
    assert f"`{key}`" in DOCUMENT


def test_smallest_plan_has_only_itself(db):
    outcome = load(b"plan: {slug: ny, name: Ny, starts_on: 2020-01-01, ends_on: 2023-12-31}\n")

    assert (outcome.created, sum(outcome.totals.values())) == (1, 0)
