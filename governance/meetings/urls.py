"""Addresses of fora, meetings, the årshjul, its deadlines and follow-ups, under
/planer/<slug>/styring/."""

from django.urls import path

from governance.meetings.agenda import views as agenda
from governance.meetings.calendar import views as calendars
from governance.meetings.follow_ups import views as follow_ups
from governance.meetings.fora import views as fora
from governance.meetings.key_dates import views as key_dates
from governance.meetings.meetings import views as meetings
from governance.meetings.minutes import views as minutes
from governance.meetings.papers import views as papers
from governance.meetings.seats import views as seats
from governance.meetings.year import views as annual_cycle

ONE = "moeder/<int:pk>/"
ITEM = f"{ONE}punkter/<int:item>/"
PAPER = f"{ONE}papirer/<uuid:paper>/"

urlpatterns = [
    path("fora/", fora.forum_list, name="forum-list"),
    path("fora/<int:pk>/plads/", seats.add, name="seat-add"),
    path("fora/<int:pk>/del/", fora.share, name="forum-share"),
    path("fora/<int:pk>/kalender/ny/", calendars.feed_open, name="feed-open"),
    path("fora/<int:pk>/kalender/luk/", calendars.feed_close, name="feed-close"),
    path("pladser/<int:pk>/ret/", seats.edit, name="seat-edit"),
    path("pladser/<int:pk>/afslut/", seats.end, name="seat-end"),
    path("pladser/<int:pk>/historik/", seats.history, name="seat-history"),
    path("aarshjul/", annual_cycle.annual_cycle, name="annual-cycle"),
    path("aarshjul/<int:year>/", annual_cycle.annual_cycle, name="annual-cycle"),
    path("aarshjul/<int:year>/naeste/", annual_cycle.propose, name="annual-cycle-propose"),
    path("moeder/", meetings.meeting_list, name="meeting-list"),
    path("moeder/nyt/", meetings.add, name="meeting-add"),
    path("moeder/rejs/", agenda.raise_point, name="item-raise"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}kalender.ics", calendars.meeting_file, name="meeting-ics"),
    path(f"{ONE}ret/", meetings.edit, name="meeting-edit"),
    path(f"{ONE}aflys/", meetings.cancel, name="meeting-cancel"),
    path(f"{ONE}genoptag/", meetings.resume, name="meeting-resume"),
    path(f"{ONE}genaabn/", meetings.reopen, name="meeting-reopen"),
    path(f"{ONE}historik/", meetings.history, name="meeting-history"),
    path(f"{ONE}faste-punkter/", agenda.begin, name="agenda-begin"),
    path(f"{ONE}punkter/nyt/", agenda.add, name="item-add"),
    path(f"{ITEM}ret/", agenda.edit, name="item-edit"),
    path(f"{ITEM}flyt-<str:way>/", agenda.move, name="item-move"),
    path(f"{ITEM}slet/", agenda.remove, name="item-remove"),
    path(f"{ITEM}bilag/", agenda.attach, name="attachment-add"),
    path(f"{ONE}bilag/<int:attachment>/", agenda.attachment, name="attachment"),
    path(f"{ONE}bilag/<int:attachment>/slet/", agenda.detach, name="attachment-remove"),
    path(f"{ONE}indkald/", papers.call, name="meeting-call"),
    path(f"{ONE}referat/", minutes.write, name="minutes"),
    path(f"{ONE}referat/send/", minutes.send, name="minutes-send"),
    path(PAPER, papers.paper, name="paper"),
    path(f"{PAPER}status/", papers.paper_job, name="paper-job"),
    path(f"{PAPER}igen/", papers.paper_retry, name="paper-retry"),
    path("opfoelgning/", follow_ups.follow_up_list, name="follow-up-list"),
    path("opfoelgning/ny/", follow_ups.add, name="follow-up-add"),
    path("opfoelgning/<int:pk>/ret/", follow_ups.edit, name="follow-up-edit"),
    path("opfoelgning/<int:pk>/gjort/", follow_ups.finish, name="follow-up-finish"),
    path("opfoelgning/<int:pk>/genoptag/", follow_ups.reopen, name="follow-up-reopen"),
    path("opfoelgning/<int:pk>/historik/", follow_ups.history, name="follow-up-history"),
    path("frister/", key_dates.key_date_list, name="key-date-list"),
    path("frister/nyt-nyhedsbrev/", key_dates.add_newsletter, name="key-date-add-newsletter"),
    path("frister/ny/", key_dates.add, name="key-date-add"),
    path("frister/naeste-aar/", key_dates.repeat, name="key-date-repeat"),
    path("frister/<int:pk>/ret/", key_dates.edit, name="key-date-edit"),
    path("frister/<int:pk>/gjort/", key_dates.finish, name="key-date-finish"),
    path("frister/<int:pk>/genoptag/", key_dates.reopen, name="key-date-reopen"),
    path("frister/<int:pk>/slet/", key_dates.remove, name="key-date-remove"),
    path("frister/<int:pk>.ics", key_dates.calendar_file, name="key-date-file"),
    path("frister/<int:pk>/historik/", key_dates.history, name="key-date-history"),
]
