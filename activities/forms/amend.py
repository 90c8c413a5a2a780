"""What the forms share that write a registration or a reading again."""

from abc import abstractmethod
from typing import Any

from django import forms

from core.forms import StaleRow, VersionedFormMixin


class AmendForm(VersionedFormMixin, forms.Form):
    """The same figures again, read at a version, with room for why. Stands before the form of the
    figures in the bases."""

    reason = forms.CharField(
        label="Hvorfor retter du?",
        max_length=200,
        required=False,
        help_text="Valgfrit. Står i historikken, fx »tastefejl«.",
    )

    @abstractmethod
    def in_words(self, name: str, value: Any) -> str:
        """A field's value as people read it."""

    def stale_rows(self, current: Any) -> list[StaleRow]:
        """What stands now beside what was written; the reason is no part of the row."""
        return [
            StaleRow(
                str(self.fields[name].label),
                self.in_words(name, getattr(current, name)),
                self.in_words(name, value),
            )
            for name, value in self.figures().items()  # type: ignore[attr-defined]
        ]
