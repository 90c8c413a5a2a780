"""Which column a milestone stands in, with which light, and the sentences about them all."""

from datetime import date

import pytest

from activities.progress.read import plan_progress
from activities.tests.factories import PlanFactory, RegistrationFactory
from core.lights import Light
from core.periods import Period
from milestones.models import Status
from milestones.progress.read import milestone_plan
from milestones.tests.factories import MilestoneFactory, MoveFactory

TODAY = date(2013, 8, 31)
Q1, Q2, Q3, Q4 = (Period.quarter(2013, number) for number in (1, 2, 3, 4))


@pytest.fixture
def empty(db):
    """A plan for 2013-2016 without milestones."""
    return PlanFactory()


def only(plan, as_of=TODAY):
    (state,) = milestone_plan(plan, as_of).entries
    return state


def reached(plan, period, on=date(2013, 5, 14), **fields):
    return MilestoneFactory(
        plan=plan, period=period, status=Status.REACHED, reached_on=on, **fields
    )


@pytest.mark.parametrize(
    ("as_of", "light", "late"),
    [
        (date(2013, 6, 30), Light.NOT_STARTED, False),
        (date(2013, 7, 1), Light.AT_RISK, True),
        (date(2013, 7, 30), Light.AT_RISK, True),
        (date(2013, 7, 31), Light.DELAYED, True),
    ],
)
def test_light_is_risk_for_thirty_days_after_the_period_then_delayed(empty, as_of, light, late):
    MilestoneFactory(plan=empty, period=Q2)

    state = only(empty, as_of)

    assert (state.light, state.is_late) == (light, late)


def test_light_follows_the_plans_own_days_of_grace(empty):
    empty.milestone_grace_days = 0
    MilestoneFactory(plan=empty, period=Q2)

    assert only(empty, date(2013, 7, 1)).light is Light.DELAYED


@pytest.mark.parametrize(
    ("status", "light", "reason"),
    [
        (Status.NOT_STARTED, Light.NOT_STARTED, "Fristen er den 30. september 2013."),
        (Status.IN_PROGRESS, Light.IN_PROGRESS, "Fristen er den 30. september 2013."),
        (Status.PARTLY, Light.PARTLY, "Delvist nået. Fristen er den 30. september 2013."),
        (Status.DELAYED, Light.DELAYED, "Meldt forsinket. Fristen er den 30. september 2013."),
    ],
)
def test_light_before_the_deadline_is_what_a_person_says(empty, status, light, reason):
    MilestoneFactory(plan=empty, period=Q3, status=status)

    state = only(empty)

    assert (state.light, state.reason.replace("\u00a0", " ")) == (light, reason)
    assert state.is_late is (status == Status.DELAYED)


def test_reason_says_how_long_ago_the_deadline_was(empty):
    MilestoneFactory(plan=empty, period=Q2, status=Status.IN_PROGRESS)

    reason = only(empty, date(2013, 7, 1)).reason.replace("\u00a0", " ")

    assert reason == "Fristen var den 30. juni 2013, for 1 dag siden. Forsinket er over 30 dage."


def test_partly_reached_stays_so_after_the_deadline_and_is_late(empty):
    MilestoneFactory(plan=empty, period=Q2, status=Status.PARTLY)

    state = only(empty)

    assert (state.light, state.is_late) == (Light.PARTLY, True)


def test_reached_counts_from_the_day_it_was_reached(empty):
    reached(empty, Q2, on=date(2013, 7, 8))

    before, after = only(empty, date(2013, 7, 7)), only(empty, date(2013, 7, 8))

    assert (before.light, after.light) == (Light.AT_RISK, Light.REACHED)
    assert (
        after.reason.replace("\u00a0", " ")
        == "Nået den 8. juli 2013, efter fristen den 30. juni 2013."
    )


def test_reached_after_the_day_looked_at_says_only_its_deadline(empty):
    reached(empty, Q3, on=date(2013, 8, 8))

    assert only(empty, date(2013, 6, 30)).light is Light.NOT_STARTED


