"""When the fora meet, and when material is due. The pages: test_meeting_pages."""

from datetime import date

import pytest
from django.urls import reverse

from governance.models import Forum, ForumKind, Meeting, MeetingState
from governance.tests.factories_fora import MET, ForumFactory, MeetingFactory, SteeringFactory


@pytest.mark.parametrize(
    ("days", "due"),
    [(None, date(2013, 9, 18)), (0, MET), (7, date(2013, 9, 18)), (30, date(2013, 8, 26))],
)
def test_material_is_due_a_week_before_unless_the_forum_says_else(days, due):
    assert Meeting(forum=Forum(material_days=days), on=MET).material_on == due


def test_next_meeting_of_a_kind_is_the_first_that_is_neither_over_nor_cancelled(plan):
    steering, followers = SteeringFactory(plan=plan), ForumFactory(plan=plan)
    MeetingFactory(forum=steering, on=date(2013, 8, 30))
    MeetingFactory(forum=steering, on=date(2013, 9, 1), state=MeetingState.CANCELLED)
    MeetingFactory(forum=followers, on=date(2013, 9, 2))
    later, soon = (MeetingFactory(forum=steering, on=on) for on in (MET, date(2013, 8, 31)))

    ahead = Meeting.objects.of_plan(plan).ahead(date(2013, 8, 31), ForumKind.STEERING_GROUP)

    assert list(ahead) == [soon, later]


def test_the_administration_only_shows_meetings(client, plan, mette):
    """They have a course and rules of their own, which the administration would pass by."""
    meeting = MeetingFactory(forum=SteeringFactory(plan=plan))
    client.force_login(mette)

    shown = client.get(reverse("admin:governance_meeting_change", args=[meeting.pk]))
    added = client.get(reverse("admin:governance_meeting_add"))

    assert (shown.status_code, added.status_code) == (200, 403)
    assert 'name="on"' not in shown.content.decode()
