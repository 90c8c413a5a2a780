"""Who may do what with the plan and its registrations. A superuser may all (Django's own rule)."""

from typing import Any

import rules

from accounts.models import User
from accounts.roles import (
    is_lead,
    is_member,
    is_of_staff,
    is_secretariat,
    is_worker,
    plan_id_of,
    staff_roles_in,
)
from activities.models import Activity, HoursEntry, Registration, StaffAllocation, SuccessCriterion


@rules.predicate
def works_on(user: User, obj: Any = None) -> bool:
    """The person's post has hours on the activity (of the criterion, registration or milestone)."""
    activity = _activity_of(obj)
    if activity is None:
        return False
    posts = staff_roles_in(user, activity.plan_id)
    return (
        bool(posts)
        and StaffAllocation.objects.filter(activity=activity, staff_role__in=posts).exists()
    )


@rules.predicate
def made_it(user: User, registration: Registration | None = None) -> bool:
    return registration is not None and registration.created_by_id == user.pk


@rules.predicate
def holds_the_post(user: User, entry: HoursEntry | None = None) -> bool:
    """The hours are of a post the person holds; asked of a whole plan: of any post."""
    plan_id = plan_id_of(entry)
    if plan_id is None:
        return False
    posts = staff_roles_in(user, plan_id)
    return entry.staff_role_id in posts if isinstance(entry, HoursEntry) else bool(posts)


def _activity_of(obj: Any) -> Activity | None:
    match obj:
        case Activity():
            return obj
        case SuccessCriterion():
            return obj.activity
        case Registration():
            return obj.criterion.activity
    return getattr(obj, "activity", None)


rules.add_perm("activities.view_figures", is_member)
rules.add_perm("activities.view_registrations", is_of_staff)
rules.add_perm("activities.work_in_plan", is_lead | is_worker)
rules.add_perm("activities.register", is_lead | (is_worker & works_on))
rules.add_perm("activities.amend", is_lead | (is_worker & made_it))
rules.add_perm("activities.log_hours", is_lead | (is_worker & holds_the_post))
rules.add_perm("activities.view_hours", is_of_staff)
rules.add_perm("activities.close_period", is_lead)
rules.add_perm("activities.comment", is_secretariat)
rules.add_perm("activities.override_light", is_secretariat)
rules.add_perm("activities.see_small_numbers", is_of_staff)
