"""The course of an adjustment, and what it changes from its day. Today is 31 August 2013."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import get_current_timezone

from activities import actions as plan_actions
from activities.hours import hours_summary
from activities.models import StaffAllocation, Target, TargetRevision
from activities.progress.read import criterion_figure, plan_progress
from activities.tests.factories import RegistrationFactory
from core import audit, bound, clock
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject
from governance.changes import subjects
from governance.changes.adjustments import actions
from governance.changes.adjustments.as_of import adjustments_in
from governance.changes.adjustments.words import texts
from governance.decided import Decided
from governance.models import (
    Adjustment,
    AdjustmentState,
    Budget,
    BudgetLine,
    BudgetRevision,
    ForumKind,
    Subject,
)
from governance.tests.factories_adjustments import AdjustmentFactory, point_of
from milestones.models import MilestoneMove, Status
from milestones.progress.read import milestone_plan
from reporting.data.status_note import StatusNote

State = AdjustmentState
TODAY = date(2013, 8, 31)
Q2, Q3, Q4 = (Period.quarter(2013, n) for n in (2, 3, 4))
TEXTS = {"title": "Ændring", "reason": "Fordi.", "consequence": "Derfor."}


def drafted(plan, by, subject=Subject.TARGET, thing=None, new=None, on=date(2013, 9, 1), **fields):
    row = Adjustment(
        plan=plan, subject=subject, new=new or {"value": 120}, in_force_on=on, **TEXTS | fields
    )
    setattr(
        row,
        subjects.of(row).about.field,
        thing or Target.objects.get(criterion__code="5.1.1-1", criterion__activity__plan=plan),
    )
    return actions.draft(row, by=by)


def proposed(plan, by, **fields):
    row = drafted(plan, by, **fields)
    actions.propose(row, by=by, expected_version=1)
    row.refresh_from_db()
    return row


def decide(row, *, by, yes=True, on=date(2013, 8, 28), token=None, note="", item=None):
    token = token or bound.token(texts(row))
    actions.decide(row, yes=yes, where=Decided(on, item), note=note, shown=token, by=by)
    row.refresh_from_db()


def sent(plan, lead, coordinator, **fields):
    row = proposed(plan, lead, **fields)
    decide(row, by=coordinator, on=min(row.in_force_on, date(2013, 8, 28)))
    actions.send(
        row,
        on=date(2013, 8, 29),
        reference="LBF-7",
        expected_version=row.lock_version,
        by=coordinator,
    )
    row.refresh_from_db()
    return row


def accepted(plan, lead, coordinator, **fields):
    row = sent(plan, lead, coordinator, **fields)
    answer(row, by=coordinator)
    return row


def answer(row, *, by, yes=True, on=date(2013, 8, 30), text="", in_force_on=None):
    actions.answer(
        row, yes=yes, on=on, text=text, in_force_on=in_force_on or row.in_force_on,
        expected_version=row.lock_version, by=by,
    )  # fmt: skip
    row.refresh_from_db()


def on_day(day):
    return clock.pretend(datetime(day.year, day.month, day.day, 12, tzinfo=get_current_timezone()))


def verbs(row):
    return [step.verb for step in row.steps.all()]


def errors_of(refused):
    return {field: [str(e) for e in errors] for field, errors in refused.value.message_dict.items()}


# Its course


def test_a_draft_reads_what_holds_now_and_is_numbered_in_its_plan(plan, mette, other_plan):
    AdjustmentFactory(plan=other_plan, number=7)

    first, second = drafted(plan, mette), drafted(plan, mette)

    assert (first.number, second.number, first.state) == (1, 2, "draft")
    assert (first.old, first.old_text, first.new_text) == (
        {"value": 100},
        "100 familier",
        "120 familier",
    )
    assert verbs(first) == ["drafted"]


def test_the_whole_course_leaves_its_trail_and_puts_the_target_in_force(plan, mette, birgit):
    row = accepted(plan, mette, birgit, on=date(2013, 8, 30))

    assert row.state == State.IN_FORCE
    assert verbs(row) == ["drafted", "proposed", "approved", "sent", "accepted", "in_force"]
    assert [(s.by.name, s.note) for s in row.steps.all()][2:] == [
        ("Birgit Damgaard", "28.8.2013"),
        ("Birgit Damgaard", "29.8.2013, LBF-7"),
        ("Birgit Damgaard", "30.8.2013."),
        ("Birgit Damgaard", "Fra 30.\xa0august 2013"),
    ]
    assert list(TargetRevision.objects.values_list("value", "in_force_on")) == [
        (120, date(2013, 8, 30))
    ]
    assert row.target.value == 100
    assert [change.reason for change in audit.changes(row)] == [
        "Trådt i kraft",
        "Godkendt af Landsbyggefonden",
        "Sendt til Landsbyggefonden",
        "Godkendt af styregruppen",
        "Indstillet",
        "Kladde skrevet",
    ]


def test_who_proposed_does_not_write_the_decision_down(plan, birgit, mette):
    row = proposed(plan, birgit)

    with pytest.raises(NotAllowedNow, match="Du har selv indstillet justeringen"):
        decide(row, by=birgit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.filter(pk=row.pk).update(decided_by=birgit)


def test_who_changes_a_proposal_is_who_proposes_it(plan, birgit, mette):
    row = proposed(plan, mette)
    row.new = {"value": 130}
    actions.change(row, by=birgit, expected_version=2)
    row.refresh_from_db()

    assert (row.new_text, row.proposed_by) == ("130 familier", birgit)
    with pytest.raises(NotAllowedNow):
        decide(row, by=birgit)


def test_a_changed_proposal_was_not_the_one_the_foelgegruppe_recommended(plan, mette, birgit):
    row = proposed(plan, mette)
    item = point_of(plan, ForumKind.REFERENCE_GROUP)
    where, token = Decided(item.meeting.on, item), bound.token(texts(row))
    actions.recommend(row, yes=True, where=where, note="Enstemmigt", shown=token, by=mette)
    row.refresh_from_db()
    recommended = (row.is_recommended, row.recommended_on, row.recommended_in)
    row.reason = "Af en anden grund."
    actions.change(row, by=mette, expected_version=row.lock_version)
    row.refresh_from_db()

    assert recommended == (True, date(2013, 8, 28), item)
    assert (row.is_recommended, row.recommended_on, row.recommended_in) == (None, None, None)
    assert verbs(row) == ["drafted", "proposed", "recommended", "changed"]
    assert (
        row.steps.last().note
        == "Følgegruppens udtalelse gjaldt den tidligere tekst og er taget af."
    )


def test_what_was_changed_after_it_was_shown_is_not_decided_and_both_texts_are_told(
    plan, mette, birgit
):
    row = proposed(plan, mette)
    token = bound.token(texts(row))
    row.new = {"value": 140}
    actions.change(row, by=mette, expected_version=2)

    with pytest.raises(bound.Changed) as changed:
        decide(row, by=birgit, token=token)

    assert [(x.label, x.shown, x.now) for x in changed.value.lines if x.differs] == [
        ("Ny værdi", "120 familier", "140 familier")
    ]
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("proposed", None)


def test_what_its_thing_became_meanwhile_is_not_decided_either(plan, mette, birgit):
    row = proposed(plan, mette)
    token = bound.token(texts(row))
    Target.objects.filter(pk=row.target_id).update(value=110)

    with pytest.raises(bound.Changed) as changed:
        decide(row, by=birgit, token=token)
    with pytest.raises(NotAllowedNow) as refused:
        decide(row, by=birgit)

    assert [(x.label, x.shown, x.now) for x in changed.value.lines if x.differs] == [
        ("Gælder nu", "100 familier", "110 familier")
    ]
    assert str(refused.value) == (
        "5.1.1-1 Familier deltog (2013) er ændret, siden justeringen blev indstillet: dengang 100 "
        "familier, nu 110 familier. Ret justeringen, og gem den, så den bygger på det, der gælder "
        "nu."
    )
    actions.change(row, by=mette, expected_version=row.lock_version)
    row.refresh_from_db()
    decide(row, by=birgit)
    assert (row.state, row.old_text) == ("approved", "110 familier")


@pytest.mark.parametrize("token", ["", "x", "eyJhIjoiYiJ9:1:2"])
def test_a_spoilt_token_showed_nothing(plan, mette, birgit, token):
    row = proposed(plan, mette)

    with pytest.raises(bound.Changed):
        actions.decide(row, yes=True, where=Decided(TODAY), note="", shown=token, by=birgit)


def test_a_withdrawn_one_is_not_decided(plan, mette, birgit):
    row = proposed(plan, mette)
    actions.withdraw(row, why="Ikke længere nødvendig.", expected_version=2, by=mette)
    row.refresh_from_db()

    with pytest.raises(NotAllowedNow, match=r"Justeringen er trukket og kan ikke besluttes\."):
        decide(row, by=birgit)
    assert (row.state, row.steps.last().note) == ("withdrawn", "Ikke længere nødvendig.")


@pytest.mark.parametrize("state", [State.IN_FORCE, State.REJECTED, State.REFUSED, State.WITHDRAWN])
def test_what_is_over_is_neither_changed_nor_withdrawn(plan, mette, state):
    row = AdjustmentFactory(plan=plan, state=state)

    with pytest.raises(NotAllowedNow):
        actions.withdraw(row, why="x", expected_version=1, by=mette)
    with pytest.raises(NotAllowedNow):
        actions.change(row, by=mette, expected_version=1)
    with pytest.raises(NotAllowedNow):
        actions.propose(row, by=mette, expected_version=1)


def test_a_step_sent_twice_is_taken_once(plan, mette, birgit):
    row = proposed(plan, mette)
    actions.propose(row, by=mette, expected_version=1)
    token = bound.token(texts(row))
    decide(row, by=birgit, token=token)
    decide(row, by=birgit, token=token)

    assert verbs(row) == ["drafted", "proposed", "approved"]


def test_what_the_foelgegruppe_says_sent_twice_is_written_once_and_said_anew_holds(plan, mette):
    row = proposed(plan, mette)
    where, token = Decided(date(2013, 8, 28)), bound.token(texts(row))
    for _ in range(2):
        actions.recommend(row, yes=True, where=where, note="Enstemmigt", shown=token, by=mette)
    row.refresh_from_db()
    again = bound.token(texts(row))
    actions.recommend(row, yes=False, where=where, note="Efter ny drøftelse", shown=again, by=mette)

    assert verbs(row) == ["drafted", "proposed", "recommended", "advised"]


@pytest.mark.parametrize("field", ["title", "reason", "consequence"])
def test_the_words_that_notes_and_minutes_carry_are_without_names(plan, mette, kirsten, field):
    with pytest.raises(ValidationError) as refused:
        drafted(plan, mette, **{field: "Efter samtale med Kirsten Bay."})

    assert errors_of(refused) == {
        field: [
            (
                "Teksten nævner Kirsten Bay. Skriv funktionen i stedet: papirer og "
                "lister er uden navne."
            )
        ]
    }


def test_what_is_said_at_a_step_is_without_names(plan, mette, birgit, kirsten):
    row = proposed(plan, mette)
    said = "Kirsten Bay var imod."
    token, where = bound.token(texts(row)), Decided(date(2013, 8, 28))

    with pytest.raises(ValidationError) as advised:
        actions.recommend(row, yes=True, where=where, note=said, shown=token, by=mette)
    with pytest.raises(ValidationError) as decided:
        decide(row, by=birgit, note=said)
    with pytest.raises(ValidationError) as withdrawn:
        actions.withdraw(row, why=said, expected_version=row.lock_version, by=mette)

    assert [list(errors_of(x)) for x in (advised, decided, withdrawn)] == [
        ["note"],
        ["note"],
        ["why"],
    ]
    assert verbs(row) == ["drafted", "proposed"]


def test_a_rejection_ends_it_and_changes_nothing(plan, mette, birgit):
    row = proposed(plan, mette)
    decide(row, by=birgit, yes=False, note="For dyrt")

    assert (row.state, row.is_open, row.steps.last().note) == (
        "rejected",
        False,
        "28.8.2013. For dyrt",
    )
    assert not TargetRevision.objects.exists()


def test_a_refusal_by_the_funder_ends_it_and_changes_nothing(plan, mette, birgit):
    row = sent(plan, mette, birgit)
    answer(row, by=birgit, yes=False, text="Rammen er brugt.")

    assert (row.state, row.answer, row.answered_on) == (
        "refused",
        "Rammen er brugt.",
        date(2013, 8, 30),
    )
    assert not TargetRevision.objects.exists()


def test_a_stale_step_is_refused(plan, mette, birgit):
    row = proposed(plan, mette)
    with pytest.raises(StaleObject):
        actions.withdraw(row, why="Grund", expected_version=1, by=birgit)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2013, 9, 1), "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."),
        (
            date(2013, 8, 27),
            "Justeringen blev besluttet den 28.8.2013. Vælg den dag eller en senere.",
        ),
    ],
)
def test_it_is_sent_after_the_decision_and_not_tomorrow(plan, mette, birgit, on, said):
    row = proposed(plan, mette)
    decide(row, by=birgit)

    with pytest.raises(ValidationError) as refused:
        actions.send(row, on=on, reference="", expected_version=row.lock_version, by=birgit)

    assert errors_of(refused) == {"sent_on": [said]}


# Its day


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (
            date(2012, 12, 31),
            "Vælg en dag fra 1.1.2013 til 31.12.2013: så længe gælder det, der ændres.",
        ),
        (
            date(2014, 1, 1),
            "Vælg en dag fra 1.1.2013 til 31.12.2013: så længe gælder det, der ændres.",
        ),
        (date(2013, 6, 30), "2. kvartal 2013 er lukket. Vælg 1.7.2013 eller en senere dag."),
        (date(2013, 3, 31), "2. kvartal 2013 er lukket. Vælg 1.7.2013 eller en senere dag."),
        (date(2013, 7, 10), "Det er allerede ændret fra 10.7.2013. Vælg en senere dag."),
        (date(2013, 7, 9), "Det er allerede ændret fra 10.7.2013. Vælg en senere dag."),
    ],
)
def test_a_day_that_cannot_be_is_refused(plan, mette, on, said):
    plan_actions.close_period(plan, Q2, by=mette)
    target = Target.objects.get(criterion__code="5.1.1-1", criterion__activity__plan=plan)
    TargetRevision.objects.create(target=target, value=110, in_force_on=date(2013, 7, 10))

    with pytest.raises(ValidationError) as refused:
        drafted(plan, mette, on=on)

    assert errors_of(refused) == {"in_force_on": [said]}


def test_it_is_not_in_force_before_it_is_decided(plan, mette, birgit):
    row = proposed(plan, mette, on=date(2013, 8, 27))
    item = point_of(plan)

    with pytest.raises(ValidationError) as refused:
        decide(row, by=birgit, item=item)

    said = (
        "Justeringen skal gælde fra 27.8.2013, men er først besluttet den 28.8.2013. Ret "
        "»gælder fra« først."
    )
    assert errors_of(refused) == {"item": [said]}


def test_the_value_it_has_is_no_adjustment(plan, mette):
    with pytest.raises(ValidationError) as refused:
        drafted(plan, mette, new={"value": 100})

    assert errors_of(refused) == {
        "value": ["100 familier er det, der gælder nu. Skriv en anden værdi."]
    }


def test_one_change_of_a_thing_is_decided_at_a_time(plan, mette, birgit):
    sent(plan, mette, birgit)
    second = proposed(plan, mette, new={"value": 150}, on=date(2013, 10, 1))

    with pytest.raises(NotAllowedNow) as refused:
        decide(second, by=birgit)

    assert str(refused.value) == (
        "Justering 1 ændrer det samme og er sendt til Landsbyggefonden. Den skal "
        "træde i kraft eller trækkes først."
    )


def test_two_changes_of_one_day_are_refused_by_the_database_too(plan, mette, birgit):
    row = accepted(plan, mette, birgit, on=date(2013, 8, 30))
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetRevision.objects.create(target=row.target, value=1, in_force_on=row.in_force_on)


def test_a_late_answer_may_put_the_day_off_but_not_forward(plan, mette, birgit):
    row = sent(plan, mette, birgit, on=date(2013, 8, 28))

    with pytest.raises(ValidationError) as refused:
        answer(row, by=birgit, in_force_on=date(2013, 8, 27))
    row.refresh_from_db()
    answer(row, by=birgit, in_force_on=date(2013, 10, 1))

    assert errors_of(refused) == {
        "in_force_on": ["Styregruppen har godkendt den fra 28.8.2013. Vælg en senere dag."]
    }
    assert (row.state, row.in_force_on) == ("accepted", date(2013, 10, 1))
    assert row.steps.last().note == "30.8.2013. Gælder først fra 1.10.2013."


def test_a_period_closed_while_the_funder_thought_puts_the_day_off(plan, mette, birgit):
    row = sent(plan, mette, birgit, on=date(2013, 9, 1))
    with on_day(date(2013, 10, 2)):
        plan_actions.close_period(plan, Q3, by=mette)
        with pytest.raises(ValidationError) as refused:
            answer(row, by=birgit, on=date(2013, 10, 1))

    assert errors_of(refused) == {
        "in_force_on": ["3. kvartal 2013 er lukket. Vælg 1.10.2013 eller en senere dag."]
    }


def test_what_is_accepted_for_later_comes_into_force_on_its_day_and_once(plan, mette, birgit):
    row = accepted(plan, mette, birgit, on=date(2013, 9, 1))
    before = (row.state, actions.keep_adjustments(TODAY))

    with on_day(date(2013, 9, 3)):  # the worker was away for two days
        counts = [actions.keep_adjustments(date(2013, 9, 3)) for _ in range(2)]
    row.refresh_from_db()

    assert before == ("accepted", 0)
    assert counts == [1, 0]
    assert (row.state, row.steps.last().by) == ("in_force", birgit)
    assert TargetRevision.objects.get().in_force_on == date(2013, 9, 1)


def test_one_that_cannot_come_into_force_stops_none_of_the_others(plan, mette, birgit, client):
    stuck = accepted(plan, mette, birgit)
    other = accepted(
        plan, mette, birgit, thing=Target.objects.get(criterion__code="5.2.2-1"), new={"value": 50}
    )
    Target.objects.filter(pk=stuck.target_id).update(value=90)
    client.force_login(mette)

    with on_day(date(2013, 9, 1)):
        count = actions.keep_adjustments(date(2013, 9, 1))
    page = client.get(stuck.get_absolute_url()).context["page"]
    states = [Adjustment.objects.get(pk=row.pk).state for row in (stuck, other)]

    assert (count, states) == (1, ["accepted", "in_force"])
    assert page.problem.startswith(
        "5.1.1-1 Familier deltog (2013) er ændret, siden justeringen blev indstillet"
    )


def test_coming_into_force_makes_the_plans_kept_pages_old(plan, mette, birgit):
    accepted(plan, mette, birgit)
    before = type(plan).objects.get(pk=plan.pk).version
    with on_day(date(2013, 9, 1)):
        actions.keep_adjustments(date(2013, 9, 1))

    assert type(plan).objects.get(pk=plan.pk).version == before + 1


# What it changes


@pytest.fixture
def from_july(plan, mette, birgit):
    """The target of 5.1.1-1 was 100 until 30 June 2013 and is 120 from 1 July 2013."""
    target = Target.objects.get(criterion__code="5.1.1-1", criterion__activity__plan=plan)
    RegistrationFactory(criterion=target.criterion, on=date(2013, 5, 14), value=46)
    return accepted(plan, mette, birgit, on=date(2013, 7, 1))


def test_figures_use_the_old_target_to_the_day_before_and_the_new_from_the_day(plan, from_july):
    criterion = from_july.target.criterion
    before, after = (
        criterion_figure(criterion, day) for day in (date(2013, 6, 30), date(2013, 7, 1))
    )

    assert (before.target, before.of_text) == (100, "46 af 100")
    assert (after.target, after.of_text) == (120, "46 af 120")
    assert plan_progress(plan, date(2013, 6, 30)).figure("5.1.1-1").target == 100
    assert [(s.since, s.value) for s in after.steps] == [
        (date(2013, 1, 1), 100),
        (date(2013, 7, 1), 120),
    ]


def test_a_note_of_the_quarter_before_keeps_the_old_target_though_it_is_made_afterwards(
    plan, from_july
):
    def target(period):
        made = StatusNote.build(plan, period, today=TODAY)
        found = (
            row for area in made.areas for activity in area.activities for row in activity.rows
        )
        return next(row.target for row in found if row.code == "5.1.1-1")

    assert (target(Q2), target(Q3)) == ("100", "120")


def test_the_criterions_page_and_the_rules_say_what_the_target_was(client, plan, from_july, ole):
    client.force_login(ole)
    said = "Måltallet var 100 til 30.\xa0juni 2013 og er 120 fra 1.\xa0juli 2013 (justering 1)."

    activity = client.get(f"/planer/{plan.slug}/aktiviteter/5.1.1/")
    rules = client.get(f"/planer/{plan.slug}/saadan-regner-vi/")

    (first, second) = activity.context["criteria"]
    assert (first.adjusted.sentence, first.adjusted.url, second.adjusted) == (
        said,
        from_july.get_absolute_url(),
        None,
    )
    assert [(x.name, x.sentence) for x in rules.context["page"].adjusted] == [
        ("5.1.1-1 Familier deltog", said)
    ]
    assert client.get(first.adjusted.url).status_code == 200


def test_a_second_adjustment_is_told_after_the_first(client, plan, from_july, mette, birgit):
    second = accepted(plan, mette, birgit, new={"value": 130}, on=date(2013, 8, 30))
    client.force_login(mette)

    first, _ = client.get(f"/planer/{plan.slug}/aktiviteter/5.1.1/").context["criteria"]

    assert first.adjusted.sentence == (
        "Måltallet var 100 til 30.\xa0juni 2013, 120 til 29.\xa0august 2013 (justering 1) "
        "og er 130 fra 30.\xa0august 2013 (justering 2)."
    )
    assert (second.old_text, second.state) == ("120 familier", "in_force")


def test_hours_are_planned_as_they_were_until_the_day_and_as_they_are_from_it(
    client, plan, mette, birgit
):
    allocation = StaffAllocation.objects.get(activity__code="5.1.1", activity__plan=plan)
    row = accepted(
        plan, mette, birgit, subject=Subject.ALLOCATION, thing=allocation,
        new={"hours_min": "12.00", "hours_max": "14.50"}, on=date(2013, 7, 2),
    )  # fmt: skip
    client.force_login(mette)

    fortnight = hours_summary(plan, date(2013, 6, 25), date(2013, 7, 8)).activities[
        allocation.activity_id
    ]
    facts = {
        f.name: f.lines
        for f in client.get(f"/planer/{plan.slug}/aktiviteter/5.1.1/").context["facts"]
    }
    past = client.get(f"/planer/{plan.slug}/aktiviteter/5.1.1/?periode=2013-K2").context["facts"]

    assert (row.old_text, row.new_text) == ("10 timer pr. uge", "12–14,5 timer pr. uge")
    assert (fortnight.planned_min, fortnight.planned_max) == (22, Decimal("24.5"))
    assert facts["Timer pr. uge"] == ("Familiekoordinator 12–14,5",)
    assert {f.name: f.lines for f in past}["Timer pr. uge"] == ("Familiekoordinator 10",)


def test_a_milestone_moves_and_its_old_quarter_keeps_it(plan, mette, birgit):
    milestone = plan.milestones.get(code="M1")
    row = accepted(
        plan, mette, birgit, subject=Subject.MILESTONE, thing=milestone,
        new={"period": "2013-K4", "number": None}, on=date(2013, 8, 29),
    )  # fmt: skip
    milestone.refresh_from_db()
    states = {s.period: s for s in milestone_plan(plan, TODAY).entries}

    assert (row.state, row.old_text, row.new_text) == (
        "in_force",
        "3. kvartal 2013",
        "4. kvartal 2013",
    )
    assert milestone.period == Q4
    assert (states[Q3].moved_to, states[Q4].moved_from) == (Q4, Q3)
    assert MilestoneMove.objects.get().reason == "Ændring (justering 1)"


def test_a_milestones_number_is_another_from_the_day(plan, mette, birgit):
    milestone = plan.milestones.get(code="M1")
    criterion = plan.activities.get(code="5.1.1").criteria.get(code="5.1.1-1")
    milestone.criterion, milestone.number = criterion, 10
    milestone.save()
    RegistrationFactory(criterion=criterion, on=date(2013, 5, 14), value=9)
    accepted(
        plan, mette, birgit, subject=Subject.MILESTONE, thing=milestone,
        new={"period": "2013-K3", "number": 12}, on=date(2013, 8, 29),
    )  # fmt: skip

    def text(day):
        (state,) = milestone_plan(plan, day, figures=plan_progress(plan, day).figures).entries
        return state.number_text

    assert (text(date(2013, 8, 28)), text(date(2013, 8, 29))) == ("9 af 10", "9 af 12")


def test_a_milestone_reached_meanwhile_is_not_moved_and_the_answer_waits(plan, mette, birgit):
    milestone = plan.milestones.get(code="M1")
    row = sent(
        plan, mette, birgit, subject=Subject.MILESTONE, thing=milestone,
        new={"period": "2013-K4", "number": None}, on=date(2013, 8, 29),
    )  # fmt: skip
    milestone.status, milestone.reached_on = Status.REACHED, TODAY
    milestone.save()

    with pytest.raises(
        NotAllowedNow, match=r"Milepælen er nået og kan ikke ændres\. Træk justeringen\."
    ):
        answer(row, by=birgit)

    row.refresh_from_db()
    assert row.state == "sent"


def test_a_milestone_reached_meanwhile_is_not_decided_about(plan, mette, birgit):
    milestone = plan.milestones.get(code="M1")
    row = proposed(
        plan, mette, subject=Subject.MILESTONE, thing=milestone,
        new={"period": "2013-K4", "number": None}, on=date(2013, 8, 29),
    )  # fmt: skip
    milestone.status, milestone.reached_on = Status.REACHED, TODAY
    milestone.save()

    with pytest.raises(
        NotAllowedNow, match=r"Milepælen er nået og kan ikke ændres\. Træk justeringen\."
    ):
        decide(row, by=birgit)
    decide(row, by=birgit, yes=False)

    assert row.state == "rejected"


def test_hours_of_a_next_year_are_not_said_to_hold_now(plan, mette):
    allocation = StaffAllocation.objects.get(activity__code="5.1.1", activity__plan=plan)
    allocation.revisions.create(hours_min=12, hours_max=12, in_force_on=date(2014, 1, 1))

    row = drafted(
        plan, mette, subject=Subject.ALLOCATION, thing=allocation,
        new={"hours_min": "14.00", "hours_max": "14.00"}, on=date(2014, 2, 1),
    )  # fmt: skip
    with on_day(date(2014, 1, 1)):
        then = subjects.of(row).thing().text

    assert (row.old_text, then) == ("12 timer pr. uge (fra 1.1.2014)", "12 timer pr. uge")


def test_hours_may_be_adjusted_until_those_of_the_next_year_hold_and_who_decides_is_told(
    client, plan, mette, birgit
):
    allocation = StaffAllocation.objects.get(activity__code="5.1.1", activity__plan=plan)
    allocation.revisions.create(hours_min=12, hours_max=12, in_force_on=date(2014, 1, 1))
    client.force_login(mette)
    new = client.get(f"/planer/{plan.slug}/styring/justeringer/ny/allocation-{allocation.pk}/")
    row = accepted(
        plan, mette, birgit, subject=Subject.ALLOCATION, thing=allocation,
        new={"hours_min": "14.00", "hours_max": "14.00"}, on=date(2013, 8, 30),
    )  # fmt: skip

    with pytest.raises(ValidationError) as taken:
        drafted(
            plan, mette, subject=Subject.ALLOCATION, thing=allocation,
            new={"hours_min": "15.00", "hours_max": "15.00"}, on=date(2014, 1, 1),
        )  # fmt: skip

    assert new.context["lead"] == (
        "Familiekoordinator på 5.1.1 Forældre & læring. Nu: 10 timer pr. uge. "
        "Fra 1.1.2014 er 12 timer pr. uge besluttet."
    )
    assert texts(row)["Gælder fra"] == "30.8.2013; fra 1.1.2014 er 12 timer pr. uge besluttet"
    assert (row.state, row.old_text) == ("in_force", "10 timer pr. uge")
    days = (date(2013, 8, 29), date(2013, 8, 30), date(2013, 12, 31), date(2014, 1, 1))
    allocation = StaffAllocation.objects.get(pk=allocation.pk)
    assert [allocation.hours_on(day)[0] for day in days] == [10, 14, 14, 12]
    assert errors_of(taken) == {
        "in_force_on": ["Det er allerede ændret fra 1.1.2014. Vælg en senere dag."]
    }


def test_a_budget_line_has_another_amount_from_the_day(plan, mette, birgit):
    budget = Budget.objects.create(plan=plan, year=2013, state="approved")
    line = BudgetLine.objects.create(
        budget=budget,
        code="1010",
        category="staff",
        source="lbf",
        text="Løn",
        amount=Decimal("125000"),
    )
    row = accepted(
        plan,
        mette,
        birgit,
        subject=Subject.BUDGET,
        thing=line,
        new={"amount": "130000.50"},
        on=date(2013, 8, 29),
    )

    assert (row.old_text, row.new_text) == ("125.000\xa0kr.", "130.000,50\xa0kr.")
    assert list(BudgetRevision.objects.values_list("amount", "in_force_on")) == [
        (Decimal("130000.50"), date(2013, 8, 29))
    ]


# What others read


def test_a_period_tells_what_came_into_force_what_was_decided_and_what_is_asked(
    plan, mette, birgit
):
    accepted(plan, mette, birgit, on=date(2013, 7, 1))
    jobs = Target.objects.get(criterion__code="5.2.2-1")
    decide(proposed(plan, mette, thing=jobs, new={"value": 60}), by=birgit, yes=False)
    proposed(plan, mette, thing=jobs, new={"value": 50})

    found, before = adjustments_in(plan, Q3), adjustments_in(plan, Q2)

    assert [x.number for x in found.in_force] == [1]
    assert [(x.number, x.approved, x.decided_on) for x in found.decided] == [
        (1, True, date(2013, 7, 1)),
        (2, False, date(2013, 8, 28)),
    ]
    assert [(x.number, x.old, x.new, x.consequence) for x in found.asked] == [
        (3, "40 unge", "50 unge", "Derfor.")
    ]
    assert (before.in_force, before.decided) == ((), ())


def test_who_sees_what(plan, mette, birgit, henrik, kirsten, ole, peter, carl):
    for number, state in enumerate((State.DRAFT, State.PROPOSED, State.IN_FORCE), 1):
        AdjustmentFactory(plan=plan, number=number, state=state)
    AdjustmentFactory(plan=plan, number=4, state=State.WITHDRAWN)  # a draft that nobody proposed
    AdjustmentFactory(plan=plan, number=5, state=State.WITHDRAWN, proposed_by=mette)

    def seen(user):
        return sorted(Adjustment.objects.visible_to(user).values_list("number", flat=True))

    assert [seen(user) for user in (mette, birgit)] == [[1, 2, 3, 4, 5]] * 2
    assert [seen(user) for user in (henrik, kirsten)] == [[2, 3, 5]] * 2
    assert [seen(user) for user in (ole, peter, carl)] == [[3], [3], []]
