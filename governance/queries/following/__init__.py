"""What reports and pages ask of what is followed, as of a day or for a period: frozen, in few queries."""

from governance.queries.following.agreements import AgreementLine, agreements_of
from governance.queries.following.anchoring import AnchoringLine, AnchoringSummary, Stage, anchoring_on
from governance.queries.following.background import WHOLE_PLAN, Background, FigureLine, GoalLine, background_of
from governance.queries.following.evaluations import EvaluationLine, Evaluations, evaluations_in
from governance.queries.following.risks import ClosedRisk, RiskLine, Risks, risks_on

__all__ = [
    "WHOLE_PLAN",
    "AgreementLine",
    "AnchoringLine",
    "AnchoringSummary",
    "Background",
    "ClosedRisk",
    "EvaluationLine",
    "Evaluations",
    "FigureLine",
    "GoalLine",
    "RiskLine",
    "Risks",
    "Stage",
    "agreements_of",
    "anchoring_on",
    "background_of",
    "evaluations_in",
    "risks_on",
]
