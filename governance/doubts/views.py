"""What is not confirmed of how the plan's criteria are counted: the list, the answer, and opened
again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.held import is_in_force
from activities.models import Plan, SuccessCriterion
from core import access, bound
from core.danish import long_day
from governance.doubts import actions
from governance.doubts.forms import ConfirmForm
from governance.doubts.page import doubt_page, doubts_of
from governance.models import Confirmation
from governance.views import form_page, history_page, one_click, part_page

TITLE = "Det, der skal bekræftes"


@require_safe
def doubt_list(request: Request, slug: str) -> HttpResponse:
    """All the plan's doubts, the open first."""
    plan = plan_at(request, slug, "governance.view")
    page = doubt_page(doubts_of(plan))
    return part_page(request, plan, "governance/doubts/doubts.html", page=page)


@require_http_methods(["GET", "POST"])
def confirm(request: Request, slug: str, pk: int) -> HttpResponse:
    """The answer to one doubt, bound to what was shown."""
    plan, criterion = _of(request, slug, pk)
    row = Confirmation.objects.filter(criterion=criterion).first()
    shown = actions.texts(criterion, row or Confirmation(criterion=criterion))
    form = ConfirmForm(request.POST or None, shown=bound.token(shown))

    def save(form: ConfirmForm) -> Confirmation:
        data = form.cleaned_data
        return actions.confirm(
            criterion, answer=data["answer"], shown=data["shown"], by=request.user
        )

    return form_page(
        request,
        plan,
        form,
        title=f"Bekræft: {criterion.name}",
        lead=f"{criterion.activity}, trin {criterion.level}.",
        back=_list_url(plan),
        up=(TITLE, _list_url(plan)),
        save=save,
        verb="Bekræft",
        said=f"{criterion.name} er bekræftet.",
        template="governance/doubts/confirm.html",
        texts={label: text for label, text in shown.items() if text and label != "Svar"},
        settled=_settled(criterion, row),
        **_other_ways(request, plan, criterion),
    )


def _settled(criterion: SuccessCriterion, row: Confirmation | None) -> str:
    """Who answered it, when and what; "" while it is open."""
    if row is None or not row.settles(criterion.doubt) or row.on is None:
        return ""
    return f"{row.by} bekræftede det den {long_day(row.on)}: {row.answer}"


def _other_ways(request: Request, plan: Plan, criterion: SuccessCriterion) -> dict[str, Any]:
    """Where the plan is put right, if the answer is another than it counts by."""
    user, in_force = request.user, is_in_force(plan.pk)
    may = {
        "may_correct": user.has_perm("governance.propose_correction", plan),
        "may_propose": user.has_perm("governance.propose", plan),
    }
    edit = reverse("admin:activities_successcriterion_change", args=[criterion.pk])
    administers = user.has_perm("accounts.administer", plan)
    return {
        "in_force": in_force,
        **may,
        "edit_url": edit if administers and not in_force else "",
    }


@require_POST
def reopen(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, criterion = _of(request, slug, pk)

    def act() -> str:
        actions.reopen(criterion, by=request.user)
        return f"{criterion.name} skal bekræftes igen."

    return one_click(request, _list_url(plan), act)


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    """Every answer a criterion's doubt has had."""
    plan = plan_at(request, slug, "activities.view_registrations")
    rows = Confirmation.objects.filter(criterion__activity__plan=plan)
    row = get_object_or_404(rows.select_related("criterion"), criterion=pk)
    return history_page(request, plan, row, back=_list_url(plan), up=(TITLE, _list_url(plan)))


def _of(request: Request, slug: str, pk: int) -> tuple[Plan, SuccessCriterion]:
    """The plan and the criterion of a doubt, for who may confirm it."""
    plan = plan_at(request, slug, "governance.view")
    row: SuccessCriterion = access.find(request.user, "governance.write", doubts_of(plan), pk=pk)
    row.activity.plan = plan
    return plan, row


def _list_url(plan: Plan) -> str:
    return reverse("doubt-list", args=[plan.slug])


urlpatterns = [
    path("bekraeft/", doubt_list, name="doubt-list"),
    path("bekraeft/<int:pk>/", confirm, name="doubt-confirm"),
    path("bekraeft/<int:pk>/aabn/", reopen, name="doubt-reopen"),
    path("bekraeft/<int:pk>/historik/", history, name="doubt-history"),
]
