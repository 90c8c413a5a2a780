from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from activities import actions
from activities.models import HoursEntry, PeriodLock, Registration, SuccessCriterion
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject

TODAY = date(2013, 8, 31)
SECOND_QUARTER = Period.quarter(2013, 2)
MONDAY = date(2013, 8, 26)


@pytest.fixture
def families(plan):
    """A count: "Familier deltog"."""
    return plan.activities.get(code="5.1.1").criteria.get(code="5.1.1-1")


@pytest.fixture
def survey(plan):
    """A percent."""
    return plan.activities.get(code="5.1.1").criteria.get(code="5.1.1-2")


@pytest.fixture
def meetings(plan):
    """An average."""
    return plan.activities.get(code="5.3.5").criteria.get(code="5.3.5-2")


def log(criterion, by, **fields):
    return actions.register(criterion, **{"on": TODAY, "value": 14, "by": by, **fields})


def refused(criterion, by, **fields):
    with pytest.raises(ValidationError) as caught:
        log(criterion, by, **fields)
    assert Registration.objects.count() == 0
    return caught.value.message_dict


# What can be true


def test_register_writes_the_row_its_history_and_the_stamp(plan, families, mette):
    before = plan.version
    estate = plan.estates.get(name="Akacieparken")

    row = log(families, mette, estate=estate, new=3, volunteers=2, note=" På legepladsen ")

    plan.refresh_from_db()
    assert (row.value, row.base, row.new, row.volunteers, row.estate) == (14, None, 3, 2, estate)
    assert (row.plan, row.on, row.note, row.created_by, row.lock_version) == (
        plan,
        TODAY,
        "På legepladsen",
        mette,
        1,
    )
    assert plan.version == before + 1
    assert [(h.history_user, h.history_change_reason) for h in row.history.all()] == [
        (mette, "Registreret")
    ]


def test_zero_is_a_number_and_not_nothing(families, mette):
    assert log(families, mette, value=0).value == 0


def test_percent_and_average_take_a_base(survey, meetings, mette):
    assert (
        log(survey, mette, value=12, base=16).base,
        log(meetings, mette, value=49, base=2).base,
    ) == (16, 2)


def test_breakdowns_may_be_a_part_of_the_whole(families, mette):
    row = log(families, mette, breakdown={"age": {"0-5": 3, "6-12": 2}, "gender": {"female": 14}})

    assert row.breakdown == {"age": {"0-5": 3, "6-12": 2}, "gender": {"female": 14}}


