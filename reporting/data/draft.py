"""The note's first draft: plain sentences from the figures, each with what it rests on.

No sentence without a figure or a fact behind it, and none of judgement: those people write. A
person may put any sentence in other words or leave it out; the draft's own words are kept beside,
so that a sentence whose figures have moved on is found again.
"""

from collections.abc import Callable, Iterable

from activities.hours import HoursLine
from activities.progress.figures import AreaProgress, Figure, PlanProgress
from core.danish import listing, quantity, word
from core.lights import Light
from core.periods import Period
from milestones.progress.states import MilestoneState
from reporting.data import milestones, sentences
from reporting.data.figures import falls_short, is_exception
from reporting.data.sentence import Desk, Sentence

NAMED = 4
PLAN, HOURS, BOARD = "plan", "timer", "milepaele"


def whole(
    progress: PlanProgress,
    states: list[MilestoneState],
    period: Period,
    hours: HoursLine,
    desk: Desk,
) -> tuple[Sentence, ...]:
    """What the figures say of the plan: criteria, the areas behind, the outlook, milestones,
    hours."""
    said = [desk.say("hele:kriterier", sentences.criteria(progress), PLAN)]
    said += [
        desk.say(f"hele:{key}", text, *sources) for key, text, sources in sentences.areas(progress)
    ]
    if text := plan_outlook(progress):
        said.append(desk.say("hele:udsigt", text, PLAN))
    reached, total = milestones.reached(states, period)
    left = [s for s in states if s.period.end < period.start and s.is_open]
    text = sentences.milestones(reached, total, len(left), period.short_label)
    said.append(desk.say("hele:milepaele", text, *marks(milestones.in_period(states, period))))
    said.append(desk.say("hele:timer", sentences.hours(hours), HOURS))
    return tuple(said)


def plan_outlook(progress: PlanProgress) -> str:
    """How many of the running counts reach their target at the present pace, of those a forecast
    can be made for."""
    open_ones = [
        f for f in progress.figures if f.forecast and f.target and f.light is not Light.REACHED
    ]
    if not open_ones:
        return ""
    sure = sum(f.forecast.low >= f.target for f in open_ones if f.forecast and f.target)
    between = len(open_ones) - sure - sum(falls_short(f) for f in open_ones)
    if len(open_ones) == 1:
        verb = "nås" if sure else "nås måske" if between else "nås ikke"
        return f"I det nuværende tempo {verb} det løbende mål, der er igen: {_name(open_ones[0])}."
    count = (
        f"alle {len(open_ones)}"
        if sure == len(open_ones)
        else f"{sure or 'ingen'} af de {len(open_ones)}"
    )
    rest = f"; {between} er lige inden for rækkevidde" if between else ""
    return f"I det nuværende tempo nås {count} løbende mål, der er igen{rest}."


def area(
    progress: AreaProgress, states: list[MilestoneState], period: Period, desk: Desk
) -> tuple[Sentence, ...]:
    """What the figures say of an area: what is reached, what is behind and by how much, where it
    ends, what moved."""
    key, figures = f"omraade:{progress.code}", progress.figures
    reached_ones = [f for f in figures if f.light is Light.REACHED]
    behind = sorted(
        (f for f in figures if is_exception(f)), key=lambda f: f.light is not Light.DELAYED
    )
    short = [f for f in behind if falls_short(f)]
    said = []
    if reached_ones:
        said.append(desk.say(f"{key}:naaet", reached_text(reached_ones), *codes(reached_ones)))
    if behind:
        said.append(desk.say(f"{key}:bagud", behind_text(behind), *codes(behind)))
    elif any(f.light.is_measured for f in figures):
        said.append(desk.say(f"{key}:bagud", "Intet målt kriterium er bagud.", *codes(figures)))
    else:
        said.append(desk.say(f"{key}:bagud", "Ingen kriterier kan måles endnu.", *codes(figures)))
    if short:
        said.append(desk.say(f"{key}:udsigt", outlook_text(short), *codes(short)))
    if text := milestone_text(states, period):
        said.append(
            desk.say(f"{key}:milepaele", text, *marks(milestones.in_period(states, period)))
        )
    return tuple(said)


def reached_text(figures: list[Figure]) -> str:
    """ "Målet er nået for Familier deltog (104 af 100)." """
    if len(figures) == 1:
        return f"Målet er nået for {_name(figures[0])} ({figures[0].of_text})."
    return (
        f"Målet er nået for {quantity(len(figures), 'kriterium', 'kriterier')}: "
        f"{_named(figures, lambda f: f.of_text)}."
    )


def behind_text(figures: list[Figure]) -> str:
    """ "Bagud er vejledninger gennemført (4 af 10 ventede) og indfriede handleplaner (ingen
    registreringer)." """
    return f"Bagud er {_named(figures, shortfall)}."


def shortfall(figure: Figure) -> str:
    """ "4 af 10 ventede"; "12 af 50 %" against the target itself; "ingen registreringer, 5
    ventede"."""
    if figure.actual is None:
        return f"ingen registreringer, {figure.expected_text} ventet"
    if figure.expected is None:
        return f"{figure.actual_text} mod målet {figure.target_text}"
    return f"{figure.actual_text} af {figure.expected_text} ventede"


def outlook_text(figures: list[Figure]) -> str:
    """ "I det nuværende tempo ender vejledninger gennemført på 8–10 mod målet 20." """

    def end(figure: Figure) -> str:
        return f"{figure.forecast.text} mod målet {figure.target_text}" if figure.forecast else ""

    if len(figures) == 1:
        return f"I det nuværende tempo ender {_name(figures[0])} på {end(figures[0])}."
    return f"I det nuværende tempo nås målene ikke: {_named(figures, end)}."


def milestone_text(states: list[MilestoneState], period: Period) -> str:
    """The period's milestones of an area, and each that was moved or dropped by name."""
    found = milestones.in_period(states, period)
    if not found:
        return ""
    reached_ones, total = milestones.reached(states, period)
    left = sum(s.period.end < period.start for s in found)
    text = sentences.milestones(reached_ones, total, left, period.short_label)
    moved = [
        f"»{s.name}« er flyttet til {milestones.name_beside(s.moved_to, period)}"
        for s in found
        if s.moved_to
    ]
    dropped = [f"»{s.name}« er bortfaldet" for s in found if s.light is Light.DROPPED]
    return " ".join([text, *(f"{clause}." for clause in [*moved, *dropped])])


def codes(figures: Iterable[Figure]) -> list[str]:
    return [f"k:{figure.criterion.code}" for figure in figures]


def marks(states: Iterable[MilestoneState]) -> list[str]:
    return list(dict.fromkeys(f"m:{state.code}" for state in states)) or [BOARD]


def _name(figure: Figure) -> str:
    """The short name inside a sentence."""
    return figure.criterion.name[:1].lower() + figure.criterion.name[1:]


def _named(figures: list[Figure], about: Callable[[Figure], str]) -> str:
    names = [f"{_name(figure)} ({about(figure)})" for figure in figures[:NAMED]]
    rest = len(figures) - len(names)
    return listing([*names, *([f"{word(rest)} mere"] if rest else [])])
