"""What a meeting decided: written down point by point, and sent as minutes. Corrected, they are
a new edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import bound, clock
from core.danish import day, listing
from core.versioned import NotAllowedNow, StaleObject
from governance import rows
from governance.meetings.papers import document as papers
from governance.meetings.papers.actions import freeze, says_the_same
from governance.models import ItemKind, Meeting, MeetingPaper, MeetingState, PaperKind


@dataclass(frozen=True)
class Record:
    """What became of one point."""

    outcome: str
    conclusion: str


@transaction.atomic
def write(
    meeting: Meeting,
    *,
    present: str,
    records: Mapping[int, Record],
    by: User,
    expected_version: int,
) -> None:
    """Write down who was there (functions, one on a line) and what became of the points, by their
    ids.

    The meeting is then held; minutes that were sent stay as they were until they are sent again.
    Raises ValidationError (`present`, `conclusion-<id>`), StaleObject, NotAllowedNow before the day
    and of a cancelled one.
    """
    rows.claim_plans(meeting)
    require_held(meeting)
    current = Meeting.objects.get(pk=meeting.pk)
    if current.lock_version != expected_version:
        raise StaleObject(current)
    refused: dict[str, Any] = {}
    for item in meeting.items.filter(pk__in=records).select_related("meeting__forum"):
        refused |= _write_point(item, records[item.pk], by)
    meeting.present = "\n".join(papers.lines(present))
    if meeting.is_open_for_agenda:
        meeting.state = MeetingState.HELD
    try:
        rows.write(meeting, by=by, reason="Referat skrevet", expected_version=expected_version)
    except ValidationError as error:
        refused |= error.error_dict
    if refused:
        raise ValidationError(refused)


def _write_point(item: Any, record: Record, by: User) -> dict[str, Any]:
    """What is refused of a point's record, by field; nothing is then written of it."""
    if (item.outcome, item.conclusion) == (record.outcome, record.conclusion):
        return {}
    item.outcome, item.conclusion = record.outcome, record.conclusion
    try:
        rows.write(item, by=by, reason="Referat skrevet")
    except ValidationError as error:
        return {f"{field}-{item.pk}": said for field, said in error.error_dict.items()}
    return {}


@transaction.atomic
def send(meeting: Meeting, *, shown: str, correction: str, by: User) -> MeetingPaper:
    """Freeze the minutes as they stand, and have them made and sent to those with a seat.

    `shown`: the token of the minutes the person saw; `correction`: what is different, from the
    second edition on. Raises NotAllowedNow for what is missing and where nothing is new,
    ValidationError (`correction`), Changed.
    """
    rows.claim_plans(meeting)
    meeting = Meeting.objects.select_related("forum__plan").get(pk=meeting.pk)
    if missing := missing_of(meeting):
        raise NotAllowedNow(" ".join(missing))
    now = papers.build(meeting, PaperKind.MINUTES)
    bound.require(shown, now.texts())
    sent = papers.newest(meeting, PaperKind.MINUTES)
    if sent and says_the_same(sent, now):
        raise NotAllowedNow("Referatet er allerede sendt, som det står.")
    correction = correction.strip() if sent else ""
    if sent and not correction:
        raise ValidationError({"correction": "Skriv, hvad der er rettet, så læserne kan se det."})
    rows.refuse_names(meeting, correction=correction)
    if meeting.state != MeetingState.MINUTED:
        meeting.state = MeetingState.MINUTED
        rows.write(meeting, by=by, reason="Referat sendt")
    return freeze(meeting, PaperKind.MINUTES, by=by, correction=correction)


def missing_of(meeting: Meeting) -> list[str]:
    """What the minutes lack before they can be sent, in sentences."""
    if meeting.state not in (MeetingState.HELD, MeetingState.MINUTED):
        return ["Referatet er ikke skrevet endnu."]
    items = list(meeting.items.all())
    found = [] if items else ["Der er ingen punkter."]
    if not meeting.present.strip():
        found.append("Skriv, hvem der var til stede.")
    undecided = [
        item.title for item in items if item.kind == ItemKind.DECISION and not item.outcome
    ]
    if undecided:
        found.append(f"Skriv, hvad der blev besluttet om {_quoted(undecided)}.")
    silent = [
        i.title
        for i in items
        if i.title not in undecided and not (i.outcome or i.conclusion.strip())
    ]
    if silent:
        found.append(f"Skriv, hvad der kom ud af {_quoted(silent)}.")
    return found


def _quoted(titles: list[str]) -> str:
    return listing([f"»{title}«" for title in titles])


def require_held(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise NotAllowedNow("Mødet er aflyst, så der er intet referat.")
    if meeting.on > clock.today():
        raise NotAllowedNow(
            f"Mødet er ikke holdt endnu. Referatet kan skrives fra den {day(meeting.on)}."
        )
