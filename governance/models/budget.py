"""The plan's money: a budget for each year, by cost category and source, and what is spent of it.

Kroner with øre are Decimals with two places from the form to the page; a float never touches them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.roles import Part, plans_with
from core.periods import PeriodField
from core.versioned import Versioned

if TYPE_CHECKING:
    from accounts.models import User
    from activities.models import Plan

# At least a quarter of a plan's money is to be local: Landsbyggefonden, boligsocial indsats,
# midlerne 2011-14. The demand is on the plan's whole frame, so one year may lie below it and says
# why: governance.money.CoFinancing.
LOCAL_SHARE = 25


def kroner(verbose_name: str, **options: Any) -> models.DecimalField:
    """An amount of money, in kroner with two places."""
    return models.DecimalField(verbose_name, max_digits=14, decimal_places=2, **options)


class Category(models.TextChoices):
    """What the money goes to. Landsbyggefonden's own list is not public; this is the usual
    split."""

    STAFF = "staff", "Løn"
    ACTIVITIES = "activities", "Aktiviteter"
    SECRETARIAT = "secretariat", "Sekretariat og administration"
    COMMUNICATION = "communication", "Kommunikation"
    EVALUATION = "evaluation", "Evaluering"
    OTHER = "other", "Andet"


class Source(models.TextChoices):
    """Who pays. All but Landsbyggefonden count as local co-financing."""

    LBF = "lbf", "Landsbyggefonden"
    ASSOCIATION = "association", "Boligorganisationen"
    MUNICIPALITY = "municipality", "Kommunen"
    OTHER_FUND = "other_fund", "Anden fond"


LOCAL = (Source.ASSOCIATION, Source.MUNICIPALITY, Source.OTHER_FUND)


class BudgetState(models.TextChoices):
    DRAFT = "draft", "kladde"
    PROPOSED = "proposed", "til godkendelse"
    APPROVED = "approved", "godkendt af styregruppen"


class BudgetQuerySet(models.QuerySet["Budget"]):
    def visible_to(self, user: User) -> Self:
        """All for the secretariat; for those who read the economy what has been proposed: drafts
        are the writer's."""
        if user.is_superuser:
            return self
        proposed = Q(plan__in=plans_with(user, Part.PROPOSALS)) & ~Q(state=BudgetState.DRAFT)
        return self.filter(Q(plan__in=plans_with(user, Part.SECRETARIAT)) | proposed)


