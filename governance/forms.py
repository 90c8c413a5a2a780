"""What the forms of governance share: Danish fields, the version read, and the one-time key of a
new row."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core.danish import capital
from core.forms import (
    DanishDateField,
    KronerField,
    OneTimeKeyMixin,
    VersionedFormMixin,
    plain_helper,
)
from core.periods import PeriodField as PeriodColumn
from core.versioned import Versioned


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows. A number that no row can have is an invalid choice, not an error in the
    database."""

    def clean(self, value: Any) -> Any:
        for pk in value or []:
            if len(str(pk)) > len(str(models.BigIntegerField.MAX_BIGINT)) - 1:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    "invalid_pk_value",
                    {"pk": str(pk)[:20]},
                )
        return super().clean(value)


def danish(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model's column, reading as Danes write. `kroner` columns have two
    places of fourteen."""
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        kwargs["form_class"] = DanishDateField
        kwargs.pop("widget", None)
    elif isinstance(column, models.DecimalField) and column.max_digits == 14:
        return KronerField(
            label=capital(str(column.verbose_name)),
            required=not column.blank,
            help_text=column.help_text,
        )
    elif isinstance(column, models.ManyToManyField):
        kwargs["form_class"] = RowsField
    elif isinstance(column, models.TextField):
        kwargs["widget"] = forms.Textarea({"rows": 3, "data-max": column.max_length})
    elif isinstance(column, PeriodColumn):
        raise TypeError(f"{column}: choose the periods to offer in the form itself.")
    return column.formfield(**kwargs)


class ActForm(VersionedFormMixin, forms.Form):
    """What an act on a row asks for, bound to the version that was read."""

    use_required_attribute = False

    def __init__(self, row: Versioned, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, lock_version=row.lock_version, **kwargs)
        self.helper = plain_helper()


class RowForm(VersionedFormMixin, OneTimeKeyMixin, forms.ModelForm):
    """A form of one row. New: taken once, by its key. Existing: saved against the version that was
    read.

    It changes nothing: `instance` carries what was written to the action (governance.rows).
    """

    use_required_attribute = False

    class Meta:
        formfield_callback = danish

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("key" if self.instance.pk else "lock_version")
        self.helper = plain_helper()
        for field in self.fields.values():
            empty = "Vælg" if field.required else "–"
            if isinstance(field, forms.ModelMultipleChoiceField):
                continue
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = empty
            elif isinstance(field, forms.TypedChoiceField):
                choices: Any = field.choices
                field.choices = [
                    (x, capital(str(label)) if x != "" else empty) for x, label in choices
                ]

    @property
    def version(self) -> int | None:
        """The version that was read; None for a new row."""
        return self.expected_version if self.instance.pk else None
