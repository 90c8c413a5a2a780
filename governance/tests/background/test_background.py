"""Background figures beside the city's, never of fewer than five people; and how it goes with
the overall goal."""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from core import audit
from core.lights import Light
from governance.background.as_of import background_of
from governance.background.rules import goal, said, trends
from governance.models import BackgroundFigure, Forum, ForumKind, GoalStatus, Indicator, Meeting
from governance.tests.factories_following import FigureFactory, GoalStatusFactory
from governance.tests.pages import url

TODAY = date(2013, 8, 31)
TOO_FEW = (
    "Det svarer til færre end fem beboere. Så små tal skrives ikke, for så kan man vide, "
    "hvem det er."
)


@pytest.fixture
def estate(plan):
    """Lukretiavej with its 256 residents."""
    row = plan.estates.get(code="240-0")
    row.residents = 256
    row.save()
    return row


def body(**fields):
    return {
        "indicator": "outside_labour",
        "estate": "",
        "year": "2012",
        "value": "41",
        "city_value": "14,6",
        "source": "KÅS-tal, februar 2013",
        "definition": "Voksne fra 18 til 64 år.",
    } | fields


# Written


def test_a_figure_is_written_once_with_the_citys_beside_it(lead, plan, estate):
    key = lead.get(url("background-add", plan)).context["form"]["key"].value()

    answers = [
        lead.post(url("background-add", plan), body(key=key, estate=estate.pk, value="46 %"))
        for _ in range(2)
    ]

    row = BackgroundFigure.objects.get()
    assert [(a.status_code, a.url) for a in answers] == [(302, url("background", plan))] * 2
    assert (row.estate, row.year, row.value, row.city_value) == (
        estate,
        2012,
        Decimal("46.0"),
        Decimal("14.6"),
    )


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"value": ""}, {"value": ["Skriv et tal, fx 14,6."]}),
        (
            {"value": "mange"},
            {"value": ["»mange« er ikke et tal, vi kan læse. Skriv et tal med komma, fx 7,5."]},
        ),
        ({"value": "14,66"}, {"value": ["Skriv tallet med højst én decimal."]}),
        ({"value": "101"}, {"value": ["Skriv procent mellem 0 og 100."]}),
        ({"value": "-3"}, {"value": ["Tallet kan ikke være negativt. Skriv 0 eller mere."]}),
        ({"city_value": "146"}, {"city_value": ["Skriv procent mellem 0 og 100."]}),
        (
            {"indicator": "crime", "value": "10001"},
            {"value": ["Skriv et antal pr. 10.000, mellem 0 og 10.000."]},
        ),
        (
            {"indicator": "income", "value": "10.000.000", "city_value": ""},
            {"value": ["Skriv kroner mellem 0 og 9.999.999."]},
        ),
        ({"year": "12"}, {"year": ["Skriv et år med fire cifre, fx 2012."]}),
        ({"year": "2014"}, {"year": ["Vælg et år fra 1980 til 2013."]}),
        ({"year": "99999999"}, {"year": ["Skriv et år med fire cifre, fx 2012."]}),
        ({"definition": ""}, {"definition": ["Dette felt er påkrævet."]}),
        ({"source": ""}, {"source": ["Dette felt er påkrævet."]}),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(lead, plan, fields, errors):
    answer = lead.post(url("background-add", plan), body() | fields)

    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert "KÅS-tal, februar 2013" in answer.content.decode() or "source" in fields
    assert not BackgroundFigure.objects.exists()


@pytest.mark.parametrize(
    ("indicator", "value", "said_of_it"),
    [
        ("under_18", "1,9", TOO_FEW),
        ("under_18", "2", None),
        ("under_18", "0", None),
        ("crime", "195,3", TOO_FEW),
        ("crime", "195,4", None),
        (
            "other_origin",
            "98,1",
            (
                "Det er alle på nær færre end fem beboere. Så skrives tallet ikke, for "
                "så kan man vide, hvem de er."
            ),
        ),
        ("other_origin", "98", None),
        ("income", "3", None),
    ],
)
def test_a_figure_of_fewer_than_five_residents_is_never_written(
    lead, plan, estate, indicator, value, said_of_it
):
    """Of 256: 1.9 % are 4.9 residents, 2 % are 5.1."""
    sent = body(estate=estate.pk, indicator=indicator, value=value, city_value="")

    answer = lead.post(url("background-add", plan), sent)

    assert BackgroundFigure.objects.exists() is (said_of_it is None)
    if said_of_it:
        assert answer.context["form"].errors == {"value": [said_of_it]}


