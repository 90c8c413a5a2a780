import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.access import INSPECTOR, PEOPLE, SECRETARIAT, told
from activities.actions import close_period, log_hours, write_comment
from activities.models import StaffAllocation, SuccessCriterion
from activities.tests.factories import RegistrationFactory
from core import stored
from core.models import Heartbeat
from core.periods import Period
from governance.models import Forum, ForumKind, Meeting
from milestones.models import Milestone, Status
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.kinds.base import KINDS
from reporting.models import JobState, Report, ReportKind
from reporting.readiness.checks import Part
from reporting.readiness.note import weeks_over
from reporting.tests.factories import ReportFactory

Q1, Q2, Q3, Q4 = Period.year(2013).parts()
NOTE, GOALS = ReportKind.STATUS_NOTE, ReportKind.GOAL_ATTAINMENT
TODAY = date(2013, 8, 31)


def page(client, user, plan, query="", **kwargs):
    client.force_login(user)
    return client.get(reverse("report-list", args=[plan.slug]) + query, **kwargs)


def order(client, user, plan, kind=NOTE, period="2013-K2"):
    client.force_login(user)
    return client.post(reverse("report-order", args=[plan.slug]), {"kind": kind, "period": period})


def words(response):
    """The page as read: no tags, single spaces."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def made(plan, mette, birgit):
    """The period's note, issued."""
    return ReportFactory(
        plan=plan,
        is_issued=True,
        number=1,
        revision=1,
        ordered_by=mette,
        ready_by=mette,
        issued_by=birgit,
    )


# Who may


PAGES = [
    ("report-list", "get", told(200) | told(403, INSPECTOR)),
    ("report-order", "post", told(403) | told(302, *SECRETARIAT)),
    ("report-job", "get", told(302) | told(404, INSPECTOR)),
    ("report-retry", "post", told(403) | told(404, INSPECTOR) | told(302, *SECRETARIAT)),
    ("report-download", "get", told(409) | told(404, INSPECTOR)),
    ("comments", "get", told(403) | told(200, *SECRETARIAT)),
]


@pytest.mark.parametrize(
    ("name", "method", "who", "status"),
    [
        (name, method, PEOPLE[role], status)
        for name, method, row in PAGES
        for role, status in row.items()
    ]
    + [(name, method, "carl", 404) for name, method, _ in PAGES],
)
def test_each_address_answers_each_role(client, plan, made, name, method, who, status, request):
    """409: the issued report of this test has no file; who may download is told so."""
    client.force_login(request.getfixturevalue(who))
    args = {
        "report-list": [plan.slug],
        "report-order": [plan.slug],
        "comments": [plan.slug, "2013-K2"],
    }.get(name, [plan.slug, made.pk])

    assert getattr(client, method)(reverse(name, args=args)).status_code == status


@pytest.mark.parametrize("who", ["henrik", "kirsten", "peter"])
@pytest.mark.parametrize("name", ["report", "report-job", "report-download"])
def test_a_report_that_is_not_issued_is_unknown_to_its_readers(client, plan, name, who, request):
    draft = ReportFactory(plan=plan, is_made=True)
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse(name, args=[plan.slug, draft.pk])).status_code == 404


@pytest.mark.parametrize("name", ["report-job", "report-download"])
def test_a_report_is_reached_through_its_own_plan_alone(
    client, plan, other_plan, made, superuser, name
):
    client.force_login(superuser)

    assert client.get(reverse(name, args=[other_plan.slug, made.pk])).status_code == 404


def test_a_role_that_ended_takes_the_reports_with_it(client, plan, made, henrik):
    henrik.memberships.update(ends_on=date(2013, 8, 30))
    client.force_login(henrik)

    assert client.get(reverse("report-download", args=[plan.slug, made.pk])).status_code == 404


def test_without_a_login_you_are_sent_to_it(client, plan):
    url = reverse("report-list", args=[plan.slug])

    assertRedirects(client.get(url), f"{reverse('account_login')}?next={url}")


def test_orders_and_retries_are_no_links(client, plan, made, mette):
    client.force_login(mette)

    assert client.get(reverse("report-order", args=[plan.slug])).status_code == 405
    assert client.get(reverse("report-retry", args=[plan.slug, made.pk])).status_code == 405


