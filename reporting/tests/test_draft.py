"""The note's first draft: sentences from the figures alone, each with its sources; and a
person's words for them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from activities.actions import close_period, log_hours, register
from activities.models import StaffAllocation, SuccessCriterion
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject
from milestones.models import Milestone
from milestones.tests.factories import MilestoneFactory, MoveFactory
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions.texts import rewrite, why_not_write
from reporting.data.sentence import printed
from reporting.data.status_note import StatusNote
from reporting.models import NoteText, ReportKind

Q2 = Period.quarter(2013, 2)
TODAY = date(2013, 8, 31)


def count(plan, code, value, by, on=date(2013, 5, 14), base=None):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code=code)
    return register(criterion, on=on, value=value, base=base, by=by)


def note(plan):
    return StatusNote.build(plan, Q2, today=TODAY)


def area(plan, code="1"):
    return next(area for area in note(plan).areas if area.code == code)


def sentence(plan, key):
    every = [*note(plan).said, *(s for a in note(plan).areas for s in a.said)]
    return next((s for s in every if s.key == key), None)


def text(plan, key):
    found = sentence(plan, key)
    return found.text if found else None


def test_whole_plan_is_told_from_its_figures(plan, mette):
    for _ in range(3):
        count(plan, "5.1.1-1", 20, mette)
    count(plan, "5.2.2-1", 5, mette)
    post = StaffAllocation.objects.get(activity__code="5.1.1")
    log_hours(
        plan,
        week=date(2013, 5, 6),
        entries={(post.activity, post.staff_role): (Decimal(10), None)},
        by=mette,
    )

    said = note(plan).said

    assert [s.text for s in said] == [
        "1 af 2 målte kriterier er på sporet eller nået. 2 mangler måling. 1 er ikke målt endnu.",
        "Beboernetværk er forsinket. To kriterier mangler måling.",
        (
            "Børn, unge og familier er i risiko. Kun Lommepengeprojekt, unge i "
            "lommepengejob er bagud: 5 af 40."
        ),
        (
            "I det nuværende tempo nås 1 af de 3 løbende mål, der er igen; 1 er ikke begyndt at "
            "tælle; 1 er det for tidligt at sige noget om."
        ),
        "Ingen milepæle i 2.\u00a0kvartal.",
        (
            "10 timer brugt af 10 planlagte i de skrevne uger. 13 uger er ikke skrevet af alle: "
            "uge 14–26."
        ),
    ]
    assert [s.sources for s in said][1:3] == [
        ("k:5.3.5-1", "k:5.3.5-2"),
        ("k:5.2.2-1",),
    ]
    assert all(s.sources for s in said), "no sentence without something behind it"


def test_area_tells_what_is_reached_behind_and_where_it_ends(plan, mette):
    count(plan, "5.1.1-1", 100, mette)
    for value in (1, 1, 2):
        count(plan, "5.2.2-1", value, mette)

    assert [(s.key, s.text) for s in area(plan).said] == [
        ("omraade:1:naaet", "Målet er nået for familier deltog (100 af 100)."),
        ("omraade:1:bagud", "Bagud er unge i lommepengejob (4 af 20 ventede)."),
        (
            "omraade:1:udsigt",
            "I det nuværende tempo ender unge i lommepengejob på 4–13 mod målet 40.",
        ),
    ]


def test_area_where_nothing_is_measured_says_so_and_no_more(plan):
    Milestone.objects.all().delete()
    SuccessCriterion.objects.exclude(code="5.1.1-2").delete()

    assert [s.text for s in area(plan).said] == ["Ingen kriterier kan måles endnu."]


def test_area_where_all_goes_well_says_so(plan, mette):
    Milestone.objects.all().delete()
    count(plan, "5.1.1-1", 55, mette)
    count(plan, "5.2.2-1", 20, mette)

    assert [s.text for s in area(plan).said] == ["Intet målt kriterium er bagud."]


def test_moves_are_told_with_where_they_went(plan, mette):
    milestone = MilestoneFactory(
        plan=plan,
        activity=plan.activities.get(code="5.1.1"),
        code="M2",
        name="Kursus holdt",
        period=Period.quarter(2013, 3),
    )
    move = MoveFactory(milestone=milestone)

    assert text(plan, "omraade:1:milepaele") == (
        "Milepælen i 2.\u00a0kvartal er ikke nået (flyttet). "
        "»Kursus holdt« er flyttet til 3.\u00a0kvartal."
    )
    milestone.period, move.decided_on = Q2, date(2013, 8, 27)
    milestone.save()
    move.save()
    assert text(plan, "omraade:1:milepaele").endswith(
        "»Kursus holdt« er foreslået flyttet til 3.\u00a0kvartal."
    )


def test_many_are_counted_not_listed(plan, mette):
    first = SuccessCriterion.objects.get(code="5.2.2-1")
    for number in range(2, 8):
        first.targets.model.objects.filter(criterion=first)
        clone = SuccessCriterion.objects.get(pk=first.pk)
        target = clone.targets.get()
        clone.pk, clone.code, clone.position = None, f"5.2.2-{number}", number
        clone.save()
        target.pk, target.criterion = None, clone
        target.save()

    said = text(plan, "omraade:1:bagud")

    assert said.endswith("og fire mere.")
    assert said.count("ingen registreringer") == 4


# In a person's words


@pytest.fixture
def behind(plan, mette):
    count(plan, "5.2.2-1", 4, mette)
    return sentence(plan, "omraade:1:bagud")


def say(plan, sentence, text, by, version=None):
    return rewrite(plan, Q2, sentence, text=text, expected_version=version, by=by)


def test_a_sentence_in_other_words_is_printed_with_who_wrote_it(plan, behind, mette):
    say(plan, behind, "De unge venter på fritidsjob.", mette)

    now = sentence(plan, behind.key)
    assert (now.text, now.draft, now.by, now.is_stale) == (
        "De unge venter på fritidsjob.", behind.draft, "Mette Holm", False,
    )  # fmt: skip
    assert "De unge venter på fritidsjob." in area(plan).draft


def test_a_sentence_whose_figures_moved_on_is_told_of(plan, behind, mette):
    say(plan, behind, "Kun fire unge.", mette)
    count(plan, "5.2.2-1", 3, mette)

    now = sentence(plan, behind.key)
    assert (now.text, now.is_stale) == ("Kun fire unge.", True)
    assert "7 af 20 ventede" in now.draft


def test_an_empty_text_leaves_the_sentence_out(plan, behind, mette):
    say(plan, behind, "", mette)

    assert sentence(plan, behind.key).is_left_out
    assert behind.draft not in printed(area(plan).said)


def test_the_drafts_own_words_bring_the_sentence_back(plan, behind, mette):
    row = say(plan, behind, "Andre ord.", mette)

    assert say(plan, behind, behind.draft, mette, version=row.lock_version) is None
    assert not NoteText.objects.exists()
    assert NoteText.history.count() == 2


def test_two_who_write_at_once_see_each_other(plan, behind, mette, birgit):
    say(plan, behind, "Mettes ord.", mette)

    with pytest.raises(StaleObject) as stale:
        say(plan, behind, "Birgits ord.", birgit)

    assert stale.value.current.text == "Mettes ord."
    assert NoteText.objects.get().text == "Mettes ord."


@pytest.mark.parametrize("text", ["x" * 601, "Ring til 010203-1234"])
def test_a_text_that_cannot_be_printed_is_refused(plan, behind, mette, text):
    with pytest.raises(ValidationError):
        say(plan, behind, text, mette)
    assert not NoteText.objects.exists()


# Whose turn


def test_texts_are_the_koordinators_while_she_has_the_note_and_nobodys_after(plan, mette, birgit):
    assert why_not_write(plan, Q2, mette) == ""
    close_period(plan, Q2, by=mette)
    draft = ordering.order(plan, ReportKind.STATUS_NOTE, Q2, by=mette)
    assert (why_not_write(plan, Q2, mette), why_not_write(plan, Q2, birgit)) == ("", "")

    ready = course.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark="Klar")
    assert why_not_write(plan, Q2, mette).startswith("Statusnotatet er hos koordinatoren.")
    assert why_not_write(plan, Q2, birgit) == ""

    issued = course.issue(ready, by=birgit, shown=ready.snapshot_hash)
    assert {why_not_write(plan, Q2, person)[:30] for person in (mette, birgit)} == {
        "Statusnotatet er udsendt og æn"
    }

    course.begin_correction(issued, by=mette, reason="Et tal")
    assert why_not_write(plan, Q2, mette) == ""
    with pytest.raises(NotAllowedNow):
        course.issue(issued, by=birgit, shown=issued.snapshot_hash)
