"""The pages at the top: homes, dashboards, reports."""

from django.urls import URLPattern, path

from reporting.views import activity, comments, dashboard, home, method, reports

reading_pages: list[URLPattern] = [
    path("", home.home, name="home"),
    path("planer/", home.plan_list, name="plan-list"),
    path("planer/<slug:slug>/", home.plan_home, name="plan-home"),
    path("planer/<slug:slug>/overblik/", dashboard.dashboard, name="dashboard"),
    path("planer/<slug:slug>/aktiviteter/", activity.activity_list, name="activity-list"),
    path("planer/<slug:slug>/aktiviteter/<str:code>/", activity.activity, name="activity"),
    path("planer/<slug:slug>/saadan-regner-vi/", method.method, name="method"),
]

report_pages: list[URLPattern] = [
    path("planer/<slug:slug>/rapporter/", reports.report_list, name="report-list"),
    path("planer/<slug:slug>/rapporter/bestil/", reports.report_order, name="report-order"),
    path("planer/<slug:slug>/rapporter/<uuid:pk>/status/", reports.report_job, name="report-job"),
    path("planer/<slug:slug>/rapporter/<uuid:pk>/igen/", reports.report_retry, name="report-retry"),
    path("planer/<slug:slug>/rapporter/<uuid:pk>/fil/", reports.report_download, name="report-download"),
    path("planer/<slug:slug>/kommentarer/<str:period>/", comments.comments, name="comments"),
]

urlpatterns: list[URLPattern] = [
    *reading_pages,
    *report_pages,
]
