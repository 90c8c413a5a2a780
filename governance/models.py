"""The fora that steer a plan, and when they meet."""

from datetime import date, timedelta

from django.db import models
from simple_history.models import HistoricalRecords

from activities.models.plan import PlanRow

# "Senest en uge før": the plan text, 8.1 Styregruppen. It holds for a forum that has no number of its own.
MATERIAL_DAYS = 7


class ForumKind(models.TextChoices):
    STEERING_GROUP = "steering_group", "styregruppe"
    REFERENCE_GROUP = "reference_group", "følgegruppe"
    PROGRESS_GROUP = "progress_group", "fremdriftsgruppe"
    DISTRICT_FORUM = "district_forum", "boligsocialt forum"
    LEAD_MEETINGS = "lead_meetings", "sekretariatsledermøder"
    OTHER = "other", "andet forum"


class Forum(PlanRow):
    """A group that meets about the plan: who sits in it by function, how often, what it does."""

    name = models.CharField("navn", max_length=120)
    kind = models.CharField("slags", max_length=16, choices=ForumKind)
    members = models.TextField("medlemmer", blank=True, help_text="Funktioner, ikke navne.")
    chair = models.CharField("formand", max_length=160, blank=True)
    secretary = models.CharField("sekretær", max_length=160, blank=True)
    meetings_per_year = models.PositiveSmallIntegerField("møder om året", null=True, blank=True)
    material_days = models.PositiveSmallIntegerField(
        "materiale klar, dage før", null=True, blank=True, help_text="Antal dage før mødet."
    )
    tasks = models.TextField("opgaver", blank=True)

    history = HistoricalRecords()

    class Meta(PlanRow.Meta):
        verbose_name = "forum"
        verbose_name_plural = "fora"
        default_related_name = "fora"
        constraints = [PlanRow.unique_code("forum_code_once")]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A date a forum meets."""

    forum = models.ForeignKey(Forum, models.CASCADE, verbose_name="forum", related_name="meetings")
    on = models.DateField("dato")
    starts_at = models.TimeField("klokken", null=True, blank=True)
    place = models.CharField("sted", max_length=120, blank=True)

    class Meta:
        verbose_name = "møde"
        verbose_name_plural = "møder"
        ordering = ["on", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "on"],
                name="meeting_once",
                violation_error_message="Forummet har allerede et møde den dag.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.forum}, {self.on:%d.%m.%Y}"

    @property
    def material_on(self) -> date:
        """The day its material is to be ready: the forum's `material_days` before, a week where it has none."""
        days = self.forum.material_days
        return self.on - timedelta(days=MATERIAL_DAYS if days is None else days)

    @property
    def is_of_steering_group(self) -> bool:
        return self.forum.kind == ForumKind.STEERING_GROUP
