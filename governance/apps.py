from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Styring"

    def ready(self) -> None:
        """Let each app say what a point of an agenda may carry: its module `offers` calls
        `from_plan`."""
        autodiscover_modules("offers")
