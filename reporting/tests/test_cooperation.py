from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, PartnerKind
from activities.tests.factories import (
    ActivityFactory,
    FocusAreaFactory,
    PartnerFactory,
    PlanFactory,
)
from core.periods import Period
from governance.tests.factories_following import AgreementFactory
from reporting.data.changes import changes
from reporting.data.cooperation import Agreed, Cooperation, CooperationCount, Registered, Taking

YEAR, SPAN = Period.year(2013), Period.span(2013, 2016)
AFTER = date(2014, 1, 20)


def activity(plan, code="5.1.1"):
    return Activity.objects.get(plan=plan, code=code)


def joins(plan, partner, code="5.1.1", **fields):
    return activity(plan, code).partnerships.create(partner=partner, **fields)


@pytest.fixture
def nurses(plan):
    return PartnerFactory(
        plan=plan, code="sund", name="Sundhedsplejen", kind=PartnerKind.MUNICIPALITY, position=1
    )


@pytest.fixture
def clubs(plan):
    return PartnerFactory(
        plan=plan, code="klub", name="Klubberne", kind=PartnerKind.ASSOCIATION, position=2
    )


def made(plan, period=YEAR, today=AFTER):
    return Cooperation.build(plan, period, today=today)


def part(report, code):
    return next(activity for activity in report.activities if activity.code == code)


def test_activity_tells_its_partners_in_their_order(plan, nurses, clubs):
    joins(plan, clubs, position=2, contribution="lokaler")
    joins(plan, nurses, position=1)

    assert part(made(plan), "5.1.1").partners == (
        Taking("sund", "Sundhedsplejen", "kommune", ""),
        Taking("klub", "Klubberne", "forening eller klub", "lokaler"),
    )
    assert part(made(plan), "5.2.2").partners == ()


def test_activity_tells_how_it_is_evaluated_and_anchored(plan):
    fields = {
        "evaluation": "Hvert halve år.",
        "evaluated_by": "Ungenetværket",
        "anchoring": "Driften fører det videre.",
        "anchored_in": "Afdelingerne",
    }
    Activity.objects.filter(pk=activity(plan).pk).update(**fields)

    told, silent = part(made(plan), "5.1.1"), part(made(plan), "5.2.2")

    assert {name: getattr(told, name) for name in fields} == fields
    assert (told.is_evaluated, told.is_anchored, silent.is_evaluated, silent.is_anchored) == (
        True,
        True,
        False,
        False,
    )


def test_by_whom_and_where_are_an_answer_but_not_in_a_document_that_said_they_were_none(plan):
    Activity.objects.update(evaluated_by="Ungenetværket", anchored_in="Driften")

    told = part(made(plan), "5.1.1")
    earlier = replace(told, is_place_enough=False)

    assert (told.is_evaluated, told.is_anchored) == (True, True)
    assert (earlier.is_evaluated, earlier.is_anchored) == (False, False)


def test_areas_stand_as_in_the_plan(plan, nurses):
    joins(plan, nurses)

    assert [(a.code, a.name, a.hue, a.size, len(a.activities)) for a in made(plan).areas] == [
        ("1", "Børn, unge og familier", 1, "2 aktiviteter og 1 samarbejde", 2),
        ("3", "Beboernetværk", 2, "1 aktivitet og 0 samarbejder", 1),
    ]


def test_register_lists_every_partner_with_its_activities(plan, nurses, clubs):
    joins(plan, nurses, "5.3.5")
    joins(plan, nurses, "5.1.1")

    assert made(plan).register == (
        Registered(
            "sund", "Sundhedsplejen", "kommune", ("5.1.1 Forældre & læring", "5.3.5 Servicebesøg")
        ),
        Registered("klub", "Klubberne", "forening eller klub", ()),
    )


