"""Addresses of risks, under /planer/<slug>/styring/."""

from django.urls import path

from governance.risks import views

urlpatterns = [
    path("risici/", views.risk_list, name="risk-list"),
    path("risici/ny/", views.add, name="risk-add"),
    path("risici/<int:pk>/ret/", views.edit, name="risk-edit"),
    path("risici/<int:pk>/luk/", views.close, name="risk-close"),
    path("risici/<int:pk>/genoptag/", views.reopen, name="risk-reopen"),
    path("risici/<int:pk>/historik/", views.history, name="risk-history"),
]
