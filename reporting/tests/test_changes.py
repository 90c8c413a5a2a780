"""What is different between two readings of a note, and what has happened since the last one was
issued."""

from datetime import date

import pytest
from django.urls import reverse

from activities.actions import (
    close_period,
    override_light,
    register,
    reopen_period,
    write_comment,
)
from activities.models import SuccessCriterion
from core.lights import Light
from core.periods import Period
from milestones import actions as milestone_actions
from milestones import moves
from milestones.models import Milestone
from milestones.tests.factories import MilestoneFactory
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions.texts import rewrite
from reporting.data.changes import changes
from reporting.data.goal_attainment import GoalAttainment
from reporting.data.status_note import StatusNote
from reporting.models import Report, ReportKind

Q1, Q2, Q3, _ = Period.year(2013).parts()
NOTE = ReportKind.STATUS_NOTE
TODAY = date(2013, 8, 31)


def count(plan, code, value, by, on=date(2013, 5, 14)):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code=code)
    return register(criterion, on=on, value=value, by=by)


def note(plan, period=Q2):
    return StatusNote.build(plan, period, today=TODAY)


def told(old, new):
    return [(c.group, c.what, c.old, c.new) for c in changes(old, new)]


def test_the_same_data_differ_in_nothing(plan, mette):
    count(plan, "5.1.1-1", 14, mette)

    assert changes(note(plan), note(plan)) == ()


def test_a_figure_and_its_light_are_told_with_both_values(plan, mette):
    before = note(plan)
    count(plan, "5.1.1-1", 46, mette)

    assert told(before, note(plan)) == [
        ("Lys", "1 Børn, unge og familier", "Forsinket", "Risiko"),
        ("Tal", "5.1.1-1 Familier deltog", "– af 100", "46 af 100"),
        ("Lys", "5.1.1-1 Familier deltog", "Mangler måling", "På sporet"),
    ]


def test_texts_lights_and_milestones_are_told(plan, mette):
    milestone = Milestone.objects.get(code="M1")
    before = note(plan)
    area = plan.focus_areas.get(code="1")
    write_comment(plan, Q2, text="Det går.", focus_area=area, by=mette)
    override_light(area, Q2, light=Light.ON_TRACK, reason="Næsten nået", by=mette)
    milestone_actions.reach(milestone, on=date(2013, 6, 3), by=mette)

    assert told(before, note(plan)) == [
        ("Lys", "1 Børn, unge og familier", "Forsinket", "På sporet, ændret"),
        ("Tekster", "1 Børn, unge og familier", "–", "Det går."),
        ("Milepæle", "5.1.1 Forløb for forældre er i gang", "–", "Nået 3.6.2013, 3. kvartal 2013"),
    ]


def test_a_sentence_that_is_left_out_is_told(plan, mette):
    count(plan, "5.1.1-1", 46, mette)
    before = note(plan)
    sentence = before.said[0]
    rewrite(plan, Q2, sentence, text="", expected_version=None, by=mette)

    assert told(before, note(plan)) == [
        ("Tekster", "Kladdens sætning", "–", f"udeladt: {sentence.draft}")
    ]


def test_what_is_no_longer_there_is_told_last(plan, mette):
    count(plan, "5.1.1-1", 55, mette)
    before = note(plan)
    SuccessCriterion.objects.filter(code="5.3.5-2").delete()

    assert told(before, note(plan))[-1] == (
        "Lys",
        "5.3.5-2 Fremmødte pr. møde",
        "Mangler måling",
        "–",
    )


def test_goal_attainment_is_compared_the_same_way(plan, mette):
    year = Period.year(2013)
    before = GoalAttainment.build(plan, year, today=TODAY)
    count(plan, "5.1.1-1", 46, mette)

    assert told(before, GoalAttainment.build(plan, year, today=TODAY)) == [
        ("Tal", "5.1.1-1 Familier deltog", "Mangler måling af 100", "46 af 100"),
    ]


# Since the last issued note


@pytest.fixture
def first_quarter(plan, mette, birgit):
    """The note of the first quarter, issued: 10 families, nothing else."""
    count(plan, "5.1.1-1", 10, mette, on=date(2013, 2, 5))
    close_period(plan, Q1, by=mette)
    draft = ordering.order(plan, NOTE, Q1, by=mette)
    ready = course.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark="Klar")
    return course.issue(ready, by=birgit, shown=ready.snapshot_hash)


def test_the_first_note_has_nothing_before_it(plan):
    assert (note(plan).since, note(plan).corrections) == (None, ())
    assert all(row.before == "" for row in note(plan).rows)


