from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Fælles"

    def ready(self) -> None:
        """Let each app name the writers of its mails (`emails`: `outbox.writes`) and its pages
        of the menu (`places`: `navigation.add`)."""
        autodiscover_modules("emails", "places")
