"""What is not confirmed of how criteria are counted: who sees it, who answers it, and what the
answer is bound to."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from activities import actions as figures
from activities.doubts import asked, unconfirmed
from activities.models import Plan, SuccessCriterion
from activities.progress.read import plan_progress
from core import bound
from core.periods import Period
from core.versioned import NotAllowedNow
from governance.doubts import actions
from governance.doubts.as_of import open_doubts
from governance.doubts.rules import headline
from governance.models import Confirmation
from governance.tests.pages import url
from reporting.data.goal_attainment import GoalAttainment
from reporting.data.status_note import StatusNote

TODAY = date(2013, 8, 31)
DOUBT = "at en familie tælles, hver gang den deltager"
ANSWER = "Ja, hvert fremmøde tælles. Besluttet i styregruppen."


@pytest.fixture
def criterion(plan):
    row = SuccessCriterion.objects.select_related("activity__plan").get(code="5.1.1-1")
    row.doubt, row.note = DOUBT, "Planen nævner ikke tællemåden."
    row.save()
    Plan.objects.filter(pk=plan.pk).touch()
    return row


@pytest.fixture
def second(plan):
    SuccessCriterion.objects.filter(code="5.3.5-1").update(doubt="hvem der regnes med")
    return SuccessCriterion.objects.select_related("activity__plan").get(code="5.3.5-1")


def token_of(criterion):
    row = Confirmation.objects.filter(criterion=criterion).first()
    return bound.token(actions.texts(criterion, row or Confirmation(criterion=criterion)))


def confirm(criterion, by, answer=ANSWER):
    return actions.confirm(criterion, answer=answer, shown=token_of(criterion), by=by)


def open_now(plan, on=TODAY):
    return open_doubts(plan, plan_progress(plan, on).figures, on)


def text(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def asks(response):
    return [line.asked for area in response.context["page"].open for line in area.lines]


# In words


@pytest.mark.parametrize(
    ("doubt", "seen", "asked_of"),
    [
        (DOUBT, f"Det er ikke bekræftet, {DOUBT}.", f"Bekræft, {DOUBT}."),
        ("Hvem der spørges.", "Det er ikke bekræftet, hvem der spørges.", None),
        ("november", "Ikke bekræftet: november.", "Bekræft: november."),
        ("metoden. Spørg i maj.", "Ikke bekræftet: metoden. Spørg i maj.", None),
    ],
)
def test_a_doubt_reads_as_a_sentence(doubt, seen, asked_of):
    assert unconfirmed(doubt) == seen
    assert asked_of is None or asked(doubt) == asked_of


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0), "Der er intet at bekræfte"),
        ((0, 2), "Alt er bekræftet"),
        ((1, 0), "Én ting skal bekræftes"),
        ((30, 1), "30 ting skal bekræftes"),
    ],
)
def test_the_headline_says_how_many(counts, said):
    assert headline(*counts) == said


# Who sees it


@pytest.mark.parametrize("person", ["mette", "peter", "birgit", "henrik", "kirsten", "ole"])
def test_every_reader_of_a_criterion_is_told_its_doubt(request, client, plan, criterion, person):
    client.force_login(request.getfixturevalue(person))

    page = client.get(reverse("activity", args=[plan.slug, "5.1.1"]))

    assert f"Det er ikke bekræftet, {DOUBT}." in text(page)
    assert ("Bekræft det" in text(page)) is (person in ("mette", "birgit"))
    listed = client.get(url("doubt-list", plan))
    assert asks(listed) == [f"Bekræft, {DOUBT}."]


def test_what_is_confirmed_is_no_doubt_to_the_reader(client, plan, criterion, mette, kirsten):
    confirm(criterion, mette)
    client.force_login(kirsten)

    page = client.get(reverse("activity", args=[plan.slug, "5.1.1"]))

    assert "ikke bekræftet" not in text(page)


def test_the_list_is_by_area_with_the_open_first(lead, plan, criterion, second, mette):
    assert [a.name for a in lead.get(url("doubt-list", plan)).context["page"].open] == [
        "Børn, unge og familier",
        "Beboernetværk",
    ]

    confirm(criterion, mette)

    shown = lead.get(url("doubt-list", plan))
    page = shown.context["page"]
    assert page.title == "Én ting skal bekræftes"
    assert [a.name for a in page.open] == ["Beboernetværk"]
    assert [a.name for a in page.settled] == ["Børn, unge og familier"]
    assert f"Mette Holm, 31.8.2013 Bekræft, {DOUBT}. Svar. {ANSWER}" in text(shown)


def test_a_plan_without_doubts_says_so(lead, plan):
    assert "Planen har ingen åbne spørgsmål" in text(lead.get(url("doubt-list", plan)))
    assert "Der er intet at bekræfte." in text(lead.get(url("steering", plan)))


def test_min_plan_asks_the_lead_and_the_koordinator_and_no_worker(
    client, plan, criterion, second, mette, birgit, peter
):
    for person, is_asked in ((mette, True), (birgit, True), (peter, False)):
        client.force_login(person)
        home = client.get(url("plan-home", plan))
        assert ("Bekræft, hvordan 2 kriterier tælles" in text(home)) is is_asked
        assert (url("doubt-list", plan) in home.content.decode()) is is_asked
    client.force_login(mette)
    confirm(criterion, mette)
    confirm(second, mette)
    assert "Bekræft, hvordan" not in text(client.get(url("plan-home", plan)))


def test_doubts_take_one_query_more_and_the_same_for_many(
    client, plan, criterion, mette, django_assert_max_num_queries, django_assert_num_queries
):
    """Min plan's own limit holds with doubts in the plan."""
    client.force_login(mette)
    with django_assert_max_num_queries(24) as few:
        client.get(url("plan-home", plan))
    SuccessCriterion.objects.update(doubt=DOUBT)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(url("plan-home", plan))
    with django_assert_max_num_queries(5) as listed:
        client.get(url("doubt-list", plan))
    SuccessCriterion.objects.update(doubt="")
    with django_assert_num_queries(len(listed.captured_queries)):
        client.get(url("doubt-list", plan))


