"""What every thing an adjustment may change answers: how it stands, how a value is said, checked
and written."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db import models

from accounts.models import User
from activities.models import Plan
from core.periods import Period
from governance.changes.called import ChangedThing, Held
from governance.models import Adjustment, BudgetLine, Subject

Value = Mapping[str, Any]


@dataclass(frozen=True)
class Thing:
    """What an adjustment is about, as it stands: `value` is the newest there is, in force since
    `changed_on` where it was ever changed. `first` and `last`: the days a change may be in force
    from. `ahead`: what is decided to hold from a later day in any case, in words."""

    name: str
    value: Value
    text: str
    first: date
    last: date
    changed_on: date | None
    ahead: str = ""


class BaseSubject(ChangedThing[Held, Adjustment]):
    """What one adjustment changes. Values are plain JSON, as an adjustment keeps them.

    A kind is one class in a file of its own, listed in governance.changes.subjects.
    """

    subject: ClassVar[Subject]  # what an adjustment says it changes
    is_long: ClassVar[bool] = False  # whether a value takes a line of its own to say

    @classmethod
    def is_of(cls, row: Adjustment) -> bool:
        return row.subject == cls.subject

    # What may be adjusted

    @classmethod
    def all(cls) -> models.QuerySet[Held]:
        """With what `stands` reads."""
        model: Any = Adjustment._meta.get_field(cls.about.field).related_model
        return model.objects.select_related(*cls.beside).prefetch_related("revisions")  # type: ignore[no-any-return]

    @classmethod
    @abstractmethod
    def open_in(cls, plan: Plan) -> models.QuerySet[Held]:
        """Those of a plan that may be adjusted today, in its order."""

    @classmethod
    def choice_text(cls, held: Held) -> str:
        return cls.stands(held).text

    # How it stands

    @classmethod
    @abstractmethod
    def stands(cls, held: Held, on: date | None = None) -> Thing:
        """As it is, for a change that is to hold from the day `on`; reads `beside` and
        `revisions`."""

    def thing(self) -> Thing:
        """As the database has it now: claim the plan first where it is to be written."""
        return self.stands(self.all().get(pk=self.pk), self.row.in_force_on)

    @property
    def url(self) -> str:
        """The page where it is to be seen; "" for none."""
        return ""

    def changes(self) -> models.QuerySet[Adjustment]:
        """All adjustments of this very thing."""
        return Adjustment.objects.filter(**{self.about.field: self.pk})

    # A new value

    @abstractmethod
    def words(self, value: Value) -> str:
        """ "120 familier", "1. kvartal 2014", "12 timer pr. uge", "125.000 kr."."""

    @abstractmethod
    def inputs(self) -> dict[str, forms.Field]:
        """The form's fields for the new value, with what is written of it."""

    @abstractmethod
    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        """The new value of what was typed. Raises ValidationError, by field."""

    @property
    def until(self) -> Period | None:
        """The period after which the new value has no meaning; None where the days of the thing
        say all."""
        return None

    def check(self) -> None:
        """Raise ValidationError, by field, for a new value that cannot be written as it is."""

    def require_open(self) -> None:
        """Raise NotAllowedNow where it can no longer be changed."""

    @abstractmethod
    def write(self, *, by: User) -> None:
        """Let the new value hold from the adjustment's day. Raises ValidationError and
        NotAllowedNow."""

    @property
    def line(self) -> BudgetLine | None:
        """The line of a budget it is about, not saved where it is to be added; None for what is
        no money."""
        return None


def newest(row: Any) -> Any:
    """The revision of a row that holds from the latest day, in force yet or not; reads
    `revisions`."""
    return max(row.revisions.all(), key=lambda revision: revision.in_force_on, default=None)


def since(revision: Any) -> date | None:
    return revision.in_force_on if revision else None
