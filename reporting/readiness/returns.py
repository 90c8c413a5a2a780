"""What is still missing before a return to the funder: each point with the page that mends it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from activities.models import Activity, Partner, Partnership, Plan
from activities.progress.figures import Figure
from activities.progress.read import plan_progress
from activities.queries import closed_periods
from core.danish import day, quantity
from core.lights import Light
from core.periods import Period
from milestones.models import Status
from milestones.progress.read import milestone_states
from milestones.progress.states import MilestoneState
from reporting.data.goal_attainment import explanations
from reporting.data.goal_rows import is_explained
from reporting.data.returns import parts_of
from reporting.models import Report, ReportKind, State
from reporting.readiness.checks import Allowed, Check, Readiness, off_track
from reporting.readiness.note import named, news_are_written

LOOK = "Se efter"


@dataclass(frozen=True)
class Around:
    """What the points of a return are judged by. `as_of` is the day of its data."""

    plan: Plan
    period: Period
    today: date
    allowed: Allowed

    @property
    def as_of(self) -> date:
        return min(self.today, self.plan.last_day_of(self.period))

    @cached_property
    def parts(self) -> list[Period]:
        """The reporting periods of the return."""
        return parts_of(self.plan, self.period)

    @cached_property
    def closed(self) -> set[Period]:
        return closed_periods(self.plan)

    def admin(self, model: str, pk: int) -> str:
        """The page of a row of the plan's reference data; "" for who may not change it."""
        if not self.allowed("accounts.administer"):
            return ""
        return reverse(f"admin:activities_{model}_change", args=[pk])


def goal_readiness(plan: Plan, period: Period, today: date, allowed: Allowed) -> Readiness:
    """Goal attainment: figures or an explanation, an explanation of what is behind, methods,
    closed periods."""
    around = Around(plan, period, today, allowed)
    progress = plan_progress(plan, around.as_of)
    figures = tuple(progress.figures)
    said = explanations(plan, period)
    silent = [
        figure for figure in figures if not is_explained(said.get(figure.criterion.pk, ()), figure)
    ]  # of which nothing is explained
    return Readiness(
        period,
        (
            *figures_are_there(around, figures, silent),
            *news_are_written(plan, progress, allowed),
            deviations_are_explained(around, off_track(figures), off_track(silent)),
            methods_are_written(around, figures),
            periods_are_closed(around),
        ),
    )


def figures_are_there(
    around: Around, figures: Sequence[Figure], silent: Sequence[Figure]
) -> Iterator[Check]:
    """Two points: what should have a figure by now, and what is measured later. `silent` are not
    explained."""
    if not any(figure.target is not None for figure in figures):
        yield Check("idle", "Ingen kriterier har et måltal i perioden", said=LOOK)
        return
    empty = [figure for figure in silent if figure.target is not None and figure.actual is None]
    missing = [figure for figure in empty if is_due(figure)]
    if missing:
        text = (
            f"{quantity(len(missing), 'kriterium', 'kriterier')} har hverken tal eller forklaring"
        )
        action, url = where_to_count(around, missing[0])
        yield Check("risk", text, f"{criteria(missing)}. Tom tæller ikke som nul.", action, url)
    else:
        yield Check("ok", "Alle kriterier, der skulle være målt, har tal eller en forklaring")
    if later := [figure for figure in empty if not is_due(figure)]:
        yield Check(
            "idle",
            f"{quantity(len(later), 'kriterium', 'kriterier')} måles senere",
            criteria(later),
        )


def is_due(figure: Figure) -> bool:
    """Whether there should be a figure by the day."""
    return figure.light is Light.MISSING


def deviations_are_explained(
    around: Around, behind: Sequence[Figure], silent: Sequence[Figure]
) -> Check:
    """Of the criteria behind, those with a figure; those without are the point above."""
    missing = [figure for figure in silent if figure.actual is not None]
    if missing:
        text = f"{quantity(len(missing), 'kriterium', 'kriterier')} bagud mangler en forklaring"
        return Check("risk", text, criteria(missing), *where_to_explain(around, missing[0]))
    explained = len(behind) - len(silent)
    if not explained:
        return Check("ok", "Ingen målte kriterier er bagud")
    return Check(
        "ok",
        "Alle målte kriterier bagud er forklaret",
        quantity(explained, "forklaring", "forklaringer"),
    )


def criteria(figures: Sequence[Figure]) -> str:
    return named([f"{figure.criterion.code} {figure.criterion.name}" for figure in figures])


