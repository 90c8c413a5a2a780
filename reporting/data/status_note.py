"""The status note to the steering group: one plan, one reporting period, frozen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Self

from django.db.models import Exists, OuterRef, Q

from activities.hours import HoursLine, HoursSummary, hours_summary
from activities.models import Plan
from activities.progress.figures import PlanProgress
from activities.progress.read import plan_progress
from core.danish import MONTHS, capital, listing, long_day, neuter, weekday
from core.lights import Light
from core.periods import Period
from core.snapshots import Snapshot
from governance.doubts.as_of import open_doubts
from governance.models import Meeting
from milestones.progress.read import milestone_states
from reporting.data import areas, draft, exceptions, method, milestones, reading, steering
from reporting.data.changes import Change, Fact, changes
from reporting.data.parts import (
    AreaPart,
    Coming,
    CriterionRow,
    Decision,
    ExceptionRow,
    Explained,
    HoursRow,
    Mark,
    MilestoneRow,
    SinceLast,
    Trend,
    Turn,
)
from reporting.data.restated import corrections_since
from reporting.data.sentence import Sentence, printed
from reporting.data.steering import UNSTEERED, Steering
from reporting.models import Report

STRIP_AREAS = 8
DASH = "–"
TOLD = (Light.REACHED, Light.PARTLY, Light.AT_RISK, Light.DELAYED, Light.DROPPED)
BEST_FIRST = (
    Light.REACHED,
    Light.ON_TRACK,
    Light.AT_RISK,
    Light.DELAYED,
    Light.NOT_REACHED,
)


@dataclass(frozen=True)
class StatusNote(Snapshot):
    """Everything the note prints. Words and whole numbers only; rendered without another look at
    the plan.

    `resume` is what a person wrote of the whole, by `resume_by`; `said` is what the figures say.
    `as_of` is the day the data are of: the period's last, or the day of the order while it still
    runs. `since` compares with the last note issued for an earlier period, `corrections` with the
    last edition of this one. `milestones_off`: what became of the period's milestones besides
    being reached, "1 flyttet". `marks` is every milestone of the plan, for the note that comes
    after.
    """

    kind: ClassVar[str] = "status_note"

    plan: str
    years: str
    place: str
    association: str
    estates: tuple[str, ...]
    is_demo: bool
    period: str
    period_name: str
    period_word: str
    previous_name: str
    next_name: str
    as_of: date
    is_preliminary: bool
    meeting: str
    resume: str
    resume_by: str
    said: tuple[Sentence, ...]
    decisions: tuple[Decision, ...]
    exceptions: tuple[ExceptionRow, ...]
    areas: tuple[AreaPart, ...]
    following: int
    measured: int
    criteria: int
    milestones_reached: int
    milestones_total: int
    whole_plan: tuple[MilestoneRow, ...]
    roles: tuple[HoursRow, ...]
    hours: HoursRow
    coming: tuple[Coming, ...]
    measurements: tuple[Coming, ...]
    next_meeting: str
    trend: tuple[Trend, ...]
    marks: tuple[Mark, ...]
    since: SinceLast | None
    corrections: tuple[Change, ...]
    method: tuple[Explained, ...]
    steering: Steering = UNSTEERED
    milestones_off: str = ""
    missing: int = 0

    @property
    def lead(self) -> str:
        """The opening: a person's words, else those of the figures."""
        return self.resume or self.draft

    @property
    def draft(self) -> str:
        """The sentences from the figures, as a paragraph."""
        return printed(self.said)

    @property
    def trend_sentence(self) -> str:
        """ "24 af 36 målte kriterier følger planen, fem flere end ved 1. kvartal": the message
        of the chart."""
        now, before = self.trend[-1], self.trend[:-1]
        if not now.measured:
            return "Ingen kriterier kan måles endnu"
        said = f"{now.following} af {now.measured} målte kriterier følger planen"
        if not before:
            return said
        more = now.following - before[-1].following
        compared = (
            f"{neuter(abs(more))} {'flere' if more > 0 else 'færre'} end ved"
            if more
            else "lige så mange som ved"
        )
        restated = "".join(
            f"; {point.label} er siden opgjort til {point.restated}"
            for point in before
            if point.restated
        )
        return f"{said}, {compared} {before[-1].label}{restated}"

    @property
    def rows(self) -> Iterator[CriterionRow]:
        return (row for area in self.areas for activity in area.activities for row in activity.rows)

    def facts(self) -> Iterator[Fact]:
        """What the note states, for comparing (reporting.data.changes)."""
        yield Fact("resume", "Tekster", "Resumé", self.resume)
        yield from (
            Fact(f"s:{s.key}", "Tekster", "Kladdens sætning", s.said)
            for s in self.sentences
            if s.by
        )
        for area in self.areas:
            name = f"{area.code} {area.name}"
            changed = ", ændret" if area.override else ""
            yield Fact(
                f"lys:{area.code}", "Lys", name, f"{area.light.label}{changed}", f"o:{area.code}"
            )
            yield Fact(f"tekst:{area.code}", "Tekster", name, area.comment, f"o:{area.code}")
        for row in self.rows:
            name, source = f"{row.code} {row.name}", f"k:{row.code}"
            yield Fact(
                f"tal:{row.code}", "Tal", name, f"{row.number}{row.joint}{row.target}", source
            )
            yield Fact(f"lys:{row.code}", "Lys", name, row.light.label, source)
            yield Fact(f"tekst:{row.code}", "Tekster", name, row.explanation, source)
        for mark in self.marks:
            if mark.is_ahead:
                continue
            yield Fact(f"m:{mark.code}", "Milepæle", mark.title, mark.text, f"m:{mark.code}")
        for line in self.roles:
            yield Fact(
                f"timer:{line.name}", "Timer", line.name, f"{line.used} af {line.planned}", "timer"
            )
        for point in self.decisions:
            yield Fact(
                f"punkt:{point.title}:{point.proposal}", "Punkter", point.title, point.proposal
            )
        yield from self.steering.facts()

    @property
    def sentences(self) -> Iterator[Sentence]:
        yield from self.said
        yield from (s for area in self.areas for s in area.said)

    @property
    def stale(self) -> tuple[Sentence, ...]:
        """What a person wrote for figures that have moved on since."""
        return tuple(sentence for sentence in self.sentences if sentence.is_stale)

    @property
    def unmeasured(self) -> int:
        return self.criteria - self.measured

    @property
    def not_due(self) -> int:
        """Those of the unmeasured that are not to be measured yet: the others are missing."""
        return self.unmeasured - self.missing

    @property
    def has_strip(self) -> bool:
        """Whether the areas are few enough to stand side by side on the first page."""
        return len(self.areas) <= STRIP_AREAS

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Every sign in the note: shape and word. Those that many a note lacks only where they
        are."""
        idle = "Ikke startet eller ikke målt"
        here = {row.light for row in self.rows} | {row.light for row in self.exceptions}
        rare = {Light.MISSING, Light.NOT_REACHED} - here
        shown = [light for light in Light if light not in {Light.NOT_MEASURED, *rare}]
        return tuple(
            (light.css, idle if light is Light.NOT_STARTED else light.label) for light in shown
        )

    @classmethod
    def build(cls, plan: Plan, period: Period, *, today: date) -> Self:
        """The note of `plan` for one of its reporting periods as of its last day, or `today` before
        that.

        A fixed number of queries (26, and one where something is not confirmed), whatever the size
        of the plan.
        """
        last = plan.last_day_of(period)
        as_of, is_over = min(last, today), today > last
        before = plan.ends_before(period)
        progress = plan_progress(plan, as_of, today=today, compared=before)
        hours = hours_summary(plan, period.start, as_of)
        states = milestone_states(plan, as_of, progress.figures)
        comments = reading.comments(plan, [period])
        found = issued_notes(plan, period)
        issued, earlier = found.own, found.earlier
        desk = reading.desk(plan, period)
        meetings = reading.steering_meetings(plan, period.end)
        steered = steering.read(plan, period, as_of, meetings[0] if meetings else None, today)
        around = areas.Around(
            plan=plan,
            period=period,
            is_over=is_over,
            previous=previous_lights(plan, period),
            hours=hours.areas,
            comments=comments,
            states=areas.states_by_area(states, progress),
            before={row.code: row.number for row in earlier.note.rows} if earlier else {},
            desk=desk,
            money=steered.money,
        )
        standing = milestones.standing(states, period)
        note = cls(
            plan=plan.name,
            years=plan.years,
            place=plan.place,
            association=plan.association,
            estates=reading.estates(plan),
            is_demo=plan.is_demo,
            period=period.label,
            period_name=period.short_label,
            period_word=plan.get_reporting_period_display(),
            previous_name=milestones.name_beside(period.previous(), period)
            if around.previous
            else "",
            next_name=period.next().label if period.next().start <= plan.ends_on else "",
            as_of=as_of,
            is_preliminary=not is_over,
            meeting=reading.meeting_text(meetings[0]) if meetings else "",
            resume=comments.whole,
            resume_by=comments.whole_by,
            said=draft.whole(progress, states, period, hours.total, desk),
            decisions=(
                *steered.decisions,
                *milestones.decisions(states, period),
                *exceptions.discussion(progress),
            ),
            exceptions=exceptions.exception_rows(progress, comments.criteria),
            areas=tuple(areas.area_part(area, around) for area in progress.areas),
            following=progress.following,
            measured=progress.measured,
            criteria=sum(1 for _ in progress.figures),
            milestones_reached=standing.reached,
            milestones_total=standing.planned,
            milestones_off=standing.off,
            whole_plan=around.milestone_rows(None),
            roles=tuple(hours_row(line) for line in hours.roles),
            hours=replace(hours_row(hours.total), missing=hours_missing(hours))
            if hours.roles
            else HoursRow(hours.total.name, *[DASH] * 4),
            coming=tuple(milestones.coming(states, period, is_over=is_over)),
            measurements=tuple(measurements(progress, period.next()))
            if period.next().start <= plan.ends_on
            else (),
            next_meeting=next_meeting_text(meetings[1:]),
            trend=tuple(trend(plan, progress, period, found.told)),
            marks=tuple(milestones.mark(s, period) for s in states if s.is_live),
            since=None,
            corrections=(),
            method=method.explained(plan, as_of, doubted(plan, progress, as_of)),
            steering=steered.steering,
            missing=progress.missing,
        )
        return replace(
            note,
            since=since_last(earlier, note) if earlier else None,
            corrections=corrections(plan, period, as_of, issued, note) if issued else (),
        )


@dataclass(frozen=True)
class Issued:
    """A note that has been issued: its data, and what it is called."""

    note: StatusNote
    title: str
    issued_at: datetime | None = None


@dataclass(frozen=True)
class IssuedNotes:
    """The newest issued edition of the period's own note, and of the last earlier period that has
    one; and what those of the year's earlier periods told: (following, measured)."""

    own: Issued | None
    earlier: Issued | None
    told: Mapping[Period, tuple[int, int]]


