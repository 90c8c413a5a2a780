from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, SuccessCriterion
from activities.tests.factories import (
    ActivityFactory,
    FocusAreaFactory,
    PlanFactory,
    RegistrationFactory,
)
from core.lights import Light
from core.periods import Period
from milestones.models import Kind, Milestone, Status
from milestones.tests.factories import MilestoneFactory, MoveFactory
from reporting.data.changes import changes
from reporting.data.milestone_plan import MilestonePlanReport
from reporting.data.plan_milestones import MilestoneCount

YEAR, SPAN = Period.year(2013), Period.span(2013, 2016)
Q1, Q2, Q3, Q4 = YEAR.parts()
AUGUST, AFTER = date(2013, 8, 31), date(2014, 1, 20)


@pytest.fixture
def bare(plan):
    """The cast's plan without its one milestone."""
    Milestone.objects.all().delete()
    return plan


def activity(plan, code="5.1.1"):
    return Activity.objects.get(plan=plan, code=code)


def milestone(plan, period=Q2, **fields):
    return MilestoneFactory(plan=plan, period=period, **{"activity": activity(plan), **fields})


def reached(plan, on=date(2013, 5, 14), **fields):
    return milestone(plan, status=Status.REACHED, reached_on=on, **fields)


def made(plan, period=YEAR, today=AUGUST):
    return MilestonePlanReport.build(plan, period, today=today)


def only(report):
    (row,) = report.rows
    return row


def test_each_reporting_period_stands_with_its_milestones(bare):
    reached(bare, code="A", period=Q1)
    milestone(bare, code="B", period=Q4)

    report = made(bare)

    assert [(period.name, [row.code for row in period.rows]) for period in report.periods] == [
        ("1. kvartal 2013", ["A"]),
        ("2. kvartal 2013", []),
        ("3. kvartal 2013", []),
        ("4. kvartal 2013", ["B"]),
    ]
    assert [period.name for period in report.filled] == ["1. kvartal 2013", "4. kvartal 2013"]
    assert report.empty_text == "Ingen milepæle i 2. kvartal 2013 og 3. kvartal 2013."
    assert report.periods[0].summary == "1 af 1 nået, frist 31.\u00a0marts 2013"
    assert report.periods[1].summary == "Frist 30.\u00a0juni 2013"


def test_row_tells_all_of_a_milestone(bare):
    reached(
        bare,
        code="M1",
        name="Forløbet er i gang",
        kind=Kind.MEETING,
        evidence="Referat 7",
        comment="Ti kom.",
    )

    row = only(made(bare))

    assert (row.code, row.name, row.kind, row.area, row.hue) == (
        "M1",
        "Forløbet er i gang",
        "møde",
        "1 Børn, unge og familier",
        1,
    )
    assert (row.activity, row.period, row.first_period, row.period_now) == (
        "5.1.1 Forældre & læring",
        "2. kvartal 2013",
        "2. kvartal 2013",
        "2. kvartal 2013",
    )
    assert (row.light, row.reached_on, row.reason) == (
        Light.REACHED,
        date(2013, 5, 14),
        "Nået den 14.\u00a0maj 2013.",
    )
    assert row.remarks == ("Ti kom.", "Dokumentation: Referat 7.")


def test_milestone_of_the_whole_plan_comes_last_without_a_band(bare):
    reached(bare, code="Z", activity=None)
    reached(bare, code="B", activity=activity(bare, "5.3.5"))
    reached(bare, code="A")

    assert [(row.code, row.hue, row.activity) for row in made(bare).rows] == [
        ("A", 1, "5.1.1 Forældre & læring"),
        ("B", 2, "5.3.5 Servicebesøg"),
        ("Z", 0, "Hele planen"),
    ]


