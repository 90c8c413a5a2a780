"""Addresses of how a plan is steered."""

from django.urls import include, path

from governance.urls import adjustments, following, fora, money
from governance.views import calendars, hub

of_plan = [
    path("", hub.steering, name="steering"),
    *fora.urlpatterns,
    *adjustments.urlpatterns,
    *money.urlpatterns,
    *following.urlpatterns,
]
urlpatterns = [
    path("planer/<slug:slug>/styring/", include(of_plan)),
    path("kalender/<str:key>.ics", calendars.feed, name="forum-feed"),  # no login: its key says whose it is
]
