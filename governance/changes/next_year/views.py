"""Next year's roll-over: its steps, its tables, the comparison, and the styregruppe's decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, bound, clock
from core.reading import read_key
from core.versioned import NotAllowedNow, StaleObject
from governance.changes.next_year import actions, lacking, page, rules
from governance.changes.next_year.forms import (
    HoursRow,
    MilestoneRow,
    NewMilestoneForm,
    Table,
    TableRow,
    TargetRow,
)
from governance.changes.next_year.words import texts
from governance.decided import DecisionForm, is_anothers
from governance.models import ForumKind, NextYear
from governance.views import form_page, one_click

State = NextYear.State


@require_safe
def landing(request: Request, slug: str) -> HttpResponse:
    """The year that is to be planned: its steps, how to begin it, or why there is none."""
    plan = plan_at(request, slug, "governance.view")
    year = rules.year_to_plan(plan, clock.today())
    rows = NextYear.objects.visible_to(request.user).filter(plan=plan)
    earlier = list(rows.filter(state=State.APPROVED).order_by("-year"))
    row = rows.select_related("plan", *BESIDE).filter(year=year).first() if year else None
    if row is not None:
        return _show(request, plan, row, earlier)
    context = {
        "plan": plan,
        "nav": "steering",
        "year": year,
        "ends": rules.ends_text(plan, clock.today()) if year is None else "",
        "may_write": request.user.has_perm("governance.propose", plan),
        "earlier": earlier,
    }
    return render(request, "governance/changes/next_year_begin.html", context)


@require_safe
def year_page(request: Request, slug: str, year: int) -> HttpResponse:
    plan, row = _seen(request, slug, year)
    return _show(request, plan, row, [])


def _show(request: Request, plan: Plan, row: NextYear, earlier: list[NextYear]) -> HttpResponse:
    may_write = request.user.has_perm("governance.propose", plan)
    context = {
        "plan": plan,
        "nav": "steering",
        "page": page.year_page(row, may_write=may_write),
        "earlier": earlier,
        "may_write": may_write and row.state == State.DRAFT,
        "may_take_back": may_write and row.state == State.PROPOSED,
        "may_drop": may_write and row.state != State.APPROVED,
        "may_decide": request.user.has_perm("governance.decide", plan)
        and row.state == State.PROPOSED
        and is_anothers(row, request.user),
    }
    return render(request, "governance/changes/next_year.html", context)


@require_POST
def begin(request: Request, slug: str, year: int) -> HttpResponse:
    plan = plan_at(request, slug, "governance.propose")

    def act() -> str:
        actions.begin(plan, year, by=request.user)
        return (
            f"Kladden til {year} er begyndt. Intet af den gælder, før styregruppen har "
            "godkendt den."
        )

    return one_click(request, reverse("next-year", args=[plan.slug]), act)


@require_http_methods(["GET", "POST"])
def targets(request: Request, slug: str, year: int) -> HttpResponse:
    """A target for each criterion, last year's and what was reached beside it."""
    plan, row = _reached(request, slug, year, "governance.propose")
    figures = lacking.last_figures(row)

    def read() -> tuple[page.Group[Any], ...]:
        return page.target_groups(row, figures)

    return _table(request, plan, row, read, TargetRow, part="targets", title=f"Måltal for {year}",
                  as_of=next((figure.as_of for figure in figures.values()), None))  # fmt: skip


@require_http_methods(["GET", "POST"])
def hours(request: Request, slug: str, year: int) -> HttpResponse:
    plan, row = _reached(request, slug, year, "governance.propose")
    return _table(
        request,
        plan,
        row,
        lambda: page.hours_groups(row),
        HoursRow,
        part="hours",
        title=f"Timer i {year}",
    )


@require_http_methods(["GET", "POST"])
def milestones(request: Request, slug: str, year: int) -> HttpResponse:
    plan, row = _reached(request, slug, year, "governance.propose")
    return _table(request, plan, row, lambda: page.milestone_groups(row), MilestoneRow,
                  part="milestones",
                  title=f"Milepæle i {year}")  # fmt: skip


@require_http_methods(["GET", "POST"])
def add_milestone(request: Request, slug: str, year: int) -> HttpResponse:
    plan, row = _reached(request, slug, year, "governance.propose")
    back = page.url(row, "next-year-milestones")
    return form_page(
        request,
        plan,
        NewMilestoneForm(row, request.POST or None),
        title=f"Ny milepæl i {year}",
        back=back,
        up=(f"Milepæle i {year}", back),
        save=lambda form: actions.add_milestone(form.instance, by=request.user),
        said="Milepælen er skrevet.",
    )


@require_POST
def fill(request: Request, slug: str, year: int) -> HttpResponse:
    """Take in what has come to the plan since the draft was begun."""
    _, row = _reached(request, slug, year, "governance.propose")

    def act() -> str:
        actions.fill(row, by=request.user)
        return "Kladden er bragt på højde med planen."

    return one_click(request, row.get_absolute_url(), act)


@require_POST
def propose(request: Request, slug: str, year: int) -> HttpResponse:
    _, row = _reached(request, slug, year, "governance.propose")
    version = read_key(request.POST.get("lock_version", "")) or 0

    def act() -> str:
        actions.propose(row, expected_version=version, by=request.user)
        return f"{year} er indstillet til styregruppen."

    return one_click(request, row.get_absolute_url(), act)


