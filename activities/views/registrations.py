"""The registrations themselves: find, correct, take back, and see who did what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities import actions, presenting
from activities.filters import RegistrationFilter
from activities.forms import RegistrationEditForm
from activities.forms.registration import shown
from activities.models import Plan, Registration
from activities.queries import closed_periods, estates_of
from activities.views.common import plan_for, said_with_undo
from activities.views.register import is_inline, saved_inline
from core import audit
from core.access import require
from core.danish import capital, quantity
from core.forms import add_errors, stale_response
from core.models import NotAllowedNow, StaleObject
from core.periods import Period
from core.redirects import back_to, back_to_page, safe_next

PER_PAGE = 25


@dataclass(frozen=True)
class Column:
    """A column one may sort by: its word in the address and the fields behind."""

    key: str
    label: str
    fields: tuple[str, ...]
    is_number: bool = False


COLUMNS = (
    Column("dato", "Dato", ("on",)),
    Column("kriterium", "Kriterium", ("criterion__activity__position", "criterion__level", "criterion__code")),
    Column("antal", "Antal", ("value",), is_number=True),
    Column("nye", "Heraf nye", ("new",), is_number=True),
    Column("afdeling", "Afdeling", ("estate__name",)),
    Column("af", "Af", ("created_by__name",)),
)
NEWEST_FIRST = "-dato"


@dataclass(frozen=True)
class Heading:
    """A column's heading: where a click leads, and how the list is sorted now (aria-sort)."""

    column: Column
    url: str
    sorted: str


@dataclass(frozen=True)
class Row:
    """A registration as the list shows it, with what this person may do to it."""

    registration: Registration
    amount: str
    area: int
    may_amend: bool
    locked: Period | None

    @property
    def is_amended(self) -> bool:
        """Saved again since it was made."""
        return self.registration.lock_version > 1


@require_safe
def registration_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All registrations of the plan; each may change what `activities.amend` allows."""
    plan = plan_for(request, "activities.view_registrations", slug)
    found = RegistrationFilter(request.GET or None, plan=plan, queryset=_registrations(plan))
    sort = _sort(request)
    total, voided = _counts(found.qs)
    pages = Paginator(found.qs.order_by(*_order(sort)), PER_PAGE)
    pages.count = total  # type: ignore[misc]  # counted already, together with the voided
    page = pages.get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "nav": "registrations",
        "filter": found,
        "rows": list(_list_rows(request, plan, page)),
        "page_obj": page,
        "headings": [_heading(request, column, sort) for column in COLUMNS],
        "heading": _list_heading(total, voided, found.about),
        "here": request.get_full_path(),
        "sort": "" if sort == NEWEST_FIRST else sort,
        "may_register": request.user.has_perm("activities.work_in_plan", plan),
        "may_close": request.user.has_perm("activities.close_period", plan),
    }
    return render(request, "activities/registration_list.html", context)


def _registrations(plan: Plan) -> QuerySet[Registration]:
    return Registration.objects.filter(plan=plan).select_related(
        "criterion__activity__focus_area", "estate", "created_by", "voided_by"
    )


def _counts(rows: QuerySet[Registration]) -> tuple[int, int]:
    """(all, voided) of the rows, in one query."""
    counted = rows.aggregate(total=Count("pk"), voided=Count("pk", filter=Q(voided_at__isnull=False)))
    return counted["total"], counted["voided"]


def _list_heading(total: int, voided: int, about: str) -> str:
    """ "34 registreringer i 2013", "34 registreringer i 2013, og 2 fortrudte", "2 fortrudte registreringer"."""
    if voided and voided == total:
        return quantity(voided, "fortrudt registrering", "fortrudte registreringer") + about
    heading = quantity(total - voided, "registrering", "registreringer") + about
    return f"{heading}, og {quantity(voided, 'fortrudt', 'fortrudte')}" if voided else heading


def _sort(request: HttpRequest) -> str:
    asked = request.GET.get("sorter", "")
    return asked if asked.removeprefix("-") in {c.key for c in COLUMNS} else NEWEST_FIRST


def _order(sort: str) -> list[str]:
    sign = "-" if sort.startswith("-") else ""
    fields = next(c.fields for c in COLUMNS if c.key == sort.removeprefix("-"))
    return [*(f"{sign}{field}" for field in fields), "-on", "-pk"] if "on" not in fields else [f"{sign}on", f"{sign}pk"]


def _heading(request: HttpRequest, column: Column, sort: str) -> Heading:
    current = sort.removeprefix("-") == column.key
    down = sort.startswith("-")
    turned = column.key if not current or down else f"-{column.key}"
    query = _query_without(request, "page", "sorter")
    return Heading(
        column=column,
        url=f"?{query}sorter={turned}",
        sorted=("descending" if down else "ascending") if current else "",
    )


def _query_without(request: HttpRequest, *names: str) -> str:
    """The address's query with these words left out, ready to be added to."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    text = query.urlencode()
    return f"{text}&" if text else ""


