"""Meetings in people's own calendars: one as a file, a forum's as an address to follow."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, clock
from core.downloads import as_attachment, safe_name
from governance.meetings.calendar import actions, feeds, ics
from governance.meetings.meetings.views import find
from governance.meetings.papers.recipients import plans_by_user
from governance.models import Forum
from governance.views import one_click

KEPT = timedelta(days=366)


@require_safe
def meeting_file(request: Request, slug: str, pk: int) -> HttpResponse | FileResponse:
    """One meeting, for who may know of it."""
    plan, meeting = find(request, slug, pk)
    content = ics.calendar(str(meeting.forum), [ics.event(meeting, plan)])
    return as_attachment(content, safe_name(ics.filename(meeting)), ics.CONTENT_TYPE)


@login_not_required
@require_safe
def feed(request: Request, key: str) -> HttpResponse:
    """A forum's dates, for a calendar that cannot log in: for as long as whose address it is may
    know of them."""
    found = feeds.find(key)
    if found is None:
        raise Http404
    forum, user = found
    plan = plans_by_user(forum).get(user.pk, forum.plan)
    meetings = forum.meetings.filter(on__gte=clock.today() - KEPT).select_related("forum__plan")
    content = ics.calendar(f"{forum}, {plan}", [ics.event(meeting, plan) for meeting in meetings])
    response = HttpResponse(content, content_type=ics.CONTENT_TYPE)
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def feed_open(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, forum = _forum(request, slug, pk)

    def act() -> str:
        had = forum.feed_key is not None
        actions.renew(forum, by=request.user)
        return (
            "Kalenderlinkene er fornyet. De gamle virker ikke mere."
            if had
            else "Hver har nu sit eget kalenderlink."
        )

    return one_click(request, _url(plan, forum), act)


@require_POST
def feed_close(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, forum = _forum(request, slug, pk)

    def act() -> str:
        actions.close(forum, by=request.user)
        return "Kalenderlinkene er lukket."

    return one_click(request, _url(plan, forum), act)


def _forum(request: Request, slug: str, pk: int) -> tuple[Plan, Forum]:
    plan = plan_at(request, slug, "governance.view")
    forum = access.find(request.user, "governance.serve", Forum.objects.of_plan(plan), pk=pk)
    return plan, forum


def _url(plan: Plan, forum: Forum) -> str:
    return f"{reverse('forum-list', args=[plan.slug])}#f-{forum.pk}"
