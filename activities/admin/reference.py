"""The plan's reference data, for those who administer the plan."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from accounts.administration import ScopedInline
from activities import course
from activities.admin.forms import (
    ActivityForm,
    AllocationFormSet,
    CriterionForm,
    PlanForm,
    TargetFormSet,
)
from activities.administration import CodeChecked, HeldInline, PlanDataAdmin, stands
from activities.models import (
    Activity,
    AskedReturn,
    Channel,
    Estate,
    FocusArea,
    Partner,
    Partnership,
    Plan,
    StaffAllocation,
    StaffRole,
    SuccessCriterion,
    Target,
)
from activities.presenting import baseline_text, value_text
from activities.weeks import Hours
from core.danish import day, listing

IN_PLAN = ("plan", admin.RelatedOnlyFieldListFilter)


class AskedReturnInline(ScopedInline, admin.TabularInline):
    """What the plan is asked for, where that is another than its funder's list."""

    model = AskedReturn
    fields = ("kind", "direction", "months_after", "due_on", "note", "position")
    verbose_name_plural = "Krav om indberetning (kun hvis planens er andre end bidragyderens)"


@admin.register(Plan)
class PlanAdmin(PlanDataAdmin):
    """A superuser makes plans (or load_plan does); a lead keeps the words, the years and the
    limits."""

    plan_path = "pk"
    form = PlanForm
    inlines = (AskedReturnInline,)
    list_display = ("name", "place", "years", "reporting_period")
    fieldsets = (
        ("Planen", {"fields": ("name", "slug", "place", "association", "administrator", "office")}),
        ("Perioden", {"fields": ("starts_on", "ends_on", "reporting_period")}),
        ("Indberetning", {"fields": ("funder",)}),
        ("Mål og strategi", {"fields": ("vision", "overall_goal", "strategy")}),
        ("Evaluering", {"fields": ("annual_evaluation", "external_evaluation")}),
        (
            "Grænser for lys",
            {
                "fields": (
                    "on_track_from",
                    "at_risk_from",
                    "milestone_grace_days",
                    "min_answers",
                    "unusual_times",
                ),
                "description": "Reglerne står også under »Sådan regner vi« på planens sider.",
            },
        ),
    )

    @admin.display(description="år")
    def years(self, plan: Plan) -> str:
        return plan.years

    def view_on_site(self, plan: Plan) -> str:
        return plan.get_absolute_url()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The address stands in people's bookmarks, and the rhythm in every period."""
        held = super().get_readonly_fields(request, obj)
        return (
            (*held, "slug", "reporting_period") if obj and not request.user.is_superuser else held
        )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"slug": ("name",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PlanRowAdmin(PlanDataAdmin):
    """A row with a code in a plan."""

    list_display: Any = ("code", "name", "plan")
    list_display_links = ("code", "name")
    list_filter: ClassVar[Any] = (IN_PLAN,)
    list_select_related: ClassVar[Any] = ("plan",)
    search_fields = ("code", "name")
    ordering = ("plan", "position", "pk")


@admin.register(Estate)
class EstateAdmin(PlanRowAdmin):
    list_display = ("code", "name", "dwellings", "residents", "plan")
    fields = ("plan", "code", "name", "dwellings", "residents", "residents_note", "position")


@admin.register(StaffRole)
class StaffRoleAdmin(PlanRowAdmin):
    list_display = ("code", "name", "full_time_hours", "plan")
    fields = ("plan", "code", "name", "full_time_hours", "position")


@admin.register(Partner)
class PartnerAdmin(PlanRowAdmin):
    list_display = ("code", "name", "kind", "plan")
    list_filter = ("kind", IN_PLAN)
    fields = ("plan", "code", "name", "kind", "position")


@admin.register(FocusArea)
class FocusAreaAdmin(PlanRowAdmin):
    fields = ("plan", "code", "name", "problem", "purpose", "position")


class ChannelInline(CodeChecked, ScopedInline, admin.TabularInline):
    model = Channel
    fields = ("code", "name", "description", "position")


class StaffAllocationInline(HeldInline, admin.TabularInline):
    model = StaffAllocation
    formset = AllocationFormSet
    fields = (
        "staff_role",
        "hours_min",
        "hours_max",
        "later",
        "is_annual_average",
        "starts_on",
        "ends_on",
        "position",
    )
    readonly_fields = ("later",)

    @admin.display(description="ændret siden")
    def later(self, row: StaffAllocation) -> str:
        """What holds from a later day, by decision: it is not written here."""
        found = row.revisions.all() if row.pk else ()
        return (
            listing(
                [f"{Hours(r.hours_min, r.hours_max).text} fra {day(r.in_force_on)}" for r in found]
            )
            or "–"
        )


class PartnershipInline(ScopedInline, admin.TabularInline):
    model = Partnership
    fields = ("partner", "contribution", "position")


@admin.register(Activity)
class ActivityAdmin(PlanRowAdmin):
    """An activity with who staffs it, who takes part, and its parts."""

    form = ActivityForm
    list_display = ("code", "name", "focus_area", "plan")
    list_filter = (("focus_area", admin.RelatedOnlyFieldListFilter), IN_PLAN)
    list_select_related = ("plan", "focus_area")
    fieldsets = (
        (
            "Aktiviteten",
            {"fields": ("plan", "focus_area", "code", "name", "purpose", "estates", "position")},
        ),
        ("Dage og trin", {"fields": (("starts_on", "ends_on"), "is_one_group")}),
        (
            "Evaluering og forankring",
            {"fields": ("evaluation", "evaluated_by", "anchoring", "anchored_in")},
        ),
    )
    inlines = (StaffAllocationInline, PartnershipInline, ChannelInline)

    def view_on_site(self, activity: Activity) -> str:
        return activity.get_absolute_url()


class TargetInline(HeldInline, admin.TabularInline):
    """`told`: what is only looked at is said with its direction and unit."""

    model = Target
    formset = TargetFormSet
    readonly_fields = ("told", "own_course", "later")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        value = "told" if stands(request, obj) else "value"
        return "starts_on", "ends_on", value, "own_course", "later"

    @admin.display(description="måltal")
    def told(self, row: Target) -> str:
        return value_text(row.criterion, row.value)

    @admin.display(description="eget forløb")
    def own_course(self, row: Target) -> str:
        """Decided under Næste år."""
        return "som kriteriets" if row.course is None else course.told(row.course, row.value)

    @admin.display(description="ændret siden")
    def later(self, row: Target) -> str:
        """As of hours."""
        found = row.revisions.all() if row.pk else ()
        told = [f"{value_text(row.criterion, r.value)} fra {day(r.in_force_on)}" for r in found]
        return listing(told) or "–"


@admin.register(SuccessCriterion)
class SuccessCriterionAdmin(PlanDataAdmin):
    """A criterion with its targets."""

    plan_path = "activity__plan"
    form = CriterionForm
    list_display = ("code", "name", "level", "measure", "activity")
    list_display_links = ("code", "name")
    list_filter = ("level", "measure", ("activity", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("activity",)
    search_fields = ("code", "name", "text")
    fieldsets = (
        ("Kriteriet", {"fields": ("activity", "code", "level", "name", "text", "position")}),
        (
            "Sådan måles det",
            {
                "fields": (
                    "measure",
                    ("noun", "noun_singular"),
                    "counting_rule",
                    "counts",
                    "method",
                    "denominator",
                    "per",
                    ("rhythm", "measured_in_month"),
                )
            },
        ),
        (
            "Sådan er målet",
            {"fields": ("direction", ("baseline", "baseline_year"), "baseline_source", "course")},
        ),
        (
            "I den godkendte plan",
            {"fields": ("approved_text", "stands_at"), "classes": ("collapse",)},
        ),
        ("Ansvar", {"fields": ("responsible", "note", "doubt")}),
    )
    inlines = (TargetInline,)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """In a plan in force the baseline and the course stand, and are said in words."""
        found = super().get_fieldsets(request, obj)
        if not stands(request, obj):
            return found
        said = {"fields": ("direction", "baseline_told", "baseline_source", "course_told")}
        return [(name, said if name == "Sådan er målet" else options) for name, options in found]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "baseline_told", "course_told")

    @admin.display(description="udgangspunkt")
    def baseline_told(self, row: SuccessCriterion) -> str:
        return baseline_text(row)

    @admin.display(description="ventet forløb")
    def course_told(self, row: SuccessCriterion) -> str:
        return course.told(row.course)
