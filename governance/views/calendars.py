"""Meetings in people's own calendars: one as a file, a forum's as an address to follow."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from activities.models import Plan
from core import access, clock
from core.downloads import as_attachment, safe_name
from governance import ics
from governance.actions import feeds as actions
from governance.models import Forum
from governance.views.common import one_click, plan_at
from governance.views.meetings import find

KEPT = timedelta(days=366)


@require_safe
def meeting_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse | FileResponse:
    """One meeting, for who may know of it."""
    _, meeting = find(request, slug, pk)
    content = ics.calendar(str(meeting.forum), [ics.event(meeting)])
    return as_attachment(content, safe_name(ics.filename(meeting)), ics.CONTENT_TYPE)


@login_not_required
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """A forum's dates, for a calendar that cannot log in: whoever has the address. No agenda, no persons."""
    forum = get_object_or_404(Forum.objects.select_related("plan"), feed_key=key)
    meetings = forum.meetings.filter(on__gte=clock.today() - KEPT).select_related("forum__plan")
    response = HttpResponse(
        ics.calendar(f"{forum}, {forum.plan}", map(ics.event, meetings)), content_type=ics.CONTENT_TYPE
    )
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def feed_open(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    plan, forum = _forum(request, slug, pk)

    def act() -> str:
        had = forum.feed_key is not None
        actions.renew(forum, by=request.user)
        return "Kalenderlinket er fornyet. Det gamle virker ikke mere." if had else "Kalenderlinket er lavet."

    return one_click(request, _url(plan, forum), act)


@require_POST
def feed_close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    plan, forum = _forum(request, slug, pk)

    def act() -> str:
        actions.close(forum, by=request.user)
        return "Kalenderlinket er lukket."

    return one_click(request, _url(plan, forum), act)


def _forum(request: HttpRequest, slug: str, pk: int) -> tuple[Plan, Forum]:
    plan = plan_at(request, slug)
    forum = get_object_or_404(Forum.objects.of_plan(plan), pk=pk)
    access.require(request.user, "governance.serve", forum)
    return plan, forum


def _url(plan: Plan, forum: Forum) -> str:
    return f"{reverse('forum-list', args=[plan.slug])}#f-{forum.pk}"