# The message


def test_the_heading_says_that_the_note_is_missing(client, plan, mette):
    assertContains(
        page(client, mette, plan),
        "<h1>Statusnotatet for 2. kvartal er ikke begyndt endnu</h1>",
        html=True,
    )


def test_the_heading_says_that_the_note_is_there(client, plan, mette, made):
    response = page(client, mette, plan)

    assertContains(response, "<h1>Statusnotatet for 2. kvartal er udsendt</h1>", html=True)
    assert (
        "Nr. 2013-01, 1. udgave, udsendt den 31. august 2013 af Birgit Damgaard. "
        "Tallene er pr. 30. juni 2013."
    ) in words(response)


def test_the_heading_says_that_the_note_is_a_draft(client, plan, mette):
    ReportFactory(plan=plan, revision=1)

    response = page(client, mette, plan)

    assertContains(
        response, "<h1>Statusnotatet for 2. kvartal er ikke afleveret endnu</h1>", html=True
    )
    assertContains(response, "Læs og aflevér notatet</a>")


@pytest.mark.parametrize(("who", "whom"), [("mette", "koordinatoren"), ("birgit", "dig")])
def test_the_heading_says_whom_the_note_waits_for(client, plan, mette, who, whom, request):
    ReportFactory(plan=plan, is_ready=True, ready_by=mette)

    response = page(client, request.getfixturevalue(who), plan)

    assertContains(response, f"<h1>Statusnotatet for 2. kvartal venter på {whom}</h1>", html=True)
    assert "Mette Holm afleverede det den 31. august." in words(response)


@pytest.mark.parametrize("state", ["is_made", "is_ready"])
def test_the_heading_tells_a_reader_only_of_what_is_issued(client, plan, henrik, state):
    ReportFactory(plan=plan, **{state: True})

    response = page(client, henrik, plan)

    assertContains(
        response, "<h1>Statusnotatet for 2. kvartal er ikke udsendt endnu</h1>", html=True
    )
    assertContains(response, "Du kan læse det her, når det er udsendt.")


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (
            "mette",
            "Ret det, der mangler, skriv kommentarerne, og aflevér så notatet til koordinatoren.",
        ),
        ("birgit", "Du kan udsende det, når sekretariatslederen har afleveret det."),
        ("henrik", "Du kan læse det her, når det er udsendt."),
    ],
)
def test_a_note_not_begun_says_what_is_true_for_who_reads_after_the_plan_too(
    client, plan, who, said, request, settings
):
    settings.DEMO_DATE = date(2017, 1, 3)

    text = words(page(client, request.getfixturevalue(who), plan))

    told = [s for s in ("Ret det, der mangler", "Du kan udsende", "Du kan læse det") if s in text]
    assert (said in text, len(told)) == (True, 1)


def test_the_lead_says_when_it_is_needed(client, plan, mette):
    forum = Forum.objects.create(
        plan=plan, code="SG", name="Styregruppen", kind=ForumKind.STEERING_GROUP, material_days=7
    )
    Meeting.objects.create(forum=forum, on=date(2013, 9, 25))

    text = words(page(client, mette, plan))
    assert "Styregruppen mødes onsdag den 25. september." in text
    assert "Materialet skal være klar senest onsdag den 18. september." in text


def test_before_the_plan_begins_there_is_nothing_to_order(client, plan, mette, settings):
    settings.DEMO_DATE = date(2012, 12, 1)
    mette.memberships.update(starts_on=date(2012, 1, 1))

    response = page(client, mette, plan)

    assertContains(response, "Planen begynder den 1.\u00a0januar 2013.")
    assertNotContains(response, "Dan kladde til statusnotat</button>")
    assertNotContains(response, "Dan grundlag</button>")


# The check list


def checks(plan, period=Q2, today=TODAY):
    found = KINDS[NOTE].readiness(plan, period, today, lambda permission: True).checks
    return dict(
        zip(("milestones", "figures", "why", "hours", "whole", "closed"), found, strict=True)
    )


