from datetime import date

from accounts.tests.access import COORDINATOR, LEAD, SECRETARIAT, STEERING, told
from core import clock
from governance.meetings.papers import actions as papers
from governance.meetings.papers import document as data
from governance.meetings.year.proposal import propose
from governance.models import Attachment, Meeting, PaperKind
from governance.tests.access.following import ALL, TAKEN, VERB, WRITE
from governance.tests.factories_fora import (
    FollowUpFactory,
    ItemFactory,
    MeetingFactory,
    SeatFactory,
    SteeringFactory,
)

# A called meeting of the styregruppe is henrik's and the secretariat's.
SEEN = told(404) | told(200, STEERING, *SECRETARIAT)
SERVE = told(404) | told(403, STEERING) | told(200, *SECRETARIAT)
MADE = told(404) | told(302, STEERING, *SECRETARIAT)
HISTORY = told(404) | told(403, STEERING) | told(200, *SECRETARIAT)
# What the styregruppe decides is written by its secretary, the koordinator.
DECIDE = told(404) | told(403, STEERING, LEAD) | told(200, COORDINATOR)
OURS = told(404) | told(302, *SECRETARIAT)
SERVED = told(404) | told(403, STEERING) | told(302, *SECRETARIAT)

PAGES = {
    "annual-cycle": ALL,
    "annual-cycle-propose": WRITE,
    "meeting-ics": SEEN,
    "feed-open": VERB,
    "feed-close": VERB,
    "forum-list": ALL,
    "seat-add": WRITE,
    "seat-edit": WRITE,
    "seat-end": WRITE,
    "seat-history": WRITE,
    "forum-share": told(403) | told(302, COORDINATOR),  # birgit is koordinator in this plan only
    "meeting-list": ALL,
    "meeting-add": WRITE,
    "item-raise": WRITE,
    "meeting": SEEN,
    "meeting-edit": SERVE,
    "meeting-cancel": SERVE,
    "meeting-resume": VERB,
    "meeting-reopen": VERB,
    "meeting-history": HISTORY,
    "agenda-begin": VERB,
    "item-add": SERVE,
    "item-edit": SERVE,
    "item-move": VERB,
    "item-remove": VERB,
    "attachment-add": SERVE,
    "attachment": MADE,  # a report: on to its own address, which asks again
    "attachment-remove": VERB,
    "meeting-call": SERVE,
    "paper": told(404),  # its file is not made yet
    "paper-job": MADE,
    "paper-retry": VERB,
    "minutes": DECIDE,
    "minutes-send": DECIDE,
    "follow-up-list": ALL,
    "follow-up-add": WRITE,
    "follow-up-edit": told(404)
    | told(200, *SECRETARIAT),  # it came of no minutes: the secretariat's own
    "follow-up-finish": told(404) | told(200, *SECRETARIAT),
    "follow-up-reopen": VERB,
    "follow-up-history": told(404) | told(200, *SECRETARIAT),
}
MEETING = {"on": "2014-03-05", "starts_at": "16.00", "place": "Kontoret", "lock_version": "2"}
POINT = {"kind": "information", "title": "Nyt fra kontoret", "lock_version": "1"}
TASK = {
    "what": "Find et lokale",
    "function": "Sekretariatsleder",
    "due_on": "2014-03-01",
    "lock_version": "1",
}
SEAT = {
    "function": "Boligorganisationen",
    "kind": "member",
    "starts_on": "2014-01-01",
    "lock_version": "1",
}
POSTED = {
    "meeting-add": MEETING,
    "meeting-edit": MEETING,
    "meeting-cancel": {"why": "Få kan komme.", "lock_version": "2"},
    "item-add": POINT,
    "item-edit": POINT,
    "item-raise": POINT,
    "seat-add": SEAT,
    "seat-edit": SEAT,
    "seat-end": {"why": "Valgperioden er slut.", "lock_version": "1"},
    "minutes": {"others": "Formanden", "lock_version": "1"},
    "follow-up-add": TASK,
    "follow-up-edit": TASK,
    "follow-up-finish": {"done_on": "2014-01-20", "done_note": "Fundet.", "lock_version": "1"},
}
ACTS = {
    "annual-cycle-propose": TAKEN,
    "feed-open": TAKEN,
    "feed-close": TAKEN,
    "seat-add": TAKEN,
    "seat-end": TAKEN,
    "minutes": told(404) | told(403, STEERING, LEAD) | told(302, COORDINATOR),
    "meeting-reopen": told(404) | told(403, STEERING, LEAD) | told(302, COORDINATOR),
    "follow-up-add": TAKEN,
    "follow-up-finish": OURS,
    "follow-up-reopen": OURS,
    "meeting-edit": SERVED,
    "meeting-resume": SERVED,
    "agenda-begin": SERVED,
    "item-add": SERVED,
    "item-edit": SERVED,
    "item-move": SERVED,
    "attachment-remove": SERVED,
    "item-remove": SERVED,
    "meeting-call": SERVED,
    "paper-retry": SERVED,
}


OF_PLAN = (
    "annual-cycle",
    "forum-list",
    "meeting-list",
    "meeting-add",
    "item-raise",
    "follow-up-list",
    "follow-up-add",
)


def rows(plan, mette, birgit):
    forum = SteeringFactory(plan=plan, feed_key="hemmelig")
    meeting = MeetingFactory(forum=forum, on=date(2014, 2, 5))
    item = ItemFactory(meeting=meeting)
    report = "6f0b7a54-6a06-4a43-93d4-000000000001"
    bilag = Attachment.objects.create(
        item=item, title="Notat", report=report, by=mette, at=clock.now()
    )
    shown = data.build(meeting, PaperKind.AGENDA).token()
    papers.call(meeting, shown=shown, by=mette)
    MEETING["forum"] = str(forum.pk)
    POSTED["item-raise"]["meeting"] = str(meeting.pk)
    return {
        "meeting": meeting,
        "item": item,
        "bilag": bilag,
        "paper": meeting.papers.get(),
        "held": MeetingFactory(forum=forum, on=date(2014, 1, 8)),
        "follow-up": FollowUpFactory(plan=plan),
        "seat": SeatFactory(forum=forum),
        "forum": forum,
    }


def shown(name, found):
    """What a page that is bound to what it showed carries."""
    if name == "meeting-call":
        meeting = Meeting.objects.select_related("forum__plan").get(pk=found["meeting"].pk)
        return {"shown": data.build(meeting, PaperKind.AGENDA).token()}
    if name == "annual-cycle-propose":
        return {"shown": propose(found["forum"].plan, 2014, [found["forum"]]).token()}
    return {}


def words(name, found):
    if name in OF_PLAN or name not in PAGES:
        return {}
    if name == "annual-cycle-propose":
        return {"year": 2014}
    if name in ("seat-add", "forum-share", "feed-open", "feed-close"):
        return {"pk": found["forum"].pk}
    if name.startswith("seat-"):
        return {"pk": found["seat"].pk}
    if name.startswith(("minutes", "follow-up")):
        return {"pk": found["held" if name.startswith("minutes") else "follow-up"].pk}
    given = {"pk": found["meeting"].pk}
    if name in ("item-edit", "item-move", "item-remove", "attachment-add"):
        given["item"] = found["item"].pk
    if name == "item-move":
        given["way"] = "ned"
    if name in ("attachment", "attachment-remove"):
        given["attachment"] = found["bilag"].pk
    if name.startswith("paper"):
        given["paper"] = found["paper"].pk
    return given
