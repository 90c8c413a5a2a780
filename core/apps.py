from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Fælles"

    def ready(self) -> None:
        """Let each app name the writers of its mails: its module `emails` does so with `outbox.writes`."""
        autodiscover_modules("emails")