def test_a_dropped_one_shows_its_reason_and_stays_in_the_total(empty):
    MilestoneFactory(plan=empty, period=Q2, status=Status.DROPPED, comment="Klubben er lukket")
    reached(empty, Q2)

    plan = milestone_plan(empty, TODAY)

    assert (plan.reached, plan.total, plan.dropped, plan.late) == (1, 2, 1, 0)
    assert plan.columns[1].summary == "1 af 2 nået, 1 bortfaldet"
    dropped = next(e for e in plan.entries if e.light is Light.DROPPED)
    assert (dropped.reason, dropped.note) == ("Bortfaldet. Klubben er lukket", "Klubben er lukket")


def test_a_moved_one_shows_in_both_columns_and_counts_in_the_new(empty):
    reached(empty, Q2)
    milestone = MilestoneFactory(plan=empty, period=Q3, agreed_on=date(2013, 9, 11))
    MoveFactory(milestone=milestone)

    plan = milestone_plan(empty, TODAY)

    assert [c.summary for c in plan.columns] == [
        "ingen milepæle",
        "1 af 2 nået, 1 flyttet",
        "0 af 1 nået, lukker om 30 dage",
        "ingen milepæle",
    ]
    old, new = (next(e for e in c.entries if e.pk == milestone.pk) for c in plan.columns[1:3])
    assert (old.light, old.moved_to, old.note) == (Light.MOVED, Q3, "Lokalet var ikke klart")
    assert (new.light, new.moved_from, new.move_reason) == (
        Light.NOT_STARTED,
        Q2,
        "Lokalet var ikke klart",
    )
    assert (old.details, new.details) == (("til 3. kvartal",), ("aftalt 11.9.", "fra 2. kvartal"))
    assert (plan.total, plan.moved) == (2, 1)


def test_a_milestone_moved_twice_leaves_a_mark_in_both_old_columns(empty):
    milestone = MilestoneFactory(plan=empty, period=Q4)
    MoveFactory(milestone=milestone, from_period=Q2, to_period=Q3)
    MoveFactory(milestone=milestone, from_period=Q3, to_period=Q4)

    plan = milestone_plan(empty, TODAY)

    assert [[e.moved_to for e in c.entries] for c in plan.columns] == [[], [Q3], [Q4], [None]]
    assert (plan.total, plan.moved) == (1, 1)
    assert {(e.first_period, e.period_now) for e in plan.entries} == {(Q2, Q4)}


def test_a_milestone_moved_back_stands_once_in_its_column(empty):
    milestone = MilestoneFactory(plan=empty, period=Q3)
    MoveFactory(milestone=milestone, from_period=Q3, to_period=Q4)
    MoveFactory(milestone=milestone, from_period=Q4, to_period=Q3)

    plan = milestone_plan(empty, TODAY)

    assert [[e.light for e in c.entries] for c in plan.columns] == [
        [],
        [],
        [Light.NOT_STARTED],
        [Light.MOVED],
    ]
    assert {(e.first_period, e.period_now) for e in plan.entries} == {(Q3, Q3)}


def test_should_be_reached_by_now_is_the_plan_as_first_laid(empty):
    reached(empty, Q1)
    reached(empty, Q3, on=date(2013, 8, 8))
    MoveFactory(milestone=MilestoneFactory(plan=empty, period=Q3), from_period=Q2)
    MilestoneFactory(plan=empty, period=Q2, status=Status.DROPPED)
    MilestoneFactory(plan=empty, period=Q4)

    plan = milestone_plan(empty, TODAY)

    assert (plan.reached, plan.should_be_reached_by_now, plan.total) == (2, 2, 5)
    assert plan.against_plan == "som planlagt"


