"""Names that papers may not hold, however they are written; and that every text column says
whether it may."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from accounts import names
from accounts.tests.factories import UserFactory
from activities import actions
from activities.models import SuccessCriterion
from activities.readings import actions as readings
from activities.rounds.actions import NewRound, begin
from core import clock
from core.lights import Light
from core.periods import Period, PeriodField
from governance import rows
from governance.models import Forum, NextYear, Risk
from governance.tests.factories import RiskFactory
from governance.tests.factories_adjustments import AdjustmentFactory
from governance.tests.factories_fora import ForumFactory, ItemFactory, MeetingFactory, SeatFactory
from governance.tests.factories_money import BudgetFactory, BudgetLineFactory
from milestones import actions as milestone_actions
from milestones import moves
from reminders.opening import write_opening
from reporting.actions import course, texts
from reporting.data.sentence import Sentence
from reporting.models import Package
from reporting.package import actions as packages
from reporting.tests.factories import ReportFactory

NAME, CPR = "Mette Holm", "010190-1234"
Q2 = Period.quarter(2013, 2)
PLAN = "the plan's own words as they were approved: they come with its file, from its administrator"
MADE = "made by the product"
INNER = "read by those who work with it; nothing repeats it"

# Every text column of these apps is in its model's `nameless`, or here with its why.
MAY_NAME = {
    "activities.Plan": PLAN,
    "activities.Estate": PLAN,
    "activities.StaffRole": PLAN,
    "activities.Partner": PLAN,
    "activities.FocusArea": PLAN,
    "activities.Activity": PLAN,
    "activities.Channel": PLAN,
    "activities.Partnership": PLAN,
    "activities.SuccessCriterion": PLAN,
    "activities.AskedReturn": PLAN,
    "activities.PeriodLock.reopened_reason": INNER,
    "activities.Registration.note": INNER,
    "activities.Registration.source": MADE,
    "milestones.Milestone.code": PLAN,
    "milestones.Milestone.name": PLAN,
    "governance.Forum.code": "what files match on",
    "governance.Forum.feed_key": MADE,
    "governance.Attachment.sha256": MADE,
    "governance.Attachment.extension": MADE,
    "governance.MeetingPaper": MADE,
    "governance.BudgetLine.code": "the account in the books",
    "governance.SpendingImport.name": INNER,
    "governance.SpendingImport.sha256": MADE,
    "governance.Spending.stated_in": INNER,
    "governance.Adjustment.old_text": "made by the product of values and of the plan's own words",
    "governance.Adjustment.new_text": "made by the product of values and of the plan's own words",
    "governance.Confirmation.doubt": "made by the product of the plan's own words",
    "governance.Correction.old_text": "made by the product of values and of the plan's own words",
    "governance.Correction.new_text": "made by the product of values and of the plan's own words",
    "reporting.Report.step": MADE,
    "reporting.Report.error": MADE,
    "reporting.Report.sha256": MADE,
    "reporting.Report.snapshot_hash": MADE,
    "reporting.Report.code": MADE,
    "reporting.Report.words": MADE,
    "reporting.Report.renderer": MADE,
    "reporting.Batch": MADE,
    "reporting.NoteText.key": MADE,
    "reporting.NoteText.base": MADE,
    "reporting.LetterText.kind": MADE,
    "reporting.Download": MADE,
}


def text_columns():
    """ "app.Model.column" of all that a person might write a name in; a Period is stored as text
    and is none."""
    for app in ("activities", "milestones", "governance", "reporting"):
        for model in apps.get_app_config(app).get_models():
            if hasattr(model, "instance_type"):  # a history repeats its model
                continue
            for column in model._meta.concrete_fields:
                is_text = (
                    isinstance(column, models.CharField | models.TextField) and not column.choices
                )
                if is_text and not isinstance(column, PeriodField):
                    yield f"{app}.{model.__name__}", column.name


def nameless_columns():
    found = (model for app in ("activities", "milestones", "governance", "reporting")
             for model in apps.get_app_config(app).get_models())  # fmt: skip
    return {
        f"{m._meta.app_label}.{m.__name__}.{column}"
        for m in found
        for column in getattr(m, "nameless", ())
    }


def test_every_text_column_is_without_names_or_says_why_it_may_have_one():
    columns = {f"{model}.{column}": model for model, column in text_columns()}
    excused = {column for column, model in columns.items() if MAY_NAME.keys() & {column, model}}

    assert columns.keys() - excused == nameless_columns()
    assert MAY_NAME.keys() - columns.keys() - set(columns.values()) == set()


NO_BREAK, THIN, ZERO_WIDTH, SOFT = "\u00a0", "\u2009", "\u200b", "\u00ad"
FORMS_OF_A_CPR = [
    "0101901234", "010190-1234", "010190 1234", "010190–1234", "010190—1234", "010190‑1234",
    "010190−1234", "010190 - 1234", "010190 – 1234", "010190  1234", "010190/1234", "010190.1234",
    "010190_1234", "01.01.90-1234", "01-01-90-1234", "01/01/90 1234", "01 01 90 1234",
    f"010190{NO_BREAK}1234", f"010190{THIN}-{THIN}1234", f"010190{ZERO_WIDTH}-{ZERO_WIDTH}1234",
    f"0101{SOFT}90-1234", "０１０１９０－１２３４", "٠١٠١٩٠-١٢٣٤", "cpr010190-1234", "610190-1234",
    "010190-\n1234", "(010190-1234)", "**010190-1234**",
]  # fmt: skip


@pytest.mark.parametrize("written", FORMS_OF_A_CPR)
def test_a_cpr_number_is_known_however_it_is_written(written):
    assert names.like_cpr(f"Talt med beboeren, {written}, om støj.")


@pytest.mark.parametrize(
    "text",
    ["1.234.567,50 kr.", "kl. 14.30-16.00 den 12. juni 2013", "12.06.2013", "2013-06-12",
     "konto 463-0, 240-0", "+45 12 34 56 78", "12345678", "uge 34-36 2013", "100000 kr. i 2013",
     "5.2.3-1 og 5.2.3-2", "240, 394 og 1200", "450000/2013"],
)  # fmt: skip
def test_what_is_no_cpr_number_passes(text):
    assert not names.like_cpr(text)


def test_a_reason_to_open_a_period_holds_no_cpr_number(plan, mette):
    actions.close_period(plan, Q2, by=mette)

    for written in FORMS_OF_A_CPR:
        errors = refused(
            lambda reason=written: actions.reopen_period(plan, Q2, by=mette, reason=reason)
        )
        assert errors == {"reason": names.LOOKS_LIKE_CPR}


def refused(act):
    with pytest.raises(ValidationError) as error:
        act()
    return {field: " ".join(said) for field, said in error.value.message_dict.items()}


def said(text):
    return names.LOOKS_LIKE_CPR if text == CPR else names.SAID.format(name=NAME)


def rows_above(plan, by):
    """What a row of governance may hang on, each of the plan."""
    forum = ForumFactory(plan=plan)
    meeting = MeetingFactory(forum=forum)
    line = BudgetLineFactory(budget=BudgetFactory(plan=plan))
    return {
        "plan": plan, "forum": forum, "meeting": meeting, "item": ItemFactory(meeting=meeting),
        "line": line,
        "budget": line.budget, "adjustment": AdjustmentFactory(plan=plan),
        "activity": plan.activities.first(),
        "next_year": NextYear.objects.create(
            plan=plan, year=2014, begun_by=by, begun_at="2013-08-01T12:00Z"
        ),
        "criterion": SuccessCriterion.objects.filter(activity__plan=plan).first(),
    }  # fmt: skip


@pytest.mark.parametrize(
    "label", sorted({name.rsplit(".", 1)[0] for name in nameless_columns() if name[0] == "g"})
)
def test_the_writer_of_governance_refuses_a_name_in_each_column_of_a_model(plan, mette, label):
    model, above = apps.get_model(label), rows_above(plan, mette)
    columns = {column.name for column in model._meta.fields}
    row = (
        above["forum"]
        if model is Forum
        else model(**{name: above[name] for name in above.keys() & columns})
    )

    for text in (NAME, CPR):
        for column in model.nameless:
            setattr(row, column, text)
        errors = refused(lambda: rows.check(row))
        assert {column: errors[column] for column in model.nameless} == dict.fromkeys(
            model.nameless, said(text)
        )


def package_of(plan, by):
    number = Package.objects.count() + 1
    return Package.objects.create(
        plan=plan, year=2013, revision=number, sealed_by=by, sealed_at=clock.now()
    )


def plan_share(plan):
    """The plan's criterion that is a share."""
    return SuccessCriterion.objects.get(activity__plan=plan, measure="percent")


