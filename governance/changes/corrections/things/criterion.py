"""What a criterion measures, and how, that was typed wrong."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities import course
from activities.criterion_rules import wrong_course, wrong_criterion, wrong_value
from activities.forms.course import CourseField
from activities.held import CRITERION_FIELDS
from activities.models import CountingRule, Direction, Level, Measure, Per, Plan, SuccessCriterion
from activities.within import courses_of
from core.danish import capital, exact_number, number, quantity
from core.exact import ExactNumberField, exact, plain
from core.forms import WholeNumberField
from governance.changes import called
from governance.changes.corrections.things.base import Mistake, Pairs, Value, write_columns
from governance.models import Mistaken

# Told at a field there is, of what is written elsewhere.
ELSEWHERE = {
    "denominator": (
        "measure",
        "En procent skal være af nogen. Skriv først af hvem i Opsætning.",
    ),
    "measured_in_month": (
        "measure",
        "Kriteriet måles i en bestemt måned. Ret først rytmen i Opsætning.",
    ),
}


class CriterionMistake(Mistake[SuccessCriterion]):
    subject, key, about = Mistaken.CRITERION, "criterion", called.CRITERION
    heading, main_input = "Hvad der måles", "counting_rule"
    beside = ("activity__plan",)
    is_named = True

    @classmethod
    def rows(cls, plan: Plan) -> QuerySet[SuccessCriterion]:
        return SuccessCriterion.objects.filter(activity__plan=plan).select_related(*cls.beside)

    @classmethod
    def stands(cls, held: SuccessCriterion) -> dict[str, Any]:
        value = {name: getattr(held, name) for name in CRITERION_FIELDS}
        return value | {"baseline": None if held.baseline is None else plain(held.baseline)}

    def pairs(self, value: Value) -> Pairs:
        baseline = "intet"
        if value["baseline"] is not None:
            amount = number(exact(Decimal(value["baseline"])), None)  # type: ignore[arg-type]
            baseline = f"{amount} i {value['baseline_year']}"
        return (
            ("Tællemåde", CountingRule(value["counting_rule"]).label),
            ("Måles som", Measure(value["measure"]).label),
            ("Trin", Level(value["level"]).label),
            ("Målet er", Direction(value["direction"]).label),
            ("Andel i", Per(value["per"]).label),
            ("Udgangspunkt", baseline),
            ("Ventet forløb", course.told(value["course"])),
        )

    def inputs(self, value: Value) -> dict[str, forms.Field]:
        baseline, columns = value["baseline"], SuccessCriterion._meta
        fields: dict[str, forms.Field] = {
            name: forms.TypedChoiceField(
                label=capital(str(getattr(columns.get_field(name), "verbose_name", name))),
                choices=[(key, capital(str(label))) for key, label in choices],
                coerce=int if isinstance(value[name], int) else str,
                initial=value[name],
            )
            for name, choices in (
                ("measure", Measure.choices),
                ("counting_rule", CountingRule.choices),
                ("level", Level.choices),
                ("direction", Direction.choices),
                ("per", Per.choices),
            )
        }
        fields["per"].help_text = "Kun ved andele."
        if registered := self._registered():
            fields["measure"].disabled = True
            used = quantity(registered, "registrering", "registreringer")
            fields["measure"].help_text = f"Kan ikke ændres: kriteriet har {used}."
        fields["baseline"] = ExactNumberField(
            label="Udgangspunkt",
            required=False,
            initial=None if baseline is None else Decimal(baseline),
        )
        fields["baseline_year"] = WholeNumberField(
            label="Udgangspunktets år", required=False, initial=value["baseline_year"]
        )
        fields["course"] = CourseField(initial=value["course"], help_text="Tal med komma, fx 12,5.")
        return fields

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        baseline = data["baseline"]
        return {name: data.get(name) for name in CRITERION_FIELDS} | {
            "baseline": None if baseline is None else plain(baseline)
        }

    def check(self, held: SuccessCriterion, value: Value) -> None:
        """The rules of every door (activities.criterion_rules)."""
        if value["measure"] != held.measure and (count := self._registered()):
            used = quantity(count, "registrering", "registreringer")
            raise ValidationError(
                {"measure": f"Kriteriet har {used} og kan ikke måles på en anden måde."}
            )
        row = SuccessCriterion(**_columns(held))
        _put(row, value)
        if errors := dict(_errors(row, held)):
            raise ValidationError(errors)

    def days(self, held: SuccessCriterion, value: Value) -> tuple[date, date]:
        """The plan's: a criterion is told of in every report, with a target or without."""
        plan = held.activity.plan
        return plan.starts_on, plan.ends_on

    def write(self, held: SuccessCriterion, value: Value, *, reason: str, by: User) -> None:
        _put(held, value)
        write_columns(held, reason=reason, by=by)

    def _registered(self) -> int:
        return self.held.registrations.count()


def _columns(held: SuccessCriterion) -> dict[str, Any]:
    return {field.attname: getattr(held, field.attname) for field in held._meta.concrete_fields}


def _put(row: SuccessCriterion, value: Value) -> None:
    for name in CRITERION_FIELDS:
        setattr(row, name, value[name])
    row.baseline = None if value["baseline"] is None else Decimal(value["baseline"])
    if row.baseline is None:
        row.baseline_source = ""


def _errors(row: SuccessCriterion, held: SuccessCriterion) -> Iterator[tuple[str, str]]:
    """(field, what is wrong) of the row it would be, with the targets it has."""
    for found in wrong_criterion(row):
        yield ELSEWHERE.get(found.field, (found.field, found.message))
    targets = list(held.targets.all())
    measured = ("measure", "per", "direction")
    is_other = any(getattr(row, name) != getattr(held, name) for name in measured)
    for target in targets if is_other else ():
        if said := wrong_value(row, target.value):
            amount = exact_number(Decimal(target.value))
            yield "measure", f"Kriteriet har måltallet {amount}. {said} Ret først måltallet."
    follow = [target for target in targets if target.course is None]
    if said := wrong_course(row, row.course, follow, courses_of(row.activity.plan_id)):
        yield "course", said
