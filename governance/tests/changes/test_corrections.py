"""What was typed wrong from the start is put right by two persons, from the start. Today is 31
August 2013."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from activities import actions as plan_actions
from activities.models import (
    AllocationRevision,
    PeriodLock,
    Plan,
    StaffAllocation,
    SuccessCriterion,
    Target,
    TargetRevision,
)
from activities.progress.read import criterion_figure
from core import bound
from core.lights import Light
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject
from governance.changes.corrections import actions, things
from governance.changes.corrections.words import texts
from governance.models import Correction, CorrectionState
from governance.tests.factories_corrections import CorrectionFactory
from milestones import actions as milestones
from milestones import moves
from milestones.models import Milestone
from milestones.progress.read import milestone_states

TODAY = date(2013, 8, 31)
Q1, Q2, Q3, Q4 = (Period.quarter(2013, n) for n in (1, 2, 3, 4))
State = CorrectionState


@pytest.fixture
def criterion(plan):
    return SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")


@pytest.fixture
def in_force(criterion, mette):
    return plan_actions.register(criterion, on=date(2013, 3, 1), value=24, by=mette)


def target_of(criterion):
    return Target.objects.get(criterion=criterion)


def new(plan, thing, **fields):
    row = things.find(plan, thing)
    row.new = things.of(row).stands(things.of(row).held) | fields
    row.reason = "Planen siger noget andet på side 14."
    return row


def wrong_target(criterion, **fields):
    target = target_of(criterion)
    return new(criterion.activity.plan, f"target-{target.pk}", **(fields or {"value": "1000"}))


def nod(row, by, yes=True, why=""):
    actions.decide(row, yes=yes, why=why, shown=bound.token(texts(row)), by=by)
    row.refresh_from_db()


def put_right(row, mette, birgit):
    actions.propose(row, by=mette)
    nod(row, birgit)
    return row


def reasons(row):
    return list(row.history.order_by("-history_id").values_list("history_change_reason", flat=True))


def test_nothing_is_another_before_the_nod(criterion, in_force, mette):
    row = actions.propose(wrong_target(criterion), by=mette)

    assert target_of(criterion).value == 100
    assert (row.number, row.state, row.proposed_by) == (1, State.PROPOSED, mette)
    assert (row.old_text, row.new_text) == ("100 familier", "1.000 familier")
    assert (row.first, row.last) == (date(2013, 1, 1), date(2013, 12, 31))


def test_on_the_nod_the_target_holds_from_the_start_and_is_on_record(
    criterion, in_force, mette, birgit
):
    row = put_right(wrong_target(criterion), mette, birgit)

    target = target_of(criterion)
    assert (target.value, row.state, row.decided_by) == (1000, State.IN_FORCE, birgit)
    assert criterion_figure(criterion, date(2013, 3, 31)).target == 1000
    assert reasons(target)[0] == "Rettelse 1: Planen siger noget andet på side 14."
    assert target.history.order_by("-history_id").first().history_user == birgit
    assert reasons(row) == ["Godkendt", "Indstillet"]


def test_what_was_adjusted_after_it_stays(criterion, in_force, mette, birgit):
    target = target_of(criterion)
    TargetRevision.objects.create(target=target, value=120, in_force_on=date(2013, 7, 1))
    row = actions.propose(wrong_target(criterion), by=mette)

    said = texts(row)["Bliver stående"]
    nod(row, birgit)

    assert said == "120 familier fra 1.7.2013"
    assert criterion_figure(criterion, date(2013, 6, 30)).target == 1000
    assert criterion_figure(criterion, date(2013, 7, 1)).target == 120


def test_the_same_person_never_does_both(criterion, in_force, mette, birgit):
    row = actions.propose(wrong_target(criterion), by=birgit)

    with pytest.raises(NotAllowedNow, match="En anden skal godkende den"):
        nod(row, birgit)

    assert target_of(criterion).value == 100
    row.refresh_from_db()
    assert row.state == State.PROPOSED


def test_the_database_refuses_that_too(plan, mette):
    row = CorrectionFactory(plan=plan, proposed_by=mette)

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=row.pk).update(decided_by=mette)
    for state in (State.IN_FORCE, State.REFUSED, State.WITHDRAWN):
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.filter(pk=row.pk).update(state=state)


def test_refused_with_a_reason_nothing_is_another(criterion, in_force, mette, birgit):
    row = actions.propose(wrong_target(criterion), by=mette)

    with pytest.raises(ValidationError, match="Skriv, hvorfor rettelsen afvises"):
        nod(row, birgit, yes=False)
    nod(row, birgit, yes=False, why="Der står 100 i planen.")

    assert (row.state, row.answer, row.decided_by) == (
        State.REFUSED,
        "Der står 100 i planen.",
        birgit,
    )
    assert target_of(criterion).value == 100
    with pytest.raises(NotAllowedNow, match="er afvist"):
        nod(row, birgit)


def test_withdrawn_with_a_reason_it_takes_no_nod(criterion, in_force, mette, birgit):
    row = actions.propose(wrong_target(criterion), by=mette)

    with pytest.raises(ValidationError):
        actions.withdraw(row, why=" ", expected_version=row.lock_version, by=mette)
    with pytest.raises(StaleObject):
        actions.withdraw(row, why="Nej", expected_version=row.lock_version + 1, by=mette)
    actions.withdraw(row, why="Det var rigtigt.", expected_version=row.lock_version, by=mette)

    row.refresh_from_db()
    assert (row.state, row.answer, row.decided_by) == (State.WITHDRAWN, "Det var rigtigt.", None)
    with pytest.raises(NotAllowedNow, match="er trukket"):
        nod(row, birgit)
    assert target_of(criterion).value == 100


def test_a_reason_that_names_somebody_is_refused(criterion, in_force, mette, birgit):
    row = wrong_target(criterion)
    row.reason = "Mette Holm skrev forkert."
    with pytest.raises(ValidationError) as refused:
        actions.propose(row, by=mette)
    assert set(refused.value.message_dict) == {"reason"}

    row = actions.propose(wrong_target(criterion), by=mette)
    with pytest.raises(ValidationError) as refused:
        nod(row, birgit, yes=False, why="Mette Holm tager fejl.")
    assert set(refused.value.message_dict) == {"why"}
    row.refresh_from_db()
    assert row.state == State.PROPOSED


def test_twice_is_once(criterion, in_force, mette, birgit):
    row = put_right(wrong_target(criterion), mette, birgit)
    version = row.lock_version

    nod(row, birgit)

    assert (row.lock_version, target_of(criterion).history.count()) == (version, 2)


def test_the_nod_is_bound_to_what_was_shown(criterion, in_force, mette, birgit):
    row = actions.propose(wrong_target(criterion), by=mette)
    shown = bound.token(texts(row))
    Target.objects.filter(criterion=criterion).update(value=90)

    with pytest.raises(bound.Changed) as changed:
        actions.decide(row, yes=True, why="", shown=shown, by=birgit)
    with pytest.raises(NotAllowedNow, match="er ændret, siden rettelsen blev indstillet"):
        nod(row, birgit)

    differs = [(line.label, line.shown, line.now) for line in changed.value.lines if line.differs]
    assert differs == [("Står nu", "100 familier", "90 familier")]
    assert target_of(criterion).value == 90


def test_a_period_that_is_closed_meanwhile_is_shown_before_the_nod(
    criterion, in_force, mette, birgit
):
    row = actions.propose(wrong_target(criterion), by=mette)
    shown = texts(row)
    plan_actions.close_period(criterion.activity.plan, Q1, by=mette)

    with pytest.raises(bound.Changed):
        actions.decide(row, yes=True, why="", shown=bound.token(shown), by=birgit)
    nod(row, birgit)

    label = "Lukkede perioder, det rækker ind i"
    assert (shown[label], texts(row)[label]) == ("ingen", "1. kvartal 2013")
    assert target_of(criterion).value == 1000
    assert PeriodLock.objects.filter(reopened_at__isnull=True).count() == 1


def test_before_the_plan_is_in_force_it_is_typed_anew_in_opsaetning(plan, criterion, mette):
    with pytest.raises(NotAllowedNow, match="Ret det i Opsætning"):
        actions.propose(wrong_target(criterion), by=mette)
    assert not Correction.objects.exists()


def test_one_waits_for_each_thing(criterion, in_force, mette):
    actions.propose(wrong_target(criterion), by=mette)

    with pytest.raises(NotAllowedNow, match="Rettelse 1 af det samme venter"):
        actions.propose(wrong_target(criterion, value="900"), by=mette)

    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"value": 100}, "value"),
        ({"starts_on": "2013-01-02"}, "starts_on"),
        ({"ends_on": "2013-12-30"}, "ends_on"),
        ({"starts_on": "2019-01-01", "ends_on": "2019-12-31"}, "starts_on"),
        ({"starts_on": "2013-09-01"}, "starts_on"),
    ],
)
def test_a_target_it_cannot_have_is_told_at_its_field(criterion, in_force, mette, fields, where):
    target = target_of(criterion)
    TargetRevision.objects.create(target=target, value=120, in_force_on=date(2013, 7, 1))

    with pytest.raises(ValidationError) as refused:
        actions.propose(wrong_target(criterion, **fields), by=mette)

    assert set(refused.value.message_dict) == {where}


def test_two_targets_never_hold_on_one_day(criterion, in_force, mette):
    Target.objects.create(
        criterion=criterion, starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31), value=110
    )
    target = criterion.targets.order_by("starts_on").first()
    row = new(criterion.activity.plan, f"target-{target.pk}", ends_on="2014-06-30")

    with pytest.raises(ValidationError, match="Et andet måltal gælder"):
        actions.propose(row, by=mette)


def test_a_targets_period_is_put_right(criterion, in_force, mette, birgit):
    row = put_right(wrong_target(criterion, ends_on="2014-12-31"), mette, birgit)

    assert target_of(criterion).ends_on == date(2014, 12, 31)
    assert (row.old_text, row.new_text) == (
        "Periode: 1.1.2013 til 31.12.2013",
        "Periode: 1.1.2013 til 31.12.2014",
    )
    assert row.last == date(2014, 12, 31)


def test_a_course_in_numbers_is_put_right_before_its_target(criterion, in_force, mette, birgit):
    plan = criterion.activity.plan
    SuccessCriterion.objects.filter(pk=criterion.pk).update(course={"numbers": [0, 50, 80, 100]})
    with pytest.raises(ValidationError, match="Ret først forløbet"):
        actions.propose(wrong_target(criterion), by=mette)

    course = new(plan, f"criterion-{criterion.pk}", course={"shares": [0, 50, 80, 100]})
    put_right(course, mette, birgit)
    put_right(wrong_target(criterion), mette, birgit)

    criterion.refresh_from_db()
    assert (criterion.course, target_of(criterion).value) == ({"shares": [0, 50, 80, 100]}, 1000)


def test_how_a_criterion_counts_is_put_right(criterion, in_force, mette, birgit):
    plan = criterion.activity.plan
    row = new(
        plan,
        f"criterion-{criterion.pk}",
        counting_rule="enquiries",
        level=2,
        direction="at_most",
        baseline="79",
        baseline_year=2012,
    )
    before = criterion.counting_rule

    put_right(row, mette, birgit)

    criterion.refresh_from_db()
    assert before != criterion.counting_rule == "enquiries"
    assert (criterion.level, criterion.direction) == (2, "at_most")
    assert (criterion.baseline, criterion.baseline_year) == (79, 2012)
    assert "Udgangspunkt: 79 i 2012" in row.new_text


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"measure": "average", "counting_rule": "meetings"}, "measure"),
        ({"counting_rule": "measurement"}, "counting_rule"),
        ({"per": 1000}, "per"),
        ({"baseline": "79.5", "baseline_year": 2012}, "baseline"),
        ({"baseline": "79"}, "baseline_year"),
        ({"course": {"shares": [0, 50]}}, "course"),
        ({"course": {"after": "5.1.1-1"}}, "course"),
    ],
)
def test_a_criterion_keeps_the_rules_of_opsaetning(criterion, in_force, mette, fields, where):
    row = new(criterion.activity.plan, f"criterion-{criterion.pk}", **fields)

    with pytest.raises(ValidationError) as refused:
        actions.propose(row, by=mette)

    assert set(refused.value.message_dict) == {where}


def test_the_measure_is_put_right_where_nothing_is_registered(plan, in_force, mette, birgit):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.2.2-1")
    row = new(plan, f"criterion-{criterion.pk}", measure="average", counting_rule="meetings")
    actions.propose(row, by=mette)
    written = plan_actions.register(criterion, on=date(2013, 4, 1), value=3, by=mette)

    with pytest.raises(NotAllowedNow, match="1 registrering"):
        nod(row, birgit)
    written.delete()
    nod(row, birgit)

    criterion.refresh_from_db()
    assert (criterion.measure, criterion.counting_rule) == ("average", "meetings")


def test_hours_are_put_right_and_the_adjusted_stay(plan, in_force, mette, birgit):
    allocation = StaffAllocation.objects.get(activity__code="5.1.1", activity__plan=plan)
    AllocationRevision.objects.create(
        allocation=allocation, hours_min=5, hours_max=6, in_force_on=date(2013, 8, 1)
    )
    row = new(plan, f"allocation-{allocation.pk}", hours_min="32.00", hours_max="32.00")

    put_right(row, mette, birgit)

    allocation.refresh_from_db()
    assert allocation.hours_on(date(2013, 1, 1)) == (32, 32)
    assert allocation.hours_on(date(2013, 8, 1)) == (5, 6)


def test_a_milestones_quarter_is_put_right_with_no_move_on_record(plan, in_force, mette, birgit):
    milestone = Milestone.objects.get(plan=plan, code="M1")
    stood = milestone.period
    row = new(plan, f"milestone-{milestone.pk}", period=Q4.code)

    put_right(row, mette, birgit)

    milestone.refresh_from_db()
    assert stood != milestone.period == Q4
    assert not milestone.moves.exists()
    assert [s.period for s in milestone_states(plan, TODAY, ())] == [Q4]
    with pytest.raises(NotAllowedNow):
        milestones.undo(milestone, by=mette)


def test_a_milestone_that_was_moved_stays_where_it_was_moved_to(plan, in_force, mette, birgit):
    milestone = Milestone.objects.get(plan=plan, code="M1")
    moves.move(milestone, to=Q4, reason="Sneen", decided=True, by=mette)
    with pytest.raises(ValidationError, match=r"siden flyttet til 4\. kvartal"):
        actions.propose(new(plan, f"milestone-{milestone.pk}", period=Q4.code), by=mette)
    wrong = Q1 if moves.first_period(milestone) != Q1 else Q2

    put_right(new(plan, f"milestone-{milestone.pk}", period=wrong.code), mette, birgit)

    milestone.refresh_from_db()
    assert (moves.first_period(milestone), milestone.period) == (wrong, Q4)


def test_limits_are_put_right_from_the_start(plan, in_force, mette, birgit):
    row = new(plan, f"limits-{plan.pk}", on_track_from=80, min_answers=5)
    stamp = Plan.objects.get(pk=plan.pk).version

    put_right(row, mette, birgit)

    plan.refresh_from_db()
    assert (plan.on_track_from, plan.at_risk_from, plan.min_answers) == (80, 70, 5)
    assert plan.version > stamp
    assert row.new_text == "På sporet fra: 80\u00a0%; Andele mindst: 5\u00a0svar"


def test_light_of_an_earlier_day_is_the_corrected_one(criterion, in_force, mette, birgit):
    day = date(2013, 3, 31)
    assert criterion_figure(criterion, day).light is Light.ON_TRACK

    put_right(wrong_target(criterion), mette, birgit)

    assert criterion_figure(criterion, day).light is Light.DELAYED


def test_a_nod_that_fails_half_way_writes_nothing(criterion, in_force, mette, birgit, monkeypatch):
    row = actions.propose(wrong_target(criterion), by=mette)

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions, "_save", fails)
    with pytest.raises(RuntimeError):
        nod(row, birgit)

    row.refresh_from_db()
    assert (row.state, target_of(criterion).value) == (State.PROPOSED, 100)


def test_another_plans_things_are_not_found(plan, other_plan):
    target = Target.objects.filter(criterion__activity__plan=other_plan).first()

    assert things.find(plan, f"target-{target.pk}") is None
    assert things.find(plan, f"limits-{other_plan.pk}") is None
    assert things.find(plan, "target-x") is None
    assert set(things.choices(plan)) == {
        "Måltal",
        "Hvad der måles",
        "Timer",
        "Aktiviteters dage",
        "Milepæle",
        "Grænser for lys",
    }
