"""What the views of logging share."""

from django.contrib import messages

from accounts.http import Request
from activities.models import Plan
from core.access import reach


def plan_for(request: Request, permission: str, slug: str) -> Plan:
    """The plan in the address: 404 unseen, 403 refused."""
    return reach(request.user, permission, Plan.objects, slug=slug)  # type: ignore[no-any-return]


def said_with_undo(request: Request, text: str, url: str) -> None:
    """Tell what happened, with the way back (the toast's button posts to `url`)."""
    messages.success(request, text, extra_tags=f"undo:{url}")
