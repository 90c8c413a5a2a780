"""What each role takes part in, and which roles a person holds in a plan today: asked by the
predicates of `rules`."""

from enum import StrEnum
from typing import Any

import rules

from accounts.models import Membership, Role, User
from core import clock


class Part(StrEnum):
    """What a role takes part in. Rights ask for a part and never for a role: a new role is a row
    of PARTS."""

    LEADS = "leads"  # writes the plan's figures and texts, and keeps its reference data
    LOGS = "logs"  # registers on what the post it holds has hours on
    COORDINATES = "coordinates"  # issues notes, and writes down what the styregruppe decides
    SECRETARIAT = "secretariat"  # serves the groups: prepares all of how the plan is steered
    STAFF = "staff"  # sees registrations, hours and small numbers
    PROPOSALS = "proposals"  # reads the money, and what has been proposed
    NOTES = "notes"  # reads issued notes
    RETURNS = "returns"  # reads what was reported to the funder
    STEERING = "steering"  # reads the styregruppe's meetings
    REFERENCE = "reference"  # reads the følgegruppe's meetings
    PROGRESS = "progress"  # reads the fremdriftsgruppe's meetings


PARTS = {
    Role.SECRETARIAT_LEAD: {Part.LEADS, Part.SECRETARIAT, Part.STAFF},
    Role.COMMUNITY_WORKER: {Part.LOGS, Part.STAFF, Part.NOTES, Part.PROGRESS},
    Role.SOCIAL_COORDINATOR: {Part.COORDINATES, Part.SECRETARIAT, Part.STAFF},
    Role.STEERING_GROUP: {Part.PROPOSALS, Part.NOTES, Part.RETURNS, Part.STEERING},
    Role.REFERENCE_GROUP: {Part.PROPOSALS, Part.NOTES, Part.REFERENCE},
    Role.LOCAL_INSPECTOR: {Part.PROGRESS},
}


def roles_with(*parts: Part) -> tuple[Role, ...]:
    """The roles that take one of the parts."""
    return tuple(role for role, own in PARTS.items() if not own.isdisjoint(parts))


def memberships_of(user: User) -> list[Membership]:
    """The memberships in force today with their plans, read once for each user object (that is:
    each request).

    Every page reads them, so no more is joined and nothing is sorted by name.
    """
    if not hasattr(user, "_memberships_today"):
        user._memberships_today = (
            list(
                Membership.objects.in_force(clock.today())
                .filter(user=user)
                .select_related("plan")
                .order_by("pk")
            )
            if user.is_authenticated and user.is_active
            else []
        )
    return user._memberships_today


def roles_in(user: User, plan_id: int) -> frozenset[str]:
    return frozenset(m.role for m in memberships_of(user) if m.plan_id == plan_id)


def plans_with(user: User, part: Part) -> list[int]:
    """The plans (pk) the person takes the part in."""
    return [m.plan_id for m in memberships_of(user) if part in PARTS[Role(m.role)]]


def staff_roles_in(user: User, plan_id: int) -> frozenset[int]:
    """The posts (StaffRole ids) the person holds as a worker in the plan."""
    return frozenset(
        m.staff_role_id
        for m in memberships_of(user)
        if m.plan_id == plan_id and Part.LOGS in PARTS[Role(m.role)] and m.staff_role_id
    )


def plan_id_of(obj: Any) -> int | None:
    """The plan a row belongs to: its `plan_id` (a plan's is its own), or that of the row its
    model says `plan_via`."""
    while obj is not None and not hasattr(obj, "plan_id"):
        obj = getattr(obj, getattr(obj, "plan_via", ""), None)
    return obj and obj.plan_id


def takes(*parts: Part) -> Any:
    """A predicate: the person takes one of the parts in the plan the object belongs to."""
    roles = roles_with(*parts)

    @rules.predicate(name="takes:" + "/".join(parts))
    def check(user: User, obj: Any = None) -> bool:
        plan_id = plan_id_of(obj)
        return plan_id is not None and not roles_in(user, plan_id).isdisjoint(roles)

    return check


is_lead = takes(Part.LEADS)
is_worker = takes(Part.LOGS)
is_coordinator = takes(Part.COORDINATES)
is_secretariat = takes(Part.SECRETARIAT)
is_of_staff = takes(Part.STAFF)
reads_proposals = takes(Part.PROPOSALS)
reads_notes = takes(Part.NOTES)
reads_returns = takes(Part.RETURNS)
is_member = takes(*Part)
