"""Reports are ordered and fetched on their own page: only seen here."""

from typing import Any

from django.contrib import admin

from accounts.administration import ScopedReadOnlyAdmin
from reporting.models import Report


@admin.register(Report)
class ReportAdmin(ScopedReadOnlyAdmin):
    list_display = (
        "number",
        "revision",
        "kind",
        "period_name",
        "plan",
        "state",
        "job_state",
        "ordered_at",
    )
    list_filter = ("kind", "state", "job_state", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan", "ordered_by")
    fields = (
        "plan",
        "kind",
        "period_name",
        "state",
        "number",
        "revision",
        "correction",
        "data_as_of",
        "ordered_by",
        "ordered_at",
        "ready_by",
        "ready_at",
        "issued_by",
        "issued_at",
        "code",
        "job_state",
        "progress",
        "step",
        "error",
        "attempts",
        "done_at",
        "sha256",
        "size",
        "pages",
        "layout",
        "renderer",
    )

    @admin.display(description="periode", ordering="period")
    def period_name(self, report: Any) -> str:
        return report.period.label
