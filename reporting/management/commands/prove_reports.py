"""`manage.py prove_reports [SLUG]`: every issued report's file, data and rendering, held against
what was issued."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from activities.models import Plan
from reporting.models import Report
from reporting.proof import prove


class Command(BaseCommand):
    help = (
        "Danner hver udsendt rapport igen af dens frosne data og beviser, at filen er den udsendte."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="kun denne plan")

    def handle(self, *args: Any, slug: str | None, **options: Any) -> None:
        reports = Report.objects.all()
        if slug:
            plan = Plan.objects.filter(slug=slug).first()
            if plan is None:
                raise CommandError(f"Der er ingen plan med adressen »{slug}«.")
            reports = reports.filter(plan=plan)
        found: Counter[str] = Counter()
        faults = 0
        for proof in prove(reports):
            found[proof.outcome.value] += 1
            faults += proof.is_fault
            if proof.is_fault or options["verbosity"] > 1:
                report = proof.report
                self.stdout.write(
                    f"{report}, nr. {report.number_text}, udgave {report.revision}: {proof.outcome}"
                )
        total = sum(found.values())
        said = ", ".join(f"{count} {what}" for what, count in found.most_common())
        self.stdout.write(
            f"{total} udsendte rapporter: {said}." if total else "Ingen rapporter er udsendt."
        )
        if faults:
            raise CommandError(f"{faults} rapporter er ikke, som de blev udsendt.")
