"""The background figures and the overall goal as of a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from activities.models import Plan
from governance.models import ForumKind, GoalStatus, Indicator, Meeting


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
    """The figures known as of a day, by indicator, place and year; the newest judgement of the overall goal; and the
    day the styregruppe next meets."""

    figures: tuple[FigureLine, ...]
    goal: GoalLine | None
    next_steering: date | None


WHOLE_PLAN = "Hele planen"
KNOWN = ("pk", "indicator", "year", "value", "city_value", "source", "definition", "estate__name", "estate__position")


def background_of(plan: Plan, on: date) -> Background:
    """What surrounds the plan as of `on`: the figures of years up to that day's, how the overall goal was judged, and
    the styregruppe's next meeting. One query, which the dashboard has no more room than."""
    judged = GoalStatus.objects.filter(plan=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    # A forum may be shared with the plan, so the plan is looked for on both sides of it.
    meets = Meeting.objects.live().filter(
        Q(forum__plan=OuterRef("pk")) | Q(forum__shared_with=OuterRef("pk")),
        forum__kind=ForumKind.STEERING_GROUP,
        on__gte=on,
    )
    until = Q(background_figures__year__lte=on.year)
    rows = list(
        Plan.objects.filter(pk=plan.pk)
        .annotate(known=FilteredRelation("background_figures", condition=until))
        .values_list(
            Subquery(judged.values("step")[:1]),
            Subquery(judged.values("on")[:1]),
            Subquery(judged.values("why")[:1]),
            Subquery(meets.order_by("on").values("on")[:1]),
            *(f"known__{name}" for name in KNOWN),
        )
    )
    step, judged_on, why, next_steering = rows[0][:4]
    goal = GoalLine(GoalStatus.Step(step), judged_on, why) if step else None
    found = sorted((dict(zip(KNOWN, row[4:], strict=True)) for row in rows if row[4]), key=_figure_place)
    return Background(tuple(_figure(row) for row in found), goal, next_steering)


def _figure_place(row: dict[str, Any]) -> tuple[int, int, str, int]:
    """Indicators as the model lists them, the whole plan before its estates, the oldest year first."""
    place = -1 if row["estate__position"] is None else row["estate__position"]
    return list(Indicator).index(Indicator(row["indicator"])), place, row["estate__name"] or "", row["year"]


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
