"""Issued reports that build on what was typed wrong from the start and is put right since. Today is
31 August 2013."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from activities import actions as plan_actions
from activities.models import SuccessCriterion, Target
from core import bound
from core.periods import Period
from governance.changes.corrections import actions as corrections
from governance.changes.corrections import things
from governance.changes.corrections.words import texts
from governance.models import Correction
from governance.tests.factories_corrections import CorrectionFactory
from reporting import documents, exports
from reporting.actions import course
from reporting.actions.order import order
from reporting.data.restated import marks
from reporting.data.status_note import StatusNote
from reporting.models import Report, ReportKind
from reporting.tests.factories import ReportFactory

TODAY = date(2013, 8, 31)
Q1, Q2, Q3 = (Period.quarter(2013, n) for n in (1, 2, 3))
YEAR = Period.year(2013)
NOTE, GOALS = ReportKind.STATUS_NOTE, ReportKind.GOAL_ATTAINMENT
BEFORE, AFTER = (datetime(2013, 8, day, 12, tzinfo=UTC) for day in (20, 31))


@pytest.fixture
def criterion(plan):
    return SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")


@pytest.fixture
def note(plan, criterion, mette):
    plan_actions.register(criterion, on=date(2013, 5, 1), value=24, by=mette)
    return issued(plan, NOTE, Q2)


def issued(plan, kind, period, at=BEFORE, **fields):
    data = documents.build(plan, kind, period, TODAY)
    return ReportFactory(
        plan=plan,
        kind=kind,
        period=period,
        is_issued=True,
        issued_at=at,
        revision=1,
        snapshot=data.to_json(),
        data_as_of=data.as_of,
        **fields,
    )


def put_right(criterion, mette, birgit, **value):
    target = Target.objects.get(criterion=criterion)
    row = things.find(criterion.activity.plan, f"target-{target.pk}")
    row.new = things.of(row).stands(target) | (value or {"value": "1000"})
    row.reason = "Planen siger 1000 på side 14."
    corrections.propose(row, by=mette)
    shown = bound.token(texts(row))
    corrections.decide(row, yes=True, why="", shown=shown, by=birgit)
    row.refresh_from_db()
    return row


def html(answer):
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def test_an_issued_note_is_marked_on_its_page_and_in_the_list(
    client, plan, note, criterion, mette, birgit, henrik
):
    client.force_login(henrik)
    page, lists = note.get_absolute_url(), (
        reverse("report-list", args=[plan.slug]),
        reverse("archive"),
    )  # fmt: skip
    said = "tal, der siden er rettet"
    assert said not in html(client.get(page)) + html(client.get(lists[0]))
    kept = Report.objects.get(pk=note.pk).snapshot

    row = put_right(criterion, mette, birgit)

    shown = html(client.get(page))
    assert said in shown and f'href="{row.get_absolute_url()}"' in shown
    assert "5.1.1-1 Familier deltog (2013)</a>: 100 familier, rettet til 1.000 familier" in shown
    assert "begynd en rettelse" not in shown
    for address in lists:
        listed = html(client.get(address))
        assert said in listed and f'<a href="{row.get_absolute_url()}">rettelse 1</a>' in listed
    assert client.get(row.get_absolute_url()).status_code == 200
    assert Report.objects.get(pk=note.pk).snapshot == kept


def test_a_return_is_marked_too(client, plan, criterion, mette, birgit):
    plan_actions.register(criterion, on=date(2013, 5, 1), value=24, by=mette)
    report = issued(plan, GOALS, Q2)
    put_right(criterion, mette, birgit)
    client.force_login(mette)

    page = html(client.get(report.get_absolute_url()))

    assert "tal, der siden er rettet" in page and "begynd en rettelse" in page


@pytest.mark.parametrize(
    ("fields", "kind", "period", "at", "is_marked"),
    [
        ({}, NOTE, Q2, BEFORE, True),
        ({}, NOTE, Q2, datetime(2013, 9, 1, tzinfo=UTC), False),
        ({}, ReportKind.MILESTONE_PLAN, Q2, BEFORE, False),
        ({}, ReportKind.COOPERATION, Q2, BEFORE, False),
        ({"first": date(2013, 7, 1)}, NOTE, Q2, BEFORE, False),
        ({"last": date(2013, 3, 31)}, NOTE, Q2, BEFORE, False),
        ({"last": date(2013, 3, 31)}, NOTE, Q1, BEFORE, True),
        ({"subject": "limits"}, ReportKind.MILESTONE_PLAN, Q2, BEFORE, True),
    ],
)
def test_only_what_the_report_tells_of_and_only_what_came_after_it(
    plan, mette, birgit, fields, kind, period, at, is_marked
):
    CorrectionFactory(
        plan=plan,
        proposed_by=mette,
        decided_by=birgit,
        decided_at=AFTER,
        state="in_force",
        **fields,
    )
    report = ReportFactory(
        plan=plan, kind=kind, period=period, is_issued=True, issued_at=at, data_as_of=period.end
    )

    assert bool(marks([report])[report.pk]) == is_marked


@pytest.mark.parametrize("state", ["proposed", "refused", "withdrawn"])
def test_what_is_not_in_force_marks_nothing(plan, mette, birgit, state):
    signed = {"decided_by": birgit, "decided_at": AFTER} if state == "refused" else {}
    CorrectionFactory(plan=plan, proposed_by=mette, state=state, answer="Nej", **signed)
    report = ReportFactory(plan=plan, is_issued=True, issued_at=BEFORE)

    assert marks([report]) == {report.pk: ()}


def test_another_plans_corrections_mark_nothing(plan, other_plan, mette, birgit):
    CorrectionFactory(
        plan=other_plan, proposed_by=mette, decided_by=birgit, decided_at=AFTER, state="in_force"
    )
    report = ReportFactory(plan=plan, is_issued=True, issued_at=BEFORE)

    assert marks([report]) == {report.pk: ()}


def test_the_next_edition_of_a_note_names_it_first(plan, note, criterion, mette, birgit):
    assert StatusNote.build(plan, Q2, today=TODAY).corrections == ()
    put_right(criterion, mette, birgit)

    draft = course.begin_correction(note, by=mette, reason="Måltallet var skrevet forkert.")

    first, *rest = documents.read(NOTE, draft.snapshot).corrections
    assert (first.group, first.what, first.old, first.new) == (
        "Rettelse af fejl",
        "5.1.1-1 Familier deltog (2013) (rettelse 1)",
        "100 familier",
        "1.000 familier",
    )
    assert "5.1.1-1 Familier deltog" in {change.what for change in rest}
    page = documents.html(NOTE, draft.snapshot, documents.edition_of(draft))
    assert "(rettelse 1)" in page


def test_the_next_edition_of_a_return_names_it_on_paper_and_in_the_workbook(
    client, plan, criterion, mette, birgit
):
    plan_actions.register(criterion, on=date(2013, 5, 1), value=24, by=mette)
    report = issued(plan, GOALS, Q2)
    put_right(criterion, mette, birgit)

    draft = course.begin_correction(report, by=mette, reason="Måltallet var skrevet forkert.")

    paper = documents.html(GOALS, draft.snapshot, documents.edition_of(draft))
    said = "5.1.1-1 Familier deltog (2013) (rettelse 1)"
    assert "Skrevet forkert fra begyndelsen og siden rettet" in paper and said in paper
    data = exports.report.read(draft)
    front = list(exports.report.about(data, documents.edition_of(draft)))
    assert ("Rettet fra begyndelsen", f"{said}: 100 familier, rettet til 1.000 familier") in front
    client.force_login(mette)
    assert f"{said}: 100 familier, rettet til 1.000 familier" in html(
        client.get(draft.get_absolute_url())
    )


def test_a_first_edition_names_none(plan, criterion, mette, birgit):
    plan_actions.register(criterion, on=date(2013, 5, 1), value=24, by=mette)
    put_right(criterion, mette, birgit)

    report = order(plan, GOALS, Q2, by=mette)

    assert documents.read(GOALS, report.snapshot).corrections == ()


def test_a_period_that_is_closed_and_issued_stays_as_issued(
    client, plan, note, criterion, mette, birgit
):
    plan_actions.close_period(plan, Q2, by=mette)
    before = StatusNote.from_json(note.snapshot)

    put_right(criterion, mette, birgit)

    kept = documents.read(NOTE, Report.objects.get(pk=note.pk).snapshot)
    now = StatusNote.build(plan, Q2, today=TODAY)
    assert kept == before
    assert [next(r.target for r in made.rows if r.code == "5.1.1-1") for made in (kept, now)] == [
        "100",
        "1.000",
    ]
    assert not plan.locks.filter(reopened_at__isnull=False).exists()


def test_the_lists_take_as_many_queries_for_many_marks_as_for_one(
    client, plan, note, criterion, mette, birgit, django_assert_num_queries
):
    put_right(criterion, mette, birgit)
    client.force_login(mette)
    address = reverse("archive")
    client.get(address)
    with django_assert_num_queries(7) as one:
        client.get(address)
    for period in (Q1, Q3):
        ReportFactory(plan=plan, period=period, is_issued=True, issued_at=BEFORE)
    CorrectionFactory.create_batch(
        2, plan=plan, proposed_by=mette, decided_by=birgit, decided_at=AFTER, state="in_force"
    )

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(address)
    assert Correction.objects.in_force().count() == 3
