"""The tables of the plan itself: registers, focus areas, activities, criteria and targets."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Model

from activities.criterion_rules import (
    Courses,
    Days,
    overlap,
    wrong_course,
    wrong_criterion,
    wrong_days,
    wrong_period,
    wrong_value,
)
from activities.funders.files import USUAL
from activities.held import HELD
from activities.limit_words import differences
from activities.models import (
    Activity,
    Channel,
    CountingRule,
    Counts,
    Direction,
    Estate,
    FocusArea,
    Measure,
    Partner,
    PartnerKind,
    Partnership,
    Per,
    Plan,
    Registration,
    Rhythm,
    StaffAllocation,
    StaffRole,
    SuccessCriterion,
    Target,
)
from activities.models.plan import MAX_TEXT
from activities.planfile.dates import Day, TargetPeriod
from activities.planfile.funder_tables import RETURNS, FunderKey
from activities.planfile.goals import Baseline, Course, NumberChoice, TargetValue
from activities.planfile.kinds import Amount, Choice, Code, Flag, HoursRange, Ref, Refs, Text, Whole
from activities.planfile.tables import Document, Entry, Fault, Field, Table, register_section
from activities.presenting import value_text
from core.danish import day, quantity

ACTIVITY_ENDS_BEFORE = "Aktiviteten slutter, før den begynder."
HOURS_END_BEFORE = "Timerne slutter, før de begynder."
SLUG = Code(
    60, pattern=r"[a-z0-9]+(-[a-z0-9]+)*", hint="Brug små bogstaver a-z, tal og bindestreg."
)


def words(model: type[Model], key: str, *, attribute: str = "", required: bool = False) -> Field:
    """One line of text, as long as the model allows."""
    limit = getattr(model._meta.get_field(attribute or key), "max_length", None)
    return Field(key, Text(limit or MAX_TEXT), attribute=attribute, required=required)


def paragraphs(key: str) -> Field:
    return Field(key, Text(lines=True))


CODE = Field("code", Code(), required=True)


def plan_rule(entry: Entry, document: Document) -> Iterator[Fault]:
    if entry.has("starts_on", "ends_on") and entry["ends_on"] <= entry["starts_on"]:
        yield Fault("ends_on", "Planen slutter, før den begynder.")
    if (
        entry.has("at_risk_from", "on_track_from")
        and entry["at_risk_from"] >= entry["on_track_from"]
    ):
        yield Fault("at_risk_from", "Grænsen for risiko skal ligge under grænsen for på sporet.")


# What must be read for a rule of a column to be asked, and the key it is told at.
ASKED_OF = {
    "denominator": ("measure", "denominator"),
    "counting_rule": ("measure", "counting_rule"),
    "measured_in_month": ("rhythm", "measured_in_month"),
    "per": ("measure", "per"),
    "baseline": ("measure", "per", "baseline"),
    "baseline_year": ("baseline",),
}
KEY_OF = {"baseline_year": "baseline"}


def criterion_rule(entry: Entry, document: Document) -> Iterator[Fault]:
    criterion = _criterion(entry)
    for found in wrong_criterion(criterion):
        if entry.has(*ASKED_OF[found.field]):
            yield Fault(KEY_OF.get(found.field, found.field), found.message)
    if entry.has("code", "measure", "rhythm", "course"):
        follow = [_target(t) for t in entry.children["targets"] if _is_read(t) and not _own(t)]
        if said := wrong_course(criterion, criterion.course, follow, _courses(document)):
            yield Fault("course", said)


def target_rule(entry: Entry, document: Document) -> Iterator[Fault]:
    parent, plan = entry.parent, document.plan
    if parent is None:
        return
    criterion = _criterion(parent)
    if parent.has("measure", "per", "direction") and entry.has("value"):
        number, own = entry["value"]
        if said := wrong_value(criterion, number):
            yield Fault("value", said)
        elif own and _is_read(entry) and parent.has("code", "rhythm"):
            said = wrong_course(criterion, own, [_target(entry)], _courses(document))
            yield from [Fault("value", said)] if said else []
    if not entry.has("period"):
        return
    if plan.has("starts_on", "ends_on"):
        days = [days_of(plan, "Planen"), days_of(parent.parent, "Aktiviteten")]
        yield from (Fault("period", w.message) for w in wrong_period(*entry["period"], *days))
    read = sorted(t["period"] for t in parent.children["targets"] if t.has("period"))
    for earlier, later in pairwise(read):
        if later == entry["period"] != earlier and later[0] <= earlier[1]:
            yield Fault("period", overlap(earlier[1]))


def activity_rule(entry: Entry, document: Document) -> Iterator[Fault]:
    if entry.has("starts_on", "ends_on"):
        plan, (first, last) = days_of(document.plan, "Planen"), _days(entry)
        for found in wrong_days(first, last, plan, ends_before=ACTIVITY_ENDS_BEFORE):
            yield Fault(found.field, found.message)


def staffing_rule(entry: Entry, document: Document) -> Iterator[Fault]:
    if entry.has("from", "to"):
        outer = days_of(entry.parent, "Aktiviteten"), days_of(document.plan, "Planen")
        for found in wrong_days(entry["from"], entry["to"], *outer, ends_before=HOURS_END_BEFORE):
            yield Fault({"starts_on": "from", "ends_on": "to"}[found.field], found.message)


def days_of(entry: Entry | None, name: str) -> Days:
    """The days of the plan or of an activity, as far as they could be read."""
    return Days(name, *_days(entry)) if entry else Days(name)


def _days(entry: Entry) -> tuple[date | None, date | None]:
    first, last = (entry[key] if entry.has(key) else None for key in ("starts_on", "ends_on"))
    return first, last


def _criterion(entry: Entry) -> SuccessCriterion:
    """The row the entry would become, as far as the rules look at it."""
    baseline, year, source = entry["baseline"]
    own = ("code", "measure", "counting_rule", "denominator", "rhythm", "measured_in_month")
    return SuccessCriterion(
        **{key: entry[key] for key in (*own, "direction", "per")},
        course=entry["course"] or {},
        baseline=baseline,
        baseline_year=year,
        baseline_source=source,
    )


def _target(entry: Entry) -> Target:
    (first, last), (number, own) = entry["period"], entry["value"]
    return Target(starts_on=first, ends_on=last, value=number, course=own)


def _is_read(target: Entry) -> bool:
    return target.has("period", "value")


def _own(target: Entry) -> Any:
    """The target's own course; None where it follows its criterion's."""
    return target["value"][1]


def _courses(document: Document) -> Courses:
    def courses(code: str) -> list[dict[str, Any]] | None:
        found = document.find("criteria", code)
        if found is None:
            return None
        return [found["course"] or {}, *filter(None, map(_own, found.children["targets"]))]

    return courses


def settle_plan(plan: Plan, changes: dict[str, Any]) -> Iterator[Fault]:
    """Registrations stay inside the plan, and closed periods stay what they are."""
    first, last = changes.get("starts_on", plan.starts_on), changes.get("ends_on", plan.ends_on)
    for key, lost in (
        ("starts_on", plan.registrations.filter(on__lt=first)),
        ("ends_on", plan.registrations.filter(on__gt=last)),
    ):
        if key in changes and (count := lost.count()):
            yield Fault(
                key,
                f"{quantity(count, 'registrering', 'registreringer')} ville falde uden for planen.",
            )
    if "reporting_period" in changes and plan.locks.exists():
        yield Fault("reporting_period", "Planen har lukkede perioder, så rytmen kan ikke ændres.")


def settle_activity(activity: Activity, changes: dict[str, Any]) -> Iterator[Fault]:
    """What is registered stays inside the activity's days."""
    rows = Registration.objects.filter(criterion__activity=activity)
    for key, side in (("starts_on", "on__lt"), ("ends_on", "on__gt")):
        if (new := changes.get(key)) and (count := rows.filter(**{side: new}).count()):
            told = quantity(count, "registrering", "registreringer")
            yield Fault(key, f"{told} ville falde uden for aktiviteten.")


