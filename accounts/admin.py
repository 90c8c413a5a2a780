"""Who has a login, and what they are in which plan."""

from typing import Any

import allauth.account.admin
import django.contrib.auth.admin
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.administration import ScopedAdmin, ScopedForm, administered, administers
from accounts.models import Membership, User
from accounts.roles import Part, roles_with
from core import clock

# Both register pages of their own when they are imported; roles do what groups do, and a user has
# one e-mail.
__all__ = ["allauth", "django"]
admin.site.unregister([Group, EmailAddress])

EMAIL_HELP = (
    "Har personen ikke et login, laves der et. Adgangskoden vælger personen selv under "
    "»Glemt adgangskode«."
)


class MemberForm(ScopedForm):
    """A member, found or made by e-mail: so nobody need see who else has a login."""

    email = forms.EmailField(label="e-mail", max_length=254, help_text=EMAIL_HELP)
    name = forms.CharField(
        label="navn",
        max_length=120,
        required=False,
        help_text="Behøves kun, når personen ikke har et login.",
    )

    class Meta:
        help_texts = {
            "staff_role": "Den stilling, hvis aktiviteter en medarbejder registrerer på.",
            "ends_on": "Tomt: indtil videre. Dagen efter en slutdato er rettighederne væk.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["email"], self.fields["name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if email := cleaned.get("email"):
            user = User.objects.filter(email__iexact=email).first()
            if user:
                self.instance.user = user
            elif not cleaned.get("name"):
                self.add_error("name", "Skriv personens navn, så der kan laves et login.")
        if cleaned.get("role") in roles_with(Part.LOGS) and not cleaned.get("staff_role"):
            self.add_error(
                "staff_role",
                "Vælg medarbejderens stilling. Den afgør, hvad personen kan registrere på.",
            )
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - ({"user"} if self.instance.user_id else set())


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """A role begins and ends by date; who has one keeps their own as it is."""

    form = MemberForm
    list_display = ("user", "role", "staff_role", "starts_on", "ends_on", "plan")
    list_filter = ("role", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("user", "plan", "staff_role")
    search_fields = ("user__name", "user__email")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        who = ("user",) if obj else ("email", "name")
        return (*who, "plan", "role", "staff_role", "starts_on", "ends_on")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "user") if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"starts_on": clock.today()} | super().get_changeform_initial_data(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        own = obj is not None and obj.user_id == request.user.pk
        return super().has_change_permission(request, obj) and (
            request.user.is_superuser or not own
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and not obj.user_id:
            obj.user = User.objects.create_user(
                form.cleaned_data["email"], name=form.cleaned_data["name"]
            )
        super().save_model(request, obj, form, change)


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """The logins of the plan's members. A lead may mend a name; the rest is a superuser's."""

    plan_path = "memberships__plan"
    fields = ("name", "email", "is_active", "is_superuser", "date_joined", "last_login")
    list_display = ("name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("name", "email")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ("name", "email", "is_superuser")
        return (
            self.fields
            if request.user.is_superuser
            else ("name", "email", "is_active", "last_login")
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        dates = ("date_joined", "last_login")
        return dates if request.user.is_superuser else (*dates, "email", "is_active")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return administers(request.user) and (
            obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A lead: only people whose every plan they administer, and no superuser."""
        plans = administered(request.user)
        if obj is None or plans is None:
            return administers(request.user)
        theirs = set(obj.memberships.values_list("plan_id", flat=True))
        return bool(theirs) and theirs <= plans and not obj.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        obj.email = obj.email.lower()
        super().save_model(request, obj, form, change)
