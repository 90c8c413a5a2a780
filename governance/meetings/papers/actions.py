"""Agendas and minutes as they are sent: frozen, made into a PDF by a worker, and told of to those
with a seat.

The same order as for a report: the row first, then the file, and with the file's signature the
record of who was told (Dispatch) and the mails: all three or none.
"""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core import bound, clock, jobs, stored
from core.jobs import JobState, Lease
from core.versioned import NotAllowedNow
from governance import rows
from governance.meetings.meetings.actions import require_open
from governance.meetings.papers import document as papers
from governance.meetings.papers import emails
from governance.meetings.papers.recipients import Recipient, recipients, untold
from governance.models import Dispatch, Meeting, MeetingPaper, MeetingState, PaperKind


@transaction.atomic
def call(meeting: Meeting, *, shown: str, by: User) -> MeetingPaper:
    """Call the meeting: freeze the agenda as it stands, and have it made and sent to those with a
    seat.

    `shown`: the token of the agenda the person saw. Called again after changes, it is a new
    edition; without any, the last one goes to those who came later. Raises NotAllowedNow for an
    empty agenda, a day that is past, a meeting that is held, and where nothing is new to anybody,
    Changed when the agenda is another now.
    """
    rows.claim_plans(meeting)
    meeting = Meeting.objects.select_related("forum__plan").get(pk=meeting.pk)
    require_open(meeting)
    if meeting.on < clock.today():
        raise NotAllowedNow("Mødedagen er gået. Flyt mødet, eller skriv referatet.")
    now = papers.build(meeting, PaperKind.AGENDA)
    if not now.points:
        raise NotAllowedNow("Dagsordenen er tom. Sæt mindst ét punkt på, før I indkalder.")
    bound.require(shown, now.texts())
    if sent := sent_as_it_stands(meeting, now):
        if not (to := untold(meeting)):
            raise NotAllowedNow("Dagsordenen er allerede sendt, som den står.")
        _tell(sent, to, by=by)
        return sent
    if meeting.state != MeetingState.CALLED:
        meeting.state = MeetingState.CALLED
        rows.write(meeting, by=by, reason="Indkaldt")
    return freeze(meeting, PaperKind.AGENDA, by=by)


def freeze(meeting: Meeting, kind: PaperKind, *, by: User, correction: str = "") -> MeetingPaper:
    """The next edition of a paper, with the data as they are now; a worker is rung for after the
    commit."""
    sent = papers.newest(meeting, kind)
    revision = sent.revision + 1 if sent else 1
    data = papers.build(
        meeting, kind, revision=revision, made_on=clock.today(), correction=correction
    )
    paper = MeetingPaper(
        meeting=meeting,
        kind=kind,
        revision=revision,
        snapshot=data.to_json(),
        by=by,
        at=clock.now(),
        **jobs.fresh(),
    )
    paper.save()
    transaction.on_commit(partial(jobs.ring, MeetingPaper, paper.pk), robust=True)
    return paper


def sent_as_it_stands(meeting: Meeting, now: papers.Paper) -> MeetingPaper | None:
    """The agenda the meeting is called with, where it says what `now` says."""
    sent = (
        papers.newest(meeting, PaperKind.AGENDA) if meeting.state == MeetingState.CALLED else None
    )
    return sent if sent and says_the_same(sent, now) else None


def says_the_same(sent: MeetingPaper, now: papers.Paper) -> bool:
    return papers.read(sent.snapshot).content() == now.content()


@transaction.atomic
def retry(paper: MeetingPaper) -> bool:
    """Set a paper going again whose file could not be made, or is damaged. Twice is once; False
    where it is there."""
    row = MeetingPaper.objects.select_for_update().get(pk=paper.pk)
    if row.is_open:
        return True
    if row.is_done and stored.is_whole(row):
        return False
    MeetingPaper.objects.filter(pk=row.pk, job_state__in=(JobState.FAILED, JobState.DONE)).update(
        **jobs.fresh()
    )
    transaction.on_commit(partial(jobs.ring, MeetingPaper, row.pk), robust=True)
    return True


def produce(pk: UUID) -> None:
    """Make the file of one paper that waits. Called twice, or by two workers at once, it is made
    and sent once.

    An error ends the job as failed with a Danish sentence.
    """
    lease = Lease.take(MeetingPaper, pk)
    if lease is not None:
        stored.guarded(lease, partial(_produce, lease))


def _produce(lease: Lease) -> None:
    paper = MeetingPaper.objects.select_related("meeting__forum__plan").get(pk=lease.pk)
    lease.report_progress(20, "Siderne sættes")
    content = papers.render(paper.snapshot)
    lease.report_progress(80, "Filen gemmes")
    folder = f"{MeetingPaper.folder}/{paper.meeting.forum.plan.slug}"
    stored.store(lease, folder, content, partial(_sign, lease, paper))


@transaction.atomic
def _sign(lease: Lease, paper: MeetingPaper, **made: Any) -> bool:
    """Sign for the file, and with it put on record who is told, and their mails in the outbox."""
    signed = lease.finish(**made, done_at=clock.now())
    if signed:
        tell(paper)
    return signed


@transaction.atomic
def tell(paper: MeetingPaper) -> None:
    """Tell those with a seat of a paper, unless they are told or the meeting is off. Twice is
    once."""
    is_off = Meeting.objects.filter(pk=paper.meeting_id, state=MeetingState.CANCELLED).exists()
    if not is_off and not paper.dispatches.exists():
        _tell(
            paper,
            [recipient for recipient in recipients(paper.meeting) if recipient.gets_mail],
            by=paper.by,
        )


def _tell(paper: MeetingPaper, to: list[Recipient], *, by: User) -> None:
    """Put on record who is told of a paper, and their mails in the outbox."""
    Dispatch.objects.create(
        paper=paper, to=[person.to_json() for person in to], by=by, at=clock.now()
    )
    emails.tell_sent(paper, to)
