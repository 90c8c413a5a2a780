"""What every admin page shares: a stale save is refused, every write is signed, what has a
workflow is read-only."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Model
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core import audit
from core.danish import listing
from core.forms import VersionField
from core.readable import readable
from core.versioned import StaleObject, Versioned

STALE = (
    "En anden har gemt, mens du skrev. Intet er skrevet over. Ved hvert felt, der er forskel på, "
    "står det gemte. Gem igen, hvis din udgave skal gælde."
)
CREATED, CHANGED, DELETED = (
    "Oprettet i opsætningen",
    "Rettet i opsætningen",
    "Slettet i opsætningen",
)


class VersionedModelForm(ModelForm):
    """Carries the version its row was read at. A stale save names what is stored, field by
    field."""

    lock_version = VersionField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lock_version"].initial = self.instance.lock_version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned["lock_version"] != self.instance.lock_version:
            self._refuse_stale()
        return cleaned

    def _refuse_stale(self) -> None:
        differing = [
            name for name in self.changed_data if name in self.fields and name != "lock_version"
        ]
        self.add_error(None, STALE)
        for name in differing:
            self.add_error(name, f"Gemt nu: {stored_text(self.instance, name)}")
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed[self.add_prefix("lock_version")] = str(self.instance.lock_version)
        self.data = typed


def stored_text(row: Model, name: str) -> str:
    """A field of a row as people read it: a choice by its label, many rows as a list."""
    label = getattr(row, f"get_{name}_display", None)
    value = label() if label else getattr(row, name)
    return (
        listing([str(one) for one in value.all()]) or "–"
        if hasattr(value, "all")
        else readable(value)
    )


class SignedAdmin(admin.ModelAdmin):
    """Writes carry who and why; a versioned row is saved only while it is as it was read."""

    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The declared ones, with the hidden version in the first when the row can be changed."""
        fieldsets: list[Any] = [
            (name, dict(options)) for name, options in super().get_fieldsets(request, obj)
        ]
        if (
            obj is None
            or not isinstance(obj, Versioned)
            or not self.has_change_permission(request, obj)
        ):
            return fieldsets
        first: dict[str, Any] = fieldsets[0][1]
        first["fields"] = [*(f for f in first["fields"] if f != "lock_version"), "lock_version"]
        return fieldsets

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The version is the form's own field, not one of the model's to edit."""
        fields = kwargs.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, obj))
        return super().get_form(
            request, obj, change, fields=[f for f in fields if f != "lock_version"], **kwargs
        )

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StaleObject:
            messages.error(
                request, "En anden gemte i samme øjeblik. Intet er skrevet over. Ret igen herunder."
            )
            return redirect(request.get_full_path())

    def before_write(self, row: Any) -> None:
        """Called inside the transaction, before anything is written."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.before_write(obj)
        audit.sign(obj, by=request.user, reason=CHANGED if change else CREATED)
        if change and isinstance(obj, Versioned):
            obj.save_if_current(
                expected=form.cleaned_data["lock_version"], update_fields=_written(obj, form)
            )
        else:
            obj.save()

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseFormSet, change: bool
    ) -> None:
        rows = formset.save(commit=False)  # type: ignore[attr-defined]
        for row in formset.deleted_objects:  # type: ignore[attr-defined]
            audit.sign(row, by=request.user, reason=DELETED)
            row.delete()
        for row in rows:
            is_new = row.pk is None
            audit.sign(row, by=request.user, reason=CREATED if is_new else CHANGED)
            if is_new or not isinstance(row, Versioned):
                row.save()
            else:
                row.save_if_current(expected=row.lock_version)
        formset.save_m2m()  # type: ignore[attr-defined]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.before_write(obj)
        audit.sign(obj, by=request.user, reason=DELETED)
        obj.delete()


def _written(row: Model, form: Any) -> list[str]:
    """The columns the form changed, and the version: a counter beside them is never put back."""
    columns = {field.name for field in row._meta.concrete_fields}
    return [*(name for name in form.changed_data if name in columns), "lock_version"]


class ReadOnly:
    """What is done in the product's own pages is only looked at here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
