from activities.models.choices import (
    EACH_ONCE,
    CountingRule,
    Counts,
    Direction,
    Level,
    Measure,
    Per,
    Rhythm,
)
from activities.models.criterion import SuccessCriterion, Target, TargetRevision
from activities.models.funder import AskedDirection, AskedKind, AskedReturn
from activities.models.hours import HoursEntry
from activities.models.measuring import Reading, ReadingRole, SurveyRound
from activities.models.period import LightOverride, PeriodComment, PeriodLock
from activities.models.plan import Estate, Partner, PartnerKind, Plan, StaffRole
from activities.models.registration import AGE_BANDS, DIMENSIONS, GENDERS, Registration
from activities.models.structure import (
    Activity,
    AllocationRevision,
    Channel,
    FocusArea,
    Partnership,
    StaffAllocation,
)

__all__ = [
    "AGE_BANDS",
    "DIMENSIONS",
    "EACH_ONCE",
    "GENDERS",
    "Activity",
    "AllocationRevision",
    "AskedDirection",
    "AskedKind",
    "AskedReturn",
    "Channel",
    "CountingRule",
    "Counts",
    "Direction",
    "Estate",
    "FocusArea",
    "HoursEntry",
    "Level",
    "LightOverride",
    "Measure",
    "Partner",
    "PartnerKind",
    "Partnership",
    "Per",
    "PeriodComment",
    "PeriodLock",
    "Plan",
    "Reading",
    "ReadingRole",
    "Registration",
    "Rhythm",
    "StaffAllocation",
    "StaffRole",
    "SuccessCriterion",
    "SurveyRound",
    "Target",
    "TargetRevision",
]
