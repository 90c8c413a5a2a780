"""Walk the demo's calendar."""

import logging
import time
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from activities.models import Plan
from core.danish import long_day
from demo.cast import cast_of
from demo.diary import live
from demo.management.arguments import parse_day
from demo.walk.days import border_days, mondays, two_years_after
from demo.walk.walk import Walk

AFTER = timedelta(days=90)  # how long after the end each Monday is still walked


class Command(BaseCommand):
    help = (
        "Går demoens kalender igennem dag for dag, åbner siderne som hver rolle og holder det, "
        "der står, op mod det, der altid gælder. Kræver en demo uden registreringer; intet gemmes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", default="rum-for-liv")
        parser.add_argument("--until", type=parse_day, help="sidste dag")
        parser.add_argument("--borders", action="store_true", help="kun grænsedagene")
        parser.add_argument("--seed", type=int, default=1)

    def handle(
        self, *args: Any, slug: str, until: date | None, borders: bool, seed: int, **options: Any
    ) -> None:
        plan = Plan.objects.get(slug=slug)
        if plan.registrations.exists():
            raise CommandError(f"{plan} har registreringer. Gå i en demo, der er tom.")
        cast = cast_of(plan, plan.starts_on)
        if cast is None:
            raise CommandError(f"{plan} har ingen sekretariatsleder. Kør demo_logins først.")
        until = until or two_years_after(plan)
        stops = set(border_days(plan, until))
        if not borders:
            stops |= set(mondays(plan, min(until, plan.ends_on + AFTER)))
        logging.disable(logging.WARNING)  # what a role may not open is not news here
        since, told, seen = time.monotonic(), 0, Walk(plan)
        with transaction.atomic():
            for day in live(plan, cast=cast, until=until, seed=seed):
                if day not in stops:
                    continue
                plan.refresh_from_db()
                seen.look(day)
                for fault in seen.faults[told:]:
                    self.stdout.write(f"\n{fault}")
                told = len(seen.faults)
                if (day.month, day.day) in ((3, 31), (6, 30), (9, 30), (12, 31)):
                    self.stdout.write(
                        f"{long_day(day)}: {seen.counts} ({time.monotonic() - since:.0f} s)"
                    )
            transaction.set_rollback(True)
        logging.disable(logging.NOTSET)
        if not seen.days:
            raise CommandError("Der er ingen dage at gå.")
        self.stdout.write(f"\n{seen.counts}")
        if seen.faults:
            raise CommandError("Kalenderen holder ikke.")