def settle_criterion(criterion: SuccessCriterion, changes: dict[str, Any]) -> Iterator[Fault]:
    """What is registered as a count cannot be read as a percent."""
    if "measure" in changes and (count := criterion.registrations.count()):
        used = quantity(count, "registrering", "registreringer")
        yield Fault(
            "measure",
            f"Kriteriet har {used} og kan ikke måles på en anden måde. Lav et nyt kriterium.",
        )


def settle_target(target: Target, changes: dict[str, Any]) -> Iterator[Fault]:
    """What an adjustment changed is changed by adjustments: the file has what it was before,
    which stays as it was."""
    days = [revision.in_force_on for revision in target.revisions.all()]
    if days and "value" in changes:
        yield Fault("value", f"Måltallet er ændret fra {day(min(days))}. Ret det ved en justering.")
    first, last = changes.get("starts_on", target.starts_on), changes.get("ends_on", target.ends_on)
    if days and not first <= min(days) <= max(days) <= last:
        yield Fault(
            "period", f"Måltallet er ændret fra {day(max(days))}. Den dag skal ligge i perioden."
        )


def settle_allocation(allocation: StaffAllocation, changes: dict[str, Any]) -> Iterator[Fault]:
    """As `settle_target`."""
    days = [revision.in_force_on for revision in allocation.revisions.all()]
    if days and not changes.keys().isdisjoint({"hours_min", "hours_max"}):
        yield Fault("hours", f"Timerne er ændret fra {day(min(days))}. Ret dem ved en justering.")


