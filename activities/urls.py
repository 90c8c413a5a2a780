"""Addresses of logging, under /planer/<slug>/."""

from django.urls import path, register_converter

from activities.readings.views import urlpatterns as readings
from activities.rounds.views import urlpatterns as rounds
from activities.views import hours, periods, register, registration_list, registrations
from core.periods import Period


class PeriodConverter:
    """A reporting period in an address; what is none is not found."""

    regex = r"[0-9]{4}-[KHkh][1-4]"

    def to_python(self, value: str) -> Period:
        return Period.parse(value)

    def to_url(self, value: Period | str) -> str:
        return str(value)


register_converter(PeriodConverter, "period")

urlpatterns = [
    path("registrer/", register.register, name="register"),
    path("registrer/<int:pk>/gemt/", register.saved, name="registration-saved"),
    path("registreringer/", registration_list.registration_list, name="registration-list"),
    path("registreringer/<int:pk>/ret/", registrations.edit, name="registration-edit"),
    path("registreringer/<int:pk>/fortryd/", registrations.void, name="registration-void"),
    path("registreringer/<int:pk>/gendan/", registrations.restore, name="registration-restore"),
    path("registreringer/<int:pk>/historik/", registrations.history, name="registration-history"),
    *readings,
    *rounds,
    path("timer/", hours.hours, name="hours"),
    path("perioder/", periods.period_list, name="period-list"),
    path("perioder/<period:period>/luk/", periods.close, name="period-close"),
    path("perioder/<period:period>/genaabn/", periods.reopen, name="period-reopen"),
]
