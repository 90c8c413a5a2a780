"""What is followed, with rows in it: readable by all at every width, and the lead's way through
it."""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from governance.evaluations import actions as evaluations
from governance.models import (
    Agreement,
    Anchoring,
    AnchoringStep,
    Evaluation,
    Indicator,
    KeyDateKind,
)
from governance.tests.factories import RiskFactory
from governance.tests.factories_following import (
    AgreementFactory,
    AnchoringFactory,
    EvaluationFactory,
    FigureFactory,
    GoalStatusFactory,
    KeyDateFactory,
)
from reporting.tests.browser.checks import LEAST, faults_at, focus_faults_of

pytestmark = pytest.mark.browser

PLAN = "/planer/rum-for-liv/"
WIDE, PHONE = 1280, 360
LONG = "Samarbejdsaftale om beboerrådgivningskoordinering " * 3


@pytest.fixture
def followed(demo):
    """Something of each, in each state, with long words, where the demo has one of its own."""
    plan, lead = demo.plan, demo.person("mette")
    Anchoring.objects.filter(activity__plan=plan).delete()
    plan.background_figures.all().delete()
    plan.agreements.all().delete()
    RiskFactory(plan=plan, title=LONG[:160], likelihood=3, impact=3)
    partner = plan.partners.first()
    AgreementFactory(
        plan=plan, partner=partner, title=LONG[:160], ends_on=date(2013, 6, 30), we_deliver=LONG
    )
    AgreementFactory(plan=plan, partner=partner, needs_funding=True, funding_note="Bevillingen")
    AgreementFactory(
        plan=plan, partner=partner, ended_on=date(2013, 6, 30), ended_why="Klubben er lukket"
    )
    evaluations.propose(plan, 2013, by=lead)
    EvaluationFactory(plan=plan, title=LONG[:160], due_on=date(2013, 6, 30))
    EvaluationFactory(plan=plan, done_on=date(2013, 8, 1), conclusion=LONG)
    for activity, step in zip(plan.activities.all(), AnchoringStep, strict=False):
        AnchoringFactory(activity=activity, step=step, taken_over_by=LONG[:200], conditions=LONG)
    for estate in plan.estates.all():
        for year in (2010, 2011, 2012):
            income = {
                "indicator": Indicator.INCOME,
                "value": Decimal(181200),
                "city_value": Decimal(251600),
            }
            FigureFactory(plan=plan, estate=estate, year=year)
            FigureFactory(plan=plan, estate=estate, year=year, **income)
    KeyDateFactory(plan=plan, title=LONG[:160], note=LONG, due_on=date(2013, 8, 30))
    KeyDateFactory(
        plan=plan, kind=KeyDateKind.RETURN, title="Indberetning for 2013", due_on=date(2014, 3, 1)
    )
    GoalStatusFactory(plan=plan, by=lead, why=LONG)
    GoalStatusFactory(plan=plan, by=lead, step="not_yet", on=date(2013, 3, 1))
    return plan


def pages(plan):
    agreement, evaluation = plan.agreements.first(), plan.evaluations.filter(done_on=None).first()
    waiting = plan.key_dates.filter(done_on=None).first()
    figure, judged = plan.background_figures.first(), plan.goal_statuses.first()
    return [
        *(
            "",
            "risici/",
            "aftaler/",
            "evalueringer/",
            "forankring/",
            "baggrundstal/",
            "frister/",
            "aarshjul/",
        ),
        *("aftaler/ny/", f"aftaler/{agreement.pk}/forny/", f"aftaler/{agreement.pk}/ophoert/"),
        *(f"evalueringer/{evaluation.pk}/ret/", f"evalueringer/{evaluation.pk}/gjort/"),
        *("forankring/5.1.1/", "forankring/5.1.1/historik/"),
        *(
            "frister/nyt-nyhedsbrev/",
            "frister/ny/",
            f"frister/{waiting.pk}/ret/",
            f"frister/{waiting.pk}/gjort/",
        ),
        *(
            "baggrundstal/nyt/?tal=income",
            f"baggrundstal/{figure.pk}/ret/",
            f"baggrundstal/maal/{judged.pk}/ret/",
        ),
    ]


@pytest.mark.parametrize("who", ["mette", "henrik"])
def test_what_is_followed_is_for_everybody(visit, followed, who):
    page, found = visit(who), {}
    addresses = [
        f"styring/{part}" for part in (pages(followed) if who == "mette" else pages(followed)[:8])
    ]
    for address in [*addresses, "overblik/", "aktiviteter/5.1.1/"]:
        page.set_viewport_size({"width": WIDE, "height": 800})
        page.goto(PLAN + address)
        page.evaluate(
            "document.querySelectorAll('main details').forEach((e) => { e.open = true; })"
        )
        found[address] = [*faults_at(page, WIDE, PHONE, LEAST), *focus_faults_of(page)]

    assert {address: faults for address, faults in found.items() if faults} == {}


def test_the_lead_writes_an_agreement_proposes_the_evaluations_and_anchors_an_activity(visit, demo):
    page = visit("mette")
    page.goto(f"{PLAN}styring/aftaler/")
    page.get_by_role("link", name="Ny aftale", exact=True).click()
    page.get_by_label("Titel").fill("Aftale om lektiecafé")
    page.get_by_label("Slags").select_option(label="Aktivitetsaftale")
    page.get_by_label("Part", exact=True).select_option(label="Dansk Flygtningehjælp")
    page.get_by_label("5.2.4 Lektiecafé").check()
    page.get_by_label(re.compile("^Til og med")).fill("2013-10-31")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fem aftaler gælder, to skal fornyes")

    page.goto(f"{PLAN}styring/evalueringer/")
    page.get_by_role("button", name="Foreslå 13 evalueringer i 2013").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Én evaluering er gjort, én er over tiden, 14 venter"
    )

    page.goto(f"{PLAN}styring/forankring/")
    page.get_by_role("link", name="Skriv forankringen af Lektiecafé").click()
    page.get_by_label("Trin", exact=True).select_option(label="Forankret")
    page.get_by_label(re.compile("^Trinnet er nået den")).fill("2013-08-30")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Én af 15 aktiviteter er forankret, to er aftalt"
    )

    assert Agreement.objects.get(title="Aftale om lektiecafé").scope == "5.2.4 Lektiecafé"
    step = Anchoring.objects.get(activity__code="5.2.4").step
    assert (Evaluation.objects.count(), step) == (16, AnchoringStep.ANCHORED)


def test_a_newsletter_that_is_out_counts_itself_until_it_is_taken_back(visit, demo):
    page = visit("mette")
    page.goto(PLAN)
    page.get_by_role("link", name=re.compile("^Meld udkommet")).click()
    page.get_by_label(re.compile("^Omdelt den")).fill("2013-08-30")
    page.get_by_label("Oplag").fill("466")
    page.get_by_role("button", name="Gem").click()
    out = page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name="Nyhedsbrev nr. 3")
    )
    expect(out).to_contain_text("Udkom fredag den 30. august")
    out.get_by_role("link", name="Se tallet").click()
    expect(page.get_by_role("row").filter(has_text="Nyhedsbrev nr. 3")).to_contain_text("1")

    page.go_back()
    out.get_by_role("button", name="Åbn igen").click()
    expect(
        page.get_by_text("»Nyhedsbrev nr. 3« er åben igen. Den tæller ikke længere med.")
    ).to_be_visible()
    counting = demo.plan.registrations.counting().filter(criterion__code="5.4-1")
    assert [row.on for row in counting.order_by("on")] == [
        date(2013, 3, 22),
        date(2013, 6, 21),
        date(2013, 8, 19),
    ]
