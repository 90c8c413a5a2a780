"""What the rules of a criterion and its targets (activities.criterion_rules) ask of the rows
around: days to lie within, and the courses of the plan's other criteria."""

from collections.abc import Iterable, Mapping
from typing import Any

from activities.criterion_rules import Courses, Days
from activities.models import Activity, Plan, SuccessCriterion, Target


def plan_days(plan: Plan) -> Days:
    return Days("Planen", plan.starts_on, plan.ends_on)


def days_of(activity: Activity) -> tuple[Days, Days]:
    """The plan's and the activity's own."""
    return plan_days(activity.plan), Days("Aktiviteten", activity.starts_on, activity.ends_on)


def courses_of(plan: int | None) -> Courses:
    """The courses each criterion of the plan has. Two queries, and only where one is asked for."""
    known: dict[str, list[Mapping[str, Any]]] = {}

    def courses(code: str) -> Iterable[Mapping[str, Any]] | None:
        if not known:
            rows = SuccessCriterion.objects.filter(activity__plan=plan)
            known.update((code, [course]) for code, course in rows.values_list("code", "course"))
            own = Target.objects.filter(criterion__activity__plan=plan, course__isnull=False)
            for name, course in own.values_list("criterion__code", "course"):
                known[name].append(course or {})
        return known.get(code)

    return courses
