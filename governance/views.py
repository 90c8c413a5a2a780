"""What the pages of governance share: the plan of the address, a form that is a page, an act of
one click."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.http import Request
from activities.models import Plan
from core import access
from core.acts import attempt
from core.bound import Changed, changed_response
from core.forms import add_errors, stale_response
from core.history import lines_of
from core.once import once
from core.versioned import NotAllowedNow, StaleObject
from governance import rows


def form_page(
    request: Request,
    plan: Plan,
    form: Any,
    *,
    title: str,
    back: str,
    said: str,
    save: Callable[[Any], Any] | None = None,
    reason: str = "",
    template: str = "governance/form.html",
    after: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show `form` as a page of its own, or take it and go `back` (an address) with the message
    `said`.

    `after` gives the address to go to from what was made, where that is not `back`. A new row is
    made once for each one-time key. `save` is the action, given the form; without it the form's own
    row is written. What an action refuses stands at its field (422) with all that was typed; a
    stale save shows both texts (409). More `context` goes to the template: `up` (name and address
    of the page above), `lead`, `verb`.
    """
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                made = _take(request, form, save, reason)
                messages.success(request, said)
                return redirect(after(made) if after else back)
        except StaleObject as stale:
            return stale_response(request, stale, form)
        except Changed as changed:
            return bound_page(request, plan, changed, form, back=back, **{"verb": "Gem"} | context)
        except (ValidationError, NotAllowedNow) as refused:
            add_errors(form, refused)
    page = {
        "plan": plan,
        "nav": "steering",
        "form": form,
        "title": title,
        "back": back,
        "verb": "Gem",
        **context,
    }
    return render(request, template, page, status=status)


def bound_page(
    request: Request,
    plan: Plan,
    changed: Changed,
    form: Any,
    *,
    back: str,
    verb: str,
    up: Any,
    **_: Any,
) -> HttpResponse:
    """The 409 page of an act about something that was changed meanwhile, under its place in
    Styring."""
    trail = (("Styring", reverse("steering", args=[plan.slug])), up)
    return changed_response(
        request, changed, form, plan=plan, nav="steering", trail=trail, back=back, verb=verb
    )


def _take(request: Request, form: Any, save: Callable[[Any], Any] | None, reason: str) -> Any:
    def act() -> Any:
        if save:
            return save(form)
        return rows.write(
            form.instance, by=request.user, reason=reason, expected_version=form.version
        )

    if "key" in form.fields:
        return once(form.one_time_source, act)
    return act()


def history_page(
    request: Request, plan: Plan, row: Any, *, back: str, up: tuple[str, str]
) -> HttpResponse:
    """The versions of `row`, for those who work with the plan's data."""
    access.require(request.user, "activities.view_registrations", plan)
    context = {
        "plan": plan,
        "nav": "steering",
        "title": str(row),
        "lines": lines_of(row),
        "back": back,
        "up": up,
    }
    return render(request, "governance/history.html", context)


def part_page(request: Request, plan: Plan, template: str, **context: Any) -> HttpResponse:
    """The page of a part of Styring, which says what the person may do in it."""
    may = {
        "may_write": request.user.has_perm("governance.write", plan),
        "may_see_history": request.user.has_perm("activities.view_registrations", plan),
    }
    return render(request, template, {"plan": plan, "nav": "steering", **may, **context})


def one_click(request: Request, back: str, act: Callable[[], str]) -> HttpResponse:
    """An act without a form; what is refused is said where the person came from."""
    if said := attempt(request, act):
        messages.success(request, said)
    return redirect(back)
