"""The milestones of a period as the status note tells them: what was reached, what was not, what
was moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.danish import HARD, capital, day, long_day
from core.lights import Light
from core.periods import Period
from milestones.progress.states import WHOLE_PLAN, MilestoneState, off_plan
from reporting.data.parts import Coming, Decision, Mark, MilestoneRow

DASH = "–"
BEFORE_DEADLINE = (Light.NOT_STARTED, Light.IN_PROGRESS)


def in_period(states: Iterable[MilestoneState], period: Period) -> list[MilestoneState]:
    """Those of the period, in the plan's order, and after them what is still open from earlier
    periods."""
    own = [s for s in states if s.period == period]
    left = [s for s in states if s.period.end < period.start and s.is_open]
    return sorted(own, key=lambda s: s.position) + sorted(
        left, key=lambda s: (s.period, s.position)
    )


@dataclass(frozen=True)
class Standing:
    """A period's milestones: how many are reached of all that were planned for it, and what else
    became of those, in words: "1 flyttet, 1 bortfaldet"; "" where nothing did."""

    reached: int
    planned: int
    off: str


def standing(states: Iterable[MilestoneState], period: Period) -> Standing:
    planned = [s for s in states if s.period == period]
    return Standing(sum(s.is_reached for s in planned), len(planned), ", ".join(off_plan(planned)))


def milestone_row(
    state: MilestoneState, period: Period, *, is_over: bool, grace_days: int
) -> MilestoneRow:
    """A line of the note. When the period is over, a milestone left in it has passed its
    deadline."""
    is_left = is_over and state.period == period
    return MilestoneRow(
        code=state.code,
        light=light_when_over(state, grace_days)[0] if is_left else state.light,
        activity=state.activity_code or DASH,
        name=state.name,
        origin=origin(state, period),
        date=day(state.reached_on) if state.is_reached and state.reached_on else DASH,
        remark=remark(state),
    )


def light_when_over(state: MilestoneState, grace_days: int) -> tuple[Light, str]:
    """The light, and its reason, of a milestone on the last day of its period, seen once that
    day has gone."""
    if state.light not in BEFORE_DEADLINE:
        return state.light, state.reason
    return (
        Light.AT_RISK if grace_days else Light.DELAYED,
        f"Fristen var den {long_day(state.period.end)}.",
    )


def mark(state: MilestoneState, period: Period) -> Mark:
    """Where a milestone stands, for the note of `period`: what two notes are compared by."""
    reached_on = state.reached_on if state.is_reached else None
    return Mark(
        code=state.code,
        name=state.name,
        activity=state.activity_code,
        period=state.period.label,
        is_ahead=state.period > period and not (reached_on and reached_on <= period.end),
        light=state.light,
        date=day(reached_on) if reached_on else "",
    )


def origin(state: MilestoneState, period: Period) -> str:
    """ "fra 1. kvartal": moved here from there, or left from there."""
    source = state.period if state.period < period else state.moved_from
    return f"fra {name_beside(source, period)}" if source else ""


def remark(state: MilestoneState) -> str:
    """Why it was moved or dropped; else its number, what is agreed, and the comment."""
    if state.moved_to:
        return sentence(f"Til {name_beside(state.moved_to, state.period)}: {state.move_reason}")
    said = (
        state.number_text,
        f"Nået under tallet: {state.short_reason}" if state.short_reason else "",
        f"Foreslået flyttet til {name_beside(state.proposed_to, state.period)}: "
        f"{state.proposed_reason}"
        if state.proposed_to
        else "",
        f"Aftalt til {day(state.agreed_on)}" if state.is_open and state.agreed_on else "",
        state.comment,
        state.evidence if state.is_reached else "",
    )
    return " ".join(sentence(capital(text)) for text in said if text)


def sentence(text: str) -> str:
    """With the full stop a sentence needs."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def name_beside(period: Period, other: Period) -> str:
    """ "3. kvartal", with the year where it is another than that of `other`."""
    return (period.short_label if period.start.year == other.start.year else period.label).replace(
        ". ", f".{HARD}", 1
    )


def decisions(states: Iterable[MilestoneState], period: Period) -> list[Decision]:
    """The moves and drops of the period's milestones: they change the plan, so the steering
    group decides. What was proposed after the day of the figures is asked all the same; what was
    decided by then is not."""
    return [
        said
        for s in in_period(states, period)
        for said in (move_decision(s), drop_decision(s))
        if said
    ]


def move_decision(state: MilestoneState) -> Decision | None:
    if state.asked_to is None:
        return None
    after = name_beside(state.asked_to, state.period)
    before = name_beside(state.period, state.asked_to)
    return Decision(
        kind="Beslutning",
        title="Flytning af milepæl",
        proposal=f"{subject(state)} flyttes fra {before} til {after}.",
        reason=sentence(state.asked_reason),
        consequence=f"Ny frist: {long_day(state.asked_to.end)}.",
    )


def drop_decision(state: MilestoneState) -> Decision | None:
    reason = state.drop_asked or (state.comment if state.light is Light.DROPPED else "")
    if not reason and state.light is not Light.DROPPED:
        return None
    return Decision(
        kind="Beslutning",
        title="Bortfald af milepæl",
        proposal=f"{subject(state)} bortfalder.",
        reason=sentence(reason) if reason else "Begrundelse mangler.",
        consequence="Milepælen skal ikke længere nås.",
    )


def subject(state: MilestoneState) -> str:
    where = (
        f"{state.activity_code} {state.activity_name}"
        if state.activity_code
        else capital(WHOLE_PLAN)
    )
    return f"{where}: at »{state.name}«"


def coming(states: Iterable[MilestoneState], period: Period, *, is_over: bool) -> list[Coming]:
    """What is due in the next period: what is left from this and earlier ones first, then by
    deadline.

    While the period still runs, its own open milestones are not left: they are awaited.
    """
    following = period.next()
    live = [s for s in states if s.is_open]
    left = sorted(
        (s for s in live if s.period.end <= period.end), key=lambda s: (s.period, s.position)
    )
    due = sorted(
        (s for s in live if s.period == following), key=lambda s: (deadline(s), s.position)
    )
    return [coming_row(s, left_text(s, period, following, is_over=is_over)) for s in left] + [
        coming_row(s, f"Flyttet fra {name_beside(s.moved_from, following)}" if s.moved_from else "")
        for s in due
    ]


def left_text(state: MilestoneState, period: Period, following: Period, *, is_over: bool) -> str:
    where = name_beside(state.period, following)
    if state.proposed_to:
        return f"Udestår fra {where}, foreslået flyttet"
    return f"Ventes i {where}" if state.period == period and not is_over else f"Udestår fra {where}"


def coming_row(state: MilestoneState, remark: str) -> Coming:
    return Coming(
        due=long_day(deadline(state), year=False),
        name=state.name,
        activity=state.activity_code or DASH,
        remark=remark,
    )


def deadline(state: MilestoneState) -> date:
    """The day agreed, else the period's last day."""
    return state.agreed_on or state.period.end
