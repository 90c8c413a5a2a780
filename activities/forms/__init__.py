"""The forms for logging: one registration, a week's hours, a period."""

from activities.forms.hours import WeekForm
from activities.forms.period import ReopenForm
from activities.forms.registration import QuickLogForm, RegistrationEditForm, RegistrationForm

__all__ = ["QuickLogForm", "RegistrationEditForm", "RegistrationForm", "ReopenForm", "WeekForm"]
