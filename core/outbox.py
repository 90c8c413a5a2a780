"""Mail that must come once and cannot be lost: a row first, sent by a worker, with a key that says
it once.

`post` is called inside the transaction that gives the reason for the mail: both stand, or neither
does. What the mail says is written when it is sent, by the writer of its kind (each app's
`emails`): a person who may no longer read it gets none. A worker killed at any moment sends it
again under the same Message-ID, which the file backend makes one file; of mail servers few do, so
towards them the promise is at least once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, transaction

from core import clock, jobs
from core.models import Message

log = logging.getLogger(__name__)

TRIES = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Letter:
    """What one mail says: plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


Writer = Callable[[Message], Letter | None]
_writers: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Marks the function that writes the mails of a kind. It returns None when the mail has lost
    its point."""

    def remember(writer: Writer) -> Writer:
        _writers[kind] = writer
        return writer

    return remember


def post(kind: str, key: str, *, to: Any, about: str, data: dict[str, Any] | None = None) -> bool:
    """Put a mail in the outbox unless one with the same `key` ever was; whether it is new.

    `about` names what it concerns, for lists of what was sent. Call it inside the transaction of
    its reason.
    """
    row, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to": to,
            "about": about,
            "data": data or {},
            "posted_at": clock.now(),
            **jobs.fresh(),
        },
    )
    if is_new:
        transaction.on_commit(partial(jobs.ring, Message, row.pk), robust=True)
    return is_new


def deliver(pk: UUID) -> None:
    """Send one mail that waits. A mail server that refuses is asked again, ever later, for about
    two hours."""
    lease = jobs.Lease.take(Message, pk)
    if lease is None:
        return
    message = Message.objects.select_related("to").get(pk=pk)
    try:
        letter = _writers[message.kind](message) if message.to.is_active else None
        if letter:
            send(message, letter)
        lease.finish(
            subject=letter.subject if letter else "", sent_at=clock.now() if letter else None
        )
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("Mail %s could not be sent.", pk)
        _later(lease, message, error)


@transaction.atomic
def retry(message: Message) -> bool:
    """Set a mail that could not be sent going again, with all its tries; False when it is not such
    a one.

    Twice is once. Whether it still has a point is asked when it is sent.
    """
    failed = Message.objects.filter(pk=message.pk, job_state=jobs.JobState.FAILED)
    if not failed.update(**jobs.fresh(), failures=0):
        return False
    transaction.on_commit(partial(jobs.ring, Message, message.pk), robust=True)
    return True


def send(message: Message, letter: Letter) -> None:
    """Hand one mail to the mail server, under an id of its own that never changes."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[message.to.email],
        headers={"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(letter.html, "text/html")
    mail.send()


def _later(lease: jobs.Lease, message: Message, error: Exception) -> None:
    said = f"Mailen kunne ikke sendes: {error}"[:300]
    if message.failures + 1 >= TRIES:
        lease.fail(said)
        return
    wait = min(FIRST_WAIT * 2**message.failures, LONGEST_WAIT)
    if lease.postpone(wait, said):
        # An honest refusal is not a killed worker: it uses up a try, not a start.
        Message.objects.filter(pk=message.pk).update(failures=message.failures + 1, attempts=0)
