"""Mail that comes once: kept as a row, sent by a worker, said once by its key."""

import smtplib
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts.tests.factories import UserFactory
from core import jobs, outbox
from core.jobs import JobState
from core.models import Message
from core.outbox import Letter

pytestmark = pytest.mark.django_db
KIND = "prøve"


@pytest.fixture(autouse=True)
def writer():
    """Writes what the message's data say; nothing where they say so."""

    @outbox.writes(KIND)
    def write(message):
        if message.data.get("pointless"):
            return None
        return Letter("Emne", f"Hej {message.to.name}: æøå\n", f"<p>Hej {message.to.name}</p>")

    yield write
    outbox._writers.pop(KIND)


def post(key="a", to=None, **data):
    to = to or UserFactory(name="Mette Holm")
    outbox.post(KIND, key, to=to, about="plan:1", data=data)
    return Message.objects.get(key=key)


def row(message):
    return Message.objects.get(pk=message.pk)


def test_a_message_waits_until_a_worker_sends_it():
    message = post()

    assert (message.job_state, message.sent_at, len(mail.outbox)) == (JobState.QUEUED, None, 0)

    outbox.deliver(message.pk)

    assert (row(message).job_state, row(message).subject) == (JobState.DONE, "Emne")
    assert row(message).sent_at is not None
    sent = mail.outbox[0]
    assert (sent.subject, sent.to, sent.body) == (
        "Emne",
        [message.to.email],
        "Hej Mette Holm: æøå\n",
    )
    assert sent.alternatives[0].content == "<p>Hej Mette Holm</p>"


def test_the_same_key_is_said_once():
    first = post("a")

    assert outbox.post(KIND, "a", to=first.to, about="plan:1") is False
    outbox.deliver(first.pk)
    outbox.deliver(first.pk)

    assert (Message.objects.count(), len(mail.outbox)) == (1, 1)


def test_a_reason_that_is_rolled_back_takes_its_mail_with_it():
    with pytest.raises(RuntimeError), transaction.atomic():
        post()
        raise RuntimeError

    assert not Message.objects.exists()


def test_a_message_that_has_lost_its_point_is_not_sent():
    message = post(pointless=True)

    outbox.deliver(message.pk)

    assert (row(message).job_state, row(message).sent_at, mail.outbox) == (JobState.DONE, None, [])


def test_who_can_no_longer_log_in_gets_none():
    message = post(to=UserFactory(is_active=False))

    outbox.deliver(message.pk)

    assert (row(message).job_state, mail.outbox) == (JobState.DONE, [])


def test_a_mail_server_that_refuses_is_asked_again_later(monkeypatch):
    message = post()
    monkeypatch.setattr(outbox, "send", refuse)

    outbox.deliver(message.pk)

    waiting = row(message)
    assert (waiting.job_state, waiting.failures, waiting.attempts) == (JobState.QUEUED, 1, 0)
    assert waiting.error == "Mailen kunne ikke sendes: (550, b'nej')"
    assert 50 < (waiting.ring_at - timezone.now()).total_seconds() <= 60


def refuse(message, letter):
    raise smtplib.SMTPResponseException(550, b"nej")


def test_a_mail_server_that_always_refuses_ends_it_with_the_reason(monkeypatch):
    message = post()
    monkeypatch.setattr(outbox, "send", refuse)

    for _ in range(outbox.TRIES):
        outbox.deliver(message.pk)

    assert (row(message).job_state, row(message).failures) == (JobState.FAILED, outbox.TRIES - 1)


def test_an_unknown_kind_is_told_of_and_not_lost(writer):
    message = post()
    outbox._writers.pop(KIND)

    outbox.deliver(message.pk)

    assert row(message).job_state == JobState.QUEUED
    outbox.writes(KIND)(writer)
    outbox.deliver(message.pk)
    assert len(mail.outbox) == 1


@pytest.fixture
def files(settings, tmp_path):
    settings.EMAIL_BACKEND = "core.mail.FileMail"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def test_a_mail_as_a_file_holds_both_texts(files):
    message = post()

    outbox.deliver(message.pk)

    read = message_from_bytes((files / f"{message.pk}.eml").read_bytes(), policy=policy.default)
    assert read["Message-ID"] == f"<{message.pk}@127.0.0.1>"
    assert read.get_body(("plain",)).get_content() == "Hej Mette Holm: æøå\n"
    assert read.get_body(("html",)).get_content() == "<p>Hej Mette Holm</p>"


def test_a_mail_sent_again_after_a_kill_is_the_same_file(files):
    """The worker died between the sending and its signature: the lease runs out and another
    sends again."""
    message = post()
    outbox.send(message, Letter("Emne", "Tekst", "<p>Tekst</p>"))
    Message.objects.update(
        job_state=JobState.RUNNING, lease_until=timezone.now().replace(year=2000)
    )

    jobs.sweep()
    outbox.deliver(message.pk)

    assert [path.name for path in Path(files).iterdir()] == [f"{message.pk}.eml"]
    assert row(message).job_state == JobState.DONE


def test_a_line_break_in_a_subject_cannot_add_a_header(files):
    message = post()

    with pytest.raises(ValueError, match="newline"):
        outbox.send(message, Letter("Emne\nBcc: alle@example.org", "x", "<p>x</p>"))