def test_the_next_note_tells_what_has_happened_since(plan, first_quarter, mette):
    count(plan, "5.1.1-1", 45, mette)
    moved = MilestoneFactory(
        plan=plan, activity=None, code="M8", name="Aftale underskrevet", period=Q2
    )
    moves.move(moved, to=Q3, reason="Jurist på ferie", by=mette)
    milestone_actions.reach(Milestone.objects.get(code="M1"), on=date(2013, 6, 3), by=mette)

    since = note(plan).since

    assert since.title == "1. kvartal 2013, nr. 2013-01"
    assert [(t.what, t.old, t.new, t.is_better) for t in since.areas] == [
        ("1 Børn, unge og familier", Light.DELAYED, Light.AT_RISK, True)
    ]
    assert [(t.what, t.old, t.new) for t in since.criteria] == [
        ("5.1.1-1 Familier deltog", Light.DELAYED, Light.ON_TRACK)
    ]
    assert [(t.text, t.new) for t in since.milestones] == [
        ("5.1.1 Forløb for forældre er i gang", Light.REACHED)
    ]
    assert since.figures == 1
    families = next(row for row in note(plan).rows if row.code == "5.1.1-1")
    assert (families.number, families.before) == ("55", "10")


def test_a_milestone_known_to_the_last_note_and_moved_since_is_told(plan, mette, birgit, settings):
    milestone = MilestoneFactory(
        plan=plan, activity=None, code="M8", name="Aftale underskrevet", period=Q3
    )
    close_period(plan, Q1, by=mette)
    draft = ordering.order(plan, NOTE, Q1, by=mette)
    ready = course.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark="Klar")
    course.issue(ready, by=birgit, shown=ready.snapshot_hash)
    settings.DEMO_DATE = date(2013, 6, 20)
    moves.move(
        milestone, to=Period.quarter(2013, 4), reason="Jurist på ferie", decided=True, by=mette
    )
    settings.DEMO_DATE = date(2013, 8, 31)

    assert [(t.text, t.new) for t in note(plan).since.milestones] == [
        ("Aftale underskrevet (til 4. kvartal 2013)", Light.MOVED)
    ]


def test_lines_of_the_paper_gather_what_turned_alike(plan, first_quarter, mette):
    count(plan, "5.2.2-1", 5, mette, on=date(2013, 4, 2))
    count(plan, "5.1.1-1", 45, mette)

    groups = note(plan).since.groups

    assert [(g.old, g.new, g.text) for g in groups] == [
        (Light.DELAYED, Light.AT_RISK, "1 Børn, unge og familier"),
        (Light.DELAYED, Light.ON_TRACK, "5.1.1-1 Familier deltog"),
    ]


def test_a_draft_is_never_what_is_compared_with(plan, first_quarter, mette):
    count(plan, "5.1.1-1", 45, mette)
    ordering.order(plan, NOTE, Q2, by=mette)

    assert note(plan, Q3).since.title == "1. kvartal 2013, nr. 2013-01"


def test_trend_counts_each_period_of_the_year(plan, first_quarter, mette):
    count(plan, "5.1.1-1", 45, mette)

    found = note(plan)

    assert [(point.label, point.following, point.measured) for point in found.trend] == [
        ("1. kvartal", 0, 1),
        ("2. kvartal", 1, 1),
    ]
    assert (
        found.trend_sentence == "1 af 1 målte kriterier følger planen, ét flere end ved 1. kvartal"
    )


# The past as it was issued


def add_in_march(plan, mette):
    """The first quarter is opened again, and what was left out is written."""
    reopen_period(plan, Q1, reason="En liste manglede", by=mette)
    count(plan, "5.1.1-1", 40, mette, on=date(2013, 3, 20))


def test_the_trend_is_what_was_issued_and_says_that_it_was_restated(plan, first_quarter, mette):
    before = note(plan).trend[0]
    add_in_march(plan, mette)

    found = note(plan)

    assert (before.following, before.measured, before.restated) == (0, 1, "")
    first = found.trend[0]
    assert (first.following, first.measured, first.restated) == (0, 1, "1 af 1")
    assert found.trend_sentence.endswith(
        "end ved 1. kvartal; 1. kvartal er siden opgjort til 1 af 1"
    )


def test_the_page_of_an_issued_note_says_that_a_later_figure_exists(
    client, plan, first_quarter, mette, henrik
):
    issued = Report.objects.get(kind=NOTE, period=Q1)
    client.force_login(henrik)
    url = reverse("report", args=[plan.slug, issued.pk])
    assert "Siden udsendelsen" not in client.get(url).content.decode()

    add_in_march(plan, mette)

    assert (
        "Siden udsendelsen er tallene pr. 31.3.2013 opgjort til 1 af 1 målte kriterier på sporet; "
        "notatet har 0 af 1."
    ) in client.get(url).content.decode()
