"""The demo's year: the same each time, as designed, and written as if on its own days."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Membership, Role
from accounts.tests.factories import MembershipFactory, UserFactory
from activities.actions import register
from activities.hours import hours_summary
from activities.models import HoursEntry, PeriodLock, Plan, Registration, SuccessCriterion
from activities.planfile import export_plan, load
from activities.progress.read import plan_progress
from activities.tests.planfiles import RUM_FOR_LIV, SMALL
from core import clock, pdf
from core.lights import Light
from core.periods import Period
from core.tests.database import settle
from core.versioned import NotAllowedNow
from demo.calendar import easter, is_holiday, spread
from governance.models import (
    Adjustment,
    AdjustmentState,
    Anchoring,
    Confirmation,
    FollowUp,
    Meeting,
    MeetingPaper,
    MeetingState,
    Seat,
)
from governance.money.follow_up import budget_follow_up
from milestones.models import Milestone, Status
from reporting import documents
from reporting.data.edition import Edition

AUGUST = date(2013, 8, 31)
PEOPLE = {
    "SL": ("Mette Holm", Role.SECRETARIAT_LEAD),
    "BM": ("Peter Lindskov", Role.COMMUNITY_WORKER),
    "FK": ("Amina Yusuf", Role.COMMUNITY_WORKER),
    "UK": ("Jonas Krogh", Role.COMMUNITY_WORKER),
    "FGK": ("Sara Winther", Role.COMMUNITY_WORKER),
}
READERS = {
    "Birgit Damgaard": Role.SOCIAL_COORDINATOR,
    "Henrik Vestergaard": Role.STEERING_GROUP,
    "Kirsten Bay": Role.REFERENCE_GROUP,
}
# The figures of the dashboard in the design: steps 1, 2 and 3 of each activity.
SHOWN = {
    "5.1.1": (71, 31, 12),
    "5.1.2": (84, 15, 13),
    "5.1.3": (29, 24, 21),
    "5.1.4": (58, 36, 31),
    "5.2.1": (74, 66, 61),
    "5.2.2": (18, 12, 7),
    "5.2.3": (15, 10, 5),
    "5.2.4": (43, 34, None),
    "5.3.1": (168, 7, 1),
    "5.3.2": (22, 4, None),
    "5.3.3": (9, 2, 24),
    "5.3.4": (66, 64, 54),
    "5.3.5": (41, 9, 3),
    "5.3.6": (4, 4, None),
    "5.4": (3, None, 2),
}


def staffed(plan):
    for post in plan.staff_roles.all():
        name, role = PEOPLE[post.code]
        MembershipFactory(
            plan=plan,
            user=UserFactory(name=name),
            role=role,
            staff_role=post,
            starts_on=plan.starts_on,
        )
    return plan


def run(slug="rum-for-liv", year="2013", *options):
    call_command("demo_year", slug, year, *options)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Rum for Liv with its demo year: written once for the module, and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        plan = staffed(load(RUM_FOR_LIV.read_bytes()).plan)
        for name, role in READERS.items():
            MembershipFactory(
                plan=plan, user=UserFactory(name=name), role=role, starts_on=plan.starts_on
            )
        run()
        settle()
        yield Plan.objects.get(pk=plan.pk)
        transaction.set_rollback(True)


@pytest.fixture
def shown(demo, db):
    return plan_progress(demo, AUGUST)


def test_figures_are_those_of_the_design(shown):
    ladders = {
        a.code: tuple(None if f.actual is None else round(f.actual) for f in a.figures)
        for a in shown.activities
    }

    assert ladders == SHOWN


def test_average_is_24_and_percent_54_exactly(shown):
    assert (shown.figure("5.3.3-3").actual, shown.figure("5.3.4-3").actual) == (
        Fraction(24),
        Fraction(54),
    )


def test_lights_are_those_of_the_design(shown):
    assert (shown.following, shown.measured) == (32, 41)
    assert [area.light for area in shown.areas] == [
        Light.ON_TRACK,
        Light.ON_TRACK,
        Light.DELAYED,
        Light.ON_TRACK,
    ]
    assert [area.following for area in shown.areas] == [11, 10, 9, 2]


def test_third_area_is_set_to_delayed_by_the_lead(shown):
    network = shown.areas[2]

    assert (network.rule_light, network.override.light, network.override.by) == (
        Light.AT_RISK,
        Light.DELAYED,
        "Mette Holm",
    )
    assert network.override.at.date() == date(2013, 8, 28)


def test_families_are_52_and_19_by_estate(demo, db):
    rows = Registration.objects.counting().filter(criterion__code="5.1.1-1", plan=demo)

    assert dict(rows.values_list("estate__name").annotate(Sum("value")).order_by()) == {
        "Akacieparken": 52,
        "Lukretiavej": 19,
    }


def test_hours_by_role_are_those_of_the_design(demo, db):
    summary = hours_summary(demo, date(2013, 1, 1), AUGUST)

    assert {line.name: line.used for line in summary.roles} == {
        "Familiekoordinator": 1216,
        "Ungekoordinator": 1262,
        "Foreningsguidekoordinator": 398,
        "Boligsocial medarbejder": 1341,
        "Sekretariatsleder": 702,
    }
    assert summary.activities[demo.activities.get(code="5.1.1").pk].used == 331


def test_two_roles_have_not_written_their_last_weeks(demo, db):
    summary = hours_summary(demo, date(2013, 1, 1), AUGUST)

    assert {line.name for line in summary.roles if line.last_week < date(2013, 8, 26)} == {
        "Ungekoordinator",
        "Foreningsguidekoordinator",
    }


def test_25_milestones_are_reached_and_one_is_moved(demo, db):
    reached = Milestone.objects.filter(plan=demo, status=Status.REACHED)
    moved = Milestone.objects.get(plan=demo, moves__isnull=False)

    assert [reached.filter(period=Period.quarter(2013, n)).count() for n in (1, 2, 3, 4)] == [
        13,
        9,
        3,
        0,
    ]
    assert (moved.code, moved.period.code, moved.agreed_on) == (
        "M2-08",
        "2013-K3",
        date(2013, 9, 11),
    )
    assert Milestone.objects.get(plan=demo, status=Status.DELAYED).code == "M3-10"


def test_tenth_youth_came_on_the_day_the_milestone_was_reached(demo, db):
    until = Registration.objects.counting().filter(
        plan=demo, criterion__code="5.2.2-1", on__lte=date(2013, 6, 3)
    )

    assert until.aggregate(Sum("value"))["value__sum"] == 10


def test_first_two_quarters_are_closed_on_their_days(demo, db):
    locks = PeriodLock.objects.filter(plan=demo).order_by("period")

    assert [(lock.period.code, lock.closed_at.date()) for lock in locks] == [
        ("2013-K1", date(2013, 4, 12)),
        ("2013-K2", date(2013, 7, 11)),
    ]
    with pytest.raises(NotAllowedNow), clock.pretend(datetime(2013, 8, 31, 9, tzinfo=UTC)):
        register(
            SuccessCriterion.objects.get(code="5.1.1-1", activity__plan=demo),
            on=date(2013, 6, 30),
            value=1,
            by=UserFactory(),
        )


def test_entries_are_written_by_those_responsible_on_their_days(demo, db):
    rows = (
        Registration.objects.filter(plan=demo)
        .select_related("criterion__responsible", "created_by")
        .order_by("on")
    )
    names = {post: name for post, (name, _) in PEOPLE.items()}

    by_itself = [row for row in rows if row.source]

    assert all(
        row.created_by.name == names[row.criterion.responsible.code]
        for row in rows
        if not row.source
    )
    assert [(row.on, row.note) for row in by_itself] == [
        (date(2013, 3, 22), "Nyhedsbrev nr. 1"),
        (date(2013, 6, 21), "Nyhedsbrev nr. 2"),
    ]
    assert all(0 <= (timezone.localdate(row.created_at) - row.on).days <= 5 for row in rows)
    assert max(row.created_at for row in rows) <= datetime(2013, 8, 31, 7, 55, tzinfo=UTC)
    assert all(row.history.latest().history_date.year == 2013 for row in rows[:20])


def test_one_entry_is_corrected_and_one_taken_back(demo, db):
    corrected = Registration.objects.get(plan=demo, criterion__code="5.1.1-2", on=date(2013, 8, 17))
    voided = Registration.objects.get(plan=demo, voided_at__isnull=False)

    assert [version.value for version in corrected.history.order_by("history_id")] == [5, 3]
    assert (voided.criterion.code, voided.value) == ("5.2.4-1", 3)


def test_notes_and_breakdowns_name_nobody_and_fit(demo, db):
    rows = Registration.objects.filter(plan=demo)

    assert all(sum(parts.values()) == row.value for row in rows for parts in row.breakdown.values())
    assert any(row.breakdown for row in rows)
    assert not any(name.split()[0] in row.note for row in rows for name, _ in PEOPLE.values())


def test_every_criterion_behind_is_explained_but_the_three_the_lead_is_asked_for(demo, shown):
    behind = {
        f.criterion.code for f in shown.figures if f.light.is_measured and not f.light.follows_plan
    }
    said = demo.comments.filter(period=Period.quarter(2013, 3), criterion__isnull=False)

    assert behind - {comment.criterion.code for comment in said} == {
        "5.3.5-1",
        "5.3.5-2",
        "5.3.5-3",
    }


def test_every_criterion_behind_in_june_is_explained(demo, db):
    june = plan_progress(demo, date(2013, 6, 30))
    behind = {f.criterion.code for f in june.figures if f.light.asks}
    said = demo.comments.filter(period=Period.quarter(2013, 2), criterion__isnull=False)

    assert behind
    assert behind <= {comment.criterion.code for comment in said}


def test_groups_meet_four_times(demo, db):
    meetings = Meeting.objects.filter(forum__plan=demo, forum__code="STG").values_list(
        "on", flat=True
    )

    assert list(meetings) == [
        date(2013, 2, 26),
        date(2013, 5, 21),
        date(2013, 9, 25),
        date(2013, 12, 4),
    ]
    assert Meeting.objects.filter(forum__plan=demo, forum__code="FLG").count() == 4


def test_plan_is_marked_as_a_demo_and_the_file_still_loads_without_a_change(demo, db):
    assert demo.is_demo
    assert not load(RUM_FOR_LIV.read_bytes()).anything
    assert not load(export_plan(demo).encode()).anything


def test_second_time_changes_nothing(demo, db, capsys):
    before = (Registration.history.count(), Plan.objects.get(pk=demo.pk).version)

    run()

    assert capsys.readouterr().out == "Rum for Liv har allerede registreringer; intet er ændret.\n"
    assert (Registration.history.count(), Plan.objects.get(pk=demo.pk).version) == before


def rows_of(plan):
    return list(
        Registration.objects.filter(plan=plan)
        .order_by("created_at", "pk")
        .values_list("criterion__code", "on", "value", "base", "estate__code", "created_at")
    )


@pytest.fixture
def little(db):
    """The small plan with a lead and a worker: no script knows it."""
    plan = load(SMALL.encode()).plan
    return staffed(plan)


def test_any_plan_gets_a_year_from_its_own_targets(little):
    run("lille", "2013", "--until", "2013-12-31")

    figures = plan_progress(little, date(2013, 12, 31))
    assert 70 <= figures.figure("5.2.2-1").actual <= 115
    assert figures.figure("5.2.2-2").actual is not None
    assert HoursEntry.objects.filter(plan=little).count() > 90
    assert PeriodLock.objects.filter(plan=little).count() == 3


def test_same_seed_gives_the_same_year(little):
    run("lille", "2014", "--until", "2014-06-30", "--seed", "7")
    first = rows_of(little)
    for model in (Registration, HoursEntry, PeriodLock):
        model.objects.filter(plan=little).delete()

    run("lille", "2014", "--until", "2014-06-30", "--seed", "7")

    assert rows_of(little) == first
    assert len(first) > 5


def test_year_ends_on_its_last_day(little):
    run("lille", "2013", "--until", "2013-03-20")

    assert max(row[1] for row in rows_of(little)) <= date(2013, 3, 20)
    assert HoursEntry.objects.filter(plan=little, week__gt=date(2013, 3, 20)).count() == 0
    assert not PeriodLock.objects.filter(plan=little).exists()


def test_on_a_later_day_nothing_is_written_since_august(little, settings, capsys):
    settings.DEMO_DATE = date(2013, 10, 2)

    run("lille")

    assert capsys.readouterr().out.startswith(
        "Den lille plan har nu et demoår til og med 31.\xa0august 2013: "
    )
    assert max(row[1] for row in rows_of(little)) <= AUGUST


def test_demo_without_people_says_what_to_do(db):
    load(SMALL.encode())

    with pytest.raises(CommandError, match=r"Kør demo_logins først\."):
        run("lille")

    assert not Plan.objects.get(slug="lille").is_demo


def test_year_outside_the_plan_is_refused(little):
    with pytest.raises(CommandError, match=r"Den lille plan løber 2013–2016\. Vælg et af de år\."):
        run("lille", "2020")


def test_unknown_plan_is_refused(db):
    with pytest.raises(CommandError, match="Der er ingen plan med adressen »x«"):
        run("x")


def test_easter_is_where_the_church_has_it():
    assert [easter(year) for year in (2013, 2014, 2016, 2024)] == [
        date(2013, 3, 31),
        date(2014, 4, 20),
        date(2016, 3, 27),
        date(2024, 3, 31),
    ]


def test_school_is_closed_in_july_and_open_in_may():
    assert (is_holiday(date(2013, 7, 10)), is_holiday(date(2013, 5, 14))) == (True, False)


def test_spread_gives_exactly_the_total():
    assert spread(10, [1.0, 1.0, 1.0]) == [3, 4, 3]
    assert sum(spread(1216, [0.3, 1.7, 0.02, 5.0])) == 1216


def test_clock_pretends_only_inside():
    before = clock.today()

    with clock.pretend(datetime(2013, 5, 14, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2013, 5, 15)
        assert clock.now().isoformat() == "2013-05-15T00:30:00+02:00"

    assert clock.today() == before


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_notes_of_the_year_have_at_most_eight_pages(demo, db, quarter):
    note = documents.build(demo, "status_note", Period.quarter(2013, quarter), AUGUST)

    made = documents.render(
        "status_note", note.to_json(), Edition(revision=1, prepared_by="Mette Holm")
    )

    assert pdf.page_count(made) <= 8


# How it is steered


def test_a_target_is_adjusted_from_july_and_another_is_refused(demo, db):
    rows = (
        Adjustment.objects.filter(plan=demo).order_by("number").select_related("target__criterion")
    )

    assert [(r.target.criterion.code, r.old_text, r.new_text, r.state) for r in rows] == [
        ("5.1.4-1", "75 beboere", "80 beboere", AdjustmentState.IN_FORCE),
        ("5.2.3-3", "10 børn og unge", "6 børn og unge", AdjustmentState.REFUSED),
    ]
    assert (rows[0].is_recommended, rows[0].decided_on, rows[0].answered_on) == (
        True,
        date(2013, 5, 21),
        date(2013, 7, 3),
    )
    assert [step.at.date() for step in rows[0].steps.all()] == [
        *[date(2013, 2, 21)] * 2,
        date(2013, 3, 6),
        date(2013, 5, 22),
        date(2013, 5, 24),
        *[date(2013, 7, 3)] * 2,
    ]
    assert [
        plan_progress(demo, on).figure("5.1.4-1").target for on in (date(2013, 6, 30), AUGUST)
    ] == [75, 80]


def test_meetings_have_agendas_minutes_and_what_follows(demo, db):
    states = Meeting.objects.filter(forum__plan=demo).order_by("on").values_list("on", "state")
    papers = MeetingPaper.objects.filter(meeting__forum__plan=demo)
    coming = Meeting.objects.get(forum__plan=demo, on=date(2013, 9, 25))
    tasks = FollowUp.objects.filter(plan=demo).values_list("done_on", "due_on")

    assert [on for on, state in states if state == MeetingState.MINUTED] == [
        date(2013, 2, 26),
        date(2013, 3, 5),
        date(2013, 5, 21),
        date(2013, 5, 28),
    ]
    assert [
        (kind, papers.filter(kind=kind, job_state="done").count()) for kind in ("agenda", "minutes")
    ] == [
        ("agenda", 4),
        ("minutes", 4),
    ]
    assert [
        (i.kind, bool(i.proposal), bool(i.consequence)) for i in coming.items.filter(standing="")
    ] == [
        ("decision", True, True),
        ("discussion", True, True),
    ]
    assert sorted(tasks, key=lambda task: task[1]) == [
        (date(2013, 5, 24), date(2013, 6, 1)),
        (None, date(2013, 8, 15)),
        (None, date(2013, 9, 18)),
    ]


def test_papers_of_the_meetings_name_nobody(demo, db):
    said = json.dumps(
        list(
            MeetingPaper.objects.filter(meeting__forum__plan=demo).values_list(
                "snapshot", flat=True
            )
        ),
        ensure_ascii=False,
    )

    assert not [name for name in (*READERS, *(name for name, _ in PEOPLE.values())) if name in said]


def test_money_is_invented_says_so_and_has_one_line_over_ten_percent(demo, db):
    money = budget_follow_up(demo, Period.quarter(2013, 2), AUGUST)

    assert (money.total.budget, money.total.spent) == (Decimal("3600000.00"), Decimal("1794393.25"))
    assert (money.budget.decided_in.title, money.co_financing.text) == (
        "Budget 2013",
        "25,8\u00a0%",
    )
    assert all("opdigtet beløb" in line.line.text for line in money.lines)
    assert [(line.line.code, line.deviation_text, line.explanation) for line in money.red] == [
        ("2030", "+15,0\u00a0%", "Sommerfesten blev større end ventet.")
    ]
    assert budget_follow_up(demo, Period.quarter(2013, 1), AUGUST).red == ()


def test_seats_give_readers_no_more_than_they_had(demo, db):
    seated = Seat.objects.filter(forum__plan=demo, user__isnull=False).order_by("forum__position")
    rights = Membership.objects.filter(
        plan=demo, user__name__in=["Henrik Vestergaard", "Kirsten Bay"]
    )

    assert [(seat.user.name, seat.forum.code) for seat in seated] == [
        ("Henrik Vestergaard", "STG"),
        ("Kirsten Bay", "FLG"),
    ]
    assert sorted((m.user.name, m.role, m.starts_on, m.ends_on) for m in rights) == [
        ("Henrik Vestergaard", Role.STEERING_GROUP, demo.starts_on, None),
        ("Kirsten Bay", Role.REFERENCE_GROUP, demo.starts_on, None),
    ]


def test_what_is_followed_has_one_of_each_state(demo, db):
    evaluations = [
        (e.title, e.is_done, not e.is_done and e.due_on < AUGUST) for e in demo.evaluations.all()
    ]

    assert {risk.title: risk.closed_on for risk in demo.risks.all()} == {
        "Driften kan ikke gå med på servicebesøg": None,
        "Fritidsjobvejledningen mister sin bevilling": None,
        "For få frivillige i lektiecaféen": date(2013, 6, 20),
    }
    assert evaluations == [
        ("Lokal evaluering af Arrangementer", True, False),
        ("Lokal evaluering af Lektiecafé", False, True),
        ("Årlig evaluering 2013", False, False),
    ]
    assert [(a.kind, a.needs_funding, a.ends_on) for a in demo.agreements.order_by("position")] == [
        ("contract", True, None),
        ("contract", True, None),
        ("cooperation", True, date(2014, 12, 31)),
        ("activity", False, date(2013, 10, 31)),
    ]
    assert demo.goal_statuses.get().step == "not_yet"
    assert Anchoring.objects.filter(activity__plan=demo).count() == 4


def test_most_doubts_are_answered_and_some_are_open(demo, db):
    answered = Confirmation.objects.exclude(answer="").select_related("criterion")

    assert all(row.doubt == row.criterion.doubt for row in answered)
    settled = {row.criterion.code for row in answered}
    doubts = SuccessCriterion.objects.filter(activity__plan=demo).exclude(doubt="")
    assert doubts.count() == 30
    assert sorted({c.code for c in doubts} - settled) == [
        "5.1.2-2",
        "5.1.4-2",
        "5.2.2-3",
        "5.2.3-3",
        "5.4-1",
        "5.4-3",
    ]


def test_background_figures_are_the_plans_own(demo, db):
    """Lines 103-123, 141 and 385 of the plan: 39 and 46 % outside the labour market, 14 % in the
    city; over 40 and almost 50 % under 18; 342 convicted of 10,000 residents."""
    rows = demo.background_figures.select_related("estate").order_by("indicator", "estate")

    assert {row.source for row in rows} == {"Helhedsplanen Rum for Liv"}
    assert [(r.indicator, r.estate.name, r.year, r.value, r.city_value) for r in rows] == [
        ("crime", "Akacieparken", 2010, 342, None),
        ("outside_labour", "Akacieparken", 2012, 39, 14),
        ("outside_labour", "Lukretiavej", 2012, 46, 14),
        ("under_18", "Akacieparken", 2012, 40, None),
        ("under_18", "Lukretiavej", 2012, 50, None),
    ]


def test_a_demo_without_a_koordinator_has_nothing_of_it(little):
    run("lille", "2013")

    assert not Seat.objects.filter(forum__plan=little).exists()
    assert not MeetingPaper.objects.filter(meeting__forum__plan=little).exists()
