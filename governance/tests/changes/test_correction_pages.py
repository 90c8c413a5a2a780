"""The pages of corrections, and where they are found. Today is 31 August 2013."""

from datetime import date

import pytest
from django.urls import reverse

from activities import actions as plan_actions
from activities.models import SuccessCriterion, Target
from core.periods import Period
from governance.changes.corrections import actions, things
from governance.models import Correction, CorrectionState
from governance.tests.pages import url

Q1 = Period.quarter(2013, 1)
KEY = "11111111-1111-4111-8111-111111111111"
TYPED = {
    "value": "1.000",
    "starts_on": "1.1.2013",
    "ends_on": "31.12.2013",
    "reason": "Planen siger 1000 på side 14.",
    "key": KEY,
}


@pytest.fixture
def criterion(plan):
    return SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")


@pytest.fixture
def target(criterion):
    return Target.objects.get(criterion=criterion)


@pytest.fixture
def in_force(plan, criterion, mette):
    plan_actions.register(criterion, on=date(2013, 3, 1), value=24, by=mette)
    plan_actions.close_period(plan, Q1, by=mette)


@pytest.fixture
def proposed(plan, target, in_force, mette):
    row = things.find(plan, f"target-{target.pk}")
    row.new = things.of(row).stands(target) | {"value": "1000"}
    row.reason = "Planen siger 1000 på side 14."
    return actions.propose(row, by=mette)


@pytest.fixture
def coordinator(client, birgit):
    client.force_login(birgit)
    return client


def html(answer):
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def test_the_lead_proposes_and_the_coordinator_gives_the_nod(
    client, plan, target, in_force, mette, birgit
):
    client.force_login(mette)
    address = url("correction-new", plan, f"target-{target.pk}")
    form = html(client.get(address))
    made = client.post(address, TYPED)
    again = client.post(address, TYPED)
    page = html(client.get(made.url))

    assert "Det, planen begyndte med: Måltal: 100 familier." in form
    assert "Det rækker ind i lukkede perioder: 1. kvartal 2013." in form
    assert (made.status_code, again.status_code, Correction.objects.count()) == (302, 302, 1)
    assert "Rækker ind i lukkede perioder: 1. kvartal 2013." in page
    assert url("correction-answer", plan, 1) not in page

    client.force_login(birgit)
    page = client.get(url("correction-answer", plan, 1))
    shown = page.context["form"].fields["shown"].initial
    assert "<dt>Lukkede perioder, det rækker ind i</dt><dd>1. kvartal 2013</dd>" in html(page)
    answer = client.post(url("correction-answer", plan, 1), {"answer": "yes", "shown": shown})

    assert (answer.status_code, answer.url) == (302, url("correction", plan, 1))
    target.refresh_from_db()
    assert target.value == 1000
    page = html(client.get(answer.url))
    assert "Rettet 31.8.2013, gælder fra begyndelsen" in page
    assert "Godkendt" in page and "Birgit Damgaard" in page
    history = html(client.get(url("correction-history", plan, 1)))
    assert "Godkendt" in history and "Indstillet" in history


def test_what_was_shown_and_is_another_now_is_a_409_with_both(coordinator, plan, proposed, target):
    address = url("correction-answer", plan, 1)
    shown = coordinator.get(address).context["form"].fields["shown"].initial
    Target.objects.filter(pk=target.pk).update(value=90)

    answer = coordinator.post(address, {"answer": "yes", "shown": shown, "why": "Se planen"})

    assert answer.status_code == 409
    assert "100 familier" in html(answer) and "90 familier" in html(answer)
    assert "Se planen" in html(answer)
    proposed.refresh_from_db()
    assert proposed.state == CorrectionState.PROPOSED


