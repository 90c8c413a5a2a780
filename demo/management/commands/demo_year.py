"""Write a believable year into a demo plan."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from activities.models import Plan
from core import clock
from core.danish import long_day, quantity
from demo.cast import cast_of
from demo.management.arguments import parse_day
from demo.year import Written, write_year


class Command(BaseCommand):
    help = (
        "Skriver et troværdigt år i en demoplan: registreringer, timer, milepæle og "
        "kommentarer. Kun én gang."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="planens adresse, fx rum-for-liv")
        parser.add_argument("year", type=int, help="året, fx 2013")
        parser.add_argument(
            "--seed", type=int, default=1, help="tal, der bestemmer tilfældighederne"
        )
        parser.add_argument(
            "--until", type=parse_day, help="sidste dag, fx 2013-08-31 (ellers i dag, højst 31.8.)"
        )

    def handle(
        self, *args: Any, slug: str, year: int, seed: int, until: date | None, **options: Any
    ) -> None:
        plan = Plan.objects.filter(slug=slug).first()
        if plan is None:
            raise CommandError(
                f"Der er ingen plan med adressen »{slug}«. Indlæs den først med load_plan."
            )
        if not plan.starts_on.year <= year <= plan.ends_on.year:
            raise CommandError(f"{plan} løber {plan.years}. Vælg et af de år.")
        last = min(until or min(clock.today(), date(year, 8, 31)), date(year, 12, 31), plan.ends_on)
        if last < max(date(year, 1, 1), plan.starts_on):
            raise CommandError(f"Den sidste dag, {long_day(last)}, ligger før året begynder.")
        if plan.registrations.exists():
            self.stdout.write(f"{plan} har allerede registreringer; intet er ændret.")
            return
        cast = cast_of(plan, last)
        if cast is None:
            raise CommandError(
                f"{plan} har ingen sekretariatsleder den {long_day(last)}. Kør demo_logins først."
            )
        written = write_year(plan, cast=cast, year=year, until=last, seed=seed)
        self.stdout.write(summary(plan, last, written))


def summary(plan: Plan, until: date, written: Written) -> str:
    return (
        f"{plan} har nu et demoår til og med {long_day(until)}: "
        f"{quantity(written.registrations, 'registrering', 'registreringer')}, "
        f"{quantity(written.hours, 'timetal', 'timetal')}, "
        f"{quantity(written.reached, 'milepæl er nået', 'milepæle er nået')}, "
        f"{quantity(written.meetings, 'møde', 'møder')} i kalenderen."
    )
