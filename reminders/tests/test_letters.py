"""The page of mails and reminders: what will be sent, in which words, and what was."""

import re
from datetime import date, datetime
from html import unescape
from uuid import uuid4

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role
from accounts.tests.factories import MembershipFactory
from core import outbox
from core.jobs import JobState
from core.models import Heartbeat, Message
from core.periods import Period
from core.versioned import StaleObject
from governance.models import Forum, ForumKind, Meeting
from reminders import opening, tasks
from reminders.coming import coming
from reminders.example import example
from reminders.standing import standings
from reporting.emails.kinds import KINDS
from reporting.emails.letters import letter as letter_of
from reporting.kinds.base import KINDS as REPORT_KINDS
from reporting.models import LetterText, ReportKind
from reporting.tests.factories import ReportFactory

Q2, Q3 = Period.quarter(2013, 2), Period.quarter(2013, 3)
OWN = "Husk notatet.\nVi ses på mødet."
TODAY = date(2013, 8, 31)


@pytest.fixture
def steering(plan):
    forum = Forum.objects.create(
        plan=plan, code="STG", name="Styregruppen", kind=ForumKind.STEERING_GROUP
    )
    return Meeting.objects.create(forum=forum, on=date(2013, 9, 25))


@pytest.fixture
def reference(plan):
    forum = Forum.objects.create(
        plan=plan, code="FLG", name="Følgegruppen", kind=ForumKind.REFERENCE_GROUP
    )
    return Meeting.objects.create(forum=forum, on=date(2013, 9, 10))


def page(client, user, plan):
    client.force_login(user)
    return client.get(reverse("letters", args=[plan.slug]))


def edit(client, user, plan, kind="missing", **posted):
    """The page of a kind's words; with words it is posted."""
    client.force_login(user)
    address = reverse("letter-edit", args=[plan.slug, kind])
    return client.post(address, posted) if posted else client.get(address)


