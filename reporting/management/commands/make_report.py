"""`manage.py make_report SLUG KIND PERIOD --out FILE`: order a report and make it, as the pages
and the worker do."""

import time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Membership, User
from accounts.roles import Part, roles_with
from activities.models import Plan
from core import clock, stored
from core.periods import Period
from core.versioned import NotAllowedNow
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import Report, ReportKind

WAIT_SECONDS = 90


class Command(BaseCommand):
    help = (
        "Danner en rapport som PDF, fx: make_report rum-for-liv status_note 2013-K2 --out notat.pdf"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="planens adresse, fx rum-for-liv")
        parser.add_argument("kind", choices=ReportKind.values)
        parser.add_argument("period", help="2013-K2, 2013-H1, 2013 eller 2013-2016")
        parser.add_argument("--out", required=True, type=Path, help="filen, der skrives")
        parser.add_argument(
            "--by", help="e-mail på den, der bestiller (ellers planens sekretariatsleder)"
        )

    def handle(
        self,
        *args: Any,
        slug: str,
        kind: str,
        period: str,
        out: Path,
        by: str | None,
        **options: Any,
    ) -> None:
        plan = Plan.objects.filter(slug=slug).first()
        if plan is None:
            raise CommandError(f"Der er ingen plan med adressen »{slug}«.")
        try:
            report = ordering.order(plan, kind, Period.parse(period), by=orderer(plan, by))
        except (ValueError, NotAllowedNow) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        report = made(report)
        if not report.is_done:
            raise CommandError(report.error or "Rapporten er ikke færdig endnu. Prøv igen om lidt.")
        try:
            out.write_bytes(stored.read(report))
        except OSError as error:
            raise CommandError(f"{out} kan ikke skrives: {error.strerror}.") from error
        self.stdout.write(
            f"{out}: {report.title}, {report.edition_text}, {report.pages} sider, "
            f"sha256 {report.sha256}"
        )


def orderer(plan: Plan, email: str | None) -> User:
    """The person named, else the plan's sekretariatsleder, else an administrator. Raises
    CommandError."""
    if email:
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Der er ingen bruger med e-mailen {email}.")
        return user
    leads = Membership.objects.in_force(clock.today()).filter(
        plan=plan, role__in=roles_with(Part.LEADS)
    )
    lead = leads.select_related("user").order_by("pk").first()
    user = (
        lead.user
        if lead
        else User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    )
    if user is None:
        raise CommandError(
            "Planen har ingen sekretariatsleder. Skriv, hvem der bestiller, med --by."
        )
    return user


def made(report: Report) -> Report:
    """The report when it is done or has failed: made here, unless a worker has already taken it."""
    making.produce(report.pk)
    deadline = time.monotonic() + WAIT_SECONDS
    report.refresh_from_db()
    while report.is_open and time.monotonic() < deadline:
        time.sleep(0.5)
        report.refresh_from_db()
    return report
