"""Write the years of a demo plan as far as a day."""

import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from activities.models import PeriodLock, Plan, Registration
from core.danish import long_day, quantity
from demo.cast import cast_of
from demo.diary import live
from demo.management.arguments import parse_day
from reporting.models import Report


class Command(BaseCommand):
    help = (
        "Skriver en demoplans år frem til en dag: registreringer, timer, milepæle, penge, møder, "
        "lukkede perioder, udsendte notater, næste års mål og indberetninger. Kun én gang."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="planens adresse, fx rum-for-liv")
        parser.add_argument("--until", type=parse_day, required=True, help="sidste dag")
        parser.add_argument(
            "--seed", type=int, default=1, help="tal, der bestemmer tilfældighederne"
        )

    def handle(self, *args: Any, slug: str, until: date, seed: int, **options: Any) -> None:
        plan = Plan.objects.filter(slug=slug).first()
        if plan is None:
            raise CommandError(
                f"Der er ingen plan med adressen »{slug}«. Indlæs den først med load_plan."
            )
        if until < plan.starts_on:
            raise CommandError(
                f"{plan} begynder den {long_day(plan.starts_on)}. Vælg den dag eller en senere."
            )
        if plan.registrations.exists():
            self.stdout.write(f"{plan} har allerede registreringer; intet er ændret.")
            return
        cast = cast_of(plan, plan.starts_on)
        if cast is None:
            raise CommandError(f"{plan} har ingen sekretariatsleder. Kør demo_logins først.")
        since = time.monotonic()
        with transaction.atomic():
            for day in live(plan, cast=cast, until=until, seed=seed):
                if day == until or (day.month, day.day) == (12, 31):
                    self.tell(plan, day, time.monotonic() - since)
        self.stdout.write(f"{plan} har nu demoår til og med {long_day(until)}.")

    def tell(self, plan: Plan, day: date, seconds: float) -> None:
        """How far it has come, for who waits at the terminal: standard output may be kept back."""
        counts = (
            quantity(
                Registration.objects.filter(plan=plan).counting().count(),
                "registrering",
                "registreringer",
            ),
            quantity(
                PeriodLock.objects.filter(plan=plan, reopened_at=None).count(),
                "lukket periode",
                "lukkede perioder",
            ),
            quantity(
                Report.objects.filter(plan=plan).issued().count(),
                "udsendt rapport",
                "udsendte rapporter",
            ),
        )
        self.stderr.write(f"    {long_day(day)}: {', '.join(counts)} ({seconds:.0f} s)")