def where_to_count(around: Around, figure: Figure) -> tuple[str, str]:
    """(action, address): the form of the criterion while its last period is open, else where to
    explain it."""
    begun = [part for part in around.parts if part.start <= around.today]
    if not begun or begun[-1] in around.closed or not around.allowed("activities.work_in_plan"):
        return where_to_explain(around, figure)
    on = f"&on={begun[-1].end.isoformat()}" if begun[-1].end < around.today else ""
    return (
        "Udfyld",
        f"{reverse('register', args=[around.plan.slug])}?kriterium={figure.criterion.code}{on}",
    )


def where_to_explain(around: Around, figure: Figure) -> tuple[str, str]:
    """(action, address): the texts of the latest period that are this person's to write; where
    none is, the note that is issued, in which a correction begins."""
    if not around.allowed("activities.comment"):
        return "Forklar", ""
    since = figure.period.start if figure.period else around.period.start
    begun = [part for part in around.parts if since <= part.start <= around.today]
    notes = Report.objects.filter(plan=around.plan, kind=ReportKind.STATUS_NOTE, period__in=begun)
    newest = {
        period: (state, pk)
        for period, state, pk in notes.order_by("revision").values_list("period", "state", "pk")
    }
    writable = [State.DRAFT, State.READY] if around.allowed("reporting.issue") else [State.DRAFT]
    for part in reversed(begun):
        if part not in newest or newest[part][0] in writable:
            page = reverse("comments", args=[around.plan.slug, part.code])
            return "Forklar", f"{page}?kriterium={figure.criterion.code}"
    if not begun:
        return "Forklar", ""
    return f"Ret notatet for {begun[-1].short_label}", reverse(
        "report", args=[around.plan.slug, newest[begun[-1]][1]]
    )


def methods_are_written(around: Around, figures: Sequence[Figure]) -> Check:
    missing = [figure for figure in figures if not figure.criterion.method.strip()]
    if not missing:
        return Check("ok", "Alle kriterier har en metode")
    text = f"{quantity(len(missing), 'kriterium', 'kriterier')} mangler en metode"
    url = around.admin("successcriterion", missing[0].criterion.pk)
    return Check("risk", text, f"{criteria(missing)}. Hvordan ved vi det?", "Skriv metode", url)


def periods_are_closed(around: Around) -> Check:
    """The reporting periods of the return that are over."""
    over = [part for part in around.parts if part.end < around.today]
    missing = [part for part in over if part not in around.closed]
    if missing:
        text = f"{quantity(len(missing), 'periode', 'perioder')} er ikke lukket"
        detail = f"{named([part.label for part in missing])}. Tallene kan stadig ændre sig."
        may = around.allowed("activities.close_period")
        url = reverse("period-close", args=[around.plan.slug, missing[0]]) if may else ""
        return Check("risk", text, detail, f"Luk {missing[0].short_label}", url)
    return still_running(around) or Check(
        "ok", "Alle perioder er lukket", "Tallene ændrer sig ikke."
    )


def still_running(around: Around) -> Check | None:
    """That it is too early to report; None when the period is over."""
    ends_on = around.plan.last_day_of(around.period)
    if ends_on < around.today:
        return None
    ends = f"Slutter {day(ends_on)}. Indberet derefter."
    return Check("idle", f"{around.period.label} er ikke slut", ends)


def milestone_readiness(plan: Plan, period: Period, today: date, allowed: Allowed) -> Readiness:
    """The milestone plan: a status, a remark to what is late or partly reached, closed periods."""
    around = Around(plan, period, today, allowed)
    states = [
        state
        for state in milestone_states(plan, around.as_of)
        if state.is_live and lies_in(state, period)
    ]
    return Readiness(
        period,
        (
            milestones_have_status(around, states),
            delays_are_explained(around, states),
            periods_are_closed(around),
        ),
    )


def lies_in(state: MilestoneState, period: Period) -> bool:
    return period.start <= state.period.start and state.period.end <= period.end


def milestones_have_status(around: Around, states: Sequence[MilestoneState]) -> Check:
    """Those whose period is over; before that nothing need be said."""
    silent = [s for s in states if s.status == Status.NOT_STARTED and s.period.end < around.today]
    if silent:
        text = f"{quantity(len(silent), 'milepæl', 'milepæle')} mangler en status"
        first = silent[0]
        board = reverse("milestone-board", args=[around.plan.slug])
        url = (
            f"{board}?aar={first.period.start.year}#m-{first.code}"
            if around.allowed("milestones.update")
            else ""
        )
        return Check("risk", text, named([s.name for s in silent]), "Sæt status", url)
    if not states:
        return Check("ok", f"Ingen milepæle falder i {around.period.label}")
    return Check("ok", "Alle milepæle, hvis frist er gået, har en status")


