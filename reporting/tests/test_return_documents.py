"""The three returns on paper: valid at every size and text, and unable to reach anything."""

import re
import subprocess
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from django.conf import settings

from activities.models import Activity, Plan
from activities.planfile import load
from activities.tests.factories import (
    ActivityFactory,
    CriterionFactory,
    FocusAreaFactory,
    PartnerFactory,
    PlanFactory,
    RegistrationFactory,
)
from activities.tests.planfiles import RUM_FOR_LIV
from core import pdf
from core.lights import Light
from core.periods import Period
from core.tests.html_vectors import VECTORS
from core.tests.pdf_checks import facts, faults, tagged
from core.tests.traps import SECRET, contents, set_trap
from governance.tests.factories_following import AgreementFactory
from milestones.models import Status
from milestones.tests.factories import MilestoneFactory, MoveFactory
from reporting import documents
from reporting.data.edition import Edition
from reporting.models import ReportKind

GOALS, MILESTONES, COOPERATION = KINDS = (
    ReportKind.GOAL_ATTAINMENT,
    ReportKind.MILESTONE_PLAN,
    ReportKind.COOPERATION,
)
NAMES = {GOALS: "målopfyldelse", MILESTONES: "milepælsplan", COOPERATION: "samarbejdsrelationer"}
Q2, YEAR, SPAN = Period.quarter(2013, 2), Period.year(2013), Period.span(2013, 2016)
TODAY, AFTER = date(2013, 8, 31), date(2014, 1, 20)
DRAFT = Edition(revision=1, prepared_by="Mette Holm", prepared_on="20. januar 2014")
ISSUED = replace(
    DRAFT,
    number="2014-01",
    issued_by="Mette Holm",
    issued_on="21. januar 2014",
    receipt="LBF-2014-778",
    code="K7QM-4T2X-9DHF",
    address="https://rumforliv.example/verificer/",
)
PRINT = Path(settings.BASE_DIR, "static", "print", "print.css")
TEMPLATES = Path(settings.BASE_DIR, "templates", "reporting", "pdf")


@pytest.fixture
def full(plan):
    """A plan with something of everything the returns print."""
    activity = Activity.objects.get(plan=plan, code="5.1.1")
    activity.evaluation, activity.evaluated_by = "Hvert halve år.", "Ungenetværket"
    activity.anchoring, activity.anchored_in = "Driften tager over.", "Driften"
    activity.save()
    nurses = PartnerFactory(plan=plan, name="Sundhedsplejen")
    activity.partnerships.create(partner=nurses, contribution="råd")
    AgreementFactory(
        plan=plan,
        partner=nurses,
        title="Aftale om sundhed",
        needs_funding=True,
        we_deliver="Lokaler",
    )
    PartnerFactory(plan=plan, name="Klubberne")
    RegistrationFactory(criterion=activity.criteria.get(code="5.1.1-2"), value=27, base=50)
    here = {"plan": plan, "activity": activity}
    MilestoneFactory(
        **here, period=Q2, status=Status.REACHED, reached_on=date(2013, 5, 4), evidence="Referat"
    )
    MilestoneFactory(**here, period=Q2, status=Status.PARTLY)
    MilestoneFactory(**here, period=Q2, status=Status.DROPPED, comment="Klubben er lukket")
    MoveFactory(milestone=MilestoneFactory(**here, comment="Nu i august"))
    MilestoneFactory(plan=plan, period=Q2)
    return plan


def built(plan, kind, period=YEAR, today=AFTER):
    return documents.build(plan, kind, period, today)


def printed(plan, kind, period=YEAR, edition=DRAFT, today=AFTER):
    return documents.render(kind, built(plan, kind, period, today).to_json(), edition)


def markup(data, edition=DRAFT):
    return documents.html(data.kind, data.to_json(), edition)


def text_of(html):
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("period", "title"),
    [(YEAR, "{} 2013"), (Q2, "{} 2. kvartal 2013"), (SPAN, "{} for hele planen 2013–2016")],
)
def test_document_is_valid_pdf_ua_with_language_and_title(full, kind, period, title):
    made = printed(full, kind, period)

    assert faults(made) == []
    found = facts(made)
    assert (found["lang"], found["part"]) == ("da", "1")
    assert found["title"] == f"Grundlag for indberetning: {title.format(NAMES[kind])}, Rum for Liv"


