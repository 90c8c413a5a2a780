"""The milestone plan: each period with what was to be reached in it."""

from activities.models import AskedDirection, AskedKind
from reporting.data.milestone_plan import MilestonePlanReport
from reporting.kinds.base import registered
from reporting.kinds.returns import ReturnKind
from reporting.models import ReportKind
from reporting.readiness.returns import milestone_readiness


@registered
class MilestonePlanKind(ReturnKind):
    kind = ReportKind.MILESTONE_PLAN
    data = MilestonePlanReport
    asked = (AskedKind.MILESTONE_PLAN, AskedDirection.BACK)
    check_list = staticmethod(milestone_readiness)
