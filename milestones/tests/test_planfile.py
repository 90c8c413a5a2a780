"""The milestones' part of a plan file, where people have worked on them in between."""

from datetime import UTC, date, datetime

import pytest

from accounts.tests.factories import UserFactory
from activities.planfile import PlanFileError, export_plan, load
from activities.tests.planfiles import SMALL, edited, faults
from core import clock
from core.periods import Period
from milestones import actions, moves
from milestones.models import Milestone, Status

ROW = next(line for line in SMALL.splitlines(keepends=True) if "code: M1" in line)


@pytest.fixture
def milestone(db):
    """The small plan's one milestone, in the first quarter of 2013."""
    load(SMALL.encode())
    return Milestone.objects.get()


@pytest.fixture
def moved(milestone):
    """Moved to the second quarter by the lead."""
    with clock.pretend(datetime(2013, 3, 20, 9, tzinfo=UTC)):
        q2 = Period.quarter(2013, 2)
        moves.move(milestone, to=q2, reason="Sneen", decided=True, by=UserFactory())
    return milestone


def period():
    return Milestone.objects.get().period.code


def refusal(data):
    with pytest.raises(PlanFileError) as caught:
        load(data)
    return [str(problem) for problem in caught.value.problems]


def test_what_people_said_survives_a_load(milestone):
    with clock.pretend(datetime(2013, 3, 20, 9, tzinfo=UTC)):
        actions.reach(
            milestone,
            on=date(2013, 3, 19),
            evidence="Liste",
            short_reason="Alle er med",
            by=UserFactory(),
        )

    load(edited(("name: Ti familier", "name: Ti familier er med")))

    row = Milestone.objects.get()
    assert (row.name, row.status, row.reached_on, row.evidence) == (
        "Ti familier er med",
        Status.REACHED,
        date(2013, 3, 19),
        "Liste",
    )


def test_moved_milestone_stays_where_it_was_moved_to(moved):
    assert not load(SMALL.encode()).anything
    assert period() == "2013-K2"


def test_moved_milestone_is_exported_where_it_stands(moved):
    text = export_plan(moved.plan)

    assert "period: 2013-K2" in text
    assert not load(text.encode()).anything


def test_moved_milestone_takes_other_changes_and_stays(moved):
    load(edited(("name: Ti familier", "name: Ti familier er med")))

    assert (Milestone.objects.get().name, period()) == ("Ti familier er med", "2013-K2")


def test_moved_milestone_cannot_be_moved_again_by_the_file(moved):
    assert refusal(edited(("2013-K1", "2013-K4"))) == [
        (
            "linje 47, milepæl M1, periode (period): Milepælen er flyttet fra 2013-K1 "
            "til 2013-K2. Flyt den i planen."
        )
    ]


def test_unmoved_milestone_follows_the_file(milestone):
    load(edited(("2013-K1", "2013-K4")))

    assert period() == "2013-K4"


def test_milestone_nobody_worked_on_may_be_left_out(milestone):
    assert load(edited((ROW, ""), ("milestones:\n", ""))).deleted == 1


def test_moved_milestone_cannot_be_left_out(moved):
    assert refusal(edited((ROW, ""), ("milestones:\n", ""))) == [
        (
            "milepæl M1: Står ikke i filen, men er i brug (1 flytning). Sæt den ind "
            "igen, eller slet det først."
        )
    ]


def test_milestone_in_progress_cannot_be_left_out(milestone):
    actions.update(milestone, expected_version=1, status=Status.IN_PROGRESS, by=UserFactory())

    assert refusal(edited((ROW, ""), ("milestones:\n", ""))) == [
        (
            "milepæl M1: Står ikke i filen, men er i brug (status »i gang«). Sæt den ind "
            "igen, eller slet det først."
        )
    ]


def test_number_milestone_must_have_its_number():
    assert faults(edited((", number: 10", ""))) == [
        (
            "linje 47, milepæl M1, tal, der skal nås (number): En milepæl af slagsen "
            "number skal have et tal."
        )
    ]


def test_criterion_must_be_the_activitys_own():
    other = "      - {code: 5.2.3, name: Ny}\nmilestones:"

    assert faults(edited(("milestones:", other), ("activity: 5.2.2", "activity: 5.2.3"))) == [
        (
            "linje 48, milepæl M1, succeskriterium (criterion): 5.2.2-1 hører til 5.2.2, "
            "ikke til 5.2.3."
        )
    ]


def test_plan_that_reports_by_half_year_has_its_milestones_there():
    half = ("  ends_on: 2016-12-31", "  ends_on: 2016-12-31\n  reporting_period: half_year")

    assert faults(edited(half, ("2013-K1", "2013-H1"))) == []
    assert faults(edited(half)) == [
        (
            "linje 48, milepæl M1, periode (period): Planen rapporteres anderledes. "
            "Skriv perioden som 2013-H1."
        )
    ]


def test_the_day_it_counts_from_is_of_the_file(milestone):
    data = edited(("number: 10", "number: 10, counts_from: 2013-02-01"))

    load(data)

    assert Milestone.objects.get().counts_from == date(2013, 2, 1)
    assert not load(data).anything


def test_a_first_day_needs_a_number_and_lies_before_its_end(milestone):
    without = edited((ROW, ROW.replace("number: 10", "counts_from: 2013-02-01")))
    after = edited(("number: 10", "number: 10, counts_from: 2013-04-01"))

    assert "Skriv number" in " ".join(refusal(without))
    assert "skal ligge før milepælens periode er slut" in " ".join(refusal(after))
