"""What has been issued: found by plan, kind, period and words. The filter stands in the address,
so it can be kept."""

from typing import Any

import django_filters
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from activities.models import Plan
from core.danish import capital, common
from core.forms import plain_helper
from core.periods import Period
from reporting.data.edition import read_code
from reporting.data.restated import marks, with_correction_since
from reporting.models import Report, ReportKind, ReportQuerySet

PER_PAGE = 20
NOT_ON_LIST = {"invalid_choice": "Det står ikke på listen. Vælg igen."}
UNREAD = ("snapshot", "handed_over", "words")


class ArchiveFilter(django_filters.FilterSet):
    """Filters issued reports; a value that makes no sense is told and filters nothing."""

    plan = django_filters.ModelChoiceFilter(
        to_field_name="slug",
        label="Plan",
        empty_label="Alle planer",
        error_messages=NOT_ON_LIST,
    )
    slags = django_filters.ChoiceFilter(
        field_name="kind",
        label="Rapport",
        empty_label="Alle rapporter",
        choices=ReportKind.choices,
        error_messages=NOT_ON_LIST,
    )
    for_periode = django_filters.ChoiceFilter(
        field_name="period",
        label="Periode",
        empty_label="Alle perioder",
        error_messages=NOT_ON_LIST,
    )
    q = django_filters.CharFilter(label="Søg i rapporterne", method="by_words", max_length=100)

    class Meta:
        model = Report
        fields: list[str] = []

    def __init__(self, *args: Any, plans: QuerySet[Plan] | None = None, **kwargs: Any) -> None:
        """`plans`: those to choose between; None where the reports are of one plan."""
        super().__init__(*args, **kwargs)
        periods: set[Period] = set(self.queryset.order_by().values_list("period", flat=True))
        ordered = sorted(periods, key=lambda p: (p.end, p.start), reverse=True)
        self.filters["for_periode"].extra["choices"] = [
            (period.code, period.label) for period in ordered
        ]
        if plans is None:
            del self.filters["plan"]
        else:
            self.filters["plan"].extra["queryset"] = plans
        self.form.helper = plain_helper()
        self.form.helper.hide_optional = True

    def by_words(self, queryset: ReportQuerySet, name: str, value: str) -> ReportQuerySet:
        """Every word must stand in the report; a control code or number finds its report."""
        if code := read_code(value):
            return queryset.filter(Q(code=code) | Q(words__contains=value.lower()))
        for part in value.lower().split():
            queryset = queryset.filter(words__contains=part)
        return queryset

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered away."""
        return self.is_bound and any(
            value not in (None, "") for value in self.form.cleaned_data.values()
        )


def archive(
    data: Any, reports: ReportQuerySet, plans: QuerySet[Plan] | None = None
) -> dict[str, Any]:
    """The filter, one page of the issued ones among `reports`, and the heading that says what is
    shown."""
    found = ArchiveFilter(data, reports.issued(), plans=plans)
    rows = (
        with_correction_since(found.qs.with_currency())
        .select_related("plan")
        .defer(*UNREAD)
        .order_by("-issued_at", "-number")
    )
    page: Page = Paginator(rows, PER_PAGE).get_page(data.get("side"))
    restated = marks(row for row in page if row.may_be_restated)
    for row in page:
        row.restated = restated.get(row.pk, ())
    return {
        "archive": page,
        "filter": found,
        "is_filtered": found.is_narrowed,
        "archive_title": _title(page.paginator.count, found.is_narrowed),
    }


def _title(count: int, is_filtered: bool) -> str:
    """ "Seks rapporter er udsendt"."""
    if not count:
        return "Ingen rapporter fundet" if is_filtered else "Ingen rapporter er udsendt endnu"
    noun = "rapport" if count == 1 else "rapporter"
    said = capital(common(count))
    return f"{said} {noun} fundet" if is_filtered else f"{said} {noun} er udsendt"
