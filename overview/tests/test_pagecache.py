"""Kept pages: cheap, always right, and nobody's but one's own."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.urls import reverse

from accounts.models import Membership, Role
from accounts.tests.factories import MembershipFactory, UserFactory
from accounts.tests.test_admin import fields_of
from activities import actions
from activities.models import FocusArea, PeriodComment, SuccessCriterion
from core import pagecache
from core.lights import Light
from core.periods import Period
from milestones import actions as milestone_actions
from milestones.models import Milestone

PAGES = ["dashboard", "activity-list", "activity", "method"]


def address(plan, name):
    return reverse(name, args=[plan.slug, "5.1.1"] if name == "activity" else [plan.slug])


def body(client, user, url):
    client.force_login(user)
    return client.get(url).content.decode()


def criterion(plan, code="5.1.1-1"):
    return SuccessCriterion.objects.select_related("activity__plan").get(
        activity__plan=plan, code=code
    )


@pytest.mark.parametrize("name", PAGES)
def test_kept_page_is_the_same_and_takes_three_queries(
    client, plan, mette, name, django_assert_num_queries
):
    url = address(plan, name)
    first = body(client, mette, url)

    with django_assert_num_queries(3):
        again = client.get(url)

    assert again.content.decode() == first
    assert again["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in again["Content-Security-Policy"]
    assert again["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("name", PAGES)
def test_two_of_the_same_role_see_their_own_names(client, plan, kirsten, name):
    other = UserFactory(name="Åse <b>Holm</b> & Søn", email="aase@example.org")
    MembershipFactory(user=other, plan=plan, role=Role.REFERENCE_GROUP)
    url = address(plan, name)

    first, second = body(client, kirsten, url), body(client, other, url)

    assert first.count("Kirsten Bay") == 1
    assert "Kirsten" not in second
    assert second.count("Åse &lt;b&gt;Holm&lt;/b&gt; &amp; Søn") == 1
    assert first.count(f'<data value="{kirsten.pk}">') == 1
    assert f'"{kirsten.pk}"' not in second
    hers = f'"{kirsten.pk}">Kirsten Bay<'
    assert second.replace(f'"{other.pk}">Åse &lt;b&gt;Holm&lt;/b&gt; &amp; Søn<', hers) == first


def test_new_registration_shows_in_the_next_answer(client, plan, mette, kirsten):
    url = address(plan, "activity")
    assert '<p class="crit__num num crit__num--none">ikke målt' in body(client, kirsten, url)

    actions.register(criterion(plan), on=date(2013, 8, 30), value=71, by=mette)

    assert '<p class="crit__num num">71 <span>af 100 familier</span>' in body(client, kirsten, url)


def test_undone_registration_is_gone_from_the_next_answer(client, plan, mette):
    row = actions.register(criterion(plan), on=date(2013, 8, 30), value=71, by=mette)
    url = address(plan, "activity")
    assert '<p class="crit__num num">71 ' in body(client, mette, url)

    actions.void(row, by=mette)

    assert '<p class="crit__num num crit__num--none">ikke målt' in body(client, mette, url)


def test_milestone_change_shows_in_the_next_answer(client, plan, mette):
    url = address(plan, "dashboard")
    assert "Milepælen er ikke nået endnu" in body(client, mette, url)

    milestone_actions.reach(
        Milestone.objects.get(plan=plan, code="M1"), on=date(2013, 8, 30), by=mette
    )

    assert "Milepælen er nået" in body(client, mette, url)


def test_light_and_comment_show_in_the_next_answer(client, plan, mette):
    actions.register(criterion(plan), on=date(2013, 8, 30), value=71, by=mette)
    dashboard, activity = address(plan, "dashboard"), address(plan, "activity")
    assert "Reglen siger" not in body(client, mette, dashboard)
    assert "Vi er forsinket af ferien" not in body(client, mette, activity)

    period = Period.quarter(2013, 3)
    area = FocusArea.objects.get(plan=plan, code="1")
    actions.override_light(area, period, light=Light.DELAYED, reason="Piloten er bagud", by=mette)
    actions.write_comment(
        plan, period, text="Vi er forsinket af ferien", by=mette, criterion=criterion(plan)
    )

    assert "Sat af Mette Holm 31.8. Reglen siger Risiko." in body(client, mette, dashboard)
    assert "Vi er forsinket af ferien" in body(client, mette, activity)
    assert PeriodComment.objects.get().text == "Vi er forsinket af ferien"


def change_in_admin(client, user, row, **changed):
    """Save the row's form under Opsætning as it stands, with `changed`."""
    client.force_login(user)
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    fields = fields_of(client.get(url))
    assert client.post(url, {**fields, **changed}).status_code == 302


