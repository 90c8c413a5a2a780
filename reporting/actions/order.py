"""Order a draft: freeze the data as they are and have the file made."""

import hashlib
import json
import logging
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.actions.claim import hold
from activities.models import Plan
from core import clock, jobs, stored
from core.danish import day
from core.jobs import JobState
from core.periods import Period
from core.versioned import NotAllowedNow
from reporting import documents
from reporting.data.changes import changes
from reporting.kinds.base import KINDS
from reporting.models import Event, Report

audit = logging.getLogger("audit")


@transaction.atomic
def order(plan: Plan, kind: str, period: Period, *, by: User | None) -> Report:
    """The draft of `kind` for `period` with the plan's data as they are now; its file is queued if
    not made yet.

    The data are frozen here. The same data twice give the same row, also while its file is being
    made, and set a failed one going again; other data replace the draft's. An issued report whose
    data are still the same comes back as it is. `by` is None when the calendar orders. A status
    note takes one of the plan's reporting periods, a return such a period, a year or the whole
    plan.

    Raises ValidationError (by field), or NotAllowedNow before the period begins and for an issued
    report whose data have changed: that takes a correction. After commit the queue is rung;
    `report.bell_heard` then says whether it answered.
    """
    check_period(plan, kind, period)
    plan = hold(plan)
    data = documents.build(plan, kind, period, clock.today())
    newest = newest_edition(plan, kind, period)
    if newest and newest.is_issued:
        return _issued_again(newest, data)
    report = newest or new_draft(plan, kind, period, by=by)
    if newest and report.snapshot_hash == content_hash(data.to_json()):
        return _order_again(report, by=by)
    freeze(report, data, by=by)
    queue(report)
    audit.info("report.ordered report=%s user=%s", report.pk, by.pk if by else None)
    return report


def newest_edition(plan: Plan, kind: str, period: Period) -> Report | None:
    return plan.reports.filter(kind=kind, period=period).order_by("-revision").first()


def new_draft(
    plan: Plan, kind: str, period: Period, *, by: User | None, revision: int = 1
) -> Report:
    """An unsaved draft; `freeze` gives it its data."""
    return Report(
        plan=plan,
        kind=kind,
        period=period,
        revision=revision,
        ordered_by=by,
        ordered_at=clock.now(),
    )


def freeze(report: Report, data: Any, *, by: User | None) -> None:
    """Give a report that is not issued the data as they are now, and drop the file made of its
    old ones."""
    is_new = report._state.adding
    report.snapshot = data.to_json()
    report.snapshot_hash = content_hash(report.snapshot)
    report.data_as_of = data.as_of
    report.layout = documents.LAYOUT
    report.ordered_by, report.ordered_at = by, clock.now()
    without_file(report)
    report.save()
    if is_new:
        trail(report, Event.Verb.DRAFTED, by=by)


def without_file(report: Report) -> None:
    """A job nobody has ordered, of a report that has no file."""
    for name, value in {
        **jobs.idle(),
        "file": "",
        "sha256": "",
        "size": None,
        "pages": None,
        "renderer": "",
    }.items():
        setattr(report, name, value)


def queue(report: Report) -> None:
    """Have the report's file made: saved as waiting, and the queue rung after the commit."""
    for name, value in jobs.fresh().items():
        setattr(report, name, value)
    report.save()
    ring_after_commit(report)


def ring_after_commit(report: Report) -> None:
    transaction.on_commit(partial(_ring, report), robust=True)


def _ring(report: Report) -> None:
    report.bell_heard = jobs.ring(Report, report.pk)


def _issued_again(report: Report, data: Any) -> Report:
    if not changes(documents.read(report.kind, report.snapshot), data):
        return report
    raise NotAllowedNow(
        f"{report.title}, er {report.state_text} og ændres aldrig. Tallene er siden blevet andre: "
        "begynd en rettelse, så kommer de i en ny udgave."
    )


def _order_again(report: Report, *, by: User | None) -> Report:
    needs_file = report.job_state in (JobState.IDLE, JobState.FAILED)
    if needs_file or (report.is_done and not stored.is_whole(report)):
        queue(report)
        audit.info("report.retried report=%s user=%s", report.pk, by.pk if by else None)
    elif report.job_state == JobState.QUEUED:
        ring_after_commit(report)
    return report


@transaction.atomic
def retry(report: Report, *, by: User) -> Report:
    """Set a failed report, or one whose file is damaged, going again with its frozen data. Twice is
    once.

    Raises NotAllowedNow for a report that is there.
    """
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.is_open:
        return row
    if row.is_done and stored.is_whole(row):
        raise NotAllowedNow("Rapporten er allerede dannet. Hent den i listen.")
    queue(row)
    audit.info("report.retried report=%s user=%s", row.pk, by.pk)
    return row


@transaction.atomic
def cancel(report: Report, *, by: User) -> Report:
    """Call off the making of a draft's file; the draft stays. Twice is once.

    Raises NotAllowedNow for an issued report, whose file must come, and for a file that is already
    made.
    """
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.is_issued:
        raise NotAllowedNow(
            f"{row.title}, er {row.state_text}, så filen skal dannes. Den kan ikke afbrydes."
        )
    if row.is_done:
        raise NotAllowedNow("Filen er allerede dannet. Hent den i listen.")
    if row.job_state == JobState.IDLE:
        return row
    without_file(row)
    row.save()
    trail(row, Event.Verb.CANCELLED, by=by)
    return row


def trail(report: Report, verb: Event.Verb, *, by: User | None, note: str = "") -> None:
    """Put one step of the report's course on record."""
    Event.objects.create(report=report, verb=verb, by=by, at=clock.now(), note=note)
    audit.info("report.%s report=%s user=%s", verb.value, report.pk, by.pk if by else None)


def check_period(plan: Plan, kind: str, period: Period) -> None:
    """Raise ValidationError for a kind or period the plan has no report of, NotAllowedNow before
    it begins."""
    if kind not in KINDS:
        raise ValidationError({"kind": "Vælg en af rapporterne på listen."})
    if refused := KINDS[kind].refusal(plan, period):
        raise ValidationError({"period": refused})
    if period.end < plan.starts_on or period.start > plan.ends_on:
        raise ValidationError(
            {
                "period": (
                    f"Planen løber fra {day(plan.starts_on)} til {day(plan.ends_on)}. "
                    "Vælg en periode der imellem."
                )
            }
        )
    opens = KINDS[kind].opens(plan, period)
    if opens > clock.today():
        raise NotAllowedNow(
            f"{period.label} er ikke begyndt. Rapporten kan dannes fra {day(opens)}."
        )


def content_hash(snapshot: Any) -> str:
    """The fingerprint of a report's data: the same data give the same, whoever orders and
    whenever."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
