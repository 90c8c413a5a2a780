"""Who reaches what: every address of the URLconf stands in this table, or the build fails.

Another plan is 404, a refused act 403, a stranger is sent to the login. What a role may not write, it
cannot write by any road: the rows are the same before and after.
"""

import hashlib
from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from activities import actions
from activities.models import SuccessCriterion
from core.periods import Period
from reporting.tests.factories import ReportFactory

ROLES = ("kirsten", "ole", "henrik", "birgit", "peter", "mette")
ALL = (200,) * 6
DESK = (302, 302, 302, 200, 200, 200)  # readers are sent on to the dashboard
ROWS = (403, 403, 403, 200, 200, 200)
WORK = (403, 403, 403, 403, 200, 200)
LEAD = (403, 403, 403, 403, 403, 200)
NOTES = (403, 403, 200, 200, 403, 200)
FILES = (404, 404, 200, 200, 404, 200)  # a report that is not issued is not even known of
VERB = (405,) * 6  # only posted to: see ACTS

PLAN_PAGES = {
    "plan-home": DESK,
    "dashboard": ALL,
    "activity-list": ALL,
    "activity": ALL,
    "method": ALL,
    "register": WORK,
    "registration-saved": ROWS,
    "registration-list": ROWS,
    "registration-edit": LEAD,
    "registration-void": VERB,
    "registration-restore": VERB,
    "registration-history": ROWS,
    "hours": ROWS,
    "period-list": LEAD,
    "period-close": LEAD,
    "period-reopen": LEAD,
    "milestone-board": ALL,
    "milestone-edit": LEAD,
    "milestone-move": LEAD,
    "milestone-reach": VERB,
    "milestone-drop": LEAD,
    "milestone-take-up": LEAD,
    "milestone-undo": VERB,
    "milestone-history": ROWS,
    "report-list": NOTES,
    "report-order": VERB,
    "report-job": (404, 404, 302, 302, 404, 302),  # without htmx: back to the list
    "report-retry": VERB,
    "report-download": FILES,
    "comments": LEAD,
}
ACTS = {  # what a POST answers: 302 goes on after the act
    "registration-void": (403, 403, 403, 403, 403, 302),
    "registration-restore": (403, 403, 403, 403, 403, 302),
    "milestone-reach": (403, 403, 403, 403, 403, 302),
    "milestone-undo": (403, 403, 403, 403, 403, 302),
    "report-order": (403, 403, 403, 302, 403, 302),
    "report-retry": (404, 404, 403, 302, 404, 302),
}
OPEN = {
    "healthz", "accessibility", "privacy", "was", "account_login", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
PERSONAL = {"home", "plan-list", "account_logout", "account_change_password"}


POSTED = {
    "criterion": "5.1.1-1",
    "value": "3",
    "on": "2013-08-30",
    "key": "6f0b7a54-6a06-4a43-93d4-000000000001",
    "lock_version": "1",
    "status": "reached",
    "reached_on": "2013-08-30",
    "reason": "prøve",
    "kind": "status_note",
    "period": "2013-K2",
    "to": "2013-K4",
}


def names(patterns=None) -> Iterator[str]:
    """Every name in the URLconf but the administration's, which has its own tests."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace != "admin":
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


@pytest.fixture
def things(plan, mette, settings, tmp_path):
    """One row of each kind an address may name."""
    settings.MEDIA_ROOT = tmp_path
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    row = actions.register(criterion, on=date(2013, 8, 30), value=14, by=mette)
    content = b"%PDF-1.7"
    report = ReportFactory(plan=plan, ordered_by=mette, is_made=True, sha256=hashlib.sha256(content).hexdigest())
    report.file.save("note.pdf", ContentFile(content))
    return {"row": row, "report": report}


def address(name, plan, things):
    words = {"slug": plan.slug}
    if name.startswith("registration-") and name != "registration-list":
        words["pk"] = things["row"].pk
    if name.startswith("report-") and name not in ("report-list", "report-order"):
        words["pk"] = things["report"].pk
    if name.startswith("milestone-") and name != "milestone-board":
        words["code"] = "M1"
    if name == "activity":
        words["code"] = "5.1.1"
    if name in ("period-close", "period-reopen", "comments"):
        words["period"] = Period.quarter(2013, 2) if name != "comments" else "2013-K2"
    return reverse(name, kwargs=words)


@pytest.fixture
def people(kirsten, ole, henrik, birgit, peter, mette):
    return dict(zip(ROLES, (kirsten, ole, henrik, birgit, peter, mette), strict=True))


def answers(client, plan, people, things):
    """(name, role) -> status of a GET."""
    found = {}
    for name in PLAN_PAGES:
        for role in ROLES:
            client.force_login(people[role])
            found[name, role] = client.get(address(name, plan, things)).status_code
    return found


def promised():
    return {(name, role): row[i] for name, row in PLAN_PAGES.items() for i, role in enumerate(ROLES)}


def test_every_address_stands_in_the_table():
    assert set(names()) == set(PLAN_PAGES) | OPEN | PERSONAL


def test_each_role_gets_the_answer_the_table_promises(client, plan, people, things):
    got, wanted = answers(client, plan, people, things), promised()

    assert {key: status for key, status in got.items() if status != wanted[key]} == {}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_promises(client, plan, people, things, role):
    client.force_login(people[role])

    statuses = {name: client.post(address(name, plan, things), POSTED).status_code for name in ACTS}

    assert statuses == {name: row[ROLES.index(role)] for name, row in ACTS.items()}


def test_the_table_notices_when_the_gate_stands_open(client, plan, people, things, monkeypatch):
    """Negative control: with every permission given, most refusals must show up as faults."""
    monkeypatch.setattr(User, "has_perm", lambda *args: True)

    got = answers(client, plan, people, things)

    refused = [key for key, status in promised().items() if status == 403]
    assert sum(got[key] != 403 for key in refused) > 0.9 * len(refused)


@pytest.mark.parametrize("name", sorted(PLAN_PAGES))
def test_another_plan_and_a_stranger_see_nothing(client, name, plan, people, things, other_plan, carl):
    here, there = address(name, plan, things), address(name, other_plan, things)

    assert client.get(here).status_code == 302, "anonymous: to the login"
    for person, url in [*((p, there) for p in people.values()), (carl, here)]:
        client.force_login(person)
        got = {client.get(url).status_code, client.post(url).status_code}
        assert got in ({404}, {404, 405}), "405 tells no more than that the address exists for no one"


def test_open_pages_need_no_login(client, db):
    words = {"account_reset_password_from_key": {"uidb36": "1", "key": "x-y"}}
    statuses = {
        name: client.get(reverse(name, kwargs=words.get(name))).status_code for name in sorted(OPEN - {"healthz"})
    }

    assert {name: status for name, status in statuses.items() if status not in (200, 302)} == {}


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_personal_pages_ask_for_a_login(client, db, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302


def everything():
    """All rows of all our models, as one comparable value."""
    ours = [
        m for a in ("activities", "milestones", "governance", "reporting") for m in apps.get_app_config(a).get_models()
    ]
    return {model._meta.label: sorted(model.objects.values_list(), key=repr) for model in ours}


@pytest.mark.parametrize("role", ["kirsten", "ole", "henrik"])
def test_readers_change_nothing_by_any_road(client, plan, people, things, role):
    """Each address is posted what the secretariat would post; the database is the same before and after."""
    before = everything()
    client.force_login(people[role])
    statuses = {name: client.post(address(name, plan, things), POSTED).status_code for name in PLAN_PAGES}

    assert {name: status for name, status in statuses.items() if status not in (302, 403, 404, 405)} == {}
    assert everything() == before
