"""What a target can say, and what is never said of it: falling goals, courses, decimals, periods
of every length, the plan's own days, a period that is over. Exact figures."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from activities import course
from activities.models import Activity, Direction, SuccessCriterion, Target
from activities.progress import rules, sentences
from activities.progress.figures import CriterionFacts, TargetStep
from activities.progress.read import criterion_figure, plan_progress, plan_results
from activities.tests.factories import (
    ActivityFactory,
    CriterionFactory,
    FocusAreaFactory,
    PlanFactory,
    RegistrationFactory,
)
from activities.tests.test_progress_rules import PLAN_RULE, YEAR, criterion, figure, month
from core.danish import number_beside, percent_beside
from core.lights import Light
from core.periods import Kind, Period

DECEMBER = date(2013, 12, 31)


def over(months, **facts):
    """A figure of 2013, seen in the year after."""
    measure, target = facts.pop("measure", "count"), facts.pop("target", 100)
    return rules.figure(
        criterion(measure, **facts), YEAR, target, months, DECEMBER, PLAN_RULE, day_is_over=True
    )


# A goal that is to fall, or to be held


@pytest.mark.parametrize(
    ("counted", "light", "reason"),
    [
        (9, Light.REACHED, "Grænsen på højst 9 familier blev overholdt: 9."),
        (14, Light.NOT_REACHED, "Grænsen på højst 9 familier blev overskredet: 14."),
        (0, Light.REACHED, "Grænsen på højst 9 familier blev overholdt: 0."),
    ],
)
def test_fourteen_evictions_of_at_most_nine_are_not_reached(counted, light, reason):
    made = over([month(5, counted)], direction="at_most", target=9)

    assert (made.light, made.reason) == (light, reason)
    assert made.of_text == f"{counted}, højst 9"
    assert made.attainment is None, "a share of a ceiling says nothing"


def test_a_ceiling_that_is_passed_is_passed_long_before_the_year_ends():
    made = figure([month(2, 10)], direction="at_most", target=9, as_of=date(2013, 3, 1))

    assert (made.light, made.forecast) == (Light.DELAYED, None)
    assert sentences.chart_message(made) == "Grænsen er overskredet: 10, højst 9"


def test_a_ceiling_is_held_against_what_an_even_course_has_room_for():
    """By 31 August there is room for 9 x 243 / 365 = 5.99."""
    lights = {
        n: figure([month(3, n)], direction="at_most", target=9).light for n in (0, 5, 6, 7, 8, 9)
    }

    assert lights == {
        0: Light.ON_TRACK, 5: Light.ON_TRACK, 6: Light.ON_TRACK, 7: Light.AT_RISK,
        8: Light.AT_RISK, 9: Light.DELAYED,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("now", "light", "share"),
    [
        ((39, 100), Light.REACHED, 100),
        ((41, 100), Light.AT_RISK, Fraction(500, 7)),
        ((45, 100), Light.DELAYED, Fraction(100, 7)),
        ((48, 100), Light.DELAYED, Fraction(-200, 7)),
    ],
)
def test_a_fall_is_measured_from_its_baseline(now, light, share):
    """From 46 % in 2011 to at most 39 %: seven points to go."""
    made = figure(
        [month(6, *now)],
        measure="percent",
        direction="at_most",
        target=39,
        baseline=46,
        baseline_year=2011,
    )

    assert (made.light, made.attainment) == (light, share)


def test_thirty_eight_percent_against_at_most_thirty_seven_is_not_reached():
    made = over([month(6, 38, 100)], measure="percent", direction="at_most", target=37)

    assert (made.light, made.attainment_text) == (Light.NOT_REACHED, "–")
    assert made.of_text == "38\u00a0%, højst 37\u00a0%, 100 svar"


def test_nothing_at_all_may_be_a_goal():
    held = over([month(1, 0)], direction="at_most", target=0)
    broken = over([month(1, 3)], direction="at_most", target=0)

    assert (held.light, broken.light) == (Light.REACHED, Light.NOT_REACHED)
    assert held.target_text == "højst 0"


# Decimals and other shares than percent


def test_a_target_has_decimals_and_a_share_may_be_per_thousand():
    made = figure([month(6, 7, 2000)], measure="percent", per=1000, target=Decimal("2.5"))

    assert (made.actual, made.actual_text, made.target_text) == (
        Fraction(7, 2),
        "3,5\u00a0‰",
        "2,5\u00a0‰",
    )
    assert made.light is Light.REACHED


def test_what_lies_below_its_target_is_never_printed_as_the_target():
    """249 of 500 is 49.8 %: never "50 % af 50 %"."""
    made = over([month(6, 249, 500)], measure="percent", target=50)

    assert (made.light, made.of_text) == (Light.NOT_REACHED, "49,8\u00a0% af 50\u00a0%, 500 svar")
    assert made.attainment_text == "99,6\u00a0%"


@pytest.mark.parametrize(
    ("value", "limit", "said"),
    [
        (Fraction(6996, 100), 70, "69,96\u00a0%"),
        (Fraction(696, 10), 70, "69,6\u00a0%"),
        (Fraction(1999, 20), 100, "99,95\u00a0%"),
        (Fraction(691, 10), 70, "69\u00a0%"),
        (Fraction(70), 70, "70\u00a0%"),
    ],
)
def test_nothing_rounds_onto_or_past_a_limit(value, limit, said):
    assert percent_beside(value, limit) == said
    assert number_beside(value, limit) + "\u00a0%" != f"{limit}\u00a0%" or value == limit


# When it is expected


FIND = {"A": {"once": 3}, "B": {}, "C": {"after": "A", "months": 2}, "R": {"after": "R"}}.get


@pytest.mark.parametrize(
    ("said", "day", "share"),
    [
        ({}, date(2013, 8, 31), Fraction(243, 365)),
        ({"once": 8}, date(2013, 8, 30), 0),
        ({"once": 8}, date(2013, 8, 31), 1),
        ({"shares": [0, 60, 80, 100]}, date(2013, 3, 31), 0),
        ({"shares": [0, 60, 80, 100]}, date(2013, 6, 30), Fraction(60, 100)),
        ({"shares": [0, 60, 80, 100]}, date(2013, 4, 30), Fraction(60, 100) * Fraction(30, 91)),
        ({"numbers": [2, 2, 7, 10]}, date(2013, 9, 30), Fraction(7, 10)),
        ({"after": "B", "months": 6}, date(2013, 6, 30), 0),
        ({"after": "B", "months": 6}, date(2013, 9, 30), Fraction(92, 184)),
        ({"after": "A"}, date(2013, 3, 31), 1),
        ({"after": "R"}, date(2013, 12, 30), Fraction(364, 365)),
    ],
)
def test_a_course_says_how_much_is_expected_by_a_day(said, day, share):
    settled = course.settled(said, FIND)

    assert settled.share(date(2013, 1, 1), DECEMBER, day) == share
    assert settled.share(date(2013, 1, 1), DECEMBER, DECEMBER) == 1
    assert settled.share(date(2013, 1, 1), DECEMBER, date(2012, 12, 31)) == 0


AIM = (course.Aim(date(2013, 1, 1), DECEMBER, 10),)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"shares": [0, 60, 50, 100]}, "Forløbet falder."),
        ({"shares": [0, 60, 80, 90]}, "Forløbet ender på 90 %. Det skal ende på 100 %."),
        ({"numbers": [0, 5, 9]}, "Forløbet ender på 9, men måltallet for 2013 er 10."),
        ({"shares": [20, 40, 60, 80, 100]}, "2013 er 12 måneder og kan ikke deles i 5 lige dele."),
        ({"once": 13}, "Måneden skal være et tal fra 1 til 12."),
        ({"after": "X"}, "Succeskriteriet X findes ikke i planen."),
        ({"after": "D"}, "Et succeskriterium kan ikke følge efter sig selv."),
        ({"after": "A", "months": 12}, "En forsinkelse på 12 måneder er længere"),
        ({"once": 8, "shares": [1]}, "Forløbet kan ikke læses."),
        ({"shares": "0,60"}, "Skriv mindst to tal"),
        ({"shares": [-1, 100]}, "Forløbet skal være tal fra 0 og op."),
        ([], "Forløbet kan ikke læses."),
    ],
)
def test_a_course_that_cannot_be_is_told_why(said, sentence):
    assert course.wrong(said, is_count=True, code="D", aims=AIM, find=FIND).startswith(sentence)


def test_a_party_in_august_is_not_late_in_april():
    made = figure([], course=course.Course({"once": 8}), target=1, as_of=date(2013, 4, 1))
    late = figure([], course=course.Course({"once": 8}), target=1, as_of=date(2013, 9, 1))

    assert (made.light, late.light) == (Light.NOT_STARTED, Light.MISSING)


def test_an_adjusted_target_does_not_halve_what_was_reached_overnight():
    """107 % of the expected on the evening before is not 53 % on the morning after."""
    steps = (TargetStep(date(2013, 1, 1), 100), TargetStep(date(2013, 9, 1), 200))
    facts, months = criterion(), [month(8, 71)]
    before = rules.figure(facts, YEAR, 100, months, date(2013, 8, 31), PLAN_RULE, steps[:1])
    after = rules.figure(facts, YEAR, 200, months, date(2013, 9, 1), PLAN_RULE, steps)

    old = Fraction(100 * 243, 365)
    assert before.expected == old
    assert after.expected == old + (200 - old) * Fraction(1, 122)
    assert (before.light, after.light) == (Light.ON_TRACK, Light.ON_TRACK)


# A period that is over


@pytest.mark.parametrize(
    ("value", "light", "reason"),
    [
        (100, Light.REACHED, "Målet på 100 familier blev nået: 100."),
        (
            92,
            Light.NOT_REACHED,
            "Målet på 100 familier blev ikke nået: 92, 92\u00a0% af målet. Næsten nået.",
        ),
        (20, Light.NOT_REACHED, "Målet på 100 familier blev ikke nået: 20, 20\u00a0% af målet."),
    ],
)
def test_a_finished_period_knows_two_words(value, light, reason):
    made = over([month(3, value, rows=5)])

    assert (made.light, made.reason, made.forecast, made.is_over) == (light, reason, None, True)


def test_the_last_day_is_not_over_before_it_has_gone():
    made = figure([month(3, 92)], as_of=DECEMBER)

    assert (made.light, made.is_over) == (Light.ON_TRACK, False)


def test_what_was_never_measured_is_missing_when_its_period_is_over():
    never = over([], measure="percent", rhythm="yearly", measured_in_month=11, target=75)

    assert (never.light, never.reason) == (
        Light.MISSING,
        "Blev ikke målt. Skulle være målt i november.",
    )
    assert over([]).light is Light.MISSING


def test_the_three_words_add_up_to_all():
    figures = [
        figure([month(3, 80)]),
        figure([]),
        figure([], measure="percent", rhythm="yearly", measured_in_month=11, target=75),
    ]

    assert [f.light for f in figures] == [Light.ON_TRACK, Light.MISSING, Light.NOT_MEASURED]
    assert sentences.missing_sentence(figures) == "Ét kriterium mangler måling."
    assert "bagud: ikke målt" not in sentences.area_sentence(figures, {7: "Forældre"})


# The plan's, the activity's and the target's own days


@pytest.fixture
def september(db):
    """A plan that ends on 30 September 2016, in the middle of its last target."""
    return PlanFactory(starts_on=date(2012, 10, 1), ends_on=date(2016, 9, 30))


def aimed(plan, *targets, activity=None, **fields):
    """A criterion with targets (first day, last day, value) and no other."""
    activity = activity or ActivityFactory(focus_area=FocusAreaFactory(plan=plan), plan=plan)
    made = CriterionFactory(activity=activity, **fields)
    Target.objects.filter(criterion=made).delete()
    for starts_on, ends_on, value in targets:
        Target.objects.create(criterion=made, starts_on=starts_on, ends_on=ends_on, value=value)
    return made


def counted(criterion, value, on):
    return RegistrationFactory(
        criterion=criterion, plan=criterion.activity.plan, on=on, value=value
    )


def test_on_the_plans_last_day_all_of_the_target_is_expected(september, settings):
    settings.DEMO_DATE = date(2016, 9, 30)
    made = aimed(september, (date(2016, 1, 1), date(2016, 12, 31), 70))
    counted(made, 60, date(2016, 5, 1))

    today = criterion_figure(made, date(2016, 9, 30))
    settings.DEMO_DATE = date(2016, 10, 1)
    after = criterion_figure(made, date(2016, 10, 1))
    years_after = criterion_figure(made, date(2017, 8, 1))

    assert (today.expected, today.light) == (70, Light.AT_RISK)
    assert (after.light, years_after.light) == (Light.NOT_REACHED, Light.NOT_REACHED)
    assert after.reason.startswith("Målet på 70")
    assert (after.forecast, years_after.forecast) == (None, None)


def test_a_plan_that_has_not_begun_is_not_late(september, settings):
    settings.DEMO_DATE = date(2012, 9, 1)
    made = aimed(september, (date(2012, 10, 1), date(2012, 12, 31), 10))

    found = criterion_figure(made, date(2012, 9, 1))

    assert (found.light, found.reason) == (
        Light.NOT_STARTED,
        "Begynder den 1.\u00a0oktober 2012.",
    )


def test_an_activity_that_ended_in_may_is_told_by_its_result(september, settings):
    settings.DEMO_DATE = date(2015, 9, 1)
    activity = ActivityFactory(
        focus_area=FocusAreaFactory(plan=september), plan=september, ends_on=date(2015, 5, 31)
    )
    made = aimed(september, (date(2015, 1, 1), date(2015, 12, 31), 20), activity=activity)
    counted(made, 20, date(2015, 5, 1))

    assert criterion_figure(made, date(2015, 4, 30)).expected == Fraction(20 * 120, 151)
    assert criterion_figure(made, date(2015, 9, 1)).reason == "Målet på 20 familier blev nået: 20."


def test_a_target_whose_period_has_ended_is_told_by_its_result(september, settings):
    """A school year: in July, between two of them, nobody says that there is no target."""
    settings.DEMO_DATE = date(2014, 7, 15)
    made = aimed(
        september,
        (date(2013, 8, 1), date(2014, 6, 30), 90),
        (date(2014, 8, 1), date(2015, 6, 30), 90),
    )
    counted(made, 30, date(2013, 11, 1))

    in_july = criterion_figure(made, date(2014, 7, 15))
    settings.DEMO_DATE = date(2014, 9, 30)
    in_september = plan_progress(september, date(2014, 9, 30))

    assert (in_july.light, in_july.actual, in_july.target) == (Light.NOT_REACHED, 30, 90)
    assert next(in_september.figures).light is Light.NOT_STARTED
    assert list(in_september.ended) == []  # it ended in the quarter before


def test_a_missed_target_stays_missed_in_the_report_of_its_quarter(september, settings):
    settings.DEMO_DATE = date(2014, 10, 15)
    made = aimed(
        september,
        (date(2013, 8, 1), date(2014, 7, 31), 90),
        (date(2014, 8, 1), date(2015, 7, 31), 90),
    )
    counted(made, 30, date(2013, 11, 1))

    (ended,) = plan_progress(september, date(2014, 9, 30)).ended

    assert (ended.light, ended.of_text) == (Light.NOT_REACHED, "30 af 90")


def test_every_target_of_the_year_is_told_and_not_only_the_last(september, settings):
    """Quarterly targets 12, 13 and 10 with 10, 10 and 9: 29 of 35, never "9 af 10"."""
    settings.DEMO_DATE = date(2016, 10, 1)
    made = aimed(
        september,
        (date(2016, 1, 1), date(2016, 3, 31), 12),
        (date(2016, 4, 1), date(2016, 6, 30), 13),
        (date(2016, 7, 1), date(2016, 9, 30), 10),
    )
    for value, on in ((10, date(2016, 2, 1)), (10, date(2016, 5, 1)), (9, date(2016, 9, 1))):
        counted(made, value, on)

    found = plan_results(september, Period.year(2016), date(2016, 9, 30))[made.pk]

    assert [(f.of_text, f.light) for f in found] == [
        ("10 af 12", Light.NOT_REACHED),
        ("10 af 13", Light.NOT_REACHED),
        ("9 af 10", Light.NOT_REACHED),
    ]


def test_a_course_follows_a_criterion_read_alone_or_with_its_plan(september, settings):
    settings.DEMO_DATE = date(2014, 5, 31)
    year = (date(2014, 1, 1), date(2014, 12, 31))
    first = aimed(september, (*year, 100), code="F", course={"once": 3})
    then = aimed(september, (*year, 50), code="T", course={"after": "F", "months": 1})

    alone = criterion_figure(then, date(2014, 5, 31))

    assert alone.expected == 50
    assert alone == plan_progress(september, date(2014, 5, 31)).figure("T")
    assert first.code == "F"


def test_a_falling_goal_with_decimals_goes_to_the_database_and_back(september):
    made = aimed(
        september,
        (date(2014, 1, 1), date(2014, 12, 31), Decimal("79.5")),
        direction=Direction.AT_MOST,
        baseline=Decimal("85.25"),
        baseline_year=2012,
    )

    stored = SuccessCriterion.objects.get(pk=made.pk)

    assert (stored.baseline, stored.targets.get().value) == (Decimal("85.25"), Decimal("79.5"))
    Target.objects.update(value=100)
    assert str(Target.objects.get().value) == "100"
    assert Activity.objects.get().starts_on is None


def test_a_span_of_months_is_named_and_no_kind_is_lost():
    facts: CriterionFacts = criterion()
    school = Period(date(2013, 8, 1), date(2014, 7, 31), Kind.SPAN)

    assert facts.within(school) == (school.start, school.end)
