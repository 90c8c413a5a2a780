"""How a plan is steered: fora and meetings, adjustments, money, agreements, what follows from it
all."""

from governance.models.adjustment import Adjustment, AdjustmentState, AdjustmentStep, Subject
from governance.models.agreement import Agreement, AgreementKind
from governance.models.anchoring import Anchoring, AnchoringStep
from governance.models.background import BackgroundFigure, GoalStatus, Indicator
from governance.models.budget import (
    Budget,
    BudgetLine,
    BudgetRevision,
    BudgetState,
    Category,
    Source,
    Spending,
    SpendingImport,
)
from governance.models.confirmation import Confirmation
from governance.models.correction import Correction, CorrectionState, Mistaken
from governance.models.evaluation import Evaluation, EvaluationKind
from governance.models.forum import Forum, ForumKind, Seat, SeatKind
from governance.models.key_date import KeyDate, KeyDateKind
from governance.models.meeting import (
    AgendaItem,
    Attachment,
    Dispatch,
    FollowUp,
    ItemKind,
    Meeting,
    MeetingPaper,
    MeetingState,
    Outcome,
    PaperKind,
    Standing,
)
from governance.models.next_year import (
    NextYear,
    ProposedAllocation,
    ProposedMilestone,
    ProposedTarget,
)
from governance.models.payment import Payment
from governance.models.risk import Risk

__all__ = [
    "Adjustment",
    "AdjustmentState",
    "AdjustmentStep",
    "AgendaItem",
    "Agreement",
    "AgreementKind",
    "Anchoring",
    "AnchoringStep",
    "Attachment",
    "BackgroundFigure",
    "Budget",
    "BudgetLine",
    "BudgetRevision",
    "BudgetState",
    "Category",
    "Confirmation",
    "Correction",
    "CorrectionState",
    "Dispatch",
    "Evaluation",
    "EvaluationKind",
    "FollowUp",
    "Forum",
    "ForumKind",
    "GoalStatus",
    "Indicator",
    "ItemKind",
    "KeyDate",
    "KeyDateKind",
    "Meeting",
    "MeetingPaper",
    "MeetingState",
    "Mistaken",
    "NextYear",
    "Outcome",
    "PaperKind",
    "Payment",
    "ProposedAllocation",
    "ProposedMilestone",
    "ProposedTarget",
    "Risk",
    "Seat",
    "SeatKind",
    "Source",
    "Spending",
    "SpendingImport",
    "Standing",
    "Subject",
]