# What cannot


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"value": -3}, {"value": ["Tallet kan ikke være negativt."]}),
        ({"value": 1.5}, {"value": ["Skriv et helt tal. 1.5 kan ikke tælles."]}),
        ({"value": True}, {"value": ["Skriv et helt tal. True kan ikke tælles."]}),
        ({"value": "14"}, {"value": ["Skriv et helt tal. 14 kan ikke tælles."]}),
        ({"value": None}, {"value": ["Skriv antal familier."]}),
        ({"value": 100_001}, {"value": ["100001 er usandsynligt mange. Skriv højst 100000."]}),
        ({"base": 16}, {"base": ["Et antal har ikke noget at dele med. Lad feltet stå tomt."]}),
        ({"new": 15}, {"new": ["Der kan ikke være flere nye (15) end familier i alt (14)."]}),
        ({"volunteers": -1}, {"volunteers": ["Tallet kan ikke være negativt."]}),
        (
            {"on": date(2013, 9, 1)},
            {"on": ["Datoen ligger i fremtiden. Vælg en dato til og med 31.8.2013."]},
        ),
        (
            {"on": date(2012, 12, 31)},
            {"on": ["Planen løber fra 1.1.2013 til 31.12.2016. Vælg en dato der imellem."]},
        ),
        (
            {"breakdown": {"age": {"0-5": 10, "6-12": 5}}},
            {"breakdown": ["Fordelingen på alder giver 15, men der er kun 14 i alt."]},
        ),
        (
            {"breakdown": {"gender": {"female": 15}}},
            {"breakdown": ["Fordelingen på køn giver 15, men der er kun 14 i alt."]},
        ),
        (
            {"breakdown": {"age": {"0-5": -1}}},
            {"breakdown": ["Fordelingen skal være hele tal fra 0 og op."]},
        ),
        (
            {"breakdown": {"age": {"99": 1}}},
            {"breakdown": ["Fordelingen har en gruppe, vi ikke kender."]},
        ),
        (
            {"breakdown": {"height": {"0-5": 1}}},
            {"breakdown": ["Fordelingen har en gruppe, vi ikke kender."]},
        ),
        ({"breakdown": {"age": 3}}, {"breakdown": ["Fordelingen har en gruppe, vi ikke kender."]}),
        ({"note": "x" * 301}, {"note": ["Noten er for lang (301 tegn). Der er plads til 300."]}),
        (
            {"note": "Ring til 010203-1234"},
            {
                "note": [
                    (
                        "Noten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre; "
                        "vi tæller kun antal."
                    )
                ]
            },
        ),
        (
            {"value": -3, "on": date(2013, 9, 1)},
            {
                "value": ["Tallet kan ikke være negativt."],
                "on": ["Datoen ligger i fremtiden. Vælg en dato til og med 31.8.2013."],
            },
        ),
    ],
)
def test_register_refuses_what_cannot_be_true(families, mette, fields, errors):
    assert refused(families, mette, **fields) == errors


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"value": 12},
            {"base": ["Skriv, hvor mange der blev spurgt eller målt. Det skal være mindst 1."]},
        ),
        (
            {"value": 0, "base": 0},
            {"base": ["Skriv, hvor mange der blev spurgt eller målt. Det skal være mindst 1."]},
        ),
        ({"value": 17, "base": 16}, {"value": ["17 ud af 16 er over 100 %. Tjek de to tal."]}),
        ({"value": 12, "base": -16}, {"base": ["Tallet kan ikke være negativt."]}),
    ],
)
def test_a_percent_is_a_part_of_somebody_asked(survey, mette, fields, errors):
    assert refused(survey, mette, **fields) == errors


def test_an_average_needs_a_meeting(meetings, mette):
    assert refused(meetings, mette, value=10, base=0) == {
        "base": ["Skriv antal møder. Det skal være mindst 1."]
    }


def test_an_estate_of_another_plan_is_refused(families, other_plan, mette):
    foreign = other_plan.estates.first()

    assert refused(families, mette, estate=foreign) == {
        "estate": ["Afdelingen hører ikke til planen."]
    }


def test_nothing_is_written_in_a_closed_period(plan, families, mette):
    actions.close_period(plan, SECOND_QUARTER, by=mette)

    with pytest.raises(NotAllowedNow) as caught:
        log(families, mette, on=date(2013, 6, 30))

    assert str(caught.value) == (
        "2. kvartal 2013 er lukket. Vælg en dato efter 30.6.2013, eller genåbn perioden først."
    )
    assert Registration.objects.count() == 0


def test_the_same_source_twice_is_one(families, mette):
    first = log(families, mette, source="form:1")
    second = log(families, mette, source="form:1", value=99)

    assert (second.pk, second.value, Registration.objects.count()) == (first.pk, 14, 1)


def test_the_same_source_in_another_plan_is_another(families, other_plan, mette):
    log(families, mette, source="form:1")
    log(
        SuccessCriterion.objects.get(activity__plan=other_plan, code="5.1.1-1"),
        mette,
        source="form:1",
    )

    assert Registration.objects.count() == 2


# Correcting


def test_amend_changes_fields_and_says_why(plan, families, mette):
    row, before = log(families, mette), plan.version

    actions.amend(row, expected_version=1, by=mette, reason="Tastefejl", value=12, note=" rettet ")

    row.refresh_from_db()
    plan.refresh_from_db()
    assert (row.value, row.note, row.lock_version) == (12, "rettet", 2)
    assert plan.version == before + 2
    assert [h.history_change_reason for h in row.history.all()] == ["Tastefejl", "Registreret"]


def test_amend_without_a_reason_is_a_correction(families, mette):
    row = log(families, mette)

    actions.amend(row, expected_version=1, by=mette, value=12)

    assert row.history.first().history_change_reason == "Rettet"


