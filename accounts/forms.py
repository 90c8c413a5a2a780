"""The forms of the login, in our words: labels instead of placeholders, help only where it
helps."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

PASSWORD_HELP = "Mindst 12 tegn. Tre eller fire ord, som ikke hører sammen, er gode."


class PlainFieldsMixin:
    """Takes away placeholders (they vanish when one writes), stars and allauth's help texts."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, ""))


class LoginForm(PlainFieldsMixin, allauth_forms.LoginForm):
    words = {
        "login": ("E-mail", ""),
        "password": ("Adgangskode", ""),
        "remember": ("Husk mig på denne enhed", ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(PlainFieldsMixin, allauth_forms.ResetPasswordForm):
    words = {"email": ("E-mail", "Den adresse, du logger ind med.")}


class ResetPasswordKeyForm(PlainFieldsMixin, allauth_forms.ResetPasswordKeyForm):
    words = {
        "password1": ("Ny adgangskode", PASSWORD_HELP),
        "password2": ("Ny adgangskode igen", ""),
    }


class ChangePasswordForm(PlainFieldsMixin, allauth_forms.ChangePasswordForm):
    words = {
        "oldpassword": ("Nuværende adgangskode", ""),
        "password1": ("Ny adgangskode", PASSWORD_HELP),
        "password2": ("Ny adgangskode igen", ""),
    }
