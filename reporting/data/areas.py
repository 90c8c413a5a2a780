"""A focus area as the status note tells it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from activities.hours import HoursLine
from activities.models import Plan
from activities.progress.figures import AreaProgress, Override, PlanProgress
from core.danish import HARD, long_day
from core.lights import Light
from core.periods import Period
from milestones.progress.states import MilestoneState
from reporting.data import draft, milestones
from reporting.data.figures import activity_part
from reporting.data.parts import AreaPart, MilestoneRow, MoneyRow
from reporting.data.reading import Comments
from reporting.data.sentence import Desk

NO_HOURS = "ingen"
NOT_WRITTEN = "ikke skrevet"


@dataclass(frozen=True)
class Around:
    """What an area is told with: the period, and what was read of the plan besides its figures."""

    plan: Plan
    period: Period
    is_over: bool
    previous: Mapping[int, Light]
    hours: Mapping[int, HoursLine]
    comments: Comments
    states: Mapping[int | None, list[MilestoneState]]
    before: Mapping[str, str]
    desk: Desk
    money: Mapping[int | None, MoneyRow]

    def milestone_rows(self, area_pk: int | None) -> tuple[MilestoneRow, ...]:
        """The period's milestones of an area; with None those of the whole plan."""
        return tuple(
            milestones.milestone_row(
                s,
                self.period,
                is_over=self.is_over,
                grace_days=self.plan.limits_on(self.period.end).milestone_grace_days,
            )
            for s in milestones.in_period(self.states.get(area_pk, []), self.period)
        )


def states_by_area(
    states: Iterable[MilestoneState], progress: PlanProgress
) -> defaultdict[int | None, list[MilestoneState]]:
    """The milestones of each area (by pk); under None those of the whole plan."""
    area_of = {activity.pk: area.pk for area in progress.areas for activity in area.activities}
    found: defaultdict[int | None, list[MilestoneState]] = defaultdict(list)
    for state in states:
        found[area_of.get(state.activity_pk) if state.activity_pk else None].append(state)
    return found


def area_part(area: AreaProgress, around: Around) -> AreaPart:
    states, rows = around.states.get(area.pk, []), around.milestone_rows(area.pk)
    standing = milestones.standing(states, around.period)
    hours = around.hours.get(area.pk)
    return AreaPart(
        code=area.code,
        name=area.name,
        hue=area.band,
        light=area.light,
        previous=around.previous.get(area.pk),
        rule_light=area.rule_light,
        rule_reason=area.rule_reason,
        override=override_text(area.override),
        sentence=area.sentence,
        following=area.following,
        measured=area.measured,
        milestones_reached=standing.reached,
        milestones_total=standing.planned,
        milestones_off=standing.off,
        hours_planned=hours.planned_text if hours else NO_HOURS,
        hours_used=hours.used_text if hours else NOT_WRITTEN,
        hours_are_written=hours is not None and hours.used is not None,
        comment=around.comments.areas.get(area.pk, ""),
        said=draft.area(area, states, around.period, around.desk),
        activities=tuple(
            activity_part(a.code, a.name, a.figures, around.comments.criteria, around.before)
            for a in area.activities
        ),
        milestones=rows,
        no_milestones="" if rows else no_milestones(states, around.period),
        money=around.money.get(area.pk),
    )


def override_text(override: Override | None) -> str:
    """ "Sat til Risiko af Mette Holm den 8. august: ..."; "" where the rule stands."""
    if override is None:
        return ""
    day = long_day(timezone.localtime(override.at).date())
    return f"Sat til {override.light.label.lower()} af {override.by} den {day}: {override.reason}"


def no_milestones(states: list[MilestoneState], period: Period) -> str:
    """ "Ingen milepæle i 2. kvartal. Næste er i 4. kvartal: nyhedsbrevene evalueret." """
    text = f"Ingen milepæle i {period.short_label.replace('. ', f'.{HARD}', 1)}."
    later = sorted(
        (s for s in states if s.period > period and s.is_open), key=lambda s: (s.period, s.position)
    )
    if not later:
        return text
    return f"{text} Næste er i {milestones.name_beside(later[0].period, period)}: {later[0].name}."
