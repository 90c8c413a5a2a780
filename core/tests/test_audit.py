"""Who changed what is read from the versions a row keeps."""

from datetime import date

from django.utils import timezone

from activities import actions
from activities.models import SuccessCriterion
from core import audit


def test_changes_tell_who_why_and_each_field_newest_first(plan, mette, birgit):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    row = actions.register(criterion, on=date(2013, 8, 30), value=14, by=mette)
    actions.amend(row, expected_version=1, value=12, by=birgit, reason="To gik igen")

    newest, first = audit.changes(row)

    assert (first.verb, first.by, first.fields) == ("oprettet", mette, ())
    assert (newest.verb, newest.by, newest.reason) == ("rettet", birgit, "To gik igen")
    assert [(f.label, f.old, f.new) for f in newest.fields] == [("antal", 14, 12)]
    assert timezone.localdate(newest.at) == date(2013, 8, 31)
