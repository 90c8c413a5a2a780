"""Make the file of a report that waits: what the worker does."""

import errno
import hashlib
import logging
from collections.abc import Callable
from functools import partial
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, transaction

from core import clock
from core.jobs import Lease, LostLease
from reporting import documents, emails, files
from reporting.models import Report

log = logging.getLogger(__name__)

NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DISK_FULL = "Der er ikke plads til filen på disken. Bed drift om at rydde op, og prøv så igen."
DISK_ERROR = "Filen kunne ikke gemmes på disken. Prøv igen. Sker det igen, så kontakt drift."
TOO_SLOW = "Det tog for lang tid at danne rapporten. Prøv igen."
NOT_THE_SAME = "Filen kan ikke dannes præcis, som den blev udsendt. Bed drift om at hente den fra en sikkerhedskopi."
CANNOT_SET = "Rapporten kunne ikke sættes op. Fejlen er noteret. Prøv igen. Sker det igen, så kontakt drift."


class AnotherFile(Exception):
    """An issued file that is made again is not the one that was issued: another release made it."""


def produce(pk: UUID) -> None:
    """Make the file of one report that waits. Called twice, or by two workers at once, it is made once.

    An error ends the job as failed with a Danish sentence. When the database itself is away nothing can be
    said: the lease then runs out, and the sweeper puts the report back.
    """
    lease = Lease.take(Report, pk)
    if lease is not None:
        guarded(lease, partial(_produce, lease))


def guarded(lease: Lease, make: Callable[[], None]) -> None:
    """Run `make`; whatever goes wrong in it ends the job with a sentence, but for the database's own silence."""
    try:
        make()
    except LostLease:
        log.warning("%s was taken over by another worker, or called off.", lease.pk)
    except DatabaseError:
        raise
    except AnotherFile:
        log.error("%s cannot be made again as it was issued.", lease.pk)
        lease.fail(NOT_THE_SAME)
    except SoftTimeLimitExceeded:
        log.error("%s took too long.", lease.pk)
        lease.fail(TOO_SLOW)
    except OSError as error:
        log.exception("%s could not be saved.", lease.pk)
        lease.fail(disk_error(error))
    except Exception:
        log.exception("%s could not be set.", lease.pk)
        lease.fail(CANNOT_SET)


def _produce(lease: Lease) -> None:
    report = Report.objects.select_related("plan", "ordered_by", "ready_by", "issued_by").get(pk=lease.pk)
    lease.report_progress(10, "Data er læst")
    lease.report_progress(40, "Siderne sættes")
    pdf = render(report)
    if report.is_issued and report.sha256 not in ("", hashlib.sha256(pdf).hexdigest()):
        raise AnotherFile(report.pk)
    lease.report_progress(80, "Filen gemmes")
    stored = files.store(report.plan.slug, report.pk, lease.token, pdf)
    if not _sign(lease, report, stored):
        files.discard(stored)
        raise LostLease(report.pk)


@transaction.atomic
def _sign(lease: Lease, report: Report, stored: files.StoredFile) -> bool:
    """Sign for the file, and with it put the mails that tell of an issued report in the outbox: both or neither."""
    signed = lease.finish(
        file=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        pages=stored.pages,
        renderer=documents.renderer(report.layout),
        done_at=clock.now(),
    )
    if signed and report.is_issued:
        emails.tell_issued(report)
    return signed


def disk_error(error: OSError) -> str:
    return DISK_FULL if error.errno in NO_SPACE else DISK_ERROR


def render(report: Report) -> bytes:
    """The PDF of a report's frozen data. The same row gives the same bytes."""
    return documents.render(report.kind, report.snapshot, documents.edition_of(report), report.layout)
