"""Goal attainment: each criterion with what was reached of it."""

from activities.models import AskedDirection, AskedKind
from reporting.data.goal_attainment import GoalAttainment
from reporting.kinds.base import registered
from reporting.kinds.returns import ReturnKind
from reporting.models import ReportKind
from reporting.readiness.returns import goal_readiness


@registered
class GoalAttainmentKind(ReturnKind):
    kind = ReportKind.GOAL_ATTAINMENT
    data = GoalAttainment
    asked = (AskedKind.GOAL_ATTAINMENT, AskedDirection.BACK)
    check_list = staticmethod(goal_readiness)
