"""The walk itself: one day after another, and on each day all that is shown."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Role, User
from activities.models import Plan
from core import clock
from core.danish import long_day
from core.periods import Period
from core.versioned import NotAllowedNow
from demo.acts import moment
from demo.walk import facts, rules
from demo.walk.pages import around, pages
from demo.walk.seen import Page, read
from reporting.actions import order
from reporting.kinds.base import KINDS

NOON = (12, 0)
MOST = 2000  # characters of a sentence that is shown


@dataclass(frozen=True)
class Fault:
    day: date
    role: str
    page: str
    rule: str
    sentence: str

    def __str__(self) -> str:
        who = f", {self.role}, {self.page}" if self.page else ""
        return f"{long_day(self.day)}{who}\n  {self.rule}\n  »{self.sentence[:MOST]}«"


@dataclass
class Walk:
    """What was seen so far. `faults` holds each sentence of a kind of page once, on its first
    day; `again` counts its other days."""

    plan: Plan
    brief: bool = False
    days: int = 0
    pages: int = 0
    statements: int = 0
    tasks: int = 0
    faults: list[Fault] = field(default_factory=list)
    again: Counter[tuple[str, ...]] = field(default_factory=Counter)
    kept: facts.Kept = field(default_factory=facts.Kept)
    clients: dict[str, Client] = field(default_factory=dict)

    def look(self, day: date) -> None:
        """Open everything as each role on the day, and hold it against the rules."""
        self.days += 1
        with clock.pretend(moment(day, *NOON)):
            self._facts(day)
            for role, user in people(self.plan, day).items():
                self._role(day, role, user)
            self._drafts(day)

    def _facts(self, day: date) -> None:
        for check in (facts.figures_add_up, facts.nothing_is_late_before_it_was_due):
            for said in check(self.plan, day):
                self._fault(day, "", "", rules.about(check), said)
        for said in self.kept.moved(self.plan):
            self._fault(day, "", "", rules.about(facts.Kept.moved), said)

    def _role(self, day: date, role: str, user: User) -> None:
        for path in pages(self.plan, role, day, brief=self.brief):
            page = self._open(day, role, user, path)
            if page.path == reverse("plan-home", args=[self.plan.slug]):
                self._tasks(page, user)

    def _tasks(self, page: Page, user: User) -> None:
        """Every task leads to where it can be done: the page is there for the role, and where the
        button says that something is done, there is a form to do it with."""
        for task in page.tasks:
            self.tasks += 1
            if not task.href:
                continue
            there = self._open(page.day, page.role, user, task.href.partition("#")[0])
            if there.status != 200:
                said = f"{task.text} [{task.label}] fører til {task.href}: {there.status}"
                self._fault(page.day, page.role, page.path, LEADS_NOWHERE, said)
            elif task.label.startswith(rules.SENDS) and not there.posts:
                said = f"{task.text} [{task.label}] fører til {task.href}, der intet kan gøres på"
                self._fault(page.day, page.role, page.path, LEADS_NOWHERE, said)

    def _drafts(self, day: date) -> None:
        """The draft of every kind of report there could be on the day, read and thrown away."""
        lead = people(self.plan, day).get(Role.SECRETARIAT_LEAD)
        if lead is None:
            return
        year = Period.year(min(max(day.year, self.plan.starts_on.year), self.plan.ends_on.year))
        for kind, told in KINDS.items():
            if self.brief and day.day != 1 and not told.takes_two:
                continue
            for period in around(self.plan, day) if told.takes_two else [year]:
                try:
                    with transaction.atomic():
                        report = order.order(self.plan, kind, period, by=lead)
                        path = reverse("report", args=[self.plan.slug, report.pk])
                        self._open(day, Role.SECRETARIAT_LEAD, lead, path, name=f"{kind} {period}")
                        transaction.set_rollback(True)
                except (NotAllowedNow, ValidationError):
                    continue  # issued, or not begun: its own page says so

    def _open(self, day: date, role: str, user: User, path: str, name: str = "") -> Page:
        client = self.clients.get(role)
        if client is None:
            client = self.clients[role] = Client(raise_request_exception=False)
            client.force_login(user)
        answer: Any = client.get(path, follow=True, SERVER_NAME="127.0.0.1")
        page = read(day, role, name or path, answer.status_code, answer.content.decode())
        self.pages += 1
        self.statements += len(page.sentences)
        for check in rules.RULES:
            for sentence in check(page, self.plan):
                self._fault(day, role, page.path, rules.about(check), sentence)
        return page

    def _fault(self, day: date, role: str, page: str, rule: str, sentence: str) -> None:
        key = (rule, _without_figures(sentence))
        self.again[key] += 1
        if self.again[key] == 1:
            self.faults.append(Fault(day, role, page, rule, sentence))

    @property
    def counts(self) -> str:
        return (
            f"{self.days} dage, {self.pages} sider, {self.statements} sætninger, "
            f"{self.tasks} opgaver, {len(self.faults)} fejl "
            f"({sum(self.again.values())} steder)"
        )


LEADS_NOWHERE = "Opgaven fører ikke til, hvor den kan løses (a task leads nowhere)"


def _without_figures(sentence: str) -> str:
    return "".join("#" if letter.isdigit() else letter for letter in sentence)[:120]


def people(plan: Plan, day: date) -> dict[str, User]:
    """One person of each role."""
    rows = Membership.objects.in_force(day).filter(plan=plan).select_related("user")
    found: dict[str, User] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.role, row.user)
    return found
