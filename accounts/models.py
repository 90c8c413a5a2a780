"""Who logs in, and which plans they belong to in which role."""

from datetime import date
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with a lower-case e-mail; without a password they cannot log in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a login. Residents never have one."""

    email = models.EmailField("e-mail", unique=True)
    name = models.CharField("navn", max_length=120)
    is_staff = models.BooleanField("adgang til administrationen", default=False)
    is_active = models.BooleanField("aktiv", default=True)
    date_joined = models.DateTimeField("oprettet", auto_now_add=True)

    _memberships_today: "list[Membership]"  # kept by accounts.roles

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "bruger"
        verbose_name_plural = "brugere"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.email


class Role(models.TextChoices):
    """What a person is in one plan. Rights follow in each app's rules; nothing else asks for a
    role."""

    SECRETARIAT_LEAD = "secretariat_lead", "sekretariatsleder"
    COMMUNITY_WORKER = "community_worker", "boligsocial medarbejder"
    SOCIAL_COORDINATOR = "social_coordinator", "boligsocial koordinator"
    STEERING_GROUP = "steering_group", "styregruppe"
    REFERENCE_GROUP = "reference_group", "følgegruppe"
    LOCAL_INSPECTOR = "local_inspector", "lokalinspektør"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: date) -> Self:
        """Memberships that hold on the day `on`."""
        return self.filter(Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class Membership(models.Model):
    """One person's role in one plan, from a day and perhaps to a day; ending it takes the rights at
    once.

    `staff_role` is the post whose activities a worker logs on (familiekoordinator, ...).
    """

    user = models.ForeignKey(
        User, models.CASCADE, verbose_name="bruger", related_name="memberships"
    )
    plan = models.ForeignKey(
        "activities.Plan", models.CASCADE, verbose_name="helhedsplan", related_name="memberships"
    )
    role = models.CharField("rolle", max_length=24, choices=Role)
    staff_role = models.ForeignKey(
        "activities.StaffRole",
        models.SET_NULL,
        verbose_name="stilling",
        related_name="holders",
        null=True,
        blank=True,
    )
    starts_on = models.DateField("fra")
    ends_on = models.DateField("til og med", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "medlemskab"
        verbose_name_plural = "medlemskaber"
        ordering = ["plan", "role", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "plan", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_once",
                violation_error_message="Personen har allerede den rolle i planen.",
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Slutdato ligger før startdato.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
