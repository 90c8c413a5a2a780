"""Who writes what in the demo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Membership, Role
from activities.models import Plan, StaffRole


@dataclass(frozen=True)
class Cast:
    """The demo's people: the lead, who holds which post, the koordinator where there is one, and
    one of each role."""

    lead: Any
    by_post: dict[int, Any]
    coordinator: Any = None
    by_role: Mapping[str, Any] = field(default_factory=dict)

    def of(self, post: StaffRole | None) -> Any:
        """The person in a post; the lead where nobody is."""
        return self.by_post.get(post.pk, self.lead) if post else self.lead


def cast_of(plan: Plan, on: date) -> Cast | None:
    """The people of the plan on a day, or None without a sekretariatsleder."""
    rows = Membership.objects.in_force(on).filter(plan=plan).select_related("user").order_by("pk")
    by_role: dict[str, Any] = {}
    for row in rows:
        by_role.setdefault(row.role, row.user)
    lead = by_role.get(Role.SECRETARIAT_LEAD)
    if lead is None:
        return None
    workers = {
        m.staff_role_id: m.user for m in rows if m.role == Role.COMMUNITY_WORKER and m.staff_role_id
    }
    return Cast(lead, workers, by_role.get(Role.SOCIAL_COORDINATOR), by_role)
