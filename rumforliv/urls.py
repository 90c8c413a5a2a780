"""All addresses. Each app owns its own list; the words are Danish."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("planer/<slug:slug>/", include("activities.urls")),
    path("planer/<slug:slug>/", include("milestones.urls")),
    path("", include("governance.urls")),
    path("", include("reporting.urls")),
    path("", include("reminders.urls")),
    path("", include("overview.urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
