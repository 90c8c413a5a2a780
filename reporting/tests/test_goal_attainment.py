from datetime import UTC, date, datetime

import pytest

from activities.models import PeriodComment, SuccessCriterion, Target
from activities.progress.read import plan_progress
from activities.tests.factories import (
    ActivityFactory,
    CriterionFactory,
    FocusAreaFactory,
    PartnerFactory,
    PlanFactory,
    RegistrationFactory,
)
from core.danish import number, percent
from core.periods import Period
from milestones.models import Milestone, Status
from milestones.tests.factories import MilestoneFactory, MoveFactory
from reporting.data.goal_attainment import GoalAttainment, GoalCount
from reporting.data.goal_rows import GoalRow
from reporting.data.parts import Bar

YEAR, SPAN = Period.year(2013), Period.span(2013, 2016)
Q1, Q2, Q3 = (Period.quarter(2013, n) for n in (1, 2, 3))
AFTER = date(2014, 2, 1)
JULY = datetime(2013, 7, 4, 10, 0, tzinfo=UTC)


def criterion(plan, code):
    return SuccessCriterion.objects.get(activity__plan=plan, code=code)


def register(plan, code, value, on=date(2013, 5, 14), **fields):
    return RegistrationFactory(criterion=criterion(plan, code), value=value, on=on, **fields)


def explain(plan, by, period, text, code="5.1.1-1"):
    PeriodComment.objects.create(
        plan=plan, period=period, text=text, by=by, at=JULY, criterion=criterion(plan, code)
    )


def attainment(plan, period=YEAR, today=AFTER):
    return GoalAttainment.build(plan, period, today=today)


def activity(made, code):
    return next(a for area in made.areas for a in area.activities if a.code == code)


def row(made, code):
    return next(r for area in made.areas for a in area.activities for r in a.rows if r.code == code)


def test_year_that_is_over_is_final(plan):
    made = attainment(plan)

    assert (made.period, made.as_of, made.ends_on, made.is_preliminary) == (
        "2013",
        date(2013, 12, 31),
        date(2013, 12, 31),
        False,
    )


def test_year_that_runs_is_preliminary(plan):
    made = attainment(plan, today=date(2013, 8, 31))

    assert (made.as_of, made.is_preliminary) == (date(2013, 8, 31), True)


def test_row_holds_all_the_return_asks_for(plan):
    register(plan, "5.1.1-1", 46)

    assert row(attainment(plan), "5.1.1-1") == GoalRow(
        code="5.1.1-1",
        level=1,
        level_label="Rækkevidde",
        name="Familier deltog",
        text="Familier deltog i aktiviteterne",
        unit="familier",
        target="100",
        target_value=100,
        target_years="",
        target_period="2013",
        realised="46",
        realised_of="",
        attainment="46\u00a0%",
        bar=Bar(actual=460, expected=None, sentence="46 af 100."),
        method="Deltagerlister",
        counting_rule="Fremmøder: samme person tælles hver gang",
        remark="Forklaring mangler.",
        word="Ikke nået",
    )


def test_percent_shows_what_it_rests_on(plan):
    register(plan, "5.1.1-2", 27, base=50)

    made = row(attainment(plan), "5.1.1-2")

    assert (made.unit, made.target, made.realised, made.realised_of, made.attainment) == (
        "procent",
        "75\u00a0%",
        "54\u00a0%",
        "27 af 50 familier",
        "72\u00a0%",
    )
    assert made.text == "Andel af de adspurgte forældre, der har lært nyt om deres børn"


def test_average_shows_its_meetings(plan):
    register(plan, "5.3.5-2", 23, base=2)
    register(plan, "5.3.5-2", 12, base=1, on=date(2013, 6, 1))

    made = row(attainment(plan), "5.3.5-2")

    assert (made.unit, made.realised, made.realised_of) == (
        "beboere pr. møde",
        "11,7",
        "35 fremmødte ved 3 møder",
    )


def test_what_is_not_measured_is_not_a_zero(plan):
    made = row(attainment(plan, today=date(2013, 8, 31)), "5.1.1-2")

    assert (made.realised, made.attainment, made.bar.actual, made.is_measured) == (
        "Ikke målt",
        "–",
        None,
        False,
    )
    assert made.remark == "Ikke målt endnu. Måles i november."


