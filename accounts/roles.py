"""Which roles a person holds in a plan today: read once per request, asked by the predicates of `rules`."""

from typing import Any

import rules

from accounts.models import Membership, Role, User
from core import clock


def memberships_of(user: User) -> list[Membership]:
    """The memberships in force today with their plans, read once for each user object (that is: each request).

    Every page reads them, so no more is joined and nothing is sorted by name.
    """
    if not hasattr(user, "_memberships_today"):
        user._memberships_today = (
            list(Membership.objects.in_force(clock.today()).filter(user=user).select_related("plan").order_by("pk"))
            if user.is_authenticated and user.is_active
            else []
        )
    return user._memberships_today


def roles_in(user: User, plan_id: int) -> frozenset[str]:
    return frozenset(m.role for m in memberships_of(user) if m.plan_id == plan_id)


def staff_roles_in(user: User, plan_id: int) -> frozenset[int]:
    """The posts (StaffRole ids) the person holds as a worker in the plan."""
    return frozenset(
        m.staff_role_id
        for m in memberships_of(user)
        if m.plan_id == plan_id and m.role == Role.COMMUNITY_WORKER and m.staff_role_id
    )


PARENTS = (
    "activity", "criterion", "focus_area", "milestone", "forum", "meeting", "item", "budget", "line", "adjustment",
    "next_year",
)  # fmt: skip


def plan_id_of(obj: Any) -> int | None:
    """The plan a row belongs to: its own pk for a plan, `plan_id`, or through the first of `PARENTS` it has."""
    if obj is None:
        return None
    if obj._meta.label == "activities.Plan":
        return obj.pk
    for parent in PARENTS:
        if not hasattr(obj, "plan_id") and getattr(obj, parent, None) is not None:
            return plan_id_of(getattr(obj, parent))
    return getattr(obj, "plan_id", None)


def has_role(*roles: Role) -> Any:
    """A predicate: the person holds one of `roles` in the plan the object belongs to."""
    name = "has_role:" + "/".join(roles)

    @rules.predicate(name=name)
    def check(user: User, obj: Any = None) -> bool:
        plan_id = plan_id_of(obj)
        return plan_id is not None and not roles_in(user, plan_id).isdisjoint(roles)

    return check


is_lead = has_role(Role.SECRETARIAT_LEAD)
is_worker = has_role(Role.COMMUNITY_WORKER)
is_coordinator = has_role(Role.SOCIAL_COORDINATOR)
is_steering = has_role(Role.STEERING_GROUP)
is_reference = has_role(Role.REFERENCE_GROUP)
is_member = has_role(*Role)