def test_a_milestone_nobody_has_said_anything_about_is_missing(plan):
    Milestone.objects.update(period=Q2)

    check = checks(plan)["milestones"]

    board = f"{reverse('milestone-board', args=[plan.slug])}?aar=2013"
    assert (check.state, check.text, check.url) == ("risk", "1 milepæl mangler en status", board)
    assert check.parts == (Part("Forløb for forældre er i gang", f"{board}#m-M1"),)


def test_milestones_with_a_status_are_ready(plan):
    Milestone.objects.update(period=Q2, status=Status.IN_PROGRESS)

    assert (checks(plan)["milestones"].state, checks(plan)["milestones"].detail) == (
        "ok",
        "1 i gang",
    )


def test_no_milestones_is_ready(plan):
    assert checks(plan)["milestones"].text == "Ingen milepæle falder i 2. kvartal"


def test_criteria_without_registrations_are_named(plan):
    check = checks(plan)["figures"]

    assert (check.state, check.text) == ("risk", "3 kriterier har ingen registreringer")
    assert check.url == f"{reverse('register', args=[plan.slug])}?kriterium=5.1.1-1&on=2013-06-30"


def test_missing_registrations_are_named_by_activity_and_by_who_registers(plan):
    SuccessCriterion.objects.filter(code="5.1.1-1").update(
        responsible=plan.staff_roles.get(code="FK")
    )

    parts = checks(plan)["figures"].parts

    form = f"{reverse('register', args=[plan.slug])}?kriterium=5.1.1-1&on=2013-06-30"
    (mine,) = [part for part in parts if "(Familiekoordinator): " in part.text]
    assert mine.text.startswith("5.1.1 ")
    assert mine.url == form
    assert len(parts) >= 2, "one for each activity and post"


def test_criteria_with_nothing_new_in_the_quarter_are_named_but_hold_nothing_back(plan, mette):
    register_plenty(plan, mette)
    SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1").registrations.update(
        on=date(2013, 2, 1)
    )

    check = checks(plan)["figures"]

    assert (check.state, check.detail) == ("ok", "Men intet nyt i 2. kvartal:")
    assert [part.url for part in check.parts if "5.1.1-1" in part.url] != []


def test_a_closed_quarter_is_offered_to_be_opened_not_to_be_filled_in(plan, mette):
    close_period(plan, Q2, by=mette)

    check = checks(plan)["figures"]

    assert (check.state, check.action) == ("risk", "Genåbn")
    assert check.url == reverse("period-reopen", args=[plan.slug, "2013-K2"])


def register_plenty(plan, mette):
    for criterion in SuccessCriterion.objects.filter(activity__plan=plan, measure="count"):
        RegistrationFactory(
            criterion=criterion, value=criterion.targets.get().value // 2, created_by=mette
        )
    average = SuccessCriterion.objects.get(activity__plan=plan, measure="average")
    RegistrationFactory(criterion=average, value=24, base=2, created_by=mette)


def test_criteria_on_track_need_no_explanation(plan, mette):
    register_plenty(plan, mette)

    assert checks(plan)["figures"].state == "ok"
    assert checks(plan)["why"].text == "Ingen kriterier er bagud"


def test_a_criterion_behind_is_ready_once_it_is_explained(plan, mette):
    register_plenty(plan, mette)
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    criterion.registrations.update(value=20)
    assert checks(plan)["why"].text == "1 kriterium bagud mangler en forklaring"
    assert checks(plan)["why"].url == reverse("comments", args=[plan.slug, "2013-K2"])

    write_comment(plan, Q2, text="Klubben åbnede først i maj.", by=mette, criterion=criterion)

    assert checks(plan)["why"].state == "ok"


def test_hours_are_missing_week_by_week(plan, mette):
    allocations = list(
        StaffAllocation.objects.filter(activity__plan=plan).select_related("activity", "staff_role")
    )
    for week in weeks_over(Q2, TODAY):
        entries = {
            (a.activity, a.staff_role): (a.hours_min, None)
            for a in allocations
            if not (a.staff_role.code == "FK" and week >= date(2013, 6, 17))
        }
        log_hours(plan, week=week, entries=entries, by=mette)

    check = checks(plan)["hours"]

    week = f"{reverse('hours', args=[plan.slug])}?uge=2013-25"
    assert (check.text, check.url) == ("1 stilling mangler at skrive timer", week)
    assert check.parts == (Part("Familiekoordinator: uge 25 og 26", week),)


