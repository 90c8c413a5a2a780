"""The fora that steer a plan. Their meetings and seats have pages of their own and are only read
here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts import names
from accounts.administration import ScopedReadOnlyAdmin, VersionedScopedForm
from activities.administration import PlanDataAdmin
from governance.models import Forum, Meeting


class ForumForm(VersionedScopedForm):
    """Who leads a forum is printed on every agenda and minutes: functions, as there."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        plans = (
            self.instance.plan_pks
            if self.instance.pk
            else {plan.pk for plan in [data.get("plan")] if plan}
        )
        names.refuse_names({column: data.get(column) or "" for column in Forum.nameless}, plans)
        return data


@admin.register(Forum)
class ForumAdmin(PlanDataAdmin):
    form = ForumForm
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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What a forum is decides what its seats let people read: it stays while somebody sits
        in it."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "kind") if obj is not None and obj.seats.exists() else fixed


@admin.register(Meeting)
class MeetingAdmin(ScopedReadOnlyAdmin):
    view_on_site = False
    plan_path = "forum__plan"
    list_display = ("on", "starts_at", "forum", "place", "state")
    list_filter = (("forum", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("forum",)
    date_hierarchy = "on"
    fields = ("forum", "on", "starts_at", "ends_at", "place", "state")
