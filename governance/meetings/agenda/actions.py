"""The points of a meeting's agenda: begun with the standing ones, written, put in order, taken
off."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError

from accounts.models import User
from activities.models import Plan
from core.danish import listing, quantity
from core.periods import Period
from core.versioned import NotAllowedNow
from governance import rows
from governance.meetings.meetings.actions import require_open
from governance.meetings.meetings.queries import missing_standing
from governance.models import (
    Adjustment,
    AdjustmentState,
    AgendaItem,
    ForumKind,
    ItemKind,
    Meeting,
    Standing,
)

HAS_CONSEQUENCES = (
    "Punktet kan ikke slettes: en beslutning, en justering eller en opfølgning peger på "
    "det. Ret det i stedet."
)


@transaction.atomic
def begin(meeting: Meeting, *, by: User) -> int:
    """Put the forum's standing points on the agenda, for each plan it is of; those that are there
    stay as they are.

    How many were put there. Raises NotAllowedNow once the meeting is held, and where there is none
    to put.
    """
    rows.claim_plans(meeting)
    require_open(meeting)
    wanted = missing_standing(meeting)
    if not wanted:
        raise NotAllowedNow("De faste punkter er på dagsordenen.")
    last = last_position(meeting)
    for number, (plan, standing) in enumerate(wanted, start=last + 1):
        rows.write(standing_item(meeting, plan, standing, number), by=by, reason="Fast punkt")
    return len(wanted)


@transaction.atomic
def write(
    item: AgendaItem, *, by: User, reason: str, expected_version: int | None = None
) -> AgendaItem:
    """Write a new point last on the agenda, or change one. Raises ValidationError, StaleObject,
    NotAllowedNow."""
    rows.claim_plans(item)
    require_open(Meeting.objects.get(pk=item.meeting_id))
    if item.kind == ItemKind.DECISION:
        require_basis(item)
    require_own_subject(item)
    if item.pk is None:
        item.position = last_position(item.meeting) + 1
    return rows.write(item, by=by, reason=reason, expected_version=expected_version)  # type: ignore[no-any-return]


def require_own_subject(item: AgendaItem) -> None:
    """What a point is about is of the point's own plan, also when it is given another in a
    shared forum."""
    about = item.criterion.activity if item.criterion else item.milestone
    if about and about.plan_id != item.plan_id:
        raise ValidationError(
            {"plan": f"Punktet handler om noget i {about.plan}, så det hører til den plan."}
        )


@transaction.atomic
def move(item: AgendaItem, *, up: bool, by: User) -> None:
    """Change places with the point above or below; at the end of the list it stays."""
    rows.claim_plans(item)
    require_open(Meeting.objects.get(pk=item.meeting_id))
    order = list(
        AgendaItem.objects.filter(meeting=item.meeting_id).select_related("meeting__forum")
    )
    at = next((n for n, other in enumerate(order) if other.pk == item.pk), None)
    to = (at or 0) + (-1 if up else 1)
    if at is None or not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    _number(order, by)


def _number(order: Iterable[AgendaItem], by: User) -> None:
    """Let the points' numbers be what is printed: 1, 2, 3 without holes."""
    for position, row in enumerate(order, start=1):
        if row.position != position:
            row.position = position
            rows.write(row, by=by, reason="Flyttet på dagsordenen")


@transaction.atomic
def remove(item: AgendaItem, *, by: User) -> None:
    """Take a point off the agenda; those below move up. Raises NotAllowedNow where something
    points at it."""
    rows.claim_plans(item)
    require_open(Meeting.objects.get(pk=item.meeting_id))
    meeting = item.meeting_id
    try:
        rows.remove(item, by=by, reason="Taget af dagsordenen")
    except ProtectedError:
        raise NotAllowedNow(HAS_CONSEQUENCES)
    _number(AgendaItem.objects.filter(meeting=meeting).select_related("meeting__forum"), by)


def last_position(meeting: Meeting) -> int:
    return meeting.items.aggregate(last=Max("position"))["last"] or 0


def require_basis(item: AgendaItem) -> None:
    """A decision needs at least what is proposed and what follows from it (domain.md 1.3)."""
    errors = {}
    if not item.proposal.strip():
        errors["proposal"] = (
            "Et punkt til beslutning skal have en indstilling: hvad skal gruppen sige ja til?"
        )
    if not item.consequence.strip():
        errors["consequence"] = "Skriv, hvad beslutningen betyder, også hvis den ikke ændrer noget."
    if errors:
        raise ValidationError(errors)


def period_before(plan: Plan, meeting: Meeting) -> Period | None:
    """The newest reporting period that ended before the meeting; None where that is not one of
    the plan's."""
    period = plan.period_of(meeting.on).previous()
    return period if period.end >= plan.starts_on and period.start <= plan.ends_on else None


def standing_item(meeting: Meeting, plan: Plan, standing: Standing, position: int) -> AgendaItem:
    """An unsaved standing point with the words that fit the forum and the period before the
    meeting."""
    period = period_before(plan, meeting)
    item = AgendaItem(
        meeting=meeting, plan=plan, standing=standing, position=position, title=standing.label
    )
    item.period = period
    of = f" for {period.short_label}" if period else ""
    match standing:
        case Standing.STATUS:
            item.presentation = (
                f"Statusnotatet{of}: hvad er nået, hvad går ikke som planlagt, hvorfor, "
                "og hvad gøres der ved det?"
            )
        case Standing.BUDGET:
            item.presentation = (
                f"Forbruget{of} holdt op mod budgettet, hvad der ventes for hele året, og "
                "hvor det afviger."
            )
        case Standing.MILESTONES:
            item.presentation = (
                f"Milepælene{of}: nået, forsinket, flyttet og bortfaldet, med begrundelse."
            )
        case Standing.ADJUSTMENTS:
            _put_adjustments(item, meeting.forum.kind)
    return item


def _put_adjustments(item: AgendaItem, kind: str) -> None:
    """What has been proposed and waits: to be decided by the styregruppe, recommended by the
    others."""
    waiting = list(
        Adjustment.objects.filter(plan=item.plan, state=AdjustmentState.PROPOSED).order_by("number")
    )
    if not waiting:
        item.presentation = "Der er ingen justeringer til behandling."
        return
    item.presentation = "\n".join(
        f"{a}. Før: {a.old_text}. Nu: {a.new_text}. {a.reason}" for a in waiting
    )[:3000]
    item.consequence = "\n".join(f"{a.number}: {a.consequence}" for a in waiting)[:1000]
    said = listing([str(adjustment.number) for adjustment in waiting])
    noun = quantity(len(waiting), "justering", "justeringer").split(" ", 1)[1]
    if kind == ForumKind.STEERING_GROUP:
        item.kind = ItemKind.DECISION
        item.proposal = (
            f"At styregruppen godkender {noun} {said}, som derefter sendes til Landsbyggefonden."
        )
    else:
        item.kind = ItemKind.DISCUSSION
        item.proposal = f"At gruppen anbefaler {noun} {said} til styregruppen."
