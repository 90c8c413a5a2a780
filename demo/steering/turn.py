"""What comes round each year where no script tells of it: evaluations, newsletters, risks and
background figures, the year's return to the funder, and the year after: its meetings, days,
targets and milestones."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from core import bound, clock
from demo.acts import Act, moment
from demo.drawing import Year
from demo.phrases import CLOSER, COUNTED, FOLLOWS, FOUND, INVENTED, LEAD, RISK, SAME
from demo.steering.day import WRITTEN
from demo.steering.meetings import decided_at, next_year_point
from governance import rows
from governance.background import actions as background
from governance.changes.next_year import actions as next_year
from governance.changes.next_year import draft
from governance.changes.next_year.words import texts
from governance.evaluations import actions as evaluations
from governance.meetings.key_dates import actions as key_dates
from governance.meetings.year import actions as annual
from governance.meetings.year.proposal import propose
from governance.models import (
    BackgroundFigure,
    Forum,
    ForumKind,
    GoalStatus,
    KeyDate,
    KeyDateKind,
    Meeting,
    NextYear,
    Risk,
)
from governance.risks import actions as risks
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.kinds.base import KINDS
from reporting.models import Report
from reporting.package import actions as package
from reporting.package.state import package_state

RETURN = "Indberetning til Landsbyggefonden for {year}"
DUE, REPORTED = (3, 31), (3, 10)  # of the year after
COPIES = 466


def turn(year: Year) -> Iterator[Act]:
    """Every such act of the year, and the return of it in the next."""

    def on(month: int, day: int, do: Callable[[Year], object], hour: int = 11) -> Act:
        return Act(moment(date(year.year, month, day), hour), partial(do, year))

    if not year.script.steering.reviews:
        yield on(1, 22, _plan_evaluations)
    if not year.script.steering.figures:
        yield on(2, 12, _figures)
        yield on(6, 27, _judge)
        yield on(4, 11, _see_risk)
        yield on(11, 12, _close_risk)
    yield on(9, 12, _evaluate)
    yield on(12, 1, _evaluate)
    yield from _newsletters(year)
    yield on(12, 9, _return_is_due)
    yield Act(moment(date(year.year + 1, *REPORTED), 11), partial(_report, year))
    if year.year < year.plan.ends_on.year:
        yield from _next_year(year)


# What comes round


def _plan_evaluations(year: Year) -> None:
    evaluations.propose(year.plan, year.year, by=year.cast.lead)


def _evaluate(year: Year) -> None:
    """Those that are late, and in December all of the year's."""
    today = date(year.year, 12, 31) if _is_december(year) else date(year.year, 9, 12)
    rng = year.chance("evaluations", str(today))
    for row in year.plan.evaluations.filter(done_on=None, due_on__lte=today).order_by("pk"):
        evaluations.finish(
            row,
            on=date(year.year, 12, 1) if _is_december(year) else today,
            conclusion=rng.choice(FOUND),
            consequence=rng.choice(FOLLOWS),
            by=year.cast.lead,
            expected_version=row.lock_version,
        )


def _is_december(year: Year) -> bool:
    return clock.today().month == 12


def _newsletters(year: Year) -> Iterator[Act]:
    told = {issue.title for issue in year.script.steering.issues}
    found = KeyDate.objects.filter(
        plan=year.plan, kind=KeyDateKind.NEWSLETTER, due_on__year=year.year, done_on=None
    )
    for row in found.exclude(title__in=told).order_by("due_on", "pk"):
        yield Act(moment(row.due_on, 15, 30), partial(_finish, year, row.pk, row.due_on, COPIES))


def _finish(year: Year, pk: int, on: date, copies: int | None = None) -> None:
    row = KeyDate.objects.select_related("plan", "criterion__activity__plan").get(pk=pk)
    key_dates.finish(
        row, on=on, copies=copies, by=year.cast.lead, expected_version=row.lock_version
    )


def _figures(year: Year) -> None:
    """A year on, a little lower; the city's as it was. The source is no longer the plan's."""
    newest: dict[tuple[str, int | None], BackgroundFigure] = {}
    for figure in BackgroundFigure.objects.filter(plan=year.plan).order_by("year", "pk"):
        newest[(figure.indicator, figure.estate_id)] = figure
    for (indicator, estate), old in newest.items():
        rng = year.chance("background", indicator, str(estate))
        row = BackgroundFigure(
            plan=year.plan,
            estate_id=estate,
            indicator=indicator,
            year=year.year,
            value=old.value - Decimal(rng.randint(1, 9)) / 10,
            city_value=old.city_value,
            source=INVENTED,
            definition=COUNTED,
        )
        background.write(row, by=year.cast.lead)


def _judge(year: Year) -> None:
    closer = year.chance("goal").random() < 0.7
    row = GoalStatus(
        plan=year.plan,
        on=date(year.year, 6, 27),
        step="closer" if closer else "not_yet",
        why=CLOSER if closer else SAME,
        by=year.cast.lead,
    )
    rows.write(row, by=year.cast.lead, reason=WRITTEN)


