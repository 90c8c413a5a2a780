"""Meetings: when, about what, what was decided, and what is to follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Role
from accounts.roles import PARTS, Part, memberships_of, plans_with
from core import clock
from core.danish import day
from core.periods import PeriodField
from core.stored import FileJob, StoredFile
from core.versioned import Versioned
from governance.models.forum import ForumKind, Seat

if TYPE_CHECKING:
    from accounts.models import Membership, User
    from activities.models import Plan

# "Senest en uge før": the plan text, 8.1 Styregruppen. It holds for a forum that has no number of
# its own.
MATERIAL_DAYS = 7

# Which fora's meetings are read by whom; a seat always reads its own.
READS = {
    Part.SECRETARIAT: tuple(ForumKind),
    Part.STEERING: (ForumKind.STEERING_GROUP,),
    Part.REFERENCE: (ForumKind.REFERENCE_GROUP,),
    Part.PROGRESS: (ForumKind.PROGRESS_GROUP,),
}


def kinds_read(membership: Membership) -> set[ForumKind]:
    """The kinds of forum whose meetings the membership lets one read."""
    return {kind for part in PARTS[Role(membership.role)] for kind in READS.get(part, ())}


class MeetingState(models.TextChoices):
    PLANNED = "planned", "planlagt"
    CALLED = "called", "indkaldt"
    HELD = "held", "afholdt"
    MINUTED = "minuted", "referat udsendt"
    CANCELLED = "cancelled", "aflyst"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def of_plan(self, plan: Plan) -> Self:
        return self.filter(Q(forum__plan=plan) | Q(forum__shared_with=plan)).distinct()

    def live(self) -> Self:
        return self.exclude(state=MeetingState.CANCELLED)

    def ahead(self, on: date, *kinds: ForumKind) -> Self:
        """Those of such fora that are to be held on a day or later, the first first: a forum's
        first is its next."""
        return (
            self.live().filter(forum__kind__in=kinds, on__gte=on).order_by("on", "starts_at", "pk")
        )

    def visible_to(self, user: User) -> Self:
        """The secretariat's plans' meetings; of others those of their own forum, or of a forum
        they sit in."""
        if user.is_superuser:
            return self
        wanted = Q(forum__in=Seat.objects.in_force(clock.today()).filter(user=user).values("forum"))
        for membership in memberships_of(user):
            of_plan = Q(forum__plan=membership.plan_id) | Q(forum__shared_with=membership.plan_id)
            if kinds := kinds_read(membership):
                wanted |= (
                    of_plan if len(kinds) == len(ForumKind) else of_plan & Q(forum__kind__in=kinds)
                )
        return self.filter(wanted).distinct()


class Meeting(Versioned):
    """A date a forum meets. Called when its agenda is sent, minuted when its minutes are."""

    plan_via = "forum"

    forum = models.ForeignKey(
        "governance.Forum", models.CASCADE, verbose_name="forum", related_name="meetings"
    )
    on = models.DateField("dato")
    starts_at = models.TimeField("klokken", null=True, blank=True)
    ends_at = models.TimeField("til klokken", null=True, blank=True)
    place = models.CharField("sted", max_length=120, blank=True)
    state = models.CharField(
        "tilstand", max_length=10, choices=MeetingState, default=MeetingState.PLANNED
    )
    present = models.TextField(
        "til stede", blank=True, help_text="Funktioner, ikke navne. En på hver linje."
    )

    nameless = ("place", "present")

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

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
        return f"{self.forum}, {day(self.on)}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.forum.plan.slug, self.pk])

    @property
    def material_on(self) -> date:
        """The day its material is to be ready: the forum's `material_days` before, a week where it
        has none.

        For the styregruppe it is to be with the koordinator by then, for the følgegruppe with the
        members.
        """
        days = self.forum.material_days
        return self.on - timedelta(days=MATERIAL_DAYS if days is None else days)

    @property
    def is_of_steering_group(self) -> bool:
        return self.forum.is_steering_group

    @property
    def is_open_for_agenda(self) -> bool:
        return self.state in (MeetingState.PLANNED, MeetingState.CALLED)


class ItemKind(models.TextChoices):
    """What an item asks of the meeting: printed as B, D or O."""

    DECISION = "decision", "beslutning"
    DISCUSSION = "discussion", "drøftelse"
    INFORMATION = "information", "orientering"


class Standing(models.TextChoices):
    """Items that come at every meeting by themselves."""

    STATUS = "status", "Status for planen"
    BUDGET = "budget", "Budgetopfølgning"
    MILESTONES = "milestones", "Milepæle"
    ADJUSTMENTS = "adjustments", "Justeringer"


class Outcome(models.TextChoices):
    """What became of an item."""

    APPROVED = "approved", "godkendt"
    REJECTED = "rejected", "ikke godkendt"
    RECOMMENDED = "recommended", "anbefalet"
    POSTPONED = "postponed", "udsat"
    NOTED = "noted", "taget til efterretning"


class AgendaItem(Versioned):
    """A point of a meeting's agenda, and afterwards of its minutes.

    `plan`: the one it is about, of the plans the forum steers. A point may come of something in a
    note that goes not as planned: `criterion` or `milestone`, as it stood in `period`. `conclusion`
    is what the minutes say.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="møde", related_name="items")
    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="agenda_items"
    )
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    kind = models.CharField("slags", max_length=12, choices=ItemKind, default=ItemKind.INFORMATION)
    standing = models.CharField("fast punkt", max_length=12, choices=Standing, blank=True)
    title = models.CharField("overskrift", max_length=160)
    presentation = models.TextField("sagen", max_length=3000, blank=True)
    proposal = models.TextField("indstilling", max_length=1000, blank=True)
    consequence = models.TextField("konsekvens", max_length=1000, blank=True)
    minutes_set_aside = models.PositiveSmallIntegerField("minutter", null=True, blank=True)
    focus_area = models.ForeignKey(
        "activities.FocusArea",
        models.SET_NULL,
        verbose_name="indsatsområde",
        related_name="agenda_items",
        null=True,
        blank=True,
    )
    criterion = models.ForeignKey(
        "activities.SuccessCriterion",
        models.SET_NULL,
        verbose_name="succeskriterium",
        related_name="agenda_items",
        null=True,
        blank=True,
    )
    milestone = models.ForeignKey(
        "milestones.Milestone",
        models.SET_NULL,
        verbose_name="milepæl",
        related_name="agenda_items",
        null=True,
        blank=True,
    )
    period = PeriodField("fra notatet for", null=True, blank=True)
    outcome = models.CharField("resultat", max_length=12, choices=Outcome, blank=True)
    conclusion = models.TextField("referat", max_length=3000, blank=True)

    nameless = ("title", "presentation", "proposal", "consequence", "conclusion")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "punkt"
        verbose_name_plural = "punkter"
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Attachment(StoredFile):
    """A bilag to a point: a file that was uploaded, or one of the plan's own reports (`report`,
    its id)."""

    plan_via = "item"

    folder = "bilag"

    item = models.ForeignKey(
        AgendaItem, models.CASCADE, verbose_name="punkt", related_name="attachments"
    )
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    title = models.CharField("titel", max_length=160)
    extension = models.CharField(max_length=8, blank=True)
    report = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="lagt på af", related_name="+"
    )
    at = models.DateTimeField("lagt på")

    nameless = ("title",)

    class Meta:
        verbose_name = "bilag"
        verbose_name_plural = "bilag"
        ordering = ["item", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_is_one_thing",
                condition=Q(report__isnull=True, extension__gt="")
                | Q(report__isnull=False, extension=""),
            )
        ]

    def __str__(self) -> str:
        return self.title


