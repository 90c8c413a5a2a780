"""One campaign: order and issue while things die, let the rest be done in peace, and make up the
books."""

import argparse
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection

from accounts.models import Membership, Role, User
from activities.actions import close_period
from activities.models import Plan
from bench.data import plan_in_bulk
from chaos.books import Books
from chaos.machinery import Process, Redis, kill, restart_postgres
from core.models import Message
from core.periods import Period
from core.versioned import NotAllowedNow
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.models import Report, ReportKind
from scripts import processes

OPEN_AT_ONCE = 40
BETWEEN_KILLS = 1.5  # seconds, on average
BETWEEN_FAULTS = 25
DRAIN = 600
SAY_EVERY = 10
YEARS = range(2013, 2017)
DISK = "700k"
ON_DISK = 30


def run(options: argparse.Namespace, folder: Path, redis: Redis | None) -> int:
    """Run the campaign and print its books; 0 when they are as they should be."""
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    campaign = Campaign(folder, redis, random.Random(seed), options.kills)
    print(f"{options.only}: seed {seed}, {connection.vendor}", flush=True)
    match options.only:
        case "redis" | "filesystem":
            campaign.kill_all_the_while()
            return campaign.verdict(must_fail="")
        case "disk":
            return campaign.fill_the_disk()
        case "control":
            campaign.kill_all_the_while()
            return campaign.verdict(
                must_fail="lost" if os.environ["CHAOS_GUARD"] == "queue" else "duplicates"
            )
    raise ValueError(options.only)


