"""An agenda or minutes as frozen data, and from that data alone the PDF. Functions stand where
names would."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string

from core import bound, pdf
from core.danish import capital, clock_time, day, listing, long_day, quantity, weekday
from core.snapshots import Snapshot
from core.uploads import TYPES
from governance.models import (
    AgendaItem,
    Attachment,
    ItemKind,
    Meeting,
    MeetingPaper,
    Outcome,
    PaperKind,
)

TEMPLATES = {
    PaperKind.AGENDA: "governance/pdf/agenda.html",
    PaperKind.MINUTES: "governance/pdf/minutes.html",
}
LETTERS = {ItemKind.DECISION: "B", ItemKind.DISCUSSION: "D", ItemKind.INFORMATION: "O"}


@dataclass(frozen=True)
class Annex(Snapshot):
    """A bilag: the id of its row, what it is called, and what kind of file it is."""

    pk: int
    title: str
    kind: str
    report: str = ""


@dataclass(frozen=True)
class Task(Snapshot):
    """What is to be done after a point, by which function, by when."""

    what: str
    function: str
    due_on: date


@dataclass(frozen=True)
class Point(Snapshot):
    """One point. `plan` is its plan's name where the forum is of several; `about` what in the
    plan it came of."""

    pk: int
    number: int
    kind: str
    title: str
    presentation: str = ""
    proposal: str = ""
    consequence: str = ""
    minutes: int | None = None
    plan: str = ""
    about: str = ""
    annexes: tuple[Annex, ...] = ()
    outcome: str = ""
    conclusion: str = ""
    tasks: tuple[Task, ...] = ()

    @property
    def letter(self) -> str:
        """B, D or O."""
        return LETTERS[ItemKind(self.kind)]

    @property
    def kind_text(self) -> str:
        return str(ItemKind(self.kind).label)

    @property
    def outcome_text(self) -> str:
        return capital(str(Outcome(self.outcome).label)) if self.outcome else ""

    @property
    def text(self) -> str:
        """All of it, a thing on each line."""
        said = (
            ("Plan", self.plan),
            ("Om", self.about),
            ("Minutter", self.minutes),
            ("Sagen", self.presentation),
            ("Indstilling", self.proposal),
            ("Konsekvens", self.consequence),
            # A file that took another's place under the same name is another.
            *(("Bilag", f"{annex.title} ({annex.kind}, fil {annex.pk})") for annex in self.annexes),
            ("Resultat", self.outcome_text),
            ("Referat", self.conclusion),
            *(
                ("Opfølgning", f"{task.what}, {task.function}, {day(task.due_on)}")
                for task in self.tasks
            ),
        )
        return "\n".join(
            (f"{self.title} ({self.letter})", *(f"{label}: {text}" for label, text in said if text))
        )

    @property
    def is_decision(self) -> bool:
        return self.kind == ItemKind.DECISION


@dataclass(frozen=True)
class Paper(Snapshot):
    """A whole agenda or minutes."""

    kind: str
    forum: str
    plan: str
    association: str
    on: date
    time: str
    place: str
    chair: str
    secretary: str
    points: tuple[Point, ...]
    present: tuple[str, ...]
    is_demo: bool
    revision: int = 1
    made_on: date | None = None
    correction: str = ""

    @property
    def name(self) -> str:
        return capital(str(PaperKind(self.kind).label))

    @property
    def day_text(self) -> str:
        """ "onsdag den 25. september 2013"."""
        return f"{weekday(self.on)} den {long_day(self.on)}"

    @property
    def edition_text(self) -> str:
        return f"{self.revision}. udgave"

    @property
    def decisions(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.is_decision)

    @property
    def annexes(self) -> tuple[Annex, ...]:
        return tuple(annex for point in self.points for annex in point.annexes)

    @property
    def tasks(self) -> tuple[tuple[Point, Task], ...]:
        return tuple((point, task) for point in self.points for task in point.tasks)

    @property
    def summary(self) -> str:
        """ "Seks punkter, heraf to til beslutning"."""
        return points_in_words(len(self.points), len(self.decisions))

    def content(self) -> "Paper":
        """What is said, without which edition says it: two with the same content say the same."""
        return replace(self, revision=1, made_on=None, correction="")

    def texts(self) -> dict[str, str]:
        """All that is said, in words, by what it is said of: what is bound when it is sent."""
        head = {
            self.name: f"{self.forum}, {self.plan}, {self.association}",
            "Dag": " ".join(filter(None, (self.day_text, self.time))),
            "Sted": self.place,
            "Formand": self.chair,
            "Sekretær": self.secretary,
            "Til stede": "\n".join(self.present),
        }
        return {label: text for label, text in head.items() if text} | {
            f"Punkt {point.number}": point.text for point in self.points
        }

    def token(self) -> str:
        return bound.token(self.texts())

    def filename(self) -> str:
        """ "Dagsorden, Styregruppen 25.9.2013, udgave 1.pdf"."""
        day = f"{self.on.day}.{self.on.month}.{self.on.year}"
        return f"{self.name}, {self.forum} {day}, udgave {self.revision}.pdf"


def build(meeting: Meeting, kind: PaperKind, **edition: Any) -> Paper:
    """The paper as things stand now. An agenda says nothing of what comes after the meeting.

    `edition`: revision, made_on, correction. Five queries, however many points there are.
    """
    forum = meeting.forum
    plans = [forum.plan, *forum.shared_with.all()]
    return Paper(
        kind=kind.value,
        forum=forum.name,
        plan=listing([plan.name for plan in plans]),
        association=forum.plan.association,
        on=meeting.on,
        time=time_text(meeting),
        place=meeting.place,
        chair=forum.chair,
        secretary=forum.secretary,
        points=points_of(meeting, kind, several_plans=len(plans) > 1),
        present=tuple(lines(meeting.present)) if kind == PaperKind.MINUTES else (),
        is_demo=any(plan.is_demo for plan in plans),
        **edition,
    )


def points_of(meeting: Meeting, kind: PaperKind, *, several_plans: bool) -> tuple[Point, ...]:
    items = meeting.items.select_related("plan", "criterion", "milestone").prefetch_related(
        "attachments", "follow_ups"
    )
    return tuple(
        _point(item, number, kind, several_plans) for number, item in enumerate(items, start=1)
    )


def _point(item: AgendaItem, number: int, kind: PaperKind, several_plans: bool) -> Point:
    point = Point(
        pk=item.pk,
        number=number,
        kind=item.kind,
        title=item.title,
        presentation=item.presentation,
        proposal=item.proposal,
        consequence=item.consequence,
        minutes=item.minutes_set_aside,
        plan=item.plan.name if several_plans else "",
        about=about(item),
        annexes=tuple(_annex(row) for row in item.attachments.all()),
    )
    if kind == PaperKind.AGENDA:
        return point
    tasks = tuple(Task(row.what, row.function, row.due_on) for row in item.follow_ups.all())
    return replace(point, outcome=item.outcome, conclusion=item.conclusion, tasks=tasks)


def _annex(row: Attachment) -> Annex:
    if row.report:
        return Annex(row.pk, row.title, "rapport", str(row.report))
    return Annex(row.pk, row.title, TYPES[row.extension].name)


def about(item: AgendaItem) -> str:
    """What in the plan a point came of, and in which note: "5.1.1-1 Familier i forløb, 2.
    kvartal 2013"; "" of none."""
    subject = item.criterion or item.milestone
    if subject is None:
        return ""
    named = f"{subject.code} {subject.name}"
    return f"{named}, {item.period.label}" if item.period else named


