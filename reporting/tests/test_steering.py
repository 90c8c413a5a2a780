"""What the status note tells of how the plan is steered: asked, agreed, money, adjustments."""

import subprocess
from datetime import date
from decimal import Decimal

import pytest

from activities.tests.factories import FocusAreaFactory
from core.lights import Light
from core.periods import Period
from core.tests.pdf_checks import faults
from governance import rows
from governance.models import (
    AdjustmentState,
    Anchoring,
    AnchoringStep,
    FollowUp,
    ItemKind,
    Meeting,
    MeetingState,
    Source,
    Spending,
)
from governance.tests.factories import RiskFactory
from governance.tests.factories_adjustments import AdjustmentFactory
from governance.tests.factories_following import EvaluationFactory
from governance.tests.factories_fora import ItemFactory, MeetingFactory, SteeringFactory
from governance.tests.factories_money import BudgetFactory, BudgetLineFactory, SpendingFactory
from reporting import documents
from reporting.data.changes import changes
from reporting.data.edition import Edition
from reporting.data.status_note import StatusNote

Q1, Q2, Q3, _ = Period.year(2013).parts()
TODAY = date(2013, 8, 31)
EDITION = Edition(revision=1, prepared_by="Mette Holm", prepared_on="1. juli 2013")


def note(plan, period=Q2, today=TODAY):
    return StatusNote.build(plan, period, today=today)


@pytest.fixture
def meeting(plan):
    return MeetingFactory(forum=SteeringFactory(plan=plan), on=date(2013, 8, 27))


@pytest.fixture
def money(plan, mette):
    """600,000 kr.: 450,000 from LBF for the first area, 12 % over; 150,000 of the association's,
    as budgeted."""
    budget = BudgetFactory(plan=plan)
    area = plan.focus_areas.get(code="1")
    lbf = BudgetLineFactory(
        budget=budget, code="100", text="Løn", amount=Decimal(450000), focus_area=area
    )
    own = BudgetLineFactory(
        budget=budget, code="200", text="Lokaler", amount=Decimal(150000), source=Source.ASSOCIATION
    )
    for line, spent, expected, why in (
        (lbf, "250000.50", "504000", "To vikarer i foråret."),
        (own, "70000", "150000", ""),
    ):
        Spending.objects.create(
            line=line,
            period=Q2,
            spent=Decimal(spent),
            expected=Decimal(expected),
            note=why,
            by=mette,
            at="2013-07-05 12:00Z",
        )
    return budget


def test_the_meetings_points_are_what_it_is_asked_and_stand_first(plan, meeting):
    ItemFactory(
        meeting=meeting,
        kind=ItemKind.DECISION,
        title="Nyt lokale",
        position=1,
        proposal="At leje Ottilia 5.",
        consequence="48.000 kr. om året.",
    )
    ItemFactory(meeting=meeting, kind=ItemKind.DISCUSSION, title="Frivillige", position=2)
    ItemFactory(meeting=meeting, kind=ItemKind.INFORMATION, title="Sommerfest", position=3)
    ItemFactory(
        meeting=meeting,
        kind=ItemKind.DECISION,
        standing="adjustments",
        title="Justeringer",
        position=4,
    )
    ItemFactory(
        meeting=MeetingFactory(forum=meeting.forum, on=date(2013, 11, 26)), kind=ItemKind.DECISION
    )

    asked = note(plan).decisions

    assert [(d.kind, d.title, d.proposal, d.consequence) for d in asked[:2]] == [
        ("Beslutning", "Nyt lokale", "At leje Ottilia 5.", "48.000 kr. om året."),
        ("Drøftelse", "Frivillige", "Indstilling mangler.", "Konsekvens er ikke beskrevet."),
    ]
    assert {"Sommerfest", "Justeringer"}.isdisjoint(d.title for d in asked)


