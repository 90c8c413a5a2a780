"""Bases shared by every app; no domain nouns."""

from django.conf import settings
from django.db import models

from core.jobs import Job


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

    `key` says what it tells whom about what: a second one with the same is never made. A message
    that is done and was not sent had lost its point.
    """

    task = "core.deliver"
    gave_up = "Mailen kunne ikke sendes."

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField("slags", max_length=40)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="til", related_name="messages"
    )
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
