"""The tables of the plan itself: registers, focus areas, activities, criteria and targets."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Model

from activities.held import HELD
from activities.models import (
    Activity,
    Channel,
    CountingRule,
    Estate,
    FocusArea,
    Measure,
    Partner,
    PartnerKind,
    Partnership,
    Plan,
    Rhythm,
    StaffAllocation,
    StaffRole,
    SuccessCriterion,
    Target,
)
from activities.models.funder import USUAL_FUNDER
from activities.models.plan import MAX_TEXT
from activities.planfile.dates import Day, TargetPeriod
from activities.planfile.funder_tables import RETURNS, FunderKey
from activities.planfile.kinds import Amount, Choice, Code, Flag, HoursRange, Ref, Refs, Text, Whole
from activities.planfile.tables import Document, Entry, Fault, Field, Table, register_section
from core.danish import day, quantity

# The one counting rule a level measure can have.
RULE_OF = {Measure.PERCENT: CountingRule.MEASUREMENT, Measure.AVERAGE: CountingRule.MEETINGS}
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


def criterion_rule(entry: Entry, document: Document) -> Iterator[Fault]:
    measure, counting_rule = entry["measure"], entry["counting_rule"]
    if (
        entry.has("measure", "denominator")
        and measure == Measure.PERCENT
        and not entry["denominator"]
    ):
        yield Fault("denominator", "En procent skal være af nogen. Skriv af hvem, fx beboerne.")
    if entry.has("measure", "counting_rule"):
        fixed = RULE_OF.get(measure)
        if fixed and counting_rule != fixed:
            label = Measure(measure).label
            yield Fault(
                "counting_rule", f"»{counting_rule}« passer ikke til {label}. Skriv {fixed.value}."
            )
        elif not fixed and counting_rule in RULE_OF.values():
            yield Fault("counting_rule", f"»{counting_rule}« passer ikke til antal.")
    if (
        entry.has("rhythm", "measured_in_month")
        and entry["measured_in_month"]
        and entry["rhythm"] == Rhythm.RUNNING
    ):
        yield Fault(
            "measured_in_month",
            "Det, der tælles løbende, måles ikke i en bestemt måned. Ret rhythm.",
        )
    targets = sorted(
        (t for t in entry.children["targets"] if t.has("period")), key=lambda t: t["period"]
    )
    for earlier, later in pairwise(targets):
        if earlier["period"] != later["period"] and later["period"][0] <= earlier["period"][1]:
            yield Fault(
                "targets", f"To måltal gælder samtidig: {_period(earlier)} og {_period(later)}."
            )


def _period(target: Entry) -> Any:
    return TargetPeriod().plain(target["period"])


def target_rule(entry: Entry, document: Document) -> Iterator[Fault]:
    criterion, plan = entry.parent, document.plan
    if (
        criterion
        and criterion.has("measure")
        and criterion["measure"] == Measure.PERCENT
        and entry["value"] > 100
    ):
        yield Fault("value", f"{entry['value']} % går ikke. Skriv højst 100.")
    if entry.has("period") and plan.has("starts_on", "ends_on") and outside(entry["period"], plan):
        years = f"{plan['starts_on'].year}-{plan['ends_on'].year}"
        yield Fault("period", f"Perioden ligger uden for planen ({years}).")


def outside(period: tuple[date, date], plan: Entry) -> bool:
    """No day in common with the plan, or years the plan does not have. A plan may begin within a
    year."""
    (first, last), starts, ends = period, plan["starts_on"], plan["ends_on"]
    return last < starts or first > ends or first.year < starts.year or last.year > ends.year


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
            f"{target.criterion.code}, måltal {period}: {revision.value} fra "
            f"{day(revision.in_force_on)}"
        )


def allocation_later(allocation: StaffAllocation) -> Iterator[str]:
    for revision in allocation.revisions.all():
        hours = HoursRange().plain((revision.hours_min, revision.hours_max))
        named = f"{allocation.activity.code}, timer {allocation.staff_role.code}"
        yield f"{named}: {hours} fra {day(revision.in_force_on)}"


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
        Field("funder", FunderKey(), default=USUAL_FUNDER),
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
    at_least_one="Måltallet mangler. Skriv fx {2013: 100}.",
    pairs=("period", "value"),
    rule=target_rule,
    settle=settle_target,
    later=target_later,
    held=HELD[Target],
    fields=(
        Field("period", TargetPeriod(), required=True, label="periode"),
        Field("value", Whole(), required=True, default=0),
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
        Field("responsible", Ref("roles"), default=None),
        Field("counts_persons", Flag(), default=False),
        words(SuccessCriterion, "note"),
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
    settle=settle_allocation,
    later=allocation_later,
    held=HELD[StaffAllocation],
    fields=(
        Field("role", Ref("roles"), attribute="staff_role", required=True),
        Field("hours", HoursRange(), required=True, label="timer pr. uge", default=(0, 0)),
        Field("annual_average", Flag(), attribute="is_annual_average", default=False),
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
    fields=(
        CODE,
        words(Activity, "name", required=True),
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
