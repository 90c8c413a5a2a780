"""The forms of seats: who, as what, from when; how one ends; which plans a forum steers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from activities.models import Plan
from core.forms import VersionedFormMixin, plain_helper
from governance.forms import ActForm, RowForm
from governance.models import Forum, Seat

UNKNOWN = (
    "Der er ingen bruger med den e-mail. Sekretariatslederen opretter personer under »Opsætning«. "
    "Lad feltet stå tomt, hvis pladsen kun er en funktion."
)


class SeatForm(RowForm):
    """A seat. The person is found by e-mail, as in the administration: so nobody need see who
    else has a login."""

    email = forms.EmailField(
        label="Personens e-mail",
        required=False,
        max_length=254,
        help_text="Giver adgang til at læse og mails om møder. Tomt: en funktion uden login.",
        widget=forms.EmailInput(attrs={"list": "kendte", "autocomplete": "off"}),
    )

    class Meta(RowForm.Meta):
        model = Seat
        fields = ("function", "kind", "starts_on", "ends_on")
        help_texts = {
            "function": (
                "Står på lister og i referater i stedet for navnet. Fx "
                "»Afdelingsbestyrelsen, Akacieparken«."
            ),
            "ends_on": "Tomt: indtil videre. Dagen efter er adgangen væk.",
        }

    field_order = ("email", "function", "kind", "starts_on", "ends_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.user_id:
            del self.fields["email"]  # another person has another seat

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip()
        if email:
            user = User.objects.filter(email__iexact=email).first()
            if user is None:
                raise ValidationError(UNKNOWN)
            if not user.is_active:
                raise ValidationError("Brugeren er lukket. En superbruger kan åbne den igen.")
            self.instance.user = user
        return email


class EndSeatForm(ActForm):
    """Why a seat ends."""

    why = forms.CharField(
        label="Hvorfor?",
        max_length=300,
        required=False,
        help_text="Står i pladsens historik. Skriv ingen navne.",
    )


class ShareForm(VersionedFormMixin, forms.Form):
    """Which other plans the forum steers."""

    plans = forms.ModelMultipleChoiceField(
        Plan.objects.none(),
        label="Forummet styrer også",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, forum: Forum, plans: Any, *args: Any, **kwargs: Any) -> None:
        """`plans`: those to choose between."""
        initial = {"plans": [plan.pk for plan in forum.shared_with.all()]}
        super().__init__(*args, initial=initial, lock_version=forum.lock_version, **kwargs)
        self.fields["plans"].queryset = plans  # type: ignore[attr-defined]
        self.helper = plain_helper()
