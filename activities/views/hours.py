"""Hours by week: one sheet, saved whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from activities import actions
from activities.at import plan_at
from activities.forms import WeekForm
from activities.forms.hours import filled, reread
from activities.hours import THURSDAY
from activities.models import HoursEntry, Plan, StaffRole
from activities.weeks import (
    WEEK,
    Cell,
    Sheet,
    missing_weeks,
    monday_of,
    planned,
    read_sheet,
    read_week,
    week_code,
    week_days,
    week_label,
    written,
)
from core import clock
from core.danish import capital, clock_time, exact_number, quantity, word
from core.versioned import NotAllowedNow, StaleObject

SHOWN_MISSING = 8


@dataclass(frozen=True)
class Line:
    """An activity's row: its cells (None where the role has no hours), written and planned."""

    code: str
    name: str
    cells: tuple["Shown | None", ...]
    written: str
    planned: str


@dataclass(frozen=True)
class Shown:
    """A cell as drawn: a field to write in, or only what is written."""

    cell: Cell
    field: BoundField | None
    version: BoundField | None
    was: BoundField | None
    text: str
    planned: str
    copied: bool

    @property
    def value(self) -> str:
        """What the field holds, as it was typed."""
        value = self.field.value() if self.field else None
        return "" if value is None else str(value)


@dataclass(frozen=True)
class State:
    """What a request found: the form, cells others changed meanwhile, cells filled from last
    week."""

    form: WeekForm
    conflicts: dict[tuple[int, int], str]
    copied: frozenset[tuple[int, int]] = frozenset()
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: Request, slug: str) -> HttpResponse:
    """The sheet of ?uge=2013-35 (this week without). POST saves it, or with `kopi` fills in last
    week's."""
    plan = plan_at(request, slug, "activities.view_hours")
    week, week_error = _week(request, plan)
    roles, open_roles = _roles(request, plan)
    sheet = read_sheet(plan, week, roles)
    if request.method != "POST":
        return _page(
            request, sheet, State(WeekForm(cells=_open_cells(sheet, open_roles)), {}), week_error
        )
    if not open_roles:
        raise PermissionDenied
    form = WeekForm(request.POST, cells=_open_cells(sheet, open_roles))
    if week_error:  # never into another week than the one that was meant
        return _page(request, sheet, State(form, {}, status=422), week_error)
    if "kopi" in request.POST:
        form, copied = filled(form, request.POST, read_sheet(plan, week - WEEK, roles))
        return _page(request, sheet, State(form, {}, frozenset(copied)), week_error)
    try:
        if not form.is_valid() or (changed := _log(request, sheet, form)) is None:
            return _page(request, sheet, State(form, {}, status=422), week_error)
    except StaleObject:
        sheet = read_sheet(plan, week, roles)
        form, conflicts = reread(form, _open_cells(sheet, open_roles))
        return _page(request, sheet, State(form, conflicts, status=409), week_error)
    _say_saved(request, week, changed)
    return redirect(f"{reverse('hours', args=[slug])}?uge={week_code(week)}")


def _week(request: Request, plan: Plan) -> tuple[date, str]:
    """The Monday asked for, and what is wrong with what was asked: then it is the latest week
    there is."""
    latest = monday_of(min(clock.today(), plan.ends_on))
    text = request.GET.get("uge") or ""
    if not text:
        return latest, ""
    try:
        week = read_week(text)
    except ValueError as error:
        return latest, str(error)
    if week > latest:
        return latest, f"{capital(week_label(week))} er ikke begyndt. Her er {week_label(latest)}."
    if week < monday_of(plan.starts_on):
        return (
            latest,
            f"{capital(week_label(week))} ligger før planens start. Her er {week_label(latest)}.",
        )
    return week, ""


def _roles(request: Request, plan: Plan) -> tuple[list[StaffRole], set[int]]:
    """The roles to show and those to write for: all for who may write all or only look, else
    one's own."""
    roles = list(StaffRole.objects.filter(plan=plan))
    mine = [
        r
        for r in roles
        if request.user.has_perm("activities.log_hours", HoursEntry(plan=plan, staff_role=r))
    ]
    return mine or roles, {role.pk for role in mine}


def _open_cells(sheet: Sheet, open_roles: set[int]) -> list[Cell]:
    return [cell for cell in sheet.cells.values() if cell.role.pk in open_roles]


def _log(request: Request, sheet: Sheet, form: WeekForm) -> int | None:
    """How many cells were changed; None with the reasons in `form`."""
    try:
        return actions.log_hours(
            sheet.plan, week=sheet.week, entries=form.entries(), by=request.user
        )
    except (ValidationError, NotAllowedNow) as error:
        form.refuse(error)
        return None


