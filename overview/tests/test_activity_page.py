"""The list of activities and the page of one: figures, tables, small numbers, who sees what."""

from datetime import date

import pytest
from django.urls import reverse

from activities import actions
from activities.models import (
    Activity,
    Channel,
    Estate,
    Partnership,
    Plan,
    Registration,
    SuccessCriterion,
)
from activities.progress.read import plan_progress
from activities.tests.factories import HoursFactory, PartnerFactory, RegistrationFactory
from core.periods import Period
from milestones.tests.factories import MilestoneFactory
from overview.activities import criterion as criterion_page
from overview.activities import page
from overview.activities.spread import spread, spreads

TODAY = date(2013, 8, 31)


def criterion(plan, code="5.1.1-1"):
    return SuccessCriterion.objects.select_related("activity__plan").get(
        activity__plan=plan, code=code
    )


def shown(plan, code="5.1.1-1", as_of=TODAY):
    return criterion_page.criterion(
        plan_progress(plan, as_of).figure(code), (), None, see_note=True
    )


@pytest.fixture
def url(plan):
    return reverse("activity", args=[plan.slug, "5.1.1"])


# One criterion


def test_count_says_its_figure_target_comparison_and_message(plan):
    RegistrationFactory(criterion=criterion(plan), on=date(2013, 2, 4), value=41)
    RegistrationFactory(criterion=criterion(plan), on=date(2013, 8, 9), value=30)

    found = shown(plan)

    assert (found.step, found.title) == ("Trin 1, rækkevidde", "Familier deltog i aktiviteterne")
    assert (found.number, found.of, found.compare) == (
        "71",
        "af 100 familier",
        "4 flere end forventet (67)",
    )
    assert found.reason == "107\u00a0% af de forventede 66,6. På sporet er fra 90\u00a0%."
    assert found.message == "71 af 100: målet er ikke nået endnu"
    assert found.sub == "Familier, lagt sammen fra 1.\u00a0januar 2013."
    assert found.forecast_until == ""


def test_count_has_every_month_gone_with_what_was_expected(plan):
    RegistrationFactory(criterion=criterion(plan), on=date(2013, 2, 4), value=41)
    RegistrationFactory(criterion=criterion(plan), on=date(2013, 8, 9), value=30)

    found = shown(plan)

    assert found.columns == ("Måned", "Antal", "I alt", "Forventet")
    assert [(row.name, *row.cells) for row in found.months] == [
        ("januar 2013", "0", "0", "8"),
        ("februar 2013", "41", "41", "16"),
        ("marts 2013", "0", "41", "25"),
        ("april 2013", "0", "41", "33"),
        ("maj 2013", "0", "41", "41"),
        ("juni 2013", "0", "41", "50"),
        ("juli 2013", "0", "41", "58"),
        ("august 2013", "30", "71", "67"),
    ]


def test_percent_shows_each_measurement_and_only_the_newest_counts(plan):
    row = criterion(plan, "5.1.1-2")
    RegistrationFactory(criterion=row, on=date(2013, 2, 4), value=10, base=20)
    RegistrationFactory(criterion=row, on=date(2013, 6, 4), value=18, base=24)

    found = shown(plan, "5.1.1-2")

    assert (found.title, found.number, found.of) == (
        "De adspurgte forældre har lært nyt om deres børn",
        "75\u00a0%",
        "af 75\u00a0%",
    )
    assert found.sub == (
        "Procent af de adspurgte forældre. Nyeste måling gælder: juni 2013, 18 af 24."
    )
    assert [(row.name, *row.cells) for row in found.months] == [
        ("februar 2013", "10", "20", "50\u00a0%"),
        ("juni 2013", "18", "24", "75\u00a0%"),
    ]
    assert (found.legend_plan, found.forecast_until, found.compare) == (False, "", "")


