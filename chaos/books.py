"""What there should be against what there is: reports, files, numbers, mails."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from core.models import Message
from core.pdf import page_count
from reporting.actions import produce as making
from reporting.models import Report

if TYPE_CHECKING:
    from chaos.campaign import Campaign

MADE_AGAIN = 20


class Books:
    def __init__(self, campaign: "Campaign") -> None:
        self.issued = len(campaign.ordered)
        self.readers = 2 + len(campaign.readers)
        self.reports = list(Report.objects.order_by("plan", "number"))

    @cached_property
    def done(self) -> int:
        return sum(report.is_issued and report.is_done for report in self.reports)

    @cached_property
    def broken(self) -> list[str]:
        """Files a row or a public name points at that are not whole: other bytes, or no PDF that
        can be read."""
        return [str(report.pk) for report in self.reports if report.is_done and not whole(report)]

    @cached_property
    def lost(self) -> int:
        """Reports that are not there, and mails about issued ones that never came."""
        told = sum(report.is_issued and report.is_done for report in self.reports) * self.readers
        return (self.issued - self.done) + (told - len(self.told))

    @cached_property
    def duplicates(self) -> int:
        """A second report for a quarter, a number used twice, a mail that came twice."""
        quarters = Counter((report.plan_id, report.period) for report in self.reports)
        numbers = Counter((report.plan_id, report.number) for report in self.reports)
        mails = Counter(self.mails)
        return sum(
            count - 1 for counter in (quarters, numbers, mails) for count in counter.values()
        )

    @cached_property
    def gaps(self) -> int:
        """Plans whose numbers are not 1, 2, 3 …"""
        plans: dict[int, list[int]] = {}
        for report in self.reports:
            plans.setdefault(report.plan_id, []).append(report.number or 0)
        return sum(
            sorted(numbers) != list(range(1, len(numbers) + 1)) for numbers in plans.values()
        )

    @cached_property
    def other_bytes(self) -> int:
        """Of some reports, spread over all: those that give other bytes when they are made
        again."""
        step = max(len(self.reports) // MADE_AGAIN, 1)
        some = [report for report in self.reports[::step] if report.is_done]
        return sum(
            hashlib.sha256(making.render(report)).hexdigest() != report.sha256 for report in some
        )

    @cached_property
    def mails(self) -> list[tuple[str, str]]:
        """(to, subject) of every mail file. Every subject names its plan, and of a note its
        quarter."""
        read = BytesParser(policy=policy.default)
        files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"))
        heads = [read.parsebytes(file.read_bytes(), headersonly=True) for file in files]
        return [(str(head["To"]), str(head["Subject"])) for head in heads]

    @cached_property
    def told(self) -> set[tuple[str, str]]:
        """The mails about an issued report that came, each counted once."""
        subjects = set(
            Message.objects.filter(kind="issued")
            .exclude(subject="")
            .values_list("subject", flat=True)
        )
        return {mail for mail in self.mails if mail[1] in subjects}

    @cached_property
    def leftovers(self) -> tuple[int, int]:
        """Files of killed workers: finished but signed for by nobody, and half written. The
        janitor takes them."""
        known = {report.file.name for report in self.reports}
        media = Path(settings.MEDIA_ROOT)
        files = [path for path in media.rglob("*") if path.is_file()]
        half = [path for path in files if path.suffix == ".tmp"]
        whole_ones = [
            p for p in files if p.suffix == ".pdf" and p.relative_to(media).as_posix() not in known
        ]
        return len(whole_ones), len(half)

    def faults(self) -> list[str]:
        """What is not as it should be; empty when all is well."""
        found = {
            "lost": self.lost,
            "duplicates": self.duplicates,
            "broken files": len(self.broken),
            "gaps in the numbers": self.gaps,
            "made again with other bytes": self.other_bytes,
        }
        return [f"{name} {count}" for name, count in found.items() if count]

    def lines(self) -> Iterator[str]:
        starts = [report.attempts for report in self.reports]
        yield (
            f"reports: {self.issued} issued, {self.done} there; at most "
            f"{max(starts, default=0)} starts for one"
        )
        yield f"mails: {self.done * self.readers} to be sent about them, {len(self.told)} came"
        yield (
            f"lost {self.lost}, duplicates {self.duplicates}, broken files "
            f"{len(self.broken)}, gaps {self.gaps}"
        )
        yield (
            f"made again: {self.other_bytes} of {min(MADE_AGAIN, len(self.reports))} with "
            "other bytes"
        )
        signed_by_none, half = self.leftovers
        yield (
            f"left for the janitor: {signed_by_none} files signed for by nobody, {half} "
            "half written"
        )


def whole(report: Report) -> bool:
    try:
        content = Path(settings.MEDIA_ROOT, report.file.name).read_bytes()
        return (
            hashlib.sha256(content).hexdigest() == report.sha256
            and page_count(content) == report.pages
        )
    except (OSError, ValueError):
        return False
