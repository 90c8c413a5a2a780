"""The note's first draft: plain sentences from the figures, each with what it rests on.

No sentence without a figure or a fact behind it, and none of judgement: those people write. A
person may put any sentence in other words or leave it out; the draft's own words are kept beside,
so that a sentence whose figures have moved on is found again.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from activities.hours import HoursLine
from activities.progress.figures import AreaProgress, Figure, Outlook, PlanProgress
from core.danish import listing, quantity, word
from core.lights import WORST_FIRST, Light
from core.periods import Period
from milestones.progress.states import MilestoneState
from reporting.data import milestones, sentences
from reporting.data.figures import falls_short, is_exception, nothing_text
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
    left = [s for s in states if s.period.end < period.start and s.is_open]
    standing = milestones.standing(states, period)
    text = sentences.milestones(standing, len(left), period.short_label)
    said.append(desk.say("hele:milepaele", text, *marks(milestones.in_period(states, period))))
    said.append(desk.say("hele:timer", sentences.hours(hours), HOURS))
    return tuple(said)


def plan_outlook(progress: PlanProgress) -> str:
    """How many of the running counts that are left reach their target at the present pace; those
    no forecast can be made for are counted too, and said."""
    left = [f for f in progress.figures if is_left(f)]
    found = Counter(f.forecast.outlook for f in left if f.forecast)
    if not found:
        return ""
    sure, close = found[Outlook.SURE], found[Outlook.CLOSE]
    if len(left) == 1:
        verb = "nås" if sure else "nås næsten" if close else "nås ikke"
        return f"I det nuværende tempo {verb} det løbende mål, der er igen: {_name(left[0])}."
    count = f"alle {len(left)}" if sure == len(left) else f"{sure or 'ingen'} af de {len(left)}"
    silent = sum(f.actual is None for f in left)
    early = len(left) - found.total() - silent
    rest = [
        f"{close} er tæt på" if close else "",
        f"{silent} er ikke begyndt at tælle" if silent else "",
        f"{early} er det for tidligt at sige noget om" if early else "",
    ]
    told = "".join(f"; {text}" for text in rest if text)
    return f"I det nuværende tempo nås {count} løbende mål, der er igen{told}."


def is_left(figure: Figure) -> bool:
    """A running count with a target to be reached, and its period still runs."""
    return (
        figure.criterion.is_expected
        and figure.target is not None
        and not figure.is_over
        and figure.light is not Light.REACHED
    )


def area(
    progress: AreaProgress, states: list[MilestoneState], period: Period, desk: Desk
) -> tuple[Sentence, ...]:
    """What the figures say of an area: what is reached, what is behind and by how much, where it
    ends, what moved."""
    key, figures = f"omraade:{progress.code}", progress.figures
    reached_ones = [f for f in figures if f.light is Light.REACHED]
    behind = sorted(
        (f for f in figures if is_exception(f)), key=lambda f: WORST_FIRST.index(f.light)
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
    missing = [f for f in figures if f.light is Light.MISSING]
    over = [f for f in figures if f.light is Light.NOT_REACHED]
    behind = [f for f in figures if f not in missing and f not in over]
    said = [
        f"Ikke nået blev {_named(over, shortfall)}." if over else "",
        f"Bagud er {_named(behind, shortfall)}." if behind else "",
        f"Der mangler måling af {_named(missing, nothing_text)}." if missing else "",
    ]
    return " ".join(filter(None, said))


def shortfall(figure: Figure) -> str:
    """ "4 af 10 ventede"; "12 af 50 %" against the target itself; "ingen registreringer, 5
    ventede"."""
    if figure.actual is None:
        return nothing_text(figure)
    if figure.expected is None or figure.is_over or figure.criterion.is_ceiling:
        return f"{figure.actual_text} mod målet {figure.target_text}{figure.answers_after}"
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
    left = sum(s.period.end < period.start for s in found)
    standing = milestones.standing(states, period)
    text = sentences.milestones(standing, left, period.short_label)
    moved = [
        f"»{s.name}« er flyttet til {milestones.name_beside(s.moved_to, period)}"
        for s in found
        if s.moved_to
    ]
    proposed = [
        f"»{s.name}« er foreslået flyttet til {milestones.name_beside(s.proposed_to, period)}"
        for s in found
        if s.proposed_to
    ]
    dropped = [f"»{s.name}« er bortfaldet" for s in found if s.light is Light.DROPPED]
    return " ".join([text, *(f"{clause}." for clause in [*moved, *proposed, *dropped])])


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
