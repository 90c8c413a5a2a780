"""A report's course: handed over by one person, issued by another, corrected in a new edition; or
reported.

Whoever hands over or issues binds what was shown: the form carries the fingerprint of the data on
the page, and data that have changed meanwhile are refused with what is different
(core.bound.Changed). Nothing is then written.
"""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts import names
from accounts.models import User
from activities.actions.claim import hold
from activities.models import PeriodLock
from core import clock
from core.bound import Changed, Compared
from core.danish import day, long_day, quantity
from core.snapshots import Snapshot
from core.versioned import NotAllowedNow
from reporting import documents
from reporting.actions.order import (
    check_period,
    content_hash,
    freeze,
    new_draft,
    newest_edition,
    queue,
    trail,
    without_file,
)
from reporting.data.changes import changes
from reporting.data.edition import Edition, new_code
from reporting.emails import course as emails
from reporting.kinds.base import KINDS
from reporting.models import Event, Report, State

NOTE_LENGTH = 600
REASON_LENGTH = 300
COMPARED_ANEW = (
    "Et andet notat er udsendt imens, og det er det, dette notat nu sammenlignes med. Læs det igen."
)


@transaction.atomic
def hand_over(report: Report, *, by: User, shown: str, remark: str = "") -> Report:
    """The sekretariatsleder gives the status note on to the koordinator, who is told by mail.

    `shown` is the fingerprint of the data on the page. `remark` goes with it, and must be there
    when something is still missing. Raises NotAllowedNow unless it is a draft of a closed period,
    Changed, ValidationError (`remark`).
    """
    row = _locked(report, State.DRAFT)
    _require_note(row)
    _require_closed(row)
    data = _bound(row, shown)
    row.handed_over = data.to_json()
    missing = _missing(row, data)
    if missing and not remark.strip():
        points = quantity(missing, "punkt", "punkter")
        raise ValidationError(
            {"remark": f"Der mangler {points}. Skriv til koordinatoren, hvorfor notatet sendes nu."}
        )
    row.state, row.ready_by, row.ready_at = State.READY, by, clock.now()
    if row.snapshot_hash != content_hash(row.handed_over):
        freeze(row, data, by=by)
    row.save()
    trail(row, Event.Verb.HANDED_OVER, by=by, note=_text(row, remark, "remark"))
    emails.tell_handed_over(row, remark.strip())
    return row


@transaction.atomic
def take_back(report: Report, *, by: User) -> Report:
    """Whoever handed the note over takes it back, to write on. Raises NotAllowedNow unless it
    waits for the koordinator."""
    row = _locked(report, State.READY)
    return _back_to_draft(row, Event.Verb.TAKEN_BACK, by=by)


@transaction.atomic
def send_back(report: Report, *, by: User, reason: str) -> Report:
    """The koordinator sends the note back with what is to be done, by mail too. Raises
    ValidationError without `reason`, NotAllowedNow unless it waits for the koordinator."""
    reason = _required(report, reason, "reason", "Skriv, hvad der skal rettes.")
    row = _locked(report, State.READY)
    author = row.ready_by
    row = _back_to_draft(row, Event.Verb.SENT_BACK, by=by, note=reason)
    emails.tell_sent_back(row, to=author, by=by, reason=reason)
    return row


def _back_to_draft(row: Report, verb: Event.Verb, *, by: User, note: str = "") -> Report:
    row.state, row.ready_by, row.ready_at, row.handed_over = State.DRAFT, None, None, None
    row.save()
    trail(row, verb, by=by, note=note)
    return row


@transaction.atomic
def issue(report: Report, *, by: User, shown: str) -> Report:
    """The koordinator issues the note: its data, number and control code are frozen for ever and
    its file is made.

    When the file is there, those who may read it are told by mail. Raises NotAllowedNow unless the
    note waits for the koordinator, its period is closed and somebody else handed it over; Changed.
    """
    row = _locked(report, State.READY)
    if row.ready_by_id == by.pk:
        raise NotAllowedNow("Du har selv afleveret notatet. En anden skal udsende det.")
    _require_closed(row)
    data = _bound(row, shown)
    _freeze_for_ever(row, data, by=by, on=timezone.localdate(clock.now()))
    trail(row, Event.Verb.ISSUED, by=by, note=row.number_text)
    return row