def test_average_shows_meetings_and_the_average_so_far(plan):
    row = criterion(plan, "5.3.5-2")
    RegistrationFactory(criterion=row, on=date(2013, 2, 4), value=10, base=1)
    RegistrationFactory(criterion=row, on=date(2013, 6, 4), value=26, base=2)

    found = shown(plan, "5.3.5-2")

    assert (found.number, found.of) == ("12", "af 12 beboere")
    assert found.sub == "Beboere i gennemsnit pr. møde. 36 fremmødte ved 3 møder."
    assert [(row.name, *row.cells) for row in found.months] == [
        ("februar 2013", "10", "1", "10"),
        ("juni 2013", "26", "2", "12"),
    ]


def test_unmeasured_is_said_and_never_naught(plan):
    found = shown(plan, "5.1.1-2")

    assert (found.number, found.of, found.is_unmeasured) == ("ikke målt", "mål 75\u00a0%", True)
    assert (found.reason, found.months) == ("Ikke målt endnu. Måles i november.", ())


# Small numbers


def test_spread_hides_the_small_and_one_more_from_those_outside():
    cells = {"Akacieparken": 52, "Lukretiavej": 3, "flere afdelinger": 0}

    inside, outside = (
        spread("Afdelinger", cells, see_all=True),
        spread("Afdelinger", cells, see_all=False),
    )

    assert [(p.name, p.number) for p in inside.parts] == [
        ("Akacieparken", "52"),
        ("Lukretiavej", "3"),
    ]
    assert [(p.name, p.number) for p in outside.parts] == [
        ("Akacieparken", "–"),
        ("Lukretiavej", "–"),
    ]
    assert (inside.is_hidden, outside.is_hidden) == (False, True)


def test_spread_counts_those_nobody_noted_as_a_group():
    ages, genders = (
        spreads(20, {}, {}, {"age": {"0-5": 6, "6-12": 7}, "gender": {"female": 20}}, see_all=True),
        None,
    )

    assert [(s.name, [(p.name, p.number) for p in s.parts]) for s in ages] == [
        ("Alder", [("0–5 år", "6"), ("6–12 år", "7"), ("ikke oplyst", "7")])
    ]
    assert genders is None


def test_only_the_secretariat_reads_small_numbers_on_the_page(
    client, plan, mette, peter, birgit, kirsten, henrik, url
):
    akacie, lukretia = Estate.objects.filter(plan=plan)
    RegistrationFactory(
        criterion=criterion(plan), value=52, estate=akacie, breakdown={"age": {"0-5": 2}}
    )
    RegistrationFactory(criterion=criterion(plan), value=3, estate=lukretia)

    seen = {}
    for person in (mette, peter, birgit, kirsten, henrik):
        client.force_login(person)
        content = client.get(url).content.decode()
        seen[person.name] = (
            "Lukretiavej <b>3</b>" in content,
            "0–5 år <b>2</b>" in content,
            "En streg skjuler et tal på 1–4" in content,
        )

    inside, outside = (True, True, False), (False, False, True)
    assert seen == {
        "Mette Holm": inside,
        "Peter Lindskov": inside,
        "Birgit Damgaard": inside,
        "Kirsten Bay": outside,
        "Henrik Vestergaard": outside,
    }


# The page


def test_page_tells_what_the_activity_is(client, plan, kirsten, url):
    activity = Activity.objects.get(plan=plan, code="5.1.1")
    activity.purpose, activity.evaluation, activity.evaluated_by = (
        "At styrke forældre.",
        "Løbende.",
        "Red Barnet",
    )
    activity.anchoring, activity.anchored_in = "Aftale i 2016.", "Lokalafdelingen"
    activity.save()
    Partnership.objects.create(
        activity=activity,
        partner=PartnerFactory(plan=plan, name="Red Barnet"),
        contribution="frivillige",
    )
    Channel.objects.create(activity=activity, code="5.1.1.1", name="Højskole")
    client.force_login(kirsten)

    facts = {fact.name: fact.lines for fact in client.get(url).context["facts"]}

    assert facts == {
        "Formål": ("At styrke forældre.",),
        "Delaktiviteter": ("5.1.1.1 Højskole",),
        "Ansvarlig": ("Familiekoordinator",),
        "Timer pr. uge": ("Familiekoordinator 10",),
        "Afdelinger": ("Akacieparken og Lukretiavej",),
        "Samarbejdspartnere": ("Red Barnet: frivillige",),
        "Lokal evaluering": ("Løbende.", "Evalueres af: Red Barnet"),
        "Forankring": ("Aftale i 2016.", "Forankres i: Lokalafdelingen"),
    }


