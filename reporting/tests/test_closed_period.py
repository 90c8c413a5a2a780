"""A closed period keeps its figures: every action of the product is tried against one. Today is 31
August 2013.

TABLE names every public function of every module of actions: how it is tried against the closed
first quarter, or why it cannot change a figure of it. A new function that is not in it fails the
first test.
"""

import ast
import importlib
import inspect
import pkgutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities import actions as plan_actions
from activities.models import (
    FocusArea,
    HoursEntry,
    LightOverride,
    PeriodComment,
    PeriodLock,
    Reading,
    Registration,
    SuccessCriterion,
    SurveyRound,
)
from activities.readings import actions as readings
from activities.rounds import actions as rounds
from core import bound as shown_as
from core.lights import Light
from core.periods import Period
from core.tests.spreadsheets import workbook
from core.versioned import NotAllowedNow
from governance.changes.adjustments import actions as course
from governance.meetings.key_dates import actions as key_dates
from governance.models import Adjustment, KeyDate, Spending, SpendingImport
from governance.money.sheet import actions as sheets
from governance.money.spending import actions as spending
from governance.tests.factories_adjustments import AdjustmentFactory
from governance.tests.factories_following import KeyDateFactory
from governance.tests.factories_money import small_budget
from milestones import actions as milestones
from milestones import moves
from milestones.models import Milestone, MilestoneMove, NumberRevision, Status
from milestones.tests.factories import MilestoneFactory
from reporting import comments
from reporting.models import NoteText
from reporting.tests.factories import ReportFactory

Q1, Q2, Q3 = (Period.quarter(2013, n) for n in (1, 2, 3))
MARCH, LATER = date(2013, 3, 20), date(2013, 8, 30)
WEEK = date(2013, 3, 25)  # its Thursday is the 28th
APPS = ("activities", "milestones", "governance", "reporting", "reminders", "overview")
LOCKED = "1. kvartal 2013 er lukket."
KEPT = (
    Adjustment, HoursEntry, KeyDate, LightOverride, Milestone, MilestoneMove, NoteText,
    NumberRevision, PeriodComment, Reading, Registration, Spending, SpendingImport, SurveyRound,
)  # fmt: skip