@pytest.mark.parametrize("kind", KINDS)
def test_issued_document_is_valid_and_carries_its_code(full, kind):
    full.is_demo = True
    full.save()
    edition = replace(ISSUED, revision=2, correction="To tal var byttet om.")

    made, text = printed(full, kind, edition=edition), text_of(markup(built(full, kind), edition))

    assert faults(made) == []
    assert (
        next(alt for tag, alt, _ in tagged(made) if tag == "/Figure")
        == "Kode til kontrol af opgørelsen"
    )
    for words in (
        "Indberettet 21. januar 2014 af Mette Holm, LBF-2014-778",
        "Opgørelse, data pr. 31.\u00a0december 2013 Nr. 2014-01, 2.\u00a0udgave",
        "Kontrolkode, rumforliv.example/verificer K7QM-4T2X-9DHF",
        "Rettet i denne udgave To tal var byttet om.",
        "Eksempel med opdigtede tal og navne",
    ):
        assert words in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_header_cell_has_a_scope(full, kind):
    tree = tagged(printed(full, kind))

    assert {scope for tag, _, scope in tree if tag == "/TH"} == {"/Column", "/Row"}


def test_bookmarks_lead_to_periods_areas_and_activities(full):
    marks = {kind: facts(printed(full, kind))["bookmarks"] for kind in (MILESTONES, COOPERATION)}

    assert marks[MILESTONES] == [
        (1, "Rum for Liv 2013"),
        (2, "Overblik"),
        (2, "Sådan læses planen"),
        (2, "2. kvartal 2013"),
        (2, "3. kvartal 2013"),
        (2, "Underskrifter"),
    ]
    assert marks[COOPERATION] == [
        (1, "Rum for Liv 2013"),
        (2, "Overblik"),
        (2, "Sådan læses opgørelsen"),
        (2, "Børn, unge og familier"),
        (3, "5.1.1 Forældre & læring"),
        (3, "5.2.2 Lommepengeprojekt"),
        (2, "Beboernetværk"),
        (3, "5.3.5 Servicebesøg"),
        (2, "Partnerregister"),
        (2, "Aftaler"),
        (2, "Underskrifter"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_snapshot_alone_gives_the_same_bytes_and_asks_the_database_nothing(
    full, kind, django_assert_num_queries
):
    data = built(full, kind).to_json()
    first = documents.render(kind, data, ISSUED)

    Plan.objects.update(name="Et andet navn")
    with django_assert_num_queries(0):
        again = documents.render(kind, data, ISSUED)

    assert again == first


def test_milestone_plan_prints_what_was_moved_dropped_and_is_late(full):
    text = text_of(markup(built(full, MILESTONES)))

    assert "1 af 6 milepæle er nået. Fire er bagud, én er flyttet og én er bortfaldet." in text
    assert "Flyttet til 3. kvartal 2013. Lokalet var ikke klart." in text
    assert "Flyttet fra 2. kvartal 2013. Lokalet var ikke klart. Nu i august." in text
    assert "Bortfaldet – Klubben er lukket." in text
    assert "Nået 4.5.2013 Dokumentation: Referat." in text


def test_cooperation_prints_partners_texts_and_register(full):
    text = text_of(markup(built(full, COOPERATION)))

    agreed = "Aftale: Aftale om sundhed, fra 1.1.2013, forudsætter fortsat finansiering"
    assert (
        f"Sundhedsplejen , andre: råd {agreed} Hvert halve år. Evalueres af: Ungenetværket Driften"
        in text
    )
    assert "Aftale om sundhed Samarbejdsaftale Sundhedsplejen Hele planen fra 1.1.2013" in text
    assert "Forankres i: Driften" in text
    assert "5.2.2 Lommepengeprojekt Ingen samarbejdspartner. Ikke skrevet. Ikke skrevet." in text
    assert "Klubberne andre 0 Ingen aktivitet endnu." in text


def test_what_is_not_over_says_so(full):
    for kind in KINDS:
        text = text_of(markup(built(full, kind, today=TODAY)))
        assert (
            "Foreløbig opgørelse pr. 31.\u00a0august 2013. Den endelige laves efter "
            "den 31.\u00a0december 2013."
        ) in text
        assert "Hele planen. Foreløbig" in text_of(markup(built(full, kind, SPAN, TODAY)))


def test_a_quarters_goals_say_that_the_target_is_the_years(full):
    assert "100 mål for 2013" in text_of(markup(built(full, GOALS, Q2)))
    assert "mål for 2013" not in text_of(markup(built(full, GOALS)))


# Every size


def grown(areas, activities, partners=2):
    """A plan of that many areas with that many activities, with criteria, milestones and
    partners."""
    plan = PlanFactory(slug="stor")
    known = [PartnerFactory(plan=plan) for _ in range(partners)]
    for place in range(1, areas + 1):
        area = FocusAreaFactory(plan=plan, code=str(place), position=place)
        for number in range(1, activities + 1):
            activity = ActivityFactory(focus_area=area, code=f"{place}.{number}", position=number)
            CriterionFactory(activity=activity, code=f"{place}.{number}-1", target=50)
            MilestoneFactory(plan=plan, activity=activity, period=Q2)
            for partner in known:
                activity.partnerships.create(partner=partner)
    return plan


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("areas", "activities", "at_most"),
    [(0, 0, 1), (1, 1, 2), (1, 12, 5), (40, 1, 24)],
    ids=["empty", "one area", "twelve activities", "forty areas"],
)
def test_document_is_valid_at_every_size(kind, areas, activities, at_most):
    made = printed(grown(areas, activities), kind)

    assert faults(made) == []
    assert pdf.page_count(made) <= at_most


@pytest.mark.django_db
def test_activity_with_more_partners_than_a_page_holds_loses_none(tmp_path):
    plan = grown(1, 1, partners=90)

    made = printed(plan, COOPERATION)

    assert faults(made) == []
    assert sorted(re.findall(r"(Partner \d+), andre", words(made, tmp_path))) == sorted(
        plan.partners.values_list("name", flat=True)
    )


def words(made, tmp_path):
    """The words of a finished PDF, blanks made even."""
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    read = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True
    )
    return re.sub(r"\s+", " ", read.stdout)