def test_headline_and_lead_say_it_in_words(empty):
    for period, on in [
        (Q1, date(2013, 3, 1)),
        (Q2, date(2013, 6, 1)),
        (Q3, date(2013, 8, 1)),
        (Q3, TODAY),
    ]:
        reached(empty, period, on=on)
    reached(empty, Q3, on=date(2013, 8, 2))
    MilestoneFactory(plan=empty, period=Q3, status=Status.DELAYED)
    MoveFactory(milestone=MilestoneFactory(plan=empty, period=Q4), from_period=Q2)

    plan = milestone_plan(empty, TODAY)

    assert plan.headline == "5 af 7 milepæle er nået"
    assert plan.lead == "To flere end planlagt. Én er forsinket, og én er flyttet fra 2. kvartal."


@pytest.mark.parametrize(
    ("count", "lead"),
    [
        (1, "Én færre end planlagt. Én er i risiko."),
        (3, "Tre færre end planlagt. Tre er i risiko."),
        (13, "13 færre end planlagt. 13 er i risiko."),
    ],
)
def test_lead_counts_in_danish_words(empty, count, lead):
    for _ in range(count):
        MilestoneFactory(plan=empty, period=Q2)

    assert milestone_plan(empty, date(2013, 7, 30)).lead == lead


def test_lead_joins_three_exceptions(empty):
    MilestoneFactory(plan=empty, period=Q3, status=Status.DELAYED)
    MilestoneFactory(plan=empty, period=Q3, status=Status.PARTLY)
    for target in (Q3, Q4):
        MoveFactory(milestone=MilestoneFactory(plan=empty, period=target), from_period=Q1)
    MilestoneFactory(plan=empty, period=Q3, status=Status.DROPPED)

    assert milestone_plan(empty, TODAY).exceptions == (
        "Én er forsinket, én er delvist nået, to er flyttet fra 1. kvartal, og én er bortfaldet."
    )


def test_sentences_of_none_one_and_all(empty):
    plan = milestone_plan(empty, TODAY)
    assert (plan.headline, plan.lead) == ("Ingen milepæle i 2013", "")

    milestone = MilestoneFactory(plan=empty, period=Q4)
    plan = milestone_plan(empty, TODAY)
    assert (plan.headline, plan.lead) == (
        "Milepælen er ikke nået endnu",
        "Ingen skulle være nået endnu. Ingen er forsinket.",
    )

    milestone.status, milestone.reached_on = Status.REACHED, TODAY
    milestone.save()
    plan = milestone_plan(empty, TODAY)
    assert (plan.headline, plan.lead) == (
        "Milepælen er nået",
        "Én mere end planlagt. Ingen er forsinket.",
    )

    reached(empty, Q1)
    assert milestone_plan(empty, TODAY).headline == "Alle 2 milepæle er nået"
    assert milestone_plan(empty, date(2013, 1, 31)).headline == "Ingen af 2 milepæle er nået endnu"


def test_a_milestone_moved_to_next_year_stays_in_what_was_planned_for_this(empty):
    MoveFactory(
        milestone=MilestoneFactory(plan=empty, period=Period.quarter(2014, 1)), from_period=Q4
    )
    MilestoneFactory(plan=empty, period=Q4)

    this, following = milestone_plan(empty, TODAY), milestone_plan(empty, TODAY, 2014)

    assert (this.total, this.moved, this.years, this.year) == (2, 1, (2013, 2014), 2013)
    assert this.exceptions == "Én er flyttet til 1. kvartal 2014."
    assert (following.total, following.moved, following.year) == (1, 1, 2014)
    assert following.exceptions == "Én er flyttet fra 4. kvartal 2013."


def test_every_period_of_the_year_has_a_column_and_now_is_marked(empty):
    plan = milestone_plan(empty, TODAY)

    assert [(c.period.code, c.is_now) for c in plan.columns] == [
        ("2013-K1", False),
        ("2013-K2", False),
        ("2013-K3", True),
        ("2013-K4", False),
    ]