def test_target_for_several_years_is_never_divided(plan):
    Target.objects.filter(criterion=criterion(plan, "5.1.1-1")).update(ends_on=date(2016, 12, 31))
    register(plan, "5.1.1-1", 30)
    register(plan, "5.1.1-1", 20, on=date(2014, 3, 1))

    first = row(attainment(plan), "5.1.1-1")
    second = row(attainment(plan, Period.year(2014), date(2015, 1, 15)), "5.1.1-1")

    assert (first.target, first.target_years, first.realised) == (
        "100",
        "2013–2016, deles ikke op pr. år",
        "30",
    )
    assert (second.target, second.realised, second.attainment) == ("100", "50", "50\u00a0%")


def test_criterion_without_a_target_shows_its_number(plan):
    Target.objects.filter(criterion=criterion(plan, "5.1.1-1")).delete()
    register(plan, "5.1.1-1", 30)

    made = row(attainment(plan), "5.1.1-1")

    assert (made.target, made.realised, made.attainment, made.is_measured) == ("–", "30", "–", True)
    assert made.bar.sentence == "30. Der er ikke sat et måltal."


def test_latest_explanation_of_the_year_is_given(plan, mette):
    for period, text in [(Q2, "Senere"), (Q1, "Først."), (Period.quarter(2014, 1), "Næste år.")]:
        explain(plan, mette, period, text)

    assert row(attainment(plan), "5.1.1-1").remark == "Skrevet ved 2. kvartal 2013: Senere."


def test_criterion_that_follows_its_plan_needs_no_explanation(plan):
    register(plan, "5.1.1-1", 100)

    assert row(attainment(plan), "5.1.1-1").remark == ""


def test_activity_tells_partners_anchoring_and_milestones(plan):
    parents = criterion(plan, "5.1.1-1").activity
    parents.anchored_in, parents.anchoring = "Red Barnet", "Frivillige tager over."
    parents.save()
    for position, name in enumerate(["Sundhedsplejen", "Frivillige"]):
        parents.partnerships.create(partner=PartnerFactory(plan=plan, name=name), position=position)
    here = {"plan": plan, "activity": parents}
    MilestoneFactory(**here, period=Q1, status=Status.REACHED, reached_on=date(2013, 3, 1))
    MilestoneFactory(**here, period=Q1)
    MilestoneFactory(**here, period=Q1, status=Status.DROPPED, comment="Nej")
    MoveFactory(milestone=MilestoneFactory(**here, period=Period.quarter(2014, 1)))
    MoveFactory(milestone=MilestoneFactory(**here, period=Period.quarter(2013, 4)))

    made = activity(attainment(plan, today=date(2013, 8, 31)), "5.1.1")

    assert (made.partners, made.anchoring) == ("Sundhedsplejen, Frivillige", "Red Barnet")
    assert made.milestones == "1 nået, 1 udestår, 2 senere i 2013, 1 flyttet, 1 bortfaldet"
    assert activity(attainment(plan), "5.2.2").milestones == "ingen i 2013"


def test_anchoring_falls_back_on_how(plan):
    jobs = criterion(plan, "5.2.2-1").activity
    jobs.anchoring = "Driften tager over."
    jobs.save()

    assert activity(attainment(plan), "5.2.2").anchoring == "Driften tager over"


def test_milestones_of_the_whole_plan_stand_apart(plan):
    Milestone.objects.update(activity=None)

    assert attainment(plan, today=date(2013, 8, 31)).whole_plan == "1 senere i 2013"
    assert attainment(plan, Period.year(2014), date(2015, 1, 1)).whole_plan == ""


def test_overview_counts_criteria_and_adds_nothing_else(plan):
    register(plan, "5.1.1-1", 100)
    register(plan, "5.2.2-1", 3)

    made = attainment(plan)

    assert made.counts == (
        GoalCount(
            "1 Børn, unge og familier",
            1,
            criteria=3,
            measured=2,
            reached=1,
            under_way=0,
            not_measured=0,
            not_reached=1,
            missing=1,
        ),
        GoalCount(
            "3 Beboernetværk",
            2,
            criteria=2,
            measured=0,
            reached=0,
            under_way=0,
            not_measured=0,
            not_reached=0,
            missing=2,
        ),
    )
    assert made.total == GoalCount(
        "I alt",
        0,
        criteria=5,
        measured=2,
        reached=1,
        under_way=0,
        not_measured=0,
        not_reached=1,
        missing=3,
    )
    assert [area.size for area in made.areas] == [
        "2 aktiviteter og 3 kriterier",
        "1 aktivitet og 2 kriterier",
    ]


