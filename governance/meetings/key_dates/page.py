"""The page of newsletters and deadlines: those overdue, those to come, and those that are done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from activities.models import Plan, Registration
from core.danish import capital, common, in_days, long_day, quantity, weekday
from core.lights import Light
from governance.meetings.key_dates.actions import repeated
from governance.models import KeyDate, KeyDateKind

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Words:
    """How a kind is spoken of: what it is to be, what it should have been, what it was."""

    coming: str
    overdue: str
    done: str


WORDS = {
    KeyDateKind.NEWSLETTER: Words("Udkommer", "Skulle være udkommet", "Udkom"),
    KeyDateKind.RETURN: Words("Skal være sendt", "Skulle være sendt", "Sendt"),
    KeyDateKind.OTHER: Words("Senest", "Skulle være gjort", "Gjort"),
}

VERBS = {True: "Meld udkommet", False: "Meld gjort"}


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


def state_of(row: KeyDate, today: date) -> tuple[Light, str]:
    """Done, overdue, due within a month, or later; the day with its weekday, since people plan by it."""
    said = WORDS[KeyDateKind(row.kind)]
    if row.done_on:
        return Light.REACHED, f"{said.done} {_on(row.done_on, today)}"
    if row.due_on < today:
        return Light.DELAYED, f"{said.overdue} {_on(row.due_on, today)}"
    coming = f"{said.coming} {_on(row.due_on, today)}"
    if row.due_on <= today + SOON:
        return Light.AT_RISK, f"{coming}, {in_days((row.due_on - today).days)}"
    return Light.NOT_STARTED, coming


def _on(day: date, today: date) -> str:
    """With its year where that is another."""
    return f"{weekday(day)} den {long_day(day, year=day.year != today.year)}"


def key_date_page(
    plan: Plan, found: Iterable[KeyDate], counted: Mapping[int, Registration], today: date
) -> KeyDatePage:
    """`found` with their criterion read along, in order of their days; `counted`: what those done count as."""
    rows = list(found)
    lines = [Line(row, *state_of(row, today), _about(row, today), _counts(row, counted)) for row in rows]
    return KeyDatePage(
        title=headline(rows, today),
        overdue=tuple(line for line in lines if not line.row.is_done and line.row.due_on < today),
        coming=tuple(line for line in lines if not line.row.is_done and line.row.due_on >= today),
        done=tuple(sorted((x for x in lines if x.row.is_done), key=lambda x: x.row.done_on or today, reverse=True)),
        offer=_offer(plan, rows),
    )


def first_day(row: KeyDate, today: date) -> date:
    """The first of its days that still asks for something."""
    return row.material_on if row.material_on and row.material_on >= today else row.due_on


def material_words(row: KeyDate, today: date) -> str:
    """ "Stof senest fredag den 6. september."; "" once that day is over."""
    return f"Stof senest {_on(row.material_on, today)}." if row.material_on and row.material_on >= today else ""


def _about(row: KeyDate, today: date) -> str:
    """ "Nyhedsbrev, stof senest fredag den 6. september, oplag 466"."""
    said = [capital(row.get_kind_display())]
    if row.material_on and not row.is_done:
        said.append(f"stof senest {_on(row.material_on, today)}")
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


def headline(rows: Sequence[KeyDate], today: date) -> str:
    """ "Én frist er overskredet, næste er Nyhedsbrev nr. 3 den 20. september"."""
    waiting = [row for row in rows if not row.is_done]
    late = sum(row.due_on < today for row in waiting)
    coming = min((row for row in waiting if row.due_on >= today), key=lambda row: row.due_on, default=None)
    said = []
    if late:
        said.append(f"{common(late)} {'frist' if late == 1 else 'frister'} er overskredet")
    if coming:
        said.append(f"næste er {coming.title} den {long_day(coming.due_on, year=coming.due_on.year != today.year)}")
    if not said:
        said.append("alle frister er holdt" if rows else "ingen nyhedsbreve eller frister endnu")
    return capital(", ".join(said))


def worst(rows: Iterable[KeyDate], today: date) -> Light | None:
    lights = [state_of(row, today)[0] for row in rows if not row.is_done]
    return next((light for light in (Light.DELAYED, Light.AT_RISK) if light in lights), None)
