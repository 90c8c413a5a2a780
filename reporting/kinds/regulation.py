"""The reguleringskonto: what was granted, paid out, spent and left in a calendar year."""

from datetime import date, timedelta

from activities.models import AskedDirection, AskedKind, Plan
from core.periods import Kind, Period
from reporting.data.regulation import Regulation
from reporting.kinds.base import registered
from reporting.kinds.returns import ReturnKind
from reporting.models import ReportKind
from reporting.readiness.regulation import regulation_readiness


@registered
class RegulationKind(ReturnKind):
    kind = ReportKind.REGULATION
    data = Regulation
    asked = (AskedKind.REGULATION, AskedDirection.BACK)
    check_list = staticmethod(regulation_readiness)

    def refusal(self, plan: Plan, period: Period) -> str:
        said = "Reguleringskontoen gøres op for et kalenderår. Vælg et år."
        return "" if period.kind == Kind.YEAR else said

    def reported_from(self, plan: Plan, period: Period) -> date:
        """It is of the calendar year, also where the plan ends within it."""
        return period.end + timedelta(days=1)
