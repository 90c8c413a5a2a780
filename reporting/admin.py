"""Reports are ordered and fetched on their own page: only seen here."""

from typing import Any

from django.contrib import admin

from accounts.administration import ScopedReadOnlyAdmin
from reporting.models import Report


@admin.register(Report)
class ReportAdmin(ScopedReadOnlyAdmin):
    list_display = ("number", "revision", "kind", "period_name", "plan", "job_state", "ordered_by", "ordered_at")
    list_filter = ("kind", "job_state", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan", "ordered_by")
    fields = (
        "plan",
        "kind",
        "period_name",
        "number",
        "revision",
        "data_as_of",
        "ordered_by",
        "ordered_at",
        "job_state",
        "progress",
        "step",
        "error",
        "attempts",
        "done_at",
        "sha256",
        "size",
        "pages",
    )

    @admin.display(description="periode", ordering="period")
    def period_name(self, report: Any) -> str:
        return report.period.label
