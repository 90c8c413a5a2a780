"""The page of newsletters and deadlines: those overdue, those to come, and those that are done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from activities.models import Plan, Registration
from core.danish import capital, quantity
from core.lights import Light
from governance.hub import Card
from governance.meetings.key_dates.actions import repeated
from governance.meetings.key_dates.rules import headline, on_day, state_of, worst
from governance.models import KeyDate


@dataclass(frozen=True)
class Line:
    """One of them as the page shows it. `counts` says what it counts, or will count, in."""

    row: KeyDate
    light: Light
    words: str
    about: str
    counts: str


@dataclass(frozen=True)
class Offer:
    """That the days of `year` may be written for the year after."""

    year: int
    text: str


@dataclass(frozen=True)
class KeyDatePage:
    title: str
    overdue: tuple[Line, ...]
    coming: tuple[Line, ...]
    done: tuple[Line, ...]
    offer: Offer | None


def key_date_page(
    plan: Plan, found: Iterable[KeyDate], counted: Mapping[int, Registration], today: date
) -> KeyDatePage:
    """`found` with their criterion read along, in order of their days; `counted`: what those
    done count as."""
    rows = list(found)
    lines = [
        Line(row, *state_of(row, today), _about(row, today), _counts(row, counted)) for row in rows
    ]
    return KeyDatePage(
        title=headline(rows, today),
        overdue=tuple(line for line in lines if not line.row.is_done and line.row.due_on < today),
        coming=tuple(line for line in lines if not line.row.is_done and line.row.due_on >= today),
        done=tuple(
            sorted(
                (x for x in lines if x.row.is_done),
                key=lambda x: x.row.done_on or today,
                reverse=True,
            )
        ),
        offer=_offer(plan, rows),
    )


def _about(row: KeyDate, today: date) -> str:
    """ "Nyhedsbrev, stof senest fredag den 6. september, oplag 466"."""
    said = [capital(row.get_kind_display())]
    if row.material_on and not row.is_done:
        said.append(f"stof senest {on_day(row.material_on, today)}")
    if row.copies:
        said.append(f"oplag {quantity(row.copies, 'eksemplar', 'eksemplarer')}")
    return ", ".join(said)


def _counts(row: KeyDate, counted: Mapping[int, Registration]) -> str:
    if not row.criterion:
        return ""
    if not row.is_done:
        return f"Tæller som 1 i {row.criterion}, når det er udkommet."
    if row.pk in counted:
        return f"Tæller som 1 i {row.criterion}."
    return f"Tæller ikke i {row.criterion}: registreringen er fortrudt."


def _offer(plan: Plan, rows: Sequence[KeyDate]) -> Offer | None:
    """The newest year's days for the year after, where the plan runs in it."""
    if not rows:
        return None
    year = max(row.due_on.year for row in rows)
    made = repeated(plan, year, rows)
    if not made or year + 1 > plan.ends_on.year:
        return None
    return Offer(year, f"Skriv {quantity(len(made), 'frist', 'frister')} i {year + 1} som i {year}")


def card(user: User, plan: Plan, today: date) -> Card:
    rows, url = list(plan.key_dates.all()), reverse("key-date-list", args=[plan.slug])
    return Card("Nyhedsbreve og frister", f"{headline(rows, today)}.", url, worst(rows, today))
