"""Addresses of what is followed: risks, agreements, evaluations, forankring, figures; under /planer/<slug>/styring/."""

from django.urls import path

from governance.views import agreements, risks

urlpatterns = [
    path("risici/", risks.risk_list, name="risk-list"),
    path("risici/ny/", risks.add, name="risk-add"),
    path("risici/<int:pk>/ret/", risks.edit, name="risk-edit"),
    path("risici/<int:pk>/luk/", risks.close, name="risk-close"),
    path("risici/<int:pk>/genoptag/", risks.reopen, name="risk-reopen"),
    path("risici/<int:pk>/historik/", risks.history, name="risk-history"),
    path("aftaler/", agreements.agreement_list, name="agreement-list"),
    path("aftaler/ny/", agreements.add, name="agreement-add"),
    path("aftaler/<int:pk>/ret/", agreements.edit, name="agreement-edit"),
    path("aftaler/<int:pk>/forny/", agreements.renew, name="agreement-renew"),
    path("aftaler/<int:pk>/ophoert/", agreements.end, name="agreement-end"),
    path("aftaler/<int:pk>/genoptag/", agreements.resume, name="agreement-resume"),
    path("aftaler/<int:pk>/historik/", agreements.history, name="agreement-history"),
]