def test_a_decision_stands_in_every_note_until_it_is_done(plan, meeting):
    before = MeetingFactory(forum=meeting.forum, on=date(2013, 3, 5), state=MeetingState.MINUTED)
    item = ItemFactory(meeting=before, kind=ItemKind.DECISION)
    row = FollowUp.objects.create(
        plan=plan,
        item=item,
        what="Undersøg lokaler på skolen",
        function="Sekretariatsleder",
        due_on=date(2013, 5, 1),
    )

    first, second = note(plan, Q1), note(plan)
    row.done_on, row.done_note = date(2013, 8, 20), "Aftale med skolen"
    row.save()
    third, fourth = (
        note(plan, Q3, date(2013, 10, 1)),
        note(plan, Period.quarter(2013, 4), date(2014, 1, 2)),
    )

    assert [(f.light, f.state) for f in first.steering.follow_ups] == [
        (Light.IN_PROGRESS, "I gang")
    ]
    assert second.steering.follow_ups[0].state == "Over fristen"
    assert (
        second.steering.follow_up_message == "Én opfølgning er ikke gjort endnu, én er over fristen"
    )
    assert second.steering.follow_ups[0].origin == "Styregruppen 5.3.2013"
    assert third.steering.follow_ups[0].state == "Gjort 20.8.2013: Aftale med skolen"
    assert third.steering.follow_up_message == "Alt, der blev aftalt, er gjort"
    assert fourth.steering.follow_ups == ()


def test_what_was_agreed_after_the_notes_day_is_not_in_it(plan, meeting):
    later = MeetingFactory(forum=meeting.forum, on=date(2013, 8, 28), state=MeetingState.MINUTED)
    FollowUp.objects.create(
        plan=plan,
        item=ItemFactory(meeting=later),
        what="Ny",
        function="Koordinator",
        due_on=date(2013, 9, 30),
    )

    FollowUp.objects.create(
        plan=plan,
        item=ItemFactory(meeting=later),
        what="Straks gjort",
        function="Koordinator",
        due_on=date(2013, 8, 30),
        done_on=date(2013, 8, 29),
    )

    assert note(plan).steering.follow_ups == ()
    assert len(note(plan, Q3).steering.follow_ups) == 2


def test_what_was_agreed_is_told_once_its_minutes_are_sent(plan):
    item = ItemFactory(
        meeting=MeetingFactory(
            forum=SteeringFactory(plan=plan), on=date(2013, 5, 21), state=MeetingState.HELD
        )
    )
    FollowUp.objects.create(
        plan=plan, item=item, what="Find et lokale", function="Koordinator", due_on=date(2013, 8, 1)
    )

    before = note(plan).steering.follow_ups
    Meeting.objects.update(state=MeetingState.MINUTED)

    assert before == ()
    assert [row.what for row in note(plan).steering.follow_ups] == ["Find et lokale"]


def test_a_note_corrected_after_its_meeting_still_asks_what_that_meeting_was_asked(plan, meeting):
    AdjustmentFactory(plan=plan, number=1, state=AdjustmentState.APPROVED, decided_on=meeting.on)
    AdjustmentFactory(plan=plan, number=2, state=AdjustmentState.PROPOSED)

    late, next_one = note(plan), note(plan, Q3)

    assert [(row.number, row.state, row.is_asked) for row in late.steering.adjustments] == [
        (1, "Indstillet", True)
    ]
    assert [(row.number, row.is_asked) for row in next_one.steering.adjustments] == [
        (1, False),
        (2, True),
    ]


