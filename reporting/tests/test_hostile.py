"""The worst that people paste, in every text of the plan and of its reports, and then everything
is opened."""

import re
from datetime import date
from itertools import cycle

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse

from activities.actions import close_period, override_light, register, write_comment
from activities.models import Activity, FocusArea, Partner, Partnership, SuccessCriterion
from core import clock, outbox, stored
from core.lights import Light
from core.models import Message
from core.periods import Period
from core.tests.pdf_checks import faults
from core.tests.traps import SECRET, contents, set_trap
from governance.models import Forum, Meeting
from milestones.models import Milestone
from milestones.tests.factories import MilestoneFactory
from reminders import actions as calendar
from reminders import opening
from reporting import documents
from reporting.actions import batch as batches
from reporting.actions import course as course_actions
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.emails.kinds import KINDS
from reporting.models import Download, Report, ReportKind
from reporting.proof import Outcome, prove

Q2, Q3 = Period.quarter(2013, 2), Period.quarter(2013, 3)
YEAR = Period.year(2013)
RETURNS = [kind for kind in ReportKind if kind != ReportKind.STATUS_NOTE]
POISONED = ("accounts", "activities", "governance", "milestones")
CODES = {"code", "slug", "email", "password", "weekday"}  # read by the product itself
STRANGE = [
    "=1+1",
    "👩‍👩‍👧‍👦 漢字",
    "\u202e\u2067مرحبا",
    "W" * 250,
    "a\x01\x08\x0b\x1f\x85b\u2028c\uffff",
    "Z" + "\u0301" * 200,
]
# What a text must not become on a page.
MARKUP = re.compile(
    r"<(iframe|object|embed|video|base |script>|meta http|link rel=attach|img src=.?http)"
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def full(plan, mette, birgit, henrik, kirsten, peter, ole):
    """A closed quarter with a row of everything that has a text."""
    for code, value, base in [("5.1.1-1", 6, None), ("5.2.2-1", 1, None), ("5.3.5-2", 30, 3)]:
        criterion = SuccessCriterion.objects.get(activity__plan=plan, code=code)
        register(criterion, on=date(2013, 5, 14), value=value, base=base, by=mette)
        write_comment(plan, Q2, text="x", by=mette, criterion=criterion)
    for area in FocusArea.objects.filter(plan=plan):
        override_light(area, Q2, light=Light.DELAYED, reason="x", by=mette)
        write_comment(plan, Q2, text="x", by=mette, focus_area=area)
    write_comment(plan, Q2, text="x", by=mette)
    partner = Partner.objects.create(plan=plan, code="P1", name="x")
    for activity in Activity.objects.filter(plan=plan):
        Partnership.objects.create(activity=activity, partner=partner, contribution="x")
    forum = Forum.objects.create(plan=plan, code="SG", name="x", kind="steering_group")
    for on in (date(2013, 9, 10), date(2013, 11, 10)):
        Meeting.objects.create(forum=forum, on=on, place="x")
    Milestone.objects.update(period=Q2, comment="x", evidence="x")
    MilestoneFactory(plan=plan, activity=None, period=Q3)
    close_period(plan, Q2, by=mette)
    return plan


def poison(text):
    """Every column that holds free text, as far as it goes."""
    for model in (model for app in POISONED for model in apps.get_app_config(app).get_models()):
        for row in model._default_manager.all():
            columns = [field for field in model._meta.concrete_fields if is_free_text(field)]
            words = {field.name: next(text)[: field.max_length or 600] for field in columns}
            if words:
                model._default_manager.filter(pk=row.pk).update(**words)


def is_free_text(field):
    return type(field) in (models.CharField, models.TextField) and not (
        field.choices or field.unique or field.name in CODES
    )


def shown(row):
    return ordering.content_hash(
        documents.build(row.plan, row.kind, row.period, clock.today()).to_json()
    )


def issue(row, text, mette, birgit):
    """The whole course, each step with a word."""
    course_actions.hand_over(row, by=mette, shown=shown(row), remark=next(text)[:600])
    course_actions.send_back(row, by=birgit, reason=next(text)[:300])
    course_actions.hand_over(row, by=mette, shown=shown(row), remark=next(text)[:600])
    course_actions.issue(row, by=birgit, shown=shown(row))
    return made(row)


def made(row):
    making.produce(row.pk)
    return Report.objects.get(pk=row.pk)


@pytest.fixture
def everything(full, mette, birgit, settings, monkeypatch):
    """Makes every kind of file of a poisoned plan: two editions of the note, the returns and all
    plans at once."""
    monkeypatch.setattr("reporting.actions.course._missing", lambda row, data=None: 0)

    def make(text):
        poison(text)
        full.refresh_from_db()
        for kind in KINDS:
            opening.write_opening(full, kind, text=next(text)[:600], expected_version=0, by=mette)
        first = issue(
            ordering.order(full, ReportKind.STATUS_NOTE, Q2, by=mette), text, mette, birgit
        )
        second = issue(
            course_actions.begin_correction(first, by=mette, reason=next(text)[:300]),
            text,
            mette,
            birgit,
        )
        batch = batches.order_batch([full], Q2, by=birgit)
        batches.produce_batch(batch.pk)
        batch.refresh_from_db()
        settings.DEMO_DATE = date(2014, 1, 20)
        rows = [first, second]
        for kind in RETURNS:
            row = ordering.order(full, kind, YEAR, by=mette)
            course_actions.submit(
                row,
                by=mette,
                on=date(2014, 1, 15),
                shown=row.snapshot_hash,
                receipt=next(text)[:60],
            )
            rows.append(made(row))
        settings.DEMO_DATE = date(2013, 9, 3)
        calendar.keep_calendar(date(2013, 9, 3))
        return rows, batch

    return make


def addresses(plan, rows, batch):
    for name in ("plan-home", "dashboard", "activity-list", "method", "report-list", "letters"):
        yield reverse(name, args=[plan.slug])
    for name in ("home", "plan-list", "archive", "batch-list"):
        yield reverse(name)
    yield reverse("comments", args=[plan.slug, "2013-K2"])
    for name in ("batch", "batch-download", "batch-sheet"):
        yield reverse(name, args=[batch.pk])
    for row in rows:
        yield reverse("verify-code", args=[row.code])
        for name in ("report", "report-download", "report-sheet", "report-csv"):
            yield reverse(name, args=[plan.slug, row.pk])


def broken(user, urls):
    """The pages that fail, and those where a text became markup."""
    client = Client()
    client.force_login(user)
    for url in urls:
        response = client.get(url)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.status_code >= 500 or (is_page and MARKUP.search(response.content.decode())):
            yield user.email, url, response.status_code


@pytest.mark.parametrize("which", ["vectors", "strange"])
def test_nothing_breaks_and_nothing_is_fetched_whatever_the_texts_hold(
    full, everything, which, mette, birgit, henrik, tmp_path
):
    with set_trap(tmp_path) as trap:
        rows, batch = everything(cycle(trap.vectors.values() if which == "vectors" else STRANGE))
        files = [stored.read(row) for row in [*rows, batch]]
        for message in Message.objects.all():
            outbox.deliver(message.pk)
        urls = list(addresses(full, rows, batch))
        found = [fault for user in (mette, birgit, henrik) for fault in broken(user, urls)]

    assert found == []
    assert [faults(file) for file in files] == [[]] * len(files)
    assert not any(SECRET in contents(file) for file in files)
    assert {proof.outcome for proof in prove(Report.objects.all())} == {Outcome.SAME}
    assert [message.error for message in Message.objects.all() if not message.is_done] == []
    assert len(mail.outbox) == 10
    assert not any(MARKUP.search(letter.alternatives[0][0]) for letter in mail.outbox)
    assert Download.objects.count() > 10
    assert trap.hits == []
