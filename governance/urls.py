"""Addresses of how a plan is steered, and the cards of the page Styring: each part brings both."""

from django.urls import URLPattern, include, path

from governance import hub
from governance.agreements import views as agreements
from governance.agreements.page import card as agreements_card
from governance.background import urls as background
from governance.background.page import card as background_card
from governance.changes import urls as changes
from governance.changes.adjustments import card as adjustments_card
from governance.changes.corrections import card as corrections_card
from governance.changes.next_year import card as next_year_card
from governance.doubts import views as doubts
from governance.doubts.page import card as doubts_card
from governance.evaluations import views as evaluations
from governance.evaluations.page import card as evaluations_card
from governance.forankring import urls as forankring
from governance.forankring.page import card as forankring_card
from governance.meetings import urls as meetings
from governance.meetings.calendar import views as calendar
from governance.meetings.follow_ups.page import card as follow_ups_card
from governance.meetings.fora.page import card as fora_card
from governance.meetings.key_dates.page import card as key_dates_card
from governance.meetings.meetings.page import card as meetings_card
from governance.meetings.year.page import card as year_card
from governance.money import card as money_card
from governance.money import urls as money
from governance.risks import views as risks
from governance.risks.page import card as risks_card

CARDS = {
    "Møder og beslutninger": (
        meetings_card,
        year_card,
        key_dates_card,
        follow_ups_card,
        fora_card,
    ),
    "Ændringer af planen": (
        adjustments_card.card,
        corrections_card.card,
        next_year_card.card,
    ),
    "Økonomi": (money_card.card,),
    "Det, der følges": (
        doubts_card,
        risks_card,
        agreements_card,
        evaluations_card,
        forankring_card,
        background_card,
    ),
}

of_plan: list[URLPattern] = [
    path("", hub.steering, {"parts": CARDS}, name="steering"),
    *meetings.urlpatterns,
    *changes.urlpatterns,
    *money.urlpatterns,
    *doubts.urlpatterns,
    *risks.urlpatterns,
    *agreements.urlpatterns,
    *evaluations.urlpatterns,
    *forankring.urlpatterns,
    *background.urlpatterns,
]
urlpatterns = [
    path("planer/<slug:slug>/styring/", include(of_plan)),
    path(
        "kalender/<str:key>.ics", calendar.feed, name="forum-feed"
    ),  # no login: its key says whose it is
]
