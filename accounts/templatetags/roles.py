"""What the frame of a page says about the person who is logged in."""

from typing import Any

from django import template

from accounts.administration import administers
from accounts.models import Role
from accounts.roles import memberships_of, roles_in
from core.danish import listing

register = template.Library()


@register.filter
def role_words(user: Any, plan: Any) -> str:
    """{{ user|role_words:plan }}: "sekretariatsleder", in the order of accounts.Role; empty
    without a role."""
    held = roles_in(user, plan.pk)
    return listing([role.label for role in Role if role in held])


@register.filter
def may_administer(user: Any) -> bool:
    """Whether the person keeps some plan's reference data, and so has a way into the admin."""
    return administers(user)


@register.filter
def has_several_plans(user: Any) -> bool:
    """Whether there is another plan to go to."""
    return len({membership.plan_id for membership in memberships_of(user)}) > 1