@require_POST
def take_back(request: Request, slug: str, year: int) -> HttpResponse:
    _, row = _reached(request, slug, year, "governance.propose")

    def act() -> str:
        actions.take_back(row, by=request.user)
        return f"{year} er en kladde igen."

    return one_click(request, row.get_absolute_url(), act)


@require_http_methods(["GET", "POST"])
def decide(request: Request, slug: str, year: int) -> HttpResponse:
    """What the styregruppe decided, beside all it is about."""
    plan, row = _reached(request, slug, year, "governance.decide")
    if request.method == "GET" and row.state != State.PROPOSED:
        messages.info(request, "Året er kommet videre. Se, hvordan det står nu.")
        return redirect(row)
    words = (f"Godkendt: {year} gælder", "Ikke godkendt: kladden rettes")
    form = DecisionForm(
        plan, ForumKind.STEERING_GROUP, words, bound.token(texts(row)), request.POST or None
    )

    def save(form: DecisionForm) -> None:
        data = form.cleaned_data
        actions.decide(
            row,
            yes=form.is_yes,
            where=form.where,
            note=data["note"],
            shown=data["shown"],
            by=request.user,
        )

    return form_page(
        request,
        plan,
        form,
        title=f"Styregruppens beslutning om {year}",
        back=row.get_absolute_url(),
        up=_up(row),
        save=save,
        verb="Notér beslutningen",
        said="Beslutningen er noteret.",
        template="governance/changes/next_year_decide.html",
        compared=page.comparison(row),
    )


@require_safe
def compare(request: Request, slug: str, year: int) -> HttpResponse:
    """The old year beside the new one."""
    plan, row = _seen(request, slug, year)
    context = {
        "plan": plan,
        "nav": "steering",
        "row": row,
        "up": _up(row),
        "compared": page.comparison(row),
    }
    return render(request, "governance/changes/next_year_compare.html", context)


@require_http_methods(["GET", "POST"])
def drop(request: Request, slug: str, year: int) -> HttpResponse:
    """Throw the draft away, asked once."""
    plan, row = _reached(request, slug, year, "governance.propose")
    if request.method == "POST":

        def act() -> str:
            actions.drop(row, by=request.user)
            return f"Kladden til {year} er slettet. Den har aldrig gjaldt."

        return one_click(request, reverse("next-year", args=[plan.slug]), act)
    if row.state == State.APPROVED:
        messages.info(request, f"{year} er godkendt og kan ikke slettes.")
        return redirect(row)
    context = {"plan": plan, "nav": "steering", "row": row, "up": _up(row)}
    return render(request, "governance/changes/next_year_drop.html", context)


BESIDE = ("proposed_by", "decided_in__meeting")


def _table(
    request: Request,
    plan: Plan,
    row: NextYear,
    read: Callable[[], tuple[page.Group[Any], ...]],
    row_form: Callable[..., TableRow],
    *,
    part: str,
    **context: Any,
) -> HttpResponse:
    """A table of the draft, shown or taken whole: what is refused, and what two wrote at once,
    stands with all that was typed, and nothing is saved."""
    if request.method == "GET" and row.state != State.DRAFT:
        messages.info(request, f"{row.year} er ikke længere en kladde.")
        return redirect(row)
    groups, table = _read(read, row_form, request)
    status, refused, conflicts = 200, "", []
    if request.method == "POST":
        status = 422
        try:
            if table.is_valid() and not table.conflicts:
                actions.save_rows(row, table.changed, by=request.user)
                messages.success(request, f"{context['title']} er gemt.")
                return redirect(row)
        except StaleObject:  # saved between the look and the claim
            groups, table = _read(read, row_form, request)
        except NotAllowedNow as error:
            refused = str(error)
        except ValidationError as error:
            refused = " ".join(error.messages)
        if table.is_valid() and not refused:
            status, conflicts = 409, table.conflicts
            table.read_again(request.POST)
    forms = {form.instance.pk: form for form in table.forms}
    lines = [(group.name, [(line, forms[line.row.pk]) for line in group.lines]) for group in groups]
    page_context = {"plan": plan, "nav": "steering", "row": row, "up": _up(row), "groups": lines,
                    "status": status,
                    "errors": table.errors, "refused": refused, "conflicts": conflicts}  # fmt: skip
    return render(
        request, f"governance/changes/next_year_{part}.html", page_context | context, status=status
    )


def _read(
    read: Callable[[], tuple[page.Group[Any], ...]],
    row_form: Callable[..., TableRow],
    request: Request,
) -> tuple[tuple[page.Group[Any], ...], Table]:
    groups = read()
    forms = []
    for group in groups:
        for line in group.lines:
            form = row_form(line.row, request.POST or None)
            form.label = line.name
            forms.append(form)
    return groups, Table(forms)


def _seen(request: Request, slug: str, year: int) -> tuple[Plan, NextYear]:
    plan = plan_at(request, slug, "governance.view")
    rows = NextYear.objects.visible_to(request.user).select_related("plan", *BESIDE)
    return plan, get_object_or_404(rows, plan=plan, year=year)


def _reached(request: Request, slug: str, year: int, permission: str) -> tuple[Plan, NextYear]:
    plan, row = _seen(request, slug, year)
    access.require(request.user, permission, plan)
    return plan, row


def _up(row: NextYear) -> tuple[str, str]:
    return str(row.year), row.get_absolute_url()