def test_of_the_whole_plan_all_residents_must_be_known_to_be_reckoned_with(lead, plan, estate):
    """One estate's number is not known, so nobody can say that it is few."""
    lead.post(url("background-add", plan), body(value="0,1"))
    plan.estates.update(residents=256)

    answer = lead.post(url("background-add", plan), body(value="0,9", year="2011"))

    assert list(BackgroundFigure.objects.values_list("year", flat=True)) == [2012]
    assert answer.context["form"].errors == {"value": [TOO_FEW]}


def test_a_figure_that_turns_out_to_be_of_too_few_is_shown_to_nobody(
    client, plan, mette, henrik, estate
):
    """Of 256 residents counted later 1.2 % are three; of all the plan's 656 0.7 % are four."""
    plan.estates.update(residents=None)
    few = FigureFactory(
        plan=plan, estate=estate, indicator="under_18", value=Decimal("1.2"), year=2012
    )
    all_few = FigureFactory(plan=plan, indicator="under_18", value=Decimal("0.7"), year=2012)
    FigureFactory(plan=plan, estate=estate, indicator="under_18", value=Decimal("30"), year=2011)
    before = [row.value for row in background_of(plan, TODAY).figures]
    plan.estates.filter(pk=estate.pk).update(residents=256)
    plan.estates.exclude(pk=estate.pk).update(residents=400)

    def page(user):
        client.force_login(user)
        return client.get(url("background", plan)).content.decode()

    assert before == [Decimal("0.7"), Decimal("30.0"), Decimal("1.2")]
    assert [row.value for row in background_of(plan, TODAY).figures] == [Decimal("30.0")]
    for text in (page(mette), page(henrik), client.get(url("dashboard", plan)).content.decode()):
        assert "1,2" not in text and "0,7\u00a0%" not in text
    assert [url("background-edit", plan, row.pk) in page(mette) for row in (few, all_few)] == [
        True,
        True,
    ]
    assert "vises ikke" not in page(henrik)


def test_a_few_on_one_estate_cannot_be_reckoned_from_the_others(
    client, plan, mette, henrik, estate
):
    """31 % of 656 are 203, of whom 200 are on the other estate: three are left on the one that
    has no figure."""
    other = plan.estates.exclude(pk=estate.pk).get()
    plan.estates.filter(pk=estate.pk).update(residents=256)
    plan.estates.filter(pk=other.pk).update(residents=400)
    whole = FigureFactory(plan=plan, indicator="under_18", value=Decimal("31"), year=2012)
    FigureFactory(plan=plan, estate=other, indicator="under_18", value=Decimal("50"), year=2012)
    FigureFactory(plan=plan, indicator="under_18", value=Decimal("33"), year=2011)
    FigureFactory(plan=plan, estate=other, indicator="under_18", value=Decimal("50"), year=2011)

    known = background_of(plan, TODAY)
    own = FigureFactory(
        plan=plan, estate=estate, indicator="under_18", value=Decimal("20"), year=2012
    )

    assert [(row.year, row.value) for row in known.figures] == [
        (2011, Decimal("33.0")), (2011, Decimal("50.0")), (2012, Decimal("50.0"))
    ]  # fmt: skip
    assert [row.pk for row in known.withheld] == [whole.pk]
    assert {own.pk, whole.pk} < {row.pk for row in background_of(plan, TODAY).figures}


