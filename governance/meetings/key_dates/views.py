"""Newsletters and the plan's other own deadlines."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, clock
from core.danish import quantity
from core.downloads import as_attachment, safe_name
from core.reading import read_key
from core.versioned import NotAllowedNow
from governance.meetings.calendar import ics
from governance.meetings.key_dates import actions
from governance.meetings.key_dates.forms import DeadlineForm, FinishForm, NewsletterForm
from governance.meetings.key_dates.page import key_date_page
from governance.models import KeyDate
from governance.views import form_page, history_page, one_click, part_page


@require_safe
def key_date_list(request: Request, slug: str) -> HttpResponse:
    """What should be out or done, what comes, and what is done."""
    plan = plan_at(request, slug, "governance.view")
    rows = list(plan.key_dates.select_related("criterion__activity"))
    page = key_date_page(
        plan, rows, actions.counted(row for row in rows if row.is_done), clock.today()
    )
    return part_page(request, plan, "governance/meetings/key_dates.html", page=page)


@require_http_methods(["GET", "POST"])
def add_newsletter(request: Request, slug: str) -> HttpResponse:
    plan = plan_at(request, slug, "governance.write")
    form = NewsletterForm(plan, request.POST or None)
    return _write(
        request,
        plan,
        form,
        title="Nyt nyhedsbrev",
        reason="Skrevet",
        said="Nyhedsbrevet står i årshjulet.",
    )


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str) -> HttpResponse:
    plan = plan_at(request, slug, "governance.write")
    form = DeadlineForm(plan, request.POST or None)
    return _write(
        request, plan, form, title="Ny frist", reason="Skrevet", said="Fristen står i årshjulet."
    )


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _key_date(request, slug, pk)
    make = NewsletterForm if row.is_newsletter else DeadlineForm
    form = make(plan, request.POST or None, instance=row)
    remove_url = "" if row.is_done else reverse("key-date-remove", args=[plan.slug, row.pk])
    title, said = (
        ("Ret nyhedsbrevet", "Nyhedsbrevet") if row.is_newsletter else ("Ret fristen", "Fristen")
    )
    return _write(
        request, plan, form, title=title, reason="Rettet", said=f"{said} er rettet.",
        remove_url=remove_url,
        remove_verb="Slet den",
    )  # fmt: skip


def _write(request: Request, plan: Plan, form: Any, *, reason: str, **page: Any) -> HttpResponse:
    def save(form: Any) -> KeyDate:
        return actions.write(
            form.instance, by=request.user, reason=reason, expected_version=form.version
        )

    return form_page(request, plan, form, back=_url(plan), up=_up(plan), save=save, **page)


@require_http_methods(["GET", "POST"])
def finish(request: Request, slug: str, pk: int) -> HttpResponse:
    """Out, sent or done, on which day."""
    plan, row = _key_date(request, slug, pk)
    form = FinishForm(row, request.POST or None)
    counts = (
        f" Det tæller så som 1 i {row.criterion}: skriv det ikke også under Registrér."
        if row.criterion
        else ""
    )

    def save(form: FinishForm) -> None:
        data = form.cleaned_data
        actions.finish(
            row,
            on=data["done_on"],
            copies=data.get("copies"),
            by=request.user,
            expected_version=form.expected_version,
        )

    return form_page(
        request, plan, form,
        title="Nyhedsbrevet er udkommet" if row.is_newsletter else "Fristen er holdt",
        lead=f"{row.title}.{counts}", back=_url(plan), up=_up(plan), save=save,
        said=f"»{row.title}« er gjort.",
    )  # fmt: skip


@require_POST
def reopen(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _key_date(request, slug, pk)

    def act() -> str:
        actions.reopen(row, by=request.user)
        return f"»{row.title}« er åben igen." + (
            " Den tæller ikke længere med." if row.criterion else ""
        )

    return one_click(request, _url(plan), act)


@require_POST
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _key_date(request, slug, pk)

    def act() -> str:
        actions.remove(row, by=request.user)
        return f"»{row.title}« er slettet."

    return one_click(request, _url(plan), act)


@require_POST
def repeat(request: Request, slug: str) -> HttpResponse:
    """Next year's, from a year's."""
    plan = plan_at(request, slug, "governance.write")

    def act() -> str:
        year = read_key(request.POST.get("year", ""))
        if year is None:
            raise NotAllowedNow("Vælg et år, planen løber i.")
        made = actions.repeat(plan, year, by=request.user)
        if not made:
            raise NotAllowedNow(f"Der er ingen frister i {year} at skrive videre i planens tid.")
        return (
            f"{quantity(made, 'frist', 'frister')} i {int(year) + 1} er skrevet. Ret dem, "
            "der ikke passer."
        )

    return one_click(request, _url(plan), act)


@require_safe
def calendar_file(request: Request, slug: str, pk: int) -> HttpResponse | FileResponse:
    """Its days, for one's own calendar."""
    plan = plan_at(request, slug, "governance.view")
    row = get_object_or_404(plan.key_dates.select_related("plan"), pk=pk)
    return as_attachment(
        ics.calendar(str(plan), ics.days_of(row)), safe_name(f"{row.title}.ics"), ics.CONTENT_TYPE
    )


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan = plan_at(request, slug, "activities.view_registrations")
    row = get_object_or_404(plan.key_dates, pk=pk)
    return history_page(request, plan, row, back=_url(plan), up=_up(plan))


def _key_date(request: Request, slug: str, pk: int) -> tuple[Plan, KeyDate]:
    plan = plan_at(request, slug, "governance.view")
    rows = plan.key_dates.select_related("plan", "criterion__activity__plan")
    return plan, access.find(request.user, "governance.write", rows, pk=pk)


def _url(plan: Plan) -> str:
    return reverse("key-date-list", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Nyhedsbreve og frister", _url(plan)
