"""What can be said about a period, and saving it: the whole and each area with the draft's
sentences, its light, each criterion that is off, each milestone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from activities import actions
from activities.hours import hours_summary
from activities.models import FocusArea, LightOverride, PeriodComment, Plan, SuccessCriterion
from activities.progress.figures import AreaProgress, Figure
from activities.progress.read import plan_progress
from core.lights import Light
from core.periods import Period
from core.versioned import StaleObject
from milestones.actions import remark
from milestones.models import Milestone
from milestones.progress.read import milestone_states
from milestones.progress.states import MilestoneState
from reporting.actions.texts import SENTENCE_LENGTH, require_turn, rewrite
from reporting.data import draft
from reporting.data.areas import states_by_area
from reporting.data.milestones import in_period
from reporting.data.sentence import Desk, Rewritten, Sentence
from reporting.models import NoteText
from reporting.readiness.checks import off_track

WHOLE, ABOUT_WHOLE = "hele", 600
ABOUT_PART = 300
AFTER = (Light.DROPPED, Light.MOVED)  # their words are the reason that was given
BACK_TO_RULE = "Reglens lys gælder igen."


@dataclass(frozen=True)
class Subject:
    """Something a text can be about, with what is written now (`comment`; None: nothing).

    A sentence of the draft holds its words until a person writes others (`rewritten`); a milestone
    has its remark.
    """

    key: str
    max_length: int
    comment: PeriodComment | None = None
    area_pk: int | None = None
    figure: Figure | None = None
    activity: str = ""
    sentence: Sentence | None = None
    rewritten: NoteText | None = None
    milestone: MilestoneState | None = None

    @property
    def label(self) -> str:
        if self.sentence:
            return "Sætningen"
        if self.milestone:
            return f"Bemærkning til {self.milestone.name}"
        if self.figure:
            return f"Forklaring til {self.figure.criterion.name}"
        return "Om området" if self.area_pk else "Den samlede vurdering"

    @property
    def text(self) -> str:
        if self.sentence:
            return self.sentence.text
        if self.milestone:
            return self.milestone.comment
        return self.comment.text if self.comment else ""

    @property
    def version(self) -> int:
        if self.milestone:
            return self.milestone.lock_version
        row = self.rewritten if self.sentence else self.comment
        return row.lock_version if row else 0

    @property
    def author(self) -> str:
        """Who wrote what stands; "" for the draft's own words and for milestones."""
        row = self.rewritten if self.sentence else self.comment
        return row.by.name if row else ""


@dataclass(frozen=True)
class AreaSheet:
    """An area of the page: its own text, its criteria to explain, and the newest override of its
    light."""

    area: AreaProgress
    subject: Subject
    sentences: tuple[Subject, ...]
    criteria: tuple[Subject, ...]
    milestones: tuple[Subject, ...]
    override: LightOverride | None

    @property
    def light_value(self) -> str:
        """The light a person has set; empty where the rule's counts."""
        return self.override.light if self.override else ""

    @property
    def reason(self) -> str:
        return self.override.reason if self.override and self.override.light else ""

    @property
    def override_pk(self) -> int:
        return self.override.pk if self.override else 0


@dataclass(frozen=True)
class Sheet:
    """Everything one period's comment page asks for."""

    whole: Subject
    sentences: tuple[Subject, ...]
    areas: tuple[AreaSheet, ...]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        parts = (
            s for a in self.areas for s in (a.subject, *a.sentences, *a.criteria, *a.milestones)
        )
        return (self.whole, *self.sentences, *parts)

    @property
    def stale(self) -> tuple[Subject, ...]:
        """The sentences a person wrote for figures that have moved on since."""
        return tuple(s for s in self.subjects if s.sentence and s.sentence.is_stale)

    @property
    def behind(self) -> tuple[Subject, ...]:
        """The criteria off track."""
        return tuple(
            s for a in self.areas for s in a.criteria if s.figure and off_track([s.figure])
        )

    @property
    def unexplained(self) -> int:
        """How many criteria off track nobody has explained."""
        return sum(not s.text for s in self.behind)


def sheet(plan: Plan, period: Period, as_of: date, also: str | None = None) -> Sheet:
    """The page's subjects. A criterion is there when it is off track, when something is already
    said about it, or when its code is `also`."""
    progress = plan_progress(plan, as_of)
    states = milestone_states(plan, as_of, progress.figures)
    hours = hours_summary(plan, period.start, as_of)
    written = {
        row.key: row
        for row in NoteText.objects.filter(plan=plan, period=period).select_related("by")
    }
    desk = Desk({key: Rewritten(row.text, row.base, row.by.name) for key, row in written.items()})
    comments = PeriodComment.objects.filter(plan=plan, period=period).select_related("by")
    said = {(c.focus_area_id, c.criterion_id): c for c in comments}
    overrides = {o.focus_area_id: o for o in _overrides(plan, period)}
    by_area = states_by_area(states, progress)

    def sentences(found: Iterable[Sentence]) -> tuple[Subject, ...]:
        return tuple(
            Subject(
                f"s-{s.key.replace(':', '_')}",
                SENTENCE_LENGTH,
                sentence=s,
                rewritten=written.get(s.key),
            )
            for s in found
        )

    def area_sheet(area: AreaProgress) -> AreaSheet:
        mine = by_area.get(area.pk, [])
        return AreaSheet(
            area=area,
            subject=Subject(
                f"omraade-{area.pk}", ABOUT_PART, said.get((area.pk, None)), area_pk=area.pk
            ),
            sentences=sentences(draft.area(area, mine, period, desk)),
            criteria=tuple(
                Subject(
                    f"kriterium-{f.criterion.pk}",
                    ABOUT_PART,
                    said.get((None, f.criterion.pk)),
                    figure=f,
                    activity=f"{activity.code} {activity.name}",
                )
                for activity in area.activities
                for f in activity.figures
                if off_track([f]) or (None, f.criterion.pk) in said or f.criterion.code == also
            ),
            milestones=tuple(
                Subject(f"milepael-{state.pk}", ABOUT_PART, milestone=state)
                for state in in_period(mine, period)
                if state.light not in AFTER
            ),
            override=overrides.get(area.pk),
        )

    return Sheet(
        whole=Subject(WHOLE, ABOUT_WHOLE, said.get((None, None))),
        sentences=sentences(draft.whole(progress, states, period, hours.total, desk)),
        areas=tuple(area_sheet(area) for area in progress.areas),
    )