@pytest.mark.parametrize("of_estate", [True, False])
def test_a_year_is_written_once(lead, plan, estate, of_estate):
    where = {"estate": estate if of_estate else None}
    FigureFactory(plan=plan, **where)
    other = FigureFactory(plan=plan, year=2011, **where)
    sent = body(estate=estate.pk if of_estate else "")

    added = lead.post(url("background-add", plan), sent)
    edited = lead.post(url("background-edit", plan, other.pk), sent | {"lock_version": "1"})

    said = {"year": ["Tallet er allerede skrevet for det år. Ret det, der står."]}
    assert (added.context["form"].errors, edited.context["form"].errors) == (said, said)


def test_the_next_year_goes_on_from_the_last(lead, plan, estate):
    FigureFactory(plan=plan, estate=estate, year=2011, source="Gammel kilde")
    FigureFactory(plan=plan, estate=estate, year=2012)

    form = lead.get(f"{url('background-add', plan)}?tal=outside_labour").context["form"]

    assert [
        form[name].value() for name in ("indicator", "estate", "source", "definition", "value")
    ] == [
        "outside_labour",
        estate.pk,
        "KÅS-tal 2012",
        "Voksne fra 18 til 64 år.",
        None,
    ]
    assert lead.get(f"{url('background-add', plan)}?tal=horoskop").status_code == 200


def test_a_figure_is_corrected_against_the_version_read_and_can_be_taken_out(lead, plan):
    row = FigureFactory(plan=plan)
    edit = url("background-edit", plan, row.pk)

    lead.post(edit, body(value="40,5", lock_version="1"))
    stale = lead.post(edit, body(value="39", lock_version="1"))
    row.refresh_from_db()

    assert (row.value, stale.status_code) == (Decimal("40.5"), 409)
    assert next(audit.changes(row)).reason == "Rettet"
    lead.post(url("background-remove", plan, row.pk))
    assert not BackgroundFigure.objects.exists()


def test_another_plans_estate_and_figure_are_not_reached(lead, plan, other_plan):
    stranger = FigureFactory(plan=other_plan)

    answer = lead.post(url("background-add", plan), body(estate=other_plan.estates.first().pk))

    assert list(answer.context["form"].errors) == ["estate"]
    assert lead.get(url("background-edit", plan, stranger.pk)).status_code == 404


# Shown


@pytest.fixture
def two_estates(plan, estate):
    """Both estates in 2011 and 2012, the city's beside one of them."""
    park = plan.estates.get(code="463-0")
    for where, values in ((park, ("41", "39")), (estate, ("48.5", "46"))):
        for year, value in zip((2011, 2012), values, strict=True):
            city = Decimal("14.6") if where == park else None
            FigureFactory(plan=plan, estate=where, year=year, value=Decimal(value), city_value=city)
    return plan


def test_an_indicator_is_a_sentence_a_trend_and_a_table(lead, two_estates):
    (trend,) = lead.get(url("background", two_estates)).context["trends"]

    assert (
        "Akacieparken 39\u00a0%</text>" in trend.plot
        and "Hele byen 14,6\u00a0%</text>" in trend.plot
    )
    assert trend.sentence == (
        "Uden for arbejdsmarkedet i 2012: Akacieparken 39\u00a0%, Lukretiavej "
        "46\u00a0%, hele byen 14,6\u00a0%"
    )
    assert [(place.name, place.value, place.before) for place in trend.places] == [
        ("Akacieparken", "39\u00a0%", "41\u00a0%\u00a0i\u00a02011"),
        ("Lukretiavej", "46\u00a0%", "48,5\u00a0%\u00a0i\u00a02011"),
    ]
    assert [(row.year, row.place, row.value, row.city) for row in trend.rows] == [
        (2012, "Akacieparken", "39\u00a0%", "14,6\u00a0%"),
        (2012, "Lukretiavej", "46\u00a0%", ""),
        (2011, "Akacieparken", "41\u00a0%", "14,6\u00a0%"),
        (2011, "Lukretiavej", "48,5\u00a0%", ""),
    ]
    assert "Lukretiavej: 2011 48,5\u00a0%, 2012 46\u00a0%." in trend.plot


