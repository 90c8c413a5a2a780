from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "Planen"

    def ready(self) -> None:
        """Let each app add its part of a plan file: its module `planfile` calls
        `register_section`."""
        autodiscover_modules("planfile")
        import_module("activities.checks")
