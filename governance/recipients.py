"""Who a meeting's papers go to: those with a seat in its forum today, and whether each can open them."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Membership, User
from activities.models import Plan
from core import clock
from governance.models import Forum, Seat


@dataclass(frozen=True)
class Recipient:
    """One seat. `user` None: a function nobody has a login for. `plan`: the one they reach the meeting through."""

    function: str
    user: User | None
    plan: Plan | None

    @property
    def gets_mail(self) -> bool:
        return self.user is not None and self.plan is not None

    @property
    def why_not(self) -> str:
        if self.user is None:
            return "ingen bruger"
        return "" if self.plan else "brugeren har ikke adgang til planen"

    def to_json(self) -> dict[str, Any]:
        return {"user": self.user.pk, "name": self.user.name, "function": self.function} if self.user else {}


def recipients(forum: Forum) -> list[Recipient]:
    """The forum's seats today in their order, a person with several once. Two queries."""
    today = clock.today()
    seats = Seat.objects.in_force(today).filter(forum=forum).select_related("user")
    plans = plans_by_user(forum)
    found, seen = [], set()
    for seat in seats:
        user = seat.user if seat.user and seat.user.is_active else None
        if user and user.pk in seen:
            continue
        seen.add(user.pk if user else None)
        found.append(Recipient(seat.function, user, plans.get(user.pk) if user else None))
    return found


def plans_by_user(forum: Forum) -> dict[int, Plan]:
    """Through which of the forum's plans each person reaches it today: its own first."""
    rows = Membership.objects.in_force(clock.today()).filter(plan__in=forum.plan_pks).select_related("plan")
    ordered = sorted(rows, key=lambda row: (row.plan_id != forum.plan_id, row.plan.name, row.pk))
    found: dict[int, Plan] = {}
    for row in ordered:
        found.setdefault(row.user_id, row.plan)
    return found
