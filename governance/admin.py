"""The fora that steer a plan. Their meetings and seats have pages of their own and are only read here."""

from django.contrib import admin

from accounts.administration import ScopedReadOnlyAdmin
from activities.administration import PlanDataAdmin
from governance.models import Forum, Meeting


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


@admin.register(Meeting)
class MeetingAdmin(ScopedReadOnlyAdmin):
    view_on_site = False
    plan_path = "forum__plan"
    list_display = ("on", "starts_at", "forum", "place", "state")
    list_filter = (("forum", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("forum",)
    date_hierarchy = "on"
    fields = ("forum", "on", "starts_at", "ends_at", "place", "state")
