"""Addresses of forankring, under /planer/<slug>/styring/."""

from django.urls import path

from governance.forankring import views

urlpatterns = [
    path("forankring/", views.anchoring, name="anchoring"),
    path("forankring/<str:code>/", views.edit, name="anchoring-edit"),
    path("forankring/<str:code>/historik/", views.history, name="anchoring-history"),
]
