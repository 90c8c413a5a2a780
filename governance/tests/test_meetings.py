"""When the fora meet: entered and moved by the sekretariatsleder in the administration, and when material is due."""

from datetime import date, time

import pytest
from django.urls import reverse

from governance.models import Forum, ForumKind, Meeting

MET = date(2013, 9, 25)


@pytest.fixture
def forum(plan):
    return Forum.objects.create(plan=plan, code="STG", name="Styregruppen", kind=ForumKind.STEERING_GROUP)


def save(client, forum, *meetings):
    """Post the forum's page with these meetings: (row or None, date, time, place)."""
    kept = sum(row is not None for row, *_ in meetings)
    data = {
        "code": forum.code,
        "name": forum.name,
        "kind": forum.kind,
        "position": 0,
        "lock_version": forum.lock_version,
        "meetings-TOTAL_FORMS": len(meetings),
        "meetings-INITIAL_FORMS": kept,
    }
    for n, (row, on, at, place) in enumerate(meetings):
        data |= {
            f"meetings-{n}-id": row.pk if row else "",
            f"meetings-{n}-forum": forum.pk,
            f"meetings-{n}-on": on,
            f"meetings-{n}-starts_at": at,
            f"meetings-{n}-place": place,
        }
    return client.post(reverse("admin:governance_forum_change", args=[forum.pk]), data)


def meetings():
    return list(Meeting.objects.values_list("on", "starts_at", "place"))


def test_the_lead_enters_a_years_meetings_on_the_forums_page(client, plan, mette, forum):
    client.force_login(mette)
    version = plan.version

    response = save(
        client, forum, (None, "25.9.2013", "16.00", "Kontoret"), (None, "4-12-2013", "16:30", ""), (None, "", "", "")
    )

    assert response.status_code == 302
    assert meetings() == [(MET, time(16), "Kontoret"), (date(2013, 12, 4), time(16, 30), "")]
    plan.refresh_from_db()
    assert plan.version > version


def test_the_lead_moves_a_meeting(client, mette, forum):
    row = Meeting.objects.create(forum=forum, on=MET)
    client.force_login(mette)

    assert save(client, forum, (row, "02.10.2013", "", "")).status_code == 302

    row.refresh_from_db()
    assert row.on == date(2013, 10, 2)


def test_two_meetings_on_one_day_are_refused(client, mette, forum):
    row = Meeting.objects.create(forum=forum, on=MET)
    client.force_login(mette)

    response = save(client, forum, (row, "25.09.2013", "", ""), (None, "25.9.2013", "", ""))

    assert response.status_code == 200
    assert meetings() == [(MET, None, "")]


def test_the_forums_page_has_a_row_to_write_in_without_a_script(client, mette, forum):
    client.force_login(mette)

    page = client.get(reverse("admin:governance_forum_change", args=[forum.pk]))

    assert 'name="meetings-0-on"' in page.content.decode()


def test_the_koordinator_does_not_enter_meetings(client, birgit, forum):
    client.force_login(birgit)

    assert save(client, forum, (None, "25.9.2013", "", "")).status_code == 403


@pytest.mark.parametrize(
    ("days", "due"), [(None, date(2013, 9, 18)), (0, MET), (7, date(2013, 9, 18)), (30, date(2013, 8, 26))]
)
def test_material_is_due_a_week_before_unless_the_forum_says_else(days, due):
    assert Meeting(forum=Forum(material_days=days), on=MET).material_on == due
