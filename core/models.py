"""Bases shared by every app; no domain nouns."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F

from core.jobs import Job


class StaleObject(Exception):
    """Someone else saved the row since it was read; nothing was written."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("Rækken er gemt af en anden i mellemtiden.")
        self.current = current


class NotAllowedNow(Exception):
    """The act is not possible in the present state. The message is Danish and says what to do."""


class Versioned(models.Model):
    """A row people edit: `lock_version` grows by one at each save, so a stale save is refused."""

    lock_version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True

    def save_if_current(self, *, expected: int, **kwargs: Any) -> None:
        """Save when the row still has version `expected`; else raise StaleObject with the row as it is.

        The check and the claim of the next version are one UPDATE: call inside a transaction.
        """
        manager = type(self)._default_manager
        claimed = manager.filter(pk=self.pk, lock_version=expected).update(lock_version=F("lock_version") + 1)
        if not claimed:
            current = manager.filter(pk=self.pk).first()
            if current is None:
                raise ObjectDoesNotExist("Rækken findes ikke længere.")
            raise StaleObject(current)
        self.lock_version = expected + 1
        self.save(**kwargs)


class FormKey(models.Model):
    """That a form was taken (core.once): its one-time key, and the row it made."""

    key = models.CharField(max_length=80, primary_key=True)
    made = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()


class Heartbeat(models.Model):
    """When each background process was last alive; the health page reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()


class Message(Job):
    """A mail to one person, kept until it is sent and afterwards as the record of it (core.outbox).

    `key` says what it tells whom about what: a second one with the same is never made. A message that is done
    and was not sent had lost its point.
    """

    task = "core.deliver"
    gave_up = "Mailen kunne ikke sendes."

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField("slags", max_length=40)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="til", related_name="messages")
    about = models.CharField("om", max_length=80, db_index=True)
    data = models.JSONField(default=dict)
    posted_at = models.DateTimeField("lagt klar")
    failures = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField("emne", max_length=200, blank=True)
    sent_at = models.DateTimeField("sendt", null=True, blank=True)

    class Meta(Job.Meta):
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering = ["-posted_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.to}"