# Who answers it


@pytest.mark.parametrize(
    ("person", "status"),
    [("mette", 302), ("birgit", 302), ("peter", 403), ("henrik", 403), ("kirsten", 403),
     ("ole", 403), ("carl", 404)],
)  # fmt: skip
def test_the_lead_and_the_koordinator_confirm_and_others_do_not(
    request, client, plan, criterion, person, status
):
    client.force_login(request.getfixturevalue(person))

    answer = client.post(
        url("doubt-confirm", plan, criterion.pk), {"answer": ANSWER, "shown": token_of(criterion)}
    )

    assert answer.status_code == status
    assert Confirmation.objects.exists() is (status == 302)
    again = client.post(url("doubt-reopen", plan, criterion.pk))
    assert again.status_code == status


def test_a_confirmation_says_who_when_and_what(lead, plan, criterion, mette):
    lead.post(
        url("doubt-confirm", plan, criterion.pk), {"answer": ANSWER, "shown": token_of(criterion)}
    )

    row = Confirmation.objects.get()
    assert (row.doubt, row.answer, row.on, row.by) == (DOUBT, ANSWER, TODAY, mette)
    assert plan.slug in lead.get(url("doubt-list", plan)).content.decode()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("  ", "Skriv svaret, fx hvordan der tælles, og hvor det står."),
        ("Mette Holm siger ja.", "Teksten nævner Mette Holm."),
        ("010190-1234", "Teksten ligner et CPR-nummer."),
        ("x" * 301, "højst have 300 tegn"),
    ],
)
def test_a_bad_answer_is_told_at_its_field_and_nothing_is_lost(lead, plan, criterion, answer, said):
    shown = lead.post(
        url("doubt-confirm", plan, criterion.pk), {"answer": answer, "shown": token_of(criterion)}
    )

    assert shown.status_code == 422
    assert said in " ".join(shown.context["form"].errors["answer"])
    assert answer.strip() in unescape(shown.content.decode())
    assert not Confirmation.objects.exists()


def test_what_was_changed_meanwhile_is_shown_beside_what_was_seen(lead, plan, criterion):
    seen = token_of(criterion)
    SuccessCriterion.objects.filter(pk=criterion.pk).update(doubt="at hver familie tælles én gang")

    shown = lead.post(url("doubt-confirm", plan, criterion.pk), {"answer": ANSWER, "shown": seen})

    assert shown.status_code == 409
    assert f"Bekræft, {DOUBT}." in text(shown)
    assert "Bekræft, at hver familie tælles én gang." in text(shown)
    assert not Confirmation.objects.exists()
    again = lead.post(
        url("doubt-confirm", plan, criterion.pk),
        {"answer": ANSWER, "shown": shown.context["form"]["shown"].value()},
    )
    assert again.status_code == 302


