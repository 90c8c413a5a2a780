"""What the admin pages of a plan's rows share: codes that addresses and files can carry, the
plan's stamp, and what stands once the plan is in force."""

from typing import Any

from django.core.validators import RegexValidator
from django.db.models import Field
from django.http import HttpRequest

from accounts.administration import ScopedAdmin, ScopedInline
from accounts.roles import plan_id_of
from activities.held import HELD, is_in_force
from activities.held_columns import Held
from activities.models import Plan
from activities.planfile.kinds import Code

CODE = RegexValidator(rf"\A(?:{Code.pattern})\Z", message=f"Koden kan ikke bruges. {Code.hint}")


class CodeChecked:
    """A code is one that a plan file takes."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field and db_field.name == "code":
            field.validators.append(CODE)
        return field


def stands(request: HttpRequest, row: Any) -> bool:
    """Whether the plan of `row` is in force; asked once for each page."""
    if row is None:
        return False
    plan, known = plan_id_of(row), request.__dict__.setdefault("plans_in_force", {})
    if plan not in known:
        known[plan] = is_in_force(plan)
    return bool(known[plan])


class ShowsHeld:
    """A page that says what of it stands in a plan in force, and where it is changed.
    `own_held`: besides `HELD`."""

    own_held: Held | None = None

    @property
    def held(self) -> tuple[Held, ...]:
        """The page's own and its inlines'."""
        page: Any = self
        own = self.own_held or HELD.get(page.model)
        return tuple(
            found for found in (own, *(HELD.get(inline.model) for inline in page.inlines)) if found
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        if self.held and stands(request, row):
            context["held"] = self.held
            context["held_slug"] = Plan.objects.values_list("slug", flat=True).get(
                pk=plan_id_of(row) or 0
            )
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]


class HeldInline(ScopedInline):
    """Rows that are only looked at once the plan is in force."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not stands(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not stands(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not stands(request, obj)


class PlanDataAdmin(ShowsHeld, CodeChecked, ScopedAdmin):
    """Reference data of a plan. The stamp comes first, so writers of one plan queue up as in
    activities.actions."""

    change_form_template = "admin/plan_data.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed, held = super().get_readonly_fields(request, obj), HELD.get(self.model)
        return (*fixed, *(held.columns if held and stands(request, obj) else ()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With a row goes what the plan is held to in it."""
        return super().has_delete_permission(request, obj) and not (
            self.held and stands(request, obj)
        )

    def before_write(self, row: Any) -> None:
        if plan := plan_id_of(row):
            Plan.objects.filter(pk=plan).touch()