def test_money_stands_beside_the_lights_and_by_who_pays(plan, money):
    built = note(plan)

    part = built.steering.money
    assert part and part.message == "Året ventes at koste 9,0\u00a0% mere end budgettet"
    assert [
        (r.name, r.budget, r.spent, r.expected, r.deviation, r.light)
        for r in (*part.sources, part.total)
    ] == [
        ("Landsbyggefonden", "450.000", "250.001", "504.000", "+12,0\u00a0%", Light.DELAYED),
        ("Boligorganisationen", "150.000", "70.000", "150.000", "0,0\u00a0%", Light.ON_TRACK),
        ("I alt", "600.000", "320.001", "654.000", "+9,0\u00a0%", Light.AT_RISK),
    ]
    assert [line.split(": ")[0] for line in part.explained] == ["100 Løn"]
    assert part.explained[0].endswith("To vikarer i foråret.")
    assert part.local.startswith(
        "150.000\u00a0kr. af 600.000\u00a0kr. er lokal medfinansiering: 25,0\u00a0%."
    )
    assert [(area.code, area.money.deviation if area.money else None) for area in built.areas] == [
        ("1", "+12,0\u00a0%"),
        ("3", None),
    ]


@pytest.mark.parametrize(
    ("spent", "expected", "said"),
    [
        ("1", "150000", "Året ventes at koste det, der er budgetteret"),
        ("1", "150030.50", "Året ventes at koste 30,50\u00a0kr. mere end budgettet"),
        ("1", "149900", "Året ventes at koste 0,1\u00a0% mindre end budgettet"),
        ("1", "165000.01", "Året ventes at koste 10,01\u00a0% mere end budgettet"),
        ("1", None, "Det forventede for hele året mangler for 1 af 1 budgetlinjer"),
        ("153000", None, "Der er allerede brugt 2,0\u00a0% mere end budgettet"),
    ],
)
def test_the_sentence_of_the_money_tells_what_is_known(plan, mette, spent, expected, said):
    line = BudgetLineFactory(budget=BudgetFactory(plan=plan), amount=Decimal(150000))
    SpendingFactory(
        line=line,
        period=Q2,
        spent=Decimal(spent),
        expected=None if expected is None else Decimal(expected),
        by=mette,
    )

    assert note(plan).steering.money.message == said


def test_money_spent_without_a_budget_is_said_in_kroner(plan, mette):
    line = BudgetLineFactory(budget=BudgetFactory(plan=plan), amount=Decimal(0))
    SpendingFactory(line=line, period=Q2, spent=Decimal(5), expected=Decimal(7), by=mette)

    assert note(plan).steering.money.message == "Året ventes at koste 7\u00a0kr. mere end budgettet"


def test_a_plan_without_a_budget_says_nothing_of_money(plan):
    assert note(plan).steering.money is None


def test_adjustments_decided_and_in_force_are_told(plan):
    AdjustmentFactory(
        plan=plan,
        number=2,
        state=AdjustmentState.IN_FORCE,
        in_force_on=date(2013, 7, 1),
        decided_on=date(2013, 5, 14),
    )
    AdjustmentFactory(plan=plan, number=3, state=AdjustmentState.DRAFT)

    rows = note(plan, Q3).steering.adjustments

    assert [(r.number, r.old, r.new, r.from_day) for r in rows] == [
        (2, "100 familier", "120 familier", "1.\u00a0juli 2013")
    ]
    assert rows[0].state.startswith("I kraft")


def test_a_change_of_any_of_it_is_told_to_who_reads_the_draft_again(plan, money, meeting):
    before = note(plan)
    Spending.objects.filter(line__code="200").update(expected=Decimal(160000))
    FollowUp.objects.create(
        plan=plan, what="Ring til skolen", function="Sekretariatsleder", due_on=date(2013, 9, 1)
    )

    told = {(c.group, c.what, c.new) for c in changes(before, note(plan))}

    assert ("Penge", "Boligorganisationen", "70.000 brugt, 160.000 forventet") in told
    assert ("Opfølgning", "Ring til skolen", "I gang") in told


def test_older_notes_without_it_can_be_read(plan, money):
    data = note(plan).to_json()
    del data["steering"]
    for area in data["areas"]:
        del area["money"]

    assert StatusNote.from_json(data).steering.money is None