class Told:
    """A plan with something of every kind in the first quarter, before it is closed."""

    def __init__(self, plan, mette, birgit):
        self.plan, self.by, self.other = plan, mette, birgit
        self.criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
        self.row = plan_actions.register(self.criterion, on=MARCH, value=14, by=mette)
        self.voided = plan_actions.register(self.criterion, on=MARCH, value=2, by=mette)
        plan_actions.void(self.voided, by=mette)
        self.late = plan_actions.register(self.criterion, on=LATER, value=3, by=mette)
        self.share = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-2")
        self.spring = rounds.begin(self.share, self.round("Forår"), by=mette)
        self.answers(self.spring)
        self.read, self.unread = (self.reading() for _ in range(2))
        readings.void(self.unread, by=mette)
        self.cell = (self.criterion.activity, plan.staff_roles.get(code="FK"))
        self.log(Decimal(5), None)
        self.reached = MilestoneFactory(plan=plan, period=Q1)
        milestones.reach(self.reached, on=MARCH, by=mette)
        self.left = MilestoneFactory(plan=plan, period=Q1, criterion=self.criterion, number=10)
        self.dropped = MilestoneFactory(plan=plan, period=Q1)
        milestones.drop(self.dropped, reason="Sneen", by=mette)
        self.budget = small_budget(plan)
        self.line = self.budget.lines.get(code="1010")
        spending.write_spending(self.budget, Q1, {self.line: self.spent("100.00")}, by=mette)
        self.file = sheets.upload(self.budget, Q1, name="a.xlsx", content=self.workbook, by=mette)
        self.issue, self.out = (
            KeyDateFactory(plan=plan, criterion=self.criterion) for _ in range(2)
        )
        key_dates.finish(self.out, on=MARCH, by=mette, expected_version=1)
        self.adjustment = AdjustmentFactory(plan=plan, in_force_on=MARCH, proposed_by=mette)
        self.area = FocusArea.objects.get(plan=plan, code="1")

    def close(self):
        """The first quarter is closed and its note issued."""
        plan_actions.close_period(self.plan, Q1, by=self.by)
        ReportFactory(plan=self.plan, period=Q1, is_issued=True)

    @staticmethod
    def round(name):
        return rounds.NewRound(name, date(2013, 3, 1), date(2013, 4, 30))

    def answers(self, of=None, on=MARCH):
        plan_actions.register(self.share, on=on, value=8, base=20, round=of, by=self.by)

    def reading(self, on=MARCH):
        return readings.write(
            self.share, read_on=on, year=2012, value=Decimal("41.5"), source="Et register",
            by=self.by,
        )  # fmt: skip

    workbook = workbook([["Konto", "Brugt i perioden"], [1010, 250]])

    @staticmethod
    def spent(amount, version=None):
        return spending.Entry(Decimal(amount), None, version=version)

    def log(self, hours, version):
        entries = {self.cell: (hours, version)}
        return plan_actions.log_hours(self.plan, week=WEEK, entries=entries, by=self.by)

    def text(self, version=0, **subject):
        new = comments.NewText(comments.Subject("hele", 600, **subject), "Andre ord", version)
        comments.save_sheet(self.plan, Q1, [new], [], by=self.by)

    def light(self):
        new = comments.NewLight(self.area.pk, Light.DELAYED, "Derfor", 0)
        comments.save_sheet(self.plan, Q1, [], [new], by=self.by)

    def remark(self):
        state = type("State", (), {"pk": self.reached.pk})
        self.text(self.reached.lock_version, milestone=state)

    def apply(self):
        shown = shown_as.token(sheets.texts(sheets.rows_of(self.budget, self.file)))
        sheets.apply(self.file, self.budget, shown=shown, notes={}, by=self.by)


@pytest.fixture
def told(plan, mette, birgit):
    return Told(plan, mette, birgit)


def amend(told, row, **fields):
    plan_actions.amend(row, expected_version=row.lock_version, by=told.by, **fields)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def update(told, row, **fields):
    milestones.update(row, expected_version=row.lock_version, by=told.by, **fields)


READS = "reads, or refuses; writes nothing"
OTHER = "no figure of a period"
FROZEN = "a report is frozen data; what it is made of is tried here"
PLANS = "a draft or a decision: its day is tried where it is written (adjustments: course.draft)"
REGISTER = "activities.actions.registrations"
MILES = "milestones.actions"
MOVES = "milestones.moves"
MONEY = "governance.money"
DATES = "governance.meetings.key_dates.actions"

