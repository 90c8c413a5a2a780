"""Every mail about meetings: called, minutes sent, cancelled. A link, never the file, and no more
than the date.

`tell_*` put mails in the outbox inside the transaction of their reason; the functions marked
`writes` say them when they are sent. Who may no longer see the meeting by then gets none.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core import outbox
from core.danish import long_day, weekday
from core.letters import Words, compose
from core.models import Message
from core.outbox import Letter, writes
from governance.meetings.papers import document as papers
from governance.meetings.papers.document import Paper, time_text
from governance.meetings.papers.recipients import Recipient, plans_by_user
from governance.models import Dispatch, Meeting, MeetingPaper, MeetingState, PaperKind

CALLED, MINUTES, CANCELLED = "meeting_called", "meeting_minutes", "meeting_cancelled"
KINDS = {PaperKind.AGENDA: CALLED, PaperKind.MINUTES: MINUTES}


def tell_sent(paper: MeetingPaper, to: list[Recipient]) -> None:
    """Tell each person that an agenda or minutes is there, in this edition."""
    kind = KINDS[PaperKind(paper.kind)]
    for recipient in to:
        if recipient.user and recipient.plan:
            key, about = f"{kind}:{paper.pk}:{recipient.user.pk}", f"plan:{recipient.plan.pk}"
            outbox.post(kind, key, to=recipient.user, about=about, data={"paper": str(paper.pk)})


def tell_cancelled(meeting: Meeting, why: str) -> None:
    """Tell those who were called that the meeting is off."""
    plans = plans_by_user(meeting.forum)
    called = Dispatch.objects.filter(paper__meeting=meeting, paper__kind=PaperKind.AGENDA)
    told = {person["user"] for dispatch in called for person in dispatch.to}
    occasion = f"{meeting.pk}:{meeting.lock_version}"
    for user in User.objects.filter(pk__in=told, is_active=True):
        if plan := plans.get(user.pk):
            key = f"{CANCELLED}:{occasion}:{user.pk}"
            outbox.post(
                CANCELLED,
                key,
                to=user,
                about=f"plan:{plan.pk}",
                data={"meeting": meeting.pk, "why": why},
            )


@writes(CALLED)
def write_called(message: Message) -> Letter | None:
    paper = _paper(message)
    if paper is None or paper.meeting.state == MeetingState.CANCELLED:
        return None
    said, meeting = papers.read(paper.snapshot), paper.meeting
    before = _had_before(paper, message.to_id)
    changed = _changed(said, before) if before else ""
    facts = (f"Mødet er {when(meeting)}.", changed, f"{said.summary}.")
    opening = f"Du indkaldes til møde i {meeting.forum}. Her er dagsordenen."
    what = "flyttet" if before and before.on != said.on else "dagsorden"
    subject = f"{meeting.forum} {long_day(meeting.on, year=False)}: {what}"
    return _letter(
        message, meeting, opening, subject, tuple(filter(None, facts)), "Læs dagsordenen"
    )


def _had_before(paper: MeetingPaper, user: int) -> Paper | None:
    """The edition of the agenda the person was last told of before this one; None for whoever
    gets the first."""
    earlier = Dispatch.objects.filter(
        paper__meeting=paper.meeting,
        paper__kind=PaperKind.AGENDA,
        paper__revision__lt=paper.revision,
    )
    for dispatch in earlier.select_related("paper").order_by("-paper__revision"):
        if any(person["user"] == user for person in dispatch.to):
            return papers.read(dispatch.paper.snapshot)
    return None


def _changed(said: Paper, before: Paper) -> str:
    """What is different from the edition the person had: where and when first of all."""
    if said.content() == before.content():
        return "Dagsordenen er den, du har fået før: mødet bliver holdt."
    if (said.on, said.time, said.place) == (before.on, before.time, before.place):
        return f"Det er {said.edition_text} af dagsordenen: noget er ændret, siden du fik den."
    was = ", ".join(filter(None, (f"{before.day_text} {before.time}".strip(), before.place)))
    return f"Det er ændret, siden du blev indkaldt: da var det {was}."


@writes(MINUTES)
def write_minutes(message: Message) -> Letter | None:
    paper = _paper(message)
    if paper is None:
        return None
    said, meeting = papers.read(paper.snapshot), paper.meeting
    facts = (f"Det er {said.edition_text}. Rettet: {said.correction}",) if said.correction else ()
    opening = f"Referatet af mødet i {meeting.forum} den {long_day(meeting.on)} er klar."
    subject = f"{meeting.forum} {long_day(meeting.on, year=False)}: referat"
    return _letter(message, meeting, opening, subject, facts, "Læs referatet")


@writes(CANCELLED)
def write_cancelled(message: Message) -> Letter | None:
    meeting = (
        _visible(message).filter(pk=message.data["meeting"], state=MeetingState.CANCELLED).first()
    )
    if meeting is None:
        return None
    why = message.data.get("why")
    opening = f"Mødet i {meeting.forum} {when(meeting)} er aflyst."
    subject = f"{meeting.forum} {long_day(meeting.on, year=False)}: aflyst"
    return _letter(message, meeting, opening, subject, (f"»{why}«",) if why else (), "Se mødet")


def when(meeting: Meeting) -> str:
    """ "onsdag den 25. september 2013 kl. 16.00, Kontoret"."""
    said = " ".join(
        filter(None, (f"{weekday(meeting.on)} den {long_day(meeting.on)}", time_text(meeting)))
    )
    return f"{said}, {meeting.place}" if meeting.place else said


def _visible(message: Message) -> Any:
    rows = Meeting.objects.visible_to(message.to)
    return rows.select_related("forum__plan").prefetch_related("forum__shared_with")


def _paper(message: Message) -> MeetingPaper | None:
    """The paper a mail is about, while the person may see its meeting."""
    paper = MeetingPaper.objects.filter(pk=message.data["paper"]).first()
    meeting = _visible(message).filter(pk=paper.meeting_id).first() if paper else None
    if paper is None or meeting is None:
        return None
    paper.meeting = meeting
    return paper


def _letter(
    message: Message,
    meeting: Meeting,
    opening: str,
    subject: str,
    facts: tuple[str, ...],
    action: str,
) -> Letter | None:
    plan: Plan | None = plans_by_user(meeting.forum).get(message.to_id)
    if plan is None:
        return None
    url = f"{settings.BASE_URL}{reverse('meeting', args=[plan.slug, meeting.pk])}"
    return compose(message.to, plan, opening, Words(f"{plan}: {subject}", facts, action, url))
