"""Load a whole helhedsplan from a plan file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from activities.planfile import Outcome, PlanFileError, load
from activities.planfile.source import MAX_BYTES
from core.danish import listing, quantity

SHOWN = (
    "afdelinger",
    "indsatsområder",
    "aktiviteter",
    "succeskriterier",
    "milepæle",
    "samarbejdspartnere",
    "fora",
)
ONE = {
    "afdelinger": "afdeling",
    "indsatsområder": "indsatsområde",
    "aktiviteter": "aktivitet",
    "succeskriterier": "succeskriterium",
    "milepæle": "milepæl",
    "samarbejdspartnere": "samarbejdspartner",
    "fora": "forum",
}


class Command(BaseCommand):
    help = "Indlæser en helhedsplan fra en planfil. Alt eller intet; anden gang ændres intet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="planfilen, fx activities/plans/rum-for-liv.yaml"
        )
        parser.add_argument("--check", action="store_true", help="se efter fejl, og skriv intet")

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        try:
            outcome = load(read_bytes(file), reason=f"Indlæst fra {file.name}", check_only=check)
        except PlanFileError as error:
            raise CommandError(refusal(file, error)) from error
        self.stdout.write(summary(outcome, check_only=check))


def read_bytes(file: Path) -> bytes:
    """The file, or just enough of it to see that it is too big. Raises CommandError when it
    cannot be read."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = {"FileNotFoundError": "findes ikke", "IsADirectoryError": "er en mappe"}.get(
            type(error).__name__
        )
        raise CommandError(f"{file} {reason or 'kan ikke læses'}.") from error


def refusal(file: Path, error: PlanFileError) -> str:
    count = quantity(len(error.problems), "fejl", "fejl")
    return "\n".join(
        [
            f"{file.name} har {count}. Intet er indlæst.",
            *(f"  {problem}" for problem in error.problems),
        ]
    )


def summary(outcome: Outcome, *, check_only: bool) -> str:
    """What the plan consists of, and what changed, in two Danish sentences."""
    totals = [
        quantity(outcome.totals[name], ONE[name], name)
        for name in SHOWN
        if outcome.totals.get(name)
    ]
    consists = f"{outcome.plan.name}: {listing(totals)}." if totals else f"{outcome.plan.name}."
    changes = listing(
        [
            f"{outcome.created} {'ny' if outcome.created == 1 else 'nye'}",
            f"{outcome.changed} {'ændret' if outcome.changed == 1 else 'ændrede'}",
            f"{outcome.deleted} {'slettet' if outcome.deleted == 1 else 'slettede'}",
        ]
    )
    done = (
        f"Rækker: {changes}."
        if outcome.anything
        else "Planen er allerede som i filen; intet er ændret."
    )
    return f"{consists} {'Filen er i orden, og intet er skrevet. ' if check_only else ''}{done}"