def test_amend_to_the_same_writes_nothing(families, mette):
    row = log(families, mette)

    actions.amend(row, expected_version=1, by=mette, value=14, note="")

    row.refresh_from_db()
    assert (row.lock_version, row.history.count()) == (1, 1)


def test_a_stale_amend_writes_nothing_and_shows_what_stands(families, mette, peter):
    row = log(families, mette)
    late = Registration.objects.get(pk=row.pk)
    actions.amend(row, expected_version=1, by=mette, value=12)

    with pytest.raises(StaleObject) as caught:
        actions.amend(late, expected_version=1, by=peter, value=99)

    assert (caught.value.current.value, Registration.objects.get().value) == (12, 12)


def test_amend_obeys_the_same_rules(families, mette):
    row = log(families, mette, new=3)

    with pytest.raises(ValidationError) as caught:
        actions.amend(row, expected_version=1, by=mette, value=2)

    assert caught.value.message_dict == {
        "new": ["Der kan ikke være flere nye (3) end familier i alt (2)."]
    }
    assert (row.value, Registration.objects.get().value) == (14, 14)


def test_amend_never_moves_to_another_plan(families, other_plan, mette):
    row = log(families, mette)
    foreign = SuccessCriterion.objects.get(activity__plan=other_plan, code="5.1.1-1")

    with pytest.raises(ValidationError) as caught:
        actions.amend(row, expected_version=1, by=mette, criterion=foreign)

    assert caught.value.message_dict == {"criterion": ["Succeskriteriet hører ikke til planen."]}


def test_amend_knows_only_the_fields_of_a_registration(families, mette, peter):
    row = log(families, mette)

    with pytest.raises(TypeError):
        actions.amend(row, expected_version=1, by=mette, created_by=peter)


@pytest.mark.parametrize("moved", [{"value": 12}, {"on": TODAY}])
def test_amend_leaves_a_closed_period_alone(plan, families, mette, moved):
    row = log(families, mette, on=date(2013, 6, 28))
    actions.close_period(plan, SECOND_QUARTER, by=mette)

    with pytest.raises(NotAllowedNow):
        actions.amend(row, expected_version=1, by=mette, **moved)

    assert Registration.objects.get().on == date(2013, 6, 28)


def test_amend_moves_nothing_into_a_closed_period(plan, families, mette):
    row = log(families, mette)
    actions.close_period(plan, SECOND_QUARTER, by=mette)

    with pytest.raises(NotAllowedNow):
        actions.amend(row, expected_version=1, by=mette, on=date(2013, 6, 28))

    assert Registration.objects.get().on == TODAY


def test_a_voided_registration_is_restored_before_it_is_amended(families, mette):
    row = log(families, mette)
    actions.void(row, by=mette)

    with pytest.raises(NotAllowedNow) as caught:
        actions.amend(row, expected_version=2, by=mette, value=12)

    assert str(caught.value) == "Registreringen er fortrudt. Gendan den først."


# Taking back


def test_void_and_restore_stand_on_record(families, mette, peter):
    row = log(families, mette)

    actions.void(row, by=peter)
    voided = Registration.objects.get()
    actions.restore(row, by=mette)

    restored = Registration.objects.get()
    assert (voided.is_voided, voided.voided_by, restored.is_voided, restored.voided_by) == (
        True,
        peter,
        False,
        None,
    )
    assert [(h.history_user, h.history_change_reason) for h in row.history.all()] == [
        (mette, "Gendannet"),
        (peter, "Fortrudt"),
        (mette, "Registreret"),
    ]


def test_void_twice_is_once(families, mette):
    row = log(families, mette)

    actions.void(row, by=mette)
    actions.void(row, by=mette)

    row.refresh_from_db()
    assert (row.is_voided, row.lock_version, row.history.count()) == (True, 2, 2)


def test_restoring_what_counts_changes_nothing(families, mette):
    row = log(families, mette)

    actions.restore(row, by=mette)

    row.refresh_from_db()
    assert (row.lock_version, row.history.count()) == (1, 1)