@pytest.mark.parametrize(
    ("period", "today", "first", "last", "count"),
    [
        (Q1, TODAY, date(2012, 12, 31), date(2013, 3, 25), 13),
        (Q2, TODAY, date(2013, 4, 1), date(2013, 6, 24), 13),
        (Q3, TODAY, date(2013, 7, 1), date(2013, 8, 19), 8),
        (Q3, date(2013, 9, 1), date(2013, 7, 1), date(2013, 8, 26), 9),
    ],
)
def test_a_week_belongs_where_its_thursday_lies(period, today, first, last, count):
    weeks = weeks_over(period, today)

    assert (weeks[0], weeks[-1], len(weeks)) == (first, last, count)


def test_the_weeks_of_two_quarters_meet_without_gap_or_overlap():
    after = date(2014, 6, 1)
    found = [
        week
        for period in [*Period.year(2013).parts(), Period.quarter(2014, 1)]
        for week in weeks_over(period, after)
    ]

    assert found == [found[0] + timedelta(weeks=n) for n in range(len(found))]


def test_the_whole_and_the_lock_are_points_too(plan, mette):
    assert [checks(plan)[name].state for name in ("whole", "closed")] == ["risk", "risk"]
    assert checks(plan)["closed"].url == reverse("period-close", args=[plan.slug, "2013-K2"])

    write_comment(plan, Q2, text="Det går godt.", by=mette)
    close_period(plan, Q2, by=mette)

    assert [checks(plan)[name].state for name in ("whole", "closed")] == ["ok", "ok"]
    assert checks(plan)["closed"].detail == "Siden 31.8.2013. Tallene ændrer sig ikke."


def test_a_plan_without_posts_is_not_praised_for_its_hours(plan):
    StaffAllocation.objects.all().delete()

    assert (checks(plan)["hours"].state, checks(plan)["hours"].text) == (
        "idle",
        "Planen har ingen timer at skrive",
    )


def test_a_period_that_runs_cannot_be_closed_yet(plan):
    assert (checks(plan, Q3)["closed"].state, checks(plan, Q3)["closed"].url) == ("idle", "")


def test_who_may_not_mend_sees_no_button(client, plan, birgit):
    """The koordinator writes texts, and neither registers nor closes."""
    response = page(client, birgit, plan)

    assertContains(response, "Den samlede vurdering er ikke skrevet")
    assertContains(response, reverse("comments", args=[plan.slug, "2013-K2"]))
    assertContains(response, "2. kvartal 2013 er ikke lukket")
    assertNotContains(response, reverse("period-close", args=[plan.slug, "2013-K2"]))
    assertContains(response, "3 kriterier har ingen registreringer")
    assertNotContains(response, reverse("register", args=[plan.slug]))


def test_the_list_is_about_the_period_chosen(client, plan, mette):
    assertContains(
        page(client, mette, plan, "?periode=2013-K3"), "3. kvartal 2013 kan ikke lukkes endnu"
    )


@pytest.mark.parametrize(
    "query", ["?periode=2013-K4", "?periode=x", "?side=99", "?slags=x&for_periode=2013-K9"]
)
def test_nonsense_in_the_address_is_no_error(client, plan, mette, made, query):
    assert page(client, mette, plan, query).status_code == 200


def test_the_archive_is_filtered_by_period(client, plan, mette, made):
    found = page(client, mette, plan, "?for_periode=2013-K2")

    assert {report.period for report in found.context["archive"]} == {Q2}


# Ordering


def test_ordering_makes_a_row_and_comes_back(client, plan, mette):
    response = order(client, mette, plan)

    assertRedirects(response, reverse("report-list", args=[plan.slug]) + "?periode=2013-K2")
    assert Report.objects.get().job_state == JobState.QUEUED


@pytest.mark.parametrize("period", [Period.year(2013), Q2, Period.span(2013, 2016)], ids=str)
def test_ordering_goals_for_a_period_on_the_list(client, plan, birgit, period):
    order(client, birgit, plan, GOALS, period.code)

    assert (Report.objects.get().kind, Report.objects.get().period) == (GOALS, period)


