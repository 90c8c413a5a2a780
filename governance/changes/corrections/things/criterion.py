"""What a criterion measures, and how, that was typed wrong."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User
from activities import course
from activities.criterion_rules import RULE_OF
from activities.held import CRITERION_FIELDS
from activities.models import CountingRule, Direction, Level, Measure, Per, Plan, SuccessCriterion
from core.danish import capital, number, quantity
from core.exact import ExactNumberField, exact, plain
from core.forms import WholeNumberField
from governance.changes import called
from governance.changes.corrections.course_form import course_inputs, typed_course
from governance.changes.corrections.things.base import Mistake, Pairs, Value, write_columns
from governance.models import Mistaken


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
        return fields | course_inputs(value["course"])

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        baseline, year = data["baseline"], data["baseline_year"]
        if (baseline is None) != (year is None):
            field = "baseline" if baseline is None else "baseline_year"
            raise ValidationError({field: "Skriv både udgangspunktet og dets år."})
        if year is not None and not 1990 <= year <= 2100:
            raise ValidationError({"baseline_year": "Skriv et år fra 1990 til 2100."})
        if baseline is not None and baseline < 0:
            raise ValidationError({"baseline": "Tallet kan ikke være under 0."})
        return {name: data.get(name) for name in CRITERION_FIELDS} | {
            "baseline": None if baseline is None else plain(baseline),
            "course": typed_course(data),
        }

    def check(self, held: SuccessCriterion, value: Value) -> None:
        """The same rules as in Opsætning and a plan file."""
        measure, rule = Measure(value["measure"]), CountingRule(value["counting_rule"])
        targets = list(held.targets.all())
        if measure != held.measure and (count := self._registered()):
            used = quantity(count, "registrering", "registreringer")
            raise ValidationError(
                {"measure": f"Kriteriet har {used} og kan ikke måles på en anden måde."}
            )
        fixed = RULE_OF.get(measure)
        if fixed and rule != fixed:
            raise ValidationError(
                {"counting_rule": f"Passer ikke til {measure.label}. Vælg »{fixed.label}«."}
            )
        if not fixed and rule in RULE_OF.values():
            raise ValidationError({"counting_rule": "Passer ikke til antal. Vælg en af de andre."})
        if measure == Measure.PERCENT and not held.denominator:
            raise ValidationError(
                {"measure": "En procent skal være af nogen. Skriv først af hvem i Opsætning."}
            )
        if value["per"] != Per.HUNDRED and measure != Measure.PERCENT:
            raise ValidationError({"per": "Kun andele kan være i promille eller pr. 10.000."})
        if (
            measure == Measure.PERCENT
            and (most := max((t.value for t in targets), default=0)) > (value["per"])
        ):
            raise ValidationError(
                {"measure": f"Kriteriet har måltallet {number(most)}. Ret det først."}
            )
        aims = [course.Aim(t.starts_on, t.ends_on, t.value) for t in targets]
        said = course.wrong(
            value["course"],
            is_count=measure == Measure.COUNT,
            code=held.code,
            aims=aims,
            find=_courses(held).get,
        )
        if said:
            raise ValidationError({"course_kind": said})

    def days(self, held: SuccessCriterion, value: Value) -> tuple[date, date]:
        """The plan's: a criterion is told of in every report, with a target or without."""
        plan = held.activity.plan
        return plan.starts_on, plan.ends_on

    def write(self, held: SuccessCriterion, value: Value, *, reason: str, by: User) -> None:
        for name in CRITERION_FIELDS:
            setattr(held, name, value[name])
        held.baseline = None if value["baseline"] is None else Decimal(value["baseline"])
        if held.baseline is None:
            held.baseline_source = ""
        write_columns(held, reason=reason, by=by)

    def _registered(self) -> int:
        return self.held.registrations.count()


def _courses(held: SuccessCriterion) -> dict[str, Any]:
    rows = SuccessCriterion.objects.filter(activity__plan=held.activity.plan_id)
    return dict(rows.values_list("code", "course"))
