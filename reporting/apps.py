from importlib import import_module

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Rapporter"
    kinds = (
        "status_note",
        "goal_attainment",
        "milestone_plan",
        "cooperation",
        "regulation",
        "milestones_ahead",
    )

    def ready(self) -> None:
        """Let each kind of report say that it is there (reporting.kinds.base)."""
        for kind in self.kinds:
            import_module(f"reporting.kinds.{kind}")