@transaction.atomic
def submit(report: Report, *, by: User, on: date, shown: str, receipt: str = "") -> Report:
    """Record that a return was reported to the funder on a day, and freeze what was reported.

    `shown` is the fingerprint of the draft that was sent, `receipt` the funder's number for it.
    Raises NotAllowedNow unless it is a draft of a return whose period is over and nothing is
    missing, ValidationError (`on`, `receipt`), Changed when the draft was made anew meanwhile.
    """
    row = _locked(report, State.DRAFT)
    if KINDS[row.kind].takes_two:
        raise NotAllowedNow("Et statusnotat indberettes ikke. Det udsendes af koordinatoren.")
    eve = KINDS[row.kind].reported_from(row.plan, row.period) - timedelta(days=1)
    if eve >= clock.today():
        raise NotAllowedNow(f"{row.period.label} er ikke slut. Indberet fra {day(eve)} og frem.")
    if row.snapshot_hash != shown:
        raise Changed(
            (),
            row.snapshot_hash,
            "Grundlaget er dannet på ny, siden du åbnede siden. Læs det igen.",
        )
    check_sent(on, after=eve)
    receipt = checked_receipt(receipt, row.plan_id)
    if missing := _missing(row):
        points = quantity(missing, "punkt", "punkter")
        raise NotAllowedNow(
            f"Der mangler {points}, før grundlaget er helt. Ret dem på listen, og dan det igen."
        )
    data = documents.read(row.kind, row.snapshot)
    row.sent_on = on
    _freeze_for_ever(row, data, by=by, on=on, receipt=receipt)
    trail(row, Event.Verb.SUBMITTED, by=by, note=sent_text(on, receipt))
    return row


def check_sent(on: date, *, after: date) -> None:
    """Raise ValidationError (`on`) unless the day something was sent lies after that day, and is
    not ahead."""
    if not after < on <= clock.today():
        raise ValidationError(
            {"on": f"Vælg en dag efter {day(after)} og senest i dag, {day(clock.today())}."}
        )


def checked_receipt(receipt: str, plan_id: int) -> str:
    """The funder's number for it, without ends. Raises ValidationError (`receipt`): too long, or
    a name."""
    receipt = receipt.strip()
    if len(receipt) > 60:
        raise ValidationError({"receipt": "Kvitteringen er for lang. Der er plads til 60 tegn."})
    names.refuse_names({"receipt": receipt}, {plan_id})
    return receipt


def sent_text(on: date, receipt: str) -> str:
    """What the course says of it: the day, and the funder's number."""
    return " ".join(filter(None, (day(on), receipt)))


def seal(row: Report, *, by: User) -> None:
    """Freeze the draft of a return as it was made, with the others of its package
    (reporting.package.actions), before it is sent. The plan is held."""
    data = documents.read(row.kind, row.snapshot)
    _freeze_for_ever(row, data, by=by, on=timezone.localdate(clock.now()), is_sealed=True)
    trail(row, Event.Verb.SEALED, by=by, note=row.number_text)


@transaction.atomic
def begin_correction(report: Report, *, by: User, reason: str) -> Report:
    """Begin the next edition of an issued report; it lists by itself what it corrects. Returns the
    new draft.

    Raises ValidationError without `reason`, NotAllowedNow unless `report` is the newest edition and
    is issued.
    """
    reason = _required(
        report, reason, "reason", "Skriv, hvad der rettes. Det står i den nye udgave."
    )
    plan = hold(report.plan)
    newest = newest_edition(plan, report.kind, report.period)
    if newest is None or newest.pk != report.pk or not newest.is_issued:
        raise NotAllowedNow("Der er allerede begyndt en nyere udgave. Arbejd videre i den.")
    check_period(plan, report.kind, report.period)
    draft = new_draft(plan, report.kind, report.period, by=by, revision=report.revision + 1)
    draft.correction = reason
    freeze(draft, documents.build(plan, report.kind, report.period, clock.today()), by=by)
    trail(draft, Event.Verb.CORRECTED, by=by, note=reason)
    return draft


