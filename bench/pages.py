"""The pages: asked for through WSGI, base and page in turns."""

import argparse
from collections.abc import Callable, Iterator

from django.core.cache import caches
from django.urls import reverse

from activities.models import Plan, Registration
from bench import data
from bench.row import Row, at_most
from bench.site import FormReader, Visitor, counted, cpu_in_turns
from core.danish import number

EMPTY = "/bench/empty/"


class Pages:
    """What a person waits for: the dashboard, the front page of a plan, a save."""

    def __init__(self, plan: Plan, options: argparse.Namespace) -> None:
        self.plan, self.options = plan, options
        self.visitor = Visitor(data.lead_of(plan))

    def parts(self) -> list[Callable[[], Iterator[Row]]]:
        return [
            self.dashboard,
            self.min_plan,
            self.saving,
            self.size_of_plan,
            self.size_of_database,
        ]

    def dashboard(self) -> Iterator[Row]:
        empty, fresh, again = self.page_against_empty(self.address())
        yield Row("Empty view behind the whole middleware: CPU", f"{empty:.2f} ms")
        yield at_most("Dashboard, after a change: queries", self.queries(self.address()), 10)
        yield Row(
            "Dashboard, after a change: CPU over the empty view",
            f"{fresh / empty:.1f}× ({fresh:.0f} ms)",
        )
        yield at_most(
            f"Dashboard, unchanged, logged in ({again:.1f} ms): CPU over the empty view",
            again / empty,
            3,
            "×",
        )

    def min_plan(self) -> Iterator[Row]:
        address = reverse("plan-home", args=[self.plan.slug])
        empty, fresh, again = self.page_against_empty(address)
        yield Row("Min plan, after a change: queries", str(self.queries(address)))
        yield Row(
            "Min plan, after a change: CPU over the empty view",
            f"{fresh / empty:.1f}× ({fresh:.0f} ms)",
        )
        yield Row("Min plan, unchanged: CPU over the empty view", f"{again / empty:.1f}×")

    def page_against_empty(self, address: str) -> list[float]:
        """CPU milliseconds of a view that does nothing, of the page after a change, and of the
        page unchanged."""
        return cpu_in_turns(
            self.options.rounds,
            lambda: self.visitor.get(EMPTY),
            lambda: self.fresh(address),
            lambda: self.visitor.get(address),
        )

    def saving(self) -> Iterator[Row]:
        """Log one registration through the form and read the page that answers."""
        criterion = self.plan.activities.get(code="5.1.1").criteria.filter(measure="count")[0]
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
        large = data.large_plan()
        visitor = Visitor(data.lead_of(large))
        queries = self.queries(self.address(large), visitor)
        same = queries == self.queries(self.address())
        yield Row(
            "Dashboard, 852 criteria in 284 activities: queries", str(queries), "the same", same
        )
        empty, fresh = cpu_in_turns(
            max(self.options.rounds // 4, 3),
            lambda: visitor.get(EMPTY),
            lambda: self.fresh(self.address(large), visitor),
        )
        yield Row(
            "Dashboard, 852 criteria, fresh: CPU over the empty view",
            f"{fresh / empty:.0f}× ({fresh:.0f} ms)",
        )

    def size_of_database(self) -> Iterator[Row]:
        """The same plan, alone with its 2,500 registrations and beside many large plans.

        The two cannot be measured in turns, so each is taken over the empty view measured in turns
        with it.
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
            self.options.rounds,
            lambda: self.visitor.get(EMPTY),
            lambda: self.fresh(address, visitor),
        )
        return fresh / empty

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
