"""Home and Min plan: who lands where, what needs doing, what was logged."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import make_aware

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from activities import actions
from activities.models import Registration, Rhythm, SuccessCriterion
from activities.tests.factories import (
    HoursFactory,
    PlanFactory,
    RegistrationFactory,
    TargetFactory,
)
from core import clock
from core.lights import Light
from core.periods import Period
from governance.models import FollowUp, Forum, ForumKind, KeyDate, Meeting
from milestones.models import Milestone, Status
from milestones.tests.factories import MilestoneFactory
from overview.workbench import todo
from overview.workbench.page import heading
from overview.workbench.todo import Gathering, Urgency
from overview.workbench.views import Desk
from reporting.models import Report
from reporting.tests.factories import ReportFactory

WEEKS = [date(2013, 7, 29), date(2013, 8, 5), date(2013, 8, 12), date(2013, 8, 19)]


def criterion(plan, code):
    return SuccessCriterion.objects.select_related("activity__plan").get(
        activity__plan=plan, code=code
    )


def log(plan, code, value=1, on=date(2013, 8, 30), by=None):
    return actions.register(criterion(plan, code), on=on, value=value, by=by)


def log_all(plan, by):
    """A registration on each activity this week, hours for every post, period closed and the note
    issued: nothing to do."""
    ReportFactory(plan=plan, is_issued=True)
    log(plan, "5.1.1-1", 80, by=by)
    log(plan, "5.2.2-1", 40, by=by)
    log(plan, "5.3.5-1", 60, by=by)
    actions.register(criterion(plan, "5.3.5-2"), on=date(2013, 8, 28), value=13, base=1, by=by)
    for post in plan.staff_roles.all():
        for week in WEEKS:
            HoursFactory(activity=post.allocations.first().activity, staff_role=post, week=week)
    Milestone.objects.filter(plan=plan).update(status=Status.REACHED, reached_on=date(2013, 8, 1))
    for quarter in (1, 2):
        actions.close_period(plan, Period.quarter(2013, quarter), by=by)


def desk(rf, user, plan):
    request = rf.get(reverse("plan-home", args=[plan.slug]))
    request.user = user
    return Desk(request, plan).context()


def whats(rf, user, plan):
    return [item.what for item in desk(rf, user, plan)["page"].todo]


@pytest.fixture
def home_url(plan):
    return reverse("plan-home", args=[plan.slug])


# Where one lands


def test_home_leads_to_the_one_plan(client, mette, home_url):
    client.force_login(mette)

    assert client.get("/").headers["Location"] == home_url


def test_home_lists_the_plans_of_a_person_with_several(client, plan, other_plan, birgit):
    MembershipFactory(user=birgit, plan=other_plan, role=Role.SOCIAL_COORDINATOR)
    client.force_login(birgit)

    content = client.get("/").content.decode()

    assert "<h1>To planer</h1>" in content
    assert f'href="{reverse("plan-home", args=["nabo"])}"' in content


def test_home_of_a_person_without_a_plan_is_friendly(client, plan, carl):
    client.force_login(carl)

    response = client.get("/")

    assert response.status_code == 200
    assert "<h1>Du er ikke med i en plan endnu</h1>" in response.content.decode()


def test_home_asks_a_stranger_to_log_in(client, plan, home_url):
    assert client.get("/").headers["Location"] == "/log-ind/?next=/"
    assert client.get(home_url).status_code == 302


@pytest.mark.parametrize("person", ["henrik", "kirsten", "ole"])
def test_those_without_work_go_to_the_dashboard(request, client, plan, home_url, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(home_url).headers["Location"] == reverse("dashboard", args=[plan.slug])


def test_another_plans_home_is_404(client, other_plan, mette):
    client.force_login(mette)

    assert client.get(reverse("plan-home", args=[other_plan.slug])).status_code == 404


# The message


@pytest.mark.parametrize(
    ("count", "own", "text"),
    [
        (0, True, "Alt er på plads"),
        (1, True, "Én ting kræver din handling"),
        (6, True, "Seks ting kræver din handling"),
        (13, True, "13 ting kræver din handling"),
        (2, False, "To ting kræver handling i planen"),
    ],
)
def test_heading_is_the_message(count, own, text):
    assert heading(count, own=own) == text


def test_lead_of_a_new_plan_is_told_what_is_missing(rf, plan, mette):
    shown = desk(rf, mette, plan)["page"]

    assert [(item.urgency, item.what) for item in shown.todo] == [
        (Urgency.SOON, "Forældre & læring: ingen registreringer endnu"),
        (Urgency.SOON, "Lommepengeprojekt: ingen registreringer endnu"),
        (Urgency.SOON, "Servicebesøg: ingen registreringer endnu"),
        (Urgency.SOON, "1. kvartal 2013 er ikke lukket"),
        (Urgency.SOON, "2. kvartal 2013 er ikke lukket"),
        (Urgency.OPEN, "Forløb for forældre er i gang har frist den 30.\u00a0september"),
        (Urgency.OPEN, "Forklar fire kriterier, der er bagud eller mangler måling"),
        (Urgency.LATER, "Timer for uge 31, 32, 33 og 34 mangler fra alle tre"),
    ]
    assert shown.heading == "Otte ting kræver din handling"
    assert shown.eyebrow == "Lørdag den 31.\u00a0august 2013, 3. kvartal"


def test_nothing_to_do_says_that_all_is_in_place(rf, plan, mette):
    log_all(plan, mette)

    shown = desk(rf, mette, plan)["page"]

    assert (shown.todo, shown.heading) == ((), "Alt er på plads")


def test_worker_sees_only_what_is_their_own(rf, plan, peter, mette):
    MilestoneFactory(plan=plan, activity=criterion(plan, "5.2.2-1").activity, name="Ti unge i job")

    assert whats(rf, peter, plan) == [
        "Lommepengeprojekt: ingen registreringer endnu",
        "Servicebesøg: ingen registreringer endnu",
        "Ti unge i job har frist den 30.\u00a0september",
        "Timer for uge 31, 32, 33 og 34 mangler",
    ]


def test_coordinator_looks_on(rf, client, plan, birgit, home_url):
    shown = desk(rf, birgit, plan)

    assert shown["page"].heading == "Seks ting kræver handling i planen"
    assert [item.act.label for item in shown["page"].todo if item.act] == [
        "Se aktivitet",
        "Se aktivitet",
        "Se aktivitet",
        "Se milepæl",
        "Skriv forklaring",
        "Se timer",
    ]
    client.force_login(birgit)
    content = client.get(home_url).content.decode()
    assert "data-logbar" not in content
    assert "Fortryd" not in content


def test_each_item_leads_to_the_page_that_settles_it(rf, client, plan, mette):
    client.force_login(mette)

    for item in desk(rf, mette, plan)["page"].todo:
        assert client.get(item.act.url).status_code == 200, item


# Each rule


ADDRESSES = todo.Addresses(
    milestone=todo.Url("/m/{}/"),
    board="/m/",
    move=todo.Url("/m/{}/flyt/"),
    register=todo.Url("/r/{}"),
    activity=todo.Url("/a/{}/"),
    close=todo.Url("/luk/{}/"),
    hours=todo.Url("/t/{}"),
    reports="/rapporter/",
    note=todo.Url("/rapporter/{}/"),
)


def test_delayed_milestone_comes_first_with_its_move(rf, plan, mette):
    log_all(plan, mette)
    MilestoneFactory(plan=plan, code="M2", name="Pilot gennemført", period=Period.quarter(2013, 2))

    items = desk(rf, mette, plan)["page"].todo

    assert [(i.urgency, i.what, i.due, i.why) for i in items] == [
        (
            Urgency.NOW,
            "Pilot gennemført",
            "Beslut nu.",
            "Fristen var den 30.\u00a0juni 2013, for 62 dage siden.",
        )
    ]
    assert items[0].act == todo.Act(
        "Flyt milepæl", reverse("milestone-move", args=[plan.slug, "M2"])
    )


def test_more_than_three_late_milestones_end_in_one_line(rf, plan, mette):
    log_all(plan, mette)
    for number in range(5):
        MilestoneFactory(
            plan=plan, code=f"L{number}", name=f"Sen {number}", period=Period.quarter(2013, 2)
        )

    items = desk(rf, mette, plan)["page"].todo

    assert [item.what for item in items] == ["Sen 0", "Sen 1", "Sen 2", "To milepæle mere er bagud"]
    assert items[3].why == "Sen 3 og Sen 4."


def test_milestones_due_the_same_day_are_one_line(rf, plan, mette):
    log_all(plan, mette)
    for number in range(5):
        MilestoneFactory(plan=plan, name=f"Snart {number}")
    MilestoneFactory(plan=plan, name="Til jul", period=Period.quarter(2013, 4))

    items = desk(rf, mette, plan)["page"].todo

    assert [(item.what, item.why) for item in items] == [
        ("Fem milepæle har frist den 30.\u00a0september", "Snart 0, Snart 1, Snart 2 og to mere.")
    ]


def test_explained_criterion_is_not_asked_for_again(rf, plan, mette):
    log_all(plan, mette)
    Registration.objects.filter(criterion__code="5.2.2-1").update(value=20)
    assert whats(rf, mette, plan) == ["Forklar et kriterium, der er bagud"]

    actions.write_comment(
        plan, Period.quarter(2013, 3), text="Ferie", criterion=criterion(plan, "5.2.2-1"), by=mette
    )

    assert whats(rf, mette, plan) == []


def test_silent_activity_names_who_registered_last_and_when(rf, plan, mette, peter):
    log_all(plan, mette)
    Registration.objects.filter(criterion__code="5.2.2-1").delete()
    log(plan, "5.2.2-1", 39, on=date(2013, 7, 19), by=peter)
    log(plan, "5.2.2-1", 1, on=date(2013, 7, 2), by=mette)

    items = desk(rf, mette, plan)["page"].todo

    assert [(item.what, item.why) for item in items] == [
        (
            "Lommepengeprojekt: ingen registreringer i 43 dage",
            "Peter Lindskov registrerede sidst den 19.\u00a0juli.",
        )
    ]
    assert items[0].act.url == f"{reverse('register', args=[plan.slug])}?kriterium=5.2.2-1"


def test_undone_registration_does_not_break_the_silence(rf, plan, mette):
    log_all(plan, mette)
    row = Registration.objects.get(criterion__code="5.2.2-1")
    actions.void(row, by=mette)

    assert "Lommepengeprojekt: ingen registreringer endnu" in whats(rf, mette, plan)


def test_what_should_have_been_measured_is_asked_for(rf, plan, mette):
    log_all(plan, mette)
    SuccessCriterion.objects.filter(code="5.1.1-2").update(
        measured_in_month=6, rhythm=Rhythm.YEARLY
    )

    items = desk(rf, mette, plan)["page"].todo

    assert [(item.what, item.why) for item in items] == [
        ("Mål: Lærer nyt", "Skulle være målt i juni.")
    ]


def test_missing_hours_name_the_weeks_and_the_posts():
    posts = {1: "Familiekoordinator", 2: "Ungekoordinator", 3: "Sekretariatsleder"}
    written = {(week, post) for week in WEEKS for post in posts} - {(WEEKS[2], 2), (WEEKS[3], 2)}

    (item,) = todo.missing_hours(WEEKS, posts, written, ADDRESSES)

    assert (item.what, item.why) == (
        "Timer for uge 33 og 34 mangler fra en af tre",
        "Ungekoordinator.",
    )
    assert item.act == todo.Act("Skriv timer", "/t/2013-33")


def test_nothing_is_asked_for_before_the_plan_begins(rf, mette):
    plan = PlanFactory(starts_on=date(2014, 1, 1), ends_on=date(2016, 12, 31))
    MembershipFactory(user=mette, plan=plan)

    shown = desk(rf, mette, plan)["page"]

    assert shown.todo == ()
    assert shown.strip_heading == "Planen begynder den 1.\u00a0januar 2014"
    assert shown.eyebrow == "Lørdag den 31.\u00a0august 2013"


def test_plan_that_is_over_asks_to_close_and_to_report_and_no_longer_to_register(
    rf, settings, plan, mette
):
    """Its figures stand as of its last day; what is still to be done is due by the real one."""
    settings.DEMO_DATE = date(2017, 3, 10)
    for year in range(2013, 2017):
        for period in plan.periods(year)[: 3 if year == 2016 else 4]:
            actions.close_period(plan, period, by=mette)
    KeyDate.objects.create(
        plan=plan, kind="return", title="Indberetning for 2016", due_on=date(2017, 3, 31)
    )

    items = {item.what: item for item in desk(rf, mette, plan)["page"].todo}

    assert items["4. kvartal 2016 er ikke lukket"].act.url.endswith("/perioder/2016-K4/luk/")
    assert items["Indberetning for 2016"].urgency == Urgency.OPEN
    assert not [what for what in items if "registreringer" in what]


def test_explanations_are_for_the_note_that_is_still_to_be_issued(rf, plan, mette, settings):
    """By the figures of its own last day: what was late then, and not what is late today."""
    settings.DEMO_DATE = date(2013, 10, 8)
    log(plan, "5.1.1-1", 90, on=date(2013, 6, 1), by=mette)
    log(plan, "5.2.2-1", 1, on=date(2013, 6, 1), by=mette)
    log(plan, "5.2.2-1", 90, on=date(2013, 10, 2), by=mette)

    def asked():
        items = desk(rf, mette, plan)["page"].todo
        return [(item.why, item.act.url) for item in items if item.what.startswith("Forklar")]

    ((why, address),) = asked()
    assert why.startswith("Til statusnotatet for 3. kvartal 2013: ")
    assert criterion(plan, "5.2.2-1").name in why
    assert address.endswith("/2013-K3/")

    ReportFactory(plan=plan, period=Period.quarter(2013, 3), is_issued=True)
    ((why, address),) = asked()
    assert why.startswith("Til statusnotatet for 4. kvartal 2013: ")
    assert criterion(plan, "5.2.2-1").name not in why


def test_nothing_is_to_be_explained_once_the_last_note_is_issued(rf, plan, mette, settings):
    settings.DEMO_DATE = date(2017, 1, 3)
    families = criterion(plan, "5.1.1-1")
    TargetFactory(criterion=families, starts_on=date(2016, 1, 1), ends_on=date(2016, 12, 31))
    log(plan, "5.1.1-1", 1, on=date(2016, 6, 1), by=mette)
    assert any(what.startswith("Forklar") for what in whats(rf, mette, plan))

    ReportFactory(plan=plan, period=Period.quarter(2016, 4), is_issued=True)

    assert not any(what.startswith("Forklar") for what in whats(rf, mette, plan))


def test_deadline_before_the_period_is_over_is_another_notes():
    figure = SimpleNamespace(
        light=Light.DELAYED, criterion=SimpleNamespace(pk=1, name="Familier deltog")
    )
    period = Period.quarter(2013, 2)

    def due(deadline):
        (item,) = todo.unexplained([figure], set(), period, deadline, date(2013, 4, 1), None)
        return item.due

    assert due(date(2013, 5, 14)) == ""
    assert due(date(2013, 9, 18)) == "Senest den 18.\u00a0september."


@pytest.mark.parametrize(
    ("on", "urgency", "due", "why"),
    [
        (
            date(2013, 9, 10),
            Urgency.SOON,
            "Senest tirsdag den 3.\u00a0september,",
            "7 dage før mødet tirsdag den 10.\u00a0september.",
        ),
        (
            date(2013, 9, 5),
            Urgency.NOW,
            "Fristen var den 29.\u00a0august.",
            "Det er til mødet torsdag den 5.\u00a0september.",
        ),
    ],
)
def test_meeting_asks_for_its_material(on, urgency, due, why):
    meeting = Gathering("følgegruppen", is_steering=False, on=on, deadline=on - timedelta(days=7))

    (item,) = todo.meetings([meeting], False, date(2013, 8, 31), ADDRESSES)

    assert (item.urgency, item.due, item.why) == (urgency, due, why)
    assert item.what == "Gør materialet klar til følgegruppen"


def test_meeting_far_off_or_with_its_note_handed_over_asks_for_nothing():
    far = Gathering(
        "styregruppen", is_steering=True, on=date(2013, 9, 25), deadline=date(2013, 9, 18)
    )
    near = Gathering(
        "styregruppen", is_steering=True, on=date(2013, 9, 10), deadline=date(2013, 9, 3)
    )

    assert todo.meetings([far], False, date(2013, 8, 31), ADDRESSES) == []
    assert todo.meetings([near], True, date(2013, 8, 31), ADDRESSES) == []


def test_styregruppens_note_is_asked_for_until_it_is_handed_over(rf, plan, mette):
    log_all(plan, mette)
    Report.objects.all().delete()
    forum = Forum.objects.create(
        plan=plan, code="SG", name="Styregruppen", kind=ForumKind.STEERING_GROUP, material_days=7
    )
    Meeting.objects.create(forum=forum, on=date(2013, 9, 12))

    def asked():
        return [what for what in whats(rf, mette, plan) if not what.startswith("Forklar")]

    assert asked() == ["Gør statusnotatet klar til styregruppen"]

    draft = ReportFactory(plan=plan, is_made=True)
    assert asked() == ["Gør statusnotatet klar til styregruppen"]

    draft.delete()
    ReportFactory(plan=plan, is_ready=True)

    assert asked() == []


def test_the_most_urgent_comes_first():
    later, now, soon = (
        todo.Todo(urgency, "", "") for urgency in (Urgency.LATER, Urgency.NOW, Urgency.SOON)
    )

    assert todo.in_order([later, now, soon]) == (now, soon, later)


# The rest of the page


def test_what_was_written_last_is_the_newest_whatever_the_clock_says(rf, plan, mette):
    """In a demo somebody looks at night, and the demo's own last entry is of the morning."""
    with clock.pretend(make_aware(datetime(2013, 8, 31, 7, 55))):
        log(plan, "5.1.1-1", 6, by=mette)
    with clock.pretend(make_aware(datetime(2013, 8, 31, 0, 17))):
        log(plan, "5.2.2-1", 14, by=mette)

    assert [row.number for row in desk(rf, mette, plan)["page"].recent] == ["14", "6"]
    assert [chip.label for chip in desk(rf, mette, plan)["log_chips"]] == [
        "Unge i lommepengejob",
        "Familier deltog",
    ]


