"""Celery: settings are Django's, tasks live in each app's tasks.py."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumforliv.settings")

app = Celery("rumforliv")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def beat_at_once(**kwargs: Any) -> None:
    """Ring the heartbeat through the broker as soon as the worker stands: /healthz need not wait
    for the clock."""
    app.send_task("core.heartbeat")
