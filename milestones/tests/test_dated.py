"""A dated milestone plan is of its date, a quarter's denominator is what was planned for it, and
a move is proposed until it is decided."""

from datetime import date

import pytest

from activities.tests.factories import PlanFactory
from core.lights import Light
from core.periods import Period
from milestones import actions, moves
from milestones.models import Milestone, MilestoneMove, Status
from milestones.progress.read import milestone_plan, milestone_states
from milestones.tests.factories import MilestoneFactory, MoveFactory

Q1, Q2, Q3, Q4 = (Period.quarter(2013, number) for number in (1, 2, 3, 4))
JUNE, AUGUST = date(2013, 6, 30), date(2013, 8, 31)


@pytest.fixture
def empty(db):
    return PlanFactory()


@pytest.fixture
def at(settings):
    """Let what follows be written on that day; the history keeps it."""

    def move_to(day):
        settings.DEMO_DATE = day

    move_to(date(2013, 1, 2))
    return move_to


def state_on(milestone, day):
    return next(
        s for s in milestone_states(milestone.plan, day) if s.pk == milestone.pk and s.is_live
    )


def say(milestone, status, by, **fields):
    row = Milestone.objects.get(pk=milestone.pk)
    actions.update(row, expected_version=row.lock_version, status=status, by=by, **fields)


def test_a_status_is_read_as_it_was_on_the_day(at, plan, mette):
    milestone = MilestoneFactory(plan=plan, period=Q3)
    at(date(2013, 6, 3))
    say(milestone, Status.IN_PROGRESS, mette)
    at(date(2013, 8, 28))
    say(milestone, Status.DELAYED, mette)

    lights = [state_on(milestone, day).light for day in (date(2013, 3, 31), JUNE, AUGUST)]

    assert lights == [Light.NOT_STARTED, Light.IN_PROGRESS, Light.DELAYED]


def test_a_day_it_was_reached_counts_whenever_it_was_written(at, plan, mette):
    milestone = MilestoneFactory(plan=plan, period=Q2)
    at(date(2013, 7, 8))
    say(milestone, Status.REACHED, mette, reached_on=date(2013, 6, 20))

    assert state_on(milestone, JUNE).light is Light.REACHED
    assert state_on(milestone, date(2013, 6, 19)).light is Light.NOT_STARTED


def test_one_dropped_later_was_still_expected_then(at, plan, mette):
    milestone = MilestoneFactory(plan=plan, period=Q3)
    at(date(2013, 8, 5))
    actions.drop(milestone, reason="Klubben er lukket", by=mette)

    then, now = state_on(milestone, JUNE), state_on(milestone, AUGUST)

    assert (then.light, now.light) == (Light.NOT_STARTED, Light.DROPPED)


def test_one_whose_history_begins_later_is_as_it_began(at, plan, mette):
    at(date(2013, 8, 1))
    milestone = MilestoneFactory(plan=plan, period=Q3)
    at(date(2013, 8, 28))
    say(milestone, Status.DELAYED, mette)

    assert state_on(milestone, JUNE).light is Light.NOT_STARTED


def test_a_move_on_the_board_is_proposed_and_not_reached_in_its_quarter(at, plan, mette):
    milestone = MilestoneFactory(plan=plan, period=Q2)
    at(date(2013, 6, 24))
    moves.move(milestone, to=Q3, reason="Ferie", by=mette)
    milestone.refresh_from_db()

    (column,) = [c for c in milestone_plan(plan, AUGUST).columns if c.period == Q2]

    assert milestone.period == Q2
    assert column.summary == "0 af 1 nået, 1 foreslået flyttet"
    state = state_on(milestone, AUGUST)
    assert (state.light, state.proposed_to) == (Light.DELAYED, Q3)
    assert "foreslået flyttet til 3. kvartal" in state.details
    assert state_on(milestone, date(2013, 6, 23)).proposed_to is None


def test_a_decided_move_is_told_and_stays_in_the_denominator(at, plan, mette, birgit):
    MilestoneFactory(plan=plan, period=Q2, status=Status.REACHED, reached_on=date(2013, 5, 1))
    milestone = MilestoneFactory(plan=plan, period=Q2)
    at(date(2013, 6, 24))
    moves.move(milestone, to=Q4, reason="Ferie", by=mette)
    at(AUGUST)
    moves.decide_move(Milestone.objects.get(pk=milestone.pk), on=date(2013, 8, 27), by=birgit)
    milestone.refresh_from_db()

    def second(day):
        return next(c for c in milestone_plan(plan, day).columns if c.period == Q2)

    assert milestone.period == Q4
    assert second(AUGUST).summary == "1 af 2 nået, 1 flyttet"
    assert second(date(2013, 8, 26)).summary == "1 af 2 nået, 1 foreslået flyttet"
    assert milestone_plan(plan, AUGUST).total == milestone_plan(plan, JUNE).total


def test_moving_all_that_is_open_does_not_make_a_quarter_whole(empty):
    for _ in range(4):
        MilestoneFactory(plan=empty, period=Q2, status=Status.REACHED, reached_on=date(2013, 5, 1))
    for _ in range(2):
        MoveFactory(milestone=MilestoneFactory(plan=empty, period=Q3))
    MilestoneFactory(plan=empty, period=Q2, status=Status.DROPPED)

    plan = milestone_plan(empty, AUGUST)

    assert plan.columns[1].summary == "4 af 7 nået, 2 flyttet, 1 bortfaldet"
    assert (plan.reached, plan.total) == (4, 7)
    assert plan.headline == "4 af 7 milepæle er nået"


def test_a_proposal_is_made_anew_and_taken_back(at, plan, mette):
    milestone = MilestoneFactory(plan=plan, period=Q2)
    moves.move(milestone, to=Q3, reason="Ferie", by=mette)
    moves.move(milestone, to=Q4, reason="Længere ferie", by=mette)

    assert [(m.to_period, m.reason) for m in MilestoneMove.objects.all()] == [(Q4, "Længere ferie")]
    actions.undo(milestone, by=mette)
    assert not MilestoneMove.objects.exists()


def test_a_refused_move_leaves_the_milestone_where_it_stands(at, plan, mette, birgit):
    milestone = MilestoneFactory(plan=plan, period=Q2)
    moves.move(milestone, to=Q3, reason="Ferie", by=mette)
    moves.refuse_move(milestone, by=birgit)

    milestone.refresh_from_db()
    assert milestone.period == Q2
    assert not MilestoneMove.objects.exists()
    assert milestone.history.latest("history_id").history_change_reason.startswith(
        "Besluttet: Flyttes ikke"
    )
