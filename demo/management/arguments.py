"""What the demo's commands are told."""

from datetime import date

from django.core.management.base import CommandError


def parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"»{text[:40]}« er ikke en dato. Skriv fx 2013-08-31.") from error
