"""What the admin pages of a plan's rows share: codes that addresses and files can carry, and the
plan's stamp."""

from typing import Any

from django.core.validators import RegexValidator
from django.db.models import Field
from django.http import HttpRequest

from accounts.administration import ScopedAdmin
from accounts.roles import plan_id_of
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


class PlanDataAdmin(CodeChecked, ScopedAdmin):
    """Reference data of a plan. The stamp comes first, so writers of one plan queue up as in
    activities.actions."""

    def before_write(self, row: Any) -> None:
        if plan := plan_id_of(row):
            Plan.objects.filter(pk=plan).touch()
