"""The worker process itself, on whichever queue this run has."""

import pytest

from core.models import Heartbeat


@pytest.mark.jobs
def test_worker_beats_and_beats_again_after_it_was_killed(worker):
    worker.stop()

    worker.start()

    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["worker"]
