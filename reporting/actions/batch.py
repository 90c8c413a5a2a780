"""The notes of several plans for one period, ordered together, with the sheet that puts them
side by side."""

import io
import logging
import zipfile
from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activities.models import Plan
from core import clock, jobs, stored
from core.danish import long_day
from core.jobs import Lease
from core.periods import Period
from core.versioned import NotAllowedNow
from reporting import documents
from reporting.actions.order import order
from reporting.data.comparison import Comparison
from reporting.data.edition import Edition
from reporting.data.status_note import StatusNote
from reporting.models import Batch, Report, ReportKind

log = logging.getLogger(__name__)

documents.BESIDE[Comparison.kind] = Comparison


def order_batch(plans: Iterable[Plan], period: Period, *, by: User) -> Batch:
    """Order the status note of `period` for each of the plans; what is issued is taken as it is.

    A plan that has no such note (another rhythm, not begun) is left out and named on the sheet with
    the reason. Each plan is a transaction of its own. Raises NotAllowedNow when no plan has one.
    """
    reports, missing = [], []
    for plan in plans:
        try:
            reports.append(_note_of(plan, period, by=by))
        except (ValidationError, NotAllowedNow) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            missing.append(f"{plan.name}: {said}")
    if not reports:
        raise NotAllowedNow(" ".join(missing) or "Du koordinerer ingen planer.")
    return _open_batch(reports, missing, period, by=by)


def _note_of(plan: Plan, period: Period, *, by: User) -> Report:
    issued = (
        plan.reports.issued()
        .filter(kind=ReportKind.STATUS_NOTE, period=period)
        .order_by("-revision")
        .first()
    )
    return issued or order(plan, ReportKind.STATUS_NOTE, period, by=by)


@transaction.atomic
def _open_batch(reports: list[Report], missing: list[str], period: Period, *, by: User) -> Batch:
    notes = [(StatusNote.from_json(report.snapshot), _name_of(report)) for report in reports]
    batch = Batch.objects.create(
        period=period,
        snapshot=Comparison.of(period, notes, missing, clock.today()).to_json(),
        ordered_by=by,
        ordered_at=clock.now(),
        **jobs.fresh(),
    )
    batch.reports.set(reports)
    transaction.on_commit(partial(jobs.ring, Batch, batch.pk), robust=True)
    return batch


def _name_of(report: Report) -> str:
    return f"nr. {report.number_text}" if report.is_issued else report.state_text


def produce_batch(pk: UUID) -> None:
    """Make the sheet of one batch that waits; as `produce`, it is made once."""
    lease = Lease.take(Batch, pk)
    if lease is not None:
        stored.guarded(lease, partial(_produce, lease))


def _produce(lease: Lease) -> None:
    batch = Batch.objects.select_related("ordered_by").get(pk=lease.pk)
    lease.report_progress(40, "Arket sættes")
    pdf = documents.render(Comparison.kind, batch.snapshot, edition_of(batch))
    lease.report_progress(80, "Filen gemmes")
    stored.store(lease, f"{Batch.folder}/samlet", pdf, partial(lease.finish, done_at=clock.now()))


def edition_of(batch: Batch) -> Edition:
    day = long_day(timezone.localdate(batch.ordered_at))
    return Edition(revision=1, prepared_by=batch.ordered_by.name, prepared_on=day)


def pack(batch: Batch, reports: Iterable[Report]) -> bytes:
    """The sheet and the files of those `reports` that are made, as one zip. Raises BrokenFile."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        if batch.is_done:
            archive.writestr(f"Sammenligning {batch.period.label}.pdf", stored.read(batch))
        for report in reports:
            if report.is_done:
                archive.writestr(f"{report.plan.slug}/{report.filename()}", stored.read(report))
    return packed.getvalue()
