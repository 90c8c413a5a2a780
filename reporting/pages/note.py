"""The web edition of a status note: the very data of the paper, with each figure leading to what
it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from activities.models import Plan
from core.links import Url
from core.periods import Period
from governance.meetings.meetings.queries import raised_points
from reporting.data.changes import Change
from reporting.data.parts import (
    ActivityPart,
    AreaPart,
    CriterionRow,
    Decision,
    ExceptionRow,
    MilestoneRow,
    Turn,
)
from reporting.data.sentence import Sentence
from reporting.data.status_note import StatusNote
from reporting.data.steering import FollowUpRow
from reporting.pages.linked import Linked

SHOWN_LINKS = 4


@dataclass(frozen=True)
class Link:
    label: str
    url: str


class Sources:
    """Where each figure of a plan's note comes from, for a person who may see single registrations
    or not.

    "k:5.1.1-1" leads to the registrations behind the criterion, or to its activity's page;
    "m:M2-08" to the milestone, "o:1" to the area, "plan" to the dashboard, "timer" to the hours,
    "p:12-40" to point 40 of meeting 12 for who may see every meeting.
    """

    def __init__(
        self,
        plan: Plan,
        period: Period,
        note: StatusNote,
        *,
        sees_registrations: bool,
        sees_meetings: bool = False,
    ) -> None:
        self.raised = raised_links(plan, period) if sees_meetings else {}
        query = f"?periode={period.code}"
        self.activity_of = {
            row.code: part.code
            for area in note.areas
            for part in area.activities
            for row in part.rows
        }
        self.names = {row.code: row.name for row in note.rows} | {
            mark.code: mark.name for mark in note.marks
        }
        self.sees_registrations, self.sees_meetings = sees_registrations, sees_meetings
        self._meeting = Url(reverse("meeting", args=[plan.slug, 0]).replace("/0/", "/{}/"))
        self._raise = Url(
            f"{reverse('item-raise', args=[plan.slug])}?kriterium={{}}&periode={period.code}"
        )
        self._dashboard = reverse("dashboard", args=[plan.slug]) + query
        activity = reverse("activity", args=[plan.slug, "KODE"]).replace("KODE", "{}")
        self._activity = Url(f"{activity}{query}")
        self._board = reverse("milestone-board", args=[plan.slug])
        self._milestone = Url(f"{self._board}?aar={period.start.year}#m-{{}}")
        start = max(plan.starts_on, period.start.replace(month=1, day=1))
        words = f"kriterium={{}}&fra={start.isoformat()}&til={note.as_of.isoformat()}&vis=gyldige"
        self._registrations = Url(f"{reverse('registration-list', args=[plan.slug])}?{words}")

    def criterion(self, code: str) -> str:
        """The criterion on its activity's page, as of the note's period."""
        return f"{self._activity(self.activity_of.get(code, ''))}#{code}"

    def activity(self, code: str) -> str:
        return self._activity(code)

    def milestone(self, code: str) -> str:
        return self._milestone(code)

    def to_raise(self, code: str) -> str:
        """Where a criterion is put on an agenda; "" for who may not, and where it is on one."""
        return self._raise(code) if self.sees_meetings and code not in self.raised else ""

    def link(self, source: str) -> Link | None:
        """Where a source of a sentence or a change is shown; None for what has no place of its
        own."""
        kind, _, code = source.partition(":")
        match kind:
            case "k" if code in self.activity_of:
                behind = (
                    self._registrations(code) if self.sees_registrations else self.criterion(code)
                )
                return Link(self.names[code], behind)
            case "m":
                return Link(self.names.get(code, code), self.milestone(code))
            case "p" if self.sees_meetings:
                meeting, _, item = code.partition("-")
                return Link("punktet", f"{self._meeting(meeting)}#p-{item}")
            case "o":
                return Link("området", f"{self._dashboard}#kriterier-{code}")
            case "milepaele":
                return Link("milepælene", self._board)
            case "timer":
                return Link("timerne", f"{self._dashboard}#h-ti")
            case "plan":
                return Link("overblikket", self._dashboard)
        return None


def raised_links(plan: Plan, period: Period) -> dict[str, tuple[Link, ...]]:
    """Criterion code -> the points of agendas that came of it in the period's note, the newest
    meeting first."""
    found: dict[str, tuple[Link, ...]] = {}
    for item in raised_points(plan):
        if item.criterion and item.period == period:
            url = f"{reverse('meeting', args=[plan.slug, item.meeting_id])}#p-{item.pk}"
            found[item.criterion.code] = (
                *found.get(item.criterion.code, ()),
                Link(str(item.meeting), url),
            )
    return found


@dataclass(frozen=True)
class Said:
    """A sentence with the places its figures come from; `more` are left out of the list."""

    text: str
    links: tuple[Link, ...]
    more: int


@dataclass(frozen=True)
class Row:
    row: CriterionRow
    url: str
    bar: SafeString
    behind: Link | None


@dataclass(frozen=True)
class Block:
    """An activity of an area."""

    part: ActivityPart
    url: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class MilestoneLine:
    row: MilestoneRow
    url: str


@dataclass(frozen=True)
class Area:
    part: AreaPart
    anchor: str
    said: tuple[Said, ...]
    blocks: tuple[Block, ...]
    milestones: tuple[MilestoneLine, ...]


@dataclass(frozen=True)
class Exceptional:
    """`raise_url`: where it is put on an agenda, "" for who may not; `raised`: the points it
    became."""

    row: ExceptionRow
    url: str
    raise_url: str
    raised: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What the steering group is asked, or what was agreed, with the point of the agenda it is."""

    of: Decision | FollowUpRow
    url: str


