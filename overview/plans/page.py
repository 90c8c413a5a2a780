"""The list of plans: a card for each with its areas' lights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.cache import caches

from activities.models import Plan
from activities.progress.read import plan_progress
from core.danish import capital, long_day, word
from core.lights import Light
from milestones.progress.read import milestone_plan
from overview.areas import area_sentence
from overview.periods import day_within


@dataclass(frozen=True)
class AreaLine:
    band: int
    name: str
    light: Light


@dataclass(frozen=True)
class PlanCard:
    slug: str
    name: str
    place: str
    years: str
    sentence: str
    areas: tuple[AreaLine, ...]
    following: int
    measured: int
    late_milestones: int
    milestones: int


@dataclass(frozen=True)
class PlanList:
    heading: str
    eyebrow: str
    cards: tuple[PlanCard, ...]


def plan_list(plans: Sequence[Plan], today: date) -> PlanList:
    count = len(plans)
    heading = (
        f"{capital(word(count))} planer"
        if count > 1
        else "Din plan"
        if count
        else "Du er ikke med i en plan endnu"
    )
    return PlanList(
        heading, f"Tal pr. {long_day(today)}", tuple(plan_card(plan, today) for plan in plans)
    )


def plan_card(plan: Plan, today: date) -> PlanCard:
    """The plan's card; kept per version of its data, so a long list costs nothing as long as
    nothing is new."""
    key = f"plan-card:{plan.pk}:{plan.version}:{plan.lock_version}:{today}:{settings.RELEASE}"
    kept: PlanCard | None = caches["pages"].get(key)
    if kept is None:
        kept = _read(plan, today)
        caches["pages"].set(key, kept, timeout=settings.SESSION_COOKIE_AGE)
    return kept


def _read(plan: Plan, today: date) -> PlanCard:
    day = day_within(plan, today)
    progress = plan_progress(plan, day)
    milestones = milestone_plan(plan, day, figures=progress.figures)
    areas = tuple(AreaLine(area.band, area.name, area.light) for area in progress.areas)
    sentence = f"{area_sentence(progress.areas)}."
    return PlanCard(
        slug=plan.slug,
        name=plan.name,
        place=plan.place,
        years=plan.years,
        sentence=sentence,
        areas=areas,
        following=progress.following,
        measured=progress.measured,
        late_milestones=milestones.late,
        milestones=milestones.total,
    )