def issued_notes(plan: Plan, period: Period) -> IssuedNotes:
    """One query."""
    notes = Report.objects.issued().filter(plan=plan, kind=StatusNote.kind)
    own = notes.filter(period=period).order_by("-revision").values("pk")[:1]
    earlier = notes.filter(period__lt=period).order_by("-period", "-revision").values("pk")[:1]
    newer = notes.filter(period=OuterRef("period"), revision__gt=OuterRef("revision"))
    year = [part for part in plan.periods(period.start.year) if part < period]
    of_the_year = Q(plan=plan, kind=StatusNote.kind, period__in=year) & ~Exists(newer)
    in_force = Report.objects.issued().filter(Q(pk__in=own) | Q(pk__in=earlier) | of_the_year)
    found = {
        report.period: Issued(
            StatusNote.from_json(report.snapshot),
            f"{report.period.label}, nr. {report.number_text}",
            report.issued_at,
        )
        for report in in_force
    }
    before = [part for part in found if part < period]
    return IssuedNotes(
        own=found.get(period),
        earlier=found[max(before)] if before else None,
        told={
            part: (found[part].note.following, found[part].note.measured)
            for part in before
            if part in year
        },
    )


def corrections(
    plan: Plan, period: Period, as_of: date, issued: Issued, note: StatusNote
) -> tuple[Change, ...]:
    """What is another than in the edition before: first what was typed wrong from the start, then
    what differs of itself. One query."""
    put_right = corrections_since(plan, StatusNote.kind, period, as_of, issued.issued_at)
    return (*put_right, *changes(issued.note, note))


