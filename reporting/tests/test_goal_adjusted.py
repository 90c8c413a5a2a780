"""Returns tell what a target was from the start, how it was adjusted, and how the approved plan
words the criterion. Today is 31 August 2013."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from activities.models import SuccessCriterion, Target, TargetRevision
from core.periods import Period
from governance.models import AdjustmentState
from governance.tests.factories_adjustments import AdjustmentFactory, point_of
from reporting import documents, exports
from reporting.actions.order import order
from reporting.data.adjusted_targets import AS_IT_WAS, AdjustedTarget
from reporting.data.edition import Edition
from reporting.data.goal_attainment import COLUMNS, GoalAttainment
from reporting.models import ReportKind

YEAR = Period.year(2013)
AFTER = date(2014, 2, 1)
FROM = date(2013, 7, 1)
APPROVED = "100 familier, der har deltaget i forløb om skole og læring, hvert år."


@pytest.fixture
def criterion(plan):
    return SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")


@pytest.fixture
def adjusted(plan, criterion, mette, birgit):
    target = Target.objects.get(criterion=criterion)
    TargetRevision.objects.create(target=target, value=120, in_force_on=FROM)
    return AdjustmentFactory(
        plan=plan,
        number=2,
        state=AdjustmentState.IN_FORCE,
        in_force_on=FROM,
        proposed_by=mette,
        decided_by=birgit,
        decided_on=date(2013, 6, 4),
        decided_in=point_of(plan, on=date(2013, 6, 4)),
        answered_on=date(2013, 6, 20),
        answer="Kræver ikke vores godkendelse.",
    )


def made(plan, today=AFTER):
    return GoalAttainment.build(plan, YEAR, today=today)


def row(data, code="5.1.1-1"):
    return next(r for area in data.areas for a in area.activities for r in a.rows if r.code == code)


def cells(data, code="5.1.1-1"):
    (table,) = data.sheets()
    labels = [column.label for column in table.columns]
    return dict(zip(labels, next(r for r in table.rows if r[2] == code), strict=True))


def test_a_row_has_the_original_target_and_each_adjustment(plan, adjusted):
    found = row(made(plan))

    course = found.course
    assert (found.target, course.original, course.amount) == ("120", "100", Decimal(100))
    assert course.adjusted == (
        AdjustedTarget(
            number=2,
            target="120",
            since=FROM,
            decided="besluttet af styregruppe 4.6.2013",
            answer="godkendt 20.6.2013: Kræver ikke vores godkendelse.",
        ),
    )
    assert row(made(plan), "5.2.2-1").course == AS_IT_WAS


def test_one_without_a_point_was_decided_by_the_styregruppe(plan, adjusted):
    adjusted.decided_in = adjusted.answered_on = None
    adjusted.save()

    (change,) = row(made(plan)).course.adjusted

    assert change.decided == "besluttet af Styregruppen 4.6.2013"
    assert change.answer == "intet svar noteret"


def test_before_its_day_a_return_knows_nothing_of_it(plan, adjusted):
    found = row(GoalAttainment.build(plan, Period.quarter(2013, 2), today=AFTER))

    assert (found.target, found.course) == ("100", AS_IT_WAS)


def test_it_stands_on_paper_page_and_in_the_files(client, plan, adjusted, mette):
    report = order(plan, ReportKind.GOAL_ATTAINMENT, YEAR, by=mette)
    said = (
        "120 fra 1.7.2013 (justering 2): besluttet af styregruppe 4.6.2013; Landsbyggefonden: "
        "godkendt 20.6.2013: Kræver ikke vores godkendelse."
    )

    paper = documents.html(report.kind, report.snapshot, documents.edition_of(report))
    client.force_login(mette)
    page = client.get(report.get_absolute_url()).content.decode()
    csv = client.get(reverse("report-csv", args=[plan.slug, report.pk]))
    text = b"".join(csv.streaming_content).decode("utf-8-sig")
    book = load_workbook(BytesIO(exports.workbook_of(report)))
    sheet = {str(cell.value) for ws in book for line in ws.iter_rows() for cell in line}

    assert "oprindeligt 100" in paper and f"Mål {said}" in paper
    assert said in page and "Oprindeligt mål" in page
    assert said in text
    assert {"Oprindeligt mål", "Målet gælder fra", "Justering af målet", said} <= sheet


def test_cells_are_numbers_and_days(plan, adjusted):
    found = cells(made(plan))

    assert (found["Mål"], found["Oprindeligt mål"], found["Målet gælder fra"]) == (
        120,
        Decimal(100),
        FROM,
    )


def test_what_no_row_has_takes_no_column(plan):
    SuccessCriterion.objects.update(approved_text="", stands_at="")

    (table,) = made(plan).sheets()

    assert table.columns == COLUMNS


def test_a_snapshot_of_before_has_neither_and_gives_the_same_tables(plan):
    data = made(plan)
    kept = data.to_json()
    del kept["corrections"]
    for area in kept["areas"]:
        for activity in area["activities"]:
            for line in activity["rows"]:
                for name in ("approved", "stands_at", "course"):
                    del line[name]

    assert GoalAttainment.from_json(kept) == data


def test_the_criterion_is_printed_in_the_plans_approved_words(client, plan, criterion, mette):
    criterion.approved_text, criterion.stands_at = APPROVED, "side 14"
    criterion.save()
    report = order(plan, ReportKind.GOAL_ATTAINMENT, YEAR, by=mette)
    client.force_login(mette)

    paper = documents.html(report.kind, report.snapshot, documents.edition_of(report))
    page = client.get(report.get_absolute_url()).content.decode()
    found = cells(documents.read(report.kind, report.snapshot))

    expected = f'{APPROVED}<span class="pg">Familier deltog</span>'
    assert f'{expected}<span class="pg">Planen, side 14</span>' in paper
    assert "Familier deltog i aktiviteterne" not in paper
    assert APPROVED in page
    assert (found["Succeskriterium"], found["Kort navn"], found["Står i planen"]) == (
        APPROVED,
        "Familier deltog",
        "side 14",
    )


def test_without_them_our_words_say_where_the_plans_stand(plan, criterion):
    criterion.stands_at = "linje 402"
    criterion.save()

    found = cells(made(plan))

    assert (found["Succeskriterium"], found["Står i planen"]) == (
        "Familier deltog i aktiviteterne",
        "linje 402",
    )
    assert "Kort navn" not in found


def test_each_of_several_targets_tells_its_own_course(plan, criterion, adjusted):
    Target.objects.create(
        criterion=criterion, starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31), value=110
    )
    data = GoalAttainment.build(plan, Period.span(2013, 2016), today=date(2015, 2, 1))
    found = row(data)

    paper = documents.html("goal_attainment", data.to_json(), Edition(revision=1))
    (table,) = data.sheets()
    at = [column.label for column in table.columns].index("Oprindeligt mål")

    assert found.course == AS_IT_WAS
    assert [part.course.original for part in found.parts] == ["100", ""]
    assert paper.count("oprindeligt 100") == 1
    assert [line[at] for line in table.rows if line[2] == "5.1.1-1"] == [None, Decimal(100), None]
    assert GoalAttainment.from_json(data.to_json()) == data


def test_words_that_are_written_after_a_return_are_told_as_a_change(plan, criterion):
    before = made(plan)
    criterion.approved_text = APPROVED
    criterion.save()

    facts = {fact.key: fact.value for fact in made(plan).facts()}

    assert facts["ordlyd:5.1.1-1"] == APPROVED
    assert "ordlyd:5.1.1-1" not in {fact.key for fact in before.facts()}


def test_the_adjustments_take_one_query_more(plan, adjusted, django_assert_num_queries):
    with django_assert_num_queries(13):
        made(plan)
