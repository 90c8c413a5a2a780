"""Every rule for writing a milestone's progress. Today is 31 August 2013."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core import audit
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject
from milestones import actions, moves
from milestones.models import Milestone, MilestoneMove, Status
from milestones.tests.factories import MilestoneFactory

Q2, Q3, Q4 = (Period.quarter(2013, number) for number in (2, 3, 4))


@pytest.fixture
def milestone(plan):
    """ "Forløb for forældre er i gang", due in the third quarter."""
    return plan.milestones.get(code="M1")


def errors_of(refused):
    return {field: [str(e) for e in errors] for field, errors in refused.value.message_dict.items()}


def reasons(milestone):
    return [change.reason for change in audit.changes(milestone)]


def update(milestone, *, by, **changes):
    fields = {"status": milestone.status, "expected_version": milestone.lock_version} | changes
    actions.update(milestone, by=by, **fields)
    milestone.refresh_from_db()


def test_update_writes_and_signs_and_counts_the_plans_version_up(plan, milestone, mette):
    update(
        milestone,
        by=mette,
        status=Status.IN_PROGRESS,
        agreed_on=date(2013, 9, 14),
        evidence=" Referat på drevet ",
        comment="Mangler lokale",
    )

    assert (milestone.status, milestone.agreed_on) == ("in_progress", date(2013, 9, 14))
    assert (milestone.evidence, milestone.comment) == ("Referat på drevet", "Mangler lokale")
    newest = next(audit.changes(milestone))
    assert (newest.by, newest.reason) == (mette, "Status: i gang")
    assert plan.__class__.objects.get(pk=plan.pk).version == plan.version + 1


def test_update_refuses_a_stale_version_and_writes_nothing(milestone, mette):
    read_at = milestone.lock_version
    update(milestone, by=mette, status=Status.IN_PROGRESS)

    with pytest.raises(StaleObject) as stale:
        actions.update(milestone, status=Status.PARTLY, expected_version=read_at, by=mette)

    assert stale.value.current.status == "in_progress"
    assert Milestone.objects.get(pk=milestone.pk).status == "in_progress"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "reached"}, {"reached_on": ["Skriv, hvilken dag milepælen blev nået."]}),
        (
            {"status": "reached", "reached_on": date(2013, 9, 1)},
            {"reached_on": ["Datoen ligger i fremtiden. Vælg en dato til og med 31.8.2013."]},
        ),
        (
            {"status": "reached", "reached_on": date(2012, 12, 31)},
            {"reached_on": ["Planen begynder den 1.1.2013. Vælg den dag eller en senere."]},
        ),
        (
            {"status": "partly", "reached_on": date(2013, 8, 1)},
            {"reached_on": ["Datoen hører til »Nået«. Vælg »Nået«, eller slet datoen."]},
        ),
        (
            {"agreed_on": date(2017, 1, 1)},
            {"agreed_on": ["Planen løber fra 1.1.2013 til 31.12.2016. Vælg en dato der imellem."]},
        ),
        ({"comment": "x" * 301}, {"comment": ["Teksten er på 301 tegn. Der er plads til 300."]}),
        ({"evidence": "x" * 301}, {"evidence": ["Teksten er på 301 tegn. Der er plads til 300."]}),
        (
            {"comment": "Talte med 010190-1234"},
            {
                "comment": [
                    "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere."
                ]
            },
        ),
        ({"status": "dropped"}, {"status": ["Brug »Lad bortfalde«, så grunden kommer med."]}),
        ({"status": "færdig"}, {"status": ["Vælg en af de viste statusser."]}),
    ],
)
def test_update_refuses_what_cannot_be_true(milestone, mette, fields, expected):
    with pytest.raises(ValidationError) as refused:
        update(milestone, by=mette, **fields)

    assert errors_of(refused) == expected
    assert Milestone.objects.get(pk=milestone.pk).lock_version == 1


def test_update_takes_today_the_plans_first_day_and_300_characters(milestone, mette):
    update(milestone, by=mette, status="reached", reached_on=date(2013, 8, 31), comment="x" * 300)
    assert milestone.reached_on == date(2013, 8, 31)

    update(milestone, by=mette, status="reached", reached_on=date(2013, 1, 1))
    assert milestone.reached_on == date(2013, 1, 1)


def test_update_away_from_reached_takes_the_date_with_it(milestone, mette):
    actions.reach(milestone, on=date(2013, 8, 20), by=mette)

    update(milestone, by=mette, status=Status.IN_PROGRESS, reached_on=date(2013, 8, 20))

    assert (milestone.status, milestone.reached_on) == ("in_progress", None)


def test_reach_keeps_the_texts_there_are(milestone, mette):
    update(milestone, by=mette, evidence="Referat", comment="Udkast")

    actions.reach(milestone, on=date(2013, 8, 30), comment="Holdt", by=mette)

    milestone.refresh_from_db()
    assert (milestone.status, milestone.reached_on) == ("reached", date(2013, 8, 30))
    assert (milestone.evidence, milestone.comment) == ("Referat", "Holdt")
    assert next(audit.changes(milestone)).reason == "Nået"


def test_reach_twice_is_once(milestone, mette):
    actions.reach(milestone, on=date(2013, 8, 30), expected_version=1, by=mette)
    actions.reach(milestone, on=date(2013, 8, 31), expected_version=1, by=mette)

    milestone.refresh_from_db()
    assert (milestone.reached_on, milestone.lock_version) == (date(2013, 8, 30), 2)


def test_reach_refuses_a_day_that_cannot_be_and_a_stale_version(milestone, mette):
    with pytest.raises(ValidationError) as refused:
        actions.reach(milestone, on=date(2013, 9, 1), by=mette)
    assert errors_of(refused) == {
        "reached_on": ["Datoen ligger i fremtiden. Vælg en dato til og med 31.8.2013."]
    }

    update(milestone, by=mette, status=Status.IN_PROGRESS)
    with pytest.raises(StaleObject):
        actions.reach(milestone, on=date(2013, 8, 31), expected_version=1, by=mette)


def test_a_move_is_proposed_with_its_reason(milestone, mette):
    move = moves.move(milestone, to=Q4, reason=" Lokalet er optaget ", expected_version=1, by=mette)

    milestone.refresh_from_db()
    assert (milestone.period, milestone.lock_version, move.decided_on) == (Q3, 2, None)
    assert (move.from_period, move.to_period, move.reason, move.by) == (
        Q3,
        Q4,
        "Lokalet er optaget",
        mette,
    )
    assert move.at.date() == date(2013, 8, 31)
    assert (
        next(audit.changes(milestone)).reason
        == "Foreslået: Flyttes til 4. kvartal 2013: Lokalet er optaget"
    )


def test_move_needs_a_reason(milestone, mette):
    with pytest.raises(ValidationError) as refused:
        moves.move(milestone, to=Q4, reason="  ", expected_version=1, by=mette)

    assert errors_of(refused) == {"reason": ["Skriv, hvorfor milepælen flyttes."]}
    assert not MilestoneMove.objects.exists()


@pytest.mark.parametrize(
    ("to", "message"),
    [
        (Q3, "Milepælen står allerede i 3. kvartal 2013."),
        (Q2, "2. kvartal 2013 er slut. Vælg en periode, der ikke er slut."),
        (Period.quarter(2017, 1), "1. kvartal 2017 er ikke en af planens perioder."),
        (Period.quarter(2012, 4), "4. kvartal 2012 er ikke en af planens perioder."),
        (Period.half_year(2014, 1), "1. halvår 2014 er ikke en af planens perioder."),
        (Period.year(2014), "2014 er ikke en af planens perioder."),
    ],
)
def test_move_refuses_a_period_that_is_over_or_not_the_plans(milestone, mette, to, message):
    with pytest.raises(ValidationError) as refused:
        moves.move(milestone, to=to, reason="Sygdom", expected_version=1, by=mette)

    assert errors_of(refused) == {"to": [message]}


def test_move_may_go_earlier_to_a_period_that_is_not_over(plan, mette):
    milestone = MilestoneFactory(plan=plan, period=Q4)

    moves.move(milestone, to=Q3, reason="Alt er klart", decided=True, by=mette)

    assert milestone.period == Q3


@pytest.mark.parametrize("before", [Status.NOT_STARTED, Status.IN_PROGRESS])
def test_move_makes_a_delayed_one_what_it_was(plan, mette, before):
    milestone = MilestoneFactory(plan=plan)
    update(milestone, by=mette, status=before)
    update(milestone, by=mette, status=Status.DELAYED)

    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    assert milestone.status == Status.DELAYED

    moves.decide_move(milestone, on=date(2013, 8, 31), by=mette)
    assert (milestone.status, milestone.period) == (before, Q4)


def test_move_clears_an_agreed_day_outside_the_new_period(milestone, mette):
    update(milestone, by=mette, agreed_on=date(2013, 9, 14))

    moves.move(milestone, to=Q4, reason="Sygdom", decided=True, by=mette)

    assert milestone.agreed_on is None


def test_a_reached_one_is_neither_moved_nor_dropped(milestone, mette):
    actions.reach(milestone, on=date(2013, 8, 20), by=mette)

    with pytest.raises(
        NotAllowedNow, match=r"Milepælen er nået den 20\.8\.2013 og kan ikke flyttes\."
    ):
        moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    with pytest.raises(
        NotAllowedNow, match=r"Milepælen er nået den 20\.8\.2013 og kan ikke bortfalde\."
    ):
        actions.drop(milestone, reason="Sygdom", by=mette)


def test_drop_needs_a_reason_and_keeps_it_as_the_remark(milestone, mette):
    with pytest.raises(ValidationError) as refused:
        actions.drop(milestone, reason="", by=mette)
    assert errors_of(refused) == {"reason": ["Skriv, hvorfor milepælen bortfalder."]}

    actions.drop(milestone, reason="Klubben er lukket", expected_version=1, by=mette)

    milestone.refresh_from_db()
    assert (milestone.status, milestone.comment) == ("dropped", "Klubben er lukket")
    assert next(audit.changes(milestone)).reason == "Bortfaldet: Klubben er lukket"


def test_a_dropped_one_rests_until_it_is_taken_up_again(milestone, mette):
    actions.drop(milestone, reason="Klubben er lukket", by=mette)
    for act in (
        lambda: update(milestone, by=mette, status=Status.IN_PROGRESS),
        lambda: actions.reach(milestone, on=date(2013, 8, 1), by=mette),
        lambda: moves.move(milestone, to=Q4, reason="Sygdom", by=mette),
        lambda: actions.drop(milestone, reason="Igen", by=mette),
    ):
        with pytest.raises(
            NotAllowedNow, match=r"Milepælen er bortfaldet\. Tag den op igen først\."
        ):
            act()
    with pytest.raises(ValidationError) as refused:
        actions.take_up(milestone, reason=" ", by=mette)
    assert errors_of(refused) == {"reason": ["Skriv, hvorfor milepælen tages op igen."]}

    actions.take_up(milestone, reason="En ny klub er åbnet", by=mette)

    milestone.refresh_from_db()
    assert (milestone.status, milestone.comment) == ("not_started", "En ny klub er åbnet")
    with pytest.raises(NotAllowedNow):
        actions.take_up(milestone, reason="Igen", by=mette)


def test_undo_takes_back_reached_with_its_texts(milestone, mette):
    update(milestone, by=mette, status=Status.IN_PROGRESS, comment="Udkast")
    actions.reach(milestone, on=date(2013, 8, 30), comment="Holdt", by=mette)

    actions.undo(milestone, expected_version=milestone.lock_version, by=mette)

    milestone.refresh_from_db()
    assert (milestone.status, milestone.reached_on, milestone.comment) == (
        "in_progress",
        None,
        "Udkast",
    )
    assert reasons(milestone) == ["Fortrudt", "Nået", "Status: i gang", ""]


def test_undo_takes_back_a_move_and_the_old_period_shows_nothing(milestone, mette):
    update(milestone, by=mette, status=Status.DELAYED)
    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)

    actions.undo(milestone, by=mette)

    assert (milestone.period, milestone.status) == (Q3, "delayed")
    assert not MilestoneMove.objects.exists()


def test_undo_of_a_proposal_keeps_the_move_that_was_decided(milestone, mette):
    moves.move(milestone, to=Q4, reason="Sygdom", decided=True, by=mette)
    moves.move(milestone, to=Period.quarter(2014, 1), reason="Stadig sygdom", by=mette)

    actions.undo(milestone, by=mette)

    assert milestone.period == Q4
    assert [move.reason for move in milestone.moves.all()] == ["Sygdom"]


def test_undo_has_nothing_to_take_back_before_an_act_and_after_an_undo(milestone, mette):
    with pytest.raises(NotAllowedNow, match=r"Der er ikke noget at fortryde på milepælen\."):
        actions.undo(milestone, by=mette)

    actions.reach(milestone, on=date(2013, 8, 30), by=mette)
    actions.undo(milestone, by=mette)
    with pytest.raises(NotAllowedNow):
        actions.undo(milestone, by=mette)


def test_undo_refuses_when_somebody_wrote_in_between(milestone, mette):
    actions.reach(milestone, on=date(2013, 8, 30), by=mette)
    version = milestone.lock_version
    update(milestone, by=mette, status="reached", reached_on=date(2013, 8, 29))

    with pytest.raises(StaleObject):
        actions.undo(milestone, expected_version=version, by=mette)


def test_needs_move_right_after_a_move_or_a_drop_only(milestone, mette):
    actions.reach(milestone, on=date(2013, 8, 30), by=mette)
    assert not actions.needs_move_right(milestone)
    actions.undo(milestone, by=mette)

    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    assert actions.needs_move_right(milestone)

    actions.drop(milestone, reason="Sygdom", by=mette)
    assert actions.needs_move_right(milestone)


def test_periods_to_move_to_are_the_plans_that_are_not_over(milestone):
    periods = moves.periods_to_move_to(milestone)

    assert [p.code for p in periods[:3]] == ["2013-K4", "2014-K1", "2014-K2"]
    assert (periods[-1].code, len(periods)) == ("2016-K4", 13)


def test_a_half_year_plan_moves_by_half_years(plan, mette):
    plan.reporting_period = "half_year"
    plan.save()
    milestone = MilestoneFactory(plan=plan, period=Period.half_year(2013, 2))

    assert [p.code for p in moves.periods_to_move_to(milestone)][:2] == ["2014-H1", "2014-H2"]
    with pytest.raises(ValidationError):
        moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    half = Period.half_year(2014, 1)
    moves.move(milestone, to=half, reason="Sygdom", decided=True, by=mette)

    assert milestone.period.code == "2014-H1"


def test_what_was_decided_is_not_undone_by_a_click(milestone, mette):
    moves.move(milestone, to=Q4, reason="Besluttet", decided=True, by=mette)

    with pytest.raises(NotAllowedNow):
        actions.undo(milestone, by=mette)

    moves.change_number(milestone, to=12, on=date(2013, 9, 1), reason="Besluttet", by=mette)
    with pytest.raises(NotAllowedNow):
        actions.undo(milestone, by=mette)


def test_a_decided_number_holds_from_its_day(milestone, mette):
    milestone.number = 10
    moves.change_number(milestone, to=12, on=date(2013, 9, 1), reason="Besluttet", by=mette)

    assert [milestone.number_on(day) for day in (date(2013, 8, 31), date(2013, 9, 1))] == [10, 12]
    assert reasons(milestone)[0] == "Besluttet: 12 fra 1.9.2013: Besluttet"


def test_a_reached_milestone_gets_no_new_number(milestone, mette):
    actions.reach(milestone, on=date(2013, 8, 30), by=mette)

    with pytest.raises(NotAllowedNow, match="kan ikke få et nyt tal"):
        moves.change_number(milestone, to=12, on=date(2013, 9, 1), reason="Besluttet", by=mette)


@pytest.mark.parametrize("on", [date(2013, 8, 30), date(2013, 9, 1)])
def test_a_move_is_decided_between_its_proposal_and_today(milestone, mette, on):
    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)

    with pytest.raises(ValidationError) as refused:
        moves.decide_move(milestone, on=on, by=mette)

    assert errors_of(refused) == {
        "on": ["Vælg en dag fra 31.8.2013, da flytningen blev foreslået, til og med 31.8.2013."]
    }


@pytest.mark.parametrize("act", ["decide_move", "refuse_move"])
def test_nothing_is_decided_of_what_was_not_proposed(milestone, mette, act):
    words = {"on": date(2013, 8, 31)} if act == "decide_move" else {}

    with pytest.raises(NotAllowedNow, match="Der er ikke foreslået nogen flytning"):
        getattr(moves, act)(milestone, by=mette, **words)


def test_a_decision_is_not_taken_back_by_a_click(milestone, mette):
    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    moves.decide_move(milestone, on=date(2013, 8, 31), by=mette)

    with pytest.raises(NotAllowedNow):
        actions.undo(milestone, by=mette)


def test_what_is_decided_by_an_adjustment_takes_the_proposals_place(milestone, mette):
    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    moves.move(milestone, to=Period.quarter(2014, 1), reason="J 1", decided=True, by=mette)

    assert [(m.reason, m.decided_on) for m in milestone.moves.all()] == [("J 1", date(2013, 8, 31))]
