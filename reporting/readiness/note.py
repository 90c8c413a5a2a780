"""What is still missing before a period's status note: each point with the page that mends it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from activities.filters import LACKING
from activities.models import HoursEntry, PeriodComment, PeriodLock, Plan, StaffRole
from activities.progress.figures import Figure, PlanProgress
from activities.progress.ladder import steps_above
from activities.progress.read import plan_progress
from core.danish import day, listing, quantity
from core.periods import Period
from milestones.models import Milestone, Status
from reporting.data.status_note import StatusNote
from reporting.readiness.checks import Allowed, Check, Part, Readiness, off_track

NAMED = 3
SUNDAY, THURSDAY = timedelta(days=6), timedelta(days=3)


def note_readiness(plan: Plan, period: Period, today: date, allowed: Allowed) -> Readiness:
    """The state of each point as of `today`, or the period's last day when that is earlier.

    `allowed(permission)`: whether the reader may mend; without it the point has no button.
    """
    as_of = min(today, plan.last_day_of(period))
    progress = plan_progress(plan, as_of)
    figures = tuple(progress.figures)
    comments = list(PeriodComment.objects.filter(plan=plan, period=period))
    comment_page = (
        reverse("comments", args=[plan.slug, period.code]) if allowed("activities.comment") else ""
    )
    lock = PeriodLock.objects.filter(plan=plan, period=period, reopened_at__isnull=True).first()
    return Readiness(
        period=period,
        checks=(
            milestones_have_status(plan, period),
            figures_are_there(
                progress, period, today, *_register_on(plan, period, lock, today, allowed)
            ),
            *news_are_written(plan, progress, allowed),
            deviations_are_explained(figures, comments, comment_page),
            *ladders_hold(plan, progress, comments, comment_page),
            hours_are_written(plan, period, today, allowed),
            whole_is_commented(comments, comment_page),
            period_is_closed(plan, period, lock, today, allowed),
        ),
    )


def with_words(found: Readiness, plan: Plan, note: StatusNote, allowed: Allowed) -> Readiness:
    """The list with one point more where a person's words were written for other figures than
    those of today."""
    if not note.stale:
        return found
    page = (
        reverse("comments", args=[plan.slug, found.period.code])
        if allowed("activities.comment")
        else ""
    )
    parts = tuple(Part(f"»{s.text}« Tallene siger nu: »{s.draft}«", page) for s in note.stale)
    text = f"{quantity(len(parts), 'sætning', 'sætninger')} er skrevet til tal, der siden er ændret"
    check = Check("risk", text, action="Se på dem", url=page, parts=parts)
    return replace(found, checks=(*found.checks, check))


def milestones_have_status(plan: Plan, period: Period) -> Check:
    rows = list(
        Milestone.objects.filter(plan=plan, period=period).values_list("code", "name", "status")
    )
    board = f"{reverse('milestone-board', args=[plan.slug])}?aar={period.start.year}"
    silent = tuple(
        Part(name, f"{board}#m-{code}")
        for code, name, status in rows
        if status == Status.NOT_STARTED
    )
    if silent:
        text = f"{quantity(len(silent), 'milepæl', 'milepæle')} mangler en status"
        return Check("risk", text, action="Sæt status", url=board, parts=silent)
    if not rows:
        return Check("ok", f"Ingen milepæle falder i {period.short_label}")
    counts = Counter(Status(status).label.lower() for _, _, status in rows)
    return Check(
        "ok",
        "Alle milepæle har en status",
        ", ".join(f"{n} {label}" for label, n in counts.most_common()),
    )


def figures_are_there(
    progress: PlanProgress, period: Period, today: date, action: str, register: str
) -> Check:
    """Criteria that nothing was ever registered for are missing; those with nothing new in the
    period are named.

    Both by activity and by who registers. `register`: the form's address with "KODE" in it, or that
    of what must be done first; "" for who may not.
    """
    missing = registered_by(progress, register, lambda f: not f.registrations and bool(f.expected))
    quiet = registered_by(
        progress, register, lambda f: bool(f.registrations) and is_quiet(f, period, today)
    )
    if missing:
        count = sum(not f.registrations and bool(f.expected) for f in progress.figures)
        text = f"{quantity(count, 'kriterium', 'kriterier')} har ingen registreringer"
        return Check(
            "risk", text, "Tom tæller ikke som nul.", action, missing[0].url, parts=missing
        )
    text = "Alle kriterier, der forventes tal for, har registreringer"
    return Check("ok", text, f"Men intet nyt i {period.short_label}:" if quiet else "", parts=quiet)


def registered_by(
    progress: PlanProgress, register: str, wanted: Callable[[Figure], bool]
) -> tuple[Part, ...]:
    """The criteria that are `wanted`, gathered by activity and by the post that registers them."""
    parts = []
    for activity in progress.activities:
        figures = sorted(filter(wanted, activity.figures), key=lambda f: f.criterion.responsible)
        for responsible, mine in groupby(figures, key=lambda f: f.criterion.responsible):
            criteria = list(mine)
            who = f" ({responsible})" if responsible else ""
            names = listing([f.criterion.name[:1].lower() + f.criterion.name[1:] for f in criteria])
            url = register.replace("KODE", criteria[0].criterion.code)
            parts.append(Part(f"{activity.code} {activity.name}{who}: {names}", url))
    return tuple(parts)


def is_quiet(figure: Figure, period: Period, today: date) -> bool:
    """Whether a figure that is counted as it goes has nothing registered in the period, which is
    over."""
    running = figure.criterion.rhythm == "running" and figure.target is not None
    return (
        running
        and period.end < today
        and not any(month.first >= period.start for month in figure.months)
    )


def _register_on(
    plan: Plan, period: Period, lock: PeriodLock | None, today: date, allowed: Allowed
) -> tuple[str, str]:
    """(action, address): the form on a day of the period; of a closed one, where it is opened
    again."""
    if lock:
        may = allowed("activities.close_period")
        return "Genåbn", reverse("period-reopen", args=[plan.slug, period.code]) if may else ""
    if not allowed("activities.work_in_plan"):
        return "Udfyld", ""
    on = f"&on={period.end.isoformat()}" if period.end < today else ""
    return "Udfyld", f"{reverse('register', args=[plan.slug])}?kriterium=KODE{on}"


def deviations_are_explained(
    figures: Sequence[Figure], comments: Sequence[PeriodComment], url: str
) -> Check:
    off = off_track(figures)
    explained = {comment.criterion_id for comment in comments}
    missing = tuple(
        Part(
            f"{f.criterion.name}: {f.of_text}",
            f"{url}#id_tekst-kriterium-{f.criterion.pk}" if url else "",
        )
        for f in off
        if f.criterion.pk not in explained
    )
    if missing:
        text = f"{quantity(len(missing), 'kriterium', 'kriterier')} bagud mangler en forklaring"
        return Check("risk", text, action="Forklar", url=url, parts=missing)
    if not off:
        return Check("ok", "Ingen kriterier er bagud")
    return Check(
        "ok", "Alle kriterier bagud er forklaret", quantity(len(off), "forklaring", "forklaringer")
    )


def news_are_written(plan: Plan, progress: PlanProgress, allowed: Allowed) -> Iterator[Check]:
    """The registrations that do not say how many were new, where each is counted once: those are
    not counted, so the figure is less than it should be. No point where none lacks it."""
    short = [f for f in progress.figures if f.is_incomplete]
    if not short:
        return
    may = allowed("activities.view_registrations")
    page = f"{reverse('registration-list', args=[plan.slug])}?vis={LACKING}&kriterium="
    parts = tuple(
        Part(
            f"{f.criterion.code} {f.criterion.name}: {f.incomplete_text}",
            f"{page}{f.criterion.code}" if may else "",
        )
        for f in short
    )
    rows = quantity(sum(f.lacking for f in short), "registrering", "registreringer")
    yield Check(
        "risk", f"{rows} mangler antal nye", "De tæller ikke med, før de er rettet.",
        action="Ret dem", url=parts[0].url, parts=parts,
    )  # fmt: skip


def ladders_hold(
    plan: Plan, progress: PlanProgress, comments: Sequence[PeriodComment], url: str
) -> Iterator[Check]:
    """The steps that are above an earlier one in an activity whose steps count one group. Each is
    explained in the note as its criterion is; no point where no step is."""
    one_group = set(plan.activities.filter(is_one_group=True).values_list("pk", flat=True))
    above = [
        step for a in progress.activities if a.pk in one_group for step in steps_above(a.figures)
    ]
    explained = {comment.criterion_id for comment in comments}
    missing = tuple(
        Part(f"{step.text}.", f"{url}?kriterium={step.later.criterion.code}" if url else "")
        for step in above
        if step.later.criterion.pk not in explained
    )
    if missing:
        text = f"{quantity(len(missing), 'trin', 'trin')} er højere end trinnet før"
        detail = "Trinnene tæller samme gruppe. Ret tallet, eller forklar det."
        yield Check("risk", text, detail, "Forklar", missing[0].url, parts=missing)
    elif above:
        said = quantity(len(above), "forklaring", "forklaringer")
        yield Check("ok", "Trin, der er højere end trinnet før, er forklaret", said)


def hours_are_written(plan: Plan, period: Period, today: date, allowed: Allowed) -> Check:
    weeks = weeks_over(period, today)
    if not weeks:
        return Check("idle", "Timer kan ikke skrives endnu", "Den første uge er ikke slut endnu.")
    missing = missing_weeks(plan, weeks)
    if missing is None:
        return Check(
            "idle", "Planen har ingen timer at skrive", "Ingen stilling har timer på en aktivitet."
        )
    if not missing:
        return Check("ok", "Timer er skrevet for alle uger", quantity(len(weeks), "uge", "uger"))
    first = min(gone[0] for gone in missing.values())
    hours = f"{reverse('hours', args=[plan.slug])}?uge=" if allowed("activities.log_hours") else ""
    posts = tuple(
        Part(f"{role}: {weeks_text(gone, len(weeks))}", hours and hours + week_code(gone[0]))
        for role, gone in missing.items()
    )
    text = f"{quantity(len(missing), 'stilling', 'stillinger')} mangler at skrive timer"
    return Check(
        "risk", text, action="Skriv timer", url=hours and hours + week_code(first), parts=posts
    )


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
    """The posts with hours in the plan, each with the weeks nobody wrote any for; None without
    such posts."""
    written = defaultdict(set)
    for role, week in HoursEntry.objects.filter(plan=plan, week__in=weeks).values_list(
        "staff_role_id", "week"
    ):
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
    return (
        f"uge {listing(numbers)}" if len(numbers) <= 2 * NAMED else f"{len(numbers)} af {of} uger"
    )


def whole_is_commented(comments: Sequence[PeriodComment], url: str) -> Check:
    if any(comment.focus_area_id is None and comment.criterion_id is None for comment in comments):
        return Check("ok", "Den samlede vurdering er skrevet")
    return Check(
        "risk", "Den samlede vurdering er ikke skrevet", "Den står øverst i notatet.", "Skriv", url
    )


def period_is_closed(
    plan: Plan, period: Period, lock: PeriodLock | None, today: date, allowed: Allowed
) -> Check:
    if lock:
        closed_on = day(timezone.localdate(lock.closed_at))
        return Check(
            "ok", f"{period.label} er lukket", f"Siden {closed_on}. Tallene ændrer sig ikke."
        )
    if period.end >= today:
        return Check(
            "idle", f"{period.label} kan ikke lukkes endnu", f"Perioden slutter {day(period.end)}."
        )
    url = (
        reverse("period-close", args=[plan.slug, period])
        if allowed("activities.close_period")
        else ""
    )
    return Check(
        "risk", f"{period.label} er ikke lukket", "Tallene kan stadig ændre sig.", "Luk", url
    )


def named(names: Sequence[str], separator: str = ", ") -> str:
    """The first names, and how many more."""
    more = len(names) - NAMED
    if more > 0:
        return f"{separator.join(names[:NAMED])} og {more} mere"
    return listing(names) if separator == ", " else separator.join(names)
