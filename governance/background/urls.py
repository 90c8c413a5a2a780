"""Addresses of background figures and the overall goal, under /planer/<slug>/styring/."""

from django.urls import path

from governance.background import views

urlpatterns = [
    path("baggrundstal/", views.background, name="background"),
    path("baggrundstal/nyt/", views.add, name="background-add"),
    path("baggrundstal/<int:pk>/ret/", views.edit, name="background-edit"),
    path("baggrundstal/<int:pk>/slet/", views.remove, name="background-remove"),
    path("baggrundstal/<int:pk>/historik/", views.history, name="background-history"),
    path("baggrundstal/maal/ny/", views.goal_add, name="goal-add"),
    path("baggrundstal/maal/<int:pk>/ret/", views.goal_edit, name="goal-edit"),
    path("baggrundstal/maal/<int:pk>/historik/", views.goal_history, name="goal-history"),
]