def read(response):
    """The page as it is read: no tags, single plain spaces."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(text).replace("\u00a0", " "))


def post(plan, to, kind="issued", **fields):
    """A mail of the log."""
    now = timezone.now()
    fields = {"posted_at": now, "key": str(uuid4()), "about": f"plan:{plan.pk}", **fields}
    return Message.objects.create(kind=kind, to=to, **fields)


# Who may


ROLES = ("mette", "birgit", "henrik", "kirsten", "peter", "ole", "carl")
PAGES = [
    ("letters", "get", (200, 200, 403, 403, 403, 403, 404)),
    ("letter-edit", "get", (200, 200, 403, 403, 403, 403, 404)),
    ("letter-edit", "post", (302, 302, 403, 403, 403, 403, 404)),
    ("letter-retry", "post", (302, 302, 403, 403, 403, 403, 404)),
]


@pytest.mark.parametrize(
    ("name", "method", "who", "status"),
    [
        (name, method, who, status)
        for name, method, found in PAGES
        for who, status in zip(ROLES, found, strict=True)
    ],
)
def test_each_address_answers_each_role(client, plan, mette, name, method, who, status, request):
    client.force_login(request.getfixturevalue(who))
    args = {"letters": [], "letter-edit": ["missing"], "letter-retry": [post(plan, mette).pk]}[name]

    response = getattr(client, method)(
        reverse(name, args=[plan.slug, *args]), {"text": OWN, "lock_version": 0}
    )

    assert response.status_code == status


@pytest.mark.parametrize("name", ["letters", "letter-edit", "letter-retry"])
def test_another_plans_mails_are_not_known(client, other_plan, mette, name):
    client.force_login(mette)
    args = {
        "letters": [],
        "letter-edit": ["missing"],
        "letter-retry": [post(other_plan, mette).pk],
    }[name]

    response = getattr(client, "post" if name == "letter-retry" else "get")(
        reverse(name, args=[other_plan.slug, *args])
    )

    assert response.status_code == 404


def test_a_kind_there_is_not_is_not_found(client, plan, mette):
    assert edit(client, mette, plan, "rykker").status_code == 404


def test_the_reports_page_leads_here(client, plan, mette, henrik):
    address = reverse("letters", args=[plan.slug])
    for user, is_there in ((mette, True), (henrik, False)):
        client.force_login(user)
        html = client.get(reverse("report-list", args=[plan.slug])).content.decode()
        assert (f'href="{address}"' in html) == is_there


# What will be sent


def test_the_page_says_what_is_sent_next_to_whom(client, plan, mette, birgit, steering, reference):
    response = page(client, mette, plan)

    text = read(response)
    assert "Næste påmindelse sendes i dag »Materiale til følgegruppen« går til Mette Holm." in text
    assert [
        (group.title, [(line.when, line.name, line.to) for line in group.lines])
        for group in response.context["coming"]
    ] == [
        (
            "Følgegruppens møde tirsdag den 10.\u00a0september",
            [("I dag", "Materiale til følgegruppen", "Mette Holm")],
        ),
        (
            "Styregruppens møde onsdag den 25.\u00a0september",
            [
                ("Onsdag den 11.\u00a0september", "Det mangler til notatet", "Mette Holm"),
                ("Onsdag den 18.\u00a0september", "Notatet skal afleveres", "Mette Holm"),
                ("Torsdag den 19.\u00a0september", "Notatet er ikke udsendt", "Birgit Damgaard"),
                ("Mandag den 23.\u00a0september", "Notatet er ikke udsendt", "Birgit Damgaard"),
            ],
        ),
        (
            "3. kvartal slutter mandag den 30.\u00a0september",
            [("Tirsdag den 1.\u00a0oktober", "Kladden er lavet", "Mette Holm")],
        ),
    ]


DAYS = [date(2013, 9, day) for day in (10, 11, 17, 18, 19, 22, 23, 24, 25)] + [
    date(2013, 10, 1),
    date(2013, 10, 15),
]


@pytest.mark.parametrize("today", DAYS)
def test_the_page_and_the_calendar_agree(
    plan, mette, birgit, steering, reference, settings, tmp_path, today
):
    """What the page says is sent today is what a tick sends."""
    settings.DEMO_DATE, settings.MEDIA_ROOT = today, tmp_path
    (standing,) = standings([plan], today)
    said = {
        (line.kind, name)
        for group in coming(standing, today)
        for line in group.lines
        for name in line.to.split(" og ")
        if line.on == today
    }

    tasks.keep_calendar()

    assert said == set(Message.objects.values_list("kind", "to__name"))


def test_what_was_sent_is_no_longer_to_come(client, plan, mette, birgit, steering, reference):
    tasks.keep_calendar()

    response = page(client, mette, plan)

    assert "Påmindelsen er sendt." in read(response)
    assert "Næste påmindelse sendes onsdag den 11. september" in read(response)


def test_an_issued_note_leaves_nothing_to_remind_of(client, plan, mette, steering):
    ReportFactory(plan=plan, period=Q2, is_issued=True)

    assert "Statusnotatet er udsendt, så der er ikke mere at minde om." in read(
        page(client, mette, plan)
    )


def test_a_meeting_before_any_note_says_so(client, plan, mette, steering, settings):
    settings.DEMO_DATE = date(2013, 2, 1)
    Meeting.objects.update(on=date(2013, 2, 26))

    assert "Ingen af planens perioder slutter før mødet" in read(page(client, mette, plan))


def test_the_missing_points_of_now_are_counted(client, plan, mette, steering, settings):
    settings.DEMO_DATE = date(2013, 9, 12)
    points = (
        REPORT_KINDS[ReportKind.STATUS_NOTE]
        .readiness(plan, Q2, date(2013, 9, 12), lambda permission: False)
        .missing
    )

    assert f"Hvis noget mangler. Nu mangler {len(points)} punkter." in read(
        page(client, mette, plan)
    )


def test_nothing_missing_now_is_said_too(client, plan, mette, steering, settings, monkeypatch):
    settings.DEMO_DATE = date(2013, 9, 12)
    monkeypatch.setattr("reminders.kinds.missing.missing_points", lambda *args: ())

    text = read(page(client, mette, plan))

    assert "Når noget mangler Det mangler til notatet Hvis noget mangler. Nu mangler intet." in text


def test_a_role_nobody_has_is_said(client, plan, mette, steering):
    text = read(page(client, mette, plan))

    assert "Ingen boligsocial koordinator Ingen får mailen" in text


@pytest.mark.parametrize("who", ["mette", "birgit"])
def test_without_meetings_the_page_leads_to_where_they_are_entered(
    client, plan, request, who, steering
):
    Meeting.objects.all().delete()
    address = f"{reverse('meeting-add', args=[plan.slug])}?forum={steering.forum.code}"

    response = page(client, request.getfixturevalue(who), plan)

    assert "Der er ingen kommende møder i kalenderen" in read(response)
    assert f'href="{address}"' in response.content.decode()
    assert client.get(address).context["form"]["forum"].value() == steering.forum.pk


def test_without_a_forum_the_page_leads_to_making_one(client, plan, mette):
    assert reverse("admin:governance_forum_add") in page(client, mette, plan).content.decode()


def test_a_group_without_meetings_is_named(client, plan, mette, steering, reference):
    reference.delete()

    text = read(page(client, mette, plan))

    assert "Følgegruppen har ingen kommende møder" in text
    assert "Skriv mødedatoer for Følgegruppen" in text


@pytest.mark.parametrize("today", [date(2012, 12, 1), date(2018, 1, 15)])
def test_a_plan_that_does_not_run_has_nothing_to_come(client, plan, mette, settings, today):
    """But till then the returns of its last year, which are asked for after it."""
    Membership.objects.update(starts_on=date(2012, 1, 1))
    settings.DEMO_DATE = today

    assert "Ingen påmindelser er på vej" in read(page(client, mette, plan))


def test_the_page_takes_the_same_queries_for_many_mails_and_meetings(
    client, plan, mette, birgit, steering, reference
):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert page(client, mette, plan).status_code == 200
        return len(found)

    post(plan, mette)
    queries()
    few = queries()
    for _ in range(60):
        post(plan, birgit)
    for month in range(10, 13):
        Meeting.objects.create(forum=steering.forum, on=date(2013, month, 20))

    assert queries() == few


# The words


def test_every_kind_stands_with_its_words_and_the_whole_mail(client, plan, mette):
    text = read(page(client, mette, plan))

    for kind in KINDS.values():
        assert kind.name in text
        assert text.count(kind.opening) >= 2  # once by itself, once in the mail


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_a_whole_mail(plan, mette, birgit, kind):
    (standing,) = standings([plan], TODAY)

    to, words = example(standing, kind, TODAY)
    letter = letter_of(to, plan, kind, words)

    assert letter.text.startswith(f"Hej {to.get_short_name()}\n\n{KINDS[kind].opening}\n")
    assert letter.text.count("http") == letter.html.count("href=") == 1
    assert len(letter.subject) <= 80
    assert "\u00a0" not in letter.subject


@pytest.mark.parametrize("today", [date(2012, 6, 1), date(2017, 3, 31), date(2018, 12, 31)])
def test_an_example_is_about_one_of_the_plans_periods(plan, today):
    (standing,) = standings([plan], today)

    said = " ".join(example(standing, kind, today)[1].subject for kind in KINDS)

    assert not re.search("kvartal (2012|2017|2018)", said)


def test_an_example_needs_nobody_in_the_plan(other_plan):
    (standing,) = standings([other_plan], TODAY)

    assert {example(standing, kind, TODAY)[0].name for kind in KINDS} == {
        "Sekretariatslederen",
        "Koordinatoren",
    }


def test_own_words_are_saved_and_open_the_mail(client, plan, mette, birgit, reference):
    response = edit(
        client, mette, plan, "group_material", text=OWN.replace("\n", "\r\n"), lock_version=0
    )

    assert response.url == f"{reverse('letters', args=[plan.slug])}#mail-group_material"
    row = LetterText.objects.get()
    assert (row.plan, row.kind, row.text, row.lock_version) == (plan, "group_material", OWN, 1)
    assert "jeres egne ord" in read(page(client, birgit, plan))
    tasks.keep_calendar()
    outbox.deliver(Message.objects.get().pk)
    (mail,) = django_mail.outbox
    assert mail.body.startswith(f"Hej Mette\n\n{OWN}\n")


def test_no_html_comes_alive_in_the_mail_or_on_the_page(client, plan, mette, reference):
    wicked = (
        '<img src=x onerror=alert(1)> & <a href="https://ond.example">klik</a> {{ '
        'plan.name }} {% now "Y" %}'
    )
    edit(client, mette, plan, "group_material", text=wicked, lock_version=0)
    tasks.keep_calendar()
    outbox.deliver(Message.objects.get().pk)

    (mail,) = django_mail.outbox
    html = mail.alternatives[0].content
    assert wicked in mail.body
    assert "<img" not in html
    assert html.count("<a ") == 1
    shown = page(client, mette, plan).content.decode()
    assert "<img src=x" not in shown
    assert "ond.example&quot;&gt;klik" in shown


@pytest.mark.parametrize("text", ["", "  ", KINDS["missing"].opening])
def test_empty_is_back_to_the_products_words(client, plan, mette, text):
    edit(client, mette, plan, text=OWN, lock_version=0)

    response = edit(client, mette, plan, text=text or " ", lock_version=1)

    assert response.status_code == 302
    assert not LetterText.objects.exists()
    assert KINDS["missing"].opening in read(edit(client, mette, plan))


def test_the_history_says_who_wrote_what(client, plan, mette, birgit):
    edit(client, mette, plan, text=OWN, lock_version=0)
    edit(client, birgit, plan, text="Nye ord.", lock_version=1)
    edit(client, mette, plan, text=" ", lock_version=2)

    versions = edit(client, mette, plan).context["versions"]

    assert [(version.text, version.who) for version in versions] == [
        ("", "Mette Holm"),
        ("Nye ord.", "Birgit Damgaard"),
        (OWN, "Mette Holm"),
    ]
    assert all(version.when.startswith("31.8.2013 kl. ") for version in versions)


def test_the_same_words_again_are_no_new_version(client, plan, mette):
    edit(client, mette, plan, text=OWN, lock_version=0)

    assert edit(client, mette, plan, text=OWN, lock_version=1).status_code == 302

    assert len(edit(client, mette, plan).context["versions"]) == 1


def test_another_plans_words_and_history_stay_there(client, plan, other_plan, mette):
    LetterText.objects.create(plan=other_plan, kind="missing", text="Naboens ord.")

    response = edit(client, mette, plan)

    assert response.context["versions"] == []
    assert "Naboens ord." not in read(response) + read(page(client, mette, plan))


def test_too_long_a_text_is_refused_at_the_field(client, plan, mette):
    assert edit(client, mette, plan, text="x" * 1000, lock_version=0).status_code == 302

    response = edit(client, mette, plan, text="y" * 1001, lock_version=1)

    assert response.status_code == 422
    assert response.context["form"].errors["text"] == [
        "Teksten er på 1001 tegn. Der er plads til 1000."
    ]
    assert LetterText.objects.get().text == "x" * 1000


@pytest.mark.parametrize("number", ["010203-1234", "0102031234", "010203 1234"])
def test_what_looks_like_a_cpr_number_is_refused_at_the_field(client, plan, mette, number):
    response = edit(client, mette, plan, text=f"Spørg {number}.", lock_version=0)

    assert response.status_code == 422
    assert response.context["form"].errors["text"] == [
        "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere."
    ]
    assert not LetterText.objects.exists()
    assert f"Spørg {number}." in read(response)


def test_the_mail_is_shown_before_it_is_saved(client, plan, mette):
    response = edit(client, mette, plan, text=OWN, lock_version=0, preview="1")

    assert response.status_code == 200
    assert "Den er ikke gemt endnu" in read(response)
    assert OWN in response.context["row"].example.text
    assert not LetterText.objects.exists()


def test_empty_words_are_shown_as_the_products(client, plan, mette):
    edit(client, mette, plan, text=OWN, lock_version=0)

    response = edit(client, mette, plan, text=" ", lock_version=1, preview="1")

    assert KINDS["missing"].opening in response.context["row"].example.text


# Two at once


def test_a_stale_save_shows_both_texts_and_writes_nothing(client, plan, mette, birgit):
    edit(client, birgit, plan, text="Birgits ord.", lock_version=0)

    response = edit(client, mette, plan, text="Mettes ord.", lock_version=0)

    assert response.status_code == 409
    assert "Birgit Damgaard gemte" in read(response)
    assert "Birgits ord. Mettes ord." in read(response)
    assert LetterText.objects.get().text == "Birgits ord."
    assert edit(client, mette, plan, text="Mettes ord.", lock_version=1).status_code == 302
    assert LetterText.objects.get().text == "Mettes ord."


def test_a_save_of_words_that_were_taken_away_is_stale_and_can_be_made_anew(
    client, plan, mette, birgit
):
    edit(client, birgit, plan, text="Birgits ord.", lock_version=0)
    edit(client, birgit, plan, text=" ", lock_version=1)

    response = edit(client, mette, plan, text="Mettes ord.", lock_version=1)

    assert response.status_code == 409
    assert KINDS["missing"].opening in read(response)
    assert '<input type="hidden" name="lock_version" value="0">' in response.content.decode()
    assert edit(client, mette, plan, text="Mettes ord.", lock_version=0).status_code == 302


def test_words_written_anew_are_not_taken_for_those_before(plan, mette, birgit):
    """The row was taken away and written again while somebody still read the first."""
    opening.write_opening(plan, "late", text="Første.", expected_version=0, by=mette)
    opening.write_opening(plan, "late", text="", expected_version=1, by=mette)
    again = opening.write_opening(plan, "late", text="Anden.", expected_version=0, by=birgit)

    assert again.lock_version == 2
    with pytest.raises(StaleObject):
        opening.write_opening(plan, "late", text="Min.", expected_version=1, by=mette)


def test_an_unknown_kind_and_too_long_a_text_are_refused_by_the_action(plan, mette):
    with pytest.raises(KeyError):
        opening.write_opening(plan, "rykker", text="Ord.", expected_version=0, by=mette)
    with pytest.raises(ValidationError):
        opening.write_opening(plan, "late", text="x" * 1001, expected_version=0, by=mette)


# The log


STATES = [
    ({"job_state": JobState.QUEUED}, "Venter", ""),
    ({"job_state": JobState.QUEUED, "error": "Intet svar."}, "Prøver igen", "Intet svar."),
    ({"job_state": JobState.RUNNING}, "Sendes nu", ""),
    ({"job_state": JobState.DONE, "sent_at": timezone.now()}, "Sendt", ""),
    (
        {"job_state": JobState.DONE},
        "Ikke sendt",
        "Den havde intet at sige længere, da den skulle sendes.",
    ),
    ({"job_state": JobState.FAILED, "error": "Ukendt modtager."}, "Fejl", "Ukendt modtager."),
]


@pytest.mark.parametrize(("fields", "state", "detail"), STATES)
def test_each_mail_says_how_it_stands(client, plan, mette, fields, state, detail):
    post(plan, mette, **fields)

    (row,) = page(client, mette, plan).context["sent"]

    assert (row.state, row.detail, row.what) == (state, detail, "Notatet er udsendt")


def test_a_sent_mail_stands_with_its_subject_and_hour(client, plan, mette):
    at = timezone.make_aware(datetime(2013, 8, 30, 8, 10))
    post(
        plan,
        mette,
        job_state=JobState.DONE,
        subject="Statusnotat, 2. kvartal 2013, Rum for Liv",
        sent_at=at,
    )

    (row,) = page(client, mette, plan).context["sent"]

    assert (row.what, row.when) == (
        "Statusnotat, 2. kvartal 2013, Rum for Liv",
        "30.8.2013 kl. 8.10",
    )


def test_the_log_holds_the_plans_newest_fifty(client, plan, other_plan, mette):
    for day in range(1, 29):
        post(plan, mette, posted_at=timezone.make_aware(datetime(2013, 7, day)))
        post(plan, mette, posted_at=timezone.make_aware(datetime(2013, 8, day)))
    post(other_plan, mette, subject="Naboens mail")

    response = page(client, mette, plan)

    assert len(response.context["sent"]) == 50
    assert response.context["sent"][0].when == "28.8.2013 kl. 0.00"
    assert "Naboens mail" not in read(response)


def test_without_mails_the_log_says_so(client, plan, mette):
    assert "Der er ikke sendt nogen mails endnu." in read(page(client, mette, plan))


def test_a_silent_worker_is_told_of(client, plan, mette):
    assert "Mails sendes ikke lige nu." in read(page(client, mette, plan))
    Heartbeat.objects.create(name="worker", at=timezone.now())
    assert "Mails sendes ikke lige nu." not in read(page(client, mette, plan))


def test_a_mail_that_failed_is_the_pages_message_and_goes_again_once(
    client, plan, mette, reference
):
    tasks.keep_calendar()
    Message.objects.update(
        job_state=JobState.FAILED, error="Ukendt modtager.", failures=8, attempts=3
    )
    mail = Message.objects.get()
    assert "1 mail kunne ikke sendes" in read(page(client, mette, plan))
    address = reverse("letter-retry", args=[plan.slug, mail.pk])

    first = client.post(address, follow=True)
    second = client.post(address, follow=True)

    mail.refresh_from_db()
    assert (mail.job_state, mail.failures, mail.attempts, mail.error) == (JobState.QUEUED, 0, 0, "")
    assert "Mailen til Mette Holm sendes nu." in read(first)
    assert "Mailen er allerede sendt eller på vej." in read(second)
    outbox.deliver(mail.pk)
    assert len(django_mail.outbox) == 1


def test_a_mail_that_has_lost_its_point_is_not_sent_when_it_is_tried_again(
    client, plan, mette, reference, settings
):
    tasks.keep_calendar()
    Message.objects.update(job_state=JobState.FAILED)
    settings.DEMO_DATE = date(2013, 9, 11)
    mail = Message.objects.get()
    client.force_login(mette)

    client.post(reverse("letter-retry", args=[plan.slug, mail.pk]))
    outbox.deliver(mail.pk)

    assert django_mail.outbox == []
    assert [row.state for row in page(client, mette, plan).context["sent"]] == ["Ikke sendt"]


def test_a_mail_is_retried_through_its_own_plan_alone(client, plan, other_plan, mette):
    MembershipFactory(user=mette, plan=other_plan, role=Role.SECRETARIAT_LEAD)
    mail = post(other_plan, mette, job_state=JobState.FAILED)
    client.force_login(mette)

    assert client.post(reverse("letter-retry", args=[plan.slug, mail.pk])).status_code == 404
    mail.refresh_from_db()
    assert mail.is_failed
