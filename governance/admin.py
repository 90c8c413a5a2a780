"""The fora that steer a plan, and when they meet."""

from django.contrib import admin

from accounts.administration import ScopedInline
from activities.administration import PlanDataAdmin
from governance.models import Forum, Meeting


class MeetingInline(ScopedInline, admin.TabularInline):
    model = Meeting
    view_on_site = False
    fields = ("on", "starts_at", "place")
    extra = 1  # a row to write in also where the browser runs no script


@admin.register(Forum)
class ForumAdmin(PlanDataAdmin):
    list_display = ("code", "name", "kind", "meetings_per_year", "plan")
    list_display_links = ("code", "name")
    list_filter = ("kind", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan",)
    search_fields = ("code", "name")
    fieldsets = (
        ("Forummet", {"fields": ("plan", "code", "name", "kind", "position")}),
        ("Hvem og hvordan", {"fields": ("members", "chair", "secretary", "tasks")}),
        ("Møder", {"fields": ("meetings_per_year", "material_days")}),
    )
    inlines = (MeetingInline,)


@admin.register(Meeting)
class MeetingAdmin(PlanDataAdmin):
    view_on_site = False
    plan_path = "forum__plan"
    list_display = ("on", "starts_at", "forum", "place")
    list_filter = (("forum", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("forum",)
    date_hierarchy = "on"
    fields = ("forum", "on", "starts_at", "place")
