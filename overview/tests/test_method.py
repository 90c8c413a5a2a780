"""Sådan regner vi: the plan's own limits, and examples worked out with its own figures."""

from datetime import date

from django.urls import reverse

from activities.method import criterion_signs
from activities.models import SuccessCriterion
from activities.progress.read import plan_progress
from activities.tests.factories import PlanFactory, RegistrationFactory
from core.lights import Light
from milestones.method import milestone_signs
from overview.method.page import method

TODAY = date(2013, 8, 31)


def log(plan, code, value, base=None, on=date(2013, 6, 4)):
    RegistrationFactory(
        criterion=SuccessCriterion.objects.get(activity__plan=plan, code=code),
        value=value,
        base=base,
        on=on,
    )


def test_rules_are_told_with_the_plans_own_limits():
    plan = PlanFactory.build(on_track_from=85, at_risk_from=60, milestone_grace_days=14)
    limits = plan.limits_on(date(2013, 8, 31))

    assert [sign.rule for sign in criterion_signs(limits)][1:4] == [
        "Mindst 85\u00a0% af det forventede.",
        "Fra 60\u00a0% til under 85\u00a0%.",
        "Under 60\u00a0%.",
    ]
    assert milestone_signs(limits)[4].rule == "Højst 14 dage efter fristen."


def test_example_of_a_count_is_worked_out_line_by_line(plan):
    log(plan, "5.1.1-1", 71)

    (example,) = method(plan, plan_progress(plan, TODAY)).examples

    assert (example.name, example.light, example.code) == (
        "Familier deltog",
        Light.ON_TRACK,
        "5.1.1-1",
    )
    assert example.lines == (
        "Målet for 2013 er 100 familier.",
        "243 af 365 dage er gået. 100 × 243 / 365 = 66,6 forventet nu.",
        "71 er registreret.",
        "107\u00a0% af de forventede 66,6. På sporet er fra 90\u00a0%.",
    )


def test_examples_of_percent_and_average_rest_on_measurements(plan):
    log(plan, "5.1.1-2", 12, 24)
    log(plan, "5.3.5-2", 22, 2)

    percent, average = method(plan, plan_progress(plan, TODAY)).examples

    assert percent.lines == (
        "Målet for 2013 er 75\u00a0%.",
        "Seneste måling (4.\u00a0juni 2013): 12 af 24 = 50\u00a0%. Ældre målinger lægges ikke til.",
        "67\u00a0% af målet på 75\u00a0%. Forsinket er under 70\u00a0%.",
    )
    assert average.lines == (
        "Målet for 2013 er 12 beboere.",
        "22 fremmødte ved 2 møder: 22 / 2 = 11.",
        "92\u00a0% af målet på 12. På sporet er fra 90\u00a0%.",
    )


def test_only_the_counting_rules_in_use_are_told(plan):
    assert [term.name for term in method(plan, plan_progress(plan, TODAY)).counting] == [
        "Fremmøder",
        "Måling",
        "Møder",
    ]


def test_page_shows_every_light_as_shape_and_word(client, plan, kirsten):
    client.force_login(kirsten)

    content = client.get(reverse("method", args=[plan.slug])).content.decode()

    for light in (
        Light.REACHED,
        Light.ON_TRACK,
        Light.AT_RISK,
        Light.DELAYED,
        Light.NOT_STARTED,
        Light.NOT_MEASURED,
    ):
        assert f'<span class="light light--{light.css}"><svg' in content
        assert f"</svg>{light.label}</span>" in content
    assert "Der er ikke registreret noget endnu." in content


def test_example_leads_to_its_figure(client, plan, kirsten):
    log(plan, "5.1.1-1", 71)
    client.force_login(kirsten)

    content = client.get(reverse("method", args=[plan.slug])).content.decode()

    assert (
        f'<a href="{reverse("activity", args=[plan.slug, "5.1.1"])}#5.1.1-1">Familier deltog</a>'
        in content
    )
