"""A period's amounts read from a sheet: every row matched to a budget line by its konto, or told by row and column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.danish import day, kroner, listing
from core.periods import Period
from core.reading import read_date, read_kroner
from core.spreadsheet import Cells, NotReadable, Sheet, Unreadable, Value, column_letter, read
from governance.models import BudgetLine

HEAD_WITHIN = 30  # rows before the header: a title, who it is from
MOST_ERRORS = 20
# What a column may be called; the first is what we call it ourselves.
NAMES = {
    "code": ("konto", "kontonr", "kontonummer", "konto nr", "kontonr og navn"),
    "text": ("tekst", "kontotekst", "kontonavn", "navn"),
    "budget": ("budget", "årets budget"),
    "spent": ("brugt i perioden", "brugt", "forbrug", "forbrug i perioden", "realiseret", "beløb"),
    "expected": ("forventet for hele året", "forventet hele året", "forventet", "forventning", "prognose"),
    "note": ("forklaring", "bemærkning", "bemærkninger", "note"),
    "on": ("dato", "bogført", "bogføringsdato"),
}
LABELS = {field: names[0].capitalize() for field, names in NAMES.items()}
TOTAL = re.compile(r"(i alt|ialt|sum|total|i alt kr|samlet)", re.IGNORECASE)
NEARLY = Decimal("0.000001")  # what a program adds to an amount when it has counted with it
CENT = Decimal("0.01")


class SheetErrors(Exception):
    """What is wrong, each a Danish sentence that names row and column; nothing of the sheet is used."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__(" ".join(errors))
        self.errors = tuple(errors)


@dataclass(frozen=True)
class ReadRow:
    """One row that says something of a line; an amount that is None stands empty in it."""

    row: int
    line: BudgetLine
    spent: Decimal | None
    expected: Decimal | None
    note: str


@dataclass(frozen=True)
class Columns:
    """Where the header stands, and which column each field is in."""

    row: int
    places: Mapping[str, int]

    def where(self, row: int, field: str) -> str:
        """ "Række 5, kolonne C (Brugt i perioden)"."""
        return f"Række {row}, kolonne {column_letter(self.places[field])} ({LABELS[field]})"


def read_spending(content: bytes, lines: Sequence[BudgetLine], period: Period) -> tuple[ReadRow, ...]:
    """The rows of a file that say something of `lines` in `period`. Raises SheetErrors."""
    try:
        sheets = read(content)
    except NotReadable as refused:
        raise SheetErrors([str(refused)]) from None
    sheet, columns = _find(sheets)
    reader = _Reader(sheet, columns, lines, period)
    rows = tuple(reader.rows())
    if not rows and not reader.errors:
        raise SheetErrors(["Der er ingen beløb i arket. Skriv dem i kolonnen »Brugt i perioden«, og prøv igen."])
    if reader.errors:
        said = [text for _, text in sorted(reader.errors, key=lambda error: error[0])]
        more = len(said) - MOST_ERRORS
        tail = [f"Og {more} fejl mere af samme slags. Ret de første, og prøv igen."] if more > 0 else []
        raise SheetErrors([*said[:MOST_ERRORS], *tail])
    return rows


def _find(sheets: Sequence[Sheet]) -> tuple[Sheet, Columns]:
    """The one sheet with a header. Raises SheetErrors."""
    found = [(sheet, columns) for sheet in sheets if (columns := _header(sheet))]
    if not found:
        raise SheetErrors(
            [
                f"Der er ingen overskrifter i de første {HEAD_WITHIN} rækker. Vi leder efter kolonnen »Konto« og "
                "mindst én af »Brugt i perioden« og »Forventet for hele året«. Hent skabelonen, hvis du er i tvivl."
            ]
        )
    if len(found) > 1:
        names = listing([f"»{sheet.name}«" for sheet, _ in found])
        raise SheetErrors([f"Arkene {names} har alle kolonnen Konto. Gem kun det ark, der skal læses."])
    return found[0]