@pytest.mark.parametrize("act", [actions.void, actions.restore])
def test_nothing_is_taken_back_in_a_closed_period(plan, families, mette, act):
    row = log(families, mette, on=date(2013, 6, 28))
    if act is actions.restore:
        actions.void(row, by=mette)
    actions.close_period(plan, SECOND_QUARTER, by=mette)

    with pytest.raises(NotAllowedNow):
        act(row, by=mette)

    assert Registration.objects.get().is_voided is (act is actions.restore)


# Periods


def test_close_and_reopen_a_period(plan, families, mette):
    actions.close_period(plan, SECOND_QUARTER, by=mette)
    actions.reopen_period(plan, SECOND_QUARTER, by=mette, reason=" Et tal manglede ")
    log(families, mette, on=date(2013, 6, 30))

    lock = PeriodLock.objects.get()
    assert (lock.closed_by, lock.reopened_by, lock.reopened_reason) == (
        mette,
        mette,
        "Et tal manglede",
    )


def test_closing_a_closed_period_gives_the_lock_there_is(plan, mette):
    first = actions.close_period(plan, SECOND_QUARTER, by=mette)

    assert actions.close_period(plan, SECOND_QUARTER, by=mette) == first


@pytest.mark.parametrize(
    ("period", "message"),
    [
        (
            Period.quarter(2013, 3),
            "3. kvartal 2013 er ikke slut endnu. Den kan lukkes fra 1.10.2013.",
        ),
        (Period.quarter(2012, 4), "4. kvartal 2012 er ikke en af planens perioder."),
        (Period.year(2013), "2013 er ikke en af planens perioder."),
        (Period.half_year(2013, 1), "1. halvår 2013 er ikke en af planens perioder."),
    ],
)
def test_only_a_period_of_the_plan_that_is_over_is_closed(plan, mette, period, message):
    with pytest.raises(NotAllowedNow) as caught:
        actions.close_period(plan, period, by=mette)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("  ", "Skriv, hvorfor perioden skal genåbnes."),
        ("x" * 301, "Begrundelsen er for lang. Der er plads til 300 tegn."),
    ],
)
def test_reopening_needs_a_reason(plan, mette, reason, message):
    actions.close_period(plan, SECOND_QUARTER, by=mette)

    with pytest.raises(ValidationError) as caught:
        actions.reopen_period(plan, SECOND_QUARTER, by=mette, reason=reason)

    assert caught.value.message_dict == {"reason": [message]}


def test_an_open_period_is_not_reopened(plan, mette):
    with pytest.raises(NotAllowedNow) as caught:
        actions.reopen_period(plan, SECOND_QUARTER, by=mette, reason="Et tal manglede")

    assert str(caught.value) == "2. kvartal 2013 er ikke lukket."


# Hours


@pytest.fixture
def cell(plan):
    """Peter's post on Lommepengeprojekt."""
    return plan.activities.get(code="5.2.2"), plan.staff_roles.get(code="BM")


def write(plan, by, cell, hours, version=None, week=MONDAY):
    return actions.log_hours(plan, week=week, entries={cell: (hours, version)}, by=by)


def test_hours_are_written_changed_and_cleared(plan, peter, cell):
    written = write(plan, peter, cell, Decimal("7.5"))
    changed = write(plan, peter, cell, Decimal(8), version=1)
    stands = HoursEntry.objects.get()
    cleared = write(plan, peter, cell, None, version=2)

    assert (written, changed, cleared) == (1, 1, 1)
    assert (stands.hours, stands.lock_version, stands.by) == (Decimal(8), 2, peter)
    assert HoursEntry.objects.count() == 0
    assert [h.history_change_reason for h in HoursEntry.history.all()] == [
        "Timer slettet",
        "Timer rettet",
        "Timer skrevet",
    ]


def test_zero_hours_are_written_and_nothing_is_not(plan, peter, cell):
    assert (
        write(plan, peter, cell, Decimal(0)),
        write(plan, peter, cell, None, week=date(2013, 8, 19)),
    ) == (1, 0)
    assert HoursEntry.objects.get().hours == 0


@pytest.mark.parametrize("hours", ["-1", "168.01", "NaN", "Infinity"])
def test_a_week_has_168_hours(plan, peter, cell, hours):
    with pytest.raises(ValidationError) as caught:
        write(plan, peter, cell, Decimal(hours))

    assert caught.value.message_dict == {
        "5.2.2/BM": ["En uge har 168 timer. Skriv et tal mellem 0 og 168."]
    }


