"""The forms of minutes: who was there and what became of each point; and of what is to follow."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.bound import ShownForm
from core.forms import StaleRow, VersionedFormMixin, plain_helper
from governance.meetings.minutes.actions import Record
from governance.meetings.papers.document import lines
from governance.models import AgendaItem, ItemKind, Meeting, Outcome

# What can become of a point: who only discusses or is informed neither approves nor rejects.
OUTCOMES = {
    ItemKind.DECISION: (Outcome.APPROVED, Outcome.REJECTED, Outcome.POSTPONED),
    ItemKind.DISCUSSION: (Outcome.RECOMMENDED, Outcome.NOTED, Outcome.POSTPONED),
    ItemKind.INFORMATION: (Outcome.NOTED, Outcome.POSTPONED),
}
CONCLUSION_LENGTH = 3000


class MinutesForm(VersionedFormMixin, forms.Form):
    """Who was there, by function, and for each point what was decided and said. Saved against
    the meeting's version."""

    seats = forms.MultipleChoiceField(
        label="Til stede", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="Andre til stede",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Funktioner, ikke navne. En på hver linje.",
    )

    use_required_attribute = False

    def __init__(
        self, meeting: Meeting, functions: Iterable[str], *args: Any, **kwargs: Any
    ) -> None:
        """`functions`: those of the seats that were held on the day."""
        functions = list(dict.fromkeys(functions))
        there = list(lines(meeting.present))
        initial = {
            "seats": [function for function in functions if function in there],
            "others": "\n".join(line for line in there if line not in functions),
        }
        super().__init__(*args, initial=initial, lock_version=meeting.lock_version, **kwargs)
        self.helper = plain_helper()
        self.functions = functions
        self.items = list(meeting.items.all())
        self.fields["seats"].choices = [(function, function) for function in functions]  # type: ignore[attr-defined]
        if not functions:
            del self.fields["seats"]
            self.fields["others"].label = "Til stede"
        for item in self.items:
            self._add_point(item)

    def _add_point(self, item: AgendaItem) -> None:
        kept = {*OUTCOMES[ItemKind(item.kind)], *([Outcome(item.outcome)] if item.outcome else [])}
        choices = [(o.value, o.label.capitalize()) for o in Outcome if o in kept]
        self.fields[f"outcome-{item.pk}"] = forms.ChoiceField(
            label="Resultat",
            choices=[("", "Vælg" if item.kind == ItemKind.DECISION else "–"), *choices],
            required=False, initial=item.outcome,
        )  # fmt: skip
        self.fields[f"conclusion-{item.pk}"] = forms.CharField(
            label="Referat", required=False, max_length=CONCLUSION_LENGTH, initial=item.conclusion,
            widget=forms.Textarea({"rows": 3, "data-max": CONCLUSION_LENGTH}),
        )  # fmt: skip

    @property
    def points(self) -> list[tuple[int, AgendaItem, Any, Any]]:
        """(number, point, its two fields), for the template."""
        return [
            (n, item, self[f"outcome-{item.pk}"], self[f"conclusion-{item.pk}"])
            for n, item in enumerate(self.items, start=1)
        ]

    @property
    def present(self) -> str:
        data = self.cleaned_data
        return "\n".join([*data.get("seats", []), *lines(data["others"])])

    @property
    def records(self) -> dict[int, Record]:
        data = self.cleaned_data
        return {
            item.pk: Record(data[f"outcome-{item.pk}"], data[f"conclusion-{item.pk}"].strip())
            for item in self.items
        }

    def stale_rows(self, current: Meeting) -> list[StaleRow]:
        """Who was there and each point's text, as it stands and as it was written here."""
        found = [StaleRow("Til stede", current.present, self.present)]
        now = {item.pk: item for item in current.items.all()}
        for item in self.items:
            if item.pk in now:
                found.append(
                    StaleRow(item.title, now[item.pk].conclusion, self.records[item.pk].conclusion)
                )
        return found


class SendMinutesForm(ShownForm):
    """What is different, where minutes were sent before."""

    correction = forms.CharField(label="Hvad er rettet?", required=False, max_length=300)