def test_recent_registrations_can_be_undone_where_it_is_open(rf, plan, mette, peter):
    log(plan, "5.1.1-1", 6, on=date(2013, 8, 30), by=peter)
    log(plan, "5.2.2-1", 1, on=date(2013, 5, 2), by=mette)
    actions.close_period(plan, Period.quarter(2013, 2), by=mette)

    newest, older = desk(rf, mette, plan)["page"].recent

    assert (newest.number, newest.what, newest.undo) == ("1", "ung, Lommepengeprojekt", "")
    assert (older.number, older.what) == ("6", "familier, Forældre & læring")
    assert older.meta == "Alle afdelinger, 30.8., Peter Lindskov"
    assert older.undo == reverse(
        "registration-void", args=[plan.slug, Registration.objects.get(value=6).pk]
    )


def test_worker_may_undo_only_their_own(rf, plan, mette, peter):
    log(plan, "5.2.2-1", 6, by=mette)
    log(plan, "5.2.2-1", 7, by=peter)

    assert [bool(row.undo) for row in desk(rf, peter, plan)["page"].recent] == [True, False]


def test_undo_comes_back_to_min_plan(client, plan, mette, home_url):
    row = log(plan, "5.1.1-1", 6, by=mette)
    client.force_login(mette)

    response = client.post(
        reverse("registration-void", args=[plan.slug, row.pk]), {"next": home_url}
    )

    assert response.headers["Location"] == home_url
    assert 'class="recent__n' not in client.get(home_url).content.decode()


