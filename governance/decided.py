"""What a forum decided: under a point of its agenda or on a day it had no meeting in here, about
what was shown (core.bound), and written down by somebody else than who proposed it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities.models import Plan
from core import clock
from core.bound import ShownForm
from core.danish import day as day_text
from core.days import FUTURE
from core.forms import DanishDateField
from core.versioned import NotAllowedNow
from governance.models import AgendaItem, ForumKind, Meeting, MeetingState, Outcome

NAMES = {ForumKind.STEERING_GROUP: "Styregruppen", ForumKind.REFERENCE_GROUP: "Følgegruppen"}
NOTE = 300
# A no may stand under a point that was approved: the fixed point "Justeringer" takes several, and
# ends but once.
ENDED_OTHERWISE = {
    True: (Outcome.REJECTED, Outcome.NOTED, Outcome.POSTPONED),
    False: (Outcome.POSTPONED,),
}


@dataclass(frozen=True)
class Decided:
    """The day a forum decided, and the point it decided under where it is known."""

    on: date
    item: AgendaItem | None = None

    @property
    def text(self) -> str:
        """ "4.9.2013, punkt 3: Justeringer"."""
        return (
            day_text(self.on) if self.item is None else f"{day_text(self.on)}, {point(self.item)}"
        )


def point(item: AgendaItem) -> str:
    number = f"punkt {item.position}: " if item.position else ""
    return f"{number}{item.title}"


def points(plan: Plan, kind: ForumKind) -> QuerySet[AgendaItem]:
    """The points about `plan` of the meetings such a forum has had, the newest meeting first."""
    rows = AgendaItem.objects.filter(plan=plan, meeting__in=_meetings(plan, kind))
    return rows.select_related("meeting__forum").order_by("-meeting__on", "position", "pk")


def decided(
    plan: Plan, kind: ForumKind, *, yes: bool, item: AgendaItem | None, on: date | None
) -> Decided:
    """What a person says of where and when a yes or a no was given, checked.

    Raises ValidationError, by field: a day in the future or long before the plan, a point of
    another forum's or plan's, of a meeting that is still to come or was cancelled, one that ended
    otherwise, both a point and another day, neither, or a day on which the forum met and has
    points.
    """
    if item is not None:
        if not points(plan, kind).filter(pk=item.pk).exists():
            raise ValidationError(
                {"item": f"{NAMES[kind]} har ikke behandlet det punkt. Vælg et, der er behandlet."}
            )
        if item.outcome in ENDED_OTHERWISE[yes]:
            raise ValidationError({"item": f"Punktet endte med »{item.get_outcome_display()}«."})
        if on and on != item.meeting.on:
            held = day_text(item.meeting.on)
            raise ValidationError(
                {"on": f"Mødet var den {held}. Slet datoen, eller vælg et andet punkt."}
            )
        return Decided(item.meeting.on, item)
    if on is None:
        raise ValidationError({"on": "Vælg punktet på dagsordenen, eller skriv datoen."})
    if on > clock.today():
        raise ValidationError({"on": FUTURE})
    # What a plan begins with, its budget before all, is decided in the year before it.
    earliest = date(plan.starts_on.year - 1, 1, 1)
    if on < earliest:
        begins = day_text(plan.starts_on)
        raise ValidationError(
            {"on": f"Planen begynder den {begins}. Vælg en dag fra {day_text(earliest)}."}
        )
    if points(plan, kind).filter(meeting__on=on).exists():
        raise ValidationError(
            {"on": f"{NAMES[kind]} havde møde den {day_text(on)}. Vælg punktet på dagsordenen."}
        )
    return Decided(on)


def _meetings(plan: Plan, kind: ForumKind) -> QuerySet[Meeting]:
    held = Meeting.objects.of_plan(plan).exclude(state=MeetingState.CANCELLED)
    return held.filter(forum__kind=kind, on__lte=clock.today())


def is_anothers(row: Any, user: User) -> bool:
    """Two persons: whoever proposed (`row.proposed_by`) does not also write the decision down."""
    return bool(row.proposed_by_id != user.pk)


def require_anothers(row: Any, thing: str, *, by: User) -> None:
    """Raise NotAllowedNow for whoever proposed `row`; `thing`: "justeringen"."""
    if not is_anothers(row, by):
        raise NotAllowedNow(
            f"Du har selv indstillet {thing}. En anden skal notere styregruppens beslutning."
        )


class PointField(forms.ModelChoiceField):
    """A point of an agenda, named by its meeting's day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{day_text(obj.meeting.on)}, {point(obj)}"


class WhereForm(ShownForm):
    """Where and when a forum said yes to what was shown (`token`). Valid, it has `where`."""

    item = PointField(
        AgendaItem.objects.none(), label="Punkt på dagsordenen", required=False, empty_label="–"
    )
    on = DanishDateField(label="Dato", required=False)

    where: Decided

    def __init__(self, plan: Plan, kind: ForumKind, token: str, data: Any = None) -> None:
        super().__init__(data, shown=token)
        self.plan, self.kind = plan, kind
        found = points(plan, kind)
        self.fields["item"].queryset = found  # type: ignore[attr-defined]
        if found.exists():
            self.fields["on"].help_text = "Kun når beslutningen ikke står på en dagsorden her."
        else:
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.where = decided(
                self.plan, self.kind, yes=self.is_yes, item=data.get("item"), on=data.get("on")
            )
        return data

    @property
    def is_yes(self) -> bool:
        return True


class DecisionForm(WhereForm):
    """Yes or no, where and when, and what the minutes should remember. `words`: for the yes and
    the no."""

    answer = forms.ChoiceField(
        label="Beslutning", widget=forms.RadioSelect, error_messages={"required": "Vælg en."}
    )
    note = forms.CharField(
        label="Bemærkning",
        required=False,
        max_length=NOTE,
        widget=forms.Textarea({"rows": 3, "data-max": NOTE}),
    )

    field_order = ("answer", "item", "on", "note")

    def __init__(
        self, plan: Plan, kind: ForumKind, words: tuple[str, str], token: str, data: Any = None
    ) -> None:
        super().__init__(plan, kind, token, data)
        self.fields["answer"].choices = (("yes", words[0]), ("no", words[1]))  # type: ignore[attr-defined]

    @property
    def is_yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == "yes")
