"""The measurements and the table they end in."""

import argparse
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import django
from django.core.cache import caches
from django.db import connection
from django.test.utils import override_settings
from django.urls import reverse

from activities.models import Plan, Registration
from bench import data, pdf
from bench.site import FormReader, Visitor, counted, cpu_in_turns
from core.danish import number

EMPTY = "/bench/empty/"
SMALL_ROWS = 2500


@dataclass(frozen=True)
class Row:
    """One line: what was measured, the value as people read it, and the limit it must keep."""

    what: str
    value: str
    limit: str = ""
    kept: bool | None = None

    @property
    def line(self) -> str:
        verdict = {True: "yes", False: "**no**", None: ""}[self.kept]
        return f"| {self.what} | {self.value} | {self.limit} | {verdict} |"


def at_most(what: str, value: float, limit: float, unit: str = "") -> Row:
    return Row(what, f"{value:.4g}{unit}", f"≤ {limit:g}{unit}", value <= limit)


def fill_table(options: argparse.Namespace) -> None:
    """Measure everything and print it; what cannot be measured says why and the rest goes on."""
    with override_settings(ROOT_URLCONF="bench.urls"):
        note("Loading Rum for Liv …")
        plan = data.rum_for_liv(SMALL_ROWS)
        bench = Bench(plan, options)
        print(f"Python {platform.python_version()}, Django {django.__version__}, {connection.vendor}.\n")
        print("| measured | value | limit | kept |\n|---|---|---|---|")
        for rows in bench.parts():
            note(f"{rows.__name__} …")
            for row in tried(rows):
                print(row.line, flush=True)


