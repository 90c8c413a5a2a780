"""Agreements and contracts with the municipality and the partners."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from activities.models import Activity, FocusArea, Partner
from activities.models.plan import PlanRow


class AgreementKind(models.TextChoices):
    """An agreement is on the district's level, a contract for one area (domain.md T19)."""

    COOPERATION = "cooperation", "samarbejdsaftale"
    CONTRACT = "contract", "projektkontrakt"
    SUB_AGREEMENT = "sub_agreement", "delaftale"
    ACTIVITY = "activity", "aktivitetsaftale"


class Agreement(PlanRow):
    """Who has promised what to whom, for how long. `renew_days`: how long before the end it must be looked at."""

    title = models.CharField("titel", max_length=160)
    kind = models.CharField("slags", max_length=14, choices=AgreementKind)
    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name="part", related_name="agreements")
    focus_areas = models.ManyToManyField(
        FocusArea, verbose_name="indsatsområder", related_name="agreements", blank=True, help_text="Tomt: hele planen."
    )
    activities = models.ManyToManyField(Activity, verbose_name="aktiviteter", related_name="agreements", blank=True)
    starts_on = models.DateField("fra")
    ends_on = models.DateField("til og med", null=True, blank=True, help_text="Tomt: til den siges op.")
    we_deliver = models.TextField("vi leverer", max_length=1000, blank=True)
    they_deliver = models.TextField("de leverer", max_length=1000, blank=True)
    needs_funding = models.BooleanField("forudsætter fortsat finansiering", default=False)
    funding_note = models.CharField("hvilken finansiering", max_length=200, blank=True)
    renew_days = models.PositiveSmallIntegerField("varsles, dage før", default=90)
    ended_on = models.DateField("ophørt", null=True, blank=True)
    ended_why = models.CharField("hvorfor", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta(PlanRow.Meta):
        verbose_name = "aftale"
        verbose_name_plural = "aftaler"
        default_related_name = "agreements"
        ordering = ["plan", "position", "title"]
        constraints = [
            PlanRow.unique_code("agreement_code_once"),
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Slutdato ligger før startdato.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_in_force(self, on: date) -> bool:
        last = min(filter(None, (self.ends_on, self.ended_on)), default=None)
        return self.starts_on <= on and (last is None or on <= last)
