"""Milestones come from the plan's file and are kept on their board: only seen here."""

from typing import Any

from django.contrib import admin

from accounts.administration import ScopedReadOnlyAdmin
from activities.administration import ShowsHeld
from core.danish import day, listing
from milestones.models import Milestone, MilestoneMove
from milestones.planfile import HELD


@admin.register(Milestone)
class MilestoneAdmin(ShowsHeld, ScopedReadOnlyAdmin):
    change_form_template = "admin/plan_data.html"
    own_held = HELD
    list_display = ("code", "name", "period_name", "activity", "status", "reached_on")
    list_display_links = ("code", "name")
    list_filter = ("status", "kind", ("activity", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("activity",)
    search_fields = ("code", "name")
    fields = (
        "plan",
        "code",
        "name",
        "kind",
        "period_name",
        "activity",
        "criterion",
        "number",
        "counts_from",
        "later",
        "status",
        "reached_on",
        "agreed_on",
        "evidence",
        "comment",
        "short_reason",
    )

    @admin.display(description="tallet er ændret")
    def later(self, milestone: Milestone) -> str:
        return (
            listing([f"{r.number} fra {day(r.in_force_on)}" for r in milestone.revisions.all()])
            or "–"
        )

    @admin.display(description="periode", ordering="period")
    def period_name(self, milestone: Milestone) -> str:
        return milestone.period.label


@admin.register(MilestoneMove)
class MilestoneMoveAdmin(ScopedReadOnlyAdmin):
    plan_path = "milestone__plan"
    list_display = ("milestone", "from_name", "to_name", "reason", "by", "at", "decided_on")
    list_select_related = ("milestone", "by")
    fields = ("milestone", "from_name", "to_name", "reason", "by", "at", "decided_on")

    @admin.display(description="fra", ordering="from_period")
    def from_name(self, move: Any) -> str:
        return move.from_period.label

    @admin.display(description="til", ordering="to_period")
    def to_name(self, move: Any) -> str:
        return move.to_period.label