def tried(rows: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    try:
        yield from rows()
    except Exception as error:  # a page that is not there yet must not hide the others
        yield Row(rows.__name__.replace("_", " "), f"not measured: {type(error).__name__}: {error}"[:160])


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Bench:
    def __init__(self, plan: Plan, options: argparse.Namespace) -> None:
        self.plan, self.options = plan, options
        self.visitor = Visitor(data.lead_of(plan))

    def parts(self) -> list[Callable[[], Iterator[Row]]]:
        parts = [self.dashboard, self.min_plan, self.saving, self.size_of_plan, self.size_of_database]
        parts += [] if self.options.no_pdf else [self.report]
        return [part for part in parts if self.options.only in part.__name__]

    def dashboard(self) -> Iterator[Row]:
        empty, fresh, again = self.page_against_empty(self.address())
        yield Row("Empty view behind the whole middleware: CPU", f"{empty:.2f} ms")
        yield at_most("Dashboard, after a change: queries", self.queries(self.address()), 10)
        yield Row("Dashboard, after a change: CPU over the empty view", f"{fresh / empty:.1f}× ({fresh:.0f} ms)")
        yield at_most(
            f"Dashboard, unchanged, logged in ({again:.1f} ms): CPU over the empty view", again / empty, 3, "×"
        )

    def min_plan(self) -> Iterator[Row]:
        address = reverse("plan-home", args=[self.plan.slug])
        empty, fresh, again = self.page_against_empty(address)
        yield Row("Min plan, after a change: queries", str(self.queries(address)))
        yield Row("Min plan, after a change: CPU over the empty view", f"{fresh / empty:.1f}× ({fresh:.0f} ms)")
        yield Row("Min plan, unchanged: CPU over the empty view", f"{again / empty:.1f}×")

    def page_against_empty(self, address: str) -> list[float]:
        """CPU milliseconds of a view that does nothing, of the page after a change, and of the page unchanged."""
        return cpu_in_turns(
            self.options.rounds,
            lambda: self.visitor.get(EMPTY),
            lambda: self.fresh(address),
            lambda: self.visitor.get(address),
        )

    def saving(self) -> Iterator[Row]:
        """Log one registration through the form and read the page that answers."""
        criterion = self.plan.activities.get(code="5.1.1").criteria.filter(measure="count").first()
        address = f"{reverse('register', args=[self.plan.slug])}?kriterium={criterion.code}"
        fields = FormReader(self.visitor.get(address).body, wanted="value").fields | {"value": "14"}
        before = Registration.objects.filter(plan=self.plan).count()
        with counted() as queries:
            answer = self.visitor.post(address, fields)
            posting = len(queries)
            page = self.visitor.get(answer.headers["Location"]) if answer.status == 302 else answer
        saved = Registration.objects.filter(plan=self.plan).count() - before
        if saved != 1 or page.status != 200:
            raise AssertionError(f"saved {saved}, answers {answer.status} and {page.status}")
        yield at_most("Save one registration: queries of the save", posting, 15)
        yield Row("Save and the receipt page with the new figure: queries", str(len(queries)))

    def size_of_plan(self) -> Iterator[Row]:
        """The same page for 15 activities and for a plan of 850 criteria."""
        large = data.plan_in_bulk("stor", activities=284, criteria_each=3, rows=10_000)
        visitor = Visitor(data.lead_of(large))
        queries = self.queries(self.address(large), visitor)
        same = queries == self.queries(self.address())
        yield Row("Dashboard, 852 criteria in 284 activities: queries", str(queries), "the same", same)
        empty, fresh = cpu_in_turns(
            max(self.options.rounds // 4, 3),
            lambda: visitor.get(EMPTY),
            lambda: self.fresh(self.address(large), visitor),
        )
        yield Row("Dashboard, 852 criteria, fresh: CPU over the empty view", f"{fresh / empty:.0f}× ({fresh:.0f} ms)")

    def size_of_database(self) -> Iterator[Row]:
        """The same plan, alone with its 2,500 registrations and beside many large plans.

        The two cannot be measured in turns, so each is taken over the empty view measured in turns with it.
        """
        alone = self.over_empty(self.address())
        for n in range(self.options.plans):
            data.plan_in_bulk(f"nabo-{n}", activities=15, criteria_each=3, rows=self.options.rows)
        beside = self.over_empty(self.address())
        rows = f"{number(self.options.plans)} plans of {number(self.options.rows)} registrations"
        yield at_most(f"Dashboard beside {rows}: CPU over alone", beside / alone, 1.2, "×")
        neighbour = Plan.objects.get(slug="nabo-0")
        visitor = Visitor(data.lead_of(neighbour))
        large = self.over_empty(self.address(neighbour), visitor)
        rows = f"{number(self.options.rows)} registrations and no milestones"
        yield Row(f"Dashboard of a plan of {rows}: CPU over one of 2.500", f"{large / alone:.2f}×")

    def over_empty(self, address: str, visitor: Visitor | None = None) -> float:
        empty, fresh = cpu_in_turns(
            self.options.rounds, lambda: self.visitor.get(EMPTY), lambda: self.fresh(address, visitor)
        )
        return fresh / empty

    def report(self) -> Iterator[Row]:
        """A statusnotat with its SQL and HTML, over bare WeasyPrint on the same HTML."""
        ours = pdf.Report(self.plan, date(2013, 8, 31))
        mine, bare, tagged = cpu_in_turns(max(self.options.rounds // 8, 3), ours.whole, ours.bare, ours.bare_tagged)
        made = ours.whole()
        yield at_most("Statusnotat, tagged, with SQL and HTML: CPU over bare WeasyPrint, untagged", mine / bare, 1, "×")
        yield Row("Statusnotat over bare WeasyPrint, tagged: CPU", f"{mine / tagged:.2f}× ({mine:.0f} ms)")
        yield Row("Statusnotat: size", f"{len(made) / 1024:.0f} KB, {pdf.page_count(made)} pages")
        yield at_most("Statusnotat: queries", ours.queries, 60)

    def address(self, plan: Plan | None = None) -> str:
        return f"{reverse('dashboard', args=[(plan or self.plan).slug])}?periode=2013-K2"

    def fresh(self, address: str, visitor: Visitor | None = None) -> None:
        """The page when something was just registered: no kept copy fits."""
        caches["pages"].clear()
        answer = (visitor or self.visitor).get(address)
        if answer.status != 200:
            raise AssertionError(f"{address} answers {answer.status}")

    def queries(self, address: str, visitor: Visitor | None = None) -> int:
        self.fresh(address, visitor)
        with counted() as queries:
            self.fresh(address, visitor)
        return len(queries)
