"""What people read on the screen, through the product's own door: the test client."""

from dataclasses import dataclass
from typing import Any

import tinyhtml5
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from activities.models import Plan
from audit.printed import even

HTML = "{http://www.w3.org/1999/xhtml}"
Element = Any


@dataclass(frozen=True)
class Shown:
    """A criterion on its activity's page."""

    number: str
    of: str
    compare: str
    light: str
    reason: str
    title: str
    columns: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Reader:
    """Reads a plan's pages as one of its people."""

    client: Client
    plan: Plan

    def get(self, url: str, **query: str) -> Element:
        caches["pages"].clear()
        answer = self.client.get(url, {key: value for key, value in query.items() if value})
        if answer.status_code != 200:
            raise AssertionError(f"{url} answers {answer.status_code}")
        return tinyhtml5.parse(answer.content.decode())

    def dashboard(self, period: str = "") -> Element:
        return self.get(reverse("dashboard", args=[self.plan.slug]), periode=period)

    def activity(self, code: str, period: str = "") -> Element:
        return self.get(reverse("activity", args=[self.plan.slug, code]), periode=period)


def having(root: Element, css: str, tag: str | None = None) -> list[Element]:
    """The elements with a class, in the order of the page."""
    every = root.iter(HTML + tag) if tag else root.iter()
    return [e for e in every if css in (e.get("class") or "").split()]


def words(element: Element | None, *, drawn: bool = True) -> str:
    """All text of an element on one line; without `drawn`, none that stands inside a drawing."""
    if element is None:
        return ""
    return even(" ".join(_texts(element, drawn=drawn)))


def _texts(element: Element, *, drawn: bool) -> list[str]:
    found = [element.text or ""]
    for child in element:
        if drawn or not str(child.tag).endswith("svg"):
            found += _texts(child, drawn=drawn)
        found.append(child.tail or "")
    return found


def one(root: Element, css: str) -> Element | None:
    return next(iter(having(root, css)), None)


def shown(section: Element) -> Shown:
    figure = one(section, "crit__num")
    span = None if figure is None else figure.find(HTML + "span")
    table = next(section.iter(HTML + "table"), None)
    rows = [] if table is None else list(table.iter(HTML + "tr"))
    cells = [tuple(words(cell) for cell in row) for row in rows]
    return Shown(
        number="" if figure is None else even(figure.text or ""),
        of=words(span),
        compare=words(one(section, "crit__cmp")),
        light=words(one(section, "light"), drawn=False),
        reason=words(one(section, "crit__why")),
        title=words(one(section, "chart__title")),
        columns=cells[0] if cells else (),
        months=tuple(cells[1:]),
    )


def light_beside(step: Element) -> str:
    """The word of the shape at the end of a ladder's step."""
    return next(
        (
            e.get("aria-label", "")
            for e in step.iter()
            if "step__light" in (e.get("class") or "").split()
        ),
        "",
    )
