"""A plan's own opening words of a mail."""

from django import forms
from django.core.validators import MaxLengthValidator

from core.forms import ProseField, VersionedFormMixin
from reminders.opening import OPENING_LENGTH


class LetterForm(VersionedFormMixin, forms.Form):
    """The opening words of one kind of mail; empty, the product's own."""

    text = ProseField(
        label="Mailens første ord",
        required=False,
        validators=[
            MaxLengthValidator(
                OPENING_LENGTH,
                "Teksten er på %(show_value)s tegn. Der er plads til %(limit_value)s.",
            )
        ],
        help_text=(
            "Står lige efter »Hej« og navnet. Lad feltet være tomt for at bruge produktets ord."
        ),
        widget=forms.Textarea(
            attrs={"class": "form-control", "rows": 6, "maxlength": OPENING_LENGTH}
        ),
    )