def test_a_no_without_a_reason_is_told_at_its_field(coordinator, plan, proposed, target):
    address = url("correction-answer", plan, 1)
    shown = coordinator.get(address).context["form"].fields["shown"].initial

    bare = coordinator.post(address, {"answer": "no", "shown": shown})
    none = coordinator.post(address, {"shown": shown})
    done = coordinator.post(address, {"answer": "no", "shown": shown, "why": "Der står 100."})

    assert (bare.status_code, none.status_code, done.status_code) == (422, 422, 302)
    assert bare.context["form"].errors == {"why": ["Skriv, hvorfor rettelsen afvises."]}
    target.refresh_from_db()
    assert target.value == 100
    assert "Der står 100." in html(coordinator.get(done.url))
    # Asked for again: back to where it stands.
    assert coordinator.get(address).url == url("correction", plan, 1)


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"value": ""}, "value"),
        ({"value": "mange"}, "value"),
        ({"value": "0"}, "value"),
        ({"value": "100"}, "value"),
        ({"ends_on": "30.12.2013"}, "ends_on"),
        ({"ends_on": "31.12.2012"}, "ends_on"),
        ({"reason": ""}, "reason"),
        ({"reason": "Mette Holm skrev forkert."}, "reason"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_what_was_typed_stays(
    client, plan, target, in_force, mette, typed, where
):
    client.force_login(mette)

    answer = client.post(url("correction-new", plan, f"target-{target.pk}"), TYPED | typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {where}
    assert "31.12.201" in html(answer) or "30.12.2013" in html(answer)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("key", "typed", "old", "new"),
    [
        (
            "criterion",
            {
                "measure": "count",
                "counting_rule": "enquiries",
                "level": "1",
                "direction": "at_least",
                "per": "100",
                "baseline": "79",
                "baseline_year": "2012",
                "course_kind": "shares",
                "course_steps": "0 60 80 100",
            },
            "Udgangspunkt: intet; Ventet forløb: jævnt over perioden",
            "Udgangspunkt: 79 i 2012; Ventet forløb: 0, 60, 80 og 100 % af målet, del for del",
        ),
        ("allocation", {"hours_min": "32", "hours_max": ""}, "10 timer", "32 timer"),
        ("milestone", {"period": "2013-K1"}, "3. kvartal 2013", "1. kvartal 2013"),
        (
            "limits",
            {
                "on_track_from": "80",
                "at_risk_from": "70",
                "milestone_grace_days": "30",
                "min_answers": "10",
            },
            "På sporet fra: 90 %",
            "På sporet fra: 80 %",
        ),
    ],
)
def test_every_kind_is_typed_on_a_form_of_its_own(
    client, plan, criterion, in_force, mette, key, typed, old, new
):
    pks = {
        "criterion": criterion.pk,
        "allocation": criterion.activity.allocations.get().pk,
        "milestone": plan.milestones.get(code="M1").pk,
        "limits": plan.pk,
    }
    client.force_login(mette)
    address = url("correction-new", plan, f"{key}-{pks[key]}")
    assert client.get(address).status_code == 200

    answer = client.post(address, typed | {"reason": "Planen siger det.", "key": KEY})

    assert answer.status_code == 302
    row = Correction.objects.get()
    assert old in row.old_text.replace("\u00a0", " ")
    assert new in row.new_text.replace("\u00a0", " ")
    assert client.get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "course",
    [
        {"course_kind": "once", "course_month": "13"},
        {"course_kind": "once", "course_month": "august"},
        {"course_kind": "shares"},
        {"course_kind": "shares", "course_steps": "0 60 90"},
        {"course_kind": "after", "course_after": "5.9.9-9", "course_months": "3"},
        {"course_kind": "after", "course_after": "5.2.2-1", "course_months": "tre"},
        {"course_kind": "", "course_steps": "0 100"},
    ],
)
def test_a_course_that_cannot_be_read_is_told_at_its_field(
    client, plan, criterion, in_force, mette, course
):
    client.force_login(mette)
    typed = {
        "measure": "count",
        "counting_rule": criterion.counting_rule,
        "level": "1",
        "direction": "at_least",
        "per": "100",
        "reason": "Planen siger det.",
        "key": KEY,
    }

    answer = client.post(url("correction-new", plan, f"criterion-{criterion.pk}"), typed | course)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"course"}


