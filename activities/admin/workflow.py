"""What is written in the product's own pages: only seen here."""

from typing import Any

from django.contrib import admin

from accounts.administration import ScopedReadOnlyAdmin
from activities.models import (
    HoursEntry,
    LightOverride,
    PeriodComment,
    PeriodLock,
    Reading,
    Registration,
    SurveyRound,
)


class OfPeriod(ScopedReadOnlyAdmin):
    """A row about a reporting period."""

    @admin.display(description="periode", ordering="period")
    def period_name(self, row: Any) -> str:
        return row.period.label


@admin.register(Registration)
class RegistrationAdmin(ScopedReadOnlyAdmin):
    list_display = ("on", "criterion", "value", "base", "estate", "created_by", "voided_at")
    list_filter = ("on", ("estate", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("criterion", "estate", "created_by")
    date_hierarchy = "on"
    search_fields = ("criterion__code", "criterion__name", "note")
    fields = (
        "plan",
        "criterion",
        "on",
        "value",
        "base",
        "estate",
        "new",
        "volunteers",
        "breakdown",
        "note",
        "created_by",
        "created_at",
        "voided_by",
        "voided_at",
    )


@admin.register(SurveyRound)
class SurveyRoundAdmin(ScopedReadOnlyAdmin):
    plan_path = "criterion__activity__plan"
    list_display = ("name", "criterion", "starts_on", "ends_on", "asked", "created_by")
    list_select_related = ("criterion", "created_by")
    date_hierarchy = "ends_on"
    search_fields = ("name", "criterion__code", "criterion__name")
    fields = (
        "criterion",
        "name",
        "starts_on",
        "ends_on",
        "who",
        "asked",
        "created_by",
        "created_at",
    )


@admin.register(Reading)
class ReadingAdmin(ScopedReadOnlyAdmin):
    list_display = (
        "read_on",
        "criterion",
        "role",
        "year",
        "value",
        "base",
        "created_by",
        "voided_at",
    )
    list_filter = ("role",)
    list_select_related = ("criterion", "created_by")
    date_hierarchy = "read_on"
    search_fields = ("criterion__code", "criterion__name", "source", "note")
    fields = (
        "plan",
        "criterion",
        "role",
        "read_on",
        "year",
        "value",
        "base",
        "source",
        "note",
        "created_by",
        "created_at",
        "voided_by",
        "voided_at",
    )


@admin.register(HoursEntry)
class HoursEntryAdmin(ScopedReadOnlyAdmin):
    list_display = ("week", "staff_role", "activity", "hours", "by")
    list_filter = (("staff_role", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("staff_role", "activity", "by")
    date_hierarchy = "week"
    fields = ("plan", "week", "staff_role", "activity", "hours", "by")


@admin.register(PeriodLock)
class PeriodLockAdmin(OfPeriod):
    list_display = ("period_name", "plan", "closed_at", "closed_by", "reopened_at", "reopened_by")
    list_select_related = ("plan", "closed_by", "reopened_by")
    fields = (
        "plan",
        "period_name",
        "closed_at",
        "closed_by",
        "reopened_at",
        "reopened_by",
        "reopened_reason",
    )


@admin.register(PeriodComment)
class PeriodCommentAdmin(OfPeriod):
    list_display = ("period_name", "focus_area", "criterion", "text", "by", "at")
    list_select_related = ("focus_area", "criterion", "by")
    fields = ("plan", "period_name", "focus_area", "criterion", "text", "by", "at")


@admin.register(LightOverride)
class LightOverrideAdmin(OfPeriod):
    plan_path = "focus_area__plan"
    list_display = ("focus_area", "period_name", "light", "reason", "by", "at")
    list_select_related = ("focus_area", "by")
    fields = ("focus_area", "period_name", "light", "reason", "by", "at")
