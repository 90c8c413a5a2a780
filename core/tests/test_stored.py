import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core import stored
from reporting.tests.factories import ReportFactory

pytestmark = pytest.mark.django_db


def put(folder, name, age):
    path = Path(folder, "reports", "rum-for-liv", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    then = (timezone.now() - age).timestamp()
    os.utime(path, (then, then))
    return path


def test_old_files_without_a_row_are_removed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hours = timedelta(hours=2)
    made = put(tmp_path, "made.pdf", hours)
    ReportFactory(is_made=True, file="reports/rum-for-liv/made.pdf")
    orphan, half = put(tmp_path, "orphan.pdf", hours), put(tmp_path, "half.tmp", hours)
    fresh = put(tmp_path, "fresh.pdf", timedelta(minutes=5))

    assert stored.remove_orphans() == 2
    assert [path.exists() for path in (made, orphan, half, fresh)] == [True, False, False, True]


def test_no_files_is_nothing_to_remove(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "never-made"

    assert stored.remove_orphans() == 0
