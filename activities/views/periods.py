"""Closing a reporting period, opening it again, and who did so when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.models import User
from activities import actions
from activities.at import plan_at
from activities.forms import ReopenForm
from activities.models import PeriodLock, Plan
from activities.queries import closed_periods, period_content
from activities.weeks import monday_of, week_code
from core import clock
from core.danish import capital, day, long_day, quantity, word
from core.forms import add_errors
from core.lights import Light
from core.periods import Period
from core.redirects import back_to, safe_next
from core.versioned import NotAllowedNow


@dataclass(frozen=True)
class LockLine:
    """One act on a period's lock."""

    title: str
    at: datetime
    by: User | None
    reason: str = ""


@require_safe
def period_list(request: Request, slug: str) -> HttpResponse:
    """The plan's periods so far: open or closed, and the way to change that."""
    plan = plan_at(request, slug, "activities.close_period")
    closed = closed_periods(plan)
    today = clock.today()
    periods: list[dict[str, Any]] = [
        {
            "period": p,
            "closed": p in closed,
            "over": p.end < today,
            "closes_from": day(p.next().start),
        }
        for year in range(min(today, plan.ends_on).year, plan.starts_on.year - 1, -1)
        for p in reversed(plan.periods(year))
        if p.start <= today and _is_of_plan(plan, p)
    ]
    waiting = sum(row["over"] and not row["closed"] for row in periods)
    context = {
        "plan": plan,
        "nav": "registrations",
        "heading": _list_heading(waiting),
        "periods": periods,
        "lines": _all_lines(plan),
    }
    return render(request, "activities/period_list.html", context)


def _list_heading(waiting: int) -> str:
    if not waiting:
        return "Alle afsluttede perioder er lukket"
    return (
        "Én periode kan lukkes" if waiting == 1 else f"{capital(word(waiting))} perioder kan lukkes"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, slug: str, period: Period) -> HttpResponse:
    """GET: what the period holds, before it is closed. POST: close it."""
    plan = plan_at(request, slug, "activities.close_period")
    _require_of_plan(plan, period)
    if request.method == "POST":
        try:
            actions.close_period(plan, period, by=request.user)
        except NotAllowedNow as error:
            messages.error(request, str(error))
            return redirect("period-close", slug, period)
        messages.success(request, f"{period.label} er lukket. Tallene kan ikke ændres mere.")
        return back_to(request, reverse("period-close", args=[slug, period]))
    content = period_content(plan, period)
    context = {
        "plan": plan,
        "nav": "registrations",
        "period": period,
        "is_closed": period in closed_periods(plan),
        "is_over": period.end < clock.today(),
        "closes_from": long_day(period.next().start),
        "content": content,
        "registrations": quantity(content.registrations, "registrering", "registreringer"),
        "without": quantity(len(content.without), "kriterium", "kriterier"),
        "hours_weeks": quantity(content.hours_weeks, "uge", "uger"),
        "last_week": week_code(monday_of(min(period.end, clock.today()))),
        "prefill_on": min(period.end, clock.today()).isoformat(),
        "on_track": Light.ON_TRACK,
        "at_risk": Light.AT_RISK,
        "list_url": reverse("period-list", args=[slug]),
        "lines": _lines(plan, period),
        "next": safe_next(request),
    }
    return render(request, "activities/period_close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Request, slug: str, period: Period) -> HttpResponse:
    """Open a closed period again, with a reason that stands on record."""
    plan = plan_at(request, slug, "activities.close_period")
    _require_of_plan(plan, period)
    form = ReopenForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _reopen(request, plan, period, form):
            messages.success(
                request, f"{period.label} er åben igen. Husk at lukke den, når du er færdig."
            )
            return back_to(request, reverse("period-close", args=[slug, period]))
        status = 422
    context = {
        "plan": plan,
        "nav": "registrations",
        "period": period,
        "form": form,
        "is_closed": period in closed_periods(plan),
        "lines": _lines(plan, period),
        "list_url": reverse("period-list", args=[slug]),
        "next": safe_next(request),
    }
    return render(request, "activities/period_reopen.html", context, status=status)


def _reopen(request: Request, plan: Plan, period: Period, form: ReopenForm) -> bool:
    try:
        actions.reopen_period(plan, period, by=request.user, reason=form.cleaned_data["reason"])
    except (ValidationError, NotAllowedNow) as error:
        add_errors(form, error)
        return False
    return True


def _require_of_plan(plan: Plan, period: Period) -> None:
    """404 for a period the plan does not report by."""
    if period not in plan.periods(period.start.year) or not _is_of_plan(plan, period):
        raise Http404


def _is_of_plan(plan: Plan, period: Period) -> bool:
    """Whether the plan runs in the period: one that begins in August has no first half of that
    year."""
    return period.start <= plan.ends_on and period.end >= plan.starts_on


def _locks(plan: Plan) -> Any:
    return PeriodLock.objects.filter(plan=plan).select_related("closed_by", "reopened_by")


def _lines(plan: Plan, period: Period) -> list[LockLine]:
    return _told(list(_locks(plan).filter(period=period)), named=False)


def _all_lines(plan: Plan) -> list[LockLine]:
    return _told(list(_locks(plan)), named=True)


def _told(locks: list[PeriodLock], *, named: bool) -> list[LockLine]:
    """The acts on `locks`, newest first; with the period's name where several stand together."""
    found = []
    for lock in locks:
        name = f"{lock.period.label} " if named else ""
        found.append(LockLine(capital(f"{name}lukket"), localtime(lock.closed_at), lock.closed_by))
        if lock.reopened_at:
            title = capital(f"{name}genåbnet")
            found.append(
                LockLine(title, localtime(lock.reopened_at), lock.reopened_by, lock.reopened_reason)
            )
    return sorted(found, key=lambda line: line.at, reverse=True)
