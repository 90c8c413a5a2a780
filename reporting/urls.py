"""The pages at the top: homes, dashboards, reports."""

from django.urls import URLPattern, path

from reporting.views import comments, reports

report_pages: list[URLPattern] = [
    path("planer/<slug:slug>/rapporter/", reports.report_list, name="report-list"),
    path("planer/<slug:slug>/rapporter/bestil/", reports.report_order, name="report-order"),
    path("planer/<slug:slug>/rapporter/<uuid:pk>/status/", reports.report_job, name="report-job"),
    path("planer/<slug:slug>/rapporter/<uuid:pk>/igen/", reports.report_retry, name="report-retry"),
    path("planer/<slug:slug>/rapporter/<uuid:pk>/fil/", reports.report_download, name="report-download"),
    path("planer/<slug:slug>/kommentarer/<str:period>/", comments.comments, name="comments"),
]

urlpatterns: list[URLPattern] = [
    *report_pages,
]
