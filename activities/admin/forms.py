"""The rules of reference data that reach over several fields or rows; the same as a plan file's."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.administration import ScopedInlineFormSet, VersionedScopedForm
from accounts.roles import plan_id_of
from activities.criterion_rules import (
    Wrong,
    overlap,
    wrong_course,
    wrong_criterion,
    wrong_days,
    wrong_period,
    wrong_value,
)
from activities.forms.course import CourseField
from activities.funders import files
from activities.held import HELD, is_in_force
from activities.models import SuccessCriterion, Target
from activities.planfile.plan_tables import (
    ACTIVITY_ENDS_BEFORE,
    HOURS_END_BEFORE,
    settle_activity,
    settle_allocation,
    settle_plan,
    settle_target,
)
from activities.within import courses_of, days_of, plan_days
from core.forms import WholeNumberField

Fault = tuple[str, str]


class PlanForm(VersionedScopedForm):
    """Registrations stay inside the plan, and closed periods stay what they are; the funder is
    one of those there is a profile of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "funder" in self.fields:
            known = {*files.keys(), self.instance.funder}
            choices = [(key, key) for key in sorted(known)]
            old = self.fields["funder"]
            self.fields["funder"] = forms.ChoiceField(
                label=old.label, help_text=old.help_text, choices=choices
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            changes = {name: cleaned[name] for name in self.changed_data if name in cleaned}
            for fault in settle_plan(self.instance, changes):
                self.add_error(fault.key if fault.key in self.fields else None, fault.message)
        return cleaned


# What the rules of a criterion look at (activities.criterion_rules).
SEEN = (
    "code",
    "measure",
    "counting_rule",
    "denominator",
    "rhythm",
    "measured_in_month",
    "direction",
    "per",
    "baseline",
    "baseline_year",
    "baseline_source",
)


class CriterionForm(VersionedScopedForm):
    """What is counted how fits together, and a code is used once in a plan (addresses name
    criteria by it)."""

    course = CourseField(
        help_text="Hvornår det ventes i løbet af måltallets periode. Tal med komma, fx 12,5."
    )
    baseline_year = WholeNumberField(label="Udgangspunktets år", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for field, message in self._faults(cleaned):
            self.add_error(field, message)
        return cleaned

    def _faults(self, cleaned: dict[str, Any]) -> Iterator[Fault]:
        criterion = self._as_typed(cleaned)
        for found in wrong_criterion(criterion):
            if self._is_read(found.field):
                yield found.field, found.message
        if "course" in cleaned and self._is_read("measure") and self._is_read("rhythm"):
            plan = plan_id_of(
                cleaned.get("activity") or (self.instance if self.instance.pk else None)
            )
            targets = [t for t in self._targets() if t.course is None]
            if said := wrong_course(criterion, cleaned["course"], targets, courses_of(plan)):
                yield "course", said
        if self._code_is_taken(cleaned):
            yield "code", "Koden er allerede brugt i planen."

    def _is_read(self, name: str) -> bool:
        """Whether a rule can be told at the field: it was typed and read, or stands."""
        return name not in self.fields or name in self.cleaned_data

    def _as_typed(self, cleaned: dict[str, Any]) -> SuccessCriterion:
        """The row as it would be saved; what stands in a plan in force is not typed."""
        names = [field.attname for field in SuccessCriterion._meta.concrete_fields]
        row = SuccessCriterion(**{name: getattr(self.instance, name) for name in names})
        for name in SEEN:
            if name in self.fields and cleaned.get(name, "") != "":
                setattr(row, name, cleaned[name])
            elif name in self.fields and name in cleaned:
                setattr(row, name, getattr(SuccessCriterion(), name))
        return row

    def _targets(self) -> list[Target]:
        """The targets typed beside it, as far as they can be read."""
        rows = forms.inlineformset_factory(
            SuccessCriterion, Target, fields=("starts_on", "ends_on", "value"), extra=0
        )
        typed = rows(self.data, instance=self.instance, prefix="targets")
        if not typed.management_form.is_valid():
            return []
        read = []
        found: list[Any] = typed.forms
        for form in found:
            form.full_clean()
            data = getattr(form, "cleaned_data", {})
            if {"starts_on", "ends_on", "value"} <= data.keys() and not data.get("DELETE"):
                row = {name: data[name] for name in ("starts_on", "ends_on", "value")}
                read.append(Target(**row, course=form.instance.course))
        return read

    def _plan(self, cleaned: dict[str, Any]) -> int | None:
        return plan_id_of(cleaned.get("activity") or (self.instance if self.instance.pk else None))

    def _code_is_taken(self, cleaned: dict[str, Any]) -> bool:
        plan = self._plan(cleaned)
        same = SuccessCriterion.objects.filter(activity__plan=plan, code=cleaned.get("code"))
        return plan is not None and same.exclude(pk=self.instance.pk).exists()


def settled(form: Any, settle: Any, **fields: str) -> Iterator[Fault]:
    """What `settle` says of a row that is changed; `fields`: where the form has what the file
    calls another."""
    if form.instance.pk:
        changes = {
            name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data
        }
        for fault in settle(form.instance, changes):
            yield fields.get(fault.key, fault.key), fault.message


def refuse_new(formset: Any, plan: int | None) -> None:
    """Raise ValidationError for rows of something new that a plan in force would be held to
    (activities.held): of what is there already, none can be typed at all."""
    if (
        formset.instance.pk is None
        and any(form.has_changed() for form in formset.forms)
        and is_in_force(plan)
    ):
        raise ValidationError(HELD[formset.model].instead)


class ActivityForm(VersionedScopedForm):
    """An activity runs within the plan, and what is registered in it within its days."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        focus_area = cleaned.get("focus_area")
        plan = cleaned.get("plan") or getattr(focus_area, "plan", None)
        if plan and {"starts_on", "ends_on"} <= cleaned.keys():
            days, within = (cleaned["starts_on"], cleaned["ends_on"]), plan_days(plan)
            for found in wrong_days(*days, within, ends_before=ACTIVITY_ENDS_BEFORE):
                self.add_error(found.field, found.message)
        if self.instance.pk:
            changes = {name: cleaned[name] for name in self.changed_data if name in cleaned}
            for fault in settle_activity(self.instance, changes):
                self.add_error(fault.key, fault.message)
        return cleaned


class AllocationFormSet(ScopedInlineFormSet):
    """Hours that an adjustment changed are changed by adjustments; they run within the
    activity's days."""

    def clean(self) -> None:
        super().clean()
        refuse_new(self, self.instance.plan_id)
        for form in self.forms:
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE"):
                for field, message in settled(form, settle_allocation, hours="hours_min"):
                    form.add_error(field, message)
                for found in self._wrong_days(form.cleaned_data):
                    form.add_error(found.field, found.message)

    def _wrong_days(self, typed: dict[str, Any]) -> Iterator[Wrong]:
        activity = self.instance
        if activity.plan_id and {"starts_on", "ends_on"} <= typed.keys():
            plan, own = days_of(activity)
            days = (typed["starts_on"], typed["ends_on"])
            yield from wrong_days(*days, own, plan, ends_before=HOURS_END_BEFORE)


class TargetFormSet(ScopedInlineFormSet):
    """Each target is one its criterion can have (activities.criterion_rules), and they lie one
    after the other."""

    def clean(self) -> None:
        super().clean()
        kept = [
            f
            for f in self.forms
            if getattr(f, "cleaned_data", None) and not f.cleaned_data.get("DELETE")
        ]
        refuse_new(self, self.instance.activity_id and self.instance.activity.plan_id)
        whole = [f for f in kept if {"starts_on", "ends_on", "value"} <= f.cleaned_data.keys()]
        in_order = sorted(whole, key=lambda f: f.cleaned_data["starts_on"])
        for form in whole:
            for field, message in (
                *self._faults(form),
                *settled(form, settle_target, period="ends_on"),
            ):
                form.add_error(field, message)
        for earlier, later in pairwise(in_order):
            days = earlier.cleaned_data, later.cleaned_data
            if not {"starts_on", "ends_on"} <= days[0].keys() & days[1].keys():
                continue
            if days[1]["starts_on"] <= days[0]["ends_on"]:
                later.add_error("starts_on", overlap(days[0]["ends_on"]))

    def _faults(self, form: Any) -> Iterator[Fault]:
        target, criterion = form.cleaned_data, self.instance
        if said := wrong_value(criterion, target["value"]):
            yield "value", said
        elif own := form.instance.course:
            row = Target(**{name: target[name] for name in ("starts_on", "ends_on", "value")})
            known = courses_of(plan_id_of(criterion))
            if said := wrong_course(criterion, own, [row], known):
                yield "value", said
        if criterion.activity_id:
            plan, activity = days_of(criterion.activity)
            days = (target["starts_on"], target["ends_on"])
            for found in wrong_period(*days, plan, activity):
                yield found.field, found.message
