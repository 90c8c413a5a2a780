"""Addresses of agreements, under /planer/<slug>/styring/."""

from django.urls import path

from governance.agreements import views

urlpatterns = [
    path("aftaler/", views.agreement_list, name="agreement-list"),
    path("aftaler/ny/", views.add, name="agreement-add"),
    path("aftaler/<int:pk>/ret/", views.edit, name="agreement-edit"),
    path("aftaler/<int:pk>/forny/", views.renew, name="agreement-renew"),
    path("aftaler/<int:pk>/ophoert/", views.end, name="agreement-end"),
    path("aftaler/<int:pk>/genoptag/", views.resume, name="agreement-resume"),
    path("aftaler/<int:pk>/historik/", views.history, name="agreement-history"),
]