def _see_risk(year: Year) -> None:
    title, consequence, action, _ = RISK
    row = Risk(
        plan=year.plan,
        title=f"{title} i {year.year}",
        likelihood=2,
        impact=2,
        consequence=consequence,
        action=action,
        function=LEAD,
        seen_on=date(year.year, 4, 11),
    )
    rows.write(row, by=year.cast.lead, reason=WRITTEN)


def _close_risk(year: Year) -> None:
    row = Risk.objects.get(plan=year.plan, title=f"{RISK[0]} i {year.year}")
    on, version = date(year.year, 11, 12), row.lock_version
    risks.close(row, on=on, why=RISK[3], by=year.cast.lead, expected_version=version)


# The return


def _return_is_due(year: Year) -> None:
    """Where it was not carried on from the year before."""
    if year.plan.key_dates.filter(title=RETURN.format(year=year.year)).exists():
        return
    row = KeyDate(
        plan=year.plan,
        kind=KeyDateKind.RETURN,
        title=RETURN.format(year=year.year),
        due_on=date(year.year + 1, *DUE),
    )
    key_dates.write(row, by=year.cast.lead, reason=WRITTEN)


def _report(year: Year) -> None:
    """What the funder asks of the year, sealed and sent together; after the plan's end the whole
    plan's returns too."""
    on, lead, plan = date(year.year + 1, *REPORTED), year.cast.lead, year.plan
    package.order_all(plan, year.year, by=lead)
    shown = package_state(
        plan, year.year, clock.today(), lead.has_perm, Report.objects.all(), makes=True
    ).shown
    sealed = package.seal(plan, year.year, by=lead, shown=shown)
    package.note_sent(sealed, by=lead, on=on)
    whole = plan.whole
    for kind, told in KINDS.items() if year.year == plan.ends_on.year else ():
        if not told.takes_two and not told.refusal(plan, whole):
            report = ordering.order(plan, kind, whole, by=lead)
            course.submit(report, by=lead, on=on, shown=report.snapshot_hash)
    row = KeyDate.objects.get(plan=plan, title=RETURN.format(year=year.year))
    _finish(year, row.pk, on)


# The year after


def _next_year(year: Year) -> Iterator[Act]:
    """Begun in October, proposed in November, decided at the year's last meeting; its meetings
    and days are set meanwhile."""

    def on(month: int, day: int, do: Callable[[Year], object]) -> Act:
        return Act(moment(date(year.year, month, day), 10, 15), partial(do, year))

    yield on(10, 15, _begin)
    yield on(11, 11, _set_meetings)
    yield on(11, 18, _propose)
    yield on(12, 8, _repeat_days)
    last = (
        Meeting.objects.live()
        .filter(forum__plan=year.plan, forum__kind=ForumKind.STEERING_GROUP, on__year=year.year)
        .order_by("-on")
        .first()
    )
    if last:
        after = moment(last.on + timedelta(days=1), 9, 40)
        yield Act(after, partial(_decide, year, last.on))


def _begin(year: Year) -> None:
    """Some targets a little higher, a few lower."""
    row = next_year.begin(year.plan, year.year + 1, by=year.cast.lead)
    changed = []
    for target in draft.target_rows(row):
        rng = year.chance("next", target.criterion.code)
        if target.value is None:
            target.note = "Måles ikke i det år"
        elif rng.random() < 0.4:
            most = 100 if target.criterion.measure == "percent" else 10**6
            target.value = min(max(round(float(target.value) * rng.uniform(0.9, 1.15)), 1), most)
        else:
            continue
        changed.append((target, target.lock_version))
    next_year.save_rows(row, changed, by=year.cast.lead)


def _set_meetings(year: Year) -> None:
    fora = list(Forum.objects.filter(plan=year.plan, meetings__on__year=year.year).distinct())
    shown = propose(year.plan, year.year, fora).token()
    annual.take_over(year.plan, year.year, fora, shown=shown, by=year.cast.coordinator)


def _propose(year: Year) -> None:
    row = NextYear.objects.get(plan=year.plan, year=year.year + 1)
    next_year.fill(row, by=year.cast.lead)
    row.refresh_from_db()
    next_year.propose(row, expected_version=row.lock_version, by=year.cast.lead)


def _decide(year: Year, on: date) -> None:
    row = NextYear.objects.select_related("plan").get(plan=year.plan, year=year.year + 1)
    point = next_year_point(year.year + 1)
    where = decided_at(year, ForumKind.STEERING_GROUP, on, point)
    shown, by = bound.token(texts(row)), year.cast.coordinator
    next_year.decide(row, yes=True, where=where, note="", shown=shown, by=by)


def _repeat_days(year: Year) -> None:
    """Where the year has any that are not a return's."""
    if year.plan.key_dates.filter(due_on__year=year.year, kind=KeyDateKind.NEWSLETTER).exists():
        key_dates.repeat(year.plan, year.year, by=year.cast.lead)
