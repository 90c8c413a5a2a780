"""Invented people who can log in to the demo plan, and the list of their passwords.

Nobody gets a well-known password: each installation draws its own, once, and keeps them in
`var/demo-logins.txt`, readable by its owner only, so that the next start prints the same.
"""

import os
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import Membership, Role, User
from accounts.roles import PARTS, Part
from activities.models import Plan

EMPTY, REAL = 3, 4  # exit codes of --show
DOMAIN = "rumforliv.example"
WORDS = (
    "sommer vinter trappe gynge lampe bro skov hav sti bogreol kande teltduk cykel motor kompas "
    "anker paraply guitar tromme violin kanel peber timian solsikke birk lind ahorn rosin kastanje "
    "spade rive vandkande"
)


@dataclass(frozen=True)
class Person:
    name: str
    title: str
    role: Role
    staff_role: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@{DOMAIN}"


CAST = (
    Person("Mette Holm", "sekretariatsleder", Role.SECRETARIAT_LEAD, "SL"),
    Person("Peter Lindskov", "boligsocial medarbejder", Role.COMMUNITY_WORKER, "BM"),
    Person("Amina Yusuf", "familiekoordinator", Role.COMMUNITY_WORKER, "FK"),
    Person("Jonas Krogh", "ungekoordinator", Role.COMMUNITY_WORKER, "UK"),
    Person("Sara Winther", "foreningsguidekoordinator", Role.COMMUNITY_WORKER, "FGK"),
    Person("Birgit Damgaard", "boligsocial koordinator", Role.SOCIAL_COORDINATOR),
    Person("Henrik Vestergaard", "styregruppe", Role.STEERING_GROUP),
    Person("Kirsten Bay", "følgegruppe", Role.REFERENCE_GROUP),
    Person("Ole Sand", "lokalinspektør", Role.LOCAL_INSPECTOR),
)


class Command(BaseCommand):
    help = (
        "Make the demo's logins, or with --show print them (exit code 3: empty database, "
        "4: not a demo)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", default="rum-for-liv")
        parser.add_argument("--show", action="store_true", help="only print those there are")

    def handle(self, *args: Any, slug: str, show: bool, **options: Any) -> None:
        plan = Plan.objects.filter(slug=slug).first()
        if show:
            self.show(plan)
        elif plan is None:
            raise CommandError(f"Planen {slug} findes ikke. Indlæs den først med load_plan.")
        elif not (plan.is_demo or settings.DEMO_LOGINS):
            raise CommandError(f"{plan} er ikke en demo. Demobrugere laves kun på en demoplan.")
        else:
            with transaction.atomic():
                self.make(plan)

    def show(self, plan: Plan | None) -> None:
        """Print the logins of a demo; else leave with the code that tells why there are none."""
        if plan is None or not plan.is_demo:
            raise SystemExit(REAL if plan or User.objects.exists() else EMPTY)
        passwords = read_passwords()
        if any(person.email not in passwords for person in CAST):
            self.make(plan)
            passwords = read_passwords()
        for person in CAST:
            self.stdout.write(f"  {person.title:<27}{person.email:<28}{passwords[person.email]}")

    def make(self, plan: Plan) -> None:
        """Mark the plan as a demo and give it its people; those who are there keep their
        password."""
        Plan.objects.filter(pk=plan.pk).update(is_demo=True)
        posts = {post.code: post for post in plan.staff_roles.all()}
        passwords = read_passwords()
        for person in CAST:
            user = User.objects.filter(email=person.email).first() or User(
                email=person.email, name=person.name
            )
            if user.pk is None or person.email not in passwords:
                user.set_password(passwords.setdefault(person.email, new_password()))
            user.is_staff = Part.LEADS in PARTS[person.role]
            user.save()
            Membership.objects.get_or_create(
                user=user,
                plan=plan,
                role=person.role,
                ends_on=None,
                defaults={"staff_role": posts.get(person.staff_role), "starts_on": plan.starts_on},
            )
        write_passwords(passwords)


def new_password() -> str:
    """Three words and two digits: easy to type, and never the same on two machines."""
    words = [secrets.choice(WORDS.split()) for _ in range(3)]
    return "-".join([*words, f"{secrets.randbelow(90) + 10}"])


def read_passwords() -> dict[str, str]:
    path = settings.VAR_DIR / "demo-logins.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(line.split("\t")[:2] for line in lines if "\t" in line)


def write_passwords(passwords: dict[str, str]) -> None:
    path = settings.VAR_DIR / "demo-logins.txt"
    titles = {person.email: person.title for person in CAST}
    lines = [
        f"{email}\t{password}\t{titles.get(email, '')}\n" for email, password in passwords.items()
    ]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(lines)