@pytest.mark.parametrize("kind", KINDS)
def test_document_of_the_longest_texts_is_valid(full, kind):
    made = documents.render(kind, stretched(built(full, kind)).to_json(), ISSUED)

    assert faults(made) == []


def stretched(value):
    """The data with every text of some length filled up to 300 characters that cannot be broken."""
    if is_dataclass(value):
        return replace(value, **{f.name: stretched(getattr(value, f.name)) for f in fields(value)})
    if isinstance(value, tuple):
        return tuple(stretched(item) for item in value)
    if isinstance(value, str) and not isinstance(value, Light) and len(value) > 12:
        return (value + " beboerrådgivningskoordinatoren" * 10)[:300]
    return value


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "pages"), [(GOALS, 7), (MILESTONES, 5), (COOPERATION, 5)])
def test_returns_of_the_real_plan_are_a_few_pages(kind, pages):
    made = printed(load(RUM_FOR_LIV.read_bytes()).plan, kind, edition=ISSUED)

    assert faults(made) == []
    assert pdf.page_count(made) <= pages
    assert len(made) < 100_000


# The stylesheet


@pytest.mark.parametrize("name", ["goal_attainment", "milestone_plan", "cooperation", "return"])
def test_columns_fill_the_page_exactly(name):
    """Fixed columns must add up to the width they stand in, or they overlap."""
    css, html = PRINT.read_text(), TEMPLATES.joinpath(f"{name}.html").read_text()

    for group in re.findall(r"<colgroup>.*?</colgroup>", html):
        columns = re.findall(r'class="(w\d+)"', group)
        assert sum(int(column[1:]) for column in columns) in (156, 261)
        assert all(f".{column}{{width:{column[1:]}mm}}" in css for column in columns)


def test_templates_hold_no_inline_style_or_script():
    for path in TEMPLATES.glob("*.html"):
        assert not re.search(r"style=|<style|<script|<img", path.read_text())


# Nothing is reached


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_becomes_markup(full, kind):
    data, asking = built(full, kind), "".join(VECTORS.values())

    plain, html = (markup(poisoned(data, cycle([text]))) for text in ("tekst", asking))

    assert html.count("&lt;img src=") > 30
    assert html.count("<") == plain.count("<")


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_of_the_plan_reaches_network_or_disk(full, kind, tmp_path):
    with set_trap(tmp_path) as trap:
        vectors = cycle(trap.vectors.values())
        made = documents.render(
            kind, poisoned(built(full, kind), vectors).to_json(), poisoned(ISSUED, vectors)
        )

    assert trap.hits == []
    assert SECRET not in contents(made)
    assert faults(made) == []


def poisoned(value, vectors):
    """The data with the next of `vectors` behind every text."""
    if is_dataclass(value):
        return replace(
            value, **{f.name: poisoned(getattr(value, f.name), vectors) for f in fields(value)}
        )
    if isinstance(value, tuple):
        return tuple(poisoned(item, vectors) for item in value)
    return (
        value + next(vectors) if isinstance(value, str) and not isinstance(value, Light) else value
    )
