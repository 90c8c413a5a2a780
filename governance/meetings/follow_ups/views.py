"""What is to be done after decisions: the list, and writing, finishing and taking up again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan
from core import access, clock
from core.reading import read_key
from governance.meetings.follow_ups import actions
from governance.meetings.follow_ups.forms import FinishForm, FollowUpForm
from governance.meetings.follow_ups.page import follow_up_page
from governance.models import AgendaItem, FollowUp, Meeting
from governance.views import form_page, history_page, one_click, part_page


@require_safe
def follow_up_list(request: Request, slug: str) -> HttpResponse:
    """What is late, what is open, what is done."""
    plan = plan_at(request, slug, "governance.view")
    user = request.user
    rows = FollowUp.objects.visible_to(user).filter(plan=plan)
    rows = rows.select_related("item__meeting__forum", "responsible")
    known = set(Meeting.objects.of_plan(plan).visible_to(user).values_list("pk", flat=True))
    writes = user.has_perm("governance.write", plan)
    page = follow_up_page(rows, clock.today(), user.pk or 0, known, writes=writes)
    return part_page(request, plan, "governance/meetings/follow_ups.html", page=page)


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str) -> HttpResponse:
    """A new one; `?punkt=` of a point of a meeting the person may know of."""
    plan = plan_at(request, slug, "governance.write")
    item = _item(request, plan)
    form = FollowUpForm(plan, request.POST or None, instance=FollowUp(plan=plan, item=item))
    back = reverse("meeting", args=[plan.slug, item.meeting_id]) if item else _url(plan)

    def save(form: FollowUpForm) -> FollowUp:
        return actions.write(form.instance, by=request.user, reason="Skrevet")

    return form_page(
        request, plan, form, title="Ny opfølgning", lead=str(item) if item else "", back=back,
        up=_up(plan), save=save,
        said="Opfølgningen er skrevet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _find(request, slug, pk)
    access.require(request.user, "governance.write", plan)
    form = FollowUpForm(plan, request.POST or None, instance=row)

    def save(form: FollowUpForm) -> FollowUp:
        return actions.write(
            form.instance, by=request.user, reason="Rettet", expected_version=form.version
        )

    return form_page(
        request, plan, form, title="Ret opfølgningen", back=_url(plan), up=_up(plan), save=save,
        said="Opfølgningen er rettet.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def finish(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _find(request, slug, pk)
    access.require(request.user, "governance.do_follow_up", row)
    form = FinishForm(row, request.POST or None)

    def save(form: FinishForm) -> None:
        data = form.cleaned_data
        actions.finish(
            row,
            on=data["done_on"],
            note=data["done_note"],
            by=request.user,
            expected_version=form.expected_version,
        )

    return form_page(
        request, plan, form, title="Det er gjort", lead=row.what, back=_url(plan), up=_up(plan),
        save=save,
        verb="Gem som gjort", said="Opfølgningen er gjort.",
    )  # fmt: skip


@require_POST
def reopen(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _find(request, slug, pk)
    access.require(request.user, "governance.do_follow_up", row)

    def act() -> str:
        actions.reopen(row, by=request.user)
        return "Opfølgningen er taget op igen."

    return one_click(request, _url(plan), act)


@require_safe
def history(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, row = _find(request, slug, pk)
    return history_page(request, plan, row, back=_url(plan), up=_up(plan))


def _find(request: Request, slug: str, pk: int) -> tuple[Plan, FollowUp]:
    plan = plan_at(request, slug, "governance.view")
    rows = FollowUp.objects.visible_to(request.user).filter(plan=plan)
    return plan, get_object_or_404(rows.select_related("plan", "item__meeting__forum"), pk=pk)


def _item(request: Request, plan: Plan) -> AgendaItem | None:
    """The point the address names, where it is the plan's and its meeting may be known. Raises
    Http404."""
    asked = request.GET.get("punkt", "")
    if not asked:
        return None
    known = Meeting.objects.of_plan(plan).visible_to(request.user).values("pk")
    items = AgendaItem.objects.filter(plan=plan, meeting__in=known).select_related("meeting__forum")
    return get_object_or_404(items, pk=read_key(asked) or 0)


def _url(plan: Plan) -> str:
    return reverse("follow-up-list", args=[plan.slug])


def _up(plan: Plan) -> tuple[str, str]:
    return "Opfølgning", _url(plan)