def test_moved_one_stands_in_its_old_period_and_lives_in_the_new(bare):
    moved = milestone(bare, code="M1", period=Q3, comment="Nu i august")
    MoveFactory(milestone=moved)

    old, new = made(bare).rows

    assert (old.period, old.light, old.moved_to, old.move_reason) == (
        "2. kvartal 2013",
        Light.MOVED,
        "3. kvartal 2013",
        "Lokalet var ikke klart",
    )
    assert old.remarks == ("Flyttet til 3. kvartal 2013.", "Lokalet var ikke klart.")
    assert (new.period, new.light, new.moved_from) == (
        "3. kvartal 2013",
        Light.NOT_STARTED,
        "2. kvartal 2013",
    )
    assert new.remarks == (
        "Flyttet fra 2. kvartal 2013.",
        "Lokalet var ikke klart.",
        "Nu i august.",
    )
    assert {(row.first_period, row.period_now) for row in (old, new)} == {
        ("2. kvartal 2013", "3. kvartal 2013")
    }


def test_dropped_one_gives_its_reason(bare):
    milestone(bare, status=Status.DROPPED, comment="Klubben er lukket")

    row = only(made(bare))

    assert (row.light, row.drop_reason, row.comment, row.remarks) == (
        Light.DROPPED,
        "Klubben er lukket",
        "",
        ("Klubben er lukket.",),
    )


def test_number_is_told_with_its_figure(bare):
    criterion = SuccessCriterion.objects.get(activity__plan=bare, code="5.1.1-1")
    RegistrationFactory(criterion=criterion, value=9)
    milestone(bare, kind=Kind.NUMBER, number=10, criterion=criterion)

    assert only(made(bare)).number == "9 af 10"


def test_what_is_left_when_its_period_has_just_ended_is_late(bare):
    milestone(bare, period=Q4, status=Status.IN_PROGRESS)

    row, running = only(made(bare, today=AFTER)), only(made(bare, today=date(2013, 12, 31)))

    assert (row.light, row.is_late, row.reason) == (
        Light.AT_RISK,
        True,
        "Fristen var den 31.\u00a0december 2013.",
    )
    assert (running.light, running.is_late) == (Light.IN_PROGRESS, False)


def test_what_is_reached_after_the_day_of_the_data_is_not_reached_in_them(bare):
    reached(bare, period=Q4, on=date(2014, 1, 10), comment="Sent.")

    row = only(made(bare, today=AFTER))

    assert (row.light, row.is_reached, row.reached_on) == (Light.AT_RISK, False, None)
    assert row.comment == "Nået 10.1.2014, efter opgørelsens dag. Sent."


def test_counts_stand_for_each_period_and_all(bare):
    reached(bare)
    milestone(bare, status=Status.PARTLY)
    milestone(bare, status=Status.DROPPED)
    MoveFactory(milestone=milestone(bare, period=Q3, status=Status.DELAYED))
    milestone(bare, period=Q4)

    report = made(bare)

    assert [period.count for period in report.periods[1:]] == [
        MilestoneCount("2. kvartal 2013", 4, 1, 1, 1, 1, off="1 flyttet, 1 bortfaldet"),
        MilestoneCount("3. kvartal 2013", planned=1, reached=0, late=1, moved=0, dropped=0),
        MilestoneCount("4. kvartal 2013", planned=1, reached=0, late=0, moved=0, dropped=0),
    ]
    assert report.total == MilestoneCount("I alt", 5, 1, 2, 1, 1, off="1 flyttet, 1 bortfaldet")
    assert (
        report.message == "1 af 5 milepæle er nået. To er bagud, én er flyttet og én er bortfaldet."
    )


def test_message_counts_a_milestone_moved_twice_once(bare):
    moved = milestone(bare, period=Q4)
    MoveFactory(milestone=moved, from_period=Q2, to_period=Q3)
    MoveFactory(milestone=moved, from_period=Q3, to_period=Q4)

    assert made(bare).message == "Milepælen er ikke nået. Én er flyttet."


@pytest.mark.parametrize(
    ("count", "message"),
    [
        (0, "Ingen milepæle i 2. kvartal 2013."),
        (1, "Milepælen er nået. Ingen er bagud."),
        (3, "Alle 3 milepæle er nået. Ingen er bagud."),
    ],
)
def test_message_of_a_quarter(bare, count, message):
    for _ in range(count):
        reached(bare)

    assert made(bare, Q2).message == message


def test_open_ones_of_earlier_periods_are_named_not_counted(bare):
    milestone(bare, period=Q1)
    reached(bare)

    report = made(bare, Q2)

    assert (report.total.planned, report.left) == (1, 1)
    assert report.message.endswith("1 milepæl fra tidligere perioder udestår.")