def _header(sheet: Sheet) -> Columns | None:
    for number, cells in sheet.rows.items():
        if number > HEAD_WITHIN:
            break
        fields = {place: field for place, value in cells.items() if (field := _field(value))}
        if "code" in fields.values() and {"spent", "expected"} & set(fields.values()):
            _refuse_twice(number, fields)
            return Columns(number, {field: place for place, field in fields.items()})
    return None


def _refuse_twice(row: int, fields: Mapping[int, str]) -> None:
    for field in set(fields.values()):
        places = [column_letter(place) for place, found in fields.items() if found == field]
        if len(places) > 1:
            raise SheetErrors([f"Række {row}: kolonne {listing(places)} er begge »{LABELS[field]}«. Slet den ene."])


def _field(value: Value) -> str:
    """Which field a header names; empty for another."""
    if not isinstance(value, str):
        return ""
    name = re.sub(r"\s+", " ", re.sub(r"\((kr\.?|dkk)\)|[.:]|, kr", "", value.casefold())).strip()
    return next((field for field, names in NAMES.items() if name in names), "")


class _Reader:
    """Reads the rows under the header and gathers what is wrong with them."""

    def __init__(self, sheet: Sheet, columns: Columns, lines: Sequence[BudgetLine], period: Period) -> None:
        self.sheet, self.columns, self.period = sheet, columns, period
        self.lines = {line.code.casefold(): line for line in lines}
        self.seen: dict[str, int] = {}
        self.errors: list[tuple[int, str]] = []
        self.sums = {"spent": Decimal(0), "expected": Decimal(0)}

    def rows(self) -> Iterator[ReadRow]:
        self._merged()
        for number, cells in self.sheet.rows.items():
            if number > self.columns.row and (found := self._row(number, cells)):
                yield found

    def _merged(self) -> None:
        """Merged cells hide what belongs to which row; a title above the header may be."""
        used = set(self.columns.places.values())
        for top, left, bottom, right in self.sheet.merged:
            if bottom >= self.columns.row and used & set(range(left, min(right, 100) + 1)):
                place = f"{column_letter(left)}{top}:{column_letter(right)}{bottom}"
                said = (
                    f"Række {top}, kolonne {column_letter(left)}: cellerne {place} er flettet. Ophæv fletningen, så "
                    "hver konto har sin egen række."
                )
                self.errors.append((top, said))

    def _say(self, row: int, field: str, text: str) -> None:
        self.errors.append((row, f"{self.columns.where(row, field)}: {text}"))

    def _row(self, number: int, cells: Cells) -> ReadRow | None:
        values = {field: cells.get(place) for field, place in self.columns.places.items()}
        before = len(self.errors)
        spent, expected = self._amount(number, values, "spent"), self._amount(number, values, "expected")
        if self._is_total(number, values, spent, expected):
            return None
        code = self._code(number, values.get("code"))
        note = self._note(number, values.get("note"))
        has_more = spent is not None or expected is not None or bool(note)
        if code is None:
            if has_more and len(self.errors) == before:
                self._say(number, "code", "der er et beløb, men ingen konto.")
            return None
        if not has_more:
            return None
        line = self._line(number, code)
        self._day(number, values.get("on"))
        if expected is not None and expected < 0:
            self._say(number, "expected", "det forventede kan ikke være under 0.")
        if line is None or len(self.errors) > before:
            return None
        self.sums["spent"] += spent or 0
        self.sums["expected"] += expected or 0
        return ReadRow(number, line, spent, expected, note)

    def _is_total(self, number: int, values: Mapping[str, Value | None], spent: object, expected: object) -> bool:
        """Whether it is the sum of the rows above; one that is another than they give is told."""
        said = [value for field in ("code", "text") if isinstance(value := values.get(field), str)]
        if not any(TOTAL.fullmatch(text.strip(" .:")) for text in said):
            return False
        for field, stated in (("spent", spent), ("expected", expected)):
            if isinstance(stated, Decimal) and stated != self.sums[field] and not self.errors:
                self._say(
                    number,
                    field,
                    f"summen er {kroner(stated, ore=True)}, men rækkerne giver {kroner(self.sums[field], ore=True)}",
                )
        return True

    def _code(self, number: int, value: Value | None) -> str | None:
        match value:
            case None | "":
                return None
            case str():
                return value.strip()
            case bool() | date():
                pass
            case Decimal():
                if value == value.to_integral_value():
                    return str(value.to_integral_value().quantize(Decimal(1))) if abs(value) < 10**20 else "?"
            case Unreadable():
                self._say(number, "code", value.why)
                return None
        self._say(number, "code", f"{_shown(value)} er ikke en konto.")
        return None

    def _line(self, number: int, code: str) -> BudgetLine | None:
        key = code.casefold()
        line = self.lines.get(key)
        if line is None:
            meant = [line for line in self.lines.values() if line.code.lstrip("0") == code.lstrip("0")]
            hint = f" Mente du {meant[0].code}? Regnearket har tabt nullerne." if len(meant) == 1 else ""
            self._say(number, "code", f"konto {code[:40]} findes ikke i budget {self.period.end.year}.{hint}")
            return None
        if key in self.seen:
            self._say(
                number, "code", f"konto {code[:40]} står også i række {self.seen[key]}. Læg beløbene sammen i én."
            )
            return None
        self.seen[key] = number
        return line

    def _amount(self, number: int, values: Mapping[str, Value | None], field: str) -> Decimal | None:
        """Kroner and øre. A text is read as Danes write it, "1.234,50 kr."."""
        value = values.get(field)
        if value is None or value == "":
            return None
        try:
            return _money(value)
        except ValueError as wrong:
            self._say(number, field, str(wrong))
            return None

    def _note(self, number: int, value: Value | None) -> str:
        match value:
            case None:
                return ""
            case Unreadable():
                self._say(number, "note", value.why)
                return ""
            case str():
                text = " ".join(value.split())
            case _:
                text = _shown(value)
        if len(text) > 300:
            self._say(number, "note", f"teksten er på {len(text)} tegn. Der er plads til 300.")
            return ""
        return text

    def _day(self, number: int, value: Value | None) -> None:
        """A row's day, where the sheet has a column for it, must lie in the period that is written."""
        if value is None or value == "":
            return
        try:
            found = read_date(value) if isinstance(value, str) else value
        except ValueError as wrong:
            self._say(number, "on", str(wrong))
            return
        if isinstance(found, Unreadable):
            self._say(number, "on", found.why)
        elif not isinstance(found, date):
            self._say(number, "on", f"{_shown(value)} er ikke en dato.")
        elif found not in self.period:
            old = " Regnearket tæller datoer fra 1904; er det rigtigt?" if self.sheet.counts_from_1904 else ""
            self._say(number, "on", f"{day(found)} ligger ikke i {self.period.label}.{old}")


def _money(value: Value) -> Decimal:
    """Raises ValueError, in Danish, for what is no amount of kroner and øre."""
    match value:
        case bool():
            raise ValueError("cellen er sand eller falsk, ikke et beløb.")
        case str():
            return read_kroner(value)
        case date():
            raise ValueError(f"cellen er en dato ({day(value)}), ikke et beløb. Giv den talformat, og skriv den igen.")
        case Unreadable():
            raise ValueError(value.why)
    if value.adjusted() > 8:
        raise ValueError("tallet er for stort. Tjek, om der er kommet for mange cifre med.")
    rounded = value.quantize(CENT) if value.adjusted() > -20 else Decimal("0.00")
    if abs(value - rounded) > NEARLY:
        raise ValueError(f"{_shown(value)} har mere end to decimaler. Rund af i regnearket, fx til hele øre.")
    return rounded + 0  # never -0


def _shown(value: Value | None) -> str:
    if isinstance(value, bool):
        return "sand" if value else "falsk"
    if isinstance(value, date):
        return day(value)
    return f"»{str(value).replace('.', ',') if isinstance(value, Decimal) else value}«"[:60]
