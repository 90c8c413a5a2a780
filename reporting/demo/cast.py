"""Who writes what in the demo."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Membership, Role
from activities.models import Plan, StaffRole


@dataclass(frozen=True)
class Cast:
    """The demo's people: the lead, who holds which post, and the koordinator where there is one."""

    lead: Any
    by_post: dict[int, Any]
    coordinator: Any = None

    def of(self, post: StaffRole | None) -> Any:
        """The person in a post; the lead where nobody is."""
        return self.by_post.get(post.pk, self.lead) if post else self.lead


def cast_of(plan: Plan, on: date) -> Cast | None:
    """The people of the plan on a day, or None without a sekretariatsleder."""
    rows = Membership.objects.in_force(on).filter(plan=plan).select_related("user").order_by("pk")
    lead = next((m.user for m in rows if m.role == Role.SECRETARIAT_LEAD), None)
    if lead is None:
        return None
    workers = {m.staff_role_id: m.user for m in rows if m.role == Role.COMMUNITY_WORKER and m.staff_role_id}
    coordinator = next((m.user for m in rows if m.role == Role.SOCIAL_COORDINATOR), None)
    return Cast(lead, workers, coordinator)
