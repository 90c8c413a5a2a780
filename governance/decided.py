"""Where something was decided: a point of a forum's agenda, or a day on which the forum had no meeting in here."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from activities.models import Plan
from core import clock
from core.danish import day as day_text
from governance.limits import FUTURE
from governance.models import AgendaItem, ForumKind, Meeting, MeetingState

NAMES = {ForumKind.STEERING_GROUP: "Styregruppen", ForumKind.REFERENCE_GROUP: "Følgegruppen"}


@dataclass(frozen=True)
class Decided:
    """The day a forum decided, and the point it decided under where it is known."""

    on: date
    item: AgendaItem | None = None

    @property
    def text(self) -> str:
        """ "4.9.2013, punkt 3: Justeringer"."""
        return day_text(self.on) if self.item is None else f"{day_text(self.on)}, {point(self.item)}"


def point(item: AgendaItem) -> str:
    number = f"punkt {item.position}: " if item.position else ""
    return f"{number}{item.title}"


def points(plan: Plan, kind: ForumKind) -> QuerySet[AgendaItem]:
    """The points about `plan` of the meetings such a forum has had, the newest meeting first."""
    rows = AgendaItem.objects.filter(plan=plan, meeting__in=_meetings(plan, kind))
    return rows.select_related("meeting__forum").order_by("-meeting__on", "position", "pk")


def decided(plan: Plan, kind: ForumKind, *, item: AgendaItem | None, on: date | None, field: str = "on") -> Decided:
    """What a person says of where and when it was decided, checked.

    Raises ValidationError, by field: a day in the future or long before the plan, a point of another forum's or of a
    meeting that is still to come, both a point and another day, neither, or a day on which the forum met and has
    points.
    """
    if item is not None:
        if not points(plan, kind).filter(pk=item.pk).exists():
            raise ValidationError({"item": f"{NAMES[kind]} har ikke behandlet det punkt. Vælg et, der er behandlet."})
        if on and on != item.meeting.on:
            held = day_text(item.meeting.on)
            raise ValidationError({field: f"Mødet var den {held}. Slet datoen, eller vælg et andet punkt."})
        return Decided(item.meeting.on, item)
    if on is None:
        raise ValidationError({field: "Vælg punktet på dagsordenen, eller skriv datoen."})
    if on > clock.today():
        raise ValidationError({field: FUTURE})
    # What a plan begins with, its budget before all, is decided in the year before it.
    earliest = date(plan.starts_on.year - 1, 1, 1)
    if on < earliest:
        begins = day_text(plan.starts_on)
        raise ValidationError({field: f"Planen begynder den {begins}. Vælg en dag fra {day_text(earliest)}."})
    if points(plan, kind).filter(meeting__on=on).exists():
        raise ValidationError({field: f"{NAMES[kind]} havde møde den {day_text(on)}. Vælg punktet på dagsordenen."})
    return Decided(on)


def _meetings(plan: Plan, kind: ForumKind) -> QuerySet[Meeting]:
    held = Meeting.objects.of_plan(plan).exclude(state=MeetingState.CANCELLED)
    return held.filter(forum__kind=kind, on__lte=clock.today())