def test_page_shows_milestones_hours_and_neighbours(client, plan, kirsten, url):
    activity = criterion(plan).activity
    MilestoneFactory(
        plan=plan,
        activity=activity,
        name="Højskole",
        period=Period.quarter(2013, 2),
        status="reached",
        reached_on=date(2013, 6, 28),
    )
    post = plan.staff_roles.get(code="FK")
    HoursFactory(activity=activity, staff_role=post, week=date(2013, 2, 4), hours=38)
    HoursFactory(activity=activity, staff_role=post, week=date(2013, 8, 5), hours=12)
    client.force_login(kirsten)

    context = client.get(url).context

    assert context["milestones_heading"] == "Én af to milepæle er nået"
    assert [(m.name, m.details) for m in context["milestones"]] == [
        ("Højskole", "2. kvartal, nået 28.6."),
        ("Forløb for forældre er i gang", "3. kvartal"),
    ]
    assert context["hours"].heading == "50 timer brugt af 347 planlagte"
    assert context["hours"].values == (None, 38, None, None, None, None, None, 12)
    assert context["hours"].labels == ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug")
    assert context["neighbours"]["before"] is None
    assert context["neighbours"]["after"] == page.Link(
        "5.2.2 Lommepengeprojekt", reverse("activity", args=[plan.slug, "5.2.2"])
    )


def test_explanation_of_the_newest_period_stands_at_the_criterion(
    client, plan, mette, kirsten, url
):
    for quarter, text in ((1, "Vi begyndte sent."), (2, "Vi er ved at indhente det.")):
        actions.write_comment(
            plan, Period.quarter(2013, quarter), text=text, criterion=criterion(plan), by=mette
        )
    client.force_login(kirsten)

    now, first = client.get(url), client.get(url, {"periode": "2013-K1"})

    assert now.context["criteria"][0].said == criterion_page.Said(
        "Mette Holm, 2. kvartal", "Vi er ved at indhente det.", "note--risk"
    )
    assert first.context["criteria"][0].said.text == "Vi begyndte sent."


def test_past_day_is_told_and_kept_in_the_links(client, plan, kirsten, url):
    RegistrationFactory(criterion=criterion(plan), on=date(2013, 3, 1), value=20)
    RegistrationFactory(criterion=criterion(plan), on=date(2013, 8, 1), value=30)
    client.force_login(kirsten)

    context = client.get(url, {"periode": "2013-K2"}).context

    assert context["criteria"][0].number == "20"
    assert context["past"] == "30.\u00a0juni 2013"
    assert context["neighbours"]["after"].url.endswith("/5.2.2/?periode=2013-K2")
    assert client.get(url, {"periode": "2014"}).status_code == 404


def test_registrations_stand_for_those_who_may_read_them(client, plan, mette, kirsten, url):
    for day in range(1, 13):
        RegistrationFactory(criterion=criterion(plan), on=date(2013, 6, day), value=day)
    row = Registration.objects.get(value=12)
    actions.amend(row, expected_version=1, value=15, by=mette)
    actions.void(Registration.objects.get(value=11), by=mette)

    client.force_login(mette)
    context = client.get(url).context
    client.force_login(kirsten)
    guest = client.get(url)

    assert context["registrations_heading"] == "11 registreringer i 2013"
    assert [r.amount for r in context["registrations"]] == [
        "15",
        "10",
        "9",
        "8",
        "7",
        "6",
        "5",
        "4",
        "3",
        "2",
    ]
    assert [r.is_changed for r in context["registrations"]] == [True] + [False] * 9
    assert context["registrations_url"].endswith("/registreringer/?aktivitet=5.1.1")
    assert guest.context["may_view_registrations"] is False
    assert 'id="h-reg"' not in guest.content.decode()


