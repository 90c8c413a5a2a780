"""From a plan to a report's frozen data, and from that data alone to its PDF."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from activities.models import Plan
from core import pdf
from core.danish import long_day
from core.periods import Period
from reporting.data.edition import Edition
from reporting.kinds.base import KINDS
from reporting.models import Report

# What is printed and is no report of one plan, by its name; filled by those who make it.
BESIDE: dict[str, Any] = {}

# What a report looks like on paper. An issued one is made again in the layout it was issued in, so
# a layout is never changed once reports have been issued in it: the next one is written beside it
# and LAYOUT counted up.
LAYOUT = 1
LAYOUTS = {1: ("reporting/pdf", "print.css")}


def build(plan: Plan, kind: str, period: Period, today: date) -> Any:
    """The data of a report as they are now. Raises KeyError for an unknown kind."""
    return KINDS[kind].data.build(plan, period, today=today)


def read(kind: str, snapshot: dict[str, Any]) -> Any:
    """The data a report's row holds. Raises KeyError for an unknown kind."""
    return KINDS[kind].data.from_json(snapshot)


def edition_of(report: Report) -> Edition:
    """What the row knows beside its data: frozen once it is issued, else as it is now."""
    if report.edition:
        return Edition.from_json(report.edition)
    return Edition(
        revision=report.revision,
        prepared_by=report.orderer,
        prepared_on=long_day(timezone.localdate(report.ordered_at)),
        correction=report.correction,
    )


def render(kind: str, snapshot: dict[str, Any], edition: Edition, layout: int = LAYOUT) -> bytes:
    """The PDF of frozen data: the same arguments give the same bytes, and no query is made."""
    return pdf.render_pdf(html(kind, snapshot, edition, layout), LAYOUTS[layout][1])


def html(kind: str, snapshot: dict[str, Any], edition: Edition, layout: int = LAYOUT) -> str:
    """The page the PDF is made of."""
    context = {"report": _data_of(kind).from_json(snapshot), "edition": edition}
    return render_to_string(f"{LAYOUTS[layout][0]}/{kind}.html", context)


def _data_of(kind: str) -> Any:
    return KINDS[kind].data if kind in KINDS else BESIDE[kind]


def renderer(layout: int = LAYOUT) -> str:
    """What makes the files: files made by the same are the same to the byte."""
    return f"{layout}/{pdf.renderer(LAYOUTS[layout][1])}"


def words(kind: str, snapshot: dict[str, Any]) -> str:
    """What a report can be found by, in small letters (a database compares æ, ø and å only as
    they are)."""
    facts = (f"{fact.what} {fact.value}" for fact in read(kind, snapshot).facts())
    return " ".join(facts).lower()
