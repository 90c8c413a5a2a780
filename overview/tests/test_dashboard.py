"""The dashboard: periods, sentences, figures, links."""

from datetime import date

import pytest
from django.urls import reverse

from activities import actions
from activities.models import FocusArea, SuccessCriterion
from activities.tests.factories import HoursFactory, PlanFactory, RegistrationFactory, TargetFactory
from core.lights import Light
from core.periods import Period
from governance.models import Forum, ForumKind, Meeting
from overview.dashboard.views import build
from overview.periods import (
    PeriodMissing,
    choose,
    segments,
    years,
)


def criterion(plan, code):
    return SuccessCriterion.objects.select_related("activity__plan").get(
        activity__plan=plan, code=code
    )


def log(plan, code, value, on=date(2013, 8, 30), base=None):
    return RegistrationFactory(criterion=criterion(plan, code), on=on, value=value, base=base)


def page(plan, code="", today=date(2013, 8, 31)):
    return build(plan, choose(plan, code, today))


@pytest.fixture
def dashboard_url(plan):
    return reverse("dashboard", args=[plan.slug])


# Which period


def test_without_a_period_the_year_to_date_is_shown(plan):
    chosen = choose(plan, "", date(2013, 8, 31))

    assert (chosen.period, chosen.start, chosen.as_of) == (
        Period.year(2013),
        date(2013, 1, 1),
        date(2013, 8, 31),
    )
    assert (chosen.name, chosen.is_now, chosen.past_query) == ("året til nu", True, "")


def test_past_quarter_is_shown_as_of_its_last_day(plan):
    chosen = choose(plan, "2013-K2", date(2013, 8, 31))

    assert (chosen.start, chosen.as_of) == (date(2013, 4, 1), date(2013, 6, 30))
    assert (chosen.is_now, chosen.past_query) == (False, "?periode=2013-K2")


def test_quarter_that_runs_is_shown_as_of_today(plan):
    assert choose(plan, "2013-k3", date(2013, 8, 31)).as_of == date(2013, 8, 31)


@pytest.mark.parametrize(
    ("today", "as_of"),
    [
        (date(2012, 12, 1), date(2013, 1, 1)),
        (date(2016, 12, 31), date(2016, 12, 31)),
        (date(2018, 3, 1), date(2016, 12, 31)),
    ],
)
def test_day_stays_within_the_plan(plan, today, as_of):
    assert choose(plan, "", today).as_of == as_of


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "2013-K4",
            "4. kvartal 2013 er ikke begyndt endnu. Tallene kommer fra den 1.\u00a0oktober 2013.",
        ),
        ("2014", "2014 er ikke begyndt endnu. Tallene kommer fra den 1.\u00a0januar 2014."),
        ("2012-K4", "4. kvartal 2012 ligger før planen. Den begynder den 1.\u00a0januar 2013."),
        ("2017", "2017 ligger efter planen. Den slutter den 31.\u00a0december 2016."),
        ("2013-H1", "Planen rapporterer pr. kvartal. Vælg et af dem eller et år."),
        ("2013-2016", "Planen rapporterer pr. kvartal. Vælg et af dem eller et år."),
        (
            "sidste kvartal",
            "»sidste kvartal« er ikke en periode. Skriv fx 2013-K2, 2013-H1, 2013 eller 2013-2016.",
        ),
        ("0000", "»0000« er ikke en periode. Skriv fx 2013-K2, 2013-H1, 2013 eller 2013-2016."),
    ],
)
def test_period_that_cannot_be_shown_is_404_with_the_reason(
    client, plan, kirsten, dashboard_url, code, message
):
    with pytest.raises(PeriodMissing):
        choose(plan, code, date(2013, 8, 31))
    client.force_login(kirsten)

    response = client.get(dashboard_url, {"periode": code})

    assert response.status_code == 404
    assert f'<p class="lead">{message}</p>' in response.content.decode()
    assert f'href="{dashboard_url}?periode=2013-K2"' in response.content.decode()


def test_segments_are_the_periods_begun_and_the_year(plan):
    chosen = choose(plan, "2013-K2", date(2013, 8, 31))

    assert [(c.label, c.query, c.current) for c in segments(plan, chosen)] == [
        ("1. kvartal", "?periode=2013-K1", False),
        ("2. kvartal", "?periode=2013-K2", True),
        ("3. kvartal", "?periode=2013-K3", False),
        ("Året til nu", "?", False),
    ]
    assert years(plan, chosen) == ()