@transaction.atomic
def drop_draft(report: Report, *, by: User) -> None:
    """Throw a draft away, with its file. Raises NotAllowedNow for one that is handed over or
    issued."""
    row = _locked(report, State.DRAFT)
    row.delete()


def _missing(row: Report, data: Snapshot | None = None) -> int:
    """How many points of the report's check list are missing."""
    kind = KINDS[row.kind]
    return len(
        kind.readiness(row.plan, row.period, clock.today(), lambda permission: False, data).missing
    )


def _freeze_for_ever(
    row: Report,
    data: Snapshot,
    *,
    by: User,
    on: date,
    receipt: str = "",
    is_sealed: bool = False,
) -> None:
    """Number, code and signatures; the data as they are bound; and the file to be made of just
    these. `is_sealed`: it is not sent yet."""
    last = row.plan.reports.aggregate(last=Max("number"))["last"] or 0
    row.snapshot = data.to_json()
    row.snapshot_hash = content_hash(row.snapshot)
    row.data_as_of = data.as_of  # type: ignore[attr-defined]
    row.layout = documents.LAYOUT
    row.state, row.number, row.code = State.ISSUED, last + 1, new_code()
    row.issued_by, row.issued_at = by, clock.now()
    prepared, prepared_at = (
        (row.ready_by, row.ready_at) if row.ready_by else (row.ordered_by or by, row.ordered_at)
    )
    row.edition = Edition(
        revision=row.revision,
        number=row.number_text,
        prepared_by=prepared.name,
        prepared_on=long_day(timezone.localdate(prepared_at)),
        issued_by=by.name,
        issued_on="" if is_sealed else long_day(on),
        sealed_on=long_day(on) if is_sealed else "",
        receipt=receipt,
        code=row.code,
        address=f"{settings.BASE_URL}{reverse('verify')}",
        correction=row.correction,
    ).to_json()
    row.words = documents.words(row.kind, row.snapshot)
    without_file(row)
    queue(row)


def _locked(report: Report, state: State) -> Report:
    """The row with its plan held. Raises NotAllowedNow when it is not in `state`."""
    plan = hold(report.plan)
    row = Report.objects.select_related("ready_by", "ordered_by").get(pk=report.pk)
    row.plan = plan
    if row.state != state:
        raise NotAllowedNow(
            f"{row.title}, er {row.state_text}. Genindlæs siden for at se, hvad der er sket."
        )
    return row


def _bound(row: Report, shown: str) -> Snapshot:
    """The data as they are now, when they are those the person saw. Raises Changed."""
    data = documents.build(row.plan, row.kind, row.period, clock.today())
    now = content_hash(data.to_json())
    if now != shown:
        found = changes(documents.read(row.kind, row.handed_over or row.snapshot), data)
        lines = tuple(
            Compared(f"{change.group}: {change.what}", change.old, change.new) for change in found
        )
        raise Changed(lines, now, COMPARED_ANEW)
    return data


def _require_note(row: Report) -> None:
    if not KINDS[row.kind].takes_two:
        raise NotAllowedNow("Kun statusnotatet afleveres til koordinatoren.")


def _require_closed(row: Report) -> None:
    if not PeriodLock.objects.filter(
        plan=row.plan, period=row.period, reopened_at__isnull=True
    ).exists():
        raise NotAllowedNow(
            f"{row.period.label} er ikke lukket. Luk perioden først, så tallene står fast."
        )


def _required(row: Report, text: str, field: str, message: str) -> str:
    if not text.strip():
        raise ValidationError({field: message})
    return _text(row, text, field, REASON_LENGTH)


def _text(row: Report, text: str, field: str, limit: int = NOTE_LENGTH) -> str:
    """The words without ends. Raises ValidationError: too long, or a name in what mails or the
    next edition repeat."""
    text = text.strip()
    names.refuse_names({field: text}, {row.plan_id})
    if len(text) > limit:
        raise ValidationError(
            {field: f"Teksten er for lang ({len(text)} tegn). Der er plads til {limit}."}
        )
    return text