@pytest.mark.parametrize(
    ("as_of", "text"),
    [
        (date(2013, 9, 30), "0 af 1 nået, lukker i dag"),
        (date(2013, 9, 29), "0 af 1 nået, lukker om 1 dag"),
        (date(2013, 10, 1), "0 af 1 nået"),
    ],
)
def test_the_present_column_says_when_it_closes(empty, as_of, text):
    MilestoneFactory(plan=empty, period=Q3)

    assert milestone_plan(empty, as_of).columns[2].summary == text


def test_a_half_year_plan_has_two_columns(db):
    plan = PlanFactory(reporting_period="half_year")
    MoveFactory(
        milestone=MilestoneFactory(plan=plan, period=Period.half_year(2013, 2)),
        from_period=Period.half_year(2013, 1),
    )

    found = milestone_plan(plan, TODAY)

    assert [c.summary for c in found.columns] == [
        "0 af 1 nået, 1 flyttet",
        "0 af 1 nået, lukker om 122 dage",
    ]
    assert found.lead == "Én færre end planlagt. Én er flyttet fra 1. halvår."


def test_year_is_kept_within_the_plan(empty):
    assert milestone_plan(empty, date(2012, 5, 1)).year == 2013
    assert milestone_plan(empty, date(2020, 5, 1)).year == 2016


def test_urgent_ones_stand_first_and_reached_last(empty):
    reached(empty, Q3, on=TODAY, name="nået")
    for status in (
        Status.DROPPED,
        Status.NOT_STARTED,
        Status.IN_PROGRESS,
        Status.PARTLY,
        Status.DELAYED,
    ):
        MilestoneFactory(plan=empty, period=Q3, status=status, name=status)

    column = milestone_plan(empty, TODAY).columns[2]

    assert [e.name for e in column.entries] == [
        "delayed",
        "partly",
        "in_progress",
        "not_started",
        "dropped",
        "nået",
    ]
    assert [light.value for light in column.pips] == [
        "reached",
        "partly",
        "in_progress",
        "delayed",
        "not_started",
        "dropped",
    ]
    assert [e.name for e in column.notable] == ["delayed", "partly", "in_progress", "dropped"]


def test_a_milestone_with_a_number_shows_its_criterions_actual(plan):
    jobs = plan.activities.get(code="5.2.2")
    criterion = jobs.criteria.get()
    MilestoneFactory(plan=plan, activity=jobs, criterion=criterion, number=10, code="TAL")

    def number_text():
        figures = plan_progress(plan, TODAY).figures
        return next(
            e.number_text
            for e in milestone_plan(plan, TODAY, figures=figures).entries
            if e.code == "TAL"
        )

    assert number_text() == "ikke målt"
    RegistrationFactory(criterion=criterion, value=9)
    assert number_text() == "9 af 10"
    assert next(e.number_text for e in milestone_plan(plan, TODAY).entries if e.code == "TAL") == ""


def test_a_short_comment_stands_on_the_line_and_a_long_below(empty):
    MilestoneFactory(plan=empty, period=Q3, comment="udkast")
    MilestoneFactory(
        plan=empty, period=Q4, comment="38 boliger på Lukretiavej mangler; ny plan er 4 om ugen."
    )

    short, long = milestone_plan(empty, TODAY).entries

    assert (short.details, short.note) == (("udkast",), "")
    assert (long.details, long.note) == (
        (),
        "38 boliger på Lukretiavej mangler; ny plan er 4 om ugen.",
    )


@pytest.mark.parametrize("count", [1, 40])
def test_one_query_whatever_the_number(empty, django_assert_num_queries, count):
    for _ in range(count):
        MoveFactory(milestone=MilestoneFactory(plan=empty))

    with django_assert_num_queries(1):
        assert milestone_plan(empty, TODAY).total == count


def test_other_plans_milestones_are_not_seen(plan, other_plan):
    assert [e.activity_code for e in milestone_plan(plan, TODAY).entries] == ["5.1.1"]
    assert milestone_plan(plan, TODAY).reached == 0
