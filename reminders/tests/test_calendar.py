"""On time by itself: what the plan's dates ask for, on rows that are never saved."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.models import Role, User
from activities.models import Plan
from core import outbox
from core.models import Message
from core.periods import Period
from governance.models import Forum, ForumKind, Meeting
from reminders.calendar import ahead, asked_today, still_asked
from reminders.occasion import Ask, Standing, period_for
from reporting.emails.kinds import KINDS
from reporting.models import State

Q1, Q2, Q3, Q4 = Period.year(2013).parts()
DAY = timedelta(days=1)
LEAD, COORDINATOR = User(pk=1, name="Mette Holm"), User(pk=2, name="Birgit Damgaard")
STEERING = Forum(pk=7, kind=ForumKind.STEERING_GROUP, material_days=7)
REFERENCE = Forum(pk=8, kind=ForumKind.REFERENCE_GROUP, material_days=7)
MET = date(2013, 9, 25)  # the steering group; the material is due on 18 September
SAT = date(2013, 9, 10)  # the reference group


def days(text):
    """ "11.9-17.9" as a pair of days in 2013."""
    first, last = text.split("-")
    return tuple(date(2013, *map(int, reversed(one.split(".")))) for one in (first, last))


def standing_of(*meetings, notes=None, told=(), plan=None, people=None):
    return Standing(
        plan=plan or Plan(pk=3, starts_on=date(2013, 1, 1), ends_on=date(2016, 12, 31)),
        meetings=meetings,
        notes=notes or {},
        people=people or {Role.SECRETARIAT_LEAD: (LEAD,), Role.SOCIAL_COORDINATOR: (COORDINATOR,)},
        told=frozenset(told),
    )


def steering(on=MET, forum=STEERING):
    return Meeting(forum=forum, on=on)


def asks(found, today):
    """(kind, step) of what is asked for on a day."""
    return [(occasion.ask, occasion.step) for occasion in asked_today(found, today)]


# The draft


@pytest.mark.parametrize(
    ("today", "is_made"),
    [
        (date(2013, 9, 30), False),
        (date(2013, 10, 1), True),
        (date(2013, 10, 14), True),
        (date(2013, 10, 15), False),
    ],
)
def test_the_draft_is_made_from_the_day_after_the_period_until_14_days_after(today, is_made):
    assert asks(standing_of(), today) == ([("draft_made", "")] if is_made else [])


@pytest.mark.parametrize("state", State)
def test_a_period_that_has_a_note_gets_no_draft(state):
    assert asks(standing_of(notes={Q3: state}), date(2013, 10, 1)) == []


def test_a_draft_that_was_made_once_does_not_come_back():
    told = ["draft_made:3:2013-K3:99"]

    assert asks(standing_of(told=told), date(2013, 10, 2)) == []
    assert (
        asks(
            standing_of(told=["draft_made:3:2013-K2:1", "draft_made:33:2013-K3:1"]),
            date(2013, 10, 2),
        )
        != []
    )


def test_a_draft_is_made_where_nobody_is_to_be_told():
    assert asks(
        standing_of(people={Role.SOCIAL_COORDINATOR: (COORDINATOR,)}), date(2013, 10, 1)
    ) == [("draft_made", "")]


def test_a_half_year_plan_gets_its_draft_after_the_half_year():
    plan = Plan(
        pk=3,
        starts_on=date(2013, 1, 1),
        ends_on=date(2016, 12, 31),
        reporting_period=Plan.Rhythm.HALF_YEAR,
    )

    assert asks(standing_of(plan=plan), date(2013, 10, 1)) == []
    (draft,) = asked_today(standing_of(plan=plan), date(2013, 7, 1))
    assert draft.period == Period.half_year(2013, 1)


def test_the_year_rolls_over():
    (draft,) = asked_today(standing_of(), date(2014, 1, 1))

    assert draft.period == Q4
    assert asks(standing_of(), date(2013, 12, 31)) == []


@pytest.mark.parametrize(("starts_on", "drafts"), [(date(2013, 6, 30), 1), (date(2013, 7, 1), 0)])
def test_a_period_that_was_over_before_the_plan_began_gets_no_draft(starts_on, drafts):
    plan = Plan(pk=3, starts_on=starts_on, ends_on=date(2016, 12, 31))

    assert len(asks(standing_of(plan=plan), date(2013, 7, 1))) == drafts


# The steering group's meeting


RULES = [
    ("missing", "", "11.9-17.9", None),
    ("missing", "", "11.9-17.9", State.DRAFT),
    ("material_due", "", "18.9-24.9", None),
    ("material_due", "", "18.9-24.9", State.DRAFT),
    ("late", "due", "19.9-22.9", None),
    ("late", "due", "19.9-22.9", State.DRAFT),
    ("late", "due", "19.9-22.9", State.READY),
    ("late", "call", "23.9-24.9", None),
    ("late", "call", "23.9-24.9", State.DRAFT),
    ("late", "call", "23.9-24.9", State.READY),
]


@pytest.mark.parametrize(("ask", "step", "window", "state"), RULES)
def test_each_reminder_holds_from_its_first_day_until_its_last(ask, step, window, state):
    found = standing_of(steering(), notes={Q2: state} if state else {})
    first, last = days(window)

    held = [(ask, step) in asks(found, day) for day in (first - DAY, first, last, last + DAY)]

    assert held == [False, True, True, False]


@pytest.mark.parametrize("day", [MET - timedelta(days=n) for n in range(-1, 20)])
def test_an_issued_note_is_left_in_peace(day):
    assert asks(standing_of(steering(), notes={Q2: State.ISSUED}), day) == []


@pytest.mark.parametrize("day", [date(2013, 9, 11), date(2013, 9, 18)])
def test_a_note_that_is_handed_over_is_asked_of_the_koordinator_alone(day):
    assert asks(standing_of(steering(), notes={Q2: State.READY}), day) == []


def test_the_lead_hears_what_is_missing_and_that_it_is_due_and_the_koordinator_that_it_is_late():
    roles = {
        occasion.ask: occasion.role for occasion in ahead(standing_of(steering()), date(2013, 9, 1))
    }

    assert roles == {
        "missing": "secretariat_lead",
        "material_due": "secretariat_lead",
        "late": "social_coordinator",
        "draft_made": "secretariat_lead",
    }


def test_a_forum_without_a_number_of_days_gets_its_material_a_week_before():
    found = standing_of(
        steering(forum=Forum(pk=7, kind=ForumKind.STEERING_GROUP, material_days=None))
    )

    assert asks(found, date(2013, 9, 17)) == [("missing", "")]
    assert asks(found, date(2013, 9, 18)) == [("material_due", "")]


DAYS = [  # days before the meeting -> (kind, step) and its first and last day
    (0, [("missing", "", "11.9-24.9"), ("material_due", "", "25.9-25.9")]),
    (1, [("missing", "", "11.9-23.9"), ("material_due", "", "24.9-24.9")]),
    (
        2,
        [
            ("missing", "", "11.9-22.9"),
            ("material_due", "", "23.9-24.9"),
            ("late", "call", "24.9-24.9"),
        ],
    ),
    (
        3,
        [
            ("missing", "", "11.9-21.9"),
            ("material_due", "", "22.9-24.9"),
            ("late", "call", "23.9-24.9"),
        ],
    ),
    (
        13,
        [
            ("missing", "", "11.9-11.9"),
            ("material_due", "", "12.9-24.9"),
            ("late", "due", "13.9-22.9"),
            ("late", "call", "23.9-24.9"),
        ],
    ),
    (
        14,
        [
            ("material_due", "", "11.9-24.9"),
            ("late", "due", "12.9-22.9"),
            ("late", "call", "23.9-24.9"),
        ],
    ),
    (
        21,
        [
            ("material_due", "", "4.9-24.9"),
            ("late", "due", "5.9-22.9"),
            ("missing", "", "11.9-24.9"),
            ("late", "call", "23.9-24.9"),
        ],
    ),
]


@pytest.mark.parametrize(("material_days", "expected"), DAYS)
def test_the_forum_decides_how_long_before_the_material_is_due(material_days, expected):
    forum = Forum(pk=7, kind=ForumKind.STEERING_GROUP, material_days=material_days)

    found = ahead(standing_of(steering(forum=forum), notes={Q3: State.ISSUED}), date(2013, 8, 31))

    assert [(o.ask, o.step, o.first, o.last) for o in found] == [
        (a, s, *days(w)) for a, s, w in expected
    ]


@pytest.mark.parametrize(
    ("on", "period"),
    [
        (date(2013, 9, 30), Q2),
        (date(2013, 10, 1), Q3),
        (date(2014, 1, 1), Q4),
        (date(2014, 3, 31), Q4),
        (date(2013, 3, 31), None),
        (date(2013, 4, 1), Q1),
    ],
)
def test_the_note_is_of_the_newest_period_that_ended_before_the_meeting(on, period):
    assert period_for(standing_of().plan, steering(on)) == period


def test_a_meeting_in_the_plans_first_period_has_no_note_to_ask_for():
    assert asks(standing_of(steering(date(2013, 2, 20))), date(2013, 2, 13)) == []


def test_a_half_year_plans_meeting_asks_for_the_half_year():
    plan = Plan(
        pk=3,
        starts_on=date(2013, 1, 1),
        ends_on=date(2016, 12, 31),
        reporting_period=Plan.Rhythm.HALF_YEAR,
    )

    (missing,) = asked_today(
        standing_of(steering(date(2013, 11, 26)), plan=plan), date(2013, 11, 12)
    )

    assert (missing.ask, missing.period) == ("missing", Period.half_year(2013, 1))


def test_nothing_is_asked_of_a_period_before_it_is_over():
    """The meeting is on 3 October, its material due on 26 September, when the quarter is not
    over."""
    found = ahead(
        standing_of(steering(date(2013, 10, 3)), notes={Q3: State.DRAFT}), date(2013, 9, 1)
    )

    assert [(o.ask, o.step, o.first, o.last, o.due) for o in found if o.ask != Ask.DRAFT_MADE] == [
        ("material_due", "", *days("1.10-2.10"), date(2013, 10, 1)),
        ("late", "call", *days("2.10-2.10"), date(2013, 10, 1)),
    ]


def test_a_meeting_waits_for_the_one_before_it():
    found = standing_of(steering(), steering(MET + timedelta(days=5)))

    assert asks(found, MET - DAY) == [("material_due", ""), ("late", "call")]
    assert [o.meeting.on for o in asked_today(found, MET - DAY)] == [MET, MET]
    assert asks(found, MET + DAY) == [("material_due", ""), ("late", "due")]


def test_a_moved_meeting_is_another_occasion():
    (before,) = asked_today(standing_of(steering()), date(2013, 9, 11))
    told = [before.key(standing_of().plan, LEAD)]

    assert asks(standing_of(steering(), told=told), date(2013, 9, 12)) == []
    assert asks(standing_of(steering(MET + DAY), told=told), date(2013, 9, 12)) == [("missing", "")]


def test_keys_hold_kind_plan_meeting_and_person():
    found = [
        occasion
        for occasion in ahead(standing_of(steering()), date(2013, 9, 1))
        if occasion.meeting
    ]

    assert [occasion.key(standing_of().plan, LEAD) for occasion in found] == [
        "missing:3:7@2013-09-25:1",
        "material_due:3:7@2013-09-25:1",
        "late:3:7@2013-09-25:due:1",
        "late:3:7@2013-09-25:call:1",
    ]


def test_the_longest_key_finds_room():
    far = Meeting(forum=Forum(pk=10**18, kind=ForumKind.REFERENCE_GROUP), on=MET)
    plan = Plan(pk=10**18, starts_on=date(2013, 1, 1), ends_on=date(2016, 12, 31))
    (occasion,) = asked_today(standing_of(far, plan=plan), MET - DAY)

    assert len(occasion.key(plan, User(pk=10**18))) <= Message._meta.get_field("key").max_length


def test_who_got_the_role_later_is_told_too():
    new = User(pk=5, name="Ny Leder")
    told = ["missing:3:7@2013-09-25:1"]
    found = standing_of(steering(), told=told, people={Role.SECRETARIAT_LEAD: (LEAD, new)})

    (missing,) = asked_today(found, date(2013, 9, 12))

    assert found.untold(missing) == [new]


def test_without_anybody_to_tell_it_stays_to_be_said():
    found = standing_of(steering(), people={Role.SOCIAL_COORDINATOR: (COORDINATOR,)})

    (missing,) = asked_today(found, date(2013, 9, 12))

    assert found.untold(missing) == []


# The reference group's meeting


@pytest.mark.parametrize(
    ("today", "is_asked"),
    [
        (date(2013, 8, 26), False),
        (date(2013, 8, 27), True),
        (date(2013, 9, 3), True),
        (date(2013, 9, 9), True),
        (SAT, False),
    ],
)
def test_the_reference_groups_material_is_asked_for_from_14_days_before(today, is_asked):
    found = standing_of(steering(SAT, forum=REFERENCE), notes={Q2: State.ISSUED})

    assert asks(found, today) == ([("group_material", "")] if is_asked else [])


def test_the_reference_groups_material_is_due_before_its_meeting():
    (asked,) = asked_today(standing_of(steering(SAT, forum=REFERENCE)), date(2013, 8, 31))

    assert (asked.due, asked.period, asked.role) == (date(2013, 9, 3), None, Role.SECRETARIAT_LEAD)


def test_two_reference_groups_are_asked_for_each():
    other = Forum(pk=9, kind=ForumKind.REFERENCE_GROUP)
    found = standing_of(steering(SAT, forum=REFERENCE), steering(SAT + DAY, forum=other))

    assert len(asks(found, date(2013, 9, 1))) == 2


# The plan's own days


def test_nothing_is_asked_outside_the_plans_days():
    plan = Plan(pk=3, starts_on=date(2013, 9, 12), ends_on=date(2013, 9, 20))
    found = replace(
        standing_of(steering(), steering(SAT + timedelta(days=8), forum=REFERENCE)), plan=plan
    )

    # No period of the plan had ended before the meeting: only the reference group's material is
    # asked for.
    assert asks(found, date(2013, 9, 11)) == []
    assert asks(found, date(2013, 9, 12)) == [("group_material", "")]


def test_a_plan_that_ends_is_not_asked_for_its_last_draft():
    plan = Plan(pk=3, starts_on=date(2013, 1, 1), ends_on=date(2013, 12, 31))

    assert asks(standing_of(plan=plan), date(2014, 1, 1)) == []
    assert ahead(standing_of(plan=plan), date(2013, 12, 1)) == []


def test_no_meetings_leave_the_draft_alone():
    found = ahead(standing_of(), date(2013, 8, 31))

    assert [(o.ask, o.first, o.period) for o in found] == [("draft_made", date(2013, 10, 1), Q3)]


def test_every_kind_of_the_calendar_has_its_words():
    assert set(Ask) <= set(KINDS)
    assert set(Ask) <= set(outbox._writers)


# Still worth sending


def test_a_mail_is_still_asked_for_while_its_rule_holds():
    found, key = standing_of(steering()), "late:3:7@2013-09-25:due:2"

    assert still_asked(found, key, COORDINATOR, date(2013, 9, 22)) is not None
    assert still_asked(found, key, COORDINATOR, date(2013, 9, 23)) is None
    assert still_asked(found, key, LEAD, date(2013, 9, 22)) is None
    assert (
        still_asked(standing_of(steering(MET + DAY)), key, COORDINATOR, date(2013, 9, 22)) is None
    )
    assert (
        still_asked(
            standing_of(steering(), notes={Q2: State.ISSUED}), key, COORDINATOR, date(2013, 9, 22)
        )
        is None
    )
    assert (
        still_asked(
            standing_of(steering(), people={Role.SECRETARIAT_LEAD: (LEAD,)}), key, COORDINATOR, MET
        )
        is None
    )
