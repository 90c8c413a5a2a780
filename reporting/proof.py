"""Is every issued report still what was issued? File against its sha256, data against theirs,
and made again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core import stored
from reporting import documents
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import Report, ReportQuerySet


class Outcome(StrEnum):
    SAME = "samme bytes"
    OTHER_RENDERER = "filen er uændret; dannet med en anden version"
    NO_FILE = "filen er ikke dannet endnu"
    BROKEN_FILE = "filen mangler eller er ændret"
    CHANGED_DATA = "data er ændret"
    OTHER_BYTES = "giver andre bytes, når den dannes igen"


FAULTS = (Outcome.BROKEN_FILE, Outcome.CHANGED_DATA, Outcome.OTHER_BYTES)


@dataclass(frozen=True)
class Proof:
    report: Report
    outcome: Outcome

    @property
    def is_fault(self) -> bool:
        return self.outcome in FAULTS


def prove(reports: ReportQuerySet) -> Iterator[Proof]:
    """Each issued report of `reports` with what was found, one at a time: each is rendered once
    more.

    A report made by another WeasyPrint, stylesheet or font than is here now cannot be made again to
    the byte; its file is then proved by its sha256 alone.
    """
    rows = reports.issued().select_related("plan", "ordered_by").order_by("plan", "number")
    for report in rows.iterator():
        yield Proof(report, outcome(report))


def outcome(report: Report) -> Outcome:
    if ordering.content_hash(report.snapshot) != report.snapshot_hash:
        return Outcome.CHANGED_DATA
    if not report.is_done:
        return Outcome.NO_FILE
    if not stored.is_whole(report):
        return Outcome.BROKEN_FILE
    if report.renderer != documents.renderer(report.layout):
        return Outcome.OTHER_RENDERER
    same = hashlib.sha256(making.render(report)).hexdigest() == report.sha256
    return Outcome.SAME if same else Outcome.OTHER_BYTES
