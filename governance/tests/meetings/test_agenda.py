"""Agendas: standing points that come by themselves, points in order, bilag, and a call that
freezes and tells."""

from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import SuccessCriterion
from core import clock, outbox
from core.jobs import JobState
from core.models import Message
from core.periods import Period
from core.tests.pdf_checks import facts, faults, tagged
from governance.meetings.agenda import actions as agenda
from governance.meetings.agenda import offers
from governance.meetings.meetings import actions as meetings
from governance.meetings.papers import actions as sending
from governance.meetings.papers import document as papers
from governance.models import (
    Adjustment,
    AdjustmentState,
    AgendaItem,
    Attachment,
    Dispatch,
    ForumKind,
    ItemKind,
    MeetingPaper,
    MeetingState,
    PaperKind,
    Standing,
)
from governance.tests.factories_fora import (
    DOCX,
    PDF,
    ForumFactory,
    ItemFactory,
    MeetingFactory,
    SeatFactory,
    SteeringFactory,
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def meeting(plan):
    return MeetingFactory(forum=ForumFactory(plan=plan))


def url(name, meeting, *args):
    return reverse(name, args=[meeting.forum.plan.slug, meeting.pk, *args])


def page_of(client, meeting):
    return client.get(url("meeting", meeting)).context["page"]


def titles(meeting):
    return list(meeting.items.values_list("title", flat=True))


def call(meeting, by):
    shown = papers.build(meeting, PaperKind.AGENDA).token()
    return sending.call(meeting, shown=shown, by=by)


# Points


def test_the_standing_points_come_by_themselves_and_only_once(lead, meeting):
    first = lead.post(url("agenda-begin", meeting), follow=True)
    again = lead.post(url("agenda-begin", meeting), follow=True)

    assert titles(meeting) == ["Status for planen", "Budgetopfølgning", "Milepæle", "Justeringer"]
    assert {item.period for item in meeting.items.all()} == {Period.quarter(2013, 2)}
    assert "De faste punkter er sat på." in first.content.decode()
    assert "De faste punkter er på dagsordenen." in again.content.decode()


def test_a_forum_of_two_plans_has_each_of_them_on_its_agenda(plan, other_plan, mette):
    meeting = MeetingFactory(forum=SteeringFactory(plan=plan))
    meeting.forum.shared_with.add(other_plan)

    agenda.begin(meeting, by=mette)

    assert [(item.title, item.plan) for item in meeting.items.all()][:2] == [
        ("Status for planen", plan),
        ("Status for planen", other_plan),
    ]
    assert meeting.items.count() == 8


@pytest.mark.parametrize(
    ("kind", "asked", "proposal"),
    [
        (
            ForumKind.STEERING_GROUP,
            ItemKind.DECISION,
            "At styregruppen godkender justering 3, som derefter sendes til Landsbyggefonden.",
        ),
        (
            ForumKind.REFERENCE_GROUP,
            ItemKind.DISCUSSION,
            "At gruppen anbefaler justering 3 til styregruppen.",
        ),
    ],
)
def test_proposed_adjustments_are_decided_by_one_group_and_recommended_by_the_other(
    plan, mette, kind, asked, proposal
):
    target = plan.focus_areas.first().activities.first().criteria.first().targets.first()
    Adjustment.objects.create(
        plan=plan, number=3, title="Færre familier", subject="target", target=target, old={},
        new={}, old_text="100",
        new_text="80", reason="Lokalet er opsagt.", consequence="Et hold færre.",
        in_force_on=date(2014, 1, 1),
        state=AdjustmentState.PROPOSED,
    )  # fmt: skip
    meeting = MeetingFactory(forum=ForumFactory(plan=plan, kind=kind))

    agenda.begin(meeting, by=mette)

    item = meeting.items.get(standing=Standing.ADJUSTMENTS)
    assert (item.kind, item.proposal, item.consequence) == (asked, proposal, "3: Et hold færre.")
    assert item.presentation == "Justering 3: Færre familier. Før: 100. Nu: 80. Lokalet er opsagt."


POINT = {"kind": "information", "title": "Nyt fra kontoret"}


def test_a_point_goes_last_and_is_moved_up_and_down(lead, meeting):
    for title in ("Et", "To", "Tre"):
        lead.post(url("item-add", meeting), POINT | {"title": title})
    three = meeting.items.get(title="Tre")

    lead.post(url("item-move", meeting, three.pk, "op"))
    up = titles(meeting)
    lead.post(url("item-move", meeting, meeting.items.get(title="Et").pk, "op"))
    lead.post(url("item-move", meeting, meeting.items.get(title="Et").pk, "ned"))

    assert (up, titles(meeting)) == (["Et", "Tre", "To"], ["Tre", "Et", "To"])
    assert lead.post(url("item-move", meeting, three.pk, "sidelæns")).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Dette felt er påkrævet."),
        ("presentation", "æ" * 20_000, "Denne værdi må højst have 3000 tegn (den har 20000)."),
        (
            "minutes_set_aside",
            "et kvarter",
            "»et kvarter« er ikke et tal, vi kan læse. Skriv et helt tal, fx 14.",
        ),
        ("minutes_set_aside", "9999", "Så længe varer et møde ikke. Skriv højst 600 minutter."),
        (
            "presentation",
            "010190-1234",
            "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere.",
        ),
    ],
)
def test_what_a_point_cannot_be_is_said_at_its_field(lead, meeting, field, value, said):
    answer = lead.post(
        url("item-add", meeting), POINT | {"proposal": "Det her står endnu."} | {field: value}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [said]}
    assert "Det her står endnu." in answer.content.decode()


