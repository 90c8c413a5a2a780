"""The background figures and the overall goal as of a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery, Sum

from activities.models import Estate, Plan
from activities.presenting import WHOLE_PLAN
from governance.models import ForumKind, GoalStatus, Indicator, Meeting
from governance.models.background import of_too_few


@dataclass(frozen=True)
class FigureLine:
    """A background figure of a year: of an estate or, where `place` is "Hele planen", of all."""

    pk: int
    indicator: Indicator
    place: str
    year: int
    value: Decimal
    city_value: Decimal | None
    source: str
    definition: str


@dataclass(frozen=True)
class GoalLine:
    """How it went with the overall goal, as somebody judged it on a day."""

    step: GoalStatus.Step
    on: date
    why: str

    @property
    def word(self) -> str:
        return str(self.step.label)


@dataclass(frozen=True)
class Background:
    """The figures known as of a day, by indicator, place and year; the newest judgement of the
    overall goal; and the day the styregruppe next meets.

    `withheld`: those that turn out to be of fewer than five, because the residents were counted
    after they were written, or that would tell so few when the estates' are taken off the whole
    plan's. They are shown to nobody; who writes figures is told to take them out.
    """

    figures: tuple[FigureLine, ...]
    withheld: tuple[FigureLine, ...]
    goal: GoalLine | None
    next_steering: date | None


KNOWN = (
    "pk", "indicator", "year", "value", "city_value", "source", "definition",
    "estate__name", "estate__position", "estate__residents",
)  # fmt: skip


def background_of(plan: Plan, on: date) -> Background:
    """What surrounds the plan as of `on`: the figures of years up to that day's, how the overall
    goal was judged, and the styregruppe's next meeting. One query, which the dashboard has no
    more room than."""
    judged = GoalStatus.objects.filter(plan=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    # A forum may be shared with the plan, so the plan is looked for on both sides of it.
    meets = Meeting.objects.ahead(on, ForumKind.STEERING_GROUP).filter(
        Q(forum__plan=OuterRef("pk")) | Q(forum__shared_with=OuterRef("pk"))
    )
    until = Q(background_figures__year__lte=on.year)
    counted = Estate.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    everybody = counted.annotate(
        all=Sum("residents"), unknown=Count("pk", filter=~Q(residents__gt=0))
    )
    rows = list(
        Plan.objects.filter(pk=plan.pk)
        .annotate(known=FilteredRelation("background_figures", condition=until))
        .values_list(
            Subquery(judged.values("step")[:1]),
            Subquery(judged.values("on")[:1]),
            Subquery(judged.values("why")[:1]),
            Subquery(meets.values("on")[:1]),
            Subquery(everybody.filter(unknown=0).values("all")),
            *(f"known__{name}" for name in KNOWN),
        )
    )
    step, judged_on, why, next_steering, residents = rows[0][:5]
    goal = GoalLine(GoalStatus.Step(step), judged_on, why) if step else None
    found = sorted(
        (dict(zip(KNOWN, row[5:], strict=True)) for row in rows if row[5]), key=_figure_place
    )
    fit = [row for row in found if not _is_of_too_few(row, residents)]
    telling = _telling(fit, residents)
    shown = tuple(_figure(row) for row in fit if row["pk"] not in telling)
    withheld = tuple(_figure(row) for row in found if row not in fit or row["pk"] in telling)
    return Background(shown, withheld, goal, next_steering)


def _is_of_too_few(row: dict[str, Any], everybody: int | None) -> bool:
    residents = (row["estate__residents"] or None) if row["estate__name"] else everybody
    return bool(of_too_few(Indicator(row["indicator"]), row["value"], residents))


def _telling(fit: Iterable[dict[str, Any]], everybody: int | None) -> set[int]:
    """The whole plan's figures (pk) that, with those of its estates taken off, leave too few on
    the estates that have none of their own. Nobody is told them by subtraction."""
    groups = defaultdict(list)
    for row in fit:
        groups[row["indicator"], row["year"]].append(row)
    return {
        row["pk"]
        for (indicator, _), rows in groups.items()
        for row in rows
        if not row["estate__name"]
        and everybody
        and _leaves_too_few(Indicator(indicator), row, rows, everybody)
    }


def _leaves_too_few(
    indicator: Indicator, whole: dict[str, Any], rows: list[dict[str, Any]], everybody: int
) -> bool:
    estates = [row for row in rows if row["estate__name"]]
    left = everybody - sum(row["estate__residents"] for row in estates)
    if not estates or left <= 0:
        return False
    counted = everybody * whole["value"] - sum(
        row["estate__residents"] * row["value"] for row in estates
    )
    return bool(of_too_few(indicator, counted / left, left))


def _figure_place(row: dict[str, Any]) -> tuple[int, int, str, int]:
    """Indicators as the model lists them, the whole plan before its estates, the oldest year
    first."""
    place = -1 if row["estate__position"] is None else row["estate__position"]
    return (
        list(Indicator).index(Indicator(row["indicator"])),
        place,
        row["estate__name"] or "",
        row["year"],
    )


def _figure(row: dict[str, Any]) -> FigureLine:
    return FigureLine(
        pk=row["pk"],
        indicator=Indicator(row["indicator"]),
        place=row["estate__name"] or WHOLE_PLAN,
        year=row["year"],
        value=row["value"],
        city_value=row["city_value"],
        source=row["source"],
        definition=row["definition"],
    )