def _list_rows(request: HttpRequest, plan: Plan, page: Page) -> Iterator[Row]:
    closed = closed_periods(plan)
    for registration in page:
        registration.plan = plan
        period = plan.period_of(registration.on)
        yield Row(
            registration=registration,
            amount=presenting.amount(registration),
            area=presenting.band(registration.criterion.activity.focus_area),
            may_amend=request.user.has_perm("activities.amend", registration),
            locked=period if period in closed else None,
        )


def _reach_row(request: HttpRequest, slug: str, pk: int, permission: str) -> Registration:
    """The registration, with its plan at hand: 404 in another plan, 403 when refused."""
    plan = plan_for(request, "activities.view_registrations", slug)
    row: Registration = get_object_or_404(_registrations(plan), pk=pk)
    row.plan = row.criterion.activity.plan = plan
    require(request.user, permission, row)
    return row


# Correcting


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct a registration; 409 with both texts when someone else saved in between."""
    row = _reach_row(request, slug, pk, "activities.amend")
    form = RegistrationEditForm(
        request.POST or None, criterion=row.criterion, estates=estates_of(row.criterion.activity), registration=row
    )
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid() and _amend(request, row, form):
                return back_to(request, reverse("registration-list", args=[slug]))
        except StaleObject as stale:
            return stale_response(request, stale, form)
        status = 422
    context = {
        "plan": row.plan,
        "nav": "registrations",
        "row": row,
        "form": form,
        "amount": presenting.amount(row),
        "created_at": localtime(row.created_at),
        "next": safe_next(request),
        "back_url": safe_next(request) or reverse("registration-list", args=[slug]),
        "locked": _lock_of(row),
    }
    return render(request, "activities/registration_edit.html", context, status=status)


def _amend(request: HttpRequest, row: Registration, form: RegistrationEditForm) -> bool:
    try:
        actions.amend(
            row,
            expected_version=form.expected_version,
            by=request.user,
            reason=form.cleaned_data["reason"],
            **form.figures(),
        )
    except (ValidationError, NotAllowedNow) as error:
        add_errors(form, error, field="on")
        return False
    messages.success(request, f"Rettet til {presenting.amount(row)}, {presenting.where_and_when(row)}.")
    return True


def _lock_of(row: Registration) -> Period | None:
    period = row.plan.period_of(row.on)
    return period if period in closed_periods(row.plan) else None


# Taking back


@require_POST
def void(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a registration out of every figure; the toast offers to bring it back."""
    row = _reach_row(request, slug, pk, "activities.amend")
    try:
        actions.void(row, by=request.user)
    except NotAllowedNow as error:
        return _refused(request, row, error)
    if is_inline(request):
        return saved_inline(request, row.plan, row)
    url = reverse("registration-restore", args=[slug, pk])
    said_with_undo(request, f"Fortrudt: {presenting.amount(row)} tæller ikke længere med.", url)
    return back_to_page(request, reverse("registration-list", args=[slug]))


@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a voided registration count again."""
    row = _reach_row(request, slug, pk, "activities.amend")
    try:
        actions.restore(row, by=request.user)
    except NotAllowedNow as error:
        return _refused(request, row, error)
    if is_inline(request):
        return saved_inline(request, row.plan, row)
    messages.success(request, f"Gendannet: {presenting.amount(row)} tæller med igen.")
    return back_to_page(request, reverse("registration-list", args=[slug]))


def _refused(request: HttpRequest, row: Registration, error: NotAllowedNow) -> HttpResponse:
    if is_inline(request):
        return render(request, "activities/_log_errors.html", {"plan": row.plan, "error": str(error)})
    messages.error(request, str(error))
    return back_to_page(request, reverse("registration-list", args=[row.plan.slug]))


# Who did what


@dataclass(frozen=True)
class HistoryField:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryLine:
    """One version in words: what happened, when, by whom, why, and from what to what."""

    title: str
    at: datetime
    by: Any
    reason: str
    fields: tuple[HistoryField, ...]


TITLES = {"Registreret": "Registreret", "Fortrudt": "Fortrudt", "Gendannet": "Gendannet"}
HIDDEN = ("lock_version", "voided_at", "voided_by", "created_at", "created_by", "source")
NAMES = {"antal": "value", "fordeling": "breakdown", "afdeling": "estate"}


@require_safe
def history(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Every version of a registration, newest first."""
    row = _reach_row(request, slug, pk, "activities.view_registrations")
    context = {
        "plan": row.plan,
        "nav": "registrations",
        "row": row,
        "amount": presenting.amount(row),
        "where": presenting.where_and_when(row),
        "lines": [_line(change) for change in audit.changes(row, hide=HIDDEN)],
        "may_amend": request.user.has_perm("activities.amend", row) and _lock_of(row) is None,
        "here": request.get_full_path(),
    }
    return render(request, "activities/registration_history.html", context)


def _line(change: audit.Change) -> HistoryLine:
    title = TITLES.get(change.reason) or ("Registreret" if change.verb == "oprettet" else "Rettet")
    return HistoryLine(
        title=title,
        at=localtime(change.at),
        by=change.by,
        reason="" if change.reason in {title, ""} else change.reason,
        fields=tuple(_field(f) for f in change.fields),
    )


def _field(change: audit.FieldChange) -> HistoryField:
    name = NAMES.get(change.label, "")
    return HistoryField(capital(change.label), shown(name, change.old), shown(name, change.new))
