"""Addresses of a plan's mails and reminders."""

from django.urls import URLPattern, path

from reminders import views

MAILS = "planer/<slug:slug>/mails/"
urlpatterns: list[URLPattern] = [
    path(MAILS, views.letters, name="letters"),
    path(f"{MAILS}<uuid:pk>/igen/", views.letter_retry, name="letter-retry"),
    path(f"{MAILS}<slug:kind>/", views.letter_edit, name="letter-edit"),
]