def test_a_decision_needs_a_proposal_and_its_consequence(lead, meeting):
    answer = lead.post(url("item-add", meeting), POINT | {"kind": "decision"})

    assert answer.context["form"].errors == {
        "proposal": [
            "Et punkt til beslutning skal have en indstilling: hvad skal gruppen sige ja til?"
        ],
        "consequence": ["Skriv, hvad beslutningen betyder, også hvis den ikke ændrer noget."],
    }


def test_a_point_is_raised_from_what_goes_not_as_planned(lead, plan, meeting):
    address = reverse("item-raise", args=[plan.slug]) + "?kriterium=5.1.1-1&periode=2013-K2"
    form = lead.get(address).context["form"]

    lead.post(address, POINT | {"meeting": meeting.pk, "title": form["title"].value()})

    item = AgendaItem.objects.get()
    assert (item.criterion.code, item.period.code, item.meeting) == ("5.1.1-1", "2013-K2", meeting)
    assert item.title == f"{item.criterion.name} går ikke som planlagt"
    [line] = page_of(lead, meeting).points
    assert line.point.about == f"5.1.1-1 {item.criterion.name}, 2. kvartal 2013"
    assert (
        line.about_url
        == reverse("activity", args=[plan.slug, "5.1.1"]) + "?periode=2013-K2#5.1.1-1"
    )


@pytest.mark.parametrize(
    "asked",
    [
        "?kriterium=findes-ikke",
        "?milepael=M99",
        "?periode=13",
        "?kriterium=5.1.1-1&periode=x",
        "?periode=2099-K1",
    ],
)
def test_what_is_not_the_plans_cannot_be_raised(lead, plan, meeting, asked):
    assert lead.get(reverse("item-raise", args=[plan.slug]) + asked).status_code == 404


def test_the_points_below_one_that_is_taken_off_get_the_number_that_is_printed(lead, meeting):
    first, *_ = [ItemFactory(meeting=meeting, title=f"Punkt {n}", position=n) for n in (1, 2, 3)]

    lead.post(url("item-remove", meeting, first.pk))

    assert list(meeting.items.values_list("position", "title")) == [(1, "Punkt 2"), (2, "Punkt 3")]
    printed = papers.build(meeting, PaperKind.AGENDA).points
    assert [(point.number, point.title) for point in printed] == [(1, "Punkt 2"), (2, "Punkt 3")]


def test_a_point_something_points_at_stays(lead, meeting, plan):
    item = ItemFactory(meeting=meeting)
    item.follow_ups.create(
        plan=plan, what="Find et lokale", function="Sekretariatslederen", due_on=date(2013, 10, 1)
    )

    answer = lead.post(url("item-remove", meeting, item.pk), follow=True)

    assert (
        "Punktet kan ikke slettes: en beslutning, en justering eller en opfølgning"
        in answer.content.decode()
    )
    assert titles(meeting) == [item.title]


# Bilag