def test_rows_show_the_figures_of_the_progress_module(plan):
    register(plan, "5.1.1-1", 46)
    register(plan, "5.1.1-2", 1, base=3)
    made = attainment(plan)

    for figure in plan_progress(plan, date(2013, 12, 31)).figures:
        shown = row(made, figure.criterion.code)
        assert shown.realised == (
            figure.light.label if figure.actual is None else figure.actual_text
        )
        assert (shown.target, shown.attainment) == (figure.target_text, figure.attainment_text)


@pytest.mark.parametrize(
    ("period", "title"),
    [
        (Q2, "målopfyldelse 2. kvartal 2013"),
        (Period.half_year(2013, 1), "målopfyldelse 1. halvår 2013"),
        (YEAR, "målopfyldelse 2013"),
        (SPAN, "målopfyldelse for hele planen 2013–2016"),
    ],
)
def test_any_period_can_be_told(plan, period, title):
    made = attainment(plan, period, date(2017, 1, 1))

    assert (made.period, made.as_of, made.title) == (period.label, period.end, title)


def test_quarters_return_says_that_its_target_is_the_years(plan):
    register(plan, "5.1.1-1", 46)
    register(plan, "5.1.1-1", 20, on=date(2013, 9, 1))

    made = row(attainment(plan, Q2), "5.1.1-1")

    assert (made.target, made.target_years, made.target_period, made.realised) == (
        "100",
        "mål for 2013",
        "2013",
        "46",
    )


def test_explanation_of_any_quarter_counts_for_the_whole_plan(plan, mette):
    explain(plan, mette, Q2, "Senere")

    assert row(attainment(plan, SPAN, date(2013, 8, 31)), "5.1.1-1").remark == "Senere."


def test_explanation_of_an_earlier_target_is_not_given(plan, mette):
    explain(plan, mette, Q2, "Senere")
    Target.objects.create(
        criterion=criterion(plan, "5.1.1-1"),
        starts_on=date(2014, 1, 1),
        ends_on=date(2014, 12, 31),
        value=50,
    )

    parts = row(attainment(plan, SPAN, date(2014, 8, 31)), "5.1.1-1").parts
    assert [(part.period, part.remark) for part in parts] == [
        ("2013", "Skrevet ved 2. kvartal 2013: Senere."),
        ("2014", "Forklaring mangler."),
    ]


@pytest.mark.parametrize(
    ("value", "base"), [(1, 3), (2, 3), (0, 7), (1, 8), (131, 200), (31, 61), (233, 20)]
)
@pytest.mark.parametrize("code", ["5.1.1-2", "5.3.5-2"])
def test_sheet_holds_the_very_figures_that_are_printed(plan, code, value, base):
    """Rounded once and as on paper: a spreadsheet that rounds again shows the same."""
    register(plan, code, value, base=base)

    made = row(attainment(plan), code)

    unit = "\u00a0%" if made.unit == "procent" else ""
    assert (number(made.realised_value) + unit, percent(made.attainment_value)) == (
        made.realised,
        made.attainment,
    )


@pytest.mark.django_db
def test_plan_without_anything_has_one_too():
    made = attainment(PlanFactory())

    assert (made.areas, made.total) == ((), GoalCount("I alt", 0, 0, 0, 0, 0, 0, 0, 0))


def test_attainment_comes_back_exactly_from_its_snapshot(plan):
    register(plan, "5.1.1-2", 27, base=50)
    made = attainment(plan)

    assert GoalAttainment.from_json(made.to_json()) == made


def test_queries_do_not_grow_with_the_plan(plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(15) as small:
        attainment(plan)

    new = FocusAreaFactory(plan=plan)
    for _ in range(10):
        added = ActivityFactory(focus_area=new)
        added.partnerships.create(partner=PartnerFactory(plan=plan))
        for level in (1, 2, 3):
            CriterionFactory(activity=added, level=level, target=50)
    with django_assert_max_num_queries(15) as large:
        attainment(plan)

    assert len(large) == len(small)
