"""What is still missing before a period's status note: each point with the page that mends it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from activities.models import HoursEntry, PeriodComment, PeriodLock, Plan, StaffRole
from activities.progress import Figure, plan_progress
from core.danish import day, listing, quantity
from core.lights import Light
from core.periods import Period
from milestones.models import Milestone, Status
from reporting.readiness.checks import Allowed, Check, Readiness

OFF_TRACK = (Light.AT_RISK, Light.DELAYED)
NAMED = 3
SUNDAY, THURSDAY = timedelta(days=6), timedelta(days=3)


def note_readiness(plan: Plan, period: Period, today: date, allowed: Allowed) -> Readiness:
    """The state of each point as of `today`, or the period's last day when that is earlier.

    `allowed(permission)`: whether the reader may mend; without it the point has no button.
    """
    as_of = min(today, period.end)
    figures = tuple(plan_progress(plan, as_of).figures)
    comments = list(PeriodComment.objects.filter(plan=plan, period=period))
    comment_page = reverse("comments", args=[plan.slug, period.code]) if allowed("activities.comment") else ""
    lock = PeriodLock.objects.filter(plan=plan, period=period, reopened_at__isnull=True).first()
    return Readiness(
        period=period,
        checks=(
            milestones_have_status(plan, period),
            figures_are_there(plan, period, lock, figures, today, allowed),
            deviations_are_explained(figures, comments, comment_page),
            hours_are_written(plan, period, today, allowed),
            whole_is_commented(comments, comment_page),
            period_is_closed(plan, period, lock, today, allowed),
        ),
    )


def off_track(figures: Sequence[Figure]) -> list[Figure]:
    """The criteria a status note must explain."""
    return [figure for figure in figures if figure.light in OFF_TRACK]


def milestones_have_status(plan: Plan, period: Period) -> Check:
    rows = list(Milestone.objects.filter(plan=plan, period=period).values_list("name", "status"))
    silent = [name for name, status in rows if status == Status.NOT_STARTED]
    if silent:
        text = f"{quantity(len(silent), 'milepæl', 'milepæle')} mangler en status"
        return Check("risk", text, named(silent), "Sæt status", reverse("milestone-board", args=[plan.slug]))
    if not rows:
        return Check("ok", f"Ingen milepæle falder i {period.short_label}")
    counts = Counter(Status(status).label.lower() for _, status in rows)
    return Check("ok", "Alle milepæle har en status", ", ".join(f"{n} {label}" for label, n in counts.most_common()))


def figures_are_there(
    plan: Plan, period: Period, lock: PeriodLock | None, figures: Sequence[Figure], today: date, allowed: Allowed
) -> Check:
    """The button opens the form on a day of the period; a closed one has none: it must be opened first."""
    missing = [f for f in figures if not f.registrations and f.expected]
    if not missing:
        return Check("ok", "Alle kriterier, der forventes tal for, har registreringer")
    url = ""
    if allowed("activities.work_in_plan") and lock is None:
        on = f"&on={period.end.isoformat()}" if period.end < today else ""
        url = f"{reverse('register', args=[plan.slug])}?kriterium={missing[0].criterion.code}{on}"
    text = f"{quantity(len(missing), 'kriterium', 'kriterier')} har ingen registreringer"
    names = named([f.criterion.name for f in missing])
    return Check("risk", text, f"{names}. Tom tæller ikke som nul.", "Udfyld", url)


def deviations_are_explained(figures: Sequence[Figure], comments: Sequence[PeriodComment], url: str) -> Check:
    off = off_track(figures)
    explained = {comment.criterion_id for comment in comments}
    missing = [f for f in off if f.criterion.pk not in explained]
    if missing:
        text = f"{quantity(len(missing), 'kriterium', 'kriterier')} bagud mangler en forklaring"
        return Check("risk", text, named([f.criterion.name for f in missing]), "Forklar", url)
    if not off:
        return Check("ok", "Ingen kriterier er bagud")
    return Check("ok", "Alle kriterier bagud er forklaret", quantity(len(off), "forklaring", "forklaringer"))


def hours_are_written(plan: Plan, period: Period, today: date, allowed: Allowed) -> Check:
    weeks = weeks_over(period, today)
    if not weeks:
        return Check("idle", "Timer kan ikke skrives endnu", "Den første uge er ikke slut endnu.")
    missing = missing_weeks(plan, weeks)
    if missing is None:
        return Check("idle", "Planen har ingen timer at skrive", "Ingen stilling har timer på en aktivitet.")
    if not missing:
        return Check("ok", "Timer er skrevet for alle uger", quantity(len(weeks), "uge", "uger"))
    first = min(gone[0] for gone in missing.values())
    url = f"{reverse('hours', args=[plan.slug])}?uge={week_code(first)}" if allowed("activities.log_hours") else ""
    details = [f"{role}: {weeks_text(gone, len(weeks))}" for role, gone in missing.items()]
    text = f"{quantity(len(missing), 'stilling', 'stillinger')} mangler at skrive timer"
    return Check("risk", text, named(details, ". "), "Skriv timer", url)


def weeks_over(period: Period, today: date) -> list[date]:
    """The Mondays of the period's weeks that are over. A week belongs where its Thursday lies."""
    monday = period.start - timedelta(days=period.start.weekday())
    weeks = []
    while monday + THURSDAY <= period.end and monday + SUNDAY <= today:
        if monday + THURSDAY >= period.start:
            weeks.append(monday)
        monday += timedelta(days=7)
    return weeks


