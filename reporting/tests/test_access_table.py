"""Who reaches what: every address of the URLconf stands in this table, or the build fails.

Another plan is 404, a refused act 403, a stranger is sent to the login. What a role may not write,
it cannot write by any road: the rows are the same before and after.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Role, User
from accounts.tests.access import (
    COORDINATOR,
    INSPECTOR,
    LEAD,
    PEOPLE,
    SECRETARIAT,
    STAFF,
    STEERING,
    WORKER,
    told,
)
from activities import actions
from activities.models import SuccessCriterion
from activities.readings.actions import write
from activities.rounds.actions import NewRound, begin
from core.models import Message
from core.periods import Period
from governance.meetings.calendar import feeds
from governance.tests import access as governance
from reporting import documents
from reporting.actions import batch as batches
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import ReportKind

ALL = told(200)
DESK = told(302) | told(200, *STAFF)  # readers are sent on to the dashboard
ROWS = told(403) | told(200, *STAFF)
WORK = told(403) | told(200, WORKER, LEAD)
ONLY_LEAD = told(403) | told(200, LEAD)
TEXTS = told(403) | told(200, *SECRETARIAT)
NOTES = told(200) | told(403, INSPECTOR)
ISSUED = told(200) | told(404, INSPECTOR)
ONLY_COORDINATOR = told(403) | told(200, COORDINATOR)
VERB = told(405)  # only posted to: see ACTS

PLAN_PAGES = {
    "plan-home": DESK,
    "dashboard": ALL,
    "activity-list": ALL,
    "activity": ALL,
    "method": ALL,
    "register": WORK,
    "registration-saved": ROWS,
    "registration-list": ROWS,
    "registration-edit": ONLY_LEAD,
    "registration-void": VERB,
    "registration-restore": VERB,
    "registration-history": ROWS,
    "measuring": ROWS,
    "round-edit": ONLY_LEAD,
    "round-history": ROWS,
    "reading-add": WORK,
    "reading-edit": ONLY_LEAD,
    "reading-void": VERB,
    "reading-restore": VERB,
    "reading-history": ROWS,
    "hours": ROWS,
    "period-list": ONLY_LEAD,
    "period-close": ONLY_LEAD,
    "period-reopen": ONLY_LEAD,
    "milestone-board": ALL,
    "milestone-edit": ONLY_LEAD,
    "milestone-move": ONLY_LEAD,
    "milestone-decide": ONLY_COORDINATOR,
    "milestone-reach": VERB,
    "milestone-drop": ONLY_LEAD,
    "milestone-take-up": ONLY_LEAD,
    "milestone-undo": VERB,
    "milestone-history": ROWS,
    "report-list": NOTES,
    "report-order": VERB,
    "report": ISSUED,
    "report-job": told(302) | told(404, INSPECTOR),  # without htmx: back to the list
    "report-retry": VERB,
    "report-cancel": VERB,
    "report-download": ISSUED,
    "report-sheet": told(404) | told(200, *SECRETARIAT),
    "report-csv": told(404) | told(200, *SECRETARIAT),
    "report-hand-over": VERB,
    "report-take-back": VERB,
    "report-send-back": VERB,
    "report-issue": VERB,
    "report-submit": VERB,
    "report-correct": VERB,
    "report-drop": VERB,
    "package-now": told(403) | told(302, STEERING, *SECRETARIAT),
    "package": told(403) | told(200, STEERING, *SECRETARIAT),
    "package-order": VERB,
    "package-seal": VERB,
    "package-sent": VERB,
    "package-download": told(403) | told(404, STEERING, *SECRETARIAT),  # nothing is sealed
    "comments": TEXTS,
    "letters": TEXTS,
    "letter-edit": TEXTS,
    "letter-retry": VERB,
} | governance.PAGES
ALL_PLANS = {  # of no one plan
    "archive": ALL,
    "batch-list": ONLY_COORDINATOR,
    "batch": ONLY_COORDINATOR,
    "batch-download": ONLY_COORDINATOR,
    "batch-sheet": ONLY_COORDINATOR,
}
ACTS = {  # what a POST answers: 302 goes on after the act
    "registration-void": told(403) | told(302, LEAD),
    "registration-restore": told(403) | told(302, LEAD),
    "reading-void": told(403) | told(302, LEAD),
    "reading-restore": told(403) | told(302, LEAD),
    "milestone-reach": told(403) | told(302, LEAD),
    "milestone-undo": told(403) | told(302, LEAD),
    "report-order": told(403) | told(302, *SECRETARIAT),
    "letter-edit": told(403) | told(302, *SECRETARIAT),
    "letter-retry": told(403) | told(302, *SECRETARIAT),
    # What is issued its readers may not touch; of what is not, they do not even know.
    "report-retry": told(403) | told(404, INSPECTOR) | told(302, *SECRETARIAT),
    "report-correct": told(403) | told(404, INSPECTOR) | told(302, *SECRETARIAT),
    "report-cancel": told(404) | told(302, *SECRETARIAT),
    "report-hand-over": told(404) | told(403, COORDINATOR) | told(302, LEAD),
    "report-take-back": told(404) | told(403, COORDINATOR) | told(302, LEAD),
    "report-issue": told(404) | told(403, LEAD) | told(302, COORDINATOR),
    # Let in, and told that it is issued already, or too early: what was typed stays on the page.
    "report-send-back": told(404) | told(409, COORDINATOR) | told(403, LEAD),
    "report-submit": told(404) | told(409, *SECRETARIAT),
    "report-drop": told(404) | told(302, *SECRETARIAT),
    # Something is missing, and nothing is sealed.
    "package-order": told(403) | told(302, *SECRETARIAT),
    "package-seal": told(403) | told(409, *SECRETARIAT),
    "package-sent": told(403) | told(404, *SECRETARIAT),
} | governance.ACTS
THING = {  # the report each address is about; the others are about the issued note
    "report-sheet": "return",
    "report-csv": "return",
    "report-cancel": "draft",
    "report-hand-over": "draft",
    "report-take-back": "ready",
    "report-issue": "ready",
    "report-send-back": "ready",
    "report-submit": "return",
    "report-drop": "return",
}
OPEN = {
    "healthz", "accessibility", "privacy", "was", "verify", "verify-code", "forum-feed",
    "account_login", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
PERSONAL = {"home", "plan-list", "plan-overview", "account_logout", "account_change_password"}


Q1, Q2, _, Q4 = Period.year(2013).parts()

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
    "remark": "prøve",
    "receipt": "prøve",
}


def names(patterns=None) -> Iterator[str]:
    """Every name in the URLconf but the administration's, which has its own tests."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace != "admin":
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


