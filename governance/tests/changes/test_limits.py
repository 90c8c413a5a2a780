"""The limits of the lights hold from a day: an adjustment leaves another beside what the plan
began with. Today is 31 August 2013."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from activities import actions as plan_actions
from activities.models import Plan, SuccessCriterion
from activities.planfile import export_plan
from activities.progress.read import criterion_figure, plan_progress
from activities.progress.rules import Thresholds
from core import bound
from core.lights import Light
from governance.changes import subjects
from governance.changes.adjustments import actions as course
from governance.changes.adjustments.words import texts
from governance.decided import Decided
from reporting.data.method import explained

TODAY, FROM = date(2013, 8, 31), date(2013, 9, 1)
STRICT = {"on_track_from": 95, "at_risk_from": 80, "milestone_grace_days": 5, "min_answers": 20}


def adjusted(plan, mette, birgit, on=FROM, **values):
    """In force through the whole course."""
    row = subjects.find(plan, f"limits-{plan.pk}")
    row.new = STRICT | values
    row.title, row.reason, row.consequence = "Strammere grænser", "Derfor", "Flere er bagud"
    row.in_force_on = on
    course.draft(row, by=mette)
    course.propose(row, by=mette, expected_version=row.lock_version)
    shown = bound.token(texts(row))
    course.decide(row, yes=True, where=Decided(TODAY), note="", shown=shown, by=birgit)
    row.refresh_from_db()
    course.send(row, on=TODAY, reference="", expected_version=row.lock_version, by=mette)
    row.refresh_from_db()
    course.answer(
        row,
        yes=True,
        on=TODAY,
        text="",
        in_force_on=row.in_force_on,
        expected_version=row.lock_version,
        by=mette,
    )
    course.keep_adjustments(on)
    plan.refresh_from_db()
    row.refresh_from_db()
    return row


def test_figures_of_a_day_use_the_limits_of_that_day(plan, mette, birgit):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    plan_actions.register(criterion, on=date(2013, 3, 1), value=62, by=mette)

    row = adjusted(plan, mette, birgit)

    assert row.state == "in_force"
    assert (plan.on_track_from, plan.limits_on(FROM).on_track_from) == (90, 95)
    assert plan.limits_on(FROM).values == STRICT
    criterion = SuccessCriterion.objects.get(pk=criterion.pk)
    before, after = (criterion_figure(criterion, day) for day in (TODAY, FROM))
    assert (before.light, after.light) == (Light.ON_TRACK, Light.AT_RISK)
    assert Thresholds.of(plan, TODAY) == Thresholds(90, 70, 10)


def test_notes_say_when_they_changed_and_earlier_notes_do_not(plan, mette, birgit):
    adjusted(plan, mette, birgit)

    said = {item.title: item.text for item in explained(plan, FROM)}

    assert said["Grænser, der er ændret"].replace("\u00a0", " ") == (
        "Fra 1. september 2013: på sporet fra 95 % (før 90 %), risiko fra 80 % (før 70 %), "
        "milepæl forsinket efter 5 dage (før 30 dage) og andele mindst 20 svar (før 10 svar)."
    )
    assert "Grænser, der er ændret" not in {item.title for item in explained(plan, TODAY)}
    assert (
        "Mindst 95" in said["Lys for et kriterium"] or "mindst 95" in said["Lys for et kriterium"]
    )


def test_they_are_chosen_and_typed_as_every_adjustment(client, plan, mette):
    client.force_login(mette)
    choose = client.get(reverse("adjustment-choose", args=[plan.slug])).content.decode()
    address = reverse("adjustment-new", args=[plan.slug, f"limits-{plan.pk}"])
    page = client.get(address).content.decode()
    words = {
        "title": "Strammere",
        "in_force_on": "1.9.2013",
        "reason": "Derfor",
        "consequence": "Flere er bagud",
        **{name: str(value) for name, value in STRICT.items()},
    }
    key = {"key": "11111111-1111-4111-8111-111111111111"}

    wrong = client.post(address, words | key | {"at_risk_from": "95"})
    made = client.post(address, words | key)

    assert "Grænser for lys" in choose and 'value="90"' in page
    assert (wrong.status_code, made.status_code) == (422, 302)
    assert "Grænsen for risiko skal ligge under" in wrong.content.decode()
    assert client.get(made.url).status_code == 200


@pytest.mark.parametrize(("name", "value"), [("on_track_from", 101), ("min_answers", 0)])
def test_a_limit_that_cannot_be_is_told_at_its_field(plan, name, value):
    subject = subjects.of(subjects.find(plan, f"limits-{plan.pk}"))

    with pytest.raises(ValidationError) as refused:
        subject.value_of(STRICT | {name: value})

    assert set(refused.value.message_dict) == {name}


def test_a_second_change_builds_on_the_first(plan, mette, birgit):
    adjusted(plan, mette, birgit)
    settle = date(2013, 10, 1)

    adjusted(plan, mette, birgit, on=settle, on_track_from=85)

    assert [plan.limits_on(day).on_track_from for day in (TODAY, FROM, settle)] == [90, 95, 85]


def test_a_plan_file_tells_what_is_another_from_a_later_day(plan, mette, birgit):
    adjusted(plan, mette, birgit)

    text = export_plan(plan).replace("\u00a0", " ")

    assert "# - Grænser, på sporet fra: 95 % fra 1.9.2013" in text
    assert "on_track_from: 95" not in text


def test_the_limits_cost_no_query(plan, mette, birgit, django_assert_num_queries):
    adjusted(plan, mette, birgit)
    plan = Plan.objects.get(pk=plan.pk)

    with django_assert_num_queries(3):
        plan_progress(plan, FROM)
