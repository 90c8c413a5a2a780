"""What the statusnotat asks of what is followed: risks as of a day and changed since. The rest:
beside its own part."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from core import clock
from governance import rows
from governance.models import Risk
from governance.risks import actions
from governance.risks.as_of import risks_on
from governance.tests.factories import RiskFactory

SPRING, SUMMER = date(2013, 3, 31), date(2013, 6, 30)


@pytest.fixture
def risk(plan, mette):
    """Writes a risk seen on a day, and judges it anew on later ones."""

    def write(title, *judged, row=None):
        for on, likelihood, impact in judged:
            row = row or Risk(
                plan=plan,
                title=title,
                consequence="Færre.",
                action="Møde.",
                function="Sekretariatsleder",
            )
            row.likelihood, row.impact, row.seen_on = likelihood, impact, on
            rows.write(row, by=mette)
        return row

    return write


def on_day(day):
    return clock.pretend(timezone.make_aware(datetime.combine(day, datetime.min.time())))


def told(plan, on=SUMMER, since=SPRING):
    found = risks_on(plan, on, since)
    return [(line.title, line.weight, line.before) for line in found.open], [
        risk.title for risk in found.closed
    ]


def test_risks_open_on_a_day_stand_beside_how_they_were(plan, risk):
    risk("uændret", (date(2013, 2, 1), 1, 2))
    risk("tungere", (date(2013, 2, 1), 2, 2), (date(2013, 5, 1), 3, 3))
    risk("lettere", (date(2013, 2, 1), 3, 2), (date(2013, 6, 30), 1, 1))
    risk("ny", (date(2013, 4, 1), 2, 2))
    risk("senere", (date(2013, 7, 1), 3, 3))
    risk("tungere senere", (date(2013, 3, 31), 1, 1), (date(2013, 7, 1), 3, 3))

    found = risks_on(plan, SUMMER, SPRING)

    assert told(plan) == (
        [
            ("tungere", 9, 4),
            ("ny", 4, None),
            ("uændret", 2, 2),
            ("lettere", 1, 6),
            ("tungere senere", 1, 1),
        ],
        [],
    )
    assert [(line.is_new, line.change) for line in found.open[:2]] == [(False, 5), (True, 0)]


def test_what_was_closed_in_between_is_told_with_why(plan, risk, mette):
    for title, on in (
        ("før", date(2013, 3, 31)),
        ("imellem", date(2013, 4, 1)),
        ("efter", date(2013, 7, 1)),
    ):
        row = risk(title, (date(2013, 2, 1), 2, 2))
        actions.close(row, on=on, why="Løst", by=mette, expected_version=row.lock_version)

    found = risks_on(plan, SUMMER, SPRING)

    assert [(row.title, row.closed_on, row.closed_why) for row in found.closed] == [
        ("imellem", date(2013, 4, 1), "Løst")
    ]
    assert [line.title for line in found.open] == ["efter"]


def test_what_was_taken_up_again_was_closed_until_then(plan, risk, mette):
    row = risk("lokalet", (date(2013, 2, 1), 2, 2))
    actions.close(
        row, on=date(2013, 4, 1), why="Fundet", by=mette, expected_version=row.lock_version
    )
    with on_day(date(2013, 7, 15)):
        actions.reopen(row, by=mette)
        risk("lokalet", (date(2013, 2, 1), 3, 3), row=row)

    assert told(plan) == ([], ["lokalet"])
    assert told(plan, on=date(2013, 7, 15), since=SUMMER) == ([("lokalet", 9, None)], [])


def test_a_risk_that_was_removed_is_told_of_nowhere(plan, risk, mette):
    rows.remove(risk("fejl", (date(2013, 2, 1), 2, 2)), by=mette)

    assert told(plan) == ([], [])


def test_risks_cost_one_query_however_many(plan, other_plan, django_assert_num_queries):
    RiskFactory.create_batch(
        20, plan=plan, focus_area=plan.focus_areas.first(), seen_on=date(2013, 2, 1)
    )
    RiskFactory(plan=other_plan, seen_on=date(2013, 2, 1))

    with django_assert_num_queries(1):
        assert len(risks_on(plan, SUMMER, SPRING).open) == 20
