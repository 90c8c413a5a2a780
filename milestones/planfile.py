"""The milestones' part of a plan file."""

from collections.abc import Iterator
from typing import Any

from activities.held import BEGUN, MISTAKE
from activities.held_columns import Held
from activities.planfile import Document, Entry, Fault, Field, Table, register_section
from activities.planfile.dates import Day, PeriodCode
from activities.planfile.kinds import Choice, Code, Ref, Text, Whole
from core.danish import day, quantity
from core.periods import Period
from milestones.models import Kind, Milestone, Status


def milestone_rule(entry: Entry, document: Document) -> Iterator[Fault]:
    if entry.has("period"):
        yield from _period_faults(entry["period"], document.plan)
    if entry.has("number", "criterion") and entry["number"] is not None and not entry["criterion"]:
        yield Fault("number", "Et tal skal måles på et succeskriterium. Skriv criterion.")
    if entry.has("kind", "number") and entry["kind"] == Kind.NUMBER and entry["number"] is None:
        yield Fault("number", "En milepæl af slagsen number skal have et tal.")
    yield from _first_day_faults(entry)
    if entry.has("activity", "criterion") and entry["activity"] and entry["criterion"]:
        criterion = document.find("criteria", entry["criterion"])
        if criterion and criterion.parent and criterion.parent["code"] != entry["activity"]:
            owner = criterion.parent["code"]
            yield Fault(
                "criterion",
                f"{entry['criterion']} hører til {owner}, ikke til {entry['activity']}.",
            )


def _first_day_faults(entry: Entry) -> Iterator[Fault]:
    if not entry.has("counts_from", "number") or entry["counts_from"] is None:
        return
    if entry["number"] is None:
        yield Fault("counts_from", "Kun et tal tæller fra en dag. Skriv number.")
    elif entry.has("period") and entry["counts_from"] > entry["period"].end:
        yield Fault("counts_from", "Dagen skal ligge før milepælens periode er slut.")


def _period_faults(period: Period, plan: Entry) -> Iterator[Fault]:
    if not plan.has("starts_on", "ends_on", "reporting_period"):
        return
    rhythm = plan["reporting_period"]
    if period.kind != rhythm:
        wanted = Period.containing(period.start, rhythm)
        yield Fault("period", f"Planen rapporteres anderledes. Skriv perioden som {wanted.code}.")
    elif period.end < plan["starts_on"] or period.start > plan["ends_on"]:
        years = f"{plan['starts_on'].year}-{plan['ends_on'].year}"
        yield Fault("period", f"{period.label} ligger uden for planen ({years}).")


def in_use(milestone: Milestone) -> str:
    """Somebody has worked on it: its status or its moves would be lost."""
    if moves := milestone.moves.count():
        return quantity(moves, "flytning", "flytninger")
    if milestone.status != Status.NOT_STARTED:
        return f"status »{milestone.get_status_display().lower()}«"
    return ""


def settle(milestone: Milestone, changes: dict[str, Any]) -> Iterator[Fault]:
    """A moved milestone stays where it was moved to: the file's period is then the one it came
    from. A number that was adjusted is adjusted again: the file has what it was before."""
    days = (
        [revision.in_force_on for revision in milestone.revisions.all()]
        if "number" in changes
        else []
    )
    if days:
        yield Fault("number", f"Tallet er ændret fra {day(min(days))}. Ret det ved en justering.")
    decided = milestone.moves.filter(decided_on__isnull=False)
    first = decided.first() if "period" in changes else None
    if first and first.from_period != changes.pop("period"):
        now = milestone.period.code
        yield Fault(
            "period",
            f"Milepælen er flyttet fra {first.from_period.code} til {now}. Flyt den i planen.",
        )


def later(milestone: Milestone) -> Iterator[str]:
    for revision in milestone.revisions.all():
        yield f"Milepæl {milestone.code}, tal: {revision.number} fra {day(revision.in_force_on)}"


HELD = Held(
    {"period": "period"},
    (
        f"{BEGUN}. En milepæl flyttes på milepælsplanen eller ved en justering; næste års "
        f"lægges under Næste år.{MISTAKE}"
    ),
    "milestone-board",
)
MILESTONES = Table(
    key="milestones",
    name="milepæl",
    plural="milepæle",
    model=Milestone,
    rule=milestone_rule,
    in_use=in_use,
    settle=settle,
    later=later,
    held=HELD,
    fields=(
        Field("code", Code(), required=True),
        Field("period", PeriodCode(), required=True),
        Field("activity", Ref("activities"), default=None),
        Field("kind", Choice(Kind), required=True),
        Field("name", Text(200), required=True),
        Field("criterion", Ref("criteria"), default=None),
        Field("number", Whole(1), default=None),
        Field("counts_from", Day(), default=None),
    ),
)

register_section(MILESTONES, order=60)
