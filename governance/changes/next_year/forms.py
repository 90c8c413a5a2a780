"""The tables of next year's draft: a form for each row, and which of them were changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict

from activities import course
from activities.forms.course import CourseField
from activities.presenting import WHOLE_PLAN
from core.exact import ExactNumberField
from core.forms import HoursField, PeriodField, VersionedFormMixin, WholeNumberField
from core.readable import readable
from governance.changes.next_year import rules
from governance.changes.next_year.rules import wrong_target
from governance.changes.subjects.hours import typed_hours
from governance.changes.subjects.milestone import wrong_number
from governance.forms import RowForm
from governance.models import NextYear, ProposedAllocation, ProposedMilestone, ProposedTarget
from milestones.models import Kind


class TableRow(VersionedFormMixin, forms.ModelForm):
    """One row of a table. `label` is what its fields are of, for those who do not see the table."""

    label = ""

    use_required_attribute = False

    def __init__(self, row: Any, data: Any = None) -> None:
        super().__init__(data, instance=row, prefix=f"r{row.pk}")
        self.before = self._of(row)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput):
                field.widget.attrs["class"] = (
                    "form-select" if isinstance(field.widget, forms.Select) else "form-control"
                )

    def _of(self, row: Any) -> dict[str, Any]:
        columns: Any = self._meta.fields
        return {name: value for name, value in model_to_dict(row).items() if name in columns}

    @property
    def written(self) -> dict[str, Any]:
        return self._of(self.instance)

    @property
    def is_changed(self) -> bool:
        """Whether what was written differs from what stands, and the person wrote it: who left a
        row alone that somebody else changed keeps theirs."""
        if self.written == self.before:
            return False
        return self.is_current or self.written != self._read_at()

    def shown(self, name: str, value: Any) -> str:
        """A field's value as people read it."""
        return readable(value)

    def as_typed(self, name: str, value: Any) -> dict[str, str]:
        """The page's fields for a value, as a browser would send them."""
        shown = self.fields[name].prepare_value(value)
        return {self.add_prefix(name): "" if shown is None else str(shown)}

    @property
    def is_current(self) -> bool:
        return self.expected_version == self.instance.lock_version

    def _read_at(self) -> dict[str, Any] | None:
        """The row as it was when the page was shown."""
        read = (
            self.instance.history.filter(lock_version=self.expected_version)
            .order_by("-history_id")
            .first()
        )
        return self._of(read.instance) if read else None


