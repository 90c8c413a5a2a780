"""What can be said about a period, and saving it: the whole, each area and its light, each criterion that is off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from activities import actions
from activities.models import FocusArea, LightOverride, PeriodComment, Plan, SuccessCriterion
from activities.progress import AreaProgress, Figure, PlanProgress
from core.lights import Light
from core.models import StaleObject
from core.periods import Period
from reporting.readiness import off_track

WHOLE, ABOUT_WHOLE = "hele", 600
ABOUT_PART = 300
BACK_TO_RULE = "Reglens lys gælder igen."


@dataclass(frozen=True)
class Subject:
    """Something a text can be about, with what is written now (None: nothing)."""

    key: str
    max_length: int
    comment: PeriodComment | None
    area_pk: int | None = None
    figure: Figure | None = None
    activity: str = ""

    @property
    def label(self) -> str:
        if self.figure:
            return f"Forklaring til {self.figure.criterion.name}"
        return "Om området" if self.area_pk else "Den samlede vurdering"

    @property
    def text(self) -> str:
        return self.comment.text if self.comment else ""

    @property
    def version(self) -> int:
        return self.comment.lock_version if self.comment else 0


@dataclass(frozen=True)
class AreaSheet:
    """An area of the page: its own text, its criteria to explain, and the newest override of its light."""

    area: AreaProgress
    subject: Subject
    criteria: tuple[Subject, ...]
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
    areas: tuple[AreaSheet, ...]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return (self.whole, *(s for a in self.areas for s in (a.subject, *a.criteria)))

    @property
    def behind(self) -> tuple[Subject, ...]:
        """The criteria off track."""
        return tuple(s for a in self.areas for s in a.criteria if s.figure and off_track([s.figure]))

    @property
    def unexplained(self) -> int:
        """How many criteria off track nobody has explained."""
        return sum(not s.text for s in self.behind)


def sheet(plan: Plan, period: Period, progress: PlanProgress, also: str | None = None) -> Sheet:
    """The page's subjects. A criterion is there when it is off track, when something is already said
    about it, or when its code is `also`."""
    comments = PeriodComment.objects.filter(plan=plan, period=period).select_related("by")
    said = {(c.focus_area_id, c.criterion_id): c for c in comments}
    overrides = {o.focus_area_id: o for o in _overrides(plan, period)}
    return Sheet(
        whole=Subject(WHOLE, ABOUT_WHOLE, said.get((None, None))),
        areas=tuple(
            AreaSheet(
                area=area,
                subject=Subject(f"omraade-{area.pk}", ABOUT_PART, said.get((area.pk, None)), area_pk=area.pk),
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
                override=overrides.get(area.pk),
            )
            for area in progress.areas
        ),
    )


def _overrides(plan: Plan, period: Period) -> QuerySet[LightOverride]:
    """Oldest first: in a dictionary by area, the newest stays."""
    return LightOverride.objects.filter(focus_area__plan=plan, period=period).select_related("by").order_by("pk")


@dataclass(frozen=True)
class NewText:
    """A text that was changed, and the version it was changed from (0: there was none)."""

    subject: Subject
    text: str
    expected_version: int


@dataclass(frozen=True)
class NewLight:
    """A light that was changed ("" is the rule's), why, and the override it was changed from (0: none)."""

    area_pk: int
    light: str
    reason: str
    expected_override: int


@dataclass
class Conflicts(Exception):
    """Others wrote in between; nothing was saved. What stands now, by the key of the field."""

    texts: dict[str, PeriodComment] = field(default_factory=dict)
    lights: dict[int, LightOverride] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.texts or self.lights)


@transaction.atomic
def save_sheet(plan: Plan, period: Period, texts: Sequence[NewText], lights: Sequence[NewLight], *, by: Any) -> None:
    """Write all changes or none. Raises Conflicts, ValidationError for a light without a reason."""
    actions.claim(plan)
    conflicts = Conflicts()
    for new in texts:
        if current := _write(plan, period, new, by):
            conflicts.texts[new.subject.key] = current
    newest = {o.focus_area_id: o for o in _overrides(plan, period)} if lights else {}
    for change in lights:
        if current_light := _override(plan, period, change, newest, by):
            conflicts.lights[change.area_pk] = current_light
    if conflicts:
        raise conflicts


def _write(plan: Plan, period: Period, new: NewText, by: Any) -> PeriodComment | None:
    """Write one text; the comment that stands in the way, if one does."""
    figure = new.subject.figure
    try:
        actions.write_comment(
            plan,
            period,
            text=new.text,
            by=by,
            focus_area=FocusArea.objects.get(pk=new.subject.area_pk) if new.subject.area_pk else None,
            criterion=SuccessCriterion.objects.get(pk=figure.criterion.pk) if figure else None,
            expected_version=new.expected_version or None,
        )
    except StaleObject as stale:
        current: Any = stale.current
        # The same words saved twice (the field on its own, then the button) stand in nobody's way.
        return None if current.text == new.text.strip() else current
    return None


def _override(
    plan: Plan, period: Period, new: NewLight, newest: Mapping[int, LightOverride], by: Any
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
