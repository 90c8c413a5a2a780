"""What every thing that may have been typed wrong answers: what stands, how it is said, what may
stand instead, and in which days it has figures."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db import models

from accounts.models import User
from activities.models import Plan
from governance import rows
from governance.changes.called import ChangedThing, Held
from governance.models import Correction, Mistaken
from governance.models.correction import CorrectionQuerySet

Value = Mapping[str, Any]
Pairs = tuple[tuple[str, str], ...]


class Mistake(ChangedThing[Held, Correction]):
    """What one correction is about. Values are plain JSON: the base value, which the plan began
    with, and never what an adjustment made it from a later day.

    A kind is one class in a file of its own, listed in governance.changes.corrections.things.
    """

    subject: ClassVar[Mistaken]
    is_named: ClassVar[bool] = False  # whether a value says nothing without its name

    def fresh(self) -> Held:
        """As the database has it now: claim the plan first where it is to be written."""
        model: Any = Correction._meta.get_field(self.about.field).related_model
        return model.objects.select_related(*self.beside).get(pk=self.pk)  # type: ignore[no-any-return]

    def same(self) -> CorrectionQuerySet:
        """All corrections of this very thing."""
        return Correction.objects.filter(subject=self.subject, **{self.about.field: self.pk})

    @classmethod
    @abstractmethod
    def rows(cls, plan: Plan) -> models.QuerySet[Held]:
        """All of a plan, in its order: also what is over, and in closed periods."""

    @classmethod
    @abstractmethod
    def stands(cls, held: Held) -> dict[str, Any]:
        """The base value as it is."""

    @abstractmethod
    def pairs(self, value: Value) -> Pairs:
        """A value in words: each part with its name. The first part is what is said alone."""

    @abstractmethod
    def inputs(self, value: Value) -> dict[str, forms.Field]:
        """The form's fields, with a value in them."""

    @abstractmethod
    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        """The value of what was typed. Raises ValidationError, by field."""

    def check(self, held: Held, value: Value) -> None:
        """Raise ValidationError, by field, for a value the thing cannot have as things are."""

    @abstractmethod
    def days(self, held: Held, value: Value) -> tuple[date, date]:
        """The first and last day it has figures in, with that value."""

    def later(self, held: Held) -> str:
        """What adjustments made it from later days, which stays; "" where none did."""
        return ""

    @abstractmethod
    def write(self, held: Held, value: Value, *, reason: str, by: User) -> None:
        """Let the value be what the plan began with. Raises ValidationError, NotAllowedNow."""

    # In words

    def texts(self, old: Value, new: Value) -> tuple[str, str]:
        """What differs, before and after: "10 familier", "100 familier"; with names where more
        differs than the first part."""
        parts = list(zip(self.pairs(old), self.pairs(new), strict=True))
        differ = [(a, b) for a, b in parts if a != b]
        alone = differ == parts[:1] and not self.is_named
        before, after = (
            "; ".join(text if alone else f"{name}: {text}" for name, text in side)
            for side in ([a for a, _ in differ], [b for _, b in differ])
        )
        return before, after

    def now_text(self, now: Value) -> str:
        """What stands now of the parts the correction is about."""
        old, new = self.pairs(self.row.old), self.pairs(self.row.new)
        about = [index for index, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        found = self.pairs(now)
        if about == [0] and not self.is_named:
            return found[0][1]
        return "; ".join(f"{found[index][0]}: {found[index][1]}" for index in about)


def write_columns(row: Any, *, reason: str, by: User) -> None:
    """Save a row whose base columns were set, checked against its model and signed."""
    rows.write(row, by=by, reason=reason, expected_version=row.lock_version)