READ = {
    "read_on": date(2013, 8, 20),
    "year": 2012,
    "value": Decimal(54),
    "source": "Registeret",
}
LOWER = {
    "activities.SurveyRound.name": lambda plan, by, text: begin(
        plan_share(plan), NewRound(text, date(2013, 8, 1), date(2013, 8, 31)), by=by
    ),
    "activities.SurveyRound.who": lambda plan, by, text: begin(
        plan_share(plan),
        NewRound("Måling", date(2013, 8, 1), date(2013, 8, 31), who=text),
        by=by,
    ),
    "activities.Reading.source": lambda plan, by, text: readings.write(
        plan_share(plan), **READ | {"source": text}, by=by
    ),
    "activities.Reading.note": lambda plan, by, text: readings.write(
        plan_share(plan), **READ, note=text, by=by
    ),
    "activities.PeriodComment.text": lambda plan, by, text: actions.write_comment(
        plan, Q2, text=text, by=by
    ),
    "activities.LightOverride.reason": lambda plan, by, text: actions.override_light(
        plan.focus_areas.first(), Q2, light=Light.DELAYED, reason=text, by=by
    ),
    "milestones.Milestone.evidence": lambda plan, by, text: milestone_actions.update(
        plan.milestones.get(), expected_version=1, status="in_progress", evidence=text, by=by
    ),
    "milestones.Milestone.comment": lambda plan, by, text: milestone_actions.remark(
        plan.milestones.get(), expected_version=1, comment=text, by=by
    ),
    "milestones.Milestone.short_reason": lambda plan, by, text: milestone_actions.reach(
        plan.milestones.get(), on=date(2013, 8, 20), short_reason=text, by=by
    ),
    "milestones.MilestoneMove.reason": lambda plan, by, text: moves.move(
        plan.milestones.get(), to=Period.quarter(2014, 1), reason=text, by=by
    ),
    "reporting.Report.correction": lambda plan, by, text: course.begin_correction(
        ReportFactory.build(plan=plan), by=by, reason=text
    ),
    "reporting.Event.note": lambda plan, by, text: course.send_back(
        ReportFactory.build(plan=plan), by=by, reason=text
    ),
    "reporting.NoteText.text": lambda plan, by, text: texts.rewrite(
        plan,
        Q2,
        Sentence("whole", "Det går godt.", "Det går godt."),
        text=text,
        expected_version=None,
        by=by,
    ),
    "reporting.Package.receipt": lambda plan, by, text: packages.note_sent(
        package_of(plan, by), by=by, on=date(2013, 8, 31), receipt=text
    ),
    "reporting.LetterText.text": lambda plan, by, text: write_opening(
        plan, "missing", text=text, expected_version=0, by=by
    ),
}