class PaperKind(models.TextChoices):
    AGENDA = "agenda", "dagsorden"
    MINUTES = "minutes", "referat"


class MeetingPaper(FileJob):
    """An agenda or minutes as it was sent: frozen data, and the PDF made of them."""

    plan_via = "meeting"

    folder = "moeder"
    task = "governance.produce_paper"

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name="møde", related_name="papers")
    kind = models.CharField("slags", max_length=8, choices=PaperKind)
    revision = models.PositiveSmallIntegerField("udgave", default=1)
    snapshot = models.JSONField("data")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="lavet af", related_name="+"
    )
    at = models.DateTimeField("lavet")

    class Meta(FileJob.Meta):
        verbose_name = "mødepapir"
        verbose_name_plural = "mødepapirer"
        ordering = ["meeting", "kind", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "revision"], name="paper_revision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.meeting}"


class Dispatch(models.Model):
    """That a paper was sent: when, by whom, and to which people (`to`: list of {"user": id,
    "name", "function"})."""

    paper = models.ForeignKey(
        MeetingPaper, models.PROTECT, verbose_name="mødepapir", related_name="dispatches"
    )
    to = models.JSONField("til")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="sendt af", related_name="+"
    )
    at = models.DateTimeField("sendt")

    class Meta:
        verbose_name = "udsendelse"
        verbose_name_plural = "udsendelser"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.paper}, {self.at:%d.%m.%Y}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> Self:
        return self.filter(done_on__isnull=True)

    def visible_to(self, user: User) -> Self:
        """All for the secretariat; else one's own, and those of minutes one may read."""
        if user.is_superuser:
            return self
        mine = memberships_of(user)
        minuted = Meeting.objects.visible_to(user).filter(state=MeetingState.MINUTED)
        wanted = Q(plan__in=plans_with(user, Part.SECRETARIAT))
        wanted |= Q(plan__in=[m.plan_id for m in mine]) & (
            Q(responsible=user) | Q(item__meeting__in=minuted.values("pk"))
        )
        return self.filter(wanted)


class FollowUp(Versioned):
    """Something to be done after a decision: what, who, when; it stands on that person's list
    until it is done."""

    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="follow_ups"
    )
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        verbose_name="punkt",
        related_name="follow_ups",
        null=True,
        blank=True,
    )
    what = models.CharField("hvad", max_length=300)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="ansvarlig",
        related_name="follow_ups",
        null=True,
        blank=True,
    )
    function = models.CharField(
        "funktion", max_length=160, help_text="Vises i referat og notat i stedet for navnet."
    )
    due_on = models.DateField("senest")
    done_on = models.DateField("gjort", null=True, blank=True)
    done_note = models.CharField("hvad kom der ud af det", max_length=300, blank=True)

    nameless = ("what", "function", "done_note")

    objects = FollowUpQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "opfølgning"
        verbose_name_plural = "opfølgninger"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.done_on is None
