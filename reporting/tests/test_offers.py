"""The issued reports that may be put on an agenda."""

from django.urls import reverse

from activities.actions import close_period
from core.periods import Period
from governance.meetings.agenda import attachments
from governance.meetings.agenda.offers import offers, readable
from governance.meetings.papers import actions as papers
from governance.meetings.papers.document import build
from governance.models import PaperKind
from governance.tests.factories_fora import ForumFactory, ItemFactory, MeetingFactory
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.models import Report, ReportKind

Q1, Q2, *_ = Period.year(2013).parts()


def test_what_is_issued_is_offered_to_those_who_may_read_it(plan, mette, birgit, ole):
    for period in (Q1, Q2):
        close_period(plan, period, by=mette)
    note = ordering.order(plan, ReportKind.STATUS_NOTE, Q1, by=mette)
    note = course.hand_over(note, by=mette, shown=note.snapshot_hash, remark="Timerne kommer.")
    course.issue(note, by=birgit, shown=note.snapshot_hash)
    ordering.order(plan, ReportKind.STATUS_NOTE, Q2, by=mette)

    assert [(offer.pk, offer.title) for offer in offers(mette, plan)] == [
        (note.pk, "Statusnotat, 1. kvartal 2013, 1.\u00a0udgave")
    ]
    assert offers(ole, plan) == []
    assert (readable(mette, [plan]), readable(ole, [plan])) == ({note.pk}, set())


def test_a_bilag_leads_to_its_report_only_who_may_read_it(client, plan, mette, birgit, kirsten):
    """The returns are not the følgegruppe's to read."""
    close_period(plan, Q1, by=mette)
    note = ordering.order(plan, ReportKind.STATUS_NOTE, Q1, by=mette)
    note = course.hand_over(note, by=mette, shown=note.snapshot_hash, remark="Timerne kommer.")
    course.issue(note, by=birgit, shown=note.snapshot_hash)
    meeting = MeetingFactory(forum=ForumFactory(plan=plan))
    item = ItemFactory(meeting=meeting)
    annex = attachments.attach_report(item, note.pk, title="", by=mette)
    papers.call(meeting, shown=build(meeting, PaperKind.AGENDA).token(), by=mette)

    def led_to(user):
        client.force_login(user)
        page = client.get(reverse("meeting", args=[plan.slug, meeting.pk])).context["page"]
        return page.points[0].files

    reads = led_to(kirsten)
    Report.objects.update(kind=ReportKind.GOAL_ATTAINMENT)

    assert reads == led_to(mette) == {annex.pk}
    assert led_to(kirsten) == set()
