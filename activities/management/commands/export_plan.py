"""Write a helhedsplan as a plan file to standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from activities.models import Plan
from activities.planfile import export_plan


class Command(BaseCommand):
    help = "Skriver en helhedsplan som planfil. load_plan læser den igen uden at ændre noget."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="planens adresse, fx rum-for-liv")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        plan = Plan.objects.filter(slug=slug).first()
        if plan is None:
            known = ", ".join(Plan.objects.values_list("slug", flat=True))
            raise CommandError(
                f"Der er ingen plan med adressen »{slug}«. Der findes: {known or 'ingen planer'}."
            )
        self.stdout.write(export_plan(plan), ending="")
