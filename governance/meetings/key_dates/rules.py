"""How a newsletter or a deadline stands on a day, and what is said of them all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.danish import capital, common, in_days, long_day, weekday
from core.lights import Light, asking
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


def state_of(row: KeyDate, today: date) -> tuple[Light, str]:
    """Done, overdue, due within a month, or later; the day with its weekday, since people plan
    by it."""
    said = WORDS[KeyDateKind(row.kind)]
    if row.done_on:
        return Light.REACHED, f"{said.done} {on_day(row.done_on, today)}"
    if row.due_on < today:
        return Light.DELAYED, f"{said.overdue} {on_day(row.due_on, today)}"
    coming = f"{said.coming} {on_day(row.due_on, today)}"
    if row.due_on <= today + SOON:
        return Light.AT_RISK, f"{coming}, {in_days((row.due_on - today).days)}"
    return Light.NOT_STARTED, coming


def on_day(day: date, today: date) -> str:
    """With its year where that is another."""
    return f"{weekday(day)} den {long_day(day, year=day.year != today.year)}"


def first_day(row: KeyDate, today: date) -> date:
    """The first of its days that still asks for something."""
    return row.material_on if row.material_on and row.material_on >= today else row.due_on


def material_words(row: KeyDate, today: date) -> str:
    """ "Stof senest fredag den 6. september."; "" once that day is over."""
    return (
        f"Stof senest {on_day(row.material_on, today)}."
        if row.material_on and row.material_on >= today
        else ""
    )


def headline(rows: Sequence[KeyDate], today: date) -> str:
    """ "Én frist er overskredet, næste er Nyhedsbrev nr. 3 den 20. september"."""
    waiting = [row for row in rows if not row.is_done]
    late = sum(row.due_on < today for row in waiting)
    coming = min(
        (row for row in waiting if row.due_on >= today), key=lambda row: row.due_on, default=None
    )
    said = []
    if late:
        said.append(f"{common(late)} {'frist' if late == 1 else 'frister'} er overskredet")
    if coming:
        said.append(
            f"næste er {coming.title} den "
            f"{long_day(coming.due_on, year=coming.due_on.year != today.year)}"
        )
    if not said:
        said.append("alle frister er holdt" if rows else "ingen nyhedsbreve eller frister endnu")
    return capital(", ".join(said))


def worst(rows: Iterable[KeyDate], today: date) -> Light | None:
    return asking([state_of(row, today)[0] for row in rows if not row.is_done])