def test_years_can_be_chosen_when_more_than_one_has_begun(plan):
    chosen = choose(plan, "2013", date(2014, 2, 1))

    assert [(c.label, c.query, c.current) for c in years(plan, chosen)] == [
        ("2013", "?periode=2013", True),
        ("2014", "?", False),
    ]
    assert segments(plan, chosen)[-1].label == "Hele 2013"
    assert len(segments(plan, chosen)) == 5


def test_half_year_plan_has_its_own_segments():
    plan = PlanFactory.build(reporting_period="half_year")

    assert [c.label for c in segments(plan, choose(plan, "", date(2013, 8, 31)))] == [
        "1. halvår",
        "2. halvår",
        "Året til nu",
    ]


# What it says


def test_figures_carry_their_denominator_and_comparison(plan):
    log(plan, "5.1.1-1", 30, on=date(2013, 3, 1))
    log(plan, "5.1.1-1", 50)
    log(plan, "5.2.2-1", 40)
    HoursFactory(
        activity=criterion(plan, "5.1.1-1").activity,
        staff_role=plan.staff_roles.get(code="FK"),
        hours=150,
    )

    shown = page(plan)

    assert [(f.name, f.number, f.of) for f in shown.figures] == [
        ("Succeskriterier", "2", "af 2 målte"),
        ("Milepæle", "0", "af 1"),
        ("Aktiviteter", "2", "af 3"),
        ("Timer", "1.500\u00a0%", "af planlagt"),
    ]
    assert [f.note for f in shown.figures] == [
        "følger planen. Ved udgangen af 2. kvartal var det 0 af 1. To mangler måling. "
        "Én er ikke målt endnu.",
        "er nået. Ingen skulle være nået nu.",
        "er på sporet. Én mangler måling.",
        "150 timer brugt af 10 planlagte i de skrevne uger. 35 uger er ikke skrevet af alle: "
        "uge 1–35.",
    ]
    assert shown.ladders_heading == "2 af 2 målte kriterier følger planen"


def test_same_plan_in_june_says_what_it_said_then(plan):
    log(plan, "5.1.1-1", 30, on=date(2013, 3, 1))
    log(plan, "5.1.1-1", 50)

    shown = page(plan, "2013-K2")

    assert shown.title == "Sådan gik det til og med 2. kvartal 2013"
    assert shown.ladders[0].ladders[0].steps[0].actual == "30"
    assert shown.figures[1].note == "er nået. Ingen skulle være nået da."


def test_message_names_what_is_behind_and_when_the_styregruppe_meets(plan):
    log(plan, "5.1.1-1", 80)
    log(plan, "5.2.2-1", 40)
    forum = Forum.objects.create(
        plan=plan, code="SG", name="Styregruppen", kind=ForumKind.STEERING_GROUP
    )
    Meeting.objects.create(forum=forum, on=date(2013, 9, 25))
    Meeting.objects.create(forum=forum, on=date(2013, 8, 1))

    now, june = page(plan), page(plan, "2013-K2")

    assert now.message == "En ud af to områder følger planen."
    log(plan, "5.3.5-1", 3)
    now = page(plan)
    assert now.remark == "Servicebesøg er forsinket, og styregruppen mødes den 25.\u00a0september."
    assert now.areas_heading == "Beboernetværk er det eneste område, der er bagud"
    assert "styregruppen" not in june.remark


def test_empty_plan_says_so_instead_of_naught(db):
    shown = page(PlanFactory())

    assert shown.message == "Planen har ingen indsatsområder endnu."
    assert shown.remark == ""
    assert [(f.number, f.note) for f in shown.figures] == [
        ("–", "Intet er målt endnu."),
        ("–", "Ingen milepæle i 2013."),
        ("–", "Ingen kan måles endnu."),
        ("–", "Planen har ingen timer i perioden."),
    ]
    assert shown.ladders_heading == "Ingen kriterier kan måles endnu"
    assert shown.milestones_heading == "Ingen milepæle i 2013"


