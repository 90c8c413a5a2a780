"""The filter above the list of registrations. Its words stand in the address, so a view can be
kept."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.models import User
from activities.models import (
    EACH_ONCE,
    Activity,
    Estate,
    Measure,
    Plan,
    Registration,
    SuccessCriterion,
)
from core import clock
from core.forms import DanishDateField, plain_helper
from core.periods import Period

COUNTING, VOIDED, LACKING = "gyldige", "fortrudte", "uden-nye"
NOT_ON_LIST = {"invalid_choice": "Det står ikke på listen. Vælg igen."}


class DateFilter(django_filters.Filter):
    field_class = DanishDateField


class RegistrationFilter(django_filters.FilterSet):
    """Filters the registrations of one plan; a value that makes no sense is told and filters
    nothing."""

    aktivitet = django_filters.ModelChoiceFilter(
        field_name="criterion__activity",
        to_field_name="code",
        label="Aktivitet",
        empty_label="Alle aktiviteter",
        error_messages=NOT_ON_LIST,
    )
    kriterium = django_filters.ChoiceFilter(
        field_name="criterion__code",
        label="Kriterium",
        empty_label="Alle kriterier",
        error_messages=NOT_ON_LIST,
    )
    afdeling = django_filters.ModelChoiceFilter(
        field_name="estate",
        to_field_name="code",
        label="Afdeling",
        empty_label="Alle afdelinger",
        error_messages=NOT_ON_LIST,
    )
    person = django_filters.ModelChoiceFilter(
        field_name="created_by",
        label="Registreret af",
        empty_label="Alle",
        error_messages=NOT_ON_LIST,
    )
    periode = django_filters.ChoiceFilter(
        label="Periode", empty_label="Hele planen", method="in_period", error_messages=NOT_ON_LIST
    )
    fra = DateFilter(field_name="on", lookup_expr="gte", label="Fra dato")
    til = DateFilter(field_name="on", lookup_expr="lte", label="Til og med dato")
    vis = django_filters.ChoiceFilter(
        label="Vis",
        empty_label="Alle",
        choices=[
            (COUNTING, "Dem, der tæller med"),
            (VOIDED, "Fortrudte"),
            (LACKING, "Dem, der mangler antal nye"),
        ],
        method="by_state",
        error_messages=NOT_ON_LIST,
    )
    q = django_filters.CharFilter(field_name="note", lookup_expr="icontains", label="Søg i noter")

    class Meta:
        model = Registration
        fields: list[str] = []

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        rows = {
            "aktivitet": Activity.objects.filter(plan=plan).order_by(
                "focus_area__position", "position", "pk"
            ),
            "afdeling": Estate.objects.filter(plan=plan),
            "person": User.objects.filter(registrations__plan=plan).distinct(),
        }
        for name, queryset in rows.items():
            self.filters[name].extra["queryset"] = queryset
        self.filters["kriterium"].extra["choices"] = criterion_choices(plan)
        self.filters["periode"].extra["choices"] = period_choices(plan)
        self.form.helper = plain_helper()
        self.form.helper.hide_optional = True

    def in_period(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        period = Period.parse(value)
        return queryset.filter(on__range=(period.start, period.end))

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == LACKING:
            return queryset.filter(
                voided_at__isnull=True,
                new__isnull=True,
                criterion__measure=Measure.COUNT,
                criterion__counting_rule__in=EACH_ONCE,
            )
        return queryset.filter(voided_at__isnull=value == COUNTING)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered away."""
        return (
            any(value not in (None, "") for value in self.form.cleaned_data.values())
            if self.is_bound
            else False
        )

    @property
    def about(self) -> str:
        """What the rows are of, for the heading: " på 5.1.1 Forældre & læring i 2. kvartal
        2013"."""
        chosen = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        parts = []
        if code := chosen.get("kriterium"):
            parts.append(f"på {dict(self.filters['kriterium'].extra['choices'])[code]}")
        elif activity := chosen.get("aktivitet"):
            parts.append(f"på {activity}")
        if estate := chosen.get("afdeling"):
            parts.append(f"i {estate}")
        if person := chosen.get("person"):
            parts.append(f"af {person}")
        if code := chosen.get("periode"):
            parts.append(f"i {Period.parse(code).label}")
        return "".join(f" {part}" for part in parts)


def criterion_choices(plan: Plan) -> list[tuple[str, str]]:
    """The plan's criteria by code, in the plan's order."""
    rows = SuccessCriterion.objects.filter(activity__plan=plan).order_by(
        "activity__focus_area__position", "activity__position", "level", "position", "pk"
    )
    return [(code, f"{code} {name}") for code, name in rows.values_list("code", "name")]


def period_choices(plan: Plan) -> list[tuple[str, str]]:
    """The plan's years and reporting periods that have begun, newest first."""
    last = min(clock.today(), plan.ends_on)
    years = [Period.year(year) for year in range(last.year, plan.starts_on.year - 1, -1)]
    return [
        (period.code, period.label)
        for year in years
        for period in [year, *reversed(_begun(plan, year.start.year, last))]
    ]


def _begun(plan: Plan, year: int, last: date) -> list[Period]:
    """The plan's reporting periods of a year that have begun on `last`, without those before the
    plan."""
    return [p for p in plan.periods(year) if p.start <= last and p.end >= plan.starts_on]
