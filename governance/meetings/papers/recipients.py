"""Who a meeting's papers go to: those with a seat in its forum today, and whether each can open
them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Membership, User
from activities.models import Plan
from core import clock
from core.danish import day
from governance.models import Forum, Meeting, PaperKind, Seat


@dataclass(frozen=True)
class Recipient:
    """One seat. `user` None: a function nobody has a login for. `plan`: the one they reach the
    meeting through.

    `why_not` says why no mail goes to it; `remark` what is worth knowing though one does.
    """

    function: str
    user: User | None
    plan: Plan | None
    why_not: str = ""
    remark: str = ""

    @property
    def gets_mail(self) -> bool:
        return not self.why_not

    def to_json(self) -> dict[str, Any]:
        return (
            {"user": self.user.pk, "name": self.user.name, "function": self.function}
            if self.user
            else {}
        )


def recipients(meeting: Meeting) -> list[Recipient]:
    """The seats of the meeting's forum in their order, a person with several once: those held
    today, and those that begin by the day of the meeting. Two queries."""
    forum, today = meeting.forum, clock.today()
    held = Seat.objects.in_force(today).filter(forum=forum)
    coming = Seat.objects.filter(forum=forum, starts_on__gt=today, starts_on__lte=meeting.on)
    plans = plans_by_user(forum)
    found, seen = [], set()
    for seat in (held | coming).select_related("user"):
        if seat.user_id and seat.user_id in seen:
            continue
        seen.add(seat.user_id)
        plan = plans.get(seat.user_id) if seat.user_id else None
        found.append(
            Recipient(
                seat.function,
                seat.user,
                plan,
                _why_not(seat, plan, today),
                _remark(seat, meeting.on),
            )
        )
    return found


def untold(meeting: Meeting) -> list[Recipient]:
    """Who gets mail today, but was not told of the agenda as it was last sent: they came later.
    Empty while it is being made, for then they will be."""
    agendas = meeting.papers.filter(kind=PaperKind.AGENDA).defer("snapshot").order_by("-revision")
    paper = agendas.prefetch_related("dispatches").first()
    if paper is None or not paper.is_done:
        return []
    told = {person["user"] for dispatch in paper.dispatches.all() for person in dispatch.to}
    return [
        one for one in recipients(meeting) if one.gets_mail and one.user and one.user.pk not in told
    ]


def _why_not(seat: Seat, plan: Plan | None, today: date) -> str:
    if seat.user is None:
        return "ingen bruger"
    if not seat.user.is_active:
        return "brugeren er lukket"
    if not seat.is_in_force(today):
        return f"pladsen begynder først den {day(seat.starts_on)}"
    return "" if plan else "brugeren har ikke adgang til planen"


def _remark(seat: Seat, on: date) -> str:
    return (
        f"pladsen slutter den {day(seat.ends_on)}, før mødet"
        if seat.ends_on and seat.ends_on < on
        else ""
    )


def plans_by_user(forum: Forum) -> dict[int, Plan]:
    """Through which of the forum's plans each person reaches it today: its own first."""
    rows = (
        Membership.objects.in_force(clock.today())
        .filter(plan__in=forum.plan_pks)
        .select_related("plan")
    )
    ordered = sorted(rows, key=lambda row: (row.plan_id != forum.plan_id, row.plan.name, row.pk))
    found: dict[int, Plan] = {}
    for row in ordered:
        found.setdefault(row.user_id, row.plan)
    return found
