"""What of a criterion was in doubt, and is confirmed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.versioned import Versioned


class Confirmation(Versioned):
    """The answer to a criterion's doubt, who gave it and when. Opened again it has none; its
    history keeps those it had.

    `doubt`: the words it answers. A criterion whose doubt is in other words is open again.
    """

    plan_via = "criterion"

    criterion = models.OneToOneField(
        "activities.SuccessCriterion",
        models.CASCADE,
        verbose_name="succeskriterium",
        related_name="confirmation",
    )
    doubt = models.CharField("ikke bekræftet", max_length=300)
    answer = models.CharField("svar", max_length=300, blank=True)
    on = models.DateField("bekræftet", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="bekræftet af",
        related_name="+",
        null=True,
        blank=True,
    )

    nameless = ("answer",)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "bekræftelse"
        verbose_name_plural = "bekræftelser"
        ordering = ["criterion"]
        constraints = [
            models.CheckConstraint(
                name="confirmation_says_who_and_when",
                condition=Q(answer="", on__isnull=True, by__isnull=True)
                | (~Q(answer="") & Q(on__isnull=False, by__isnull=False)),
                violation_error_message="Et svar har en dag og en, der har givet det.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    def settles(self, doubt: str) -> bool:
        return bool(self.answer) and self.doubt == doubt