def since_last(earlier: Issued, note: StatusNote) -> SinceLast:
    """What has happened since the last issued note."""
    groups = Counter(change.group for change in changes(earlier.note, note))
    areas_before = {area.code: area.light for area in earlier.note.areas}
    rows_before = {row.code: row.light for row in earlier.note.rows}
    return SinceLast(
        title=earlier.title,
        areas=tuple(
            turns(
                (f"{a.code} {a.name}", f"o:{a.code}", areas_before.get(a.code), a.light)
                for a in note.areas
            )
        ),
        criteria=tuple(
            turns(
                (f"{r.code} {r.name}", f"k:{r.code}", rows_before.get(r.code), r.light)
                for r in note.rows
            )
        ),
        milestones=tuple(milestone_turns(earlier.note.marks, note.marks)),
        figures=groups["Tal"],
        texts=groups["Tekster"],
    )


def turns(lights: Iterable[tuple[str, str, Light | None, Light]]) -> Iterator[Turn]:
    """(what, source, before, now) whose light is another, where both notes had one that rests on
    figures."""
    for what, source, before, now in lights:
        if before and before is not now and before.is_measured and now.is_measured:
            yield Turn(what, source, before, now, BEST_FIRST.index(now) < BEST_FIRST.index(before))


def milestone_turns(before: Iterable[Mark], now: Iterable[Mark]) -> Iterator[Turn]:
    """The milestones that were reached, moved or dropped, or that are late now."""
    known = {mark.code: mark for mark in before}
    for mark in now:
        old = known.get(mark.code)
        if old is None or (old.light, old.period) == (mark.light, mark.period):
            continue
        if old.period != mark.period:
            yield Turn(
                mark.title, f"m:{mark.code}", old.light, Light.MOVED, False, f"til {mark.period}"
            )
        elif mark.light in TOLD:
            yield Turn(
                mark.title, f"m:{mark.code}", old.light, mark.light, mark.light is Light.REACHED
            )


