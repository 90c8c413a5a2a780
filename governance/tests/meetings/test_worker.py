"""An agenda through a real worker process: made, put on record and told of once, also when the
worker was away."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import close_old_connections

from core import jobs
from core.jobs import JobState
from core.models import Message
from governance.meetings.papers import actions as sending
from governance.meetings.papers import document as papers
from governance.models import Dispatch, MeetingPaper, PaperKind
from governance.tests.factories_fora import ForumFactory, ItemFactory, MeetingFactory, SeatFactory

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _close():
    yield
    close_old_connections()


def is_told():
    jobs.sweep()
    return MeetingPaper.objects.filter(job_state=JobState.DONE).exists() and (
        Message.objects.filter(job_state=JobState.DONE).exists()
    )


def test_an_agenda_called_while_the_worker_is_away_is_sent_once_when_it_is_back(
    worker, plan, mette, kirsten
):
    meeting = MeetingFactory(forum=ForumFactory(plan=plan))
    SeatFactory(forum=meeting.forum, user=kirsten)
    ItemFactory(meeting=meeting)
    worker.stop()
    sending.call(meeting, shown=papers.build(meeting, PaperKind.AGENDA).token(), by=mette)

    worker.start()
    worker.wait_for(is_told, "the agenda and its mail")

    paper = MeetingPaper.objects.get()
    assert Path(settings.MEDIA_ROOT, paper.file.name).read_bytes().startswith(b"%PDF")
    assert [person["user"] for person in Dispatch.objects.get().to] == [kirsten.pk]
    assert Message.objects.get().sent_at is not None