def test_where_the_newest_years_differ_each_says_its_own(plan, estate):
    FigureFactory(plan=plan, estate=estate, year=2010, city_value=None)
    FigureFactory(plan=plan, year=2012, city_value=None)

    (trend,) = trends(background_of(plan, TODAY).figures)

    assert (
        trend.sentence
        == "Uden for arbejdsmarkedet: Hele planen 41\u00a0% (2012), Lukretiavej 41\u00a0% (2010)"
    )


def test_each_indicator_is_read_in_its_own_unit():
    assert [said(kind, Decimal("212400.0")) for kind in (Indicator.INCOME,)] == ["212.400\u00a0kr."]
    assert said(Indicator.CRIME, Decimal("342.0")) == "342 pr. 10.000"
    assert said(Indicator.MOVES, Decimal("9.0")) == "9\u00a0%"


def test_figures_of_later_years_are_not_known_yet(plan):
    for year in (2011, 2012, 2013):
        FigureFactory(plan=plan, year=year)

    assert [row.year for row in background_of(plan, date(2012, 6, 30)).figures] == [2011, 2012]


def test_a_page_without_figures_says_what_to_do(lead, plan):
    answer = lead.get(url("background", plan))

    assert answer.context["title"] == "Ingen baggrundstal endnu"
    assert "Der er ingen baggrundstal endnu" in answer.content.decode()


def test_the_dashboard_shows_them_only_when_there_are_any(lead, plan):
    dashboard = url("dashboard", plan)
    before = lead.get(dashboard).content.decode()
    FigureFactory(plan=plan, year=2011, value=Decimal(43))
    lead.post(url("background-add", plan), body())

    answer = lead.get(dashboard)

    heading = "Én slags tal om afdelingerne, de nyeste fra 2012"
    assert "om afdelingerne, de nyeste" not in before
    (trend,) = answer.context["page"].background
    assert (trend.name, trend.year, trend.city) == ("Uden for arbejdsmarkedet", 2012, "14,6\u00a0%")
    assert (
        answer.context["page"].background_heading == heading and heading in answer.content.decode()
    )
    assert lead.get(f"{dashboard}?periode=2013-K2").context["page"].background


# The overall goal


def test_the_overall_goal_is_judged_and_the_earlier_judgements_stay(lead, plan, mette):
    plan.overall_goal = "Akacieparken er af listen."
    plan.save()
    GoalStatusFactory(
        plan=plan, on=date(2013, 3, 1), step="not_yet", why="Listen er fra oktober.", by=mette
    )

    refused = lead.post(
        url("goal-add", plan), {"on": "1.9.2013", "step": "closer", "why": "Færre uden job."}
    )
    lead.post(
        url("goal-add", plan), {"on": "30.8.2013", "step": "closer", "why": "Færre uden job."}
    )

    answer = lead.get(url("background", plan))
    assert refused.context["form"].errors["on"] == [
        "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."
    ]
    assert (answer.context["goal"].light, answer.context["goal"].words) == (
        Light.ON_TRACK,
        "Nærmere, vurderet den 30.\u00a0august 2013",
    )
    assert [row.on for row, _ in answer.context["judgements"]] == [
        date(2013, 8, 30),
        date(2013, 3, 1),
    ]
    text = answer.content.decode()
    assert "Akacieparken er af listen." in text and "Listen er fra oktober." in text
    assert GoalStatus.objects.get(step="closer").by == mette


def test_who_judged_stands_only_for_those_who_read_the_history(client, plan, mette, henrik):
    GoalStatusFactory(plan=plan, by=mette)
    found = []
    for user in (mette, henrik):
        client.force_login(user)
        page = client.get(url("background", plan)).content.decode()
        found.append(f'<span class="muted">{mette.name}</span>' in page)

    assert found == [True, False]


def test_a_judgement_is_corrected_and_its_history_kept(lead, plan, mette):
    row = GoalStatusFactory(plan=plan, by=mette)

    lead.post(
        url("goal-edit", plan, row.pk),
        {"on": "30.6.2013", "step": "further", "why": "Flere.", "lock_version": "1"},
    )

    row.refresh_from_db()
    assert (row.step, row.why, next(audit.changes(row)).reason) == ("further", "Flere.", "Rettet")


