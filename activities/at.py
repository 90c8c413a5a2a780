"""How a view begins: the plan in the address (ADR 14)."""

from accounts.http import Request
from accounts.roles import memberships_of
from activities.models import Plan
from core.access import reach, require


def plan_at(request: Request, slug: str, permission: str) -> Plan:
    """The plan in the address: Http404 unseen, PermissionDenied refused.

    A member's plan comes with the memberships, which every page reads anyway: the gate's answer
    with one query less. Whoever is no member asks the gate (a superuser sees all).
    """
    own = next((m.plan for m in memberships_of(request.user) if m.plan.slug == slug), None)
    if own is None:
        return reach(request.user, permission, Plan.objects, slug=slug)  # type: ignore[no-any-return]
    require(request.user, permission, own)
    return own