def test_one_that_fell_is_written_anew_from_its_words(client, plan, proposed, mette):
    client.force_login(mette)
    address = url("correction-withdraw", plan, 1)
    version = client.get(address).context["form"].fields["lock_version"].initial
    client.post(address, {"why": "Jeg tog fejl.", "lock_version": version})
    page = client.get(url("correction", plan, 1))

    form = client.get(page.context["again"])

    assert "Jeg tog fejl." in html(page)
    assert 'value="1.000"' in html(form) and "Planen siger 1000 på side 14." in html(form)


def test_who_is_not_of_the_secretariat_sees_what_is_in_force(client, plan, proposed, kirsten):
    client.force_login(kirsten)
    assert client.get(url("correction", plan, 1)).status_code == 404
    assert "Ingen fejl er rettet" in html(client.get(url("correction-list", plan)))

    Correction.objects.update(
        state=CorrectionState.REFUSED, decided_by=kirsten, decided_at=proposed.proposed_at,
        answer="Nej",
    )  # fmt: skip
    assert client.get(url("correction", plan, 1)).status_code == 404
    Correction.objects.update(state=CorrectionState.IN_FORCE)

    page = html(client.get(url("correction", plan, 1)))
    assert "1.000 familier" in page
    assert url("correction-withdraw", plan, 1) not in page


def test_the_hub_and_min_plan_say_that_one_waits(coordinator, client, plan, proposed, mette):
    hub, mine = (html(coordinator.get(url(name, plan))) for name in ("steering", "plan-home"))

    assert "Rettelse af fejl" in hub and "Én venter." in hub
    assert "Rettelse 1 venter på dit svar" in mine
    assert "100 familier rettes til 1.000 familier" in mine
    assert f'href="{url("correction-answer", plan, 1)}"' in mine

    client.force_login(mette)
    assert "venter på dit svar" not in html(client.get(url("plan-home", plan)))


def test_opsaetning_leads_to_it_from_every_held_thing(client, plan, in_force, mette, criterion):
    client.force_login(mette)
    milestone = plan.milestones.get(code="M1")
    for address in (
        reverse("admin:activities_successcriterion_change", args=[criterion.pk]),
        reverse("admin:activities_activity_change", args=[criterion.activity_id]),
        reverse("admin:activities_plan_change", args=[plan.pk]),
        reverse("admin:milestones_milestone_change", args=[milestone.pk]),
    ):
        page = html(client.get(address))
        assert "Stod det forkert fra begyndelsen: Ret en fejl</a>" in page
        assert f'href="{url("correction-choose", plan)}"' in page


def test_the_chooser_leads_to_the_things_form(client, plan, target, mette):
    client.force_login(mette)
    key = f"target-{target.pk}"

    assert client.get(url("correction-choose", plan), {"hvad": key}).url == url(
        "correction-new", plan, key
    )
    assert client.get(url("correction-choose", plan), {"hvad": "target-0"}).status_code == 422
    assert client.get(url("correction-new", plan, "target-0")).status_code == 302


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    coordinator, plan, proposed, criterion, mette, django_assert_num_queries
):
    address = url("correction-list", plan)
    coordinator.get(address)
    with django_assert_num_queries(4) as one:
        coordinator.get(address)
    for key in (f"criterion-{criterion.pk}", f"limits-{plan.pk}"):
        row = things.find(plan, key)
        value = things.of(row).stands(things.of(row).held)
        row.new = value | ({"level": 2} if "level" in value else {"on_track_from": 80})
        row.reason = "Derfor"
        actions.propose(row, by=mette)

    with django_assert_num_queries(len(one.captured_queries)):
        coordinator.get(address)