class Campaign:
    def __init__(self, folder: Path, redis: Redis | None, rng: random.Random, kills: int) -> None:
        self.folder, self.redis, self.rng, self.wanted = folder, redis, rng, kills
        call_command("bootstrap", stdout=StringIO(), stderr=StringIO())
        self.lead, self.koordinator = person("lead"), person("koordinator")
        self.readers = [person(f"reader{n}") for n in range(3)]
        self.quarters = self._quarters()
        self.ordered: list[Report] = []
        self.kills = {"child": 0, "tree": 0, "scheduler": 0}
        self.faults: dict[str, int] = {}
        self.slowest = 0.0
        self.said = time.monotonic()

    # The work

    def _quarters(self) -> Iterator[tuple[Plan, Period]]:
        """Plans without end, each with the quarters of four years."""
        number = 0
        while True:
            number += 1
            plan = patiently(lambda: self._plan(f"plan-{number:03}"))  # noqa: B023
            for year in YEARS:
                for period in Period.year(year).parts():
                    yield plan, period

    def _plan(self, slug: str) -> Plan:
        Plan.objects.filter(slug=slug).delete()
        plan = plan_in_bulk(slug, activities=4, criteria_each=2, rows=40)
        members = [
            (self.lead, Role.SECRETARIAT_LEAD),
            (self.koordinator, Role.SOCIAL_COORDINATOR),
            *((reader, Role.STEERING_GROUP) for reader in self.readers),
        ]
        for user, role in members:
            Membership.objects.create(user=user, plan=plan, role=role, starts_on=date(2013, 1, 1))
        return plan

    def issue_one(self) -> None:
        """Take the next quarter's note from order to issue, as two people do; each click as
        often as it takes."""
        plan, period = next(self.quarters)
        patiently(lambda: close_period(plan, period, by=self.lead))
        report = patiently(
            lambda: ordering.order(plan, ReportKind.STATUS_NOTE, period, by=self.lead)
        )
        self.ordered.append(report)
        patiently(lambda: self._hand_over(report))
        patiently(lambda: self._issue(report))

    def _hand_over(self, report: Report) -> None:
        row = Report.objects.get(pk=report.pk)
        if row.is_draft:
            self._bound(
                lambda shown: course.hand_over(row, by=self.lead, shown=shown, remark="Klar."), row
            )

    def _issue(self, report: Report) -> None:
        row = Report.objects.get(pk=report.pk)
        if not row.is_issued:
            self._bound(lambda shown: course.issue(row, by=self.koordinator, shown=shown), row)

    def _bound(self, act: Callable[[str], object], row: Report) -> None:
        start = time.monotonic()
        act(row.snapshot_hash)
        self.slowest = max(self.slowest, time.monotonic() - start)

    def open_jobs(self) -> int:
        reports = Report.objects.filter(job_state__in=["queued", "running"]).count()
        return reports + Message.objects.filter(job_state__in=["queued", "running"]).count()

    # The damage

    def kill_all_the_while(self) -> None:
        self._start()
        damage = threading.Thread(target=self._damage, daemon=True)
        started = time.monotonic()
        next_kill = started + 5
        damage.start()
        while sum(self.kills.values()) < self.wanted:
            if patiently(self.open_jobs) < OPEN_AT_ONCE:
                self.issue_one()
            if time.monotonic() >= next_kill:
                self._kill()
                next_kill = time.monotonic() + self.rng.expovariate(1 / BETWEEN_KILLS)
            self._say()
            time.sleep(0.02)
        damage.join()
        self.killing = time.monotonic() - started
        self.drained = self._drain()
        self._stop()

    def _say(self) -> None:
        """Once in a while, on the terminal: how far it is."""
        if time.monotonic() - self.said > SAY_EVERY:
            self.said = time.monotonic()
            kills, left = sum(self.kills.values()), patiently(self.open_jobs)
            print(
                f"  … {kills} of {self.wanted} kills, {len(self.ordered)} issued, {left} waiting",
                file=sys.stderr,
            )

    def _start(self) -> None:
        app = "chaos.naive" if os.environ.get("CHAOS_GUARD") else "rumforliv"
        self.worker = Process(processes.worker(app, concurrency=2), self.folder / "worker.log")
        self.scheduler = Process(
            processes.scheduler(self.folder, app), self.folder / "scheduler.log"
        )

    def _stop(self) -> None:
        self.worker.stop()
        self.scheduler.stop()
        if self.redis:
            self.redis.end()

    def _kill(self) -> None:
        """Mostly a child at its work, often the whole worker, now and then the scheduler."""
        children = self.worker.children()
        if not children:
            return  # it is just coming back
        what = self.rng.choices(["child", "tree", "scheduler"], [65, 30, 5])[0]
        hit = {
            "child": lambda: kill(self.rng.choice(children)),
            "tree": self.worker.kill,
            "scheduler": self.scheduler.kill,
        }[what]()
        self.kills[what] += hit

    def _damage(self) -> None:
        """Every so often something else falls away, until the kills are done."""
        faults: list[tuple[str, Callable[[], Any]]] = [("queue emptied", self._empty_queue)]
        if self.redis:
            faults += [
                (
                    "Redis stopped",
                    lambda: self.redis and self.redis.stopped_for(self.rng.uniform(1, 5)),
                ),
                ("Redis hung", lambda: self.redis and self.redis.hung_for(self.rng.uniform(2, 6))),
            ]
        if "PGVERSION" in os.environ:
            faults.append(("PostgreSQL restarted at once", restart_postgres))
        while sum(self.kills.values()) < self.wanted:
            time.sleep(self.rng.uniform(0.5, 1.5) * min(BETWEEN_FAULTS, self.wanted / 4))
            name, fault = self.rng.choice(faults)
            fault()
            self.faults[name] = self.faults.get(name, 0) + 1

    def _empty_queue(self) -> None:
        if self.redis:
            self.redis.emptied()
            return
        for message in Path(settings.QUEUE_DIR).glob("*.msg"):
            message.unlink(missing_ok=True)

    def _drain(self) -> float:
        """Wait until nothing is open; the seconds it took. The control is not waited for longer
        than a minute."""
        started = time.monotonic()
        limit = 60 if os.environ.get("CHAOS_GUARD") else DRAIN
        while patiently(self.open_jobs) and time.monotonic() - started < limit:
            self._say()
            time.sleep(0.5)
        return time.monotonic() - started

    # The disk

    def fill_the_disk(self) -> int:
        """Files on a disk that is too small: refused with a sentence, nothing half written; and
        all there once there is room."""
        media = Path(settings.MEDIA_ROOT)
        media.mkdir(parents=True, exist_ok=True)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(media)]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            print("  not measured: only root may mount a small disk\n", flush=True)
            return 0
        self._start()
        try:
            for _ in range(ON_DISK):
                self.issue_one()
            self.drained = self._drain()
            full = Books(self)
            told = set(Report.objects.filter(job_state="failed").values_list("error", flat=True))
            print(
                f"  full disk ({DISK}): {full.done} of {full.issued} files made, "
                f"{len(full.broken)} broken"
            )
            print(f"  those that failed say: {'; '.join(sorted(told)) or '-'}")
            subprocess.run(["mount", "-o", "remount,size=64m", str(media)], check=True)
            for report in Report.objects.filter(job_state="failed"):
                ordering.retry(report, by=self.lead)
            self._drain()
            after = Books(self)
            print(
                f"  with room again, tried once more: {after.done} of {after.issued}, "
                f"{len(after.broken)} broken"
            )
            good = bool(told) and full.done < full.issued and not full.broken and not after.faults()
        finally:
            self._stop()
            subprocess.run(["umount", str(media)], check=False)
        print(f"  {'PASS' if good else 'FAIL'}\n", flush=True)
        return 0 if good else 1

    # The books

    def verdict(self, must_fail: str) -> int:
        books = Books(self)
        kinds = (
            f"{self.kills['child']} children, {self.kills['tree']} whole workers, "
            f"{self.kills['scheduler']} schedulers"
        )
        print(f"  kills: {sum(self.kills.values())} ({kinds}) in {self.killing:.0f} s")
        print(
            "  besides: "
            f"{', '.join(f'{name} {n}×' for name, n in sorted(self.faults.items())) or 'nothing'}"
        )
        print(
            f"  all done {self.drained:.0f} s after the last kill; slowest click "
            f"{self.slowest:.1f} s"
        )
        for line in books.lines():
            print(f"  {line}")
        faults = books.faults()
        good = bool(getattr(books, must_fail)) if must_fail else not faults
        expected = f", as it must: {must_fail}" if must_fail and good else ""
        print(
            f"  {'PASS' if good else 'FAIL'}{expected}{'' if good else ': ' + ', '.join(faults)}\n",
            flush=True,
        )
        return 0 if good else 1


def person(name: str) -> User:
    return User.objects.create_user(email=f"{name}@example.org", password=None, name=name.title())


def patiently(act: Callable[[], Any]) -> Any:
    """Do it again while the database is away, as a person who sees the error page does."""
    while True:
        try:
            return act()
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.3)
        except NotAllowedNow:
            return None  # the answer was lost, the act was not
