"""The list of all registrations: found, sorted, in pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from activities import presenting
from activities.at import plan_at
from activities.filters import RegistrationFilter
from activities.models import Plan, Registration
from activities.queries import closed_periods, registrations_of
from core.danish import quantity
from core.periods import Period
from core.sorting import Heading

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
    Column(
        "kriterium",
        "Kriterium",
        ("criterion__activity__position", "criterion__level", "criterion__code"),
    ),
    Column("antal", "Antal", ("value",), is_number=True),
    Column("nye", "Heraf nye", ("new",), is_number=True),
    Column("afdeling", "Afdeling", ("estate__name",)),
    Column("af", "Af", ("created_by__name",)),
)
NEWEST_FIRST = "-dato"


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
def registration_list(request: Request, slug: str) -> HttpResponse:
    """All registrations of the plan; each may change what `activities.amend` allows."""
    plan = plan_at(request, slug, "activities.view_registrations")
    found = RegistrationFilter(request.GET or None, plan=plan, queryset=registrations_of(plan))
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


def _counts(rows: QuerySet[Registration]) -> tuple[int, int]:
    """(all, voided) of the rows, in one query."""
    counted = rows.aggregate(
        total=Count("pk"), voided=Count("pk", filter=Q(voided_at__isnull=False))
    )
    return counted["total"], counted["voided"]


def _list_heading(total: int, voided: int, about: str) -> str:
    """ "34 registreringer i 2013", "34 registreringer i 2013, og 2 fortrudte", "2 fortrudte
    registreringer"."""
    if voided and voided == total:
        return quantity(voided, "fortrudt registrering", "fortrudte registreringer") + about
    heading = quantity(total - voided, "registrering", "registreringer") + about
    return f"{heading}, og {quantity(voided, 'fortrudt', 'fortrudte')}" if voided else heading


def _sort(request: Request) -> str:
    asked = request.GET.get("sorter", "")
    return asked if asked.removeprefix("-") in {c.key for c in COLUMNS} else NEWEST_FIRST


def _order(sort: str) -> list[str]:
    sign = "-" if sort.startswith("-") else ""
    fields = next(c.fields for c in COLUMNS if c.key == sort.removeprefix("-"))
    return (
        [*(f"{sign}{field}" for field in fields), "-on", "-pk"]
        if "on" not in fields
        else [f"{sign}on", f"{sign}pk"]
    )


def _heading(request: Request, column: Column, sort: str) -> Heading:
    current = sort.removeprefix("-") == column.key
    down = sort.startswith("-")
    turned = column.key if not current or down else f"-{column.key}"
    query = _query_without(request, "page", "sorter")
    return Heading(
        label=column.label,
        url=f"?{query}sorter={turned}",
        sorted=("descending" if down else "ascending") if current else "",
        is_number=column.is_number,
    )


def _query_without(request: Request, *names: str) -> str:
    """The address's query with these words left out, ready to be added to."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    text = query.urlencode()
    return f"{text}&" if text else ""


def _list_rows(request: Request, plan: Plan, page: Page) -> Iterator[Row]:
    closed = closed_periods(plan)
    for registration in page:
        registration.plan = plan
        period = plan.period_of(registration.on)
        yield Row(
            registration=registration,
            amount=presenting.amount(registration),
            area=registration.criterion.activity.focus_area.band,
            may_amend=request.user.has_perm("activities.amend", registration),
            locked=period if period in closed else None,
        )
