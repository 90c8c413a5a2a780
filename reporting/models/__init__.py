"""Reports and all that belongs to them: their texts, their course, who fetched them, the mails
about them."""

from core.jobs import JobState
from reporting.models.batch import Batch
from reporting.models.package import Package
from reporting.models.report import Report, ReportKind, ReportQuerySet, State
from reporting.models.texts import LetterText, NoteText
from reporting.models.trail import Download, Event

__all__ = [
    "Batch",
    "Download",
    "Event",
    "JobState",
    "LetterText",
    "NoteText",
    "Package",
    "Report",
    "ReportKind",
    "ReportQuerySet",
    "State",
]