def test_worker_corrects_their_own_and_reads_the_history_of_others(client, plan, mette, peter):
    mine = RegistrationFactory(criterion=criterion(plan, "5.2.2-1"), created_by=peter)
    theirs = RegistrationFactory(
        criterion=criterion(plan, "5.2.2-1"), created_by=mette, on=date(2013, 5, 1)
    )
    client.force_login(peter)

    rows = client.get(reverse("activity", args=[plan.slug, "5.2.2"])).context["registrations"]

    assert [(row.verb, row.url) for row in rows] == [
        ("Ret", reverse("registration-edit", args=[plan.slug, mine.pk])),
        ("Historik", reverse("registration-history", args=[plan.slug, theirs.pk])),
    ]


@pytest.mark.parametrize(
    ("person", "code", "may"),
    [
        ("mette", "5.1.1", True),
        ("peter", "5.2.2", True),
        ("peter", "5.1.1", False),
        ("birgit", "5.1.1", False),
        ("kirsten", "5.1.1", False),
    ],
)
def test_register_button_stands_where_one_may_register(request, client, plan, person, code, may):
    client.force_login(request.getfixturevalue(person))

    context = client.get(reverse("activity", args=[plan.slug, code])).context

    assert context["register_url"] == (
        f"/planer/rum-for-liv/registrer/?kriterium={code}-1" if may else ""
    )


def test_unknown_activity_and_another_plans_are_404(client, plan, other_plan, mette):
    client.force_login(mette)

    assert client.get(reverse("activity", args=[plan.slug, "9.9"])).status_code == 404
    assert client.get(reverse("activity", args=[other_plan.slug, "5.1.1"])).status_code == 404


def test_every_figure_has_its_place_on_its_page(client, plan, kirsten):
    client.force_login(kirsten)

    for activity in plan_progress(plan, TODAY).activities:
        content = client.get(reverse("activity", args=[plan.slug, activity.code])).content.decode()
        for figure in activity.figures:
            assert f'<section class="crit" id="{figure.criterion.code}"' in content


def test_list_holds_every_activity_by_area(client, plan, kirsten):
    client.force_login(kirsten)

    response = client.get(reverse("activity-list", args=[plan.slug]))

    assert response.context["heading"] == "3 aktiviteter"
    assert [
        (area.name, [ladder.code for ladder in area.ladders])
        for area in response.context["ladders"]
    ] == [
        ("Børn, unge og familier", ["5.1.1", "5.2.2"]),
        ("Beboernetværk", ["5.3.5"]),
    ]


def test_notes_on_counting_are_for_the_secretariat(client, plan, mette, kirsten):
    SuccessCriterion.objects.filter(activity__plan=plan).update(note="Bekræft tællemåden.")
    Plan.objects.filter(pk=plan.pk).touch()

    def page(person):
        client.force_login(person)
        return client.get(reverse("activity", args=[plan.slug, "5.1.1"])).content.decode()

    assert "Bekræft tællemåden." in page(mette)
    assert "Bekræft tællemåden." not in page(kirsten)


def test_criterion_says_where_in_the_plan_it_stands(client, plan, kirsten):
    SuccessCriterion.objects.filter(activity__plan=plan).update(stands_at="afsnit 5.1.1")
    Plan.objects.filter(pk=plan.pk).touch()
    client.force_login(kirsten)

    response = client.get(reverse("activity", args=[plan.slug, "5.1.1"]))

    assert "<dt>Står i planen</dt><dd>afsnit 5.1.1</dd>" in response.content.decode()
