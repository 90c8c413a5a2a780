"""Addresses of evaluations, under /planer/<slug>/styring/."""

from django.urls import path

from governance.evaluations import views

urlpatterns = [
    path("evalueringer/", views.evaluation_list, name="evaluation-list"),
    path("evalueringer/foreslaa/", views.propose, name="evaluation-propose"),
    path("evalueringer/ny/", views.add, name="evaluation-add"),
    path("evalueringer/<int:pk>/ret/", views.edit, name="evaluation-edit"),
    path("evalueringer/<int:pk>/gjort/", views.finish, name="evaluation-finish"),
    path("evalueringer/<int:pk>/aabn/", views.reopen, name="evaluation-reopen"),
    path("evalueringer/<int:pk>/slet/", views.remove, name="evaluation-remove"),
    path("evalueringer/<int:pk>/historik/", views.history, name="evaluation-history"),
]
