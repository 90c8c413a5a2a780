"""Addresses of what is followed: risks, agreements, evaluations, forankring, figures; under /planer/<slug>/styring/."""

from django.urls import path

from governance.views import risks

urlpatterns = [
    path("risici/", risks.risk_list, name="risk-list"),
    path("risici/ny/", risks.add, name="risk-add"),
    path("risici/<int:pk>/ret/", risks.edit, name="risk-edit"),
    path("risici/<int:pk>/luk/", risks.close, name="risk-close"),
    path("risici/<int:pk>/genoptag/", risks.reopen, name="risk-reopen"),
    path("risici/<int:pk>/historik/", risks.history, name="risk-history"),
]