def trend(
    plan: Plan, progress: PlanProgress, period: Period, told: Mapping[Period, tuple[int, int]]
) -> Iterator[Trend]:
    """The year's periods up to the note's own; those before it that had nothing to measure are no
    part of a course.

    `told`: what the notes of earlier periods said, which stands; where it is counted as something
    else since, that is told too.
    """
    for part in plan.periods(period.start.year):
        if part >= period:
            continue
        now = progress.count_on(part.end)
        then = told.get(part, now)
        if then[1]:
            restated = f"{now[0]} af {now[1]}" if now != then else ""
            yield Trend(part.short_label, *then, restated)
    yield Trend(period.short_label, progress.following, progress.measured)


def previous_lights(plan: Plan, period: Period) -> dict[int, Light]:
    """Each area's light at the end of the period before; {} in the plan's first."""
    end = period.previous().end
    if end < plan.starts_on:
        return {}
    return {area.pk: area.light for area in plan_progress(plan, end).areas}


def hours_row(line: HoursLine) -> HoursRow:
    return HoursRow(
        line.name,
        line.weekly_text,
        line.planned_text,
        line.used_text,
        line.deviation_text,
        line.missing_text,
        line.compared_text if line.missing_text else "",
    )


def hours_missing(hours: HoursSummary) -> str:
    """ "Mangler: Familiekoordinator og Sekretariatsleder (uge 26 og 27)."; "" where all weeks are
    written, or none."""
    lacking: dict[str, list[str]] = {}
    for line in hours.roles:
        if line.missing:
            lacking.setdefault(line.missing_weeks, []).append(line.name)
    if not lacking or not hours.total.missing_text:
        return ""
    said = listing([f"{listing(names)} ({weeks})" for weeks, names in lacking.items()])
    return f"Mangler: {said}."


def doubted(plan: Plan, progress: PlanProgress, as_of: date) -> list[str]:
    """The codes of the criteria whose doubt was open on the day."""
    doubts = open_doubts(plan, progress.figures, as_of)
    return [f.criterion.code for f in progress.figures if f.criterion.pk in doubts]


def measurements(progress: PlanProgress, following: Period) -> list[Coming]:
    """The criteria that are to be measured once, in a month of the next period."""
    months = range(following.start.month, following.end.month + 1)
    due = [
        (figure, activity)
        for activity in progress.activities
        for figure in activity.figures
        if figure.criterion.rhythm != "running" and figure.criterion.measured_in_month in months
    ]
    return [
        Coming(
            due=capital(MONTHS[(figure.criterion.measured_in_month or 1) - 1]),
            name=f"{activity.name}: {figure.criterion.name[:1].lower()}{figure.criterion.name[1:]}",
            activity=activity.code,
            remark=figure.criterion.method,
        )
        for figure, activity in sorted(
            due, key=lambda pair: pair[0].criterion.measured_in_month or 0
        )
    ]


def next_meeting_text(meetings: list[Meeting]) -> str:
    """ "Styregruppens næste møde er tirsdag den 26. november 2013; materialet skal være klar den
    19. november." """
    if not meetings:
        return ""
    meeting = meetings[0]
    text = f"Styregruppens næste møde er {weekday(meeting.on)} den {long_day(meeting.on)}"
    ready = meeting.material_on
    return (
        f"{text}; materialet skal være klar den "
        f"{long_day(ready, year=ready.year != meeting.on.year)}."
    )