def test_bar_saves_one_registration_and_a_double_click_no_more(client, plan, mette, home_url):
    client.force_login(mette)
    content = client.get(home_url).content.decode()
    assert '<option value="5.2.2-1">Lommepengeprojekt: Unge i lommepengejob</option>' in content
    assert (
        '<option value="5.1.1-2" data-base="Ud af">Forældre &amp; læring: Lærer nyt</option>'
        in content
    )
    form = {
        "criterion": "5.1.1-1",
        "value": "14",
        "estate": "463-0",
        "on": "2013-08-31",
        "key": str(uuid4()),
    }

    for _ in range(2):
        response = client.post(reverse("register", args=[plan.slug]), form)

    row = Registration.objects.get()
    assert (row.value, row.on, row.estate.code, row.created_by) == (
        14,
        date(2013, 8, 31),
        "463-0",
        mette,
    )
    assert response.headers["Location"] == reverse("registration-saved", args=[plan.slug, row.pk])


def test_worker_logs_only_on_their_own(rf, plan, peter):
    groups = desk(rf, peter, plan)["log_groups"]

    assert [group.label for group in groups] == ["5.2.2 Lommepengeprojekt", "5.3.5 Servicebesøg"]


def test_phone_has_the_persons_latest_criteria_at_hand(client, plan, peter, home_url):
    log(plan, "5.3.5-1", 2, by=peter)
    log(plan, "5.2.2-1", 3, by=peter)
    client.force_login(peter)

    content = client.get(home_url).content.decode()

    register = reverse("register", args=[plan.slug])
    first = content.index(
        f'<a class="chiplink" href="{register}?kriterium=5.2.2-1">Unge i lommepengejob</a>'
    )
    assert first < content.index(
        f'<a class="chiplink" href="{register}?kriterium=5.3.5-1">Husstande besøgt</a>'
    )
    assert f'<a class="chiplink" href="{register}">Andet</a>' in content


