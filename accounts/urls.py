"""Logging in and out, and passwords: allauth's views at Danish addresses, and no others."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("log-ind/", views.login, name="account_login"),
    path("log-ind/lukket/", views.account_inactive, name="account_inactive"),
    path("log-ud/", views.logout, name="account_logout"),
    path("adgangskode/", views.password_change, name="account_change_password"),
    path("glemt-adgangskode/", views.password_reset, name="account_reset_password"),
    path("glemt-adgangskode/sendt/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^glemt-adgangskode/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "glemt-adgangskode/skiftet/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
