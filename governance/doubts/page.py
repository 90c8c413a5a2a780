"""The page of doubts: by area, the open first, then what was confirmed, by whom and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from activities.doubts import asked
from activities.models import Plan, SuccessCriterion
from core.lights import Light
from governance.doubts.rules import headline
from governance.hub import Card
from governance.models import Confirmation


@dataclass(frozen=True)
class Line:
    """A criterion with its doubt; `row` where somebody has confirmed it, now or before."""

    criterion: SuccessCriterion
    asked: str
    row: Confirmation | None
    is_settled: bool


@dataclass(frozen=True)
class Area:
    name: str
    band: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class DoubtPage:
    title: str
    open: tuple[Area, ...]
    settled: tuple[Area, ...]

    @property
    def settled_count(self) -> int:
        return sum(len(area.lines) for area in self.settled)


def doubts_of(plan: Plan) -> QuerySet[SuccessCriterion]:
    """The criteria of which something is or was to be confirmed, in the plan's order."""
    rows = SuccessCriterion.objects.filter(activity__plan=plan).exclude(doubt="")
    along = rows.select_related("activity__focus_area", "confirmation__by")
    return along.order_by(
        "activity__focus_area__position", "activity__position", "level", "position", "pk"
    )


def doubt_page(criteria: Iterable[SuccessCriterion]) -> DoubtPage:
    """`criteria` as doubts_of gives them."""
    lines = [_line(criterion) for criterion in criteria]
    live = [line for line in lines if not line.is_settled]
    gone = [line for line in lines if line.is_settled]
    return DoubtPage(headline(len(live), len(gone)), _areas(live), _areas(gone))


def _line(criterion: SuccessCriterion) -> Line:
    row = getattr(criterion, "confirmation", None)
    settled = row is not None and row.settles(criterion.doubt)
    return Line(criterion, asked(criterion.doubt), row, settled)


def _areas(lines: Iterable[Line]) -> tuple[Area, ...]:
    by_area = groupby(lines, key=lambda line: line.criterion.activity.focus_area)
    return tuple(Area(area.name, area.band, tuple(found)) for area, found in by_area)


def counts(plan: Plan) -> tuple[int, int]:
    """How many doubts are open, and how many are confirmed. One query."""
    doubts = SuccessCriterion.objects.filter(activity__plan=plan).exclude(doubt="")
    settled = Q(confirmation__doubt=F("doubt")) & ~Q(confirmation__answer="")
    found = doubts.aggregate(all=Count("pk"), settled=Count("pk", filter=settled))
    return found["all"] - found["settled"], found["settled"]


def card(user: User, plan: Plan, today: date) -> Card:
    still_open, settled = counts(plan)
    return Card(
        "Det, der skal bekræftes",
        f"{headline(still_open, settled)}.",
        reverse("doubt-list", args=[plan.slug]),
        Light.IN_PROGRESS if still_open else None,
        "Venter på svar" if still_open else None,
    )