# (module, function) -> one or several ways it is tried, or why it need not be.
TABLE = {
    f"{REGISTER}.register": lambda t: plan_actions.register(
        t.criterion, on=MARCH, value=100, by=t.by
    ),
    f"{REGISTER}.amend": (
        lambda t: amend(t, t.row, value=15),
        lambda t: amend(t, t.row, on=LATER),
        lambda t: amend(t, t.late, on=MARCH),
    ),
    "activities.rounds.actions.begin": "a måling without answers: it is no figure",
    "activities.rounds.actions.register_in_new": lambda t: rounds.register_in_new(
        t.share, t.round("Ny"), source=None, on=MARCH, value=1, base=20, by=t.by
    ),
    "activities.rounds.actions.amend": (
        lambda t: rounds.amend(t.spring, expected_version=1, by=t.by, ends_on=LATER),
        lambda t: rounds.amend(t.spring, expected_version=1, by=t.by, asked=80),
    ),
    "activities.readings.actions.write": lambda t: t.reading(),
    "activities.readings.actions.amend": (
        lambda t: readings.amend(t.read, expected_version=1, by=t.by, value=50),
        lambda t: readings.amend(t.read, expected_version=1, by=t.by, read_on=LATER),
    ),
    "activities.readings.actions.void": lambda t: readings.void(t.read, by=t.by),
    "activities.readings.actions.restore": lambda t: readings.restore(t.unread, by=t.by),
    f"{REGISTER}.void": lambda t: plan_actions.void(t.row, by=t.by),
    f"{REGISTER}.restore": lambda t: plan_actions.restore(t.voided, by=t.by),
    "activities.actions.hours.log_hours": (
        lambda t: t.log(Decimal(100), 1),
        lambda t: t.log(None, 1),
    ),
    "activities.actions.periods.close_period": OTHER,
    "activities.actions.periods.reopen_period": "the way to change what is closed, with a reason",
    "activities.actions.periods.write_comment": (
        lambda t: t.text(),
        lambda t: t.text(area_pk=t.area.pk),
        lambda t: t.text(figure=type("Figure", (), {"criterion": t.criterion})),
    ),
    "activities.actions.periods.override_light": lambda t: t.light(),
    f"{MILES}.update": (
        lambda t: update(t, t.reached, status=Status.IN_PROGRESS),
        lambda t: update(t, t.reached, status=Status.REACHED, reached_on=LATER),
        lambda t: update(t, t.reached, status=Status.REACHED, reached_on=MARCH, comment="Nej"),
        lambda t: update(t, t.left, status=Status.REACHED, reached_on=MARCH),
        lambda t: update(t, t.left, status=Status.DELAYED),
        lambda t: update(t, t.left, status=Status.NOT_STARTED, comment="Nej"),
    ),
    f"{MILES}.remark": lambda t: t.remark(),
    f"{MILES}.reach": lambda t: milestones.reach(t.left, on=MARCH, by=t.by),
    f"{MOVES}.move": lambda t: moves.move(t.left, to=Q3, reason="Sneen", by=t.by),
    f"{MOVES}.decide_move": "as a decided move: it may leave a closed period",
    f"{MOVES}.refuse_move": "takes a proposal away; the milestone stands as it stood",
    f"{MOVES}.change_number": lambda t: moves.change_number(
        t.left, to=5, on=MARCH, reason="Nej", by=t.by
    ),
    f"{MILES}.drop": lambda t: milestones.drop(t.left, reason="Sneen", by=t.by),
    f"{MILES}.take_up": lambda t: milestones.take_up(t.dropped, reason="Tø", by=t.by),
    f"{MILES}.undo": (
        lambda t: milestones.undo(t.reached, by=t.by),
        lambda t: milestones.undo(t.dropped, by=t.by),
    ),
    f"{MONEY}.spending.actions.write_spending": (
        lambda t: spending.write_spending(t.budget, Q1, {t.line: t.spent("1.00", 1)}, by=t.by),
        lambda t: spending.write_spending(
            t.budget, Q1, {t.budget.lines.get(code="3010"): t.spent("1.00")}, by=t.by
        ),
    ),
    f"{MONEY}.sheet.actions.upload": lambda t: sheets.upload(
        t.budget, Q1, name="b.xlsx", content=t.workbook, by=t.by
    ),
    f"{MONEY}.sheet.actions.apply": lambda t: t.apply(),
    f"{DATES}.finish": lambda t: key_dates.finish(
        fresh(t.issue), on=MARCH, by=t.by, expected_version=1
    ),
    f"{DATES}.reopen": lambda t: key_dates.reopen(fresh(t.out), by=t.by),
    "governance.changes.adjustments.actions.draft": lambda t: course.draft(
        AdjustmentFactory.build(plan=t.plan, target=t.adjustment.target, in_force_on=MARCH), by=t.by
    ),
    "governance.changes.adjustments.actions.propose": lambda t: course.propose(
        t.adjustment, by=t.by, expected_version=1
    ),
    "reporting.actions.texts.rewrite": lambda t: t.text(
        sentence=type("Sentence", (), {"key": "whole", "draft": "x", "text": "x"})
    ),
    "reporting.comments.save_sheet": (lambda t: t.text(), lambda t: t.light()),
    "governance.changes.next_year.actions.decide": (
        "its first day is tried: governance/tests/changes/test_next_year.py"
    ),
    "governance.changes.adjustments.actions.decide": "check_day, as draft",
    "governance.changes.adjustments.actions.answer": "check_day, as draft",
    "governance.changes.adjustments.actions.keep_adjustments": "check_day, as draft",
    "governance.changes.adjustments.actions.change": "check_day, as draft",
    "governance.changes.corrections.actions.propose": "a proposal, which changes no figure",
    "governance.changes.corrections.actions.withdraw": "as propose",
    "governance.changes.corrections.actions.decide": (
        "what was typed wrong from the start: two persons, and the closed periods were shown"
    ),
    "governance.changes.corrections.things.base.write_columns": "as rows.write",
    f"{MOVES}.correct_period": "the hand of governance.changes.corrections.actions.decide",
    "activities.planfile.load": "a plan in force: activities/tests/test_held.py",
    "activities.planfile.sync.store": "as load",
    "milestones.saving.save": "the hand of the actions here; it knows no figure",
    "governance.rows.write": "the hand of the actions here; it knows no figure",
    "governance.rows.remove": "the hand of the actions here; it knows no figure",
    **dict.fromkeys(
        [
            f"governance.changes.adjustments.actions.{name}"
            for name in ("recommend", "send", "withdraw")
        ]
        + [
            f"governance.changes.next_year.actions.{name}"
            for name in (
                "begin",
                "fill",
                "save_rows",
                "add_milestone",
                "propose",
                "take_back",
                "drop",
            )
        ],
        PLANS,
    ),
    **dict.fromkeys(
        [
            f"governance.changes.adjustments.steps.{name}"
            for name in ("is_repeat", "save_step", "leave_step")
        ]
        + [f"{DATES}.{name}" for name in ("write", "remove", "repeat")]
        + [f"governance.agreements.actions.{name}" for name in ("write", "renew", "end", "resume")]
        + ["governance.background.actions.write"]
        + [
            f"governance.evaluations.actions.{name}"
            for name in ("propose", "finish", "reopen", "remove")
        ]
        + [
            f"governance.meetings.agenda.actions.{name}"
            for name in ("begin", "write", "move", "remove")
        ]
        + [
            f"governance.meetings.agenda.attachments.{name}"
            for name in ("attach_file", "attach_report", "remove")
        ]
        + [f"governance.meetings.calendar.actions.{name}" for name in ("renew", "close")]
        + [
            f"governance.meetings.follow_ups.actions.{name}"
            for name in ("write", "finish", "reopen")
        ]
        + [
            f"governance.meetings.meetings.actions.{name}"
            for name in ("write", "cancel", "resume", "reopen")
        ]
        + [f"governance.meetings.minutes.actions.{name}" for name in ("write", "send")]
        + [
            f"governance.meetings.papers.actions.{name}"
            for name in ("call", "freeze", "retry", "produce", "tell")
        ]
        + [
            f"governance.meetings.seats.actions.{name}"
            for name in ("write", "end", "share", "sync", "release")
        ]
        + ["governance.meetings.year.actions.take_over"]
        + [
            f"{MONEY}.budget.actions.{name}"
            for name in (
                "create",
                "describe",
                "remove",
                "write_line",
                "remove_line",
                "propose",
                "take_back",
                "send_back",
                "approve",
            )
        ]
        # What was paid out is in no note, and a return that is sealed keeps what it said.
        + [f"{MONEY}.payments.actions.{name}" for name in ("write", "remove")]
        + [f"governance.risks.actions.{name}" for name in ("close", "reopen")]
        # An answer is of today, and touches no figure.
        + [f"governance.doubts.actions.{name}" for name in ("confirm", "reopen", "texts")]
        + ["reminders.actions.keep_calendar", "reminders.opening.write_opening"]
        + ["reporting.emails.course.tell_sent_back", "reporting.emails.course.say_sent_back"],
        OTHER,
    ),
    **dict.fromkeys(
        [
            f"reporting.actions.course.{name}"
            for name in (
                "hand_over",
                "take_back",
                "send_back",
                "issue",
                "submit",
                "begin_correction",
                "drop_draft",
            )
        ]
        + ["reporting.actions.course.seal"]
        + [f"reporting.package.actions.{name}" for name in ("order_all", "seal", "note_sent")]
        + [f"reporting.actions.batch.{name}" for name in ("order_batch", "produce_batch", "pack")]
        + [
            f"reporting.actions.order.{name}"
            for name in ("order", "new_draft", "freeze", "retry", "cancel", "trail")
        ]
        + ["reporting.actions.order.without_file", "reporting.actions.order.queue"]
        + ["reporting.actions.order.ring_after_commit", "reporting.actions.produce.produce"],
        FROZEN,
    ),
    **dict.fromkeys(
        [
            "activities.actions.check.check",
            *(
                f"activities.actions.claim.{name}"
                for name in (
                    "claim",
                    "claim_all",
                    "hold",
                    "require_open",
                    "require_period_open",
                    "why_locked",
                    "is_closed",
                )
            ),
            f"{MILES}.needs_move_right",
            f"{DATES}.counted",
            f"{DATES}.repeated",
            "governance.evaluations.actions.proposals",
            "governance.evaluations.actions.middle_of",
            *(
                f"governance.meetings.agenda.actions.{name}"
                for name in (
                    "require_own_subject",
                    "last_position",
                    "require_basis",
                    "period_before",
                    "standing_item",
                )
            ),
            "governance.meetings.follow_ups.actions.out_of_plan",
            *(
                f"governance.meetings.meetings.actions.{name}"
                for name in (
                    "is_settled",
                    "require_open",
                    "check_times",
                    "refused_day",
                    "closed_year",
                )
            ),
            "governance.meetings.minutes.actions.missing_of",
            "governance.meetings.minutes.actions.require_held",
            "governance.meetings.papers.actions.sent_as_it_stands",
            "governance.meetings.papers.actions.says_the_same",
            "governance.meetings.seats.actions.overlapping",
            "governance.meetings.seats.actions.overlap_text",
            f"{MONEY}.budget.actions.sum_of",
            f"{MONEY}.budget.actions.texts",
            f"{MONEY}.budget.actions.refusal",
            f"{MONEY}.budget.actions.lines_of",
            f"{MONEY}.sheet.actions.rows_of",
            f"{MONEY}.sheet.actions.texts",
            "governance.decided.require_anothers",
            f"{MONEY}.sheet.actions.lacking",
            f"{MONEY}.spending.actions.check_period",
            f"{MONEY}.spending.actions.not_there_yet",
            f"{MONEY}.spending.actions.unexplained",
            f"{MONEY}.spending.actions.unexplained_text",
            "reporting.actions.batch.edition_of",
            *(
                f"reporting.actions.order.{name}"
                for name in ("newest_edition", "check_period", "content_hash")
            ),
            "reporting.actions.produce.told",
            "reporting.actions.produce.render",
            "reporting.actions.texts.why_not_write",
            "reporting.actions.texts.require_turn",
            *(
                f"reporting.actions.course.{name}"
                for name in ("check_sent", "checked_receipt", "sent_text")
            ),
            *(f"reporting.package.actions.{name}" for name in ("contents", "pack", "why_not")),
        ],
        READS,
    ),
}
TRIED = {
    name: ways if isinstance(ways, tuple) else (ways,)
    for name, ways in TABLE.items()
    if not isinstance(ways, str)
}


