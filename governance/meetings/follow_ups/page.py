"""The list of what is to be done after decisions: what is late, what is open, what is done."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.lights import Light
from governance.hub import Card
from governance.meetings.follow_ups.rules import headline, state_of
from governance.models import FollowUp


@dataclass(frozen=True)
class Line:
    """One follow-up: its light in words, the meeting it came of, and what the person may do with
    it."""

    row: FollowUp
    light: Light
    state: str
    may_finish: bool
    knows_meeting: bool


@dataclass(frozen=True)
class FollowUpPage:
    title: str
    late: tuple[Line, ...]
    open: tuple[Line, ...]
    done: tuple[Line, ...]


def follow_up_page(
    rows: Iterable[FollowUp], today: date, mine: int, known: Container[int], *, writes: bool
) -> FollowUpPage:
    """`rows` with point, meeting and forum read along; `mine`: the person's id; `known`: the
    meetings (ids) they see.

    Whoever is to do something need not be of the group that decided it.
    """
    lines = [
        Line(
            row,
            *state_of(row, today),
            may_finish=writes or row.responsible_id == mine,
            knows_meeting=row.item is not None and row.item.meeting_id in known,
        )
        for row in rows
    ]
    live = [line for line in lines if line.row.is_open]
    done = sorted(
        (line for line in lines if not line.row.is_open),
        key=lambda x: x.row.done_on or today,
        reverse=True,
    )
    return FollowUpPage(
        headline([line.row for line in live], today),
        tuple(line for line in live if line.row.due_on < today),
        tuple(line for line in live if line.row.due_on >= today),
        tuple(done),
    )


def card(user: User, plan: Plan, today: date) -> Card:
    live = list(FollowUp.objects.visible_to(user).open().filter(plan=plan))
    light = Light.DELAYED if any(row.due_on < today for row in live) else None
    return Card(
        "Opfølgning",
        f"{headline(live, today)}.",
        reverse("follow-up-list", args=[plan.slug]),
        light,
    )
