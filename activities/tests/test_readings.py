"""Readings of registers, and measurements before and after the plan."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains

from activities import actions
from activities.models import Reading, ReadingRole, SuccessCriterion
from activities.progress.read import criterion_figure
from activities.readings import actions as readings
from core import clock
from core.lights import Light
from core.versioned import NotAllowedNow, StaleObject

TODAY = date(2013, 8, 31)


@pytest.fixture
def share(plan):
    return SuccessCriterion.objects.select_related("activity__plan").get(
        activity__plan=plan, code="5.1.1-2"
    )


def write(share, by, **changes):
    fields = {
        "read_on": date(2013, 6, 12),
        "year": 2012,
        "value": Decimal("79.5"),
        "source": "Danmarks Statistik",
    }
    return readings.write(share, by=by, **fields | changes)


def refused(share, by, **changes):
    with pytest.raises(ValidationError) as found:
        write(share, by, **changes)
    return found.value.message_dict


def test_a_direct_share_is_the_figure_and_shows_its_source(share, mette):
    write(share, mette)

    figure = criterion_figure(share, TODAY)

    assert (figure.actual, figure.value, figure.base) == (Fraction(159, 2), None, None)
    assert (figure.actual_text, figure.light) == ("79,5\u00a0%", Light.REACHED)
    assert figure.rests_on == "Danmarks Statistik, tal for 2012"


def test_a_reading_with_a_number_counts_as_a_measurement(share, mette):
    actions.register(share, on=date(2013, 3, 1), value=10, base=40, by=mette)
    write(share, mette, value=30, base=80, source="")

    figure = criterion_figure(share, TODAY)

    assert (figure.value, figure.base) == (30, 80)
    assert figure.rests_on == "30 af 80, tal for 2012"
    assert len(figure.measurements) == 2


def test_before_and_after_are_shown_and_are_not_the_figure(share, plan, mette, settings):
    settings.DEMO_DATE = plan.ends_on + timedelta(days=400)
    write(share, mette, role=ReadingRole.BEFORE, year=plan.starts_on.year - 1, value=41)
    write(
        share, mette, role=ReadingRole.AFTER, read_on=clock.today(), year=plan.ends_on.year,
        value=60,
    )  # fmt: skip

    during, later = criterion_figure(share, TODAY), criterion_figure(share, clock.today())

    assert (during.actual, during.before.read.share, during.after) == (None, 41, None)
    assert (later.before.read.share, later.after.read.share) == (41, 60)


def test_a_reading_before_its_year_is_refused_at_the_field(share, mette):
    assert refused(share, mette, year=2014) == {
        "read_on": ["Tallet er for 2014 og kan ikke være aflæst i 2013. Ret datoen eller året."]
    }


def test_readings_reach_two_years_around_the_plan(share, plan, mette):
    first = date(plan.starts_on.year - 2, plan.starts_on.month, plan.starts_on.day)
    write(share, mette, role=ReadingRole.BEFORE, read_on=first, year=first.year)

    too_early = refused(
        share, mette, role=ReadingRole.BEFORE, read_on=first - timedelta(days=1), year=2000
    )
    ordinary = refused(share, mette, read_on=plan.starts_on - timedelta(days=1), year=2000)
    too_soon = refused(share, mette, role=ReadingRole.AFTER)

    assert [list(e) for e in (too_early, ordinary, too_soon)] == [["read_on"]] * 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": ""}, "source"),
        ({"value": Decimal("100.5")}, "value"),
        ({"value": Decimal(-1)}, "value"),
        ({"value": Decimal("3.5"), "base": 7}, "value"),
        ({"value": 8, "base": 7}, "value"),
        ({"value": 0, "base": 0}, "base"),
        ({"read_on": date(2013, 9, 1)}, "read_on"),
        ({"source": "Mette Holm sagde det"}, "source"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(share, mette, changes, field):
    assert list(refused(share, mette, **changes)) == [field]


def test_a_count_is_read_before_or_after_only(plan, mette):
    count = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")

    assert list(refused(count, mette, value=14)) == ["role"]
    row = write(count, mette, value=14, role=ReadingRole.BEFORE, year=plan.starts_on.year)
    assert criterion_figure(count, TODAY).before is not None
    assert criterion_figure(count, TODAY).actual is None
    assert row.value == 14


def test_a_closed_period_keeps_its_readings_and_others_are_free(share, plan, mette):
    row = write(share, mette, read_on=date(2013, 2, 1))
    actions.close_period(plan, plan.period_of(date(2013, 2, 1)), by=mette)

    with pytest.raises(NotAllowedNow):
        readings.amend(row, expected_version=1, by=mette, value=50)
    early = plan.starts_on - timedelta(days=30)
    write(share, mette, role=ReadingRole.BEFORE, read_on=early, year=early.year)


def test_amend_void_and_restore_leave_versions(share, mette):
    row = write(share, mette)
    readings.amend(row, expected_version=1, by=mette, value=50, reason="tastefejl")
    with pytest.raises(StaleObject):
        readings.amend(row, expected_version=1, by=mette, value=51)
    readings.void(row, by=mette)
    gone = criterion_figure(share, TODAY).actual
    readings.restore(row, by=mette)

    assert (gone, criterion_figure(share, TODAY).actual) == (None, 50)
    assert [v.history_change_reason for v in Reading.history.order_by("history_id")] == [
        "Skrevet",
        "tastefejl",
        "Fortrudt",
        "Gendannet",
    ]


def test_pages_write_amend_and_void(client, share, plan, mette):
    client.force_login(mette)
    add = reverse("reading-add", args=[plan.slug])
    typed = {
        "criterion": "5.1.1-2",
        "role": "ordinary",
        "year": "2012",
        "read_on": "12.6.2013",
        "value": "79,5",
        "source": "Danmarks Statistik",
        "key": str(uuid4()),
    }

    shown = client.get(f"{add}?kriterium=5.1.1-2")
    wrong = client.post(add, typed | {"year": "2014"})
    first, again = client.post(add, typed), client.post(add, typed)
    row = Reading.objects.get()
    listed = client.get(reverse("measuring", args=[plan.slug]))
    edited = client.post(
        reverse("reading-edit", args=[plan.slug, row.pk]),
        typed | {"value": "80,25", "lock_version": "1", "reason": "tastefejl"},
    )
    history = client.get(reverse("reading-history", args=[plan.slug, row.pk]))

    assertContains(shown, "Andel i procent, eller hvor mange")
    assertContains(wrong, "Tallet er for 2014", status_code=422)
    assert (first.status_code, again.status_code, edited.status_code) == (302, 302, 302)
    assertContains(listed, "79,5\u00a0%")
    assertContains(history, "80,25")
