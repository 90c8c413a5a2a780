"""The reports: what they ask of the database, and what they cost over what else could make them."""

import argparse
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from django.urls import reverse

from activities.models import Plan
from bench import data
from bench.note import KIND, Note
from bench.row import Row, at_most, the_same
from bench.site import Visitor, counted, cpu_in_turns
from bench.turns import Contender, cpu, in_turns, office, over
from core import pdf
from core.periods import Period
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import Report, ReportKind

RETURNS = ("goal_attainment", "milestone_plan", "cooperation")
YEAR, QUARTER = Period.year(2013), "2013-K2"
FEW, MANY = 27, 880  # activities of plans whose notes are of some 8 and some 200 pages


class Reports:
    def __init__(self, plan: Plan, options: argparse.Namespace) -> None:
        self.plan, self.options = plan, options
        self.rounds = max(options.rounds // 4, 3)

    def parts(self) -> list[Callable[[], Iterator[Row]]]:
        return [self.queries, self.download, self.bare, self.libreoffice, self.length, self.worker]

    def queries(self) -> Iterator[Row]:
        """Of plans with 45 and 852 criteria that are alike in all else, and of the real one."""
        small = Plan.objects.filter(slug="lille").first() or data.plan_in_bulk(
            "lille", activities=15, criteria_each=3, rows=2500
        )
        plans = [self.plan, small, data.large_plan()]
        data.lead_of(*plans)
        yield the_same(
            "Statusnotat, 45 and 852 criteria: queries",
            [self.note_queries(plan) for plan in plans[1:]],
            15,
        )
        yield at_most(
            "Statusnotat of Rum for Liv, with what is new since the last: queries",
            self.note_queries(self.plan),
            15,
        )
        for kind in RETURNS:
            counts = [self.sheet_queries(plan, kind) for plan in plans]
            yield the_same(
                f"{ReportKind(kind).label} as XLSX, 45 (real), 45 and 852 criteria: queries",
                counts,
                7,
            )

    def note_queries(self, plan: Plan) -> int:
        note = Note(plan.slug, QUARTER)
        note.build()
        with counted() as queries:
            note.whole()
        return len(queries)

    def sheet_queries(self, plan: Plan, kind: str) -> int:
        """Of the whole answer, from login to bytes."""
        visitor = Visitor(data.lead_of(plan))
        address = reverse("report-sheet", args=[plan.slug, made(plan, kind, YEAR).pk])
        visitor.get(address)
        with counted() as queries:
            answer = visitor.get(address)
        if answer.status != 200:
            raise AssertionError(f"{address} answers {answer.status}")
        return len(queries)

    def download(self) -> Iterator[Row]:
        """The file of a note again: the bytes that lie there."""
        report = made(self.plan, KIND, Period.parse(QUARTER))
        visitor = Visitor(data.lead_of(self.plan))
        address = reverse("report-download", args=[self.plan.slug, report.pk])
        visitor.get(address)
        with (
            patch.object(pdf, "render_pdf", wraps=pdf.render_pdf) as rendering,
            counted() as queries,
        ):
            answer = visitor.get(address)
        if (answer.status, answer.headers["Content-Type"]) != (200, "application/pdf"):
            raise AssertionError(f"{address} answers {answer.status}")
        yield at_most("Download of a file again: renderings", rendering.call_count, 0)
        yield Row("Download of a file again: queries", str(len(queries)))
        making, fetching = cpu_in_turns(
            self.rounds, Note(self.plan.slug, QUARTER).whole, lambda: visitor.get(address)
        )
        yield Row(
            "Download of a file again: CPU over making it",
            f"{fetching / making:.3f}× ({fetching:.1f} ms)",
        )

    def bare(self) -> Iterator[Row]:
        """With its SQL and HTML, over bare WeasyPrint on the same HTML."""
        with (
            TemporaryDirectory(prefix="rumforliv-bench-") as folder,
            Contender("note", self.plan.slug, QUARTER) as ours,
        ):
            page = str(Note(self.plan.slug, QUARTER).write_page(Path(folder)))
            with Contender("bare", page) as bare, Contender("tagged", page) as tagged:
                mine, plain, alike = in_turns(self.rounds, ours.turn, bare.turn, tagged.turn)
        yield at_most(
            "Statusnotat, tagged, with SQL and HTML: CPU over bare WeasyPrint, untagged",
            over(mine, plain),
            1,
            "×",
        )
        yield Row(
            "Statusnotat over bare WeasyPrint, tagged: CPU",
            f"{over(mine, alike):.2f}× ({cpu(mine):.0f} ms)",
        )
        yield Row(
            "Size, ours and bare untagged",
            f"{mine[0].size / 1024:.0f} and {plain[0].size / 1024:.0f} KB",
        )

    def libreoffice(self) -> Iterator[Row]:
        """The same figures as the tables of a workbook, through a cold LibreOffice."""
        what = (
            "Statusnotat over a cold LibreOffice conversion of a workbook with the same "
            "figures: CPU"
        )
        if not self.options.libreoffice:
            yield Row(what, "not measured (LIBREOFFICE=1)", "≤ 0.6×")
            return
        with (
            TemporaryDirectory(prefix="rumforliv-bench-") as folder,
            Contender("note", self.plan.slug, QUARTER) as ours,
        ):
            workbook = Note(self.plan.slug, QUARTER).write_workbook(Path(folder))
            mine, theirs = in_turns(
                max(self.rounds // 2, 3), ours.turn, partial(office, workbook), warm=1
            )
        yield at_most(what, over(mine, theirs), 0.6, "×")
        yield Row("LibreOffice: CPU", f"{cpu(theirs):.0f} ms")

    def length(self) -> Iterator[Row]:
        """The real note's length, and what a page costs in two plans that are alike in all but
        their size."""
        with Contender("note", self.plan.slug, QUARTER) as real:
            note = real.turn()
        yield at_most("Statusnotat of Rum for Liv, 2nd quarter: pages", note.pages, 8)
        plans = [
            data.plan_in_bulk(
                f"sider-{activities}", activities=activities, criteria_each=3, rows=2500
            )
            for activities in (FEW, MANY)
        ]
        with (
            Contender("note", plans[0].slug, QUARTER) as thin,
            Contender("note", plans[1].slug, QUARTER) as thick,
        ):
            few, many = in_turns(3, thin.turn, thick.turn, warm=1)
        pages = few[0].pages, many[0].pages
        each = cpu(few) / pages[0], cpu(many) / pages[1]
        yield at_most(
            (
                f"CPU a page: {pages[1]} pages ({each[1]:.0f} ms) over {pages[0]} pages "
                f"({each[0]:.0f} ms)"
            ),
            each[1] / each[0],
            1.2,
            "×",
        )
        yield Row(
            f"Memory of a process after notes of {pages[1]} pages", f"{many[-1].memory:.0f} MB"
        )

    def worker(self) -> Iterator[Row]:
        """One worker that makes one note after another, each from a waiting row to a signed
        file."""
        report = made(self.plan, KIND, Period.parse(QUARTER))
        with Contender("worker", str(report.pk)) as ours:
            taken = [ours.turn() for _ in range(self.options.notes)]
        first, last = taken[0].memory, taken[-1].memory
        yield Row(
            f"Memory of a worker after 1 and after {len(taken)} notes",
            f"{first:.0f} and {last:.0f} MB",
        )
        minutes = sum(turn.wall for turn in taken[1:]) / 60
        yield Row("One worker: notes a minute, of CPU", f"{60_000 / cpu(taken[1:]):.0f}")
        yield Row(
            "One worker: notes a minute, by the clock of this busy machine",
            f"{(len(taken) - 1) / minutes:.0f}",
        )


def made(plan: Plan, kind: str, period: Period) -> Report:
    """The draft of a report with its file."""
    report = ordering.order(plan, kind, period, by=data.lead_of(plan))
    making.produce(report.pk)
    report.refresh_from_db()
    if not report.is_done:
        raise AssertionError(f"{report.title}: {report.error}")
    return report