def time_text(meeting: Meeting) -> str:
    """ "kl. 16.00–18.00", "kl. 16.00", ""."""
    if meeting.starts_at is None:
        return ""
    until = f"–{clock_time(meeting.ends_at)}" if meeting.ends_at else ""
    return f"kl. {clock_time(meeting.starts_at)}{until}"


def lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def points_in_words(points: int, decisions: int) -> str:
    if not points:
        return "Ingen punkter endnu"
    said = quantity(points, "punkt", "punkter")
    return (
        f"{said}, heraf {decisions} til beslutning"
        if decisions
        else f"{said}, ingen til beslutning"
    )


def readable(meeting: Meeting, *, serves: bool) -> QuerySet[MeetingPaper]:
    """The papers one may fetch: every edition for those who serve the forum, for its readers the
    newest of each kind, so that what a correction took out is out."""
    later = MeetingPaper.objects.filter(
        meeting=OuterRef("meeting"), kind=OuterRef("kind"), revision__gt=OuterRef("revision")
    )
    return meeting.papers.all() if serves else meeting.papers.filter(~Exists(later))


def newest(meeting: Meeting, kind: PaperKind) -> MeetingPaper | None:
    """The last edition of a paper that was frozen."""
    return meeting.papers.filter(kind=kind).order_by("-revision").first()


def read(snapshot: dict[str, Any]) -> Paper:
    return Paper.from_json(snapshot)


def render(snapshot: dict[str, Any]) -> bytes:
    """The PDF of a frozen paper: the same data give the same bytes, and no query is made."""
    return pdf.render_pdf(html(snapshot), "meeting.css")


def html(snapshot: dict[str, Any]) -> str:
    paper = read(snapshot)
    return render_to_string(TEMPLATES[PaperKind(paper.kind)], {"paper": paper})