def test_partner_of_two_areas_counts_once_in_all(plan, nurses, clubs):
    joins(plan, nurses, "5.1.1")
    joins(plan, clubs, "5.1.1")
    joins(plan, nurses, "5.3.5")
    Activity.objects.filter(code="5.3.5").update(evaluation="Løbende.")

    report = made(plan)

    assert report.counts == (
        CooperationCount(
            "1 Børn, unge og familier", 1, 2, partners=2, relations=2, evaluated=0, anchored=0
        ),
        CooperationCount("3 Beboernetværk", 2, 1, partners=1, relations=1, evaluated=1, anchored=0),
    )
    assert report.total == CooperationCount(
        "I alt", 0, 3, partners=2, relations=3, evaluated=1, anchored=0
    )
    assert report.message == "2 partnere er med i 2 aktiviteter. 1 aktivitet har ingen partner."


def test_message_says_when_there_is_nothing(plan):
    assert made(plan).message == "Ingen aktivitet har en samarbejdspartner endnu."
    assert made(PlanFactory()).message == "Planen har ingen aktiviteter endnu."


@pytest.mark.parametrize(
    ("period", "title", "as_of"),
    [
        (Period.quarter(2013, 2), "samarbejdsrelationer 2. kvartal 2013", date(2013, 6, 30)),
        (YEAR, "samarbejdsrelationer 2013", date(2013, 12, 31)),
        (SPAN, "samarbejdsrelationer for hele planen 2013–2016", AFTER),
    ],
)
def test_any_period_can_be_told(plan, period, title, as_of):
    report = made(plan, period)

    assert (report.title, report.as_of, report.is_preliminary) == (title, as_of, period == SPAN)


def test_facts_tell_each_relation_and_text(plan, nurses):
    relation = joins(plan, nurses)
    before = made(plan)
    relation.contribution = "en sundhedsplejerske"
    relation.save()
    Activity.objects.filter(code="5.1.1").update(evaluation="Løbende.", evaluated_by="Os")

    found = changes(before, made(plan))

    assert [(c.group, c.what, c.old, c.new, c.source) for c in found] == [
        (
            "Samarbejde",
            "5.1.1 Forældre & læring: Sundhedsplejen",
            "med, uden bidrag",
            "en sundhedsplejerske",
            "a:5.1.1",
        ),
        ("Evaluering", "5.1.1 Forældre & læring", "–", "Løbende. Os", "a:5.1.1"),
    ]


def test_facts_tell_a_partner_that_left(plan, nurses):
    relation = joins(plan, nurses)
    before = made(plan)
    relation.delete()

    (gone,) = changes(before, made(plan))

    assert (gone.what, gone.old, gone.new) == (
        "5.1.1 Forældre & læring: Sundhedsplejen",
        "med, uden bidrag",
        "–",
    )


def test_sheets_are_relations_and_what_is_said_of_each_activity(plan, nurses, clubs):
    joins(plan, nurses, contribution="råd")
    joins(plan, clubs)
    Activity.objects.filter(code="5.1.1").update(
        anchoring="Driften tager over.", anchored_in="Driften"
    )

    relations, follow_up, agreements = made(plan).sheets()

    area, name = "1 Børn, unge og familier", "5.1.1 Forældre & læring"
    assert relations.rows == (
        (area, name, "Sundhedsplejen", "kommune", "råd", "", "", ""),
        (area, name, "Klubberne", "forening eller klub", "", "", "", ""),
    )
    assert follow_up.rows[0] == (area, name, 2, "", "", "Driften tager over.", "Driften")
    assert agreements.rows == ()
    assert [row[1] for row in follow_up.rows] == [
        name,
        "5.2.2 Lommepengeprojekt",
        "5.3.5 Servicebesøg",
    ]


@pytest.mark.django_db
def test_plan_without_anything_has_one_too():
    report = made(PlanFactory())

    assert (report.areas, report.register, report.sheets()[0].rows) == ((), (), ())


def test_report_comes_back_exactly_from_its_snapshot(plan, nurses):
    joins(plan, nurses)
    report = made(plan)

    assert Cooperation.from_json(report.to_json()) == report


# Agreements


