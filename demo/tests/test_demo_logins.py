"""The demo's logins: only on a demo, each password drawn once."""

import stat

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership, User
from demo.management.commands.demo_logins import CAST, EMPTY, REAL, read_passwords


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def demo(plan, settings):
    settings.DEMO_LOGINS = True
    call_command("demo_logins", "rum-for-liv")
    return plan


def test_demo_logins_makes_each_person_with_role_and_post(demo):
    people = Membership.objects.filter(plan=demo).order_by("user__email")

    assert [(m.user.email, m.role, m.staff_role.code if m.staff_role else "") for m in people] == [
        ("amina@rumforliv.example", "community_worker", "FK"),
        ("birgit@rumforliv.example", "social_coordinator", ""),
        ("henrik@rumforliv.example", "steering_group", ""),
        ("jonas@rumforliv.example", "community_worker", ""),
        ("kirsten@rumforliv.example", "reference_group", ""),
        ("mette@rumforliv.example", "secretariat_lead", "SL"),
        ("ole@rumforliv.example", "local_inspector", ""),
        ("peter@rumforliv.example", "community_worker", "BM"),
        ("sara@rumforliv.example", "community_worker", ""),
    ]


def test_demo_logins_marks_the_plan_as_a_demo(demo):
    demo.refresh_from_db()

    assert demo.is_demo is True


def test_demo_logins_passwords_log_in(demo):
    passwords = read_passwords()

    assert all(
        User.objects.get(email=person.email).check_password(passwords[person.email])
        for person in CAST
    )


def test_demo_logins_keeps_the_passwords_to_the_owner_of_the_file(demo, tmp_path):
    assert stat.S_IMODE((tmp_path / "demo-logins.txt").stat().st_mode) == 0o600


def test_demo_logins_twice_changes_nothing(demo):
    passwords, hashes = read_passwords(), list(User.objects.values_list("password", flat=True))

    call_command("demo_logins", "rum-for-liv")

    assert read_passwords() == passwords
    assert list(User.objects.values_list("password", flat=True)) == hashes
    assert Membership.objects.count() == len(CAST)


def test_demo_logins_show_prints_role_email_and_password(demo, capsys):
    call_command("demo_logins", "--show")

    first = capsys.readouterr().out.splitlines()[0]
    assert first.split() == [
        "sekretariatsleder",
        "mette@rumforliv.example",
        read_passwords()["mette@rumforliv.example"],
    ]


def test_demo_logins_show_draws_new_passwords_when_the_file_is_gone(demo, tmp_path, capsys):
    (tmp_path / "demo-logins.txt").unlink()

    call_command("demo_logins", "--show")

    password = read_passwords()["mette@rumforliv.example"]
    assert User.objects.get(email="mette@rumforliv.example").check_password(password)
    assert password in capsys.readouterr().out


def test_demo_logins_refuses_a_plan_that_is_not_a_demo(plan):
    with pytest.raises(CommandError, match="Rum for Liv er ikke en demo"):
        call_command("demo_logins", "rum-for-liv")

    assert User.objects.count() == 0


def test_demo_logins_refuses_a_plan_that_is_not_there(db):
    with pytest.raises(CommandError, match="Planen rum-for-liv findes ikke"):
        call_command("demo_logins")


def test_demo_logins_show_leaves_with_a_code_of_its_own_in_an_empty_database(db):
    with pytest.raises(SystemExit) as left:
        call_command("demo_logins", "--show")

    assert left.value.code == EMPTY


def test_demo_logins_show_leaves_with_another_code_in_a_real_installation(plan):
    with pytest.raises(SystemExit) as left:
        call_command("demo_logins", "--show")

    assert left.value.code == REAL


def test_demo_logins_show_takes_an_administrator_alone_for_a_real_installation(superuser):
    with pytest.raises(SystemExit) as left:
        call_command("demo_logins", "--show")

    assert left.value.code == REAL