def public_functions():
    """Every public function of a module of actions, and of any other that takes who acts (`by`)."""
    for app in APPS:
        for found in pkgutil.walk_packages(importlib.import_module(app).__path__, f"{app}."):
            parts = found.name.split(".")
            if "tests" in parts or "migrations" in parts:
                continue
            module = importlib.import_module(found.name)
            for name, function in vars(module).items():
                is_own = (
                    inspect.isfunction(function)
                    and function.__module__ == found.name
                    and name[0] != "_"
                )
                of_reports = "course" in parts and "emails" not in parts
                is_act = "actions" in parts or (of_reports and parts[0] != "activities")
                if is_own and (is_act or "by" in inspect.signature(function).parameters):
                    yield f"{found.name}.{name}"


def stands():
    """All rows of what a period's figures and words are made of."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT}


def refused(act):
    with pytest.raises((NotAllowedNow, ValidationError)) as caught, transaction.atomic():
        act()
    error = caught.value
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def test_every_action_is_in_the_table():
    assert sorted(public_functions()) == sorted(TABLE)


@pytest.mark.parametrize(
    ("name", "number"), [(name, n) for name, ways in TRIED.items() for n in range(len(ways))]
)
def test_nothing_of_a_closed_period_is_changed_before_it_is_reopened(told, name, number):
    """Written again once it is open, so that each way truly is refused for the lock alone."""
    told.close()
    before = stands()

    said = refused(lambda: TRIED[name][number](told))

    assert stands() == before
    is_text = name.startswith(("reporting.", "activities.actions.periods.")) or name.endswith(
        ".remark"
    )
    assert said.startswith("Statusnotatet er udsendt og ændres aldrig." if is_text else LOCKED)
    assert is_text or "enåbn perioden først" in said or "en senere dag" in said

    plan_actions.reopen_period(told.plan, Q1, by=told.by, reason="En liste manglede")
    told.plan.reports.all().delete()
    TRIED[name][number](told)

    assert stands() != before


def test_a_text_of_a_period_has_one_door():
    """The turn is asked for there: whoever wrote one elsewhere would pass it by."""
    doors = set()
    for path in Path(settings.BASE_DIR).glob("*/**/*.py"):
        place = path.relative_to(settings.BASE_DIR)
        if place.parts[0] not in APPS or "tests" in place.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            called = (
                getattr(node.func, "attr", getattr(node.func, "id", ""))
                if isinstance(node, ast.Call)
                else ""
            )
            if called in {"write_comment", "override_light", "rewrite"}:
                doors.add(place.as_posix())

    assert doors == {"reporting/comments.py"}


# What a closed period still allows


def test_the_note_of_a_closed_period_is_written_until_it_is_issued(told):
    plan_actions.close_period(told.plan, Q1, by=told.by)

    told.text()
    told.text(area_pk=told.area.pk)
    told.light()

    assert (PeriodComment.objects.count(), LightOverride.objects.count()) == (2, 1)


def test_a_milestone_left_in_a_closed_period_is_reached_on_a_later_day_and_that_is_taken_back(told):
    told.close()

    milestones.reach(told.left, on=LATER, comment="Nu", by=told.by)
    assert (told.left.status, told.left.reached_on) == (Status.REACHED, LATER)

    milestones.undo(told.left, by=told.by)
    assert (told.left.status, told.left.reached_on) == (Status.NOT_STARTED, None)


def test_a_milestone_left_in_a_closed_period_is_moved_as_the_styregruppe_decided(told):
    told.close()

    moves.move(told.left, to=Q3, reason="Besluttet", decided=True, by=told.by)

    assert told.left.period == Q3


def test_a_move_out_of_a_period_that_closed_since_stays(told):
    moves.move(told.left, to=Q3, reason="Sneen", by=told.by)
    told.close()

    assert refused(lambda: milestones.undo(told.left, by=told.by)).startswith(LOCKED)


def test_a_week_is_of_the_period_its_thursday_lies_in(told):
    told.close()
    entries = {told.cell: (Decimal(7), None)}

    plan_actions.log_hours(told.plan, week=date(2013, 4, 1), entries=entries, by=told.by)

    assert HoursEntry.objects.filter(week=date(2013, 4, 1)).count() == 1


# What the pages say


@pytest.fixture
def lead(client, mette):
    client.force_login(mette)
    return client


def html(answer):
    return answer.content.decode()


def test_the_hours_page_says_so_and_keeps_what_was_typed(lead, told):
    told.close()
    url = f"{reverse('hours', args=[told.plan.slug])}?uge=2013-13"
    page = lead.get(url)
    form = page.context["form"]
    name = next(cell.name for cell in form.cells.values() if cell.entry)

    answer = lead.post(url, {bound.name: bound.value() or "" for bound in form} | {name: "99,5"})

    assert LOCKED in html(page)
    assert answer.status_code == 422
    assert LOCKED in html(answer)
    assert 'value="99,5"' in html(answer)
    assert HoursEntry.objects.get().hours == 5


def test_a_milestones_page_says_so_and_keeps_what_was_typed(lead, told):
    told.close()
    url = reverse("milestone-edit", args=[told.plan.slug, told.left.code])

    answer = lead.post(
        url,
        {
            "status": "reached",
            "reached_on": "20.3.2013",
            "comment": "Den blev nået",
            "lock_version": "1",
        },
    )

    assert answer.status_code == 422
    assert LOCKED in html(answer)
    assert "Den blev nået" in html(answer)


def test_the_sheet_of_spending_says_so_and_keeps_what_was_typed(lead, told):
    told.close()
    url = reverse("spending", args=[told.plan.slug, 2013, Q1])
    page = lead.get(url)

    answer = lead.post(
        url,
        {b.name: b.value() or "" for b in page.context["form"]}
        | {f"spent-{told.line.pk}": "777,77"},
    )

    assert LOCKED in html(page)
    assert answer.status_code == 422
    assert LOCKED in html(answer)
    assert "777,77" in html(answer)
    assert Spending.objects.get().spent == 100


def test_a_file_of_a_closed_period_is_refused_with_its_rows_named(lead, told):
    told.close()
    send, show = (
        reverse("spending-import", args=[told.plan.slug, 2013]),
        reverse("spending-import-show", args=[told.plan.slug, 2013, told.file.pk]),
    )

    sent = lead.post(
        send, {"period": "2013-K1", "file": SimpleUploadedFile("b.xlsx", told.workbook)}
    )
    page = lead.get(show)
    written = lead.post(show, {"shown": page.context["form"]["shown"].value()})

    assert [answer.status_code for answer in (sent, page, written)] == [422, 200, 422]
    assert [LOCKED in html(answer) for answer in (sent, page, written)] == [True, True, True]
    assert html(page).count("skrives ikke</span>") == 1
    assert "Skriv 1 linje" not in html(page)
    assert (Spending.objects.get().spent, SpendingImport.objects.get().applied_at) == (100, None)


def test_a_save_of_hours_spending_or_a_milestone_asks_at_most_14_times(told):
    plan_actions.close_period(told.plan, Q1, by=told.by)
    april = {told.cell: (Decimal(7), None)}
    acts = (
        lambda: plan_actions.log_hours(told.plan, week=date(2013, 4, 1), entries=april, by=told.by),
        lambda: milestones.reach(told.left, on=LATER, by=told.by),
        lambda: spending.write_spending(
            told.budget, Q2, {told.line: told.spent("1.00")}, by=told.by
        ),
    )

    counts = []
    for act in acts:
        with CaptureQueriesContext(connection) as asked:
            act()
        counts.append(len(asked))

    assert max(counts) <= 14, counts


def test_reopening_needs_its_reason(told):
    told.close()

    with pytest.raises(ValidationError, match="Skriv, hvorfor perioden skal genåbnes"):
        plan_actions.reopen_period(told.plan, Q1, by=told.by, reason=" ")

    assert PeriodLock.objects.filter(reopened_at__isnull=True).count() == 1
