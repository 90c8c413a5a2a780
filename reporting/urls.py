"""The pages at the top: homes, dashboards, reports."""

from django.urls import URLPattern, path

from reporting.views import (
    activity,
    archive,
    batches,
    comments,
    dashboard,
    home,
    letters,
    method,
    report,
    reports,
    verify,
)

reading_pages: list[URLPattern] = [
    path("", home.home, name="home"),
    path("planer/", home.plan_list, name="plan-list"),
    path("planer-side-om-side/", home.plan_overview, name="plan-overview"),
    path("planer/<slug:slug>/", home.plan_home, name="plan-home"),
    path("planer/<slug:slug>/overblik/", dashboard.dashboard, name="dashboard"),
    path("planer/<slug:slug>/aktiviteter/", activity.activity_list, name="activity-list"),
    path("planer/<slug:slug>/aktiviteter/<str:code>/", activity.activity, name="activity"),
    path("planer/<slug:slug>/saadan-regner-vi/", method.method, name="method"),
]

ONE = "planer/<slug:slug>/rapporter/<uuid:pk>/"
report_pages: list[URLPattern] = [
    path("planer/<slug:slug>/rapporter/", reports.report_list, name="report-list"),
    path("planer/<slug:slug>/rapporter/bestil/", reports.report_order, name="report-order"),
    path(f"{ONE}", report.report, name="report"),
    path(f"{ONE}status/", reports.report_job, name="report-job"),
    path(f"{ONE}igen/", reports.report_retry, name="report-retry"),
    path(f"{ONE}afbryd/", reports.report_cancel, name="report-cancel"),
    path(f"{ONE}fil/", report.report_download, name="report-download"),
    path(f"{ONE}regneark/", report.report_sheet, name="report-sheet"),
    path(f"{ONE}csv/", report.report_csv, name="report-csv"),
    path(f"{ONE}aflever/", report.hand_over, name="report-hand-over"),
    path(f"{ONE}tag-tilbage/", report.take_back, name="report-take-back"),
    path(f"{ONE}send-tilbage/", report.send_back, name="report-send-back"),
    path(f"{ONE}udsend/", report.issue, name="report-issue"),
    path(f"{ONE}indberettet/", report.submit, name="report-submit"),
    path(f"{ONE}ret/", report.correct, name="report-correct"),
    path(f"{ONE}slet/", report.drop, name="report-drop"),
    path("planer/<slug:slug>/kommentarer/<str:period>/", comments.comments, name="comments"),
    path("planer/<slug:slug>/mails/", letters.letters, name="letters"),
    path("planer/<slug:slug>/mails/<uuid:pk>/igen/", letters.letter_retry, name="letter-retry"),
    path("planer/<slug:slug>/mails/<slug:kind>/", letters.letter_edit, name="letter-edit"),
]

all_plans: list[URLPattern] = [
    path("rapporter/", archive.archive_page, name="archive"),
    path("rapporter/alle-planer/", batches.batch_list, name="batch-list"),
    path("rapporter/alle-planer/<uuid:pk>/", batches.batch, name="batch"),
    path("rapporter/alle-planer/<uuid:pk>/zip/", batches.batch_download, name="batch-download"),
    path("rapporter/alle-planer/<uuid:pk>/ark/", batches.batch_sheet, name="batch-sheet"),
]

open_pages: list[URLPattern] = [
    path("verificer/", verify.verify, name="verify"),
    path("verificer/<str:code>/", verify.verify_code, name="verify-code"),
]

urlpatterns: list[URLPattern] = [
    *open_pages,
    *all_plans,
    *reading_pages,
    *report_pages,
]