def _say_saved(request: Request, week: date, changed: int) -> None:
    when = clock_time(localtime())
    if changed:
        messages.success(
            request, f"{quantity(changed, 'tal', 'tal')} gemt for {week_label(week)} kl. {when}."
        )
    else:
        messages.info(
            request, f"Der var intet at gemme for {week_label(week)}: ingen timer er ændret."
        )


# The page


def _page(request: Request, sheet: Sheet, state: State, week_error: str) -> HttpResponse:
    plan, week, errors = sheet.plan, sheet.week, _errors(state.form)
    cells = sheet.cells.values()
    missing = missing_weeks(plan, sheet.roles, min(clock.today(), plan.ends_on))
    context = {
        "plan": plan,
        "nav": "hours",
        "sheet": sheet,
        "form": state.form,
        "may_write": bool(state.form.cells),
        "lines": [_line(sheet, activity, state) for activity in sheet.activities],
        "totals": [
            (role, exact_number(written(c)), planned(c).text)
            for role in sheet.roles
            if (c := sheet.column(role))
        ],
        "written": exact_number(written(cells)),
        "planned": planned(cells).text,
        "heading": _heading(sheet),
        "days": week_days(week),
        "code": week_code(week),
        "label": week_label(week),
        "earlier": week_code(week - WEEK) if week > monday_of(plan.starts_on) else "",
        "later": week_code(week + WEEK)
        if week < monday_of(min(clock.today(), plan.ends_on))
        else "",
        "latest": week_code(monday_of(min(clock.today(), plan.ends_on))),
        "last_label": week_label(week - WEEK),
        "missing": missing[:SHOWN_MISSING],
        "missing_more": max(len(missing) - SHOWN_MISSING, 0),
        "missing_count": quantity(len(missing), "uge", "uger"),
        "missing_year": min(clock.today(), plan.ends_on).isocalendar().year,
        "conflicts": _conflicts(sheet, state),
        "copied": bool(state.copied),
        "tried_copy": "kopi" in request.POST,
        "errors": errors,
        "error_count": "én celle" if len(errors) == 1 else f"{word(len(errors))} celler",
        "week_error": week_error,
        "locked": actions.why_locked(plan, plan.period_of(week + THURSDAY)),
    }
    return render(request, "activities/hours.html", context, status=state.status)


def _heading(sheet: Sheet) -> str:
    label = capital(week_label(sheet.week))
    if sheet.is_empty:
        return f"{label}: ingen timer skrevet endnu"
    cells = sheet.cells.values()
    return f"{label}: {exact_number(written(cells))} af {planned(cells).text} timer skrevet"


def _line(sheet: Sheet, activity: Any, state: State) -> Line:
    row = sheet.row(activity)
    return Line(
        code=activity.code,
        name=activity.name,
        cells=tuple(_shown(cell, state) if cell else None for cell in row),
        written=exact_number(written(row)) if any(cell and cell.entry for cell in row) else "",
        planned=planned(row).text,
    )


def _shown(cell: Cell, state: State) -> Shown:
    form, is_open = state.form, cell.key in state.form.cells
    return Shown(
        cell=cell,
        field=form[cell.name] if is_open else None,
        version=form[f"{cell.name}-v"] if is_open else None,
        was=form[f"{cell.name}-w"] if is_open else None,
        text=exact_number(cell.entry.hours) if cell.entry else "",
        planned=cell.planned.text if cell.planned else "",
        copied=cell.key in state.copied,
    )


def _conflicts(sheet: Sheet, state: State) -> list[dict[str, Any]]:
    """Where somebody else wrote meanwhile: what stands now, who wrote it, and what this person
    wrote."""
    return [
        {
            "id": f"id_{sheet.cells[key].name}",
            "label": sheet.cells[key].label,
            "theirs": now or "ingen timer",
            "mine": state.form[sheet.cells[key].name].value() or "ingen timer",
            "by": entry.by if (entry := sheet.cells[key].entry) else None,
        }
        for key, now in state.conflicts.items()
    ]


def _errors(form: WeekForm) -> Sequence[tuple[str, str]]:
    """(id to jump to, sentence) for each cell that cannot be saved."""
    if not form.is_bound:
        return []
    wrong = [cell for cell in form.cells.values() if cell.name in form.errors]
    cells = [
        (f"id_{cell.name}", f"{cell.label}: {' '.join(map(str, form.errors[cell.name]))}")
        for cell in wrong
    ]
    return [*(("", str(text)) for text in form.non_field_errors()), *cells]
