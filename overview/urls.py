"""Addresses of what is read every day: homes, dashboards, activities, how figures are made."""

from django.urls import URLPattern, path

from overview.activities import views as activities
from overview.dashboard import views as dashboard
from overview.method import views as method
from overview.plans import views as plans
from overview.workbench import views as workbench

PLAN = "planer/<slug:slug>/"
urlpatterns: list[URLPattern] = [
    path("", plans.home, name="home"),
    path("planer/", plans.plan_list, name="plan-list"),
    path("planer-side-om-side/", plans.plan_overview, name="plan-overview"),
    path(PLAN, workbench.plan_home, name="plan-home"),
    path(f"{PLAN}overblik/", dashboard.dashboard, name="dashboard"),
    path(f"{PLAN}aktiviteter/", activities.activity_list, name="activity-list"),
    path(f"{PLAN}aktiviteter/<str:code>/", activities.activity, name="activity"),
    path(f"{PLAN}saadan-regner-vi/", method.method, name="method"),
]