def test_unmeasured_step_has_no_number(plan):
    step = page(plan).ladders[0].ladders[0].steps[1]

    assert (step.name, step.actual, step.of) == ("2. Lærer nyt", None, "ikke målt")


def test_override_stands_beside_the_rule(plan, mette):
    log(plan, "5.1.1-1", 80)
    log(plan, "5.2.2-1", 40)
    area = FocusArea.objects.get(plan=plan, code="1")
    actions.override_light(
        area, Period.quarter(2013, 3), light=Light.AT_RISK, reason="Ferien", by=mette
    )

    card = page(plan).areas[0]

    assert (card.light, card.override) == (
        Light.AT_RISK,
        "Sat af Mette Holm 31.8. Reglen siger På sporet.",
    )
    assert (card.override_reason, page(plan, "2013-K2").areas[0].override) == ("Ferien", "")


def test_area_of_a_longer_target_says_so(plan):
    network = criterion(plan, "5.3.5-1")
    for row in SuccessCriterion.objects.filter(activity=network.activity):
        row.targets.all().delete()
        TargetFactory(
            criterion=row, starts_on=date(2013, 1, 1), ends_on=date(2016, 12, 31), value=200
        )

    assert [area.badge for area in page(plan).ladders] == ["", "mål for 2013–2016"]


def test_nothing_is_compared_with_the_old_year_where_only_some_targets_run_on(plan):
    """On 2 January the three that run on would else be called what the whole plan was."""
    network = criterion(plan, "5.3.5-1")
    network.targets.all().delete()
    TargetFactory(
        criterion=network, starts_on=date(2013, 1, 1), ends_on=date(2016, 12, 31), value=200
    )
    for row in SuccessCriterion.objects.filter(activity__plan=plan).exclude(pk=network.pk):
        TargetFactory(criterion=row, starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31))
    log(plan, "5.3.5-1", 60)
    log(plan, "5.1.1-1", 90)

    figure = page(plan, today=date(2014, 1, 2)).figures[0]

    assert "Ved udgangen af" not in figure.note


def test_nothing_is_compared_with_the_old_year_before_new_targets_are_set(plan):
    """The target that runs on is not the plan, also where the others have none."""
    network = criterion(plan, "5.3.5-1")
    network.targets.all().delete()
    TargetFactory(
        criterion=network, starts_on=date(2013, 1, 1), ends_on=date(2016, 12, 31), value=200
    )
    log(plan, "5.3.5-1", 60)

    figure = page(plan, today=date(2014, 1, 2)).figures[0]

    assert "Ved udgangen af" not in figure.note


def test_hours_are_of_the_chosen_period(plan):
    activity, role = criterion(plan, "5.1.1-1").activity, plan.staff_roles.get(code="FK")
    HoursFactory(activity=activity, staff_role=role, week=date(2013, 2, 4), hours=7)
    HoursFactory(activity=activity, staff_role=role, week=date(2013, 5, 6), hours=9)

    assert page(plan).hours_total.used == "16"
    assert page(plan, "2013-K2").hours_total.used == "9"
    assert page(plan, "2013-K2").weeks == "13"


# The page


def test_numbers_lead_to_what_is_behind_them(client, plan, kirsten, dashboard_url):
    log(plan, "5.1.1-1", 71)
    client.force_login(kirsten)

    now = client.get(dashboard_url).content.decode()
    june = client.get(dashboard_url, {"periode": "2013-K2"}).content.decode()

    activity = reverse("activity", args=[plan.slug, "5.1.1"])
    assert f'<a class="step__num" href="{activity}#5.1.1-1"><b>71</b> af 100<' in now
    assert f'<a class="step__num" href="{activity}?periode=2013-K2#5.1.1-1">' in june


def test_everybody_in_the_plan_reads_it_and_nobody_else(client, plan, dashboard_url, carl, kirsten):
    client.force_login(carl)
    assert client.get(dashboard_url).status_code == 404

    client.force_login(kirsten)
    content = client.get(dashboard_url).content.decode()

    assert "Se timerne uge for uge" not in content
    assert "Opsætning" not in content


def test_page_has_no_inline_style_or_script(client, plan, mette, dashboard_url):
    client.force_login(mette)
    content = client.get(dashboard_url).content.decode()

    assert " style=" not in content
    assert "<style" not in content
    assert "onclick" not in content
