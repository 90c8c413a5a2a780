from activities.models.criterion import CountingRule, Level, Measure, Rhythm, SuccessCriterion, Target
from activities.models.hours import HoursEntry
from activities.models.period import LightOverride, PeriodComment, PeriodLock
from activities.models.plan import Estate, Partner, PartnerKind, Plan, StaffRole
from activities.models.registration import AGE_BANDS, GENDERS, Registration
from activities.models.structure import Activity, Channel, FocusArea, Partnership, StaffAllocation

__all__ = [
    "AGE_BANDS",
    "GENDERS",
    "Activity",
    "Channel",
    "CountingRule",
    "Estate",
    "FocusArea",
    "HoursEntry",
    "Level",
    "LightOverride",
    "Measure",
    "Partner",
    "PartnerKind",
    "Partnership",
    "PeriodComment",
    "PeriodLock",
    "Plan",
    "Registration",
    "Rhythm",
    "StaffAllocation",
    "StaffRole",
    "SuccessCriterion",
    "Target",
]