class TargetRow(TableRow):
    """The target and when it is expected; the rules are those of every door
    (activities.criterion_rules)."""

    class Meta:
        model = ProposedTarget
        fields = ("value", "course", "note")

    value = ExactNumberField(label="Måltal", required=False)
    course = CourseField()
    note = forms.CharField(label="Bemærkning", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("value") is not None and "course" in data:
            row = self.instance
            for found in wrong_target(row.next_year, row.criterion, data["value"], data["course"]):
                self.add_error(found.field, found.message)
        return data

    @property
    def course_text(self) -> str:
        """What is chosen now, beside the way to another."""
        return course.told(self.instance.course)

    def shown(self, name: str, value: Any) -> str:
        return course.told(value or {}) if name == "course" else super().shown(name, value)

    def as_typed(self, name: str, value: Any) -> dict[str, str]:
        if name != "course":
            return super().as_typed(name, value)
        parts = self.fields[name].widget.decompress(value)  # type: ignore[attr-defined]
        names = self.fields[name].widget.widgets_names  # type: ignore[attr-defined]
        prefix = self.add_prefix(name)
        return {f"{prefix}{end}": str(part) for end, part in zip(names, parts, strict=True)}


class HoursRow(TableRow):
    class Meta:
        model = ProposedAllocation
        fields = ("hours_min", "hours_max")

    hours_min = HoursField(label="Timer pr. uge, mindst")
    hours_max = HoursField(label="Højst", required=False)

    def __init__(self, row: ProposedAllocation, data: Any = None) -> None:
        super().__init__(row, data)
        if row.hours_min == row.hours_max:
            self.initial["hours_max"] = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            data["hours_min"], data["hours_max"] = typed_hours(data)
        return data


class MilestoneRow(TableRow):
    class Meta:
        model = ProposedMilestone
        fields = ("name", "period", "number", "is_left_out")

    name = forms.CharField(
        label="Milepæl", max_length=200, error_messages={"required": "Skriv, hvad der skal nås."}
    )
    period = PeriodField(label="Periode", widget=forms.Select)
    number = WholeNumberField(label="Tal", required=False)
    is_left_out = forms.BooleanField(label="Kommer ikke med", required=False)

    def __init__(self, row: ProposedMilestone, data: Any = None) -> None:
        super().__init__(row, data)
        offer_periods(self, row.next_year, row.period)
        if row.criterion_id is None:
            del self.fields["number"]

    def _of(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self._meta.fields or ()}

    def clean_period(self) -> Any:
        return checked_period(self)

    def clean_number(self) -> int | None:
        return checked_number(self)


class NewMilestoneForm(RowForm):
    """A milestone the old year has none like."""

    class Meta(RowForm.Meta):
        model = ProposedMilestone
        fields = ("name", "kind", "activity", "criterion", "number")

    period = PeriodField(label="Periode", widget=forms.Select)
    number = WholeNumberField(
        label="Tal, der skal nås", required=False, help_text="Kun for slagsen tal."
    )

    def __init__(self, next_year: NextYear, data: Any = None) -> None:
        super().__init__(data, instance=ProposedMilestone(next_year=next_year))
        plan = next_year.plan
        self.fields["activity"].queryset = plan.activities.all()  # type: ignore[attr-defined]
        self.fields["activity"].empty_label = WHOLE_PLAN  # type: ignore[attr-defined]
        found = self.fields["criterion"]
        found.queryset = found.queryset.filter(activity__plan=plan)  # type: ignore[attr-defined]
        offer_periods(self, next_year)
        self.order_fields(["name", "kind", "period", "activity", "criterion", "number"])

    def clean_period(self) -> Any:
        self.instance.period = checked_period(self)
        return self.instance.period

    def clean_number(self) -> int | None:
        return checked_number(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        activity, criterion, number = (
            data.get(name) for name in ("activity", "criterion", "number")
        )
        if criterion and criterion.activity != activity:
            self.add_error(
                "criterion", f"Kriteriet hører til {criterion.activity}. Vælg den aktivitet."
            )
        if number is not None and criterion is None:
            self.add_error("criterion", "Et tal skal måles på et succeskriterium.")
        if data.get("kind") == Kind.NUMBER and number is None and "number" not in self.errors:
            self.add_error("number", "Skriv tallet, der skal nås.")
        return data


def offer_periods(form: Any, next_year: NextYear, also: Any = None) -> None:
    found = rules.periods_of(next_year.plan, next_year.year)
    shown = sorted({*found, also}) if also else found
    form.fields["period"].widget.choices = [(period.code, period.label) for period in shown]


def checked_period(form: Any) -> Any:
    period, next_year = form.cleaned_data["period"], form.instance.next_year
    stays = form.instance.pk and period == form.instance.period
    if not stays and period not in rules.periods_of(next_year.plan, next_year.year):
        raise ValidationError(f"{period.label} er ikke en af planens perioder i {next_year.year}.")
    return period


def checked_number(form: Any) -> int | None:
    number: int | None = form.cleaned_data["number"]
    if said := wrong_number(number):
        raise ValidationError(said)
    return number


@dataclass(frozen=True)
class Conflict:
    """A field two people wrote at once."""

    what: str
    theirs: str
    mine: str
    field_id: str


class Table:
    """The forms of a table's rows. `Meta.fields` of the row's form name what is compared and
    saved."""

    def __init__(self, forms: Iterable[TableRow]) -> None:
        self.forms: Sequence[TableRow] = list(forms)

    def is_valid(self) -> bool:
        return not any(form.errors for form in self.forms)

    @property
    def changed(self) -> list[tuple[Any, int]]:
        """The rows that were changed, each with the version that was read."""
        return [(form.instance, form.expected_version) for form in self.forms if form.is_changed]

    @property
    def conflicts(self) -> list[Conflict]:
        """What somebody else has changed meanwhile, in rows the person changed too."""
        return [
            Conflict(
                f"{form.label}: {form.fields[name].label}",
                form.shown(name, form.before[name]),
                form.shown(name, mine),
                form[name].auto_id,
            )
            for form in self.forms
            if not form.is_current and form.is_changed
            for name, mine in form.written.items()
            if mine != form.before[name] and name in form.fields
        ]

    def read_again(self, data: Any) -> None:
        """Show the same texts against the rows as they are now: sent again, they are an informed
        choice. A row the person left alone shows what somebody else wrote."""
        data = data.copy()
        for form in self.forms:
            if form.is_current:
                continue
            if not form.is_changed:
                for name, value in form.before.items():
                    if name in form.fields:
                        for key, typed in form.as_typed(name, value).items():
                            data[key] = typed
            data[form.add_prefix("lock_version")] = str(form.instance.lock_version)
        for form in self.forms:
            form.data = data

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the field, what is wrong with it)."""
        return [
            (field.auto_id, f"{form.label}, {str(field.label).lower()}: {text}")
            for form in self.forms
            for field in form
            for text in field.errors
        ]
