"""What the reading pages share: the plan of the address, and what a kept page of it depends on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.http import Request
from accounts.models import User
from accounts.roles import is_worker, memberships_of, roles_in, staff_roles_in
from activities.models import Plan
from core import clock
from overview.periods import choose, segments, years


def page_stamp(user: User, plan: Plan) -> tuple[object, ...]:
    """All that a page of the plan may depend on, but the address: its data's version and the
    person's rights.

    A worker sees their own registrations differently from those of others, so theirs is kept for
    each.
    """
    roles = sorted(roles_in(user, plan.pk))
    return (
        plan.pk,
        plan.version,
        plan.lock_version,
        *roles,
        sorted(staff_roles_in(user, plan.pk)),
        user.pk if is_worker(user, plan) else None,
        user.is_superuser,
        user.is_staff,
        len({membership.plan_id for membership in memberships_of(user)}) > 1,
    )


def address(name: str, plan: Plan, pattern: str = "KODE") -> str:
    """The address of `name` in the plan with a place for the code: one reverse for all rows."""
    return reverse(name, args=[plan.slug, pattern]).replace(pattern, "{}")


def period_missing(request: Request, plan: Plan, name: str, message: str) -> HttpResponse:
    """404 with the reason, and the periods there are."""
    chosen = choose(plan, "", clock.today())
    context = {
        "plan": plan,
        "nav": name,
        "message": message,
        "segments": segments(plan, chosen),
        "years": years(plan, chosen),
        "url": reverse("dashboard", args=[plan.slug]),
    }
    return render(request, "overview/period_missing.html", context, status=404)
