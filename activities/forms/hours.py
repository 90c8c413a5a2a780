"""The form of a week's hours: a field for each cell, and beside it what was shown there."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.models import Activity, StaffRole
from activities.weeks import Cell, Key, Sheet
from core.danish import exact_number
from core.forms import HoursField
from core.versioned import NotAllowedNow

Entries = dict[tuple[Activity, StaffRole], tuple[Decimal | None, int | None]]


class WeekForm(forms.Form):
    """Hours for the cells of `sheet` that may be written in.

    Each cell carries the version and the text it was shown with, so that only what a person changed
    is saved: two people in the same week never undo each other.
    """

    def __init__(self, *args: Any, cells: Iterable[Cell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = {cell.key: cell for cell in cells}
        for cell in self.cells.values():
            field = HoursField(
                required=False, label=cell.label, initial=cell.entry.hours if cell.entry else None
            )
            self.fields[cell.name] = field
            self.fields[f"{cell.name}-v"] = forms.IntegerField(
                required=False,
                widget=forms.HiddenInput,
                initial=cell.entry.lock_version if cell.entry else None,
            )
            self.fields[f"{cell.name}-w"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=shown_in(cell)
            )

    def changes(self) -> dict[Key, tuple[Decimal | None, int | None]]:
        """The cells whose hours differ from what was shown: (hours or None, version shown or
        None)."""
        data = self.cleaned_data
        return {
            key: (data[cell.name], data.get(f"{cell.name}-v"))
            for key, cell in self.cells.items()
            if cell.name in data
            and data[cell.name] != _shown_before(data.get(f"{cell.name}-w", ""))
        }

    def entries(self) -> Entries:
        """The changed cells as `activities.actions.log_hours` takes them."""
        return {
            (self.cells[key].activity, self.cells[key].role): change
            for key, change in self.changes().items()
        }

    def refuse(self, error: ValidationError | NotAllowedNow) -> None:
        """Put what the action refused at its cell ("<activity code>/<role code>"), else above
        the sheet."""
        if isinstance(error, NotAllowedNow):
            self.add_error(None, str(error))
            return
        names = {
            f"{cell.activity.code}/{cell.role.code}": cell.name for cell in self.cells.values()
        }
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(names.get(name), errors)


def shown_in(cell: Cell) -> str:
    return exact_number(cell.entry.hours) if cell.entry else ""


def reread(form: WeekForm, cells: Iterable[Cell]) -> tuple[WeekForm, dict[Key, str]]:
    """After a stale save: the same form on the rows as they are now, with what this person
    changed still in it, and for each cell somebody else changed meanwhile, what stands there
    now."""
    mine = form.changes()
    data: dict[str, Any] = {}
    conflicts: dict[Key, str] = {}
    fresh = list(cells)
    for cell in fresh:
        now = shown_in(cell)
        data[cell.name], data[f"{cell.name}-w"] = now, now
        data[f"{cell.name}-v"] = cell.entry.lock_version if cell.entry else ""
        if cell.key not in mine:
            continue
        hours, version = mine[cell.key]
        data[cell.name] = "" if hours is None else exact_number(hours)
        if version != (cell.entry.lock_version if cell.entry else None) and data[cell.name] != now:
            conflicts[cell.key] = now
    return WeekForm(data, cells=fresh), conflicts


def filled(form: WeekForm, data: Any, last_week: Sheet) -> tuple[WeekForm, set[Key]]:
    """The form with its empty cells filled from the week before, nothing saved; and which those
    are."""
    data, copied = data.copy(), set()
    for key, cell in form.cells.items():
        before = last_week.cells.get(key)
        if before and before.entry and not data.get(cell.name, "").strip():
            data[cell.name] = exact_number(before.entry.hours)
            copied.add(key)
    return WeekForm(data, cells=form.cells.values()), copied


def _shown_before(text: str) -> Decimal | None:
    try:
        return HoursField(required=False).clean(text)  # type: ignore[no-any-return]
    except ValidationError:
        return None