@pytest.fixture
def things(plan, mette, birgit, settings, tmp_path):
    """One row of each kind an address may name, in January 2014: an issued note, one that waits
    to be, two drafts."""
    settings.MEDIA_ROOT, settings.DEMO_DATE = tmp_path, date(2014, 1, 20)
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    row = actions.register(criterion, on=date(2013, 8, 30), value=14, by=mette)
    share = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-2")
    days = NewRound("Måling, august 2013", date(2013, 8, 1), date(2013, 8, 31))
    for period in (Q1, Q2, Q4):
        actions.close_period(plan, period, by=mette)
    note = handed_over(plan, Q1, mette)
    issued = course.issue(note, by=birgit, shown=note.snapshot_hash)
    making.produce(issued.pk)
    batch = batches.order_batch([plan], Q1, by=birgit)
    batches.produce_batch(batch.pk)
    return {
        "row": row,
        "round": begin(share, days, by=mette),
        "reading": write(
            share, read_on=date(2013, 8, 30), year=2012, value=41, source="Register", by=mette
        ),
        "issued": issued,
        "ready": handed_over(plan, Q2, mette),
        "draft": ordering.order(plan, ReportKind.STATUS_NOTE, Q4, by=mette),
        "return": ordering.order(plan, ReportKind.GOAL_ATTAINMENT, Period.year(2014), by=mette),
        "batch": batch,
        "letter": Message.objects.filter(kind="handed_over").first(),
    } | governance.rows(plan, mette, birgit)


def handed_over(plan, period, by):
    note = ordering.order(plan, ReportKind.STATUS_NOTE, period, by=by)
    return course.hand_over(note, by=by, shown=note.snapshot_hash, remark="prøve")


def thing_of(name, things):
    return things[THING.get(name, "issued")]


def posted(name, things):
    """What the secretariat would post: with what is bound to what was shown, that which stands
    now."""
    if name == "letter-edit":
        return POSTED | {"lock_version": "0"}
    if name not in THING:
        return POSTED | governance.posted(name, things)
    report = thing_of(name, things)
    data = documents.build(report.plan, report.kind, report.period, date(2014, 1, 20))
    return POSTED | {"shown": ordering.content_hash(data.to_json())}


def address(name, plan, things):
    if name in ALL_PLANS:
        return reverse(name, args=[] if name in ("archive", "batch-list") else [things["batch"].pk])
    words = {"slug": plan.slug} | governance.words(name, things)
    if name.startswith("registration-") and name != "registration-list":
        words["pk"] = things["row"].pk
    if name.startswith(("round-", "reading-")) and name != "reading-add":
        words["pk"] = things[name.partition("-")[0]].pk
    if name == "report" or (
        name.startswith("report-") and name not in ("report-list", "report-order")
    ):
        words["pk"] = thing_of(name, things).pk
    if name.startswith("milestone-") and name != "milestone-board":
        words["code"] = "M1"
    if name == "letter-edit":
        words["kind"] = "missing"
    if name == "letter-retry":
        words["pk"] = things["letter"].pk
    if name.startswith("package") and name != "package-now":
        words["year"] = 2013
    if name == "activity":
        words["code"] = "5.1.1"
    if name in ("period-close", "period-reopen"):
        words["period"] = Q2
    if name == "comments":
        words["period"] = "2013-K2"
    return reverse(name, kwargs=words)


