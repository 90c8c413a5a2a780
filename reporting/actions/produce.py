"""Make the file of a report that waits: what the worker does."""

import hashlib
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from core import clock, stored
from core.jobs import Lease
from reporting import documents
from reporting.emails import course as emails
from reporting.models import Report

NOT_THE_SAME = (
    "Filen kan ikke dannes præcis, som den blev udsendt. Bed drift om at hente den fra "
    "en sikkerhedskopi."
)


class AnotherFile(Exception):
    """An issued file that is made again is not the one that was issued: another release made it."""


def produce(pk: UUID) -> None:
    """Make the file of one report that waits. Called twice, or by two workers at once, it is made
    once.

    An error ends the job as failed with a Danish sentence.
    """
    lease = Lease.take(Report, pk)
    if lease is not None:
        stored.guarded(lease, partial(_produce, lease), told)


def told(error: Exception) -> str | None:
    return NOT_THE_SAME if isinstance(error, AnotherFile) else None


def _produce(lease: Lease) -> None:
    report = Report.objects.select_related("plan", "ordered_by", "ready_by", "issued_by").get(
        pk=lease.pk
    )
    lease.report_progress(10, "Data er læst")
    lease.report_progress(40, "Siderne sættes")
    pdf = render(report)
    if report.is_issued and report.sha256 not in ("", hashlib.sha256(pdf).hexdigest()):
        raise AnotherFile(report.pk)
    lease.report_progress(80, "Filen gemmes")
    stored.store(lease, f"{Report.folder}/{report.plan.slug}", pdf, partial(_sign, lease, report))


@transaction.atomic
def _sign(lease: Lease, report: Report, **made: Any) -> bool:
    """Sign for the file, and with it put the mails that tell of an issued report in the outbox:
    both or neither."""
    signed = lease.finish(**made, renderer=documents.renderer(report.layout), done_at=clock.now())
    if signed and report.is_issued:
        emails.tell_issued(report)
    return signed


def render(report: Report) -> bytes:
    """The PDF of a report's frozen data. The same row gives the same bytes."""
    return documents.render(
        report.kind, report.snapshot, documents.edition_of(report), report.layout
    )
