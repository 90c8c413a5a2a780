"""What all the mails share: who the people are, and the opening words."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership, User
from accounts.roles import Part, roles_with
from activities.models import Plan
from core import clock
from core.letters import Words, compose
from core.outbox import Letter
from core.periods import Period
from reporting.emails.kinds import KINDS
from reporting.models import LetterText, Report


def members(plan: Plan, *parts: Part) -> list[User]:
    """The people who take one of the parts in the plan today, each once, by name."""
    rows = Membership.objects.in_force(clock.today()).filter(plan=plan, role__in=roles_with(*parts))
    return list(
        User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("name", "pk")
    )


def link(report: Report) -> str:
    return f"{settings.BASE_URL}{report.get_absolute_url()}"


def page_link(plan: Plan, period: Period | None = None) -> str:
    """The reports page, with its check list on `period`."""
    page = f"{settings.BASE_URL}{reverse('report-list', args=[plan.slug])}"
    return f"{page}?periode={period.code}" if period else page


def package_link(plan: Plan, year: int) -> str:
    """The page of a year's returns to the funder."""
    return f"{settings.BASE_URL}{reverse('package', args=[plan.slug, year])}"


def opening(plan: Plan, kind: str) -> str:
    """The first words of a mail: the plan's own, else the product's."""
    own = LetterText.objects.filter(plan=plan, kind=kind).first()
    return own.text if own else KINDS[kind].opening


def letter(to: Any, plan: Plan, kind: str, words: Words, *, own: str | None = None) -> Letter:
    """A whole mail to one person: greeting, opening, facts, points, and one link. `own`: opening
    words to try."""
    return compose(
        to, plan, opening(plan, kind) if own is None else own or KINDS[kind].opening, words
    )


def about(plan: Plan) -> str:
    """What the outbox files a plan's mails under."""
    return f"plan:{plan.pk}"