@dataclass(frozen=True)
class NotePage:
    note: StatusNote
    said: tuple[Said, ...]
    asked: tuple[Asked, ...]
    agreed: tuple[Asked, ...]
    exceptions: tuple[Exceptional, ...]
    areas: tuple[Area, ...]
    whole_plan: tuple[MilestoneLine, ...]
    better: tuple[Linked, ...]
    worse: tuple[Linked, ...]
    moved: tuple[Linked, ...]


def note_page(note: StatusNote, sources: Sources) -> NotePage:
    since = note.since
    return NotePage(
        note=note,
        said=tuple(said(note.said, sources)),
        asked=tuple(_asked(point, sources) for point in note.decisions),
        agreed=tuple(_asked(row, sources) for row in note.steering.follow_ups),
        exceptions=tuple(
            Exceptional(
                row,
                sources.criterion(row.codes[0]),
                sources.to_raise(row.codes[0]),
                sources.raised.get(row.codes[0], ()),
            )
            for row in note.exceptions
        ),
        areas=tuple(_area(area, sources) for area in note.areas),
        whole_plan=tuple(_milestones(note.whole_plan, sources)),
        better=linked(since.better, sources) if since else (),
        worse=linked(since.worse, sources) if since else (),
        moved=linked(since.milestones, sources) if since else (),
    )


def said(sentences: Iterable[Sentence], sources: Sources) -> Iterator[Said]:
    """The sentences that are printed, each with its links."""
    for sentence in sentences:
        if sentence.text:
            links = [link for source in sentence.sources if (link := sources.link(source))]
            yield Said(sentence.text, tuple(links[:SHOWN_LINKS]), max(len(links) - SHOWN_LINKS, 0))


def linked(found: Iterable[Change] | Iterable[Turn], sources: Sources) -> tuple[Linked, ...]:
    return tuple(
        Linked(one, link.url if (link := sources.link(one.source)) else "") for one in found
    )


def _asked(of: Decision | FollowUpRow, sources: Sources) -> Asked:
    return Asked(of, link.url if (link := sources.link(of.source)) else "")


def _area(part: AreaPart, sources: Sources) -> Area:
    return Area(
        part=part,
        anchor=f"omraade-{part.code}",
        said=tuple(said(part.said, sources)),
        blocks=tuple(
            Block(
                activity,
                sources.activity(activity.code),
                tuple(
                    Row(
                        row,
                        sources.criterion(row.code),
                        row.bar.on_screen,
                        sources.link(f"k:{row.code}"),
                    )
                    for row in activity.rows
                ),
            )
            for activity in part.activities
        ),
        milestones=tuple(_milestones(part.milestones, sources)),
    )


def _milestones(rows: Iterable[MilestoneRow], sources: Sources) -> Iterator[MilestoneLine]:
    return (MilestoneLine(row, sources.milestone(row.code)) for row in rows)
