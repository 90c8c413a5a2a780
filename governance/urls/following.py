"""Addresses of what is followed: risks, agreements, evaluations, forankring, figures; under /planer/<slug>/styring/."""

from django.urls import path

from governance.views import agreements, anchoring, background, evaluations, risks

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
    path("evalueringer/", evaluations.evaluation_list, name="evaluation-list"),
    path("evalueringer/foreslaa/", evaluations.propose, name="evaluation-propose"),
    path("evalueringer/ny/", evaluations.add, name="evaluation-add"),
    path("evalueringer/<int:pk>/ret/", evaluations.edit, name="evaluation-edit"),
    path("evalueringer/<int:pk>/gjort/", evaluations.finish, name="evaluation-finish"),
    path("evalueringer/<int:pk>/aabn/", evaluations.reopen, name="evaluation-reopen"),
    path("evalueringer/<int:pk>/slet/", evaluations.remove, name="evaluation-remove"),
    path("evalueringer/<int:pk>/historik/", evaluations.history, name="evaluation-history"),
    path("forankring/", anchoring.anchoring, name="anchoring"),
    path("forankring/<str:code>/", anchoring.edit, name="anchoring-edit"),
    path("forankring/<str:code>/historik/", anchoring.history, name="anchoring-history"),
    path("baggrundstal/", background.background, name="background"),
    path("baggrundstal/nyt/", background.add, name="background-add"),
    path("baggrundstal/<int:pk>/ret/", background.edit, name="background-edit"),
    path("baggrundstal/<int:pk>/slet/", background.remove, name="background-remove"),
    path("baggrundstal/<int:pk>/historik/", background.history, name="background-history"),
    path("baggrundstal/maal/ny/", background.goal_add, name="goal-add"),
    path("baggrundstal/maal/<int:pk>/ret/", background.goal_edit, name="goal-edit"),
    path("baggrundstal/maal/<int:pk>/historik/", background.goal_history, name="goal-history"),
]
