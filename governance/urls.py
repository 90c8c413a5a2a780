"""Addresses of how a plan is steered, and the cards of the page Styring: each part brings both."""

from django.urls import URLPattern, include, path

from governance import hub
from governance.agreements import card as agreements_card
from governance.agreements import urls as agreements
from governance.background import card as background_card
from governance.background import urls as background
from governance.changes import urls as changes
from governance.changes.adjustments import card as adjustments_card
from governance.changes.next_year import card as next_year_card
from governance.evaluations import card as evaluations_card
from governance.evaluations import urls as evaluations
from governance.forankring import card as forankring_card
from governance.forankring import urls as forankring
from governance.meetings import urls as meetings
from governance.meetings.calendar import views as calendar
from governance.meetings.follow_ups import card as follow_ups_card
from governance.meetings.fora import card as fora_card
from governance.meetings.key_dates import card as key_dates_card
from governance.meetings.meetings import card as meetings_card
from governance.meetings.year import card as year_card
from governance.money import card as money_card
from governance.money import urls as money
from governance.risks import card as risks_card
from governance.risks import urls as risks

CARDS = {
    "Møder og beslutninger": (
        meetings_card.card,
        year_card.card,
        key_dates_card.card,
        follow_ups_card.card,
        fora_card.card,
    ),
    "Ændringer af planen": (adjustments_card.card, next_year_card.card),
    "Økonomi": (money_card.card,),
    "Det, der følges": (
        risks_card.card,
        agreements_card.card,
        evaluations_card.card,
        forankring_card.card,
        background_card.card,
    ),
}

of_plan: list[URLPattern] = [
    path("", hub.steering, {"parts": CARDS}, name="steering"),
    *meetings.urlpatterns,
    *changes.urlpatterns,
    *money.urlpatterns,
    *risks.urlpatterns,
    *agreements.urlpatterns,
    *evaluations.urlpatterns,
    *forankring.urlpatterns,
    *background.urlpatterns,
]
urlpatterns = [
    path("planer/<slug:slug>/styring/", include(of_plan)),
    path("kalender/<str:key>.ics", calendar.feed, name="forum-feed"),  # no login: its key says whose it is
]
