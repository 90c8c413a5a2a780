"""The page of a report: read on the screen, and taken one step further by whose turn it is."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from activities.actions import close_period, register, reopen_period, write_comment
from activities.models import SuccessCriterion
from core.periods import Period
from governance.tests.factories_fora import ItemFactory, MeetingFactory, SteeringFactory
from reporting import documents
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.models import Download, Report, ReportKind, State

Q2 = Period.quarter(2013, 2)
NOTE = ReportKind.STATUS_NOTE


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(plan, mette):
    families = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    register(families, on=date(2013, 5, 14), value=46, by=mette)
    close_period(plan, Q2, by=mette)
    return ordering.order(plan, NOTE, Q2, by=mette)


@pytest.fixture
def ready(draft, mette):
    return course.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark="Klar")


@pytest.fixture
def issued(ready, birgit):
    course.issue(ready, by=birgit, shown=ready.snapshot_hash)
    making.produce(ready.pk)
    return Report.objects.get(pk=ready.pk)


def get(client, user, report, name="report"):
    client.force_login(user)
    return client.get(reverse(name, args=[report.plan.slug, report.pk]))


def post(client, user, report, name, **data):
    client.force_login(user)
    return client.post(reverse(name, args=[report.plan.slug, report.pk]), data)


def words(response):
    return plain(re.sub(r"<[^>]+>", " ", response.content.decode()))


def plain(text):
    return re.sub(r"\s+", " ", text)


def shown(response):
    return response.context["shown"]


# Read


def test_web_edition_says_what_the_paper_says(client, issued, henrik):
    response = get(client, henrik, issued)

    read = words(response)
    note = documents.read(NOTE, issued.snapshot)
    assert [sentence.text for sentence in note.said if plain(sentence.text) not in read] == []
    for row in note.rows:
        assert f"{row.number} af {plain(row.target)}" in read
    assert "Nr. 2013-01, 1. udgave" in read
    assertContains(response, issued.code)


def test_each_figure_leads_to_what_it_rests_on(client, draft, mette):
    page = get(client, mette, draft)

    rows = reverse("registration-list", args=["rum-for-liv"])
    rows += "?kriterium=5.1.1-1&fra=2013-01-01&til=2013-06-30&vis=gyldige"
    assertContains(page, f'<a class="step__num" href="{escape(rows)}">')
    assertContains(client.get(rows), "46")


def test_a_reader_is_led_to_the_activity_not_to_single_registrations(client, issued, kirsten):
    page = get(client, kirsten, issued)

    assertContains(
        page, f'href="{reverse("activity", args=["rum-for-liv", "5.1.1"])}?periode=2013-K2#5.1.1-1"'
    )
    assertNotContains(page, "registreringer/")


def test_what_goes_not_as_planned_leads_to_the_meeting_it_was_taken_up_at(
    client, plan, draft, mette
):
    off = documents.read(NOTE, draft.snapshot).exceptions[0]
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code=off.codes[0])
    to_raise = escape(
        f"{reverse('item-raise', args=[plan.slug])}?kriterium={criterion.code}&periode=2013-K2"
    )
    before = get(client, mette, draft)
    item = ItemFactory(
        meeting=MeetingFactory(forum=SteeringFactory(plan=plan)), criterion=criterion, period=Q2
    )
    ItemFactory(meeting=item.meeting, criterion=criterion, period=Period.quarter(2013, 1))
    page = get(client, mette, draft)

    where = f"{reverse('meeting', args=[plan.slug, item.meeting_id])}#p-{item.pk}"
    assertContains(before, to_raise)
    assertNotContains(page, to_raise)
    assertContains(
        page, f'<a class="no-print" href="{where}">Taget op: Styregruppen, 25.9.2013</a>', count=1
    )


@pytest.mark.parametrize("who", ["henrik", "kirsten", "peter"])
def test_a_reader_meets_no_act_but_the_download(client, request, issued, who):
    page = get(client, request.getfixturevalue(who), issued)

    assert page.content.decode().count("<form") == 0
    assertContains(page, reverse("report-download", args=["rum-for-liv", issued.pk]))
    assertNotContains(page, 'id="h-forloeb"')


@pytest.mark.parametrize("who", ["henrik", "kirsten", "peter", "ole"])
def test_a_draft_is_not_even_known_of(client, request, draft, who):
    assert get(client, request.getfixturevalue(who), draft).status_code in (403, 404)


def test_a_draft_shows_the_figures_as_they_are_now(client, plan, draft, mette):
    write_comment(plan, Q2, text="Skrevet efter kladden.", by=mette)

    page = get(client, mette, draft)

    assertContains(page, "Skrevet efter kladden.")
    assertContains(page, "Ændret, siden kladden blev dannet: en")


def test_an_issued_note_stays_and_tells_its_makers_what_is_other_now(
    client, plan, issued, mette, henrik
):
    reopen_period(plan, Q2, by=mette, reason="Talt to gange")
    families = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    register(families, on=date(2013, 5, 15), value=9, by=mette)

    assertContains(get(client, mette, issued), "Den udsendte udgave viser stadig de gamle tal.")
    page = get(client, henrik, issued)
    assertContains(page, "<b>46</b> af 100")
    assertNotContains(page, "Ændret")


def test_as_many_queries_for_a_large_plan(client, plan, draft, mette, birgit):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(draft.get_absolute_url())
        return len(captured)

    client.force_login(birgit)
    client.get(draft.get_absolute_url())
    small = queries()
    first = SuccessCriterion.objects.select_related("activity").get(
        activity__plan=plan, code="5.2.2-1"
    )
    for number in range(2, 12):
        clone = SuccessCriterion.objects.get(pk=first.pk)
        target = clone.targets.get()
        clone.pk, clone.code, clone.level = None, f"5.2.2-{number}", 2
        clone.save()
        target.pk, target.criterion = None, clone
        target.save()

    assert queries() == small


# Taken further


def test_the_lead_hands_over_with_a_word_about_what_is_missing(client, draft, mette, birgit):
    page = get(client, mette, draft)
    refused = post(client, mette, draft, "report-hand-over", shown=shown(page), remark="")

    assertContains(refused, "Skriv til koordinatoren, hvorfor notatet sendes nu.", status_code=422)
    assertRedirects(
        post(client, mette, draft, "report-hand-over", shown=shown(page), remark="Timerne kommer."),
        draft.get_absolute_url(),
    )
    assert Report.objects.get().state == State.READY


def test_the_word_to_the_koordinator_stays_when_the_period_is_not_closed(
    client, plan, draft, mette
):
    page = get(client, mette, draft)
    reopen_period(plan, Q2, by=mette, reason="Et tal mangler")

    refused = post(
        client,
        mette,
        draft,
        "report-hand-over",
        shown=shown(page),
        remark="Timerne kommer i morgen.",
    )

    assertContains(refused, "Timerne kommer i morgen.", status_code=409)
    assertContains(refused, "2. kvartal 2013 er ikke lukket. Luk perioden først", status_code=409)
    assert Report.objects.get().state == State.DRAFT


def test_a_text_written_meanwhile_stops_the_handing_over(client, plan, draft, mette):
    page = get(client, mette, draft)
    write_comment(plan, Q2, text="Skrevet imens.", by=mette)

    refused = post(client, mette, draft, "report-hand-over", shown=shown(page), remark="Klar")

    assertContains(refused, "Skrevet imens.", status_code=409)
    assertContains(refused, "Intet er skrevet eller sendt.", status_code=409)
    assert refused.context["form"]["remark"].value() == "Klar"
    assert Report.objects.get().state == State.DRAFT
    again = {name: refused.context["form"][name].value() for name in ("shown", "remark")}
    assertRedirects(
        post(client, mette, draft, "report-hand-over", **again), draft.get_absolute_url()
    )
    assert Report.objects.get().state == State.READY


def test_the_koordinator_sees_what_changed_edits_and_issues(client, plan, ready, birgit):
    client.force_login(birgit)
    texts = reverse("comments", args=[plan.slug, "2013-K2"])
    assert client.get(texts).status_code == 200
    client.post(
        texts, {"tekst-hele": "Set af koordinatoren.", "laest-hele": "", "version-hele": "0"}
    )

    page = get(client, birgit, ready)
    assertContains(page, "Ændret, siden notatet blev afleveret: en")
    assertContains(page, "Set af koordinatoren.")
    done = post(client, birgit, ready, "report-issue", shown=shown(page))

    assertRedirects(done, ready.get_absolute_url())
    note = Report.objects.get()
    assert (note.state, note.snapshot["resume"]) == (State.ISSUED, "Set af koordinatoren.")


def test_the_lead_cannot_write_while_the_koordinator_has_it(client, plan, ready, mette):
    client.force_login(mette)
    texts = reverse("comments", args=[plan.slug, "2013-K2"])

    refused = client.post(
        texts, {"tekst-hele": "Sniger mig til.", "laest-hele": "", "version-hele": "0"}
    )

    assert refused.status_code == 409
    assertContains(refused, "Statusnotatet er hos koordinatoren.", status_code=409)
    assert not plan.comments.exists()


def test_the_lead_cannot_issue(client, ready, mette):
    assert post(client, mette, ready, "report-issue", shown=ready.snapshot_hash).status_code == 403


def test_sent_back_stands_on_the_leads_list(client, plan, ready, mette, birgit):
    post(client, birgit, ready, "report-send-back", reason="Forklar 5.3.5-1.")
    client.force_login(mette)

    home = client.get(reverse("plan-home", args=[plan.slug]))

    assertContains(home, "Statusnotatet for 2. kvartal er sendt tilbage")
    assertContains(home, "Forklar 5.3.5-1.")


def test_handed_over_stands_on_the_koordinators_list(client, plan, ready, birgit):
    client.force_login(birgit)

    home = client.get(reverse("plan-home", args=[plan.slug]))

    assertContains(home, "Statusnotatet for 2. kvartal venter på dig")
    assertContains(home, ready.get_absolute_url())


def test_a_correction_is_begun_with_its_reason(client, issued, mette):
    refused = post(client, mette, issued, "report-correct", reason="")
    assertContains(refused, "Skriv, hvad der rettes.", status_code=422)

    done = post(client, mette, issued, "report-correct", reason="Et tal var talt to gange.")

    draft = Report.objects.get(revision=2)
    assertRedirects(done, draft.get_absolute_url())
    assertContains(get(client, mette, issued), "Der er en nyere udgave.")


def test_a_click_on_an_old_page_says_what_has_happened(client, issued, birgit):
    done = post(client, birgit, issued, "report-issue", shown=issued.snapshot_hash)

    assertRedirects(done, issued.get_absolute_url(), fetch_redirect_response=False)
    assertContains(
        get(client, birgit, issued), "er udsendt. Genindlæs siden for at se, hvad der er sket."
    )


def test_each_download_is_on_record_and_the_makers_see_how_many(
    client, issued, mette, henrik, kirsten
):
    for person in (henrik, henrik, kirsten):
        get(client, person, issued, "report-download")

    assert [(d.by.name, d.form) for d in Download.objects.all()] == [
        ("Kirsten Bay", "pdf"), ("Henrik Vestergaard", "pdf"), ("Henrik Vestergaard", "pdf"),
    ]  # fmt: skip
    assertContains(get(client, mette, issued), "Hentet 3 gange af 2 personer.")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><b>fed</b>",
        "=1+1",
        "x" * 300,
        "😀 אבג \u202eomvendt",
        '<link rel=attachment href="file:///etc/passwd">',
    ],
)
def test_any_text_is_shown_as_text(client, plan, draft, mette, text):
    write_comment(plan, Q2, text=text, by=mette)

    page = get(client, mette, draft)

    assert "<script>alert" not in page.content.decode()
    assert documents.build(plan, NOTE, Q2, date(2013, 8, 31)).resume == text


def test_a_reader_hears_of_a_correction_when_it_is_issued(client, issued, mette, henrik):
    course.begin_correction(issued, by=mette, reason="Talt to gange.")

    assertNotContains(get(client, henrik, issued), "nyere udgave")


def test_another_note_issued_meanwhile_is_told_as_what_it_is(client, plan, ready, mette, birgit):
    """What this note is compared with is another now; nothing of its own has changed."""
    close_period(plan, Period.quarter(2013, 1), by=mette)
    first = ordering.order(plan, NOTE, Period.quarter(2013, 1), by=mette)
    course.hand_over(first, by=mette, shown=first.snapshot_hash, remark="Klar")
    page = get(client, birgit, ready)
    course.issue(first, by=birgit, shown=first.snapshot_hash)

    refused = post(client, birgit, ready, "report-issue", shown=shown(page))

    assertContains(refused, "Et andet notat er udsendt imens", status_code=409)


def test_a_return_made_anew_meanwhile_is_read_again_and_what_was_typed_stays(
    client, plan, mette, settings
):
    settings.DEMO_DATE = date(2014, 1, 20)
    goals = ordering.order(plan, ReportKind.GOAL_ATTAINMENT, Period.year(2013), by=mette)

    answer = post(
        client, mette, goals, "report-submit", shown="f" * 64, on="15.1.2014", receipt="LBF-7"
    )

    assert (answer.status_code, answer.context["shown"]) == (409, goals.snapshot_hash)
    assertContains(
        answer, "Grundlaget er dannet på ny, siden du åbnede siden. Læs det igen.", status_code=409
    )
    assert answer.context["panel"].forms["submit"]["receipt"].value() == "LBF-7"
    assert Report.objects.get().state == State.DRAFT


# What was asked and agreed, and the meeting it leads to


def test_a_point_leads_to_its_meeting_and_an_exception_to_an_agenda(client, plan, draft, mette):
    meeting = MeetingFactory(forum=SteeringFactory(plan=plan), on=date(2013, 8, 27))
    item = ItemFactory(
        meeting=meeting, kind="decision", title="Nyt lokale", proposal="At leje Ottilia 5."
    )

    page = get(client, mette, draft)

    assertContains(page, f'href="/planer/rum-for-liv/styring/moeder/{meeting.pk}/#p-{item.pk}"')
    assertContains(
        page,
        'href="/planer/rum-for-liv/styring/moeder/rejs/?kriterium=5.2.2-1&amp;periode=2013-K2"',
    )


def test_a_reader_has_no_such_doors(client, plan, draft, mette, birgit, henrik):
    meeting = MeetingFactory(forum=SteeringFactory(plan=plan), on=date(2013, 8, 27))
    ItemFactory(meeting=meeting, kind="decision", title="Nyt lokale", proposal="At leje Ottilia 5.")
    draft = ordering.order(plan, NOTE, Q2, by=mette)
    ready = course.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark="Klar")
    issued = course.issue(ready, by=birgit, shown=ready.snapshot_hash)

    page = get(client, henrik, issued)

    assertContains(page, "At leje Ottilia 5.")
    assertNotContains(page, "/styring/moeder/")