def test_two_who_answer_at_once_see_each_other(lead, plan, criterion, birgit):
    seen = token_of(criterion)
    confirm(criterion, birgit, "Nej, kun én gang om året.")

    shown = lead.post(url("doubt-confirm", plan, criterion.pk), {"answer": ANSWER, "shown": seen})

    assert shown.status_code == 409
    assert "Nej, kun én gang om året." in text(shown)
    assert Confirmation.objects.get().by == birgit
    with pytest.raises(NotAllowedNow, match="allerede bekræftet"):
        confirm(criterion, birgit)


def test_an_answer_is_to_the_doubt_it_was_given_to(plan, criterion, mette):
    confirm(criterion, mette)
    assert open_now(plan) == {}

    SuccessCriterion.objects.filter(pk=criterion.pk).update(doubt="at hver familie tælles én gang")

    assert open_now(plan) == {criterion.pk: "at hver familie tælles én gang"}


def test_opened_again_it_is_open_and_the_history_has_the_answer(lead, plan, criterion, mette):
    confirm(criterion, mette)

    lead.post(url("doubt-reopen", plan, criterion.pk))

    assert open_now(plan) == {criterion.pk: DOUBT}
    history = text(lead.get(url("doubt-history", plan, criterion.pk)))
    assert "Åbnet igen" in history and ANSWER in history
    with pytest.raises(NotAllowedNow):
        actions.reopen(criterion, by=mette)
    assert confirm(criterion, mette, "Ja.").answer == "Ja."


def test_a_criterion_without_a_doubt_has_no_page(lead, plan):
    pk = SuccessCriterion.objects.get(code="5.1.1-1").pk

    assert lead.get(url("doubt-confirm", plan, pk)).status_code == 404
    assert lead.post(url("doubt-reopen", plan, pk)).status_code == 404


def test_another_plans_doubt_is_not_found(lead, plan, other_plan):
    theirs = SuccessCriterion.objects.filter(activity__plan=other_plan).first()
    SuccessCriterion.objects.filter(pk=theirs.pk).update(doubt=DOUBT)

    assert lead.get(url("doubt-confirm", plan, theirs.pk)).status_code == 404


def test_the_database_refuses_an_answer_of_nobody(criterion):
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(criterion=criterion, doubt=DOUBT, answer=ANSWER)


# What the answer leads to


def test_the_form_says_where_the_plan_is_put_right(client, plan, criterion, mette, birgit):
    client.force_login(mette)
    page = client.get(url("doubt-confirm", plan, criterion.pk)).content.decode()
    assert "Opsætning" in page and url("correction-choose", plan) not in page

    figures.register(criterion, on=TODAY, value=3, by=mette)
    page = client.get(url("doubt-confirm", plan, criterion.pk)).content.decode()
    for name in ("correction-choose", "adjustment-choose", "next-year"):
        assert url(name, plan) in page
    client.force_login(birgit)
    assert (
        url("correction-choose", plan)
        not in client.get(url("doubt-confirm", plan, criterion.pk)).content.decode()
    )


# On paper


def test_note_and_return_name_what_is_open_and_are_as_they_were_without(plan, criterion, mette):
    year, quarter = Period.year(2013), Period.quarter(2013, 3)

    def told():
        note = StatusNote.build(plan, quarter, today=TODAY)
        report = GoalAttainment.build(plan, year, today=TODAY)
        rows = [row for a in report.areas for x in a.activities for row in x.rows]
        return (
            [
                item.text.partition("en streg. ")[2]
                for item in note.method
                if "bekræftet" in item.title
            ],
            {row.code: row.doubt for row in rows if row.doubt},
            report.not_confirmed,
            [column.label for column in report.sheets()[0].columns][-1],
        )

    assert told() == (
        ["Det er ikke bekræftet, hvordan 1 kriterium tælles eller måles: 5.1.1-1."],
        {"5.1.1-1": f"Det er ikke bekræftet, {DOUBT}."},
        "Det er ikke bekræftet, hvordan 1 kriterium tælles eller måles: 5.1.1-1.",
        "Ikke bekræftet",
    )
    confirm(criterion, mette)
    assert told()[:3] == ([], {}, "")
    assert told()[3] != "Ikke bekræftet"


def test_a_paper_of_an_earlier_day_tells_what_was_open_then(plan, criterion, mette):
    confirm(criterion, mette)

    assert open_now(plan, date(2013, 6, 30)) == {criterion.pk: DOUBT}
    assert open_now(plan, TODAY) == {}


def test_an_answer_with_a_name_is_refused_by_the_action_too(criterion, mette):
    with pytest.raises(ValidationError):
        confirm(criterion, mette, "Mette Holm siger ja.")