@pytest.fixture
def agreed(plan, nurses):
    """Two agreements with the nurses, one of them about area 1 alone, and one that is over
    before the year."""
    joins(plan, nurses, "5.1.1")
    joins(plan, nurses, "5.3.5")
    whole = AgreementFactory(
        plan=plan,
        partner=nurses,
        position=1,
        title="Samarbejdsaftale",
        ends_on=date(2014, 12, 31),
        we_deliver="Lokaler",
    )
    funding = {"needs_funding": True, "funding_note": "Bevillingen"}
    part = AgreementFactory(
        plan=plan, partner=nurses, position=2, title="Kontrakt", kind="contract", **funding
    )
    part.focus_areas.add(activity(plan).focus_area)
    AgreementFactory(
        plan=plan,
        partner=nurses,
        position=3,
        starts_on=date(2012, 1, 1),
        ends_on=date(2012, 12, 31),
    )
    return whole


def test_a_relation_tells_the_agreements_it_rests_on(plan, clubs, agreed):
    joins(plan, clubs, "5.1.1")

    report = made(plan)

    both = (
        Agreed("Samarbejdsaftale", "1.1.2013–31.12.2014", False),
        Agreed("Kontrakt", "fra 1.1.2013", True),
    )
    assert [partner.agreements for partner in part(report, "5.1.1").partners] == [both, ()]
    assert [partner.agreements for partner in part(report, "5.3.5").partners] == [both[:1]]
    assert both[1].text == "Kontrakt, fra 1.1.2013, forudsætter fortsat finansiering"


def test_the_register_of_agreements_is_a_sheet(plan, agreed):
    relations, _, agreements = made(plan).sheets()

    assert [row[2:] for row in relations.rows] == [
        (
            "Sundhedsplejen",
            "kommune",
            "",
            "Samarbejdsaftale; Kontrakt",
            "1.1.2013–31.12.2014; fra 1.1.2013",
            "nej; ja",
        ),
        ("Sundhedsplejen", "kommune", "", "Samarbejdsaftale", "1.1.2013–31.12.2014", "nej"),
    ]
    first, last = date(2013, 1, 1), date(2014, 12, 31)
    assert agreements.rows == (
        (
            "Samarbejdsaftale",
            "samarbejdsaftale",
            "Sundhedsplejen",
            "Hele planen",
            first,
            last,
            "Lokaler",
            "",
            "nej",
            "",
        ),
        (
            "Kontrakt",
            "projektkontrakt",
            "Sundhedsplejen",
            "Børn, unge og familier",
            first,
            None,
            "",
            "",
            "ja",
            "Bevillingen",
        ),
    )


def test_an_agreement_that_changes_is_told(plan, agreed):
    before = made(plan)
    agreed.ends_on = date(2015, 12, 31)
    agreed.save()

    (found,) = changes(before, made(plan))

    assert (found.group, found.what, found.old, found.new) == (
        "Aftaler",
        "Samarbejdsaftale",
        "samarbejdsaftale med Sundhedsplejen, 1.1.2013–31.12.2014",
        "samarbejdsaftale med Sundhedsplejen, 1.1.2013–31.12.2015",
    )


def test_agreements_come_back_from_the_snapshot(plan, agreed):
    report = made(plan)

    assert Cooperation.from_json(report.to_json()) == report


def test_a_basis_from_before_there_were_agreements_has_the_tables_it_had(plan, agreed):
    """What was issued then is made again as it was."""
    kept = made(plan).to_json()
    del kept["agreements"]
    for area in kept["areas"]:
        for of_area in area["activities"]:
            for partner in of_area["partners"]:
                del partner["agreements"]

    old = Cooperation.from_json(kept)

    assert old.agreements is None
    relations, _ = old.sheets()
    assert [column.label for column in relations.columns][-2:] == ["Slags", "Bidrag"]
    assert {len(row) for row in relations.rows} == {5}
    assert [fact for fact in old.facts() if fact.group == "Aftaler"] == []


def test_queries_do_not_grow_with_the_plan(plan, nurses):
    AgreementFactory(plan=plan, partner=nurses)

    def queries():
        with CaptureQueriesContext(connection) as found:
            made(plan)
        return len(found)

    small = queries()
    area = FocusAreaFactory(plan=plan)
    for _ in range(10):
        partner = PartnerFactory(plan=plan)
        ActivityFactory(focus_area=area).partnerships.create(partner=partner)
        AgreementFactory(plan=plan, partner=partner).focus_areas.add(area)

    assert (small, queries()) == (7, 7)
