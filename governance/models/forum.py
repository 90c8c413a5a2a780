"""The fora that steer a plan, and who sits in them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts import names
from accounts.models import Role
from activities.models.plan import Plan, PlanRow
from core.versioned import Versioned

if TYPE_CHECKING:
    from accounts.models import User


class ForumKind(models.TextChoices):
    STEERING_GROUP = "steering_group", "styregruppe"
    REFERENCE_GROUP = "reference_group", "følgegruppe"
    PROGRESS_GROUP = "progress_group", "fremdriftsgruppe"
    DISTRICT_FORUM = "district_forum", "boligsocialt forum"
    LEAD_MEETINGS = "lead_meetings", "sekretariatsledermøder"
    OTHER = "other", "andet forum"


# The reading right a seat gives in each plan the forum is of (accounts.Role); none where only staff
# sit.
GIVES = {
    ForumKind.STEERING_GROUP: Role.STEERING_GROUP,
    ForumKind.REFERENCE_GROUP: Role.REFERENCE_GROUP,
}


class ForumQuerySet(models.QuerySet["Forum"]):
    def of_plan(self, plan: Plan) -> Self:
        """The plan's own fora, and those of other plans that steer it too."""
        return self.filter(Q(plan=plan) | Q(shared_with=plan)).distinct()

    def visible_to(self, user: User) -> Self:
        """The fora of the plans the person belongs to. What of their meetings:
        Meeting.objects.visible_to."""
        plans = Plan.objects.visible_to(user)
        return self.filter(Q(plan__in=plans) | Q(shared_with__in=plans)).distinct()


class Forum(PlanRow):
    """A group that meets about a plan, or about several: who sits in it by function, how often,
    what it does.

    `feed_key` signs the addresses its dates are followed at without a login
    (governance.meetings.calendar.feeds); None: there are none.
    """

    name = models.CharField("navn", max_length=120)
    kind = models.CharField("slags", max_length=16, choices=ForumKind)
    shared_with = models.ManyToManyField(
        "activities.Plan",
        verbose_name="styrer også",
        related_name="shared_fora",
        blank=True,
        help_text="Andre planer, som det samme forum følger.",
    )
    members = models.TextField("medlemmer", blank=True, help_text="Funktioner, ikke navne.")
    chair = models.CharField("formand", max_length=160, blank=True)
    secretary = models.CharField("sekretær", max_length=160, blank=True)
    meetings_per_year = models.PositiveSmallIntegerField("møder om året", null=True, blank=True)
    material_days = models.PositiveSmallIntegerField(
        "materiale klar, dage før", null=True, blank=True, help_text="Antal dage før mødet."
    )
    tasks = models.TextField("opgaver", blank=True)
    feed_key = models.CharField(
        "kalenderlinkets nøgle", max_length=40, unique=True, null=True, blank=True, editable=False
    )

    nameless = ("name", "members", "chair", "secretary", "tasks")

    objects = ForumQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["feed_key"])

    class Meta(PlanRow.Meta):
        verbose_name = "forum"
        verbose_name_plural = "fora"
        default_related_name = "fora"
        constraints = [PlanRow.unique_code("forum_code_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def plan_pks(self) -> set[int]:
        """The plans the forum is of, its own first among them; reads `shared_with`."""
        return {self.plan_id, *(plan.pk for plan in self.shared_with.all())}

    @property
    def is_steering_group(self) -> bool:
        return self.kind == ForumKind.STEERING_GROUP


class SeatKind(models.TextChoices):
    CHAIR = "chair", "formand"
    MEMBER = "member", "medlem"
    SECRETARY = "secretary", "sekretær"
    OBSERVER = "observer", "observatør"


class SeatQuerySet(models.QuerySet["Seat"]):
    def in_force(self, on: date) -> Self:
        """Seats that are held on the day `on`."""
        return self.filter(Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class Seat(Versioned):
    """One person's place in a forum, from a day and perhaps to a day.

    `function` is what minutes and lists print ("Afdelingsbestyrelsen, Akacieparken"): never the
    person's name. `memberships` are the rights the seat gives, in each plan of the forum; leaving
    the seat ends them at once, so a forum with seats is not deleted.
    """

    plan_via = "forum"

    forum = models.ForeignKey(Forum, models.PROTECT, verbose_name="forum", related_name="seats")
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name="person",
        related_name="seats",
        null=True,
        blank=True,
    )
    function = models.CharField("funktion", max_length=160)
    kind = models.CharField("plads", max_length=10, choices=SeatKind, default=SeatKind.MEMBER)
    starts_on = models.DateField("fra")
    ends_on = models.DateField("til og med", null=True, blank=True)
    memberships = models.ManyToManyField(
        "accounts.Membership", related_name="seats", blank=True, editable=False
    )

    nameless = ("function",)

    objects = SeatQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "plads"
        verbose_name_plural = "pladser"
        ordering = ["forum", "kind", "function", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="seat_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Slutdato ligger før startdato.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.function}, {self.forum}"

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@names.also
def seated(plans: Collection[int]) -> Q:
    """Those with a seat in a forum of the plans."""
    return Q(seats__forum__plan__in=plans) | Q(seats__forum__shared_with__in=plans)
