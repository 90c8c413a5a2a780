"""The rules of reference data that reach over several fields or rows; the same as a plan file's."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.administration import ScopedInlineFormSet, VersionedScopedForm
from accounts.roles import plan_id_of
from activities.funders import files
from activities.held import HELD, is_in_force
from activities.models import CountingRule, Measure, Rhythm, SuccessCriterion
from activities.planfile.plan_tables import RULE_OF, settle_allocation, settle_plan, settle_target
from core.danish import day

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


class CriterionForm(VersionedScopedForm):
    """What is counted how fits together, and a code is used once in a plan (addresses name
    criteria by it)."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for field, message in self._faults(cleaned):
            self.add_error(field, message)
        return cleaned

    def _faults(self, cleaned: dict[str, Any]) -> Iterator[Fault]:
        # In a plan in force it stands, and is not typed.
        own = None if "measure" in self.fields else self.instance.measure
        measure, rule = cleaned.get("measure", own), cleaned.get("counting_rule")
        if measure == Measure.PERCENT and not cleaned.get("denominator"):
            yield "denominator", "En procent skal være af nogen. Skriv af hvem, fx beboerne."
        if measure and rule:
            fixed = RULE_OF.get(Measure(measure))
            if fixed and rule != fixed:
                yield (
                    "counting_rule",
                    f"Passer ikke til {Measure(measure).label}. Vælg »{fixed.label}«.",
                )
            elif not fixed and CountingRule(rule) in RULE_OF.values():
                yield "counting_rule", "Passer ikke til antal. Vælg en af de andre."
        if cleaned.get("measured_in_month") and cleaned.get("rhythm") == Rhythm.RUNNING:
            yield (
                "measured_in_month",
                "Det, der tælles løbende, måles ikke i en bestemt måned. Ret rytmen.",
            )
        if self._code_is_taken(cleaned):
            yield "code", "Koden er allerede brugt i planen."

    def _code_is_taken(self, cleaned: dict[str, Any]) -> bool:
        plan = plan_id_of(cleaned.get("activity") or (self.instance if self.instance.pk else None))
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


class AllocationFormSet(ScopedInlineFormSet):
    """Hours that an adjustment changed are changed by adjustments."""

    def clean(self) -> None:
        super().clean()
        refuse_new(self, self.instance.plan_id)
        for form in self.forms:
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE"):
                for field, message in settled(form, settle_allocation, hours="hours_min"):
                    form.add_error(field, message)


class TargetFormSet(ScopedInlineFormSet):
    """Targets lie within the plan and one after the other; a percent is at most 100."""

    def clean(self) -> None:
        super().clean()
        kept = [
            f
            for f in self.forms
            if getattr(f, "cleaned_data", None) and not f.cleaned_data.get("DELETE")
        ]
        refuse_new(self, self.instance.activity_id and self.instance.activity.plan_id)
        whole = [f for f in kept if {"starts_on", "ends_on", "value"} <= f.cleaned_data.keys()]
        for form in whole:
            for field, message in (
                *self._faults(form.cleaned_data),
                *settled(form, settle_target, period="ends_on"),
            ):
                form.add_error(field, message)
        in_order = sorted(whole, key=lambda f: str(f.cleaned_data.get("starts_on", "")))
        for earlier, later in pairwise(in_order):
            if (
                not {"starts_on", "ends_on"}
                <= earlier.cleaned_data.keys() & later.cleaned_data.keys()
            ):
                continue
            if later.cleaned_data["starts_on"] <= earlier.cleaned_data["ends_on"]:
                later.add_error(
                    "starts_on",
                    f"Et andet måltal gælder til {day(earlier.cleaned_data['ends_on'])}.",
                )

    def _faults(self, target: dict[str, Any]) -> Iterator[Fault]:
        plan = self.instance.activity.plan if self.instance.activity_id else None
        if self.instance.measure == Measure.PERCENT and target["value"] > 100:
            yield "value", f"{target['value']} % går ikke. Skriv højst 100."
        if plan and (target["starts_on"] > plan.ends_on or target["ends_on"] < plan.starts_on):
            yield (
                "starts_on",
                (
                    f"Planen løber fra {day(plan.starts_on)} til {day(plan.ends_on)}. "
                    "Vælg en periode i den."
                ),
            )