@pytest.mark.parametrize(
    ("week", "message"),
    [
        (date(2013, 8, 27), "Ugen skal begynde en mandag."),
        (
            date(2013, 9, 2),
            "Ugen ligger i fremtiden. Timer kan først skrives, når ugen er begyndt.",
        ),
        (date(2012, 12, 24), "Planen løber fra 1.1.2013 til 31.12.2016. Vælg en uge der imellem."),
    ],
)
def test_hours_belong_to_a_week_of_the_plan(plan, peter, cell, week, message):
    with pytest.raises(ValidationError) as caught:
        write(plan, peter, cell, Decimal(5), week=week)

    assert caught.value.messages == [message]


def test_the_first_week_may_begin_before_the_plan(plan, peter, cell):
    assert write(plan, peter, cell, Decimal(5), week=date(2012, 12, 31)) == 1


def test_hours_on_another_plan_are_refused(plan, other_plan, peter):
    foreign = other_plan.activities.get(code="5.2.2"), plan.staff_roles.get(code="BM")

    with pytest.raises(ValidationError) as caught:
        write(plan, peter, foreign, Decimal(5))

    assert caught.value.message_dict == {
        "5.2.2/BM": ["Aktiviteten eller stillingen hører ikke til planen."]
    }


def test_stale_hours_write_nothing_at_all(plan, peter, mette, cell):
    other = plan.activities.get(code="5.3.5"), cell[1]
    write(plan, mette, cell, Decimal(6))

    with pytest.raises(StaleObject) as caught:
        actions.log_hours(
            plan,
            week=MONDAY,
            entries={other: (Decimal(2), None), cell: (Decimal(8), None)},
            by=peter,
        )

    assert caught.value.current.hours == 6
    assert [(e.activity.code, e.hours) for e in HoursEntry.objects.all()] == [("5.2.2", Decimal(6))]


def test_hours_somebody_cleared_do_not_come_back_unseen(plan, peter, mette, cell):
    write(plan, mette, cell, Decimal(6))
    write(plan, mette, cell, None, version=1)

    with pytest.raises(StaleObject) as caught:
        write(plan, peter, cell, Decimal(8), version=1)

    assert caught.value.current.pk is None
    assert HoursEntry.objects.count() == 0


def test_hours_cleared_and_written_anew_are_not_those_that_were_read(plan, peter, mette, cell):
    write(plan, mette, cell, Decimal(6))
    write(plan, mette, cell, None, version=1)
    write(plan, mette, cell, Decimal(5))

    with pytest.raises(StaleObject) as caught:
        write(plan, peter, cell, Decimal(8), version=1)

    assert caught.value.current.hours == 5


def test_a_text_deleted_and_written_anew_is_not_the_one_that_was_read(plan, mette, birgit):
    first = actions.write_comment(plan, SECOND_QUARTER, text="Det går.", by=mette)
    actions.write_comment(
        plan, SECOND_QUARTER, text="", by=mette, expected_version=first.lock_version
    )
    actions.write_comment(plan, SECOND_QUARTER, text="Det går skidt.", by=mette)

    with pytest.raises(StaleObject) as caught:
        actions.write_comment(
            plan,
            SECOND_QUARTER,
            text="Det går fint.",
            by=birgit,
            expected_version=first.lock_version,
        )

    assert caught.value.current.text == "Det går skidt."


def test_a_text_somebody_deleted_does_not_come_back_unseen(plan, mette, birgit):
    first = actions.write_comment(plan, SECOND_QUARTER, text="Det går.", by=mette)
    actions.write_comment(
        plan, SECOND_QUARTER, text="", by=mette, expected_version=first.lock_version
    )

    with pytest.raises(StaleObject):
        actions.write_comment(
            plan,
            SECOND_QUARTER,
            text="Det går fint.",
            by=birgit,
            expected_version=first.lock_version,
        )

    assert not plan.comments.exists()


def test_the_same_hours_from_two_people_are_no_conflict(plan, peter, mette, cell):
    write(plan, mette, cell, Decimal(6))

    assert write(plan, peter, cell, Decimal(6)) == 0
