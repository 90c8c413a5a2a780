"""What the reading pages ask for besides the figures: each a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from activities.models import (
    EACH_ONCE,
    Activity,
    HoursEntry,
    PeriodComment,
    PeriodLock,
    Plan,
    Registration,
    StaffAllocation,
)
from activities.progress.figures import Figure
from activities.weeks import runs_in
from core.periods import Period
from governance.models import ForumKind, Meeting
from overview.workbench.todo import Gathering, LastRegistration, WaitingNote
from reporting.models import Event, ReportKind, State

WEEKS_BACK = 4
RECENT = 5
NEWEST = 10


def last_registrations(plan: Plan) -> dict[int, LastRegistration]:
    """Activity pk -> its newest registration that counts. One query."""
    newest = (
        Registration.objects.counting()
        .filter(plan=plan, criterion__activity=OuterRef("pk"))
        .order_by("-on", "-pk")
    )
    rows = (
        Activity.objects.filter(plan=plan)
        .order_by()
        .annotate(
            last_on=Subquery(newest.values("on")[:1]),
            last_by=Subquery(newest.values("created_by__name")[:1]),
        )
        .values_list("pk", "last_on", "last_by")
    )
    return {pk: LastRegistration(on, by) for pk, on, by in rows if on}


def explained_criteria(plan: Plan, period: Period) -> set[int]:
    """The criteria that have a comment in the period. One query."""
    rows = PeriodComment.objects.filter(plan=plan, period=period, criterion__isnull=False)
    return set(rows.values_list("criterion_id", flat=True))


def locks(plan: Plan) -> dict[Period, datetime]:
    """The closed periods, and when each was closed. One query."""
    rows = PeriodLock.objects.filter(plan=plan, reopened_at__isnull=True).values_list(
        "period", "closed_at"
    )
    return {period: localtime(at) for period, at in rows}


def staff_roles(plan: Plan, weeks: Sequence[date]) -> dict[int, str]:
    """The posts with hours in the plan in any of `weeks`, in order: pk -> name. One query."""
    rows = StaffAllocation.objects.filter(activity__plan=plan).order_by(
        "staff_role__position", "staff_role_id"
    )
    return {
        row.staff_role_id: row.staff_role.name
        for row in rows.select_related("activity", "staff_role")
        if any(runs_in(row, plan, week) for week in weeks)
    }


def whole_weeks(plan: Plan, today: date) -> list[date]:
    """The Mondays of the last four whole weeks within the plan, oldest first."""
    monday = today - timedelta(days=today.weekday())
    if today.weekday() == 6:
        monday += timedelta(days=7)
    weeks = [monday - timedelta(days=7 * back) for back in range(WEEKS_BACK, 0, -1)]
    return [
        week
        for week in weeks
        if plan.starts_on <= week and week + timedelta(days=6) <= plan.ends_on
    ]


def weeks_written(plan: Plan, weeks: Iterable[date]) -> set[tuple[date, int]]:
    """(week, post) with hours. One query."""
    rows = HoursEntry.objects.filter(plan=plan, week__in=list(weeks)).order_by()
    return set(rows.values_list("week", "staff_role_id").distinct())


def coming_meetings(plan: Plan, today: date) -> tuple[Gathering, ...]:
    """The next meeting of the styregruppe and of the følgegruppe, the first first. One query."""
    rows = (
        Meeting.objects.of_plan(plan)
        .ahead(today, ForumKind.STEERING_GROUP, ForumKind.REFERENCE_GROUP)
        .select_related("forum")
    )
    found: dict[int, Gathering] = {}
    for meeting in rows:
        name = "styregruppen" if meeting.is_of_steering_group else "følgegruppen"
        gathering = Gathering(name, meeting.is_of_steering_group, meeting.on, meeting.material_on)
        found.setdefault(meeting.forum_id, gathering)
    return tuple(found.values())


def waiting_notes(plan: Plan) -> list[WaitingNote]:
    """The status notes that wait for the koordinator, or were sent back and not handed over
    again. One query."""
    course = (Event.Verb.HANDED_OVER, Event.Verb.SENT_BACK)
    newest = (
        Event.objects.filter(report=OuterRef("report"), verb__in=course)
        .order_by("-at", "-pk")
        .values("pk")[:1]
    )
    rows = (
        Event.objects.filter(
            Q(report__state=State.READY) | Q(report__state=State.DRAFT, verb=Event.Verb.SENT_BACK),
            report__plan=plan,
            report__kind=ReportKind.STATUS_NOTE,
            pk=Subquery(newest),
        )
        .order_by("report__period")
        .select_related("by", "report")
        .defer("report__snapshot", "report__handed_over", "report__words")
    )
    return [waiting_note(event) for event in rows]


def waiting_note(event: Event) -> WaitingNote:
    """`event`: the note's newest."""
    name = f"Statusnotatet for {event.report.period.short_label}"
    by = event.by.name if event.by else "Systemet"
    return WaitingNote(
        str(event.report_id),
        name,
        by,
        localtime(event.at).date(),
        event.report.is_ready,
        event.note,
    )


