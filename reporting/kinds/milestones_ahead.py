"""The milestone plan of the coming year: made in the year before it, and reported any day from
then on."""

from datetime import date

from activities.models import AskedDirection, AskedKind, Plan
from core.periods import Kind, Period
from reporting.data.milestones_ahead import MilestonesAhead
from reporting.kinds.base import registered
from reporting.kinds.returns import ReturnKind
from reporting.models import ReportKind
from reporting.readiness.milestones_ahead import ahead_readiness


@registered
class MilestonesAheadKind(ReturnKind):
    kind = ReportKind.MILESTONES_AHEAD
    data = MilestonesAhead
    asked = (AskedKind.MILESTONE_PLAN, AskedDirection.AHEAD)
    check_list = staticmethod(ahead_readiness)

    def refusal(self, plan: Plan, period: Period) -> str:
        said = "Milepælsplanen for det kommende år dannes for et kalenderår. Vælg et år."
        return "" if period.kind == Kind.YEAR else said

    def opens(self, plan: Plan, period: Period) -> date:
        return period.previous().start

    def reported_from(self, plan: Plan, period: Period) -> date:
        return self.opens(plan, period)
