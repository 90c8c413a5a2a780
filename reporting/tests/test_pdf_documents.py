"""The printed documents: valid, whole and handsome at every size, and unable to reach anything."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from activities.models import Plan, SuccessCriterion
from activities.tests.factories import (
    ActivityFactory,
    CriterionFactory,
    FocusAreaFactory,
    HoursFactory,
    PlanFactory,
    RegistrationFactory,
)
from core import pdf
from core.lights import Light
from core.periods import Period
from core.tests.html_vectors import VECTORS
from core.tests.pdf_checks import facts, faults, tagged
from core.tests.traps import SECRET, contents, set_trap
from milestones.tests.factories import MilestoneFactory
from reporting import documents
from reporting.data.edition import Edition
from reporting.models import Report

NOTE, GOALS = "status_note", "goal_attainment"
PERIODS = {NOTE: Period.quarter(2013, 2), GOALS: Period.year(2013)}
AFTER = date(2013, 8, 31)
DRAFT = Edition(revision=1, prepared_by="Mette Holm", prepared_on="30.\u00a0august 2013")
EDITION = replace(
    DRAFT,
    number="2013-06",
    issued_by="Birgit Damgaard",
    issued_on="31.\u00a0august 2013",
    receipt="LBF-7",
    code="K7QM-4T2X-9DHF",
    address="https://rumforliv.example.org/verificer/",
)
PRINT = Path(settings.BASE_DIR, "static", "print", "print.css")
TEMPLATES = Path(settings.BASE_DIR, "templates", "reporting", "pdf")
WIDTHS = {"status_note.html": {170}, "milestones.html": {170}, "goal_attainment.html": {156, 261}}


@pytest.fixture
def quarter(plan):
    """A quarter with something of everything."""
    for code, value, base in [
        ("5.1.1-1", 46, None),
        ("5.1.1-2", 27, 50),
        ("5.2.2-1", 9, None),
        ("5.3.5-2", 30, 3),
    ]:
        criterion = SuccessCriterion.objects.get(activity__plan=plan, code=code)
        RegistrationFactory(criterion=criterion, value=value, base=base)
    MilestoneFactory(plan=plan, activity=criterion.activity, period=PERIODS[NOTE])
    HoursFactory(activity=criterion.activity, staff_role=plan.staff_roles.get(code="BM"))
    return plan


def built(plan, kind, period=None):
    return documents.build(plan, kind, period or PERIODS[kind], AFTER)


def printed(plan, kind, period=None):
    return documents.render(kind, built(plan, kind, period).to_json(), EDITION)


def markup(data, edition=EDITION):
    return documents.html(data.kind, data.to_json(), edition)


def text_of(html):
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (NOTE, "Statusnotat til styregruppen: Rum for Liv, 2. kvartal 2013"),
        (GOALS, "Grundlag for indberetning: målopfyldelse 2013, Rum for Liv"),
    ],
)
def test_document_is_valid_pdf_ua_with_language_and_title(quarter, kind, title):
    made = printed(quarter, kind)

    assert faults(made) == []
    found = facts(made)
    assert (found["lang"], found["title"], found["part"]) == ("da", title, "1")


@pytest.mark.parametrize("kind", [NOTE, GOALS])
def test_every_header_cell_has_a_scope_and_every_drawing_its_sentence(quarter, kind):
    tree = tagged(printed(quarter, kind))

    assert {scope for tag, _, scope in tree if tag == "/TH"} == {"/Column", "/Row"}
    assert [alt for tag, alt, _ in tree if tag == "/Figure"] == sentences(built(quarter, kind))


def sentences(data):
    """What is read aloud for each drawing: the control code, the year's periods, the five
    criteria."""
    rows = [row for area in data.areas for activity in area.activities for row in activity.rows]
    bars = [row.bar.sentence for row in rows]
    assert len(bars) == 5
    if data.kind == GOALS:
        return ["Kode til kontrol af opgørelsen", *bars]
    assert len(data.trend) == 1, "a course of one point is not drawn"
    return ["Kode til kontrol af notatet", *bars]


def test_bookmarks_lead_to_sections_areas_and_activities(quarter):
    assert facts(printed(quarter, NOTE))["bookmarks"] == [
        (1, "Rum for Liv 2. kvartal 2013"),
        (2, "Resumé"),
        (2, "Det beder vi styregruppen om"),
        (2, "Det går ikke som planlagt"),
        (2, "Områderne"),
        (2, "Børn, unge og familier"),
        (3, "5.1.1 Forældre & læring"),
        (3, "5.2.2 Lommepengeprojekt"),
        (3, "Milepæle i 2. kvartal"),
        (2, "Beboernetværk"),
        (3, "5.3.5 Servicebesøg"),
        (3, "Milepæle i 2. kvartal"),
        (2, "Timer pr. stilling"),
        (2, "Næste kvartal: 3. kvartal 2013"),
        (2, "Sådan regner vi"),
    ]


@pytest.mark.parametrize("kind", [NOTE, GOALS])
def test_snapshot_alone_gives_the_same_bytes_and_asks_the_database_nothing(
    quarter, kind, django_assert_num_queries
):
    data = built(quarter, kind).to_json()
    first = documents.render(kind, data, EDITION)

    Plan.objects.update(name="Et andet navn")
    with django_assert_num_queries(0):
        again = documents.render(kind, data, EDITION)

    assert again == first


def test_note_explains_every_sign_by_shape_and_word(quarter):
    legend = markup(built(quarter, NOTE)).split("Sådan regner vi</h2>")[1]

    assert re.findall(r'li-(\w+)"></span>([^<]+)', legend) == [
        ("done", "Nået"),
        ("ok", "På sporet"),
        ("risk", "Risiko"),
        ("late", "Forsinket"),
        ("idle", "Ikke startet eller ikke målt"),
        ("risk", "Mangler måling"),
        ("going", "I gang"),
        ("part", "Delvist nået"),
        ("moved", "Flyttet"),
        ("gone", "Bortfaldet"),
    ]
    assert {f".li-{light.css}" for light in Light} <= set(
        re.findall(r"\.li-\w+", PRINT.read_text())
    )


def test_front_matter_says_what_when_by_whom_and_which_edition(quarter):
    text = text_of(markup(built(quarter, NOTE)))

    assert (
        "Møde Ikke fastsat Notat Nr. 2013-06, 1.\u00a0udgave Data pr. 30.\u00a0juni 2013 Udsendt "
        "31.\u00a0august 2013 Udarbejdet af Mette Holm Udsendt af Birgit Damgaard Kontrolkode "
        "K7QM-4T2X-9DHF Kontrollér på rumforliv.example.org/verificer"
    ) in text


def test_front_matter_of_a_draft_says_that_it_is_one(quarter):
    html = markup(built(quarter, NOTE), DRAFT)

    assert (
        "Statusnotat til styregruppen: kladde Rum for Liv 2. kvartal 2013 Boligsocial helhedsplan "
        "2013–2016 · Valby Møde Ikke fastsat Notat Kladde til 1.\u00a0udgave Data pr. "
        "30.\u00a0juni 2013 Kladde af 30.\u00a0august 2013 Udarbejdet af Mette Holm Resumé"
    ) in text_of(html)
    assert "Kontrolkode" not in html
    assert 'class="qr"' not in html


def test_front_matter_of_a_return_says_when_it_was_reported(quarter):
    text = text_of(markup(built(quarter, GOALS)))

    assert "463-0 Akacieparken, 394 lejemål" in text
    assert (
        "Udarbejdet af Mette Holm, 30.\u00a0august 2013 Indberettet 31.\u00a0august 2013 af Birgit "
        "Damgaard, LBF-7 Opgørelse, data pr. 31.\u00a0august 2013 Nr. 2013-06, 1.\u00a0udgave "
        "Kontrolkode, rumforliv.example.org/verificer K7QM-4T2X-9DHF"
    ) in text
    assert "Opgørelse Kladde til 1.\u00a0udgave" in text_of(markup(built(quarter, GOALS), DRAFT))


def test_demo_says_so_on_the_front_and_on_every_page(quarter):
    assert "opdigtede" not in markup(built(quarter, NOTE))
    quarter.is_demo = True
    quarter.save()

    for kind in (NOTE, GOALS):
        html = markup(built(quarter, kind))
        assert "Eksempel med opdigtede tal og navne" in text_of(html)
        assert 'data-mark="Eksempel med opdigtede tal"' in html
        assert 'data-mark="Kladde med opdigtede tal"' in markup(built(quarter, kind), DRAFT)


def test_what_is_not_over_says_so(quarter):
    note = markup(built(quarter, NOTE, Period.quarter(2013, 3)))

    assert "Foreløbigt: kvartalet er ikke slut." in text_of(note)
    assert "Foreløbig opgørelse pr. 31.\u00a0august 2013." in text_of(markup(built(quarter, GOALS)))
    assert "Foreløbigt" not in markup(built(quarter, NOTE))


def test_nothing_to_decide_says_so(plan):
    text = text_of(markup(built(plan, NOTE, Period.quarter(2013, 1))))

    assert "Det beder vi styregruppen om Ingen punkter til beslutning." in text
    assert "Det går ikke som planlagt Ingen kriterier kan måles endnu." in text


# Every size


def grown(slug, areas, activities, **fields):
    """A plan of that many areas with that many activities, three criteria each."""
    plan = PlanFactory(slug=slug, **fields)
    for place in range(1, areas + 1):
        area = FocusAreaFactory(plan=plan, code=str(place), position=place)
        for number in range(1, activities + 1):
            activity = ActivityFactory(focus_area=area, code=f"{place}.{number}", position=number)
            for level in (1, 2, 3):
                CriterionFactory(
                    activity=activity, code=f"{place}.{number}-{level}", level=level, target=50
                )
    return plan


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("areas", "activities", "at_most"),
    [(0, 0, 2), (1, 1, 3), (1, 12, 6), (12, 1, 12)],
    ids=["empty", "one area", "twelve activities", "twelve areas"],
)
def test_note_is_valid_at_every_size(areas, activities, at_most):
    made = printed(grown("plan", areas, activities), NOTE)

    assert faults(made) == []
    assert pdf.page_count(made) <= at_most


@pytest.mark.django_db
def test_note_of_forty_areas_is_valid():
    made = printed(grown("plan", 40, 1), NOTE)

    assert faults(made) == []
    assert [title for depth, title in facts(made)["bookmarks"] if title.startswith("Område ")] != []


@pytest.mark.django_db
def test_note_of_a_plan_by_half_years_is_valid():
    made = printed(
        grown("plan", 1, 2, reporting_period="half_year"), NOTE, Period.half_year(2013, 1)
    )

    assert faults(made) == []
    assert facts(made)["title"].endswith("1. halvår 2013")


@pytest.mark.parametrize("kind", [NOTE, GOALS])
def test_document_of_the_longest_texts_is_valid(quarter, kind):
    """Every text as long as its field allows, in words that cannot be broken."""
    made = documents.render(kind, stretched(built(quarter, kind)).to_json(), EDITION)

    assert faults(made) == []


def stretched(value):
    """The data with every text filled up with long compounds, as far as its place could hold."""
    if is_dataclass(value):
        return replace(value, **{f.name: stretched(getattr(value, f.name)) for f in fields(value)})
    if isinstance(value, tuple):
        return tuple(stretched(item) for item in value)
    if isinstance(value, str) and not isinstance(value, Light) and len(value) > 12:
        return (value + " beboerrådgivningskoordinatoren" * 10)[:300]
    return value


@pytest.mark.django_db
def test_notes_of_the_real_plan_have_at_most_eight_pages():
    call_command("load_plan", Path(settings.BASE_DIR, "activities", "plans", "rum-for-liv.yaml"))
    plan = Plan.objects.get(slug="rum-for-liv")

    note, goals = printed(plan, NOTE), printed(plan, GOALS)

    assert (faults(note), faults(goals)) == ([], [])
    assert pdf.page_count(note) <= 8
    assert pdf.page_count(goals) <= 8
    assert len(note) < 150_000


# The stylesheet


def test_stylesheet_is_small_and_selects_by_class():
    css = re.sub(r"/\*.*?\*/", "", PRINT.read_text(), flags=re.DOTALL)

    assert css.count("{") - css.count("@") < 150  # pages and fonts are not tried on elements
    assert "[" not in css
    assert not re.search(r"(^|[\s,}])\*", css)


@pytest.mark.parametrize("name", sorted(WIDTHS))
def test_columns_fill_the_page_exactly(name):
    """Fixed columns must add up to the width they stand in, or they overlap."""
    css, html = PRINT.read_text(), TEMPLATES.joinpath(name).read_text()

    for group in re.findall(r"<colgroup>.*?</colgroup>", html):
        for way in (r"\1", r"\2"):  # with the columns of either branch of a condition
            columns = re.findall(
                r'class="(w\d+)"', re.sub(r"{% if .*?%}(.*?){% else %}(.*?){% endif %}", way, group)
            )
            assert sum(int(column[1:]) for column in columns) in WIDTHS[name]
            assert all(f".{column}{{width:{column[1:]}mm}}" in css for column in columns)


def test_templates_hold_no_inline_style_or_script():
    for path in TEMPLATES.glob("*.html"):
        assert not re.search(r"style=|<style|<script|<img", path.read_text())


# Nothing is reached


@pytest.mark.parametrize("kind", [NOTE, GOALS])
def test_no_text_becomes_markup(quarter, kind):
    """All 25 ways of asking, in every text the document prints."""
    data, asking = built(quarter, kind), "".join(VECTORS.values())

    plain, html = (markup(poisoned(data, cycle([text]))) for text in ("tekst", asking))

    assert html.count("&lt;img src=") > 100
    assert html.count("<") == plain.count("<")


@pytest.mark.parametrize("kind", [NOTE, GOALS])
def test_no_text_of_the_plan_reaches_network_or_disk(quarter, kind, tmp_path):
    with set_trap(tmp_path) as trap:
        vectors = cycle(trap.vectors.values())
        data = poisoned(built(quarter, kind), vectors)
        made = documents.render(kind, data.to_json(), poisoned(EDITION, vectors))

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


# The command


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_make_report_writes_the_file_the_worker_would_make(quarter, mette, media, tmp_path, capsys):
    out = tmp_path / "notat.pdf"

    call_command("make_report", "rum-for-liv", NOTE, "2013-K2", "--out", str(out))

    report = Report.objects.get()
    assert (report.ordered_by, report.is_done, report.pages) == (
        mette,
        True,
        pdf.page_count(out.read_bytes()),
    )
    assert capsys.readouterr().out.strip() == (
        f"{out}: Statusnotat, 2. kvartal 2013, kladde til 1.\u00a0udgave, "
        f"{report.pages} sider, sha256 {report.sha256}"
    )


def test_make_report_twice_is_one_report(quarter, mette, media, tmp_path):
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"

    for out in (first, second):
        call_command("make_report", "rum-for-liv", GOALS, "2013", "--out", str(out))

    assert Report.objects.count() == 1
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["findes-ikke", NOTE, "2013-K2"], "Der er ingen plan med adressen »findes-ikke«."),
        (["rum-for-liv", NOTE, "2013-Q2"], "»2013-Q2« er ikke en periode."),
        (["rum-for-liv", NOTE, "2013"], "Statusnotatet dannes for et kvartal."),
        (["rum-for-liv", NOTE, "2014-K1"], "1. kvartal 2014 er ikke begyndt."),
        (
            ["rum-for-liv", GOALS, "2013-H1"],
            "Grundlaget dannes for et kvartal, et år eller hele planen.",
        ),
        (
            ["rum-for-liv", NOTE, "2013-K2", "--by", "x@example.org"],
            "Der er ingen bruger med e-mailen",
        ),
    ],
)
def test_make_report_says_in_danish_what_is_wrong(
    quarter, mette, media, tmp_path, arguments, message
):
    with pytest.raises(CommandError, match=re.escape(message)):
        call_command("make_report", *arguments, "--out", str(tmp_path / "x.pdf"))

    assert Report.objects.count() == 0


def test_make_report_needs_somebody_to_order_it(quarter, media, tmp_path):
    with pytest.raises(CommandError, match="Planen har ingen sekretariatsleder"):
        call_command(
            "make_report", "rum-for-liv", NOTE, "2013-K2", "--out", str(tmp_path / "x.pdf")
        )


def test_make_report_says_when_the_file_cannot_be_written(quarter, mette, media, tmp_path):
    with pytest.raises(CommandError, match="kan ikke skrives"):
        call_command(
            "make_report",
            "rum-for-liv",
            NOTE,
            "2013-K2",
            "--out",
            str(tmp_path / "findes-ikke" / "x.pdf"),
        )