@pytest.fixture
def people(request):
    return {role: request.getfixturevalue(name) for role, name in PEOPLE.items()}


def answers(client, plan, people, things, asked=None):
    """(name, role) -> status of a GET; only of what is `asked`. One login for each role."""
    found = {}
    for role, person in people.items():
        client.force_login(person)
        for name in PLAN_PAGES | ALL_PLANS:
            if asked is None or (name, role) in asked:
                found[name, role] = client.get(address(name, plan, things)).status_code
    return found


def promised():
    pages = PLAN_PAGES | ALL_PLANS
    return {(name, role): status for name, row in pages.items() for role, status in row.items()}


def test_every_address_stands_in_the_table():
    assert set(names()) == set(PLAN_PAGES) | set(ALL_PLANS) | OPEN | PERSONAL


def test_each_role_gets_the_answer_the_table_promises(client, plan, people, things):
    got, wanted = answers(client, plan, people, things), promised()

    assert {key: status for key, status in got.items() if status != wanted[key]} == {}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_promises(client, plan, people, things, role):
    client.force_login(people[role])

    statuses = {
        name: client.post(address(name, plan, things), posted(name, things)).status_code
        for name in ACTS
    }

    assert statuses == {name: row[role] for name, row in ACTS.items()}


def test_the_table_notices_when_the_gate_stands_open(client, plan, people, things, monkeypatch):
    """Negative control: with every permission given, most refusals must show up as faults."""
    monkeypatch.setattr(User, "has_perm", lambda *args: True)

    refused = [key for key, status in promised().items() if status == 403]

    got = answers(client, plan, people, things, refused)

    assert sum(got[key] != 403 for key in refused) > 0.9 * len(refused)


def test_another_plan_and_a_stranger_see_nothing(client, plan, people, things, other_plan, carl):
    """405 tells no more than that the address exists for no one."""
    found = {}
    for role, person in [*people.items(), ("carl", carl)]:
        client.force_login(person)
        for name in PLAN_PAGES:
            url = address(name, plan if role == "carl" else other_plan, things)
            found[name, role] = {client.get(url).status_code, client.post(url).status_code}

    assert {key: got for key, got in found.items() if got not in ({404}, {404, 405})} == {}


def test_pages_of_all_plans_show_a_stranger_nothing(client, plan, things, carl):
    client.force_login(carl)

    pages = {name: client.get(address(name, plan, things)) for name in ALL_PLANS}

    assert {name: page.status_code for name, page in pages.items()} == {
        name: 200 if name == "archive" else 403 for name in ALL_PLANS
    }
    assert [
        name for name, page in pages.items() if things["issued"].title in page.content.decode()
    ] == []


def test_who_is_not_logged_in_is_sent_to_the_login(client, plan, things):
    found = {name: client.get(address(name, plan, things)) for name in PLAN_PAGES | ALL_PLANS}

    login = reverse("account_login")
    assert [
        name
        for name, page in found.items()
        if not page.headers.get("Location", "").startswith(login)
    ] == []


def test_open_pages_need_no_login(client, things, mette):
    words = {
        "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
        "verify-code": {"code": things["issued"].code},
        "forum-feed": {"key": feeds.key_of(things["forum"], mette)},
    }
    statuses = {
        name: client.get(reverse(name, kwargs=words.get(name))).status_code
        for name in sorted(OPEN - {"healthz"})
    }

    assert {name: status for name, status in statuses.items() if status not in (200, 302)} == {}


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_personal_pages_ask_for_a_login(client, db, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302


def everything():
    """All rows of all our models, as one comparable value."""
    names = ("activities", "milestones", "governance", "reporting", "core")
    ours = [model for name in names for model in apps.get_app_config(name).get_models()]
    return {model._meta.label: sorted(model.objects.values_list(), key=repr) for model in ours}


@pytest.mark.parametrize("role", [role for role in Role if role not in STAFF])
def test_readers_change_nothing_by_any_road(client, plan, people, things, role):
    """Each address is posted what the secretariat would post; the database is the same before
    and after."""
    before = everything()
    client.force_login(people[role])
    pages = PLAN_PAGES | ALL_PLANS
    statuses = {
        name: client.post(address(name, plan, things), posted(name, things)).status_code
        for name in pages
    }

    assert {
        name: status for name, status in statuses.items() if status not in (302, 403, 404, 405)
    } == {}
    assert everything() == before
