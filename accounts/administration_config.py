"""Django's admin with our site in it (an app's configuration may stand in no module that imports
models)."""

from django.contrib.admin.apps import AdminConfig


class PlanAdminConfig(AdminConfig):
    default_site = "accounts.administration.PlanAdminSite"
