"""Where a sheet of spending has its header, and what each of its columns is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.danish import listing
from core.spreadsheet import Sheet, Value, column_letter

HEAD_WITHIN = 30  # rows before the header: a title, who it is from
# What a column may be called; the first is what we call it ourselves. What is used by now is named
# in many ways, and only what says so itself counts from New Year.
TO_DATE = (
    "år til dato", "åtd", "siden nytår", "akkumuleret", "akk", "akk år til dato",
    "akkumuleret år til dato",
    "year to date", "ytd",
)  # fmt: skip
SPENT = ("brugt", "forbrug", "realiseret", "beløb", "bogført", "regnskab")
KONTO_AND_NAME = ("kontonr og navn", "konto og navn", "konto og tekst")  # "1010 Løn" in one cell
NAMES = {
    "code": ("konto", "kontonr", "kontonummer", "konto nr", *KONTO_AND_NAME),
    "text": ("tekst", "kontotekst", "kontonavn", "navn"),
    "budget": ("budget", "årets budget"),
    "spent": ("brugt i perioden", "brugt", "forbrug", "forbrug i perioden", "realiseret", "beløb"),
    "to_date": (
        *TO_DATE,
        *(f"{spent} {said}" for spent in SPENT for said in TO_DATE),
        *(f"{said} {spent}" for spent in SPENT for said in TO_DATE),
    ),
    "expected": (
        "forventet for hele året",
        "forventet hele året",
        "forventet",
        "forventning",
        "prognose",
    ),
    "note": ("forklaring", "bemærkning", "bemærkninger", "note"),
    "on": ("dato", "bogført", "bogføringsdato"),
}
LABELS = {field: names[0].capitalize() for field, names in NAMES.items()}
AMOUNTS = ("spent", "to_date", "expected")


class SheetErrors(Exception):
    """What is wrong, each a Danish sentence that names row and column; nothing of the sheet is
    used."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__(" ".join(errors))
        self.errors = tuple(errors)


@dataclass(frozen=True)
class Columns:
    """Where the header stands, which column each field is in, and what the sheet itself calls
    it."""

    row: int
    places: Mapping[str, int]
    headings: Mapping[str, str]

    def where(self, row: int, field: str) -> str:
        """ "Række 5, kolonne C (Brugt i perioden)"."""
        return f"Række {row}, kolonne {column_letter(self.places[field])} ({LABELS[field]})"

    @property
    def has_names(self) -> bool:
        """Whether the name of the konto follows its number in the same cell."""
        return _tidy(self.headings["code"]) in KONTO_AND_NAME

    def read_as(self) -> tuple[str, ...]:
        """ "C »Realiseret« som brugt i perioden", for each column of amounts."""
        return tuple(
            (
                f"{column_letter(self.places[field])} »{self.headings[field]}« som "
                f"{LABELS[field].lower()}"
            )
            for field in AMOUNTS
            if field in self.places
        )


def find_columns(sheets: Sequence[Sheet]) -> tuple[Sheet, Columns]:
    """The one sheet with a header. Raises SheetErrors."""
    found = [(sheet, columns) for sheet in sheets if (columns := _header(sheet))]
    if not found:
        raise SheetErrors(
            [
                f"Der er ingen overskrifter i de første {HEAD_WITHIN} rækker. Vi leder efter "
                "kolonnen »Konto« og mindst én af »Brugt i perioden«, »År til dato« og »Forventet "
                "for hele året«. Hent skabelonen, hvis du er i tvivl."
            ]
        )
    if len(found) > 1:
        names = listing([f"»{sheet.name}«" for sheet, _ in found])
        raise SheetErrors(
            [f"Arkene {names} har alle kolonnen Konto. Gem kun det ark, der skal læses."]
        )
    return found[0]


def _header(sheet: Sheet) -> Columns | None:
    for number, cells in sheet.rows.items():
        if number > HEAD_WITHIN:
            break
        fields = {place: field for place, value in cells.items() if (field := _field(value))}
        if "code" in fields.values() and set(AMOUNTS) & set(fields.values()):
            _refuse_twice(number, fields)
            places = {field: place for place, field in fields.items()}
            _refuse_both(number, places)
            return Columns(
                number, places, {field: str(cells[place])[:60] for field, place in places.items()}
            )
    return None


def _refuse_twice(row: int, fields: Mapping[int, str]) -> None:
    for field in set(fields.values()):
        places = [column_letter(place) for place, found in fields.items() if found == field]
        if len(places) > 1:
            raise SheetErrors(
                [
                    (
                        f"Række {row}: kolonne {listing(places)} er begge "
                        f"»{LABELS[field]}«. Slet den ene."
                    )
                ]
            )


def _refuse_both(row: int, places: Mapping[str, int]) -> None:
    """Which of two amounts is meant is not ours to guess."""
    if "spent" in places and "to_date" in places:
        spent, to_date = (column_letter(places[field]) for field in ("spent", "to_date"))
        raise SheetErrors(
            [
                f"Række {row}: kolonne {spent} er »{LABELS['spent']}« og kolonne {to_date} "
                f"»{LABELS['to_date']}«. Slet den, der ikke skal læses."
            ]
        )


def _field(value: Value) -> str:
    """Which field a header names; empty for another."""
    if not isinstance(value, str):
        return ""
    name = _tidy(value)
    return next((field for field, names in NAMES.items() if name in names), "")


def _tidy(heading: str) -> str:
    """A heading as NAMES has it: "Forbrug, ÅTD (kr.)" is "forbrug åtd"."""
    name = re.sub(r"\((kr\.?|dkk)\)|[.:]|,? (kr|dkk)\.?$", "", heading.strip().casefold())
    return re.sub(r"[\s(),]+", " ", name).strip()