def test_strip_shows_locks_milestones_and_the_next_meeting(rf, plan, mette):
    actions.close_period(plan, Period.quarter(2013, 1), by=mette)
    lock = plan.locks.get()
    lock.closed_at = make_aware(datetime(2013, 4, 12, 9))
    lock.save()
    MilestoneFactory(plan=plan, period=Period.quarter(2013, 4))
    forum = Forum.objects.create(
        plan=plan, code="SG", name="Styregruppen", kind=ForumKind.STEERING_GROUP
    )
    Meeting.objects.create(forum=forum, on=date(2013, 9, 25))

    shown = desk(rf, mette, plan)["page"]

    assert shown.strip_heading == "3. kvartal slutter om 30 dage"
    assert [(part.name, part.is_now, part.is_closed, part.lines) for part in shown.strip] == [
        ("1. kvartal", False, True, ("Ingen milepæle.", "Låst den 12.\u00a0april.")),
        ("2. kvartal", False, False, ("Ingen milepæle.", "Ikke lukket endnu.")),
        (
            "3. kvartal",
            True,
            False,
            ("0 af 1 milepæl nået.", "Styregruppe den 25.\u00a0september."),
        ),
        ("4. kvartal", False, False, ("1 milepæl venter.",)),
    ]


def test_percent_and_average_read_as_what_they_are(rf, plan, mette):
    RegistrationFactory(criterion=criterion(plan, "5.1.1-2"), value=18, base=24, created_by=mette)
    RegistrationFactory(criterion=criterion(plan, "5.3.5-2"), value=26, base=2, created_by=mette)

    rows = desk(rf, mette, plan)["page"].recent

    assert [f"{row.number} {row.what}" for row in rows] == [
        "26 beboere ved 2 møder, Servicebesøg",
        "18 ud af 24, Forældre & læring",
    ]


