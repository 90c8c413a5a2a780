"""The admin's walls: who comes in, and that nobody sees or points at a row of a plan they do not
administer."""

from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet, TextField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator

from accounts.names import LOOKS_LIKE_CPR, like_cpr
from accounts.roles import memberships_of, plan_id_of
from core.admin import ReadOnly, SignedAdmin, VersionedModelForm
from core.versioned import Versioned

OTHER_PLAN = "»%s« hører til en anden plan. Vælg en fra den samme plan."
KEEP_PLAN = "Rækken kan ikke flyttes til en anden plan."
REPLACED_VIEWS = {"view_on_site", "password_change_done"}


def administered(user: Any) -> frozenset[int] | None:
    """The plans whose reference data `user` keeps; None means every plan (a superuser)."""
    if user.is_superuser:
        return None
    return frozenset(
        m.plan_id for m in memberships_of(user) if user.has_perm("accounts.administer", m)
    )


def administers(user: Any, row: Any = None) -> bool:
    """Whether `user` administers the plan of `row`; asked of nothing: any plan at all."""
    plans = administered(user)
    if plans is None:
        return True
    return bool(plans) if row is None else plan_id_of(row) in plans


class PlanAdminSite(admin.AdminSite):
    """Open to those who administer a plan, and to superusers; logging in and out is the
    product's own."""

    site_header = "Opsætning"
    site_title = "Opsætning"
    index_title = "Planens grunddata"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and administers(request.user))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's, but who is logged in and may not enter is told so (403), not asked to log
        in again."""
        inner = super().admin_view(view, cacheable)

        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(gate, inner)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("admin:index")
        after = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': after})}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return redirect("account_change_password")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the address that would name any row's page, also of another plan."""
        return [
            url for url in super().get_urls() if getattr(url, "name", None) not in REPLACED_VIEWS
        ]


class ScopedForm(forms.ModelForm):
    """What a row points to belongs to its own plan, and it never changes plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan_before = plan_id_of(self.instance) if self.instance.pk else None

    def _get_validation_exclusions(self) -> set[str]:
        """A plan that cannot be changed still counts in "the code is used already"."""
        return super()._get_validation_exclusions() - {"plan"}  # type: ignore[misc, no-any-return]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        _refuse_cpr(self)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        own = plan_id_of(self.instance)
        if self.plan_before and own != self.plan_before:
            self.add_error(None, KEEP_PLAN)
        for name, stranger in strangers(self.cleaned_data, own):
            self.add_error(name, OTHER_PLAN % stranger)


class VersionedScopedForm(VersionedModelForm, ScopedForm):
    """Both walls, for rows that carry a version."""


class ScopedInlineFormSet(forms.BaseInlineFormSet):
    """The rows of an inline point only to rows of their parent's plan."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """A table's cells stand without labels: each field says its name itself to who cannot
        see the column."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label:
                field.widget.attrs.setdefault("aria-label", str(field.label))

    def clean(self) -> None:
        super().clean()
        own = plan_id_of(self.instance)
        for form in self.forms:
            rows = {
                name: value
                for name, value in getattr(form, "cleaned_data", {}).items()
                if name != self.fk.name
            }
            for name, stranger in strangers(rows, own):
                form.add_error(name, OTHER_PLAN % stranger)
            if not isinstance(form, ScopedForm):
                _refuse_cpr(form)


def _refuse_cpr(form: forms.ModelForm) -> None:
    """Mark the texts that were changed to what looks like a CPR number."""
    values = getattr(form, "cleaned_data", {})
    for name in form.changed_data:
        if isinstance(text := values.get(name), str) and like_cpr(text):
            form.add_error(name, LOOKS_LIKE_CPR)


def strangers(values: dict[str, Any], own: int | None) -> list[tuple[str, Model]]:
    """(field, row) of every chosen row that belongs to another plan than `own`."""
    found = []
    for name, value in values.items():
        rows = [value] if isinstance(value, Model) else value if isinstance(value, QuerySet) else []
        found += [(name, row) for row in rows if plan_id_of(row) not in (None, own)]
    return found


class Scoped:
    """Choices of a field: rows of the plan at hand; on a new row, of all plans the person
    administers."""

    admin_site: Any
    plan_path = "plan"
    formfield_overrides: Any = {TextField: {"widget": forms.Textarea(attrs={"rows": 4})}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = self._choices(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = self._choices(db_field, request)
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the five small buttons beside each choice: every row has its own page in the
        list."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def _choices(self, db_field: Any, request: HttpRequest) -> QuerySet:
        """What the related model's own admin page lists. Raises NotRegistered for one without:
        closed by default."""
        related = self.admin_site.get_model_admin(db_field.related_model)
        rows = related.get_queryset(request)
        plan = getattr(request, "plan_at_hand", None)
        return rows.filter(**{related.plan_path: plan}) if plan and related.plan_path else rows  # type: ignore[attr-defined]


class ScopedInline(Scoped):
    """An inline: who may change the parent may change its rows. Stands before TabularInline in
    the bases."""

    formset: Any = ScopedInlineFormSet
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request.user, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request.user, obj)

    has_change_permission = has_delete_permission = has_view_permission


class ScopedAdmin(Scoped, SignedAdmin):
    """Reference data of the plans a person administers. `plan_path`: the way from the model to
    its plan."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows, plans = super().get_queryset(request), administered(request.user)
        return rows if plans is None else rows.filter(**{f"{self.plan_path}__in": plans}).distinct()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        request.plan_at_hand = plan_id_of(obj)  # type: ignore[attr-defined]
        return super().get_form(request, obj, change, **kwargs)

    def __init__(self, model: type[Model], admin_site: PlanAdminSite) -> None:
        if self.form is forms.ModelForm:
            self.form = VersionedScopedForm if issubclass(model, Versioned) else ScopedForm
        super().__init__(model, admin_site)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A row stays in its plan."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "plan") if obj is not None and self.plan_path == "plan" else fixed

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Who has one plan need not choose it."""
        plans = administered(request.user)
        own = {"plan": next(iter(plans))} if plans and len(plans) == 1 else {}
        return own | super().get_changeform_initial_data(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return administers(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request.user, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return administers(request.user)

    has_change_permission = has_delete_permission = has_view_permission


class ScopedReadOnlyAdmin(ReadOnly, ScopedAdmin):
    """What has a workflow: seen here, done in the product's own pages."""
