"""The plan's own days: written, done, opened again, taken out, and carried to the next year."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.actions import register, void
from activities.actions.claim import claim
from activities.models import Plan, Registration
from core import clock
from core.danish import a_year_later, day
from core.days import FUTURE, outside
from core.versioned import NotAllowedNow
from governance import rows
from governance.meetings.year.proposal import same_week_next_year
from governance.models import KeyDate, KeyDateKind

A_YEAR = timedelta(days=366)  # how long after the plan its last return may be due
MARK = "frist:"  # begins the source key of a registration that a day counts as
NUMBER = re.compile(r"(nr\. ?)(\d{1,4})\b", re.ASCII)


@transaction.atomic
def write(
    row: KeyDate, *, by: User, reason: str = "", expected_version: int | None = None
) -> KeyDate:
    """Save a new or changed day that is not done. Its day lies within the plan, a return's at most
    a year after.

    Raises ValidationError (Danish, by field), StaleObject, and NotAllowedNow for one that is done.
    """
    if row.is_done:
        raise NotAllowedNow("Den er gjort. Åbn den igen, før du retter den.")
    first = row.plan.starts_on
    if row.due_on and (said := outside(row.due_on, first, _last(row))):
        raise ValidationError({"due_on": said})
    if row.material_on and (
        said := outside(row.material_on, first - A_YEAR, _last(row))
    ):  # the first issue's, earlier
        raise ValidationError({"material_on": said})
    return rows.write(row, by=by, reason=reason, expected_version=expected_version)  # type: ignore[no-any-return]


def _last(row: KeyDate) -> date:
    return row.plan.ends_on + (A_YEAR if row.kind == KeyDateKind.RETURN else timedelta())


@transaction.atomic
def finish(
    row: KeyDate, *, on: date, copies: int | None = None, by: User, expected_version: int
) -> None:
    """Say that it is done, and which day; a newsletter's `copies` are how many were printed.

    With a criterion it is registered there as one, on that day, in the same transaction: what the
    registration is refused for (a closed period), this is refused for. Raises ValidationError,
    StaleObject and NotAllowedNow.
    """
    if row.is_done:
        raise NotAllowedNow("Den er allerede gjort.")
    if on > clock.today():
        raise ValidationError({"done_on": FUTURE})
    if not row.criterion and (
        said := outside(on, row.plan.starts_on, _last(row))
    ):  # a registration checks its own day
        raise ValidationError({"done_on": said})
    row.done_on, row.copies = on, copies
    rows.write(row, by=by, reason=f"Gjort {day(on)}", expected_version=expected_version)
    if row.criterion:
        source = f"{_source(row)}{row.lock_version}"
        try:
            register(
                row.criterion,
                on=on,
                value=1,
                new=1 if row.criterion.counts_each_once else None,
                note=row.title,
                source=source,
                by=by,
            )
        except ValidationError as error:
            raise ValidationError({"done_on": error.messages}) from error


@transaction.atomic
def reopen(row: KeyDate, *, by: User) -> None:
    """Take back that it is done, and with it what it counted as. Raises NotAllowedNow for what
    is not done, and where the registration lies in a closed period."""
    if not row.is_done:
        raise NotAllowedNow("Den er ikke gjort.")
    row.done_on = row.copies = None
    rows.write(row, by=by, reason="Åbnet igen")
    for registration in counted([row]).values():
        void(registration, by=by, reason=f"»{row.title}« er åbnet igen"[:100])


@transaction.atomic
def remove(row: KeyDate, *, by: User) -> None:
    """Take out one that will not be. What is done stays."""
    if row.is_done:
        raise NotAllowedNow("Den er gjort og kan ikke slettes. Åbn den igen først.")
    rows.remove(row, by=by, reason="Slettet, før den var gjort")


def counted(done: Iterable[KeyDate]) -> dict[int, Registration]:
    """Key date pk -> the registration it counts as, where that is not taken back. One query."""
    found, own = {}, [row for row in done if row.criterion_id]
    by_start = {_source(row): row.pk for row in own}
    live = Registration.objects.counting().filter(
        plan__in={row.plan_id for row in own}, source__startswith=MARK
    )
    for registration in live if own else ():
        start = str(registration.source).rpartition(":")[0] + ":"
        if start in by_start:
            found[by_start[start]] = registration
    return found


def _source(row: KeyDate) -> str:
    """How the key of its registration begins; the version it was done with follows, so that it
    may be done anew."""
    return f"{MARK}{row.pk}:"


# The next year


@transaction.atomic
def repeat(plan: Plan, year: int, *, by: User) -> int:
    """Write next year's days from those of `year`; gives how many.

    The same weekday of the same week; years in the titles grow by one and newsletters' numbers go
    on. Those that would fall outside the plan are left out. Raises NotAllowedNow where the next
    year has days of its own.
    """
    claim(plan)
    found = list(plan.key_dates.order_by("due_on", "pk"))
    if any(row.due_on.year == year + 1 for row in found):
        raise NotAllowedNow(f"Der er allerede frister i {year + 1}. Ret dem, eller skriv flere.")
    made = repeated(plan, year, found)
    for row in made:
        write(row, by=by, reason=f"Som i {year}")
    return len(made)


def repeated(plan: Plan, year: int, found: Iterable[KeyDate]) -> list[KeyDate]:
    """What the year after `year` would have, unsaved."""
    old = [row for row in found if row.due_on.year == year]
    issues = sum(row.is_newsletter for row in old)
    new = [
        KeyDate(
            plan=plan,
            kind=row.kind,
            title=_title(row, issues),
            due_on=same_week_next_year(row.due_on),
            material_on=_same_distance(row),
            criterion_id=row.criterion_id,
        )
        for row in old
    ]
    return [row for row in new if row.due_on <= plan.ends_on]


def _same_distance(row: KeyDate) -> date | None:
    """As many days before the new day as it was before the old."""
    return row.material_on and same_week_next_year(row.due_on) - (row.due_on - row.material_on)


def _title(row: KeyDate, issues: int) -> str:
    title = a_year_later(row.title)
    if row.is_newsletter:
        title = NUMBER.sub(lambda match: f"{match[1]}{int(match[2]) + issues}", title)
    return title[:160]