class Budget(Versioned):
    """The budget of one year: a draft, then proposed, then approved; its lines then change only by
    an adjustment.

    `stated_total` is the sum that stands on the paper the budget comes from: the lines must give
    it. Who proposed it does not also write down the styregruppe's yes (`decided_in`: the point of
    the agenda it was approved under).
    """

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="budgets"
    )
    year = models.PositiveSmallIntegerField("år")
    state = models.CharField(
        "tilstand", max_length=10, choices=BudgetState, default=BudgetState.DRAFT
    )
    stated_total = kroner(
        "sum ifølge bilaget",
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=(
            "Kan stå tomt. Står der en sum på det papir, tallene kommer fra, skal "
            "linjerne give den."
        ),
    )
    co_financing_reason = models.CharField(
        "hvorfor den lokale andel er under 25 %", max_length=300, blank=True
    )
    proposed_on = models.DateField("indstillet", null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="indstillet af",
        related_name="+",
        null=True,
        blank=True,
    )
    approved_on = models.DateField("godkendt", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="noteret af",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_in = models.ForeignKey(
        "governance.AgendaItem",
        models.PROTECT,
        verbose_name="besluttet i",
        related_name="approves_budgets",
        null=True,
        blank=True,
    )
    note = models.CharField("bemærkning", max_length=300, blank=True)

    nameless = ("co_financing_reason", "note")

    objects = BudgetQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "budget"
        verbose_name_plural = "budgetter"
        ordering = ["plan", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year"],
                name="budget_year_once",
                violation_error_message="Året har allerede et budget.",
            ),
            models.CheckConstraint(
                name="budget_takes_two",
                condition=Q(approved_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(approved_by=models.F("proposed_by")),
                violation_error_message=(
                    "Den, der indstiller budgettet, kan ikke også notere, at det er godkendt."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Budget {self.year}, {self.plan}"

    def get_absolute_url(self) -> str:
        return reverse("budget", args=[self.plan.slug, self.year])

    @property
    def is_draft(self) -> bool:
        return self.state == BudgetState.DRAFT

    @property
    def is_proposed(self) -> bool:
        return self.state == BudgetState.PROPOSED

    @property
    def is_approved(self) -> bool:
        return self.state == BudgetState.APPROVED


class BudgetLine(Versioned):
    """A year's money for one thing from one source. `amount` holds from 1 January; a revision from
    its own day.

    A line an adjustment added `exists_from` its day, with an `amount` of 0 and a revision: no
    figure of an earlier day knows of it.
    """

    plan_via = "budget"

    budget = models.ForeignKey(Budget, models.CASCADE, verbose_name="budget", related_name="lines")
    code = models.CharField(
        "konto", max_length=20, help_text="Som i regnskabet; regneark finder linjen på den."
    )
    category = models.CharField("udgift", max_length=14, choices=Category)
    source = models.CharField("betales af", max_length=14, choices=Source)
    text = models.CharField("tekst", max_length=160)
    focus_area = models.ForeignKey(
        "activities.FocusArea",
        models.PROTECT,
        verbose_name="indsatsområde",
        related_name="budget_lines",
        null=True,
        blank=True,
        help_text="Tomt: hele planen.",
    )
    amount = kroner("beløb", validators=[MinValueValidator(Decimal(0))])
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    exists_from = models.DateField("findes fra", null=True, blank=True, editable=False)

    nameless = ("text",)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "budgetlinje"
        verbose_name_plural = "budgetlinjer"
        ordering = ["budget", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "code"],
                name="budget_code_once",
                violation_error_message="Kontoen er allerede brugt.",
            ),
            models.CheckConstraint(
                name="budget_amount_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message="Et budgetbeløb kan ikke være negativt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def plan(self) -> Plan:
        return self.budget.plan

    def exists_on(self, day: date) -> bool:
        return self.exists_from is None or self.exists_from <= day

    def amount_on(self, day: date) -> Decimal:
        """The year's amount as it holds on `day`; reads `revisions`, which many rows prefetch."""
        held = [r for r in self.revisions.all() if r.in_force_on <= day]
        return max(held, key=lambda r: r.in_force_on).amount if held else self.amount


class BudgetRevision(models.Model):
    """Another amount for a line, from a day on: what an adjustment in force leaves behind."""

    plan_via = "line"

    line = models.ForeignKey(
        BudgetLine, models.CASCADE, verbose_name="budgetlinje", related_name="revisions"
    )
    amount = kroner("beløb")
    in_force_on = models.DateField("gælder fra")

    class Meta:
        verbose_name = "budgetændring"
        verbose_name_plural = "budgetændringer"
        ordering = ["line", "in_force_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "in_force_on"], name="budget_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.amount} fra {self.in_force_on:%d.%m.%Y}"


class Spending(Versioned):
    """What was spent on a line in one reporting period, and what is now expected for its whole
    year.

    `spent` may be negative: a correction of an earlier period. `expected` None: nobody has said.
    `stated`: what the administration's sheet said was spent since New Year, a fact of its own that
    no correction of a period changes; `stated_in` is the file.
    """

    plan_via = "line"

    line = models.ForeignKey(
        BudgetLine, models.CASCADE, verbose_name="budgetlinje", related_name="spending"
    )
    period = PeriodField("periode")
    spent = kroner("brugt i perioden", null=True, blank=True)
    expected = kroner("forventet for hele året", null=True, blank=True)
    note = models.CharField("forklaring", max_length=300, blank=True)
    stated = kroner("siden nytår ifølge regnearket", null=True, blank=True, editable=False)
    stated_in = models.CharField("fra fil", max_length=160, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="skrevet af", related_name="+"
    )
    at = models.DateTimeField("skrevet")

    nameless = ("note",)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "forbrug"
        verbose_name_plural = "forbrug"
        ordering = ["line", "period"]
        constraints = [models.UniqueConstraint(fields=["line", "period"], name="spending_once")]

    def __str__(self) -> str:
        return f"{self.line}, {self.period.label}"


class SpendingImport(models.Model):
    """A spreadsheet of the administration's, read and shown before anything is written; `rows` is
    what it holds, and `read_as` how each of its columns of amounts was understood.

    Whoever uploaded it applies it or lets it lie; applied, every row is written or none.
    """

    plan = models.ForeignKey(
        "activities.Plan",
        models.CASCADE,
        verbose_name="helhedsplan",
        related_name="spending_imports",
    )
    period = PeriodField("periode")
    name = models.CharField("fil", max_length=160)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField("rækker")
    read_as = models.JSONField("læst som", default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="indlæst af", related_name="+"
    )
    at = models.DateTimeField("indlæst")
    applied_at = models.DateTimeField("skrevet", null=True, blank=True)

    class Meta:
        verbose_name = "indlæsning"
        verbose_name_plural = "indlæsninger"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.name}, {self.period.label}"
