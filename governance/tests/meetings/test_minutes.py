"""Minutes: what was decided, written by function, sent as they stood, corrected in a new
edition."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from core import outbox
from core.models import Message
from core.tests.pdf_checks import facts, faults, tagged
from governance.meetings.minutes import actions
from governance.meetings.minutes.actions import Record
from governance.meetings.papers import actions as sending
from governance.meetings.papers import document as papers
from governance.models import Dispatch, MeetingPaper, MeetingState, PaperKind
from governance.tests.factories_fora import (
    FollowUpFactory,
    ForumFactory,
    ItemFactory,
    MeetingFactory,
    SeatFactory,
    SteeringFactory,
)

HELD = date(2013, 8, 28)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def meeting(plan):
    """A meeting of the følgegruppe three days ago, with something to decide and something to
    hear."""
    meeting = MeetingFactory(forum=ForumFactory(plan=plan), on=HELD, state=MeetingState.CALLED)
    ItemFactory(
        meeting=meeting,
        title="Sommerfest",
        kind="decision",
        proposal="Ja.",
        consequence="Ingen.",
        position=1,
    )
    ItemFactory(meeting=meeting, title="Nyt", position=2)
    return meeting


def url(name, meeting, *args):
    return reverse(name, args=[meeting.forum.plan.slug, meeting.pk, *args])


def body(meeting, **fields):
    meeting.refresh_from_db()
    party, news = meeting.items.all()
    return {
        "others": "Formanden\nSekretariatslederen",
        f"outcome-{party.pk}": "approved",
        f"conclusion-{party.pk}": "Den holdes i juni.",
        f"outcome-{news.pk}": "noted",
        "lock_version": meeting.lock_version,
        **fields,
    }


def written(meeting, by):
    party, news = meeting.items.all()
    records = {party.pk: Record("approved", "Den holdes i juni."), news.pk: Record("noted", "")}
    actions.write(
        meeting, present="Formanden", records=records, by=by, expected_version=meeting.lock_version
    )


def send(meeting, by, correction=""):
    meeting.refresh_from_db()
    shown = papers.build(meeting, PaperKind.MINUTES).token()
    return actions.send(meeting, shown=shown, correction=correction, by=by)


def test_what_was_decided_is_written_point_by_point(lead, meeting):
    SeatFactory(forum=meeting.forum, function="Afdelingsbestyrelsen, Akacieparken")

    answer = lead.post(
        url("minutes", meeting), body(meeting, seats=["Afdelingsbestyrelsen, Akacieparken"])
    )

    meeting.refresh_from_db()
    assert answer.status_code == 302
    assert meeting.state == MeetingState.HELD
    assert meeting.present == "Afdelingsbestyrelsen, Akacieparken\nFormanden\nSekretariatslederen"
    assert list(meeting.items.values_list("title", "outcome", "conclusion")) == [
        ("Sommerfest", "approved", "Den holdes i juni."),
        ("Nyt", "noted", ""),
    ]
    form = lead.get(url("minutes", meeting)).context["form"]
    assert form["seats"].value() == ["Afdelingsbestyrelsen, Akacieparken"]
    assert form["others"].value() == "Formanden\nSekretariatslederen"


def test_minutes_hold_no_names(lead, meeting, kirsten):
    party = meeting.items.first()
    said = f"Kirsten  BAY{chr(10)}finder en vært."

    answer = lead.post(url("minutes", meeting), body(meeting, **{f"conclusion-{party.pk}": said}))

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        f"conclusion-{party.pk}": [
            (
                "Teksten nævner Kirsten Bay. Skriv funktionen i stedet: papirer og "
                "lister er uden navne."
            )
        ]
    }
    assert said in answer.content.decode() and answer.content.decode().count("data-errsum") == 1
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CALLED


def test_too_long_a_text_is_said_at_its_point(lead, meeting):
    party = meeting.items.first()

    answer = lead.post(
        url("minutes", meeting), body(meeting, **{f"conclusion-{party.pk}": "x" * 20_000})
    )

    said = "Denne værdi må højst have 3000 tegn (den har 20000)."
    assert answer.context["form"].errors == {f"conclusion-{party.pk}": [said]}
    assert "x" * 20_000 in answer.content.decode()


def test_a_point_is_not_approved_where_nobody_was_asked(lead, meeting):
    news = meeting.items.last()

    answer = lead.post(url("minutes", meeting), body(meeting, **{f"outcome-{news.pk}": "approved"}))

    assert list(answer.context["form"].errors) == [f"outcome-{news.pk}"]


def test_who_writes_against_old_minutes_sees_both(lead, meeting, mette):
    old = body(meeting)
    written(meeting, mette)
    party = meeting.items.first()

    answer = lead.post(url("minutes", meeting), old | {f"conclusion-{party.pk}": "Den aflyses."})

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Den holdes i juni." in text and "Den aflyses." in text
    party.refresh_from_db()
    assert party.conclusion == "Den holdes i juni."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"on": date(2013, 9, 1)},
            "Mødet er ikke holdt endnu. Referatet kan skrives fra den 1.9.2013.",
        ),
        ({"state": MeetingState.CANCELLED}, "Mødet er aflyst, så der er intet referat."),
    ],
)
def test_minutes_wait_for_the_meeting(lead, meeting, change, said):
    type(meeting).objects.update(**change)

    assert said in lead.get(url("minutes", meeting), follow=True).content.decode()
    assert said in lead.post(url("minutes", meeting), body(meeting), follow=True).content.decode()


def test_what_the_styregruppe_decides_is_not_written_by_who_proposes(client, plan, mette, birgit):
    meeting = MeetingFactory(forum=SteeringFactory(plan=plan), on=HELD)
    statuses = []
    for person in (mette, birgit):
        client.force_login(person)
        statuses.append(client.get(url("minutes", meeting)).status_code)

    assert statuses == [403, 200]


def test_the_agenda_is_opened_again_until_the_minutes_are_sent(lead, meeting, mette):
    written(meeting, mette)
    lead.post(url("meeting-reopen", meeting))
    meeting.refresh_from_db()
    opened = (meeting.state, meeting.items.first().conclusion)
    lead.post(url("item-add", meeting), {"kind": "information", "title": "Eventuelt"})
    records = {item.pk: Record("noted", "") for item in meeting.items.all() if not item.outcome}
    actions.write(
        meeting,
        present="Formanden",
        records=records,
        by=mette,
        expected_version=meeting.lock_version,
    )
    send(meeting, mette)
    answer = lead.post(url("meeting-reopen", meeting), follow=True)

    assert opened == (MeetingState.PLANNED, "Den holdes i juni.")
    assert [item.title for item in meeting.items.all()] == ["Sommerfest", "Nyt", "Eventuelt"]
    assert "Referatet er sendt. Dagsordenen kan ikke åbnes igen." in answer.content.decode()


def test_unfinished_minutes_are_not_sent(lead, meeting, mette):
    actions.write(meeting, present="", records={}, by=mette, expected_version=1)

    page = lead.get(url("minutes-send", meeting))
    answer = lead.post(
        url("minutes-send", meeting), {"shown": page.context["paper"].token()}, follow=True
    )

    assert page.context["missing"] == [
        "Skriv, hvem der var til stede.",
        "Skriv, hvad der blev besluttet om »Sommerfest«.",
        "Skriv, hvad der kom ud af »Nyt«.",
    ]
    assert "Skriv, hvem der var til stede." in answer.content.decode()
    assert not MeetingPaper.objects.exists()


def test_minutes_are_sent_and_read_by_the_group_only_then(client, lead, meeting, mette, kirsten):
    SeatFactory(forum=meeting.forum, user=kirsten, function="Afdelingsbestyrelsen, Akacieparken")
    written(meeting, mette)
    FollowUpFactory(
        plan=meeting.forum.plan, item=meeting.items.first(), what="Find en vært", responsible=mette
    )
    client.force_login(kirsten)
    before = client.get(url("meeting", meeting)).content.decode()
    client.force_login(mette)
    shown = client.get(url("minutes-send", meeting)).context["paper"].token()

    client.post(url("minutes-send", meeting), {"shown": shown})
    sending.produce(MeetingPaper.objects.get().pk)
    outbox.deliver(Message.objects.get().pk)
    client.force_login(kirsten)
    page = client.get(url("meeting", meeting)).context["page"]

    assert "Den holdes i juni." not in before
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.MINUTED
    assert [(line.point.outcome_text, line.point.conclusion) for line in page.points] == [
        ("Godkendt", "Den holdes i juni."),
        ("Taget til efterretning", ""),
    ]
    assert [task.function for line in page.points for task in line.point.tasks] == [
        "Sekretariatslederen"
    ]
    assert [told["function"] for told in Dispatch.objects.get().to] == [
        "Afdelingsbestyrelsen, Akacieparken"
    ]
    [sent] = mail.outbox
    assert sent.subject == "Rum for Liv: Følgegruppen 28. august: referat"
    assert "juni" not in sent.body and sent.attachments == []


def test_corrected_minutes_are_a_new_edition_that_says_what_is_different(
    client, lead, meeting, mette, kirsten
):
    written(meeting, mette)
    send(meeting, mette)
    party = meeting.items.first()
    lead.post(
        url("minutes", meeting), body(meeting, **{f"conclusion-{party.pk}": "Den holdes i august."})
    )
    page = lead.get(url("minutes-send", meeting))
    shown = page.context["paper"].token()

    refused = lead.post(url("minutes-send", meeting), {"shown": shown, "correction": " "})
    client.force_login(kirsten)
    still = client.get(url("meeting", meeting)).context["page"].points[0].point.conclusion
    client.force_login(mette)
    lead.post(url("minutes-send", meeting), {"shown": shown, "correction": "Måneden var forkert."})

    assert (refused.status_code, refused.content.decode().count("data-errsum")) == (422, 1)
    assert refused.context["form"].errors["correction"] == [
        "Skriv, hvad der er rettet, så læserne kan se det."
    ]
    assert still == "Den holdes i juni."
    new = MeetingPaper.objects.order_by("-revision").first()
    assert (new.revision, new.snapshot["correction"]) == (2, "Måneden var forkert.")
    assert (
        MeetingPaper.objects.get(revision=1).snapshot["points"][0]["conclusion"]
        == "Den holdes i juni."
    )


def test_readers_have_the_newest_edition_alone_so_that_what_was_taken_out_is_out(
    client, lead, meeting, mette, kirsten
):
    written(meeting, mette)
    send(meeting, mette)
    party = meeting.items.first()
    lead.post(
        url("minutes", meeting), body(meeting, **{f"conclusion-{party.pk}": "Den holdes i august."})
    )
    send(meeting, mette, correction="Et navn er taget ud.")
    old, new = MeetingPaper.objects.order_by("revision")
    for row in (old, new):
        sending.produce(row.pk)
    where = [url("paper", meeting, row.pk) for row in (old, new)]

    by_lead = [lead.get(address).status_code for address in where]
    client.force_login(kirsten)
    replaced, fresh = client.get(where[0], follow=True), client.get(where[1])

    assert by_lead == [200, 200]
    assert fresh.status_code == 200
    assert replaced.redirect_chain == [(url("meeting", meeting), 302)]
    assert "Den udgave er erstattet af en nyere." in replaced.content.decode()
    assert [
        line.row.revision for line in replaced.context["page"].papers if line.row.kind == "minutes"
    ] == [2]


def test_what_is_corrected_is_not_lost_where_the_minutes_changed_meanwhile(lead, meeting, mette):
    written(meeting, mette)
    send(meeting, mette)
    lead.post(url("minutes", meeting), body(meeting))

    shown = lead.get(url("minutes-send", meeting)).context["paper"].token()
    party = meeting.items.first()
    lead.post(
        url("minutes", meeting), body(meeting, **{f"conclusion-{party.pk}": "Den holdes i august."})
    )

    answer = lead.post(
        url("minutes-send", meeting), {"shown": shown, "correction": "Måneden var forkert."}
    )

    assert (
        answer.status_code,
        [line.label for line in answer.context["lines"] if line.differs],
    ) == (409, ["Punkt 1"])
    form = answer.context["form"]
    assert form["correction"].value() == "Måneden var forkert."
    lead.post(
        url("minutes-send", meeting), {name: form[name].value() for name in ("shown", "correction")}
    )
    assert (
        MeetingPaper.objects.order_by("-revision").first().snapshot["correction"]
        == "Måneden var forkert."
    )


def test_minutes_that_say_the_same_are_not_sent_twice(lead, meeting, mette):
    written(meeting, mette)
    send(meeting, mette)
    shown = papers.build(meeting, PaperKind.MINUTES).token()

    answer = lead.post(
        url("minutes-send", meeting), {"shown": shown, "correction": "x"}, follow=True
    )

    assert "Referatet er allerede sendt, som det står." in answer.content.decode()


def test_the_minutes_are_a_whole_and_tagged_document_without_names(meeting, mette, kirsten):
    SeatFactory(forum=meeting.forum, user=kirsten, function="Afdelingsbestyrelsen, Akacieparken")
    written(meeting, mette)
    FollowUpFactory(plan=meeting.forum.plan, item=meeting.items.first(), responsible=kirsten)
    pdf = papers.render(send(meeting, mette).snapshot)
    html = papers.html(MeetingPaper.objects.get().snapshot)

    assert faults(pdf) == []
    assert facts(pdf)["title"] == "Referat: Følgegruppen, 28.\u00a0august 2013"
    assert {scope for tag, _, scope in tagged(pdf) if tag == "/TH"} == {"/Column", "/Row"}
    assert [name for name in ("Mette", "Kirsten") if name in html] == []
