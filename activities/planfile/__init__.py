"""A whole helhedsplan as one readable YAML file: load it, export it, get the same file back.

`docs/plan-format.md` describes the format. `load` is all or nothing and changes only what differs;
`export_plan` writes the canonical text. Apps above add their own part with `register_section`.
"""

from accounts.models import User
from activities.planfile.errors import PlanFileError, Problem
from activities.planfile.export import export_plan
from activities.planfile.plan_tables import PLAN
from activities.planfile.read import PlanFile, read_into
from activities.planfile.sync import Outcome, store
from activities.planfile.tables import (
    Document,
    Entry,
    Fault,
    Field,
    Table,
    register_section,
    sections,
)

__all__ = [
    "Document",
    "Entry",
    "Fault",
    "Field",
    "Outcome",
    "PlanFileError",
    "Problem",
    "Table",
    "export_plan",
    "load",
    "read_plan_file",
    "register_section",
]


def load(
    data: bytes,
    *,
    reason: str = "Indlæst fra planfil",
    by: User | None = None,
    check_only: bool = False,
) -> Outcome:
    """Load a plan file's bytes; with `check_only` find out what would happen and write nothing.

    Raises PlanFileError with every fault, and then nothing is written.
    """
    return store(read_plan_file(data), reason=reason, by=by, check_only=check_only)


def read_plan_file(data: bytes) -> PlanFile:
    """Read and check a whole plan file. Raises PlanFileError with everything that is wrong with
    it."""
    return read_into(PlanFile(PLAN, sections()), data)
