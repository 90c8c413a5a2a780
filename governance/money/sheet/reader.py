"""A period's amounts read from a sheet: every row matched to a budget line by its konto, or told by
row and column.

Rows of one konto, as where each voucher or cost centre has its own, are added up.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.danish import day, kroner
from core.periods import Period
from core.reading import read_date
from core.spreadsheet import Cells, NotReadable, Sheet, Unreadable, Value, column_letter, read
from governance.models import BudgetLine
from governance.money.sheet.cells import money, shown
from governance.money.sheet.columns import (
    AMOUNTS,
    LABELS,
    Columns,
    SheetErrors,
    find_columns,
)

MOST_ERRORS = 20
TOTAL = re.compile(r"(i alt|ialt|sum|total|i alt kr|samlet)", re.IGNORECASE)
SUM_OF_ONE = re.compile(
    r"(i alt|ialt|sum|subtotal|total|samlet|saldo)\b.*|.*\b(i alt|ialt|sum|total)", re.IGNORECASE
)
TOO_MUCH = 10**9  # as read_kroner: no amount of a plan has ten digits
MOST_NOTE = 300


@dataclass(frozen=True)
class ReadRow:
    """What the sheet says of a line, and in which rows; an amount that is None stands empty in all
    of them.

    `to_date`: used since New Year, where the sheet tells that in place of `spent`. `as_the_rest`: a
    row whose amount is what the others of the konto give together, as a sum that nobody has called
    one would be.
    """

    rows: tuple[int, ...]
    line: BudgetLine
    spent: Decimal | None
    to_date: Decimal | None
    expected: Decimal | None
    note: str
    as_the_rest: int | None = None


@dataclass(frozen=True)
class Reading:
    """All that a sheet says, and how its columns were understood."""

    rows: tuple[ReadRow, ...]
    read_as: tuple[str, ...]


def read_spending(content: bytes, lines: Sequence[BudgetLine], period: Period) -> Reading:
    """What a file says of `lines` in `period`. Raises SheetErrors."""
    try:
        sheets = read(content)
    except NotReadable as refused:
        raise SheetErrors([str(refused)]) from None
    sheet, columns = find_columns(sheets)
    reader = _Reader(sheet, columns, lines, period)
    rows = reader.rows()
    if not rows and not reader.errors:
        label = next(LABELS[field] for field in AMOUNTS if field in columns.places)
        raise SheetErrors(
            [f"Der er ingen beløb i arket. Skriv dem i kolonnen »{label}«, og prøv igen."]
        )
    if reader.errors:
        said = [text for _, text in sorted(reader.errors, key=lambda error: error[0])]
        more = len(said) - MOST_ERRORS
        tail = (
            [f"Og {more} fejl mere af samme slags. Ret de første, og prøv igen."]
            if more > 0
            else []
        )
        raise SheetErrors([*said[:MOST_ERRORS], *tail])
    return Reading(rows, columns.read_as())


class _Reader:
    """Reads the rows under the header and gathers what is wrong with them."""

    def __init__(
        self, sheet: Sheet, columns: Columns, lines: Sequence[BudgetLine], period: Period
    ) -> None:
        self.sheet, self.columns, self.period = sheet, columns, period
        self.lines = {line.code.casefold(): line for line in lines}
        self.first_day, self.within = period.start, f"i {period.label}"
        if "to_date" in columns.places:
            self.first_day, self.within = (
                date(period.end.year, 1, 1),
                f"mellem nytår og udgangen af {period.label}",
            )
        self.found: dict[int, list[ReadRow]] = {}
        self.errors: list[tuple[int, str]] = []
        self.sums = dict.fromkeys(AMOUNTS, Decimal(0))
        self.parts = dict.fromkeys(AMOUNTS, Decimal(0))  # since the last sum above

    def rows(self) -> tuple[ReadRow, ...]:
        """One for each line the sheet says anything of, in its order."""
        self._merged()
        self._hidden()
        for number, cells in self.sheet.rows.items():
            if number > self.columns.row and (found := self._row(number, cells)):
                self.found.setdefault(found.line.pk, []).append(found)
        return tuple(self._together(rows) for rows in self.found.values())

    def _together(self, rows: Sequence[ReadRow]) -> ReadRow:
        """The rows of one konto as one."""
        first, code = rows[0], rows[0].line.code
        notes = "; ".join(dict.fromkeys(row.note for row in rows if row.note))
        if len(notes) > MOST_NOTE:
            said = (
                f"forklaringerne til konto {code} er tilsammen på {len(notes)} tegn. Der "
                f"er plads til {MOST_NOTE}."
            )
            self._say(first.rows[0], "note", said)
        with_expected = [row for row in rows if row.expected is not None]
        for row in with_expected[1:]:
            said = (
                f"konto {code} har også et forventet beløb i række {with_expected[0].rows[0]}. "
                "Skriv det ét sted."
            )
            self._say(row.rows[0], "expected", said)
        sums = {field: _sum(getattr(row, field) for row in rows) for field in ("spent", "to_date")}
        for field, amount in sums.items():
            if amount is not None and abs(amount) >= TOO_MUCH:
                self._say(
                    first.rows[0], field, f"rækkerne for konto {code} giver tilsammen for meget."
                )
        expected = with_expected[0].expected if with_expected else None
        numbers = tuple(number for row in rows for number in row.rows)
        return ReadRow(
            numbers, first.line, sums["spent"], sums["to_date"], expected, notes, _as_the_rest(rows)
        )

    def _merged(self) -> None:
        """Merged cells hide what belongs to which row; a title above the header may be."""
        used = set(self.columns.places.values())
        for top, left, bottom, right in self.sheet.merged:
            if bottom >= self.columns.row and used & set(range(left, min(right, 100) + 1)):
                place = f"{column_letter(left)}{top}:{column_letter(right)}{bottom}"
                said = (
                    f"Række {top}, kolonne {column_letter(left)}: cellerne {place} er flettet. "
                    "Ophæv fletningen, så hver konto har sin egen række."
                )
                self.errors.append((top, said))

    def _hidden(self) -> None:
        """What nobody sees in the sheet must not count without anybody knowing."""
        for field, place in self.columns.places.items():
            if place in self.sheet.hidden_columns:
                self._say(self.columns.row, field, "kolonnen er skjult. Vis den, eller slet den.")

    def _say(self, row: int, field: str, text: str) -> None:
        self.errors.append((row, f"{self.columns.where(row, field)}: {text}"))

    def _row(self, number: int, cells: Cells) -> ReadRow | None:
        values = {field: cells.get(place) for field, place in self.columns.places.items()}
        before = len(self.errors)
        amounts = {field: self._amount(number, values, field) for field in AMOUNTS}
        if self._is_total(number, values, amounts):
            return None
        code = self._code(number, values.get("code"))
        note = self._note(number, values.get("note"))
        has_more = any(amount is not None for amount in amounts.values()) or bool(note)
        if code is None:
            if has_more and len(self.errors) == before:
                self._say(number, "code", "der er et beløb, men ingen konto.")
            return None
        if not has_more:
            return None
        if number in self.sheet.hidden_rows:
            self._say(number, "code", "rækken er skjult. Vis den, eller slet den.")
        line = self._line(number, code)
        if line and self._is_sum_of(number, line, values.get("text"), amounts):
            return None
        self._day(number, values.get("on"))
        if amounts["expected"] is not None and amounts["expected"] < 0:
            self._say(number, "expected", "det forventede kan ikke være under 0.")
        if line is None or len(self.errors) > before:
            return None
        for field, amount in amounts.items():
            self.sums[field] += amount or 0
            self.parts[field] += amount or 0
        return ReadRow(
            (number,), line, amounts["spent"], amounts["to_date"], amounts["expected"], note
        )

    def _is_total(
        self, number: int, values: Mapping[str, Value | None], amounts: Mapping[str, Decimal | None]
    ) -> bool:
        """Whether it is the sum of the rows above, all or since the last one; another than they
        give is told."""
        said = [value for field in ("code", "text") if isinstance(value := values.get(field), str)]
        if not any(TOTAL.fullmatch(text.strip(" .:")) for text in said):
            return False
        for field, stated in amounts.items():
            if (
                stated is not None
                and stated not in (self.sums[field], self.parts[field])
                and not self.errors
            ):
                self._say(
                    number,
                    field,
                    (
                        f"summen er {kroner(stated, ore=True)}, men rækkerne giver "
                        f"{kroner(self.sums[field], ore=True)}"
                    ),
                )
        self.parts = dict.fromkeys(AMOUNTS, Decimal(0))
        return True

    def _is_sum_of(
        self,
        number: int,
        line: BudgetLine,
        text: Value | None,
        amounts: Mapping[str, Decimal | None],
    ) -> bool:
        """Whether it is the sum of the rows of its own konto above, "Løn i alt"; another than
        they give is told."""
        above = self.found.get(line.pk)
        if not above or not isinstance(text, str) or not SUM_OF_ONE.fullmatch(text.strip(" .:")):
            return False
        for field, stated in amounts.items():
            found = _sum(getattr(row, field) for row in above)
            if stated is not None and stated != found:
                gives = kroner(found or Decimal(0), ore=True)
                self._say(
                    number,
                    field,
                    f"rækken ligner en sum, men rækkerne over den for {line.code} giver {gives}",
                )
        return True

    def _code(self, number: int, value: Value | None) -> str | None:
        match value:
            case None | "":
                return None
            case str():
                return value.split()[0] if self.columns.has_names else value.strip()
            case bool() | date():
                pass
            case Decimal():
                if value == value.to_integral_value():
                    return (
                        str(value.to_integral_value().quantize(Decimal(1)))
                        if abs(value) < 10**20
                        else "?"
                    )
            case Unreadable():
                self._say(number, "code", value.why)
                return None
        self._say(number, "code", f"{shown(value)} er ikke en konto.")
        return None

    def _line(self, number: int, code: str) -> BudgetLine | None:
        key = code.casefold()
        line = self.lines.get(key)
        if line is None:
            meant = [
                line for line in self.lines.values() if line.code.lstrip("0") == code.lstrip("0")
            ]
            hint = (
                f" Mente du {meant[0].code}? Regnearket har tabt nullerne."
                if len(meant) == 1
                else ""
            )
            self._say(
                number,
                "code",
                f"konto {code[:40]} findes ikke i budget {self.period.end.year}.{hint}",
            )
            return None
        if not line.exists_on(self.period.end):
            assert line.exists_from
            self._say(
                number, "code", f"konto {line.code} findes først fra {day(line.exists_from)}."
            )
            return None
        return line

    def _amount(
        self, number: int, values: Mapping[str, Value | None], field: str
    ) -> Decimal | None:
        """Kroner and øre. A text is read as Danes write it, "1.234,50 kr."."""
        value = values.get(field)
        if value is None or value == "":
            return None
        try:
            return money(value)
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
                text = shown(value)
        if len(text) > MOST_NOTE:
            self._say(
                number, "note", f"teksten er på {len(text)} tegn. Der er plads til {MOST_NOTE}."
            )
            return ""
        return text

    def _day(self, number: int, value: Value | None) -> None:
        """A row's day, where the sheet has a column for it, must lie in the period that is
        written; with amounts since New Year, between that and the period's end."""
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
            self._say(number, "on", f"{shown(value)} er ikke en dato.")
        elif not self.first_day <= found <= self.period.end:
            old = (
                " Regnearket tæller datoer fra 1904; er det rigtigt?"
                if self.sheet.counts_from_1904
                else ""
            )
            self._say(number, "on", f"{day(found)} ligger ikke {self.within}.{old}")


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    given = [amount for amount in amounts if amount is not None]
    return sum(given, Decimal(0)) if given else None


def _as_the_rest(rows: Sequence[ReadRow]) -> int | None:
    for field in ("spent", "to_date"):
        amounts = [(row.rows[0], amount) for row in rows if (amount := getattr(row, field))]
        whole = sum((amount for _, amount in amounts), Decimal(0))
        for number, amount in reversed(amounts):
            if len(amounts) > 1 and amount * 2 == whole:
                return number
    return None
