"""One statusnotat: as the worker makes it, and the same HTML through WeasyPrint as its manual shows."""

from datetime import date
from typing import Any

from django.utils import timezone

from activities.models import Plan
from bench.site import counted
from core.pdf import FOLDER, page_count
from core.periods import Period
from reporting import documents

__all__ = ["Report", "page_count"]

KIND = "status_note"


class Report:
    def __init__(self, plan: Plan, today: date) -> None:
        self.plan, self.today, self.period = plan, today, Period.quarter(2013, 2)
        self.edition: dict[str, Any] = {
            "number": "2013-01",
            "revision": 1,
            "ordered_by": "Mette Holm",
            "ordered_at": timezone.now(),
        }
        with counted() as queries:
            self.snapshot = self.build()
        self.queries = len(queries)
        css = (FOLDER / documents.STYLESHEET).read_text().replace("asset:", "")
        html = documents.html(KIND, self.snapshot, **self.edition)
        self.html = html.replace("</head>", f"<style>{css}</style></head>", 1)

    def build(self) -> dict[str, Any]:
        return documents.build(self.plan, KIND, self.period, self.today).to_json()

    def whole(self) -> bytes:
        """SQL, HTML and tagged PDF."""
        return documents.render(KIND, self.build(), **self.edition)

    def bare(self) -> bytes:
        return self._bare()

    def bare_tagged(self) -> bytes:
        return self._bare(pdf_variant="pdf/ua-1")

    def _bare(self, **options: Any) -> bytes:
        from weasyprint import HTML  # noqa: PLC0415  (loaded where it is used)

        return HTML(string=self.html, base_url=f"{FOLDER}/").write_pdf(**options)