def missing_weeks(plan: Plan, weeks: Sequence[date]) -> dict[str, list[date]] | None:
    """The posts with hours in the plan, each with the weeks nobody wrote any for; None without such posts."""
    written = defaultdict(set)
    for role, week in HoursEntry.objects.filter(plan=plan, week__in=weeks).values_list("staff_role_id", "week"):
        written[role].add(week)
    posts = StaffRole.objects.filter(plan=plan, allocations__isnull=False).distinct()
    gone = {post.name: [week for week in weeks if week not in written[post.pk]] for post in posts}
    return {name: left for name, left in gone.items() if left} if gone else None


def week_code(monday: date) -> str:
    """ "2013-35", as the hours page's address has it."""
    year, week, _ = monday.isocalendar()
    return f"{year}-{week:02}"


def weeks_text(weeks: Sequence[date], of: int) -> str:
    if len(weeks) == of and of > 1:
        return f"alle {of} uger"
    numbers = [str(week.isocalendar().week) for week in weeks]
    return f"uge {listing(numbers)}" if len(numbers) <= 2 * NAMED else f"{len(numbers)} af {of} uger"


def whole_is_commented(comments: Sequence[PeriodComment], url: str) -> Check:
    if any(comment.focus_area_id is None and comment.criterion_id is None for comment in comments):
        return Check("ok", "Den samlede vurdering er skrevet")
    return Check("risk", "Den samlede vurdering er ikke skrevet", "Den står øverst i notatet.", "Skriv", url)


def period_is_closed(plan: Plan, period: Period, lock: PeriodLock | None, today: date, allowed: Allowed) -> Check:
    if lock:
        closed_on = day(timezone.localdate(lock.closed_at))
        return Check("ok", f"{period.label} er lukket", f"Siden {closed_on}. Tallene ændrer sig ikke.")
    if period.end >= today:
        return Check("idle", f"{period.label} kan ikke lukkes endnu", f"Perioden slutter {day(period.end)}.")
    url = reverse("period-list", args=[plan.slug]) if allowed("activities.close_period") else ""
    return Check("risk", f"{period.label} er ikke lukket", "Tallene kan stadig ændre sig.", "Luk", url)


def named(names: Sequence[str], separator: str = ", ") -> str:
    """The first names, and how many more."""
    more = len(names) - NAMED
    if more > 0:
        return f"{separator.join(names[:NAMED])} og {more} mere"
    return listing(names) if separator == ", " else separator.join(names)
