"""The notes of several plans ordered together, with one sheet that puts the plans side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from core.periods import PeriodField
from core.stored import FileJob

if TYPE_CHECKING:
    from accounts.models import User


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> Self:
        """Those the person ordered: whoever else needs one orders it, and gets the plans that
        are theirs."""
        return self if user.is_superuser else self.filter(ordered_by=user)


class Batch(FileJob):
    """One order. `snapshot` is the sheet's data, frozen when it was ordered; the notes are their
    own rows."""

    folder = "reports"
    task = "reporting.produce_batch"
    gave_up = "Arbejdet blev afbrudt 10 gange, uden at arket blev færdigt. Prøv igen."

    period = PeriodField("periode")
    reports = models.ManyToManyField(
        "reporting.Report", verbose_name="rapporter", related_name="batches"
    )
    snapshot = models.JSONField("data")
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="bestilt af", related_name="+"
    )
    ordered_at = models.DateTimeField("bestilt")

    objects = BatchQuerySet.as_manager()

    class Meta(FileJob.Meta):
        verbose_name = "samlet bestilling"
        verbose_name_plural = "samlede bestillinger"
        ordering = ["-ordered_at"]

    def __str__(self) -> str:
        return f"{self.period.label}, {self.ordered_at:%d.%m.%Y}"