# What meetings agreed


def test_what_was_agreed_stands_on_the_list_until_it_is_done(rf, plan, mette, peter):
    other = {
        "plan": plan,
        "function": "Koordinatoren",
        "due_on": date(2013, 9, 10),
        "what": "Ring til skolen",
    }
    FollowUp.objects.create(**other)
    mine = FollowUp.objects.create(
        plan=plan,
        responsible=mette,
        function="Sekretariatsleder",
        due_on=date(2013, 8, 20),
        what="Skriv til LBF",
    )
    FollowUp.objects.create(**other | {"what": "Langt ude i fremtiden", "due_on": date(2014, 1, 1)})

    found = {item.what: item for item in desk(rf, mette, plan)["page"].todo}

    assert (found["Skriv til LBF"].urgency, found["Skriv til LBF"].due) == (
        Urgency.NOW,
        "Skulle være gjort den 20.\u00a0august.",
    )
    assert found["Skriv til LBF"].why == "Aftalt, at du gør det."
    assert (
        found["Skriv til LBF"].act.url
        == f"/planer/rum-for-liv/styring/opfoelgning/{mine.pk}/gjort/"
    )
    assert found["Ring til skolen"].why == "Aftalt, at Koordinatoren gør det."
    assert "Langt ude i fremtiden" not in found
    assert {item.what for item in desk(rf, peter, plan)["page"].todo}.isdisjoint(
        {"Skriv til LBF", "Ring til skolen"}
    )

    mine.due_on = date(2012, 12, 20)
    mine.save()
    late = {item.what: item.due for item in desk(rf, mette, plan)["page"].todo}
    assert late["Skriv til LBF"] == "Skulle være gjort den 20.\u00a0december 2012."

    mine.done_on = date(2013, 8, 30)
    mine.save()
    assert "Skriv til LBF" not in {item.what for item in desk(rf, mette, plan)["page"].todo}
