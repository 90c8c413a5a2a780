"""The criteria that do not go as planned: told one by one, and put to the steering group."""

from collections import defaultdict

from activities.progress.figures import Figure, PlanProgress
from core.danish import listing, quantity, word
from core.lights import WORST_FIRST, Light
from reporting.data.figures import exception_row, falls_short, is_exception, silent_row
from reporting.data.parts import Decision, ExceptionRow

NAMED_CRITERIA = 4


def behind(progress: PlanProgress) -> list[tuple[str, Figure]]:
    """(activity, figure) of the criteria that somebody is to explain: the worst first, then in the
    plan's order. The results of targets that ended in the period stand among them."""
    found = [
        (f"{activity.code} {activity.name}", figure)
        for activity in progress.activities
        for figure in (*activity.ended, *activity.figures)
        if is_exception(figure)
    ]
    return sorted(found, key=lambda pair: WORST_FIRST.index(pair[1].light))


def exception_rows(
    progress: PlanProgress, explanations: dict[int, str]
) -> tuple[ExceptionRow, ...]:
    """Each with its explanation (by criterion's pk), or that one is missing.

    An activity's criteria without registrations and explanation share a line.
    """
    rows, silent = [], silent_ones(progress, explanations)
    for activity, figure in behind(progress):
        together = silent.get(activity, [])
        if len(together) < 2 or figure not in together:
            rows.append(exception_row(figure, activity, explanations.get(figure.criterion.pk, "")))
        elif figure is together[0]:
            rows.append(silent_row(together, activity))
    return tuple(rows)


def silent_ones(progress: PlanProgress, explanations: dict[int, str]) -> dict[str, list[Figure]]:
    """The criteria of each activity of which nothing is registered and nothing said."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for activity, figure in behind(progress):
        if figure.actual is None and figure.criterion.pk not in explanations:
            found[activity].append(figure)
    return found


def discussion(progress: PlanProgress) -> list[Decision]:
    """One point for the delayed criteria whose target the present pace does not reach; [] when
    there are none."""
    short = [f for _, f in behind(progress) if f.light is Light.DELAYED and falls_short(f)]
    if not short:
        return []
    one = len(short) == 1
    state = (
        "Kriteriet er forsinket, og prognosen"
        if one
        else "Kriterierne er forsinkede, og prognoserne"
    )
    return [
        Decision(
            kind="Drøftelse",
            title="Mål, der ikke nås i det nuværende tempo",
            proposal="At styregruppen drøfter indsatsen for "
            f"{quantity(len(short), 'kriterium', 'kriterier')}: "
            f"{named(short)}.",
            reason=f"{state} ligger under målet.",
            consequence="Tal og forklaringer står under »Det går ikke som planlagt«.",
        )
    ]


def named(found: list[Figure]) -> str:
    """ "5.1.1-1 familier deltog, ... og tre andre"."""
    names = [
        f"{f.criterion.code} {f.criterion.name[:1].lower()}{f.criterion.name[1:]}"
        for f in found[:NAMED_CRITERIA]
    ]
    rest = len(found) - len(names)
    more = [] if not rest else ["ét andet"] if rest == 1 else [f"{word(rest)} andre"]
    return listing([*names, *more])
