"""What people read on paper and in a spreadsheet: ordered, made and fetched as by the pages and
the worker."""

import csv
import subprocess
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import openpyxl
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from audit.pages import Element, Reader
from audit.printed import even
from core.periods import Period
from core.versioned import NotAllowedNow
from reporting.actions.order import order
from reporting.actions.produce import produce
from reporting.models import Report

HEAD = "Kode"  # a heading of each return's first table that names criteria


@dataclass(frozen=True)
class Paper:
    report: Report
    client: Client

    def pdf(self) -> str:
        """The words of the file, as pdftotext reads them, on one line."""
        read = subprocess.run(
            ["pdftotext", "-raw", "-", "-"],
            input=self._fetch("report-download"),
            capture_output=True,
            check=True,
        )
        return even(read.stdout.decode())

    def web(self) -> Element:
        return Reader(self.client, self.report.plan).get(self._url("report"))

    def csv(self) -> list[dict[str, str]]:
        text = self._fetch("report-csv").decode("utf-8-sig")
        return list(csv.DictReader(StringIO(text), delimiter=";"))

    def xlsx(self) -> list[dict[str, Any]]:
        """The rows of the first sheet that holds the return's table."""
        book = openpyxl.load_workbook(BytesIO(self._fetch("report-sheet")), data_only=True)
        for sheet in book.worksheets:
            rows = list(sheet.iter_rows(values_only=True))
            at = next((n for n, row in enumerate(rows) if HEAD in row), None)
            if at is not None:
                return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]
        return []

    def _url(self, name: str) -> str:
        return reverse(name, args=[self.report.plan.slug, self.report.pk])

    def _fetch(self, name: str) -> bytes:
        answer: Any = self.client.get(self._url(name))
        if answer.status_code != 200:
            raise AssertionError(f"{self._url(name)} answers {answer.status_code}")
        return b"".join(answer.streaming_content) if answer.streaming else answer.content


def paper(plan: Plan, kind: str, period: Period, *, by: User, client: Client) -> Paper | None:
    """A draft of today's data, made; None where the period's report is issued, which nothing
    changes."""
    try:
        report = order(plan, kind, period, by=by)
    except NotAllowedNow:
        return None
    produce(report.pk)
    report.refresh_from_db()
    if not report.is_done:
        raise AssertionError(f"{kind} {period.code}: {report.error}")
    return None if report.is_issued else Paper(report, client)
