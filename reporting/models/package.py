"""What a funder asks for in a year, sealed together: its returns, and the day they were sent."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class PackageQuerySet(models.QuerySet["Package"]):
    def sent(self) -> Self:
        return self.filter(sent_on__isnull=False)


class Package(models.Model):
    """One sealing: all of a year's returns, or none. A correction of one of them is sealed in the
    next `revision`; nothing here changes but that it was sent, once.
    """

    plan = models.ForeignKey(
        "activities.Plan", models.PROTECT, verbose_name="helhedsplan", related_name="packages"
    )
    year = models.PositiveSmallIntegerField("år")
    revision = models.PositiveSmallIntegerField("udgave")
    reports = models.ManyToManyField(
        "reporting.Report", verbose_name="rapporter", related_name="packages"
    )
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="forseglet af", related_name="+"
    )
    sealed_at = models.DateTimeField("forseglet")
    sent_on = models.DateField("indberettet den", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="indberettet af",
        related_name="+",
        null=True,
        blank=True,
    )
    receipt = models.CharField("kvittering", max_length=60, blank=True)

    nameless = ("receipt",)

    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = "indberetningspakke"
        verbose_name_plural = "indberetningspakker"
        ordering = ["plan", "year", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year", "revision"], name="package_once"),
            models.CheckConstraint(
                name="package_sent_is_signed",
                condition=Q(sent_on__isnull=True) | Q(sent_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Indberetning {self.year}, {self.plan}"

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None