def test_whole_plan_holds_every_year(bare):
    milestone(bare, code="A")
    milestone(bare, code="B", period=Period.quarter(2016, 4))

    report = made(bare, SPAN)

    assert (report.title, len(report.periods), report.is_preliminary) == (
        "milepælsplan for hele planen 2013–2016",
        16,
        True,
    )
    assert [row.code for row in report.rows] == ["A", "B"]
    assert report.empty_text == "14 af 16 perioder har ingen milepæle."


def test_plan_by_half_years_is_told_by_half_years(bare):
    bare.reporting_period = "half_year"
    bare.save()

    assert [period.name for period in made(bare).periods] == ["1. halvår 2013", "2. halvår 2013"]


def test_periods_before_the_plan_begins_are_not_told(bare):
    bare.starts_on = date(2013, 8, 1)
    bare.save()

    assert [period.name for period in made(bare).periods] == ["3. kvartal 2013", "4. kvartal 2013"]


@pytest.mark.django_db
def test_plan_without_anything_has_one_too():
    report = made(PlanFactory())

    assert (report.rows, report.message) == ((), "Ingen milepæle i 2013.")


def test_facts_tell_where_a_milestone_stands_and_what_is_said(bare):
    row = milestone(bare, code="M7", name="Møde", status=Status.IN_PROGRESS, period=Q3)
    before = made(bare)
    row.status, row.reached_on, row.comment = Status.REACHED, date(2013, 8, 20), "Alle kom"
    row.save()

    found = changes(before, made(bare))

    assert [(c.key, c.group, c.what, c.old, c.new, c.source) for c in found] == [
        (
            "milepael:M7",
            "Milepæle",
            "5.1.1 Forældre & læring: Møde",
            "I gang, 3. kvartal 2013",
            "Nået 20.8.2013, 3. kvartal 2013",
            "m:M7",
        ),
        ("ord:M7", "Tekster", "5.1.1 Forældre & læring: Møde", "–", "Alle kom.", "m:M7"),
    ]


def test_facts_tell_a_move_out_of_the_period_once(bare):
    row = milestone(bare, code="M7", period=Q2)
    before = made(bare, Q2)
    Milestone.objects.filter(pk=row.pk).update(period=Q3)
    MoveFactory(milestone=row, to_period=Q3)

    found = changes(before, made(bare, Q2))

    assert [(c.key, c.new) for c in found] == [
        ("milepael:M7", "Flyttet til 3. kvartal 2013"),
        ("ord:M7", "Flyttet til 3. kvartal 2013. Lokalet var ikke klart."),
    ]


def test_sheet_has_a_row_for_each_milestone_in_each_period(bare):
    reached(bare, code="A", evidence="Referat")
    MoveFactory(milestone=milestone(bare, code="B", period=Q3))

    (table,) = made(bare).sheets()

    columns = [column.label for column in table.columns]
    picked = ["Periode", "Kode", "Status", "Nået", "Flyttet fra", "Flyttet til", "Dokumentation"]
    assert [[row[columns.index(label)] for label in picked] for row in table.rows] == [
        ["2. kvartal 2013", "A", "Nået", date(2013, 5, 14), "", "", "Referat"],
        ["2. kvartal 2013", "B", "Flyttet", None, "", "3. kvartal 2013", ""],
        ["3. kvartal 2013", "B", "Ikke startet", None, "2. kvartal 2013", "", ""],
    ]


def test_report_comes_back_exactly_from_its_snapshot(bare):
    reached(bare)
    MoveFactory(milestone=milestone(bare, period=Q3))
    report = made(bare)

    assert MilestonePlanReport.from_json(report.to_json()) == report


def test_queries_do_not_grow_with_the_plan(bare):
    def queries():
        with CaptureQueriesContext(connection) as found:
            made(bare)
        return len(found)

    small = queries()
    area = FocusAreaFactory(plan=bare)
    for _ in range(10):
        MoveFactory(milestone=milestone(bare, activity=ActivityFactory(focus_area=area), period=Q4))

    assert (small, queries()) == (6, 6)
