"""The forms of a milestone: how it goes, a move, a drop. The rules stand in milestones.actions
and milestones.moves."""

from dataclasses import dataclass
from typing import Any

from django import forms

from core import clock
from core.forms import DanishDateField, PeriodField, StaleRow, VersionedFormMixin
from milestones.models import Milestone, Status
from milestones.moves import WHY_MOVED, periods_to_move_to
from milestones.saving import MAX_TEXT

FIRST_PERIODS = 4
NO_NAMES = "Skriv ingen navne på beboere."
CHOSEN_BY_HAND = [(value, label) for value, label in Status.choices if value != Status.DROPPED]


@dataclass(frozen=True)
class Option:
    """One choice, as a chip."""

    value: str
    label: str
    chosen: bool


class LongText(forms.CharField):
    """A remark of a few lines; the action says when it is too long, so that nothing typed is cut
    off."""

    widget = forms.Textarea

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"rows": 4, "data-max": MAX_TEXT}


class ProgressForm(VersionedFormMixin, forms.Form):
    """Status, dates, evidence and a remark."""

    status = forms.ChoiceField(
        label="Status",
        choices=CHOSEN_BY_HAND,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Vælg en status.",
            "invalid_choice": "Vælg en af de viste statusser.",
        },
    )
    reached_on = DanishDateField(label="Nået den", required=False)
    agreed_on = DanishDateField(label="Aftalt til", required=False)
    short_reason = LongText(
        label="Hvorfor er den nået under tallet?",
        required=False,
        help_text=f"Vises på milepælsplanen og i statusnotatet. {NO_NAMES}",
    )
    evidence = forms.CharField(
        label="Dokumentation", required=False, help_text="Hvor kan det ses? Fx et referat."
    )
    comment = LongText(
        label="Bemærkning", required=False, help_text=f"Vises på milepælsplanen. {NO_NAMES}"
    )

    def __init__(self, milestone: Milestone, *args: Any, **kwargs: Any) -> None:
        initial = {field: getattr(milestone, field) for field in self.base_fields}
        super().__init__(*args, initial=initial, lock_version=milestone.lock_version, **kwargs)
        self.has_number = milestone.number is not None

    @property
    def status_options(self) -> list[Option]:
        return [
            Option(value, str(label), value == self["status"].value())
            for value, label in CHOSEN_BY_HAND
        ]

    @property
    def progress(self) -> dict[str, Any]:
        """What was written, as the action takes it."""
        return {field: self.cleaned_data[field] for field in self.base_fields}


class ReasonForm(VersionedFormMixin, forms.Form):
    """An act on a milestone that needs its reason: a drop, or taking it up again."""

    reason = LongText(
        label="Hvorfor?", help_text=f"Vises for styregruppen og i statusnotatet. {NO_NAMES}"
    )

    use_required_attribute = False

    def __init__(
        self,
        milestone: Milestone,
        *args: Any,
        label: str,
        missing: str,
        becomes: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, lock_version=milestone.lock_version, **kwargs)
        self.becomes = becomes
        self.fields["reason"].label = label
        self.fields["reason"].error_messages["required"] = missing

    def stale_rows(self, current: Milestone) -> list[StaleRow]:
        """How the milestone stands now, beside how this act would leave it."""
        status = Status(self.becomes or current.status)
        to = self.cleaned_data.get("to") or current.period
        return [
            StaleRow("Status", current.get_status_display(), str(status.label)),
            StaleRow("Periode", current.period.label, to.label),
            StaleRow("Begrundelse", current.comment, self.cleaned_data.get("reason", "")),
        ]


class MoveForm(ReasonForm):
    """Which period to, and why. The next four stand open; the rest of the plan's behind a fold."""

    to = PeriodField(label="Flyt til")
    field_order = ("to", "reason")

    def __init__(self, milestone: Milestone, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            milestone, *args, label="Hvorfor flytter du den?", missing=WHY_MOVED, **kwargs
        )
        self.periods = periods_to_move_to(milestone)
        if self.periods and not self.is_bound:
            after = [period for period in self.periods if period > milestone.period]
            self.initial["to"] = (after or self.periods)[0]

    @property
    def options(self) -> list[Option]:
        """The periods that stand open."""
        return self._options[:FIRST_PERIODS]

    @property
    def more_options(self) -> list[Option]:
        return self._options[FIRST_PERIODS:]

    @property
    def more_is_open(self) -> bool:
        return any(option.chosen for option in self.more_options)

    @property
    def _options(self) -> list[Option]:
        return [Option(p.code, p.label, p.code == self["to"].value()) for p in self.periods]


class DecideForm(VersionedFormMixin, forms.Form):
    """What the styregruppe decided of a proposed move."""

    on = DanishDateField(label="Besluttet den")

    use_required_attribute = False

    def __init__(self, milestone: Milestone, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args, initial={"on": clock.today()}, lock_version=milestone.lock_version, **kwargs
        )

    def stale_rows(self, current: Milestone) -> list[StaleRow]:
        """How the milestone stands now; what is decided is asked again."""
        return [StaleRow("Periode", current.period.label, current.period.label)]
