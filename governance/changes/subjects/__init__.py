"""What an adjustment may change: one class for each, all of one shape. A new one is a file here
and its place below."""

from typing import Any

from activities.models import Plan
from core.reading import read_key
from governance.changes.subjects.activity import ActivitySubject
from governance.changes.subjects.base import BaseSubject
from governance.changes.subjects.hours import HoursSubject
from governance.changes.subjects.limits import LimitsSubject
from governance.changes.subjects.line import LineSubject
from governance.changes.subjects.milestone import MilestoneSubject
from governance.changes.subjects.new_line import NewLineSubject
from governance.changes.subjects.target import TargetSubject
from governance.models import Adjustment

SUBJECTS: tuple[type[BaseSubject[Any]], ...] = (
    TargetSubject,
    MilestoneSubject,
    HoursSubject,
    LineSubject,
    NewLineSubject,
    LimitsSubject,
    ActivitySubject,
)
# Read along of adjustments, to name what they change.
ALONG = tuple(f"{subject.about.field}__{name}" for subject in SUBJECTS for name in subject.beside)


def of(row: Adjustment) -> BaseSubject[Any]:
    """What `row` changes."""
    return next(subject for subject in SUBJECTS if subject.is_of(row))(row)


def choices(plan: Plan) -> dict[str, list[tuple[str, str]]]:
    """All that may be adjusted in the plan today under its headings, each by how an address names
    it ("target-12").

    Eleven queries: two for each kind with revisions, and one each for what may be added, the
    limits and the activities.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for subject in SUBJECTS:
        for row in subject.open_in(plan):
            choice = (
                f"{subject.key}-{row.pk}",
                f"{subject.name_of(row)}: {subject.choice_text(row)}",
            )
            found.setdefault(subject.heading, []).append(choice)
    return found


def find(plan: Plan, key: str) -> Adjustment | None:
    """A new adjustment of what `key` names, where it may be adjusted; else None."""
    name, _, pk = key.partition("-")
    subject = next((subject for subject in SUBJECTS if subject.key == name), None)
    if subject is None or read_key(pk) is None:
        return None
    row = subject.open_in(plan).filter(pk=read_key(pk)).first()
    given = {"plan": plan, "subject": subject.subject, subject.about.field: row}
    return Adjustment(**given) if row else None
