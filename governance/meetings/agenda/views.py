"""The points of an agenda and what is put with them."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.models import Plan, SuccessCriterion
from core import access, clock, stored
from core.downloads import as_attachment, safe_name
from core.periods import Period
from core.uploads import TYPES
from governance.meetings.agenda import actions, attachments
from governance.meetings.agenda.forms import AttachmentForm, ItemForm, RaiseForm
from governance.meetings.agenda.offers import offers
from governance.meetings.meetings.views import (
    find,
    list_url,
    serve,
    up,
    url,
)
from governance.meetings.papers.rules import annexes_sent
from governance.models import AgendaItem, Attachment, Meeting, MeetingState
from governance.views import form_page, one_click


@require_POST
def begin(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, meeting = serve(request, slug, pk)

    def act() -> str:
        actions.begin(meeting, by=request.user)
        return "De faste punkter er sat på. Ret dem, så de passer til mødet."

    return one_click(request, url(plan, meeting), act)


@require_http_methods(["GET", "POST"])
def add(request: Request, slug: str, pk: int) -> HttpResponse:
    plan, meeting = serve(request, slug, pk)
    item = AgendaItem(meeting=meeting, plan=plan)
    form = ItemForm(plans_of(meeting), request.POST or None, instance=item)
    return _item_page(
        request, plan, meeting, form, "Nyt punkt", "Punktet er sat på dagsordenen.", "Skrevet"
    )


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    plan, meeting, row = find_item(request, slug, pk, item)
    form = ItemForm(plans_of(meeting), request.POST or None, instance=row)
    return _item_page(request, plan, meeting, form, "Ret punktet", "Punktet er rettet.", "Rettet")


@require_http_methods(["GET", "POST"])
def raise_point(request: Request, slug: str) -> HttpResponse:
    """A point of something in a note that goes not as planned: `?kriterium=` or `?milepael=`,
    and `?periode=`."""
    plan = plan_at(request, slug, "governance.write")
    item = _raised(request, plan)
    live = (MeetingState.PLANNED, MeetingState.CALLED)
    meetings = (
        Meeting.objects.of_plan(plan)
        .visible_to(request.user)
        .filter(state__in=live, on__gte=clock.today())
    )
    form = RaiseForm(meetings.select_related("forum"), plan, request.POST or None, instance=item)
    if not meetings.exists():
        messages.error(
            request, "Der er ingen kommende møder at tage det op på. Fastsæt et møde først."
        )
        return redirect(list_url(plan))

    def save(form: RaiseForm) -> AgendaItem:
        access.require(request.user, "governance.serve", form.instance.meeting)
        return actions.write(form.instance, by=request.user, reason="Rejst af et notat")

    return form_page(
        request, plan, form, title="Tag det op på et møde", back=list_url(plan), up=up(plan),
        save=save,
        verb="Sæt på dagsordenen", said="Punktet er sat på dagsordenen.",
    )  # fmt: skip


@require_POST
def move(request: Request, slug: str, pk: int, item: int, way: str) -> HttpResponse:
    """One place up ("op") or down ("ned")."""
    if way not in ("op", "ned"):
        raise Http404
    plan, meeting, row = find_item(request, slug, pk, item)

    def act() -> str:
        actions.move(row, up=way == "op", by=request.user)
        return f"»{row.title}« er flyttet {way}."

    return one_click(request, f"{url(plan, meeting)}#p-{row.pk}", act)


@require_POST
def remove(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    plan, meeting, row = find_item(request, slug, pk, item)

    def act() -> str:
        actions.remove(row, by=request.user)
        return f"»{row.title}« er taget af dagsordenen."

    return one_click(request, url(plan, meeting), act)


@require_http_methods(["GET", "POST"])
def attach(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    """Put a file or a report with a point."""
    plan, meeting, row = find_item(request, slug, pk, item)
    form = AttachmentForm(
        offers(request.user, row.plan), request.POST or None, request.FILES or None
    )

    def save(form: AttachmentForm) -> Attachment:
        title = form.cleaned_data["title"].strip()
        if form.upload:
            return attachments.attach_file(row, form.upload, title=title, by=request.user)
        report: Any = form.chosen_report
        return attachments.attach_report(row, report, title=title, by=request.user)

    return form_page(
        request, plan, form, title="Læg bilag på", lead=row.title,
        back=f"{url(plan, meeting)}#p-{row.pk}",
        up=up(plan), save=save, verb="Læg på", said="Bilaget er lagt på.",
    )  # fmt: skip


@require_safe
def attachment(
    request: Request, slug: str, pk: int, attachment: int
) -> HttpResponse | FileResponse:
    """The file, asked at every download: may this person have it? Readers only what was sent."""
    plan, meeting = find(request, slug, pk)
    row = get_object_or_404(
        Attachment.objects.select_related("item__plan"), item__meeting=meeting, pk=attachment
    )
    if not request.user.has_perm("governance.serve", meeting) and row.pk not in annexes_sent(
        meeting
    ):
        raise Http404
    if row.report:
        return redirect(reverse("report-download", args=[row.item.plan.slug, row.report]))
    try:
        content = stored.read(row)
    except stored.BrokenFile:
        context = {"plan": plan, "nav": "steering", "back": url(plan, meeting), "title": row.title}
        return render(request, "governance/meetings/broken.html", context, status=409)
    name = f"Bilag, {safe_name(row.title)}.{row.extension}"
    return as_attachment(content, name, TYPES[row.extension].content_type)


@require_POST
def detach(request: Request, slug: str, pk: int, attachment: int) -> HttpResponse:
    plan, meeting = serve(request, slug, pk)
    row = get_object_or_404(
        Attachment.objects.select_related("item__meeting__forum"),
        item__meeting=meeting,
        pk=attachment,
    )

    def act() -> str:
        attachments.remove(row, by=request.user)
        return f"»{row.title}« er taget af."

    return one_click(request, f"{url(plan, meeting)}#p-{row.item_id}", act)


def plans_of(meeting: Meeting) -> list[Plan]:
    return [meeting.forum.plan, *meeting.forum.shared_with.all()]


def find_item(request: Request, slug: str, pk: int, item: int) -> tuple[Plan, Meeting, AgendaItem]:
    """A point of a meeting the person serves. Raises Http404, PermissionDenied."""
    plan, meeting = serve(request, slug, pk)
    rows = meeting.items.select_related("meeting__forum__plan", "plan").prefetch_related(
        "meeting__forum__shared_with"
    )
    return plan, meeting, get_object_or_404(rows, pk=item)


def _item_page(
    request: Request,
    plan: Plan,
    meeting: Meeting,
    form: ItemForm,
    title: str,
    said: str,
    reason: str,
) -> HttpResponse:
    def save(form: ItemForm) -> AgendaItem:
        return actions.write(
            form.instance, by=request.user, reason=reason, expected_version=form.version
        )

    return form_page(
        request,
        plan,
        form,
        title=title,
        lead=str(meeting),
        back=url(plan, meeting),
        up=up(plan),
        save=save,
        said=said,
    )


def _raised(request: Request, plan: Plan) -> AgendaItem:
    """An unsaved point about what the address names. Raises Http404 for what is not the plan's."""
    item = AgendaItem(plan=plan)
    if code := request.GET.get("periode"):
        try:
            item.period = Period.parse(code)
        except ValueError as error:
            raise Http404 from error
        if item.period.end < plan.starts_on or item.period.start > plan.ends_on:
            raise Http404
    if code := request.GET.get("kriterium"):
        item.criterion = get_object_or_404(
            SuccessCriterion, activity__focus_area__plan=plan, code=code
        )
        item.focus_area = item.criterion.activity.focus_area
        item.title = f"{item.criterion.name} går ikke som planlagt"
    elif code := request.GET.get("milepael"):
        item.milestone = get_object_or_404(plan.milestones, code=code)
        item.title = f"Milepælen »{item.milestone.name}« er ikke nået"
    item.title = item.title[:160]
    return item
