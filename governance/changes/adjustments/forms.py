"""The forms of an adjustment: what it is about, and each step of its course."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.models import Measure, Plan
from core import clock
from core.danish import capital, readable
from core.forms import (
    DanishDateField,
    HoursField,
    KronerField,
    PeriodField,
    StaleRow,
    VersionedFormMixin,
    WholeNumberField,
    plain_helper,
)
from core.periods import Period
from governance.changes import new_lines, subjects
from governance.forms import RowForm
from governance.models import Adjustment, BudgetLine, Subject
from governance.money.budget.forms import BudgetLineForm

MAX_WHOLE = 1_000_000


class ChooseForm(forms.Form):
    """What is to be changed: each thing with the value it has."""

    hvad = forms.ChoiceField(label="Hvad skal ændres?", error_messages={"required": "Vælg det, der skal ændres."})

    use_required_attribute = False

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        groups = [
            (name, [(choice.key, f"{choice.name}: {choice.text}") for choice in found])
            for name, found in subjects.choices(plan)
        ]
        self.fields["hvad"].choices = [("", "Vælg"), *groups]  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        return len(self.fields["hvad"].choices) == 1  # type: ignore[attr-defined]


class AdjustmentForm(RowForm):
    """The new value of one thing, from a day on, and why. Which fields there are depends on the thing."""

    class Meta(RowForm.Meta):
        model = Adjustment
        fields = ("title", "in_force_on", "reason", "consequence")

    def __init__(self, instance: Adjustment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        own = _line_fields(instance) if instance.is_new_line else FIELDS[Subject(instance.subject)](instance)
        order = ["title", *own, "in_force_on", "reason", "consequence"]
        self.fields |= own
        self.order_fields(order)
        self.fields["reason"].help_text = "Hvorfor skal det ændres?"
        self.fields["consequence"].help_text = "Hvad betyder det for beboerne, for timerne eller for pengene?"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            value = _line_value if self.instance.is_new_line else VALUES[Subject(self.instance.subject)]
            self.instance.new = value(self.instance, data)
        return data

    def stale_rows(self, current: Adjustment) -> list[Any]:
        """The texts field by field, and the new value in words."""
        return _stale_rows(self, current)


def _target_fields(row: Adjustment) -> dict[str, forms.Field]:
    assert row.target
    criterion = row.target.criterion
    unit = "procent" if criterion.measure == Measure.PERCENT else criterion.noun
    return {"value": WholeNumberField(label=f"Nyt måltal ({unit})", initial=(row.new or {}).get("value"))}


def _target_value(row: Adjustment, data: dict[str, Any]) -> dict[str, Any]:
    assert row.target
    value = data["value"]
    if value < 1:
        raise ValidationError({"value": "Måltallet skal være mindst 1."})
    if row.target.criterion.measure == Measure.PERCENT and value > 100:
        raise ValidationError({"value": "Måltallet er i procent og kan højst være 100."})
    if value > MAX_WHOLE:
        raise ValidationError({"value": "Tallet er for stort. Tjek, om der er kommet for mange cifre med."})
    return {"value": value}


def _milestone_fields(row: Adjustment) -> dict[str, forms.Field]:
    milestone, new = row.milestone, row.new or {}
    assert milestone
    today, plan = clock.today(), row.plan
    years = range(max(today.year, plan.starts_on.year), plan.ends_on.year + 1)
    found = [p for year in years for p in plan.periods(year) if p.end >= today and p.start <= plan.ends_on]
    periods = sorted({*found, milestone.period})
    choices = [(p.code, f"{p.label} (nu)" if p == milestone.period else p.label) for p in periods]
    initial = Period.parse(new["period"]) if new else milestone.period
    fields: dict[str, forms.Field] = {
        "period": PeriodField(label="Periode", widget=forms.Select(choices=choices), initial=initial)
    }
    thing = subjects.thing_of(row)
    if thing.value["number"] is not None:
        fields["number"] = WholeNumberField(
            label="Tal, der skal nås", initial=new.get("number") or thing.value["number"]
        )
    return fields


def _milestone_value(row: Adjustment, data: dict[str, Any]) -> dict[str, Any]:
    assert row.milestone
    period, number = data["period"], data.get("number")
    allowed = period in row.plan.periods(period.start.year) and row.plan.starts_on <= period.end
    if not allowed or period.start > row.plan.ends_on:
        raise ValidationError({"period": f"{period.label} er ikke en af planens perioder."})
    if period != row.milestone.period and period.end < clock.today():
        raise ValidationError({"period": f"{period.label} er slut. Vælg en periode, der ikke er slut."})
    if number is not None and not 1 <= number <= MAX_WHOLE:
        raise ValidationError({"number": "Skriv et tal fra 1 til 1.000.000."})
    return {"period": period.code, "number": number}


def _hours_fields(row: Adjustment) -> dict[str, forms.Field]:
    new = row.new or {}
    low, high = (Decimal(new[key]) if new else None for key in ("hours_min", "hours_max"))
    return {
        "hours_min": HoursField(label="Timer pr. uge", initial=low),
        "hours_max": HoursField(
            label="Højst", required=False, initial=None if low == high else high, help_text="Kun ved et spænd, fx 1–2."
        ),
    }


def _hours_value(row: Adjustment, data: dict[str, Any]) -> dict[str, Any]:
    low = data["hours_min"]
    high = low if data["hours_max"] is None else data["hours_max"]
    if high < low:
        raise ValidationError({"hours_max": "Højst kan ikke være mindre end mindst."})
    return subjects.hours_value(low, high)


def _amount_fields(row: Adjustment) -> dict[str, forms.Field]:
    new = row.new or {}
    return {"amount": KronerField(label="Nyt beløb", initial=Decimal(new["amount"]) if new else None)}


def _amount_value(row: Adjustment, data: dict[str, Any]) -> dict[str, Any]:
    return subjects.amount_value(data["amount"])


def _line_fields(row: Adjustment) -> dict[str, forms.Field]:
    """Those of a line of a draft, with what is written of it."""
    assert row.budget
    form = BudgetLineForm(row.budget, instance=new_lines.line_of(row))
    fields = {name: form.fields[name] for name in new_lines.FIELDS}
    for name, field in fields.items():
        field.initial = form.initial.get(name)
    return fields


def _line_value(row: Adjustment, data: dict[str, Any]) -> dict[str, Any]:
    return new_lines.value_of(BudgetLine(budget=row.budget, **{name: data[name] for name in new_lines.FIELDS}))


FIELDS = {
    Subject.TARGET: _target_fields,
    Subject.MILESTONE: _milestone_fields,
    Subject.ALLOCATION: _hours_fields,
    Subject.BUDGET: _amount_fields,
}
VALUES = {
    Subject.TARGET: _target_value,
    Subject.MILESTONE: _milestone_value,
    Subject.ALLOCATION: _hours_value,
    Subject.BUDGET: _amount_value,
}


def _stale_rows(form: AdjustmentForm, current: Adjustment) -> list[Any]:
    mine = form.instance
    texts = [("Ny værdi", current.new_text, subjects.words(mine, mine.new))]
    texts += [
        (str(form.fields[name].label), readable(getattr(current, name)), readable(form.cleaned_data[name]))
        for name in form.Meta.fields
    ]
    return [StaleRow(capital(label), theirs, own) for label, theirs, own in texts]


class SendForm(VersionedFormMixin, forms.Form):
    """When it was sent to Landsbyggefonden, and under which number."""

    sent_on = DanishDateField(label="Sendt den")
    reference = forms.CharField(label="Landsbyggefondens nummer", max_length=60, required=False)

    use_required_attribute = False

    def __init__(self, row: Adjustment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"sent_on": clock.today()}, lock_version=row.lock_version, **kwargs)
        self.helper = plain_helper()


class AnswerForm(VersionedFormMixin, forms.Form):
    """What Landsbyggefonden answered, when, and from when it then holds."""

    outcome = forms.ChoiceField(
        label="Svar",
        choices=(("yes", "Godkendt, eller kræver ikke deres godkendelse"), ("no", "Afvist")),
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad Landsbyggefonden svarede."},
    )
    answered_on = DanishDateField(label="Svaret kom den")
    in_force_on = DanishDateField(
        label="Gælder fra", help_text="Den dag, styregruppen har godkendt, eller en senere, hvis svaret kom sent."
    )
    answer = forms.CharField(
        label="Hvad skrev de?", required=False, max_length=500, widget=forms.Textarea({"rows": 3, "data-max": 500})
    )

    use_required_attribute = False

    def __init__(self, row: Adjustment, *args: Any, **kwargs: Any) -> None:
        initial = {"answered_on": clock.today(), "in_force_on": row.in_force_on}
        super().__init__(*args, initial=initial, lock_version=row.lock_version, **kwargs)
        self.helper = plain_helper()


class WithdrawForm(VersionedFormMixin, forms.Form):
    """Why it is taken back."""

    why = forms.CharField(
        label="Hvorfor trækkes den?",
        max_length=300,
        widget=forms.Textarea({"rows": 3, "data-max": 300}),
        error_messages={"required": "Skriv, hvorfor justeringen trækkes."},
    )

    use_required_attribute = False

    def __init__(self, row: Adjustment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, lock_version=row.lock_version, **kwargs)
        self.helper = plain_helper()
