"""The panel beside a report: how far it is, what the person may do next, its files and its
course."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import clock
from core.danish import quantity
from core.readable import readable
from reporting.forms import CorrectionForm, HandOverForm, SendBackForm, SubmitForm
from reporting.kinds.base import KINDS
from reporting.models import Report
from reporting.readiness.checks import Readiness
from reporting.report_page import Stage, stages


@dataclass(frozen=True)
class Step:
    """One line of a report's course."""

    what: str
    who: str
    when: str
    note: str


@dataclass(frozen=True)
class Panel:
    """`forms` by the name of the act: only those this person may do now. `refused`: why issuing
    is not possible, `waits`: why reporting is not possible yet."""

    stages: tuple[Stage, ...]
    readiness: Readiness | None
    forms: Mapping[str, forms.Form]
    may_issue: bool
    may_take_back: bool
    may_drop: bool
    refused: str
    waits: str
    texts_url: str
    newer: Report | None
    course: tuple[Step, ...]
    downloads: str

    @property
    def is_complete(self) -> bool:
        """Whether nothing stands in the way of reporting a return."""
        return not self.waits and self.readiness is not None and not self.readiness.missing


def panel(
    row: Report, user: User, check: Readiness | None, failed: Mapping[str, forms.Form]
) -> Panel:
    """`failed`: forms that were sent and refused, to stand in their place with what was typed."""
    may = {
        name: user.has_perm(f"reporting.{name}", row.plan)
        for name in ("order", "hand_over", "issue", "submit")
    }
    own = row.is_ready and row.ready_by_id == user.pk
    newer = _newer(row, user) if row.is_issued else None
    allowed: dict[str, forms.Form] = {}
    takes_two = KINDS[row.kind].takes_two
    if takes_two and row.is_draft and may["hand_over"]:
        allowed["hand_over"] = HandOverForm()
    if row.is_ready and may["issue"]:
        allowed["send_back"] = SendBackForm()
    if not takes_two and row.is_draft and may["submit"]:
        allowed["submit"] = SubmitForm(initial={"on": clock.today()})
    if row.is_issued and may["order"] and newer is None:
        allowed["correct"] = CorrectionForm()
    return Panel(
        stages=stages(row, check) if takes_two else (),
        readiness=check,
        forms=allowed | {name: form for name, form in failed.items() if name in allowed},
        may_issue=row.is_ready and may["issue"] and not own,
        may_take_back=row.is_ready and may["hand_over"],
        may_drop=row.is_draft and may["order"],
        refused="Du har selv afleveret notatet, så en anden skal udsende det."
        if own and may["issue"]
        else "",
        waits=KINDS[row.kind].waits(row.plan, row.period, clock.today()),
        texts_url=_texts_url(row, may),
        newer=newer,
        course=course(row) if may["order"] else (),
        downloads=downloads(row) if may["order"] else "",
    )


def _newer(row: Report, user: User) -> Report | None:
    """The edition after this one, when there is one the person may know of."""
    later = Report.objects.visible_to(user).filter(
        plan=row.plan, kind=row.kind, period=row.period, revision__gt=row.revision
    )
    return (
        later.defer("snapshot", "handed_over", "words")
        .select_related("plan")
        .order_by("-revision")
        .first()
    )


def _texts_url(row: Report, may: Mapping[str, bool]) -> str:
    """Where the note's texts are written, for whose turn it is."""
    turn = may["order"] if row.is_draft else may["issue"] if row.is_ready else False
    return (
        reverse("comments", args=[row.plan.slug, row.period.code]) if row.is_note and turn else ""
    )


def course(row: Report) -> tuple[Step, ...]:
    """What happened to the report, the first first."""
    return tuple(
        Step(
            event.get_verb_display(),
            event.by.name if event.by else "Systemet",
            readable(timezone.localtime(event.at)),
            event.note,
        )
        for event in row.events.select_related("by")
    )


def downloads(row: Report) -> str:
    """ "Hentet 4 gange af 3 personer"; "" while nobody has."""
    people = list(row.downloads.values_list("by", flat=True))
    if not people:
        return ""
    return (
        f"Hentet {quantity(len(people), 'gang', 'gange')} af "
        f"{quantity(len(set(people)), 'person', 'personer')}."
    )
