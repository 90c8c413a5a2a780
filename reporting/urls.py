"""Addresses of reports: of one plan, of all plans, and the open page that verifies them."""

from django.urls import URLPattern, path

from reporting.package import views as package
from reporting.views import archive, batches, comments, report, reports, verify

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
]

PACKAGE = "planer/<slug:slug>/indberetning/"
packages: list[URLPattern] = [
    path(PACKAGE, package.newest, name="package-now"),
    path(f"{PACKAGE}<int:year>/", package.show, name="package"),
    path(f"{PACKAGE}<int:year>/dan/", package.order, name="package-order"),
    path(f"{PACKAGE}<int:year>/forsegl/", package.seal, name="package-seal"),
    path(f"{PACKAGE}<int:year>/sendt/", package.sent, name="package-sent"),
    path(f"{PACKAGE}<int:year>/zip/", package.download, name="package-download"),
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
    *report_pages,
    *packages,
]