def _overrides(plan: Plan, period: Period) -> QuerySet[LightOverride]:
    """Oldest first: in a dictionary by area, the newest stays."""
    return (
        LightOverride.objects.filter(focus_area__plan=plan, period=period)
        .select_related("by")
        .order_by("pk")
    )


@dataclass(frozen=True)
class NewText:
    """A text that was changed, and the version it was changed from (0: there was none)."""

    subject: Subject
    text: str
    expected_version: int


@dataclass(frozen=True)
class NewLight:
    """A light that was changed ("" is the rule's), why, and the override it was changed from (0:
    none)."""

    area_pk: int
    light: str
    reason: str
    expected_override: int


@dataclass(frozen=True)
class Theirs:
    """What another wrote in between: the words, their version, and who (None where nobody is on
    record)."""

    text: str
    lock_version: int
    by: User | None


@dataclass
class Conflicts(Exception):
    """Others wrote in between; nothing was saved. What stands now, by the key of the field."""

    texts: dict[str, Theirs] = field(default_factory=dict)
    lights: dict[int, LightOverride] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.texts or self.lights)


@transaction.atomic
def save_sheet(
    plan: Plan, period: Period, texts: Sequence[NewText], lights: Sequence[NewLight], *, by: User
) -> None:
    """Write all changes or none. Raises Conflicts, ValidationError (`tekst-<key>`,
    `grund-<area>`) for words that are refused and a light without a reason, NotAllowedNow when
    the note is not the person's to write."""
    actions.claim(plan)
    require_turn(plan, period, by)
    conflicts, refused = Conflicts(), dict[str, list[str]]()
    for new in texts:
        try:
            if current := _write(plan, period, new, by):
                conflicts.texts[new.subject.key] = current
        except ValidationError as error:
            refused[f"tekst-{new.subject.key}"] = error.messages
    newest = {o.focus_area_id: o for o in _overrides(plan, period)} if lights else {}
    for change in lights:
        try:
            if current_light := _override(plan, period, change, newest, by):
                conflicts.lights[change.area_pk] = current_light
        except ValidationError as error:
            refused[f"grund-{change.area_pk}"] = error.messages
    if refused:
        raise ValidationError(refused)
    if conflicts:
        raise conflicts


def _write(plan: Plan, period: Period, new: NewText, by: User) -> Theirs | None:
    """Write one text; what stands in the way, if something does."""
    try:
        _write_one(plan, period, new, by)
    except StaleObject as stale:
        theirs = _theirs(stale.current)
        # The same words saved twice (the field on its own, then the button) stand in nobody's way.
        return None if theirs.text == new.text.strip() else theirs
    return None


def _write_one(plan: Plan, period: Period, new: NewText, by: User) -> None:
    subject, version = new.subject, new.expected_version or None
    if subject.sentence:
        rewrite(plan, period, subject.sentence, text=new.text, expected_version=version, by=by)
    elif subject.milestone:
        row = Milestone.objects.select_related("plan").get(pk=subject.milestone.pk)
        remark(row, comment=new.text, expected_version=new.expected_version, by=by)
    else:
        criterion = subject.figure.criterion.pk if subject.figure else None
        actions.write_comment(
            plan,
            period,
            text=new.text,
            by=by,
            focus_area=FocusArea.objects.get(pk=subject.area_pk) if subject.area_pk else None,
            criterion=SuccessCriterion.objects.get(pk=criterion) if criterion else None,
            expected_version=version,
        )


def _theirs(current: Any) -> Theirs:
    if isinstance(current, Milestone):
        latest = current.history.select_related("history_user").first()
        return Theirs(
            current.comment, current.lock_version, latest.history_user if latest else None
        )
    return Theirs(current.text, current.lock_version if current.pk else 0, current.by)


def _override(
    plan: Plan, period: Period, new: NewLight, newest: Mapping[int, LightOverride], by: User
) -> LightOverride | None:
    current = newest.get(new.area_pk)
    if current and current.pk != new.expected_override:
        return current
    actions.override_light(
        FocusArea.objects.get(pk=new.area_pk, plan=plan),
        period,
        light=Light(new.light) if new.light else None,
        reason=new.reason if new.light else new.reason or BACK_TO_RULE,
        by=by,
    )
    return None