def newest_registrations(plan: Plan) -> list[Registration]:
    """The five registrations written last that count, with all that stands on their lines. One
    query.

    The last by their number, not by their time: clocks are set, and a demo's day begins anew each
    night.
    """
    rows = Registration.objects.counting().filter(plan=plan).order_by("-pk")
    return list(rows.select_related("criterion__activity", "estate", "created_by")[:RECENT])


def own_activities(plan: Plan, posts: Iterable[int]) -> set[int]:
    """The activities the posts have hours on. One query."""
    rows = StaffAllocation.objects.filter(activity__plan=plan, staff_role__in=list(posts))
    return set(rows.values_list("activity_id", flat=True))


def activity_facts(pk: int) -> Activity:
    """An activity with all that its card shows. Seven queries."""
    rows = Activity.objects.filter(pk=pk).select_related("anchoring_state")
    return rows.prefetch_related(
        "estates",
        "channels",
        "partnerships__partner",
        "allocations__staff_role",
        "allocations__revisions",
        "evaluations",
    ).get()


def comments(plan: Plan, activity_pk: int, since: date, until: date) -> dict[int, PeriodComment]:
    """Criterion pk -> the newest that was said about it in a period within the days given. One
    query."""
    rows = PeriodComment.objects.filter(plan=plan, criterion__activity=activity_pk).select_related(
        "by"
    )
    within = [
        row for row in rows.order_by("pk") if row.period.end >= since and row.period.start <= until
    ]
    return {
        row.criterion_id: row
        for row in sorted(within, key=lambda row: row.period)
        if row.criterion_id
    }


def behind(figures: Iterable[Figure], as_of: date) -> QuerySet[Registration]:
    """The registrations the counts among `figures` rest on."""
    wanted = Q(pk__in=[])
    for figure in figures:
        if figure.criterion.is_count and figure.period:
            wanted |= Q(
                criterion=figure.criterion.pk,
                on__range=(figure.period.start, figure.period.end),
            )
    return Registration.objects.counting().filter(wanted, on__lte=as_of).order_by()


def estate_sums(figures: Iterable[Figure], as_of: date) -> dict[int, dict[int | None, int]]:
    """Criterion pk -> estate pk (None for the whole plan) -> what was counted there, by the same
    counting rule as the figure. One query."""
    found: dict[int, dict[int | None, int]] = defaultdict(dict)
    each_once = Q(criterion__counting_rule__in=EACH_ONCE)
    counted = Case(When(each_once, then=Coalesce("new", 0)), default=F("value"))
    rows = (
        behind(figures, as_of).values_list("criterion_id", "estate_id").annotate(total=Sum(counted))
    )
    for criterion, estate, total in rows:
        found[criterion][estate] = total
    return found


def breakdown_sums(figures: Iterable[Figure], as_of: date) -> dict[int, dict[str, dict[str, int]]]:
    """Criterion pk -> "age" or "gender" -> group -> what was counted in it. One query."""
    found: dict[int, dict[str, dict[str, int]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(int))
    )
    for criterion, breakdown in (
        behind(figures, as_of).exclude(breakdown={}).values_list("criterion_id", "breakdown")
    ):
        for dimension, groups in breakdown.items():
            for group, count in groups.items():
                found[criterion][dimension][group] += count
    return found


def activity_registrations(plan: Plan, activity_pk: int, until: date) -> list[Registration]:
    """The ten newest of an activity that count. One query."""
    rows = Registration.objects.counting().filter(
        plan=plan, criterion__activity=activity_pk, on__lte=until
    )
    return list(
        rows.select_related("criterion", "estate", "created_by").order_by("-on", "-pk")[:NEWEST]
    )