def test_limits_changed_under_opsaetning_show_in_the_next_answer(client, plan, mette):
    url = address(plan, "method")
    assert "Mindst 90\u00a0% af det forventede." in body(client, mette, url)

    change_in_admin(client, mette, plan, on_track_from=85)

    assert "Mindst 85\u00a0% af det forventede." in body(client, mette, url)


def test_area_renamed_under_opsaetning_shows_in_the_next_answer(client, plan, mette, kirsten):
    url = address(plan, "dashboard")
    assert "Beboernetværk</a>" in body(client, kirsten, url)

    change_in_admin(client, mette, FocusArea.objects.get(plan=plan, code="3"), name="Naboer")

    assert "Naboer</a>" in body(client, kirsten, url)
    assert "Beboernetværk" not in body(client, kirsten, url)


def test_new_day_is_a_new_page(client, plan, mette, settings):
    url = address(plan, "dashboard")
    assert "tal pr. 31.\u00a0august 2013" in body(client, mette, url)

    settings.DEMO_DATE = date(2013, 9, 1)

    assert "tal pr. 1.\u00a0september 2013" in body(client, mette, url)


def test_change_of_role_leaks_nothing(client, plan, mette, peter):
    actions.register(criterion(plan), on=date(2013, 8, 30), value=3, by=mette)
    url = address(plan, "activity")
    assert "Seneste" not in body(client, mette, url)
    assert 'id="h-reg"' in body(client, mette, url)

    Membership.objects.filter(user=mette).update(role=Role.REFERENCE_GROUP)

    after = body(client, mette, url)
    assert 'id="h-reg"' not in after
    assert "Registrer" not in after
    assert 'id="h-reg"' in body(client, peter, url)


def test_ended_membership_is_404_also_for_a_kept_page(client, plan, kirsten):
    url = address(plan, "dashboard")
    body(client, kirsten, url)

    Membership.objects.filter(user=kirsten).update(ends_on=date(2013, 8, 30))

    assert client.get(url).status_code == 404


def test_workers_have_each_their_own_page(client, plan, peter):
    """Only the one who made a registration may correct it."""
    other = UserFactory(name="Sara Winther", email="sara@example.org")
    MembershipFactory(
        user=other,
        plan=plan,
        role=Role.COMMUNITY_WORKER,
        staff_role=plan.staff_roles.get(code="BM"),
    )
    row = actions.register(criterion(plan, "5.2.2-1"), on=date(2013, 8, 30), value=3, by=peter)
    url = reverse("activity", args=[plan.slug, "5.2.2"])
    edit = reverse("registration-edit", args=[plan.slug, row.pk])

    assert edit in body(client, peter, url)
    assert edit not in body(client, other, url)


def test_waiting_message_is_shown_once_and_never_kept(client, plan, mette):
    url = address(plan, "dashboard")
    client.force_login(mette)
    client.get(url)
    row = actions.register(criterion(plan), on=date(2013, 8, 30), value=3, by=mette)
    client.post(reverse("registration-void", args=[plan.slug, row.pk]), {"next": url})

    with_message, after = client.get(url), client.get(url)

    assert "tæller ikke længere med" in with_message.content.decode()
    assert "tæller ikke længere med" not in after.content.decode()
    assert list(get_messages(after.wsgi_request)) == []


@pytest.mark.parametrize("name", PAGES)
def test_kept_pages_hold_no_form_and_no_token(client, plan, mette, name):
    content = body(client, mette, address(plan, name))

    assert "csrfmiddlewaretoken" not in content
    assert content.count("<span data-user-name>") == 1


def test_page_with_a_token_is_never_kept(client, plan, mette):
    client.force_login(mette)
    client.get(reverse("plan-home", args=[plan.slug]))

    assert caches["pages"]._cache == {}


def test_missing_period_is_never_kept(client, plan, mette, django_assert_num_queries):
    client.force_login(mette)
    client.get(address(plan, "dashboard") + "?periode=2013-K4")

    assert caches["pages"]._cache == {}


def test_key_depends_on_address_stamp_release_day_and_htmx(rf, settings):
    keys = set()
    for path, headers in (("/a/", {}), ("/a/?x=1", {}), ("/a/", {"HX-Request": "true"})):
        for stamp in ((1, 2), (1, "2"), (12,)):
            keys.add(pagecache.key_of(rf.get(path, headers=headers), stamp))
    settings.RELEASE = "ny"
    keys.add(pagecache.key_of(rf.get("/a/"), (1, 2)))
    settings.DEMO_DATE = date(2013, 9, 1)
    keys.add(pagecache.key_of(rf.get("/a/"), (1, 2)))

    assert len(keys) == 11