@pytest.mark.parametrize(
    ("kind", "period", "said"),
    [
        (NOTE, "2013-K4", "4. kvartal 2013 er ikke begyndt. Rapporten kan dannes fra 1.10.2013."),
        (NOTE, "", "Vælg en periode."),
        (NOTE, "2. kvartal", "er ikke en periode"),
        (GOALS, "2013-H1", "Grundlaget dannes for et kvartal, et år eller hele planen."),
    ],
)
def test_what_cannot_be_ordered_is_said_at_the_field(client, plan, mette, kind, period, said):
    response = order(client, mette, plan, kind, period)

    assertContains(response, said, status_code=422)
    assert not Report.objects.exists()


def test_a_plan_without_a_single_figure_gets_a_note_that_says_so(
    client, plan, mette, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    order(client, mette, plan)
    making.produce(Report.objects.get().pk)

    note = words(client.get(Report.objects.get().get_absolute_url()))
    assert "ingen registreringer; 50 ventet nu" in note
    assert "Timer er ikke skrevet." in note


def test_a_report_of_anothers_plan_is_not_ordered(client, plan, other_plan, mette):
    assert order(client, mette, other_plan).status_code == 404
    assert not Report.objects.exists()


def test_an_unknown_kind_is_refused(client, plan, mette):
    assertRedirects(order(client, mette, plan, kind="x"), reverse("report-list", args=[plan.slug]))
    assert not Report.objects.exists()


def test_who_may_not_order_sees_no_button(client, plan, henrik, made):
    response = page(client, henrik, plan)

    assertNotContains(response, "Dan kladde til statusnotat")
    assertNotContains(response, "Dan grundlag")
    assertNotContains(response, "Klar til statusnotat?")
    assertContains(response, reverse("report-download", args=[plan.slug, made.pk]))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("refusing_queue")
def test_the_page_says_when_the_queue_is_silent(client, plan, mette):
    response = order(client, mette, plan)

    assertContains(
        client.get(response.url),
        "Køen svarer ikke lige nu. Filen dannes, så snart den er i gang igen.",
    )
    assert Report.objects.get().job_state == JobState.QUEUED


def test_the_page_says_when_no_worker_is_alive(client, plan, mette):
    assertContains(page(client, mette, plan), "Rapporter dannes ikke lige nu.")

    Heartbeat.objects.create(name="worker", at=timezone.now())

    assertNotContains(page(client, mette, plan), "Rapporter dannes ikke lige nu.")


# Following the work


def job(client, plan, report, query=""):
    url = reverse("report-job", args=[plan.slug, report.pk])
    return client.get(url + query, headers={"HX-Request": "true"})


def test_an_open_job_asks_again(client, plan, mette):
    report = ReportFactory(
        plan=plan, job_state=JobState.RUNNING, progress=40, step="Siderne sættes", ordered_by=mette
    )

    response = page(client, mette, plan)

    assertContains(
        response, f'hx-get="{reverse("report-job", args=[plan.slug, report.pk])}?set=running-40"'
    )
    assertContains(response, 'hx-trigger="every 2s"')
    assertContains(response, 'aria-valuenow="40"')
    assert "40 %, siderne sættes. Du kan roligt lukke siden." in words(response)
    assert "Bestilt af Mette Holm kl. 14.03" in words(response)


def test_nothing_new_changes_nothing_on_the_page(client, plan, mette):
    report = ReportFactory(plan=plan, job_state=JobState.RUNNING, progress=40)
    client.force_login(mette)

    assert job(client, plan, report, "?set=running-40").status_code == 204
    assert job(client, plan, report, "?set=running-10").status_code == 200


def test_a_job_that_is_done_stops_asking(client, plan, mette, made):
    client.force_login(mette)

    response = job(client, plan, made, "?set=running-80")

    assertNotContains(response, "hx-trigger")
    assertContains(response, reverse("report-download", args=[plan.slug, made.pk]))
    assert response["HX-Trigger-After-Swap"] == "report-ended"


def test_a_poll_after_the_login_ran_out_loads_the_page_anew(client, plan, made):
    response = job(client, plan, made)

    assert (response.status_code, response["HX-Refresh"]) == (204, "true")


def test_without_script_the_job_is_a_page(client, plan, mette, made):
    client.force_login(mette)

    response = client.get(reverse("report-job", args=[plan.slug, made.pk]))

    assertRedirects(response, reverse("report-list", args=[plan.slug]) + "?periode=2013-K2")


def test_a_failed_job_says_why_and_can_be_retried(client, plan, mette):
    report = ReportFactory(plan=plan, job_state=JobState.FAILED, error=stored.DISK_FULL)
    response = page(client, mette, plan)
    assertContains(response, stored.DISK_FULL)
    assertContains(response, "Prøv igen")

    client.post(reverse("report-retry", args=[plan.slug, report.pk]))

    assert Report.objects.get().job_state == JobState.QUEUED


def test_who_may_not_order_may_not_retry(client, plan, henrik):
    report = ReportFactory(
        plan=plan, is_issued=True, job_state=JobState.FAILED, error=stored.TOO_SLOW
    )

    assertNotContains(page(client, henrik, plan), stored.TOO_SLOW)
    response = job(client, plan, report)
    assertContains(response, stored.TOO_SLOW)
    assertNotContains(response, "Prøv igen</button>")


def test_a_failed_job_of_a_draft_is_forgotten_when_it_is_made(client, plan, mette):
    report = ReportFactory(plan=plan, job_state=JobState.FAILED, error=stored.TOO_SLOW)
    assertContains(page(client, mette, plan), stored.TOO_SLOW)

    ordering.retry(report, by=mette)

    assertNotContains(page(client, mette, plan), stored.TOO_SLOW)


# The archive


def test_the_archive_tells_each_report_apart(client, plan, mette, made):
    ReportFactory(
        plan=plan,
        is_issued=True,
        number=2,
        revision=2,
        code="K7QM-4T2X-9DHF",
        correction="Et tal manglede.",
    )

    text = words(page(client, mette, plan))

    assert "To rapporter er udsendt" in text
    assert (
        "2013-02 Statusnotat, 2. kvartal 2013 gælder nu 2. udgave: Et tal manglede. 30.6.2013 "
        "31.8.2013 K7QM-4T2X-9DHF PDF, 6 sider 84 kB"
    ) in text
    assert "2013-01 Statusnotat, 2. kvartal 2013 erstattet 1. udgave" in text


def test_an_edition_that_is_not_issued_replaces_nothing(client, plan, mette, made):
    ReportFactory(plan=plan, is_ready=True, revision=2)

    assert "2013-01 Statusnotat, 2. kvartal 2013 gælder nu" in words(page(client, mette, plan))


def test_the_archive_can_be_filtered(client, plan, mette, made):
    ReportFactory(
        plan=plan, is_issued=True, kind=GOALS, period=Period.year(2013), number=2, revision=1
    )

    text = words(page(client, mette, plan, f"?slags={GOALS}"))

    assert "Én rapport fundet" in text
    assert "2013-02 Målopfyldelse, 2013" in text
    assert "2013-01 Statusnotat" not in text


def test_the_archive_is_paged(client, plan, mette):
    for number in range(1, 24):
        ReportFactory(plan=plan, is_issued=True, number=number, revision=number)

    assert "Side 1 af 2" in words(page(client, mette, plan))
    assert "2013-03 Statusnotat" in words(page(client, mette, plan, "?side=2"))


def test_an_empty_archive_says_what_to_do(client, plan, mette, henrik):
    assertContains(page(client, mette, plan), "Begynd med statusnotatet ovenfor.")
    assertContains(
        page(client, henrik, plan), "Her kan du læse og hente rapporterne, når de er udsendt."
    )


def test_the_page_costs_the_same_for_one_report_and_many(client, plan, mette, made):
    page(client, mette, plan)
    with CaptureQueriesContext(connection) as one:
        page(client, mette, plan)
    for number in range(2, 12):
        ReportFactory(plan=plan, is_issued=True, number=number, revision=number)
    for period in (Q1, Q3):
        ReportFactory(plan=plan, period=period, revision=20)
    ReportFactory(plan=plan, kind=GOALS, period=Q1, job_state=JobState.FAILED)
    with CaptureQueriesContext(connection) as many:
        page(client, mette, plan)

    assert len(many) == len(one)
