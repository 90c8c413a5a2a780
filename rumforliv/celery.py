"""Celery: settings are Django's, tasks live in each app's tasks.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumforliv.settings")

app = Celery("rumforliv")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
