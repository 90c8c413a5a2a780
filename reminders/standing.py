"""How plans stand, as the calendar's rules ask: read for many at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from accounts.models import Membership, Role, User
from activities.models import Plan
from core.models import Message
from core.periods import Period
from governance.models import ForumKind, Meeting
from reminders.kinds import REMINDERS
from reminders.occasion import Ask, Standing
from reporting.emails.letters import about
from reporting.models import Report, ReportKind, State
from reporting.package.due import open_years

NOTICED = timedelta(days=92)  # how long before its first mail a year is spoken of


def standings(plans: Iterable[Plan], today: date) -> list[Standing]:
    """The standing of each plan as of `today`. Seven queries beside the plans, however many they
    are."""
    plans = list(plans)
    meetings, notes, people, told = (
        _meetings(plans, today),
        _notes(plans),
        _people(plans, today),
        _told(plans),
    )
    returns = open_years(plans, today)
    return [
        Standing(
            plan,
            tuple(meetings[plan.pk]),
            notes[plan.pk],
            {role: tuple(users) for role, users in people[plan.pk].items()},
            frozenset(told[about(plan)]),
            tuple(one for one in returns[plan.pk] if one.begins <= today + NOTICED),
        )
        for plan in plans
    ]


def _meetings(plans: list[Plan], today: date) -> dict[int, list[Meeting]]:
    found = defaultdict(list)
    rows = Meeting.objects.ahead(today, ForumKind.STEERING_GROUP, ForumKind.REFERENCE_GROUP)
    rows = rows.filter(Q(forum__plan__in=plans) | Q(forum__shared_with__in=plans)).distinct()
    wanted = {plan.pk for plan in plans}
    for meeting in rows.select_related("forum").prefetch_related("forum__shared_with"):
        for pk in wanted & meeting.forum.plan_pks:
            found[pk].append(meeting)
    return found


def _notes(plans: list[Plan]) -> dict[int, dict[Period, State]]:
    found: dict[int, dict[Period, State]] = defaultdict(dict)
    rows = Report.objects.filter(plan__in=plans, kind=ReportKind.STATUS_NOTE).order_by("revision")
    for plan, period, state in rows.values_list("plan_id", "period", "state"):
        if found[plan].get(period) != State.ISSUED:
            found[plan][period] = State(state)
    return found


def _people(plans: list[Plan], today: date) -> dict[int, dict[Role, list[User]]]:
    found: dict[int, dict[Role, list[User]]] = defaultdict(lambda: defaultdict(list))
    rows = Membership.objects.in_force(today).filter(
        plan__in=plans,
        role__in={one.role for one in REMINDERS.values()},
        user__is_active=True,
    )
    for membership in rows.select_related("user").order_by("user__name", "user", "pk"):
        users = found[membership.plan_id][Role(membership.role)]
        if membership.user not in users:
            users.append(membership.user)
    return found


def _told(plans: list[Plan]) -> dict[str, list[str]]:
    found = defaultdict(list)
    rows = Message.objects.filter(
        about__in=[about(plan) for plan in plans], kind__in=list(Ask)
    ).order_by()
    for filed, key in rows.values_list("about", "key"):
        found[filed].append(key)
    return found