LIE = (
    "Filen hedder »pdf«, men indholdet er et andet, eller filen er ødelagt. Gem den "
    "igen, og prøv så."
)


def attach(client, meeting, item, name="Budget 2014.pdf", content=PDF, **fields):
    file = {"file": SimpleUploadedFile(name, content)} if name else {}
    return client.post(url("attachment-add", meeting, item.pk), file | fields)


def test_a_bilag_is_kept_under_a_name_of_ours_and_fetched_under_a_danish_one(lead, meeting, media):
    item = ItemFactory(meeting=meeting)

    attach(lead, meeting, item, title="Budget/udkast")

    row = Attachment.objects.get()
    assert [path.name for path in Path(media, "bilag").iterdir()] == [Path(row.file.name).name]
    assert "Budget" not in row.file.name
    answer = lead.get(url("attachment", meeting, row.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert (
        unquote(answer["Content-Disposition"]) == 'attachment; filename="Bilag, Budget-udkast.pdf"'
    )
    assert (answer["Content-Type"], answer["Content-Security-Policy"]) == (
        "application/pdf",
        "sandbox",
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.pdf",
            DOCX,
            (
                "Filen hedder »pdf«, men indholdet er et andet, eller filen er ødelagt. "
                "Gem den igen, og prøv så."
            ),
        ),
        ("", b"", "Vælg en fil."),
    ],
)
def test_a_file_that_lies_is_refused_at_its_field(lead, meeting, media, name, content, said):
    answer = attach(
        lead, meeting, ItemFactory(meeting=meeting), name, content, title="Titlen står endnu"
    )

    assert (answer.status_code, answer.context["form"].errors["file"]) == (422, [said])
    assert "Titlen står endnu" in answer.content.decode()
    assert not Attachment.objects.exists() and not list(media.rglob("*.pdf"))


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        (
            "Klage fra Kirsten Bay.pdf",
            "",
            "Filens navn står på dagsordenen, og det kan det ikke: Teksten nævner",
        ),
        ("bilag.pdf", "Kirsten Bays klage", "Teksten nævner Kirsten Bay."),
        ("bilag.pdf", "010203-1234", "Teksten ligner et CPR-nummer."),
    ],
)
def test_a_bilag_is_not_called_after_a_person(lead, meeting, media, kirsten, name, title, said):
    item = ItemFactory(meeting=meeting)

    answer = lead.post(
        url("attachment-add", meeting, item.pk),
        {"file": SimpleUploadedFile(name, PDF), "title": title},
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors["title"][0].startswith(said)
    assert not Attachment.objects.exists() and list(media.rglob("*.pdf")) == []


def test_a_damaged_bilag_is_not_handed_out(lead, meeting, media):
    item = ItemFactory(meeting=meeting)
    attach(lead, meeting, item)
    row = Attachment.objects.get()
    Path(media, row.file.name).write_bytes(b"andet")

    answer = lead.get(url("attachment", meeting, row.pk))

    assert answer.status_code == 409
    assert "Filen er beskadiget" in answer.content.decode()


def test_only_the_plans_issued_reports_can_be_put_on(lead, meeting, plan):
    item = ItemFactory(meeting=meeting)
    stranger = "6f0b7a54-6a06-4a43-93d4-000000000001"

    answer = attach(lead, meeting, item, name="", report=stranger)

    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_a_report_is_put_on_by_its_id_and_fetched_at_its_own_address(
    lead, meeting, plan, mette, monkeypatch
):
    pk = "6f0b7a54-6a06-4a43-93d4-000000000001"
    monkeypatch.setattr(
        offers, "_finders", [lambda user, plan: [offers.Offer(offers.UUID(pk), "Statusnotat")]]
    )
    item = ItemFactory(meeting=meeting)

    attach(lead, meeting, item, name="", report=pk)

    row = Attachment.objects.get()
    assert (row.title, str(row.report), row.extension) == ("Statusnotat", pk, "")
    assert lead.get(url("attachment", meeting, row.pk)).url == reverse(
        "report-download", args=[plan.slug, pk]
    )


# Called


def test_readers_see_nothing_of_an_agenda_before_it_is_called(client, lead, meeting, kirsten):
    item = ItemFactory(meeting=meeting, title="Hemmeligt punkt")
    attach(lead, meeting, item)
    client.force_login(kirsten)

    text = client.get(url("meeting", meeting)).content.decode()

    assert (
        "Hemmeligt punkt" not in text
        and "Dagsordenen kan læses her, når mødet er indkaldt." in text
    )
    assert client.get(url("attachment", meeting, Attachment.objects.get().pk)).status_code == 404


def test_a_call_freezes_the_agenda_makes_it_and_tells_those_with_a_seat(
    lead, client, meeting, plan, kirsten, mette, media
):
    SeatFactory(forum=meeting.forum, user=kirsten, function="Afdelingsbestyrelsen, Akacieparken")
    SeatFactory(forum=meeting.forum, function="Lokalinspektør")
    item = ItemFactory(
        meeting=meeting,
        title="Sommerfest",
        kind="decision",
        proposal="At den holdes.",
        consequence="Ingen.",
    )
    attach(lead, meeting, item)
    shown = lead.get(url("meeting-call", meeting)).context["paper"].token()

    lead.post(url("meeting-call", meeting), {"shown": shown})
    paper = MeetingPaper.objects.get()
    before = (paper.job_state, Dispatch.objects.count(), Message.objects.count())
    sending.produce(paper.pk)
    sending.produce(paper.pk)

    paper.refresh_from_db()
    assert before == (JobState.QUEUED, 0, 0)
    assert (paper.job_state, paper.meeting.state) == (JobState.DONE, MeetingState.CALLED)
    dispatch = Dispatch.objects.get()
    told = {
        "user": kirsten.pk,
        "name": "Kirsten Bay",
        "function": "Afdelingsbestyrelsen, Akacieparken",
    }
    assert (dispatch.to, dispatch.by) == ([told], mette)
    outbox.deliver(Message.objects.get().pk)
    [sent] = mail.outbox
    assert sent.subject == "Rum for Liv: Følgegruppen 25. september: dagsorden"
    assert "1 punkt, heraf 1 til beslutning." in sent.body and url("meeting", meeting) in sent.body
    assert "Sommerfest" not in sent.body and len(sent.attachments) == 0

    client.force_login(kirsten)
    [line] = page_of(client, meeting).points
    assert (line.point.title, line.point.letter) == ("Sommerfest", "B")
    assert client.get(url("attachment", meeting, Attachment.objects.get().pk)).status_code == 200
    answer = client.get(url("paper", meeting, paper.pk))
    name = "Dagsorden, Følgegruppen 25.9.2013, udgave 1.pdf"
    assert unquote(answer["Content-Disposition"]) == f"attachment; filename*=utf-8''{name}"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_the_page_says_who_gets_no_mail_and_why(lead, meeting, kirsten, henrik, peter, carl, mette):
    henrik.is_active = False
    henrik.save()
    for position, (user, days) in enumerate(
        [
            (mette, {}),
            (kirsten, {"ends_on": date(2013, 9, 10)}),
            (peter, {"starts_on": meeting.on}),
            (henrik, {}),
            (carl, {}),
            (None, {}),
            (None, {"starts_on": date(2013, 9, 26)}),
        ]
    ):
        SeatFactory(forum=meeting.forum, user=user, function=f"Plads {position}", **days)
    ItemFactory(meeting=meeting)

    found = lead.get(url("meeting-call", meeting)).context["recipients"]
    sending.produce(call(meeting, mette).pk)

    assert [(one.function, one.why_not or one.remark) for one in found] == [
        ("Plads 0", ""),
        ("Plads 1", "pladsen slutter den 10.9.2013, før mødet"),
        ("Plads 2", "pladsen begynder først den 25.9.2013"),
        ("Plads 3", "brugeren er lukket"),
        ("Plads 4", "brugeren har ikke adgang til planen"),
        ("Plads 5", "ingen bruger"),
    ]
    assert [person["function"] for person in Dispatch.objects.get().to] == ["Plads 0", "Plads 1"]


def test_an_empty_agenda_is_not_called(lead, meeting):
    answer = lead.post(url("meeting-call", meeting), {"shown": "x"}, follow=True)

    assert "Dagsordenen er tom. Sæt mindst ét punkt på, før I indkalder." in answer.content.decode()
    assert not MeetingPaper.objects.exists()


def test_what_is_called_is_what_was_shown(lead, meeting):
    item = ItemFactory(meeting=meeting)
    shown = lead.get(url("meeting-call", meeting)).context["paper"].token()
    AgendaItem.objects.filter(pk=item.pk).update(title="Noget andet")

    answer = lead.post(url("meeting-call", meeting), {"shown": shown})

    found = [(line.label, line.shown, line.now) for line in answer.context["lines"] if line.differs]
    assert (answer.status_code, found) == (
        409, [("Punkt 1", f"{item.title} (O)", "Noget andet (O)")],
    )  # fmt: skip
    assert not MeetingPaper.objects.exists()
    lead.post(url("meeting-call", meeting), {"shown": answer.context["form"]["shown"].value()})
    assert MeetingPaper.objects.get().snapshot["points"][0]["title"] == "Noget andet"


def test_a_file_in_anothers_place_is_another_agenda(lead, meeting, media):
    item = ItemFactory(meeting=meeting)
    attach(lead, meeting, item)
    shown = lead.get(url("meeting-call", meeting)).context["paper"].token()
    Attachment.objects.all().delete()
    attach(lead, meeting, item)

    assert lead.post(url("meeting-call", meeting), {"shown": shown}).status_code == 409


def test_readers_read_what_was_sent_until_a_new_edition_is(client, lead, meeting, kirsten, mette):
    item = ItemFactory(meeting=meeting, title="Først")
    call(meeting, mette)
    lead.post(url("item-edit", meeting, item.pk), POINT | {"title": "Siden", "lock_version": "1"})

    changed = page_of(lead, meeting).is_changed
    client.force_login(kirsten)
    old = page_of(client, meeting)
    call(meeting, mette)
    new = page_of(client, meeting)

    assert changed
    assert [(p.points[0].point.title, p.edition) for p in (old, new)] == [
        ("Først", "1. udgave"),
        ("Siden", "2. udgave"),
    ]


def test_an_agenda_that_says_the_same_is_not_sent_twice(lead, meeting, mette):
    ItemFactory(meeting=meeting)
    call(meeting, mette)
    shown = papers.build(meeting, PaperKind.AGENDA).token()

    answer = lead.post(url("meeting-call", meeting), {"shown": shown}, follow=True)

    assert "Dagsordenen er allerede sendt, som den står." in answer.content.decode()
    assert MeetingPaper.objects.count() == 1


def test_who_gets_a_seat_later_is_sent_the_agenda_as_it_stands_and_nobody_twice(
    lead, meeting, mette, kirsten, peter
):
    SeatFactory(forum=meeting.forum, user=kirsten, function="Akacieparken")
    ItemFactory(meeting=meeting)
    sending.produce(call(meeting, mette).pk)
    before = page_of(lead, meeting).has_untold
    SeatFactory(forum=meeting.forum, user=peter, function="Medarbejder")
    page = lead.get(url("meeting-call", meeting))
    shown = {"shown": page.context["paper"].token()}
    answers = [lead.post(url("meeting-call", meeting), shown, follow=True) for _ in range(2)]

    assert (before, [one.function for one in page.context["recipients"]]) == (
        False,
        ["Medarbejder"],
    )
    assert "Dagsordenen er sendt til dem, der er kommet til." in answers[0].content.decode()
    assert "Dagsordenen er allerede sendt, som den står." in answers[1].content.decode()
    assert [[one["function"] for one in row.to] for row in Dispatch.objects.all()] == [
        ["Medarbejder"],
        ["Akacieparken"],
    ]
    assert sorted(Message.objects.values_list("to__email", flat=True)) == sorted(
        [kirsten.email, peter.email]
    )
    [line] = page_of(lead, meeting).papers
    assert [sending.to for sending in line.sendings] == [("Medarbejder",), ("Akacieparken",)]
    assert not page_of(lead, meeting).has_untold


def test_a_new_edition_says_where_the_meeting_was_moved_from_and_to_newcomers_nothing(
    lead, meeting, plan, mette, kirsten, peter
):
    SeatFactory(forum=meeting.forum, user=kirsten)
    ItemFactory(meeting=meeting)
    sending.produce(call(meeting, mette).pk)
    moved = {"on": "2013-10-02", "starts_at": "16.00", "place": "Kontoret", "lock_version": "2"}
    answer = lead.post(url("meeting-edit", meeting), moved, follow=True)
    SeatFactory(forum=meeting.forum, user=peter)
    meeting.refresh_from_db()
    sending.produce(call(meeting, mette).pk)
    for message in Message.objects.filter(data__paper=str(MeetingPaper.objects.get(revision=2).pk)):
        outbox.deliver(message.pk)

    assert (
        "De indkaldte får det at vide, når du sender dagsordenen igen." in answer.content.decode()
    )
    sent = {one.to[0]: one for one in mail.outbox}
    told = "Det er ændret, siden du blev indkaldt: da var det onsdag den 25. september 2013."
    assert sent[kirsten.email].subject == "Rum for Liv: Følgegruppen 2. oktober: flyttet"
    assert told in " ".join(sent[kirsten.email].body.split())
    assert sent[peter.email].subject == "Rum for Liv: Følgegruppen 2. oktober: dagsorden"
    assert "ændret" not in sent[peter.email].body


def test_nobody_is_told_of_a_meeting_that_was_cancelled_while_its_paper_was_made(
    meeting, mette, kirsten
):
    SeatFactory(forum=meeting.forum, user=kirsten)
    ItemFactory(meeting=meeting)
    paper = call(meeting, mette)
    meeting.refresh_from_db()
    meetings.cancel(meeting, by=mette, why="", expected_version=meeting.lock_version)

    sending.produce(paper.pk)

    assert not Dispatch.objects.exists() and not Message.objects.exists()


def test_who_lost_the_right_before_the_mail_went_gets_none(meeting, mette, kirsten):
    seat = SeatFactory(forum=meeting.forum, user=kirsten)
    ItemFactory(meeting=meeting)
    sending.produce(call(meeting, mette).pk)
    kirsten.memberships.update(ends_on=date(2013, 8, 30))
    type(seat).objects.filter(pk=seat.pk).update(ends_on=date(2013, 8, 30))

    outbox.deliver(Message.objects.get().pk)

    assert mail.outbox == []


def test_a_file_that_could_not_be_made_is_made_again(lead, meeting, mette):
    ItemFactory(meeting=meeting)
    paper = call(meeting, mette)
    MeetingPaper.objects.update(job_state=JobState.FAILED, error="Der var ikke plads.")
    assert "Der var ikke plads." in lead.get(url("meeting", meeting)).content.decode()

    lead.post(url("paper-retry", meeting, paper.pk))
    sending.produce(paper.pk)

    assert lead.get(url("paper", meeting, paper.pk)).status_code == 200


def test_the_agenda_is_a_whole_and_tagged_document(meeting, plan, mette):
    agenda.begin(meeting, by=mette)
    ItemFactory(
        meeting=meeting, position=9, kind="decision", title="Æøå <b>fed</b> & co",
        presentation="Linje\n" * 200,
        proposal="At …", consequence="–", minutes_set_aside=20,
        criterion=plan.focus_areas.first().activities.first()
        .criteria.first(), period=Period.quarter(2013, 2),
    )  # fmt: skip
    pdf = papers.render(call(meeting, mette).snapshot)

    assert faults(pdf) == []
    said = facts(pdf)
    assert (said["lang"], said["title"]) == (
        "da",
        "Dagsorden: Følgegruppen, 25.\u00a0september 2013",
    )
    assert sum(tag == "/H3" for tag, *_ in tagged(pdf)) == 5
    assert pdf == papers.render(MeetingPaper.objects.get().snapshot)


def test_the_page_costs_the_same_for_one_and_many_points(
    lead, meeting, mette, django_assert_max_num_queries
):
    for item in ItemFactory.create_batch(20, meeting=meeting):
        Attachment.objects.create(
            item=item, title="Bilag", extension="pdf", by=mette, at=clock.now()
        )

    with django_assert_max_num_queries(20):
        lead.get(url("meeting", meeting))


def test_a_point_about_one_plan_is_not_given_to_another(plan, other_plan, birgit):
    forum = SteeringFactory(plan=plan)
    forum.shared_with.add(other_plan)
    criterion = SuccessCriterion.objects.get(activity__focus_area__plan=plan, code="5.1.1-1")
    item = ItemFactory(meeting=MeetingFactory(forum=forum), plan=plan, criterion=criterion)

    item.plan = other_plan
    with pytest.raises(ValidationError, match="handler om noget i Rum for Liv"):
        agenda.write(item, by=birgit, reason="Rettet", expected_version=1)