def test_the_writers_of_what_notes_repeat_refuse_a_name_in_each_of_their_columns(plan, mette):
    assert LOWER.keys() == {
        name for name in nameless_columns() if not name.startswith("governance.")
    }

    for text in (NAME, CPR):
        for column, write in LOWER.items():
            errors = refused(lambda write=write, text=text: write(plan, mette, text))
            assert (column, list(errors.values())) == (column, [said(text)])


def test_a_name_that_comes_to_the_plan_later_does_not_stop_what_was_written(plan, mette):
    risk = RiskFactory(plan=plan, action=f"Aftalt med {NAME}.")
    risk.likelihood = 3

    rows.write(risk, by=mette)

    assert Risk.objects.get().likelihood == 3
    risk.action += " Igen."
    assert refused(lambda: rows.write(risk, by=mette)) == {"action": said(NAME)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kirsten Bay lovede det.", True),
        ("KIRSTEN\n\u00a0bay", True),
        ("Kirsten Bays forslag", True),
        ("Kirsten Bay's forslag", True),
        ("Kirsten\u200b Bay", True),
        ("Kirsten Bayer", False),
        ("Bay og Kirsten", False),
    ],
)
def test_a_whole_name_is_found_in_every_form(text, found):
    assert names.named(text, ["Kirsten Bay"]) == ("Kirsten Bay" if found else "")


def test_letters_put_together_otherwise_are_the_same_name():
    assert names.named(unicodedata.normalize("NFD", "Åse Bøgh"), ["Åse Bøgh"]) == "Åse Bøgh"


def test_who_sits_in_a_shared_forum_is_known_in_each_of_its_plans(plan, other_plan):
    forum = ForumFactory(plan=other_plan)
    forum.shared_with.add(plan)
    SeatFactory(forum=forum, user=UserFactory(name="Gitte Skov"))

    assert "Gitte Skov" in names.names_of([plan.pk])
