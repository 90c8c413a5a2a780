"""What was sent of a meeting's papers, and how far each is."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.danish import capital
from governance.meetings.papers import document as papers
from governance.models import (
    Dispatch,
    Meeting,
    MeetingPaper,
    MeetingState,
    PaperKind,
)


@dataclass(frozen=True)
class Sending:
    """That a paper was sent, and to which functions."""

    row: Dispatch
    to: tuple[str, ...]


@dataclass(frozen=True)
class PaperLine:
    """A paper that was sent, or is being made: its job, and who was told when."""

    row: MeetingPaper
    title: str
    sendings: tuple[Sending, ...]


def sent_paper(meeting: Meeting) -> MeetingPaper | None:
    """What the meeting's readers read: the minutes once they are sent, else the agenda it was
    called with."""
    if meeting.state == MeetingState.PLANNED:
        return None
    minutes = (
        papers.newest(meeting, PaperKind.MINUTES) if meeting.state == MeetingState.MINUTED else None
    )
    return minutes or papers.newest(meeting, PaperKind.AGENDA)


def sent_summaries(meetings: Iterable[Meeting]) -> dict[int, str]:
    """How many points the readers of each meeting read, as sent_paper; by its id. One query."""
    states = {
        meeting.pk: meeting.state for meeting in meetings if meeting.state != MeetingState.PLANNED
    }
    rows = MeetingPaper.objects.filter(meeting__in=states).order_by(
        "kind", "revision"
    )  # agendas, then minutes
    return {
        meeting: papers.read(snapshot).summary
        for meeting, kind, snapshot in rows.values_list("meeting", "kind", "snapshot")
        if kind == PaperKind.AGENDA or states[meeting] == MeetingState.MINUTED
    }


def annexes_sent(meeting: Meeting) -> set[int]:
    """The bilag (ids) of the papers of the meeting that were sent, as they stand: what its
    readers may fetch."""
    if meeting.state == MeetingState.PLANNED:
        return set()
    return {
        annex["pk"]
        for snapshot in papers.readable(meeting, serves=False).values_list("snapshot", flat=True)
        for point in snapshot["points"]
        for annex in point["annexes"]
    }


def paper_lines(meeting: Meeting, *, serves: bool) -> list[PaperLine]:
    """The meeting's papers one may fetch, the newest first, with who was told."""
    rows = (
        papers.readable(meeting, serves=serves)
        .defer("snapshot")
        .prefetch_related("dispatches")
        .order_by("-at")
    )
    return [_paper_line(row) for row in rows]


def _paper_line(row: MeetingPaper) -> PaperLine:
    sendings = (
        Sending(d, tuple(person["function"] for person in d.to)) for d in row.dispatches.all()
    )
    return PaperLine(
        row, f"{capital(row.get_kind_display())}, {row.revision}. udgave", tuple(sendings)
    )
