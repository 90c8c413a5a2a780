"""Order a report, make it, try again."""

import errno
import hashlib
import json
import logging
from functools import partial
from typing import Any
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Max

from activities.models import Plan
from core import clock
from core.danish import day
from core.models import NotAllowedNow
from core.periods import Kind, Period
from reporting import documents, files, jobs
from reporting.models import JobState, Report, ReportKind

log = logging.getLogger(__name__)
audit = logging.getLogger("audit")

NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DISK_FULL = "Der er ikke plads til filen på disken. Bed drift om at rydde op, og prøv så igen."
DISK_ERROR = "Filen kunne ikke gemmes på disken. Prøv igen. Sker det igen, så kontakt drift."
TOO_SLOW = "Det tog for lang tid at danne rapporten. Prøv igen."
CANNOT_SET = "Rapporten kunne ikke sættes op. Fejlen er noteret. Prøv igen. Sker det igen, så kontakt drift."


@transaction.atomic
def order(plan: Plan, kind: str, period: Period, *, by: Any) -> Report:
    """The report of `kind` for `period` with the plan's data as they are now; queued if it is not made yet.

    The data are frozen here. The same data as the newest edition give that edition, also while it is being
    made, and set a failed one going again; other data give the next edition. A status note takes one of the
    plan's reporting periods, goal attainment a year. Raises ValidationError (by field) or NotAllowedNow.

    After commit the queue is rung; `report.bell_heard` then says whether it answered.
    """
    check_period(plan, kind, period)
    # One order at a time in a plan: the number and the edition are counted, and the data are of one moment.
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    data = documents.build(plan, kind, period, clock.today())
    snapshot = data.to_json()
    digest = content_hash(snapshot)
    newest = plan.reports.filter(kind=kind, period=period).order_by("-revision").first()
    if newest and newest.snapshot_hash == digest:
        return _order_again(newest, by=by)
    report = Report.objects.create(
        plan=plan,
        kind=kind,
        period=period,
        number=(plan.reports.aggregate(last=Max("number"))["last"] or 0) + 1,
        revision=newest.revision + 1 if newest else 1,
        snapshot=snapshot,
        snapshot_hash=digest,
        data_as_of=data.as_of,
        ordered_by=by,
        ordered_at=clock.now(),
        **jobs.fresh(),
    )
    audit.info("report.ordered report=%s user=%s", report.pk, by.pk)
    _ring_after_commit(report)
    return report


def _order_again(report: Report, *, by: Any) -> Report:
    if report.job_state == JobState.FAILED or (report.job_state == JobState.DONE and not files.is_whole(report)):
        _requeue(report, by=by)
    elif report.job_state == JobState.QUEUED:
        _ring_after_commit(report)
    return report


@transaction.atomic
def retry(report: Report, *, by: Any) -> Report:
    """Set a failed report, or one whose file is damaged, going again with its frozen data. Twice is once.

    Raises NotAllowedNow for a report that is there.
    """
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.is_open:
        return row
    if row.job_state == JobState.DONE and files.is_whole(row):
        raise NotAllowedNow("Rapporten er allerede dannet. Hent den i listen.")
    _requeue(row, by=by)
    return row


def _requeue(report: Report, *, by: Any) -> None:
    for name, value in jobs.fresh().items():
        setattr(report, name, value)
    report.save()
    audit.info("report.retried report=%s user=%s", report.pk, by.pk)
    _ring_after_commit(report)


def _ring_after_commit(report: Report) -> None:
    transaction.on_commit(partial(_ring, report), robust=True)


def _ring(report: Report) -> None:
    report.bell_heard = jobs.ring(report.pk)


def check_period(plan: Plan, kind: str, period: Period) -> None:
    """Raise ValidationError for a kind or period the plan has no report of, NotAllowedNow before it begins."""
    if kind not in ReportKind:
        raise ValidationError({"kind": "Vælg statusnotat eller målopfyldelse."})
    if kind == ReportKind.GOAL_ATTAINMENT and period.kind != Kind.YEAR:
        raise ValidationError({"period": "Målopfyldelse dannes for et år. Vælg et af planens år."})
    if kind == ReportKind.STATUS_NOTE and period.kind != plan.reporting_period:
        rhythm = plan.get_reporting_period_display()
        raise ValidationError({"period": f"Statusnotatet dannes for et {rhythm}. Vælg et {rhythm}."})
    if period.end < plan.starts_on or period.start > plan.ends_on:
        raise ValidationError(
            {"period": f"Planen løber fra {day(plan.starts_on)} til {day(plan.ends_on)}. Vælg en periode der imellem."}
        )
    if period.start > clock.today():
        raise NotAllowedNow(f"{period.label} er ikke begyndt. Rapporten kan dannes fra {day(period.start)}.")


def content_hash(snapshot: Any) -> str:
    """The fingerprint of a report's data: the same data give the same, whoever orders and whenever."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def produce(pk: UUID) -> None:
    """Make the file of one report that waits. Called twice, or by two workers at once, it is made once.

    An error ends the job as failed with a Danish sentence. When the database itself is away nothing can be
    said: the lease then runs out, and the sweeper puts the report back.
    """
    lease = jobs.Lease.take(pk)
    if lease is None:
        return
    try:
        _produce(lease)
    except jobs.LostLease:
        log.warning("Report %s was taken over by another worker.", pk)
    except DatabaseError:
        raise
    except SoftTimeLimitExceeded:
        log.error("Report %s took too long.", pk)
        lease.fail(TOO_SLOW)
    except OSError as error:
        log.exception("Report %s could not be saved.", pk)
        lease.fail(disk_error(error))
    except Exception:
        log.exception("Report %s could not be set.", pk)
        lease.fail(CANNOT_SET)


def _produce(lease: jobs.Lease) -> None:
    report = Report.objects.select_related("plan", "ordered_by").get(pk=lease.pk)
    lease.report_progress(10, "Data er læst")
    lease.report_progress(40, "Siderne sættes")
    pdf = render(report)
    lease.report_progress(80, "Filen gemmes")
    stored = files.store(report.plan.slug, report.pk, lease.token, pdf)
    if not lease.finish(stored):
        files.discard(stored)
        raise jobs.LostLease(report.pk)


def disk_error(error: OSError) -> str:
    return DISK_FULL if error.errno in NO_SPACE else DISK_ERROR


def render(report: Report) -> bytes:
    """The PDF of a report's frozen data. The same row gives the same bytes."""
    return documents.render(
        report.kind,
        report.snapshot,
        number=report.number_text,
        revision=report.revision,
        ordered_by=report.ordered_by.name,
        ordered_at=report.ordered_at,
    )
