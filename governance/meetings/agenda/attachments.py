"""What is put with a point of an agenda: a file that was uploaded, or a report there is."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core import clock, stored
from core.uploads import Upload
from core.versioned import NotAllowedNow
from governance import rows
from governance.meetings.agenda.offers import offers
from governance.meetings.meetings.actions import require_open
from governance.models import AgendaItem, Attachment, Meeting

MOST = 20
TITLE_LENGTH = 160
OWN_NAME = "Filens navn står på dagsordenen, og det kan det ikke: {said} Skriv en titel uden navne."


@transaction.atomic
def attach_file(item: AgendaItem, upload: Upload, *, title: str, by: User) -> Attachment:
    """Put an uploaded file with the point. Raises NotAllowedNow once the meeting is held or the
    disk is full, ValidationError (`title`) for a title, or the file's own name where there is
    none, that names a person."""
    row = _row(item, title or _own_title(item, upload) or "Bilag", by)
    row.extension = upload.extension
    try:
        put = stored.put_upload(Attachment.folder, upload.content, upload.extension)
    except OSError as error:
        raise NotAllowedNow(stored.disk_error(error)) from error
    row.file.name, row.sha256, row.size = put.name, put.sha256, put.size
    try:
        rows.write(row, by=by)
    except BaseException:
        stored.discard(put)
        raise
    return row


@transaction.atomic
def attach_report(item: AgendaItem, report: UUID, *, title: str, by: User) -> Attachment:
    """Put one of the plan's issued reports with the point. Raises ValidationError (`report`) for
    any other."""
    offer = next((offer for offer in offers(by, item.plan) if offer.pk == report), None)
    if offer is None:
        raise ValidationError({"report": "Vælg en af rapporterne på listen."})
    row = _row(item, title or offer.title[:TITLE_LENGTH], by)
    row.report = offer.pk
    rows.write(row, by=by)
    return row


@transaction.atomic
def remove(attachment: Attachment, *, by: User) -> None:
    """Take a bilag off; what was sent with it keeps its name in the paper. The file goes with
    the hourly tidying."""
    rows.claim_plans(attachment)
    require_open(Meeting.objects.get(pk=attachment.item.meeting_id))
    attachment.delete()


def _row(item: AgendaItem, title: str, by: User) -> Attachment:
    rows.claim_plans(item)
    require_open(Meeting.objects.get(pk=item.meeting_id))
    if item.attachments.count() >= MOST:
        raise ValidationError(f"Et punkt kan have højst {MOST} bilag.")
    last = item.attachments.aggregate(last=Max("position"))["last"] or 0
    return Attachment(item=item, position=last + 1, title=title, by=by, at=clock.now())


def _own_title(item: AgendaItem, upload: Upload) -> str:
    """The file's name as its title; said as such where it names a person."""
    title = upload.stem[:TITLE_LENGTH]
    try:
        rows.refuse_names(item, title=title)
    except ValidationError as refused:
        raise ValidationError({"title": OWN_NAME.format(said=" ".join(refused.messages))})
    return title