def delays_are_explained(around: Around, states: Sequence[MilestoneState]) -> Check:
    """What a person has called delayed or partly reached, and what was begun and not reached in
    time."""
    missing = [state for state in states if needs_remark(state, around.today)]
    if not missing:
        return Check("ok", "Alt, der er forsinket eller delvist nået, har en bemærkning")
    text = (
        f"{quantity(len(missing), 'milepæl', 'milepæle')}, der ikke er nået til tiden, "
        "mangler en bemærkning"
    )
    page = reverse("milestone-edit", args=[around.plan.slug, missing[0].code])
    url = page if around.allowed("milestones.update") else ""
    return Check("risk", text, named([s.name for s in missing]), "Skriv bemærkning", url)


def needs_remark(state: MilestoneState, today: date) -> bool:
    if state.comment:
        return False
    if state.status in (Status.DELAYED, Status.PARTLY):
        return True
    return state.status == Status.IN_PROGRESS and state.period.end < today


def cooperation_readiness(plan: Plan, period: Period, today: date, allowed: Allowed) -> Readiness:
    """Cooperation: every activity with a partner, evaluation and anchoring, every partner on an
    activity."""
    around = Around(plan, period, today, allowed)
    activities = list(
        Activity.objects.filter(plan=plan).order_by("focus_area__position", "position", "pk")
    )
    relations = list(
        Partnership.objects.filter(activity__plan=plan).select_related("partner", "activity")
    )
    return Readiness(
        period,
        (
            activities_have_partners(around, activities, relations),
            partners_are_used(around, relations),
            contributions_are_written(around, relations),
            texts_are_written(around, activities, ("evaluation", "evaluated_by"), "evaluering"),
            texts_are_written(around, activities, ("anchoring", "anchored_in"), "forankring"),
            period_is_over(around),
        ),
    )


def activities_have_partners(
    around: Around, activities: Sequence[Activity], relations: Sequence[Partnership]
) -> Check:
    if not activities:
        return Check(
            "risk",
            "Planen har ingen aktiviteter",
            "Uden dem er der ingen samarbejder at indberette.",
        )
    shared = {relation.activity_id for relation in relations}
    alone = [activity for activity in activities if activity.pk not in shared]
    if not alone:
        return Check("ok", "Alle aktiviteter har en samarbejdspartner")
    text = f"{quantity(len(alone), 'aktivitet', 'aktiviteter')} har ingen samarbejdspartner"
    url = around.admin("activity", alone[0].pk)
    return Check("risk", text, named([str(activity) for activity in alone]), "Tilføj partner", url)


def partners_are_used(around: Around, relations: Sequence[Partnership]) -> Check:
    used = {relation.partner_id for relation in relations}
    idle = [
        partner for partner in Partner.objects.filter(plan=around.plan) if partner.pk not in used
    ]
    if not idle:
        return Check("ok", "Alle partnere er med i en aktivitet")
    text = f"{quantity(len(idle), 'partner', 'partnere')} er ikke med i nogen aktivitet"
    detail = (
        f"{named([partner.name for partner in idle])}. Sæt dem på en aktivitet, eller slet dem."
    )
    return Check("risk", text, detail, "Åbn partneren", around.admin("partner", idle[0].pk))


def contributions_are_written(around: Around, relations: Sequence[Partnership]) -> Check:
    """Only to be looked at: a partner may be there without a contribution of its own."""
    silent = [relation for relation in relations if not relation.contribution.strip()]
    if not silent:
        return Check("ok", "Alle samarbejder har et bidrag")
    text = f"{quantity(len(silent), 'samarbejde', 'samarbejder')} har intet bidrag"
    detail = named([f"{relation.partner} i {relation.activity.code}" for relation in silent])
    return Check(
        "idle", text, detail, "Skriv bidrag", around.admin("activity", silent[0].activity_id), LOOK
    )


def texts_are_written(
    around: Around, activities: Sequence[Activity], fields: tuple[str, str], name: str
) -> Check:
    """One of `fields` of Activity, called `name`: how, or by whom and where. Many a plan says no
    more than the place."""
    silent = [row for row in activities if not any(getattr(row, f).strip() for f in fields)]
    if not silent:
        return Check("ok", f"Alle aktiviteter har en tekst om {name}")
    text = f"{quantity(len(silent), 'aktivitet', 'aktiviteter')} mangler en tekst om {name}"
    url = around.admin("activity", silent[0].pk)
    return Check("risk", text, named([str(activity) for activity in silent]), f"Skriv {name}", url)


def period_is_over(around: Around) -> Check:
    """Nothing to close: partners and texts are those of the day the basis is made."""
    return still_running(around) or Check("ok", f"{around.period.label} er slut")
