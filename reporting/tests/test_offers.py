"""The issued reports that may be put on an agenda."""

from activities.actions import close_period
from core.periods import Period
from governance.offers import offers
from reporting import actions
from reporting.models import ReportKind

Q1, Q2, *_ = Period.year(2013).parts()


def test_what_is_issued_is_offered_to_those_who_may_read_it(plan, mette, birgit, ole):
    for period in (Q1, Q2):
        close_period(plan, period, by=mette)
    note = actions.order(plan, ReportKind.STATUS_NOTE, Q1, by=mette)
    note = actions.hand_over(note, by=mette, shown=note.snapshot_hash, remark="Timerne kommer.")
    actions.issue(note, by=birgit, shown=note.snapshot_hash)
    actions.order(plan, ReportKind.STATUS_NOTE, Q2, by=mette)

    assert [(offer.pk, offer.title) for offer in offers(mette, plan)] == [
        (note.pk, "Statusnotat, 1. kvartal 2013, 1.\u00a0udgave")
    ]
    assert offers(ole, plan) == []
