"""That a later figure exists of what an issued note told: registrations of its days were added,
put right or taken back since."""

from activities.models import Plan
from activities.progress.read import plan_progress
from core.danish import day, quantity
from reporting.data.figures import DASH
from reporting.data.status_note import StatusNote


def later_figures(plan: Plan, note: StatusNote) -> str:
    """ "Siden udsendelsen er tallene pr. 31.3.2013 opgjort til 33 af 39 målte kriterier på sporet;
    notatet har 31 af 39. 2 kriterier har et andet tal."; "" where the figures of the note's day
    still are what it printed. Three queries."""
    now = plan_progress(plan, note.as_of)
    printed = {row.code: row.number for row in note.rows}
    other = sum(
        printed[figure.criterion.code] != (DASH if figure.actual is None else figure.actual_text)
        for figure in now.figures
        if figure.criterion.code in printed
    )
    same = (now.following, now.measured) == (note.following, note.measured)
    if same and not other:
        return ""
    said = f"Siden udsendelsen er tallene pr. {day(note.as_of)} opgjort anderledes."
    if not same:
        said = (
            f"Siden udsendelsen er tallene pr. {day(note.as_of)} opgjort til {now.following} af "
            f"{now.measured} målte kriterier på sporet; notatet har {note.following} af "
            f"{note.measured}."
        )
    return (
        f"{said} {quantity(other, 'kriterium', 'kriterier')} har et andet tal." if other else said
    )