def target_later(target: Target) -> Iterator[str]:
    for revision in target.revisions.all():
        period = TargetPeriod().plain((target.starts_on, target.ends_on))
        yield (
            f"{target.criterion.code}, måltal {period}: "
            f"{value_text(target.criterion, revision.value)} fra "
            f"{day(revision.in_force_on)}"
        )


def allocation_later(allocation: StaffAllocation) -> Iterator[str]:
    for revision in allocation.revisions.all():
        hours = HoursRange().plain((revision.hours_min, revision.hours_max))
        named = f"{allocation.activity.code}, timer {allocation.staff_role.code}"
        yield f"{named}: {hours} fra {day(revision.in_force_on)}"


def plan_later(plan: Plan) -> Iterator[str]:
    for before, now in pairwise(plan.limits_course):
        for name, _, to in differences(before, now):
            yield f"Grænser, {name}: {to} fra {day(now.since)}"  # type: ignore[arg-type]


PLAN = Table(
    key="plan",
    name="plan",
    plural="planer",
    model=Plan,
    identity=("slug",),
    plan_path="",
    rule=plan_rule,
    settle=settle_plan,
    held=HELD[Plan],
    fields=(
        Field("slug", SLUG, required=True),
        words(Plan, "name", required=True),
        words(Plan, "place"),
        Field("starts_on", Day(), required=True),
        Field("ends_on", Day(), required=True),
        Field("reporting_period", Choice(Plan.Rhythm), default=Plan.Rhythm.QUARTER),
        words(Plan, "association"),
        words(Plan, "administrator"),
        words(Plan, "strategy"),
        paragraphs("vision"),
        paragraphs("overall_goal"),
        words(Plan, "office"),
        paragraphs("annual_evaluation"),
        paragraphs("external_evaluation"),
        Field("on_track_from", Whole(1, 100), default=90),
        Field("at_risk_from", Whole(1, 100), default=70),
        Field("milestone_grace_days", Whole(0, 366), default=30),
        Field("min_answers", Whole(1, 10_000), default=10),
        Field("unusual_times", Whole(2, 1000), default=5),
        Field("funder", FunderKey(), default=USUAL),
    ),
)
ESTATES = Table(
    key="estates",
    name="afdeling",
    plural="afdelinger",
    model=Estate,
    fields=(
        CODE,
        words(Estate, "name", required=True),
        Field("dwellings", Whole(), required=True, default=0),
        Field("residents", Whole(), default=None),
        words(Estate, "residents_note"),
    ),
)
ROLES = Table(
    key="roles",
    name="stilling",
    plural="stillinger",
    model=StaffRole,
    one_line=True,
    fields=(
        CODE,
        words(StaffRole, "name", required=True),
        Field("full_time_hours", Amount(decimals=1), default=None),
    ),
)
PARTNERS = Table(
    key="partners",
    name="partner",
    plural="samarbejdspartnere",
    model=Partner,
    one_line=True,
    fields=(
        CODE,
        words(Partner, "name", required=True),
        Field("kind", Choice(PartnerKind), default=PartnerKind.OTHER),
    ),
)
TARGETS = Table(
    key="targets",
    name="måltal",
    plural="måltal",
    model=Target,
    identity=("period",),
    within_parent=True,
    parent_field="criterion",
    plan_path="criterion__activity__plan",
    none_said="Måltallet mangler. Skriv fx {2013: 100}, eller {} hvis der ikke er sat et endnu.",
    pairs=("period", "value"),
    rule=target_rule,
    settle=settle_target,
    later=target_later,
    held=HELD[Target],
    fields=(
        Field("period", TargetPeriod(), required=True, label="periode"),
        Field("value", TargetValue(), required=True, default=(0, None)),
    ),
)
CRITERIA = Table(
    key="criteria",
    name="kriterium",
    plural="succeskriterier",
    model=SuccessCriterion,
    parent_field="activity",
    plan_path="activity__plan",
    children=(TARGETS,),
    rule=criterion_rule,
    settle=settle_criterion,
    held=HELD[SuccessCriterion],
    fields=(
        CODE,
        Field("level", Whole(1, 3), required=True, default=1),
        words(SuccessCriterion, "name", required=True),
        words(SuccessCriterion, "text", required=True),
        Field("measure", Choice(Measure), default=Measure.COUNT),
        words(SuccessCriterion, "noun", required=True),
        words(SuccessCriterion, "noun_singular", required=True),
        Field("counting_rule", Choice(CountingRule), required=True),
        words(SuccessCriterion, "method", required=True),
        words(SuccessCriterion, "denominator"),
        Field("rhythm", Choice(Rhythm), default=Rhythm.RUNNING),
        Field("measured_in_month", Whole(1, 12), default=None),
        Field("direction", Choice(Direction), default=Direction.AT_LEAST),
        Field("per", NumberChoice(Per), default=Per.HUNDRED),
        Field("baseline", Baseline(Text(160)), default=(None, None, "")),
        Field("course", Course(), default=None),
        Field("responsible", Ref("roles"), default=None),
        Field("counts", Choice(Counts), default=Counts.THINGS),
        paragraphs("approved_text"),
        words(SuccessCriterion, "stands_at"),
        words(SuccessCriterion, "note"),
        words(SuccessCriterion, "doubt"),
    ),
)
STAFFING = Table(
    key="staffing",
    name="timer",
    plural="medarbejderressourcer",
    model=StaffAllocation,
    identity=("role",),
    within_parent=True,
    parent_field="activity",
    plan_path="activity__plan",
    one_line=True,
    rule=staffing_rule,
    settle=settle_allocation,
    later=allocation_later,
    held=HELD[StaffAllocation],
    fields=(
        Field("role", Ref("roles"), attribute="staff_role", required=True),
        Field("hours", HoursRange(), required=True, label="timer pr. uge", default=(0, 0)),
        Field("annual_average", Flag(), attribute="is_annual_average", default=False),
        Field("from", Day(), attribute="starts_on", default=None),
        Field("to", Day(), attribute="ends_on", default=None),
    ),
)
PARTNERSHIPS = Table(
    key="partners",
    name="partner",
    plural="samarbejdsrelationer",
    model=Partnership,
    identity=("partner",),
    within_parent=True,
    parent_field="activity",
    plan_path="activity__plan",
    short="partner",
    fields=(Field("partner", Ref("partners"), required=True), words(Partnership, "contribution")),
)
CHANNELS = Table(
    key="channels",
    name="delaktivitet",
    plural="delaktiviteter",
    model=Channel,
    within_parent=True,
    parent_field="activity",
    plan_path="activity__plan",
    fields=(CODE, words(Channel, "name", required=True), paragraphs("description")),
)
ACTIVITIES = Table(
    key="activities",
    name="aktivitet",
    plural="aktiviteter",
    model=Activity,
    parent_field="focus_area",
    children=(STAFFING, PARTNERSHIPS, CHANNELS, CRITERIA),
    rule=activity_rule,
    settle=settle_activity,
    held=HELD[Activity],
    fields=(
        CODE,
        words(Activity, "name", required=True),
        Field("starts_on", Day(), default=None),
        Field("ends_on", Day(), default=None),
        Field("one_group", Flag(), attribute="is_one_group", default=False),
        paragraphs("purpose"),
        Field("estates", Refs("estates"), default=()),
        paragraphs("evaluation"),
        words(Activity, "evaluated_by"),
        paragraphs("anchoring"),
        words(Activity, "anchored_in"),
    ),
)
FOCUS_AREAS = Table(
    key="focus_areas",
    name="indsatsområde",
    plural="indsatsområder",
    model=FocusArea,
    children=(ACTIVITIES,),
    fields=(
        CODE,
        words(FocusArea, "name", required=True),
        paragraphs("problem"),
        paragraphs("purpose"),
    ),
)


# The parts every plan file has; the apps above put theirs between or after them.
for order, table in ((5, RETURNS), (10, ESTATES), (20, ROLES), (30, PARTNERS), (50, FOCUS_AREAS)):
    register_section(table, order=order)
