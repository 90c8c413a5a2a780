"""A return's row as files: its frozen data, and what the row knows beside them."""

from collections.abc import Iterator

from core.danish import capital, day
from reporting import documents
from reporting.data.edition import Edition
from reporting.data.returns import Return
from reporting.data.sheets import Cell
from reporting.exports.csv import csv_bytes
from reporting.exports.xlsx import xlsx_bytes
from reporting.models import Report

DEMO = "Eksempel med opdigtede tal og navne"
NOT_THE_FORM = (
    "Grundlag for indberetning, ikke Landsbyggefondens eget skema. En tom celle er ikke "
    "målt; 0 er talt."
)


def workbook_of(report: Report) -> bytes:
    """The workbook of a return. Raises TypeError for a note, which has no tables."""
    data = read(report)
    title = f"Grundlag for indberetning: {data.title}"
    return xlsx_bytes(data.sheets(), title, tuple(about(data, documents.edition_of(report))))


def csv_of(report: Report, number: int = 1) -> tuple[str, bytes]:
    """One table of a return, and what it is called beside the report's name: "" for the first,
    which holds most.

    Raises IndexError for a number the return has no table of, TypeError for a note.
    """
    tables = read(report).sheets()
    if not 0 < number <= len(tables):
        raise IndexError(number)
    table = tables[number - 1]
    return ("" if number == 1 else table.title), csv_bytes(table)


def read(report: Report) -> Return:
    data = documents.read(report.kind, report.snapshot)
    if not isinstance(data, Return):
        raise TypeError(f"{report.kind} has no tables.")
    return data


def about(data: Return, edition: Edition) -> Iterator[tuple[str, Cell]]:
    """What stands on the front of the workbook: whose it is, of what, as of when, and which
    edition."""
    yield "Plan", f"{data.plan}, {data.years}"
    if data.association:
        yield "Boligorganisation", data.association
    if data.administrator:
        yield "Projektadministrator", data.administrator
    if data.estates:
        yield "Afdelinger", "\n".join(data.estates)
    yield "Periode", f"Hele planen, {data.period}" if data.is_whole_plan else data.period
    yield "Tal pr.", data.as_of
    if data.is_preliminary:
        yield (
            "Foreløbig",
            f"Perioden slutter {day(data.ends_on)}. Den endelige opgørelse laves derefter.",
        )
    yield "Opgørelse", capital(edition.text)
    yield "Udarbejdet af", f"{edition.prepared_by}, {edition.prepared_on}"
    if edition.is_issued:
        yield edition.issued_text, f"{edition.day_text} af {edition.issued_by}"
        if edition.receipt:
            yield "Kvittering", edition.receipt
        yield "Kontrolkode", edition.code
    else:
        yield "Indberettet", "Nej, dette er en kladde."
    if edition.correction:
        yield "Rettet", edition.correction
    for change in data.corrections:
        yield "Rettet fra begyndelsen", f"{change.what}: {change.old}, rettet til {change.new}"
    if data.is_demo:
        yield "Demo", DEMO
    yield "Om arkene", NOT_THE_FORM