def test_the_same_queries_for_one_area_and_many(plan, money, meeting, django_assert_num_queries):
    note(plan)  # what is read once in a process
    with django_assert_num_queries(QUERIES):
        note(plan)
    for n in range(30):
        area = FocusAreaFactory(plan=plan, code=f"X{n}")
        BudgetLineFactory(budget=money, focus_area=area)
        ItemFactory(meeting=meeting, kind=ItemKind.DECISION, title=f"Punkt {n}")
        FollowUp.objects.create(
            plan=plan, what=f"Opgave {n}", function="Koordinator", due_on=date(2013, 9, 1)
        )
    with django_assert_num_queries(QUERIES):
        note(plan)


QUERIES = 26


def test_the_paper_prints_it_and_is_valid(plan, money, meeting):
    ItemFactory(
        meeting=meeting, kind=ItemKind.DECISION, title="Nyt lokale", proposal="At leje Ottilia 5."
    )
    FollowUp.objects.create(
        plan=plan, what="Ring til skolen", function="Sekretariatsleder", due_on=date(2013, 5, 1)
    )
    AdjustmentFactory(plan=plan, number=2, state=AdjustmentState.APPROVED, decided_on=meeting.on)

    made = documents.render("status_note", note(plan).to_json(), EDITION)

    read = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True
    )
    text = " ".join(read.stdout.decode().split())
    assert faults(made) == []
    for said in (
        "At leje Ottilia 5.",
        "Ring til skolen",
        "Økonomi 2013",
        "504.000",
        "120 familier",
    ):
        assert said in text


def test_risks_forankring_and_evaluations_are_told_as_of_the_notes_day(plan, mette):
    heavy = rows.write(
        RiskFactory.build(
            plan=plan, title="Lokalet", likelihood=3, impact=3, seen_on=date(2013, 5, 1)
        ),
        by=mette,
    )
    rows.write(RiskFactory.build(plan=plan, title="Set senere", seen_on=date(2013, 8, 1)), by=mette)
    activity = plan.activities.get(code="5.1.1")
    rows.write(
        Anchoring(activity=activity, step=AnchoringStep.ANCHORED, reached_on=date(2013, 6, 1)),
        by=mette,
    )
    EvaluationFactory(plan=plan, activity=activity, title="Forældre", due_on=date(2013, 5, 1))

    told = note(plan).steering

    assert [(r.title, r.light, r.weight) for r in told.risks] == [
        (heavy.title, Light.DELAYED, "Vejer tungt: sandsynlighed stor, alvor stor; ny")
    ]
    assert told.anchoring == (
        "Én af tre aktiviteter er forankret. 10 af 24 timer om ugen lever videre pr. 30.6.2013."
    )
    assert [(e.title, e.light, e.state) for e in told.evaluations] == [
        ("Forældre", Light.DELAYED, "Skulle være gennemført 1.5.2013")
    ]
    assert note(plan, Q1).steering.risks == ()


@pytest.mark.parametrize(
    ("state", "fields", "stands", "proposal"),
    [
        ("in_force", {"in_force_on": date(2013, 8, 1)}, "", ""),
        ("rejected", {}, "100 familier", "foreslået: 120 familier"),
        ("refused", {}, "100 familier", "foreslået: 120 familier"),
        ("withdrawn", {}, "100 familier", "foreslået: 120 familier"),
        ("approved", {}, "100 familier", "foreslået: 120 familier"),
    ],
)
def test_what_is_not_in_force_is_never_printed_as_what_holds(
    client, plan, mette, state, fields, stands, proposal
):
    AdjustmentFactory(plan=plan, number=1, state=state, decided_on=date(2013, 8, 20), **fields)
    data = note(plan, Q3)
    (row,) = data.steering.adjustments

    paper = documents.html("status_note", data.to_json(), Edition(revision=1))

    assert (row.stands, row.proposal) == (stands, proposal)
    now = (
        f'<td>{stands} <span class="ex-a">{proposal}</span></td>'
        if stands
        else "<td>120 familier</td>"
    )
    assert f"<td>100 familier</td>{now}" in paper