def test_the_goal_as_of_a_day(plan, mette):
    GoalStatusFactory(plan=plan, on=date(2013, 3, 1), step="not_yet", by=mette)
    GoalStatusFactory(plan=plan, on=date(2013, 6, 30), step="closer", by=mette)

    found = [background_of(plan, on).goal for on in (date(2013, 2, 28), date(2013, 6, 29), TODAY)]

    assert [line and line.step for line in found] == [None, "not_yet", "closer"]
    assert goal(None) is None


def test_the_card_on_styring_tells_the_goal_else_the_figures(lead, plan, mette):
    def card():
        groups = lead.get(url("steering", plan)).context["groups"]
        return next(
            c for group in groups for c in group.cards if c.title.startswith("Baggrundstal")
        ).text

    assert card() == "Ingen baggrundstal endnu."
    FigureFactory(plan=plan)
    assert card() == "Én slags tal om afdelingerne, de nyeste fra 2012."
    GoalStatusFactory(plan=plan, by=mette)
    assert card() == "Det overordnede mål: nærmere."


def test_the_next_meeting_of_the_styregruppe_comes_with_them(plan, other_plan):
    mine = Forum.objects.create(
        plan=other_plan, code="S", name="Styregruppen", kind=ForumKind.STEERING_GROUP
    )
    mine.shared_with.add(plan)
    mixed = Forum.objects.create(
        plan=plan, code="F", name="Følgegruppen", kind=ForumKind.REFERENCE_GROUP
    )
    for forum, on in (
        (mine, date(2013, 12, 4)),
        (mine, date(2013, 9, 25)),
        (mixed, date(2013, 9, 2)),
    ):
        Meeting.objects.create(forum=forum, on=on)
    Meeting.objects.create(forum=mine, on=date(2013, 9, 10), state="cancelled")

    days = (TODAY, date(2013, 9, 25), date(2013, 9, 26), date(2013, 12, 5))

    assert [background_of(plan, on).next_steering for on in days] == [
        date(2013, 9, 25),
        date(2013, 9, 25),
        date(2013, 12, 4),
        None,
    ]


def test_readers_read_and_have_no_door_to_write(client, plan, henrik):
    FigureFactory(plan=plan)
    client.force_login(henrik)

    text = client.get(url("background", plan)).content.decode()

    assert "KÅS-tal 2012" in text
    assert url("background-add", plan) not in text and "/ret/" not in text


def test_the_page_costs_the_same_for_one_and_many(lead, plan, mette, django_assert_max_num_queries):
    for year in range(1990, 2013):
        for kind in Indicator:
            FigureFactory(plan=plan, indicator=kind, year=year)
        GoalStatusFactory(plan=plan, by=mette)
    with django_assert_max_num_queries(8):
        lead.get(url("background", plan))
    with django_assert_max_num_queries(1):
        background_of(plan, TODAY)


@pytest.mark.parametrize("definition", ["Alle over 15 år.", "x" * 300])
def test_what_was_of_a_thousand_is_reckoned_of_ten_thousand_and_says_so(plan, definition):
    migration = import_module("governance.migrations.0010_convicted_of_ten_thousand")
    row = FigureFactory(
        plan=plan,
        indicator=Indicator.CRIME,
        value=Decimal("34.2"),
        city_value=Decimal("12.5"),
        definition=definition,
    )

    migration.per_ten_thousand(apps, None)

    for found in (BackgroundFigure.objects.get(pk=row.pk), row.history.latest()):
        assert (found.value, found.city_value) == (342, 125)
        assert found.definition == f"Regnet om fra pr. 1.000 voksne. {definition}"

    migration.per_thousand(apps, None)
    back = BackgroundFigure.objects.get(pk=row.pk)
    assert (back.value, back.city_value, back.definition) == (
        Decimal("34.2"),
        Decimal("12.5"),
        definition,
    )
