"""Cooperation: the partners of each activity, and what was agreed with them."""

from activities.models import AskedDirection, AskedKind
from reporting.data.cooperation import Cooperation
from reporting.kinds.base import registered
from reporting.kinds.returns import ReturnKind
from reporting.models import ReportKind
from reporting.readiness.returns import cooperation_readiness


@registered
class CooperationKind(ReturnKind):
    kind = ReportKind.COOPERATION
    data = Cooperation
    asked = (AskedKind.COOPERATION, AskedDirection.BACK)
    check_list = staticmethod(cooperation_readiness)
