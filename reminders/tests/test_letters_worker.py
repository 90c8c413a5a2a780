"""Mails through a real worker process: posted while it is away or killed in the middle, each is
one file."""

from datetime import date, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from accounts.tests.factories import MembershipFactory
from core import jobs
from core.jobs import JobState
from core.models import Message
from governance.models import Forum, ForumKind, Meeting
from reminders import tasks

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

FOLDER = Path(settings.VAR_DIR) / "mail"


@pytest.fixture(autouse=True)
def _empty_folder():
    for file in FOLDER.glob("*"):
        file.unlink()
    yield
    close_old_connections()


@pytest.fixture
def worker(monkeypatch, request):
    """A dead worker's mail is free again after three seconds."""
    monkeypatch.setenv("JOB_LEASE_SECONDS", "3")
    return request.getfixturevalue("worker")


@pytest.fixture
def meeting(plan):
    forum = Forum.objects.create(
        plan=plan, code="FLG", name="Følgegruppen", kind=ForumKind.REFERENCE_GROUP
    )
    return Meeting.objects.create(forum=forum, on=date(2013, 9, 10))


def is_sent():
    return (
        Message.objects.exists() and not Message.objects.exclude(job_state=JobState.DONE).exists()
    )


def sweep_until_sent():
    """The scheduler does this every twenty seconds; here nobody waits that long."""
    jobs.sweep()
    return is_sent()


def files():
    """The mails that were sent, by the Message-ID they carry."""
    found = [message_from_bytes(file.read_bytes()) for file in FOLDER.glob("*.eml")]
    return sorted(mail["Message-ID"].strip("<>").split("@")[0] for mail in found)


def waiting():
    return Message.objects.exclude(job_state=JobState.DONE).count()


def messages():
    return sorted(str(pk) for pk in Message.objects.values_list("pk", flat=True))


def test_a_mail_posted_while_the_worker_is_dead_is_sent_once_when_it_is_back(
    worker, mette, meeting
):
    worker.stop()
    tasks.keep_calendar()
    tasks.keep_calendar()
    assert files() == []

    worker.start()
    worker.wait_for(sweep_until_sent, "the mail after the power cut")

    assert files() == messages()
    assert Message.objects.count() == 1
    (file,) = FOLDER.glob("*.eml")
    mail = message_from_bytes(file.read_bytes())
    assert str(make_header(decode_header(mail["Subject"]))) == (
        "Rum for Liv: materiale til følgegruppens møde den 10. september"
    )
    assert mail["To"] == "mette@example.org"


def test_a_worker_killed_after_the_mail_went_sends_no_second_file(worker, mette, meeting):
    tasks.keep_calendar()
    worker.wait_for(is_sent, "the mail")
    # As if it had been killed between handing the mail over and signing for it.
    Message.objects.update(
        job_state=JobState.RUNNING, lease_until=timezone.now() - timedelta(seconds=1)
    )

    worker.wait_for(sweep_until_sent, "the mail again")

    assert files() == messages()
    assert Message.objects.get().attempts == 2


def test_mails_under_three_power_cuts_are_each_one_file(worker, plan, mette, meeting):
    for n in range(23):
        MembershipFactory(plan=plan, user__name=f"Leder {n}")
    tasks.keep_calendar()

    for _ in range(3):
        left = waiting()
        Message.objects.update(ring_at=timezone.now())
        jobs.sweep()
        worker.wait_for(lambda left=left: waiting() < left or is_sent(), "one more mail")
        worker.stop()
        worker.start()
    worker.wait_for(sweep_until_sent, "the rest of the mails")

    assert len(messages()) == 24
    assert files() == messages()
