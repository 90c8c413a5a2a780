"""The mails of the plan's dates: a draft is made, something is missing, material is due, a note is late.

What they say is looked up when they are sent, by the rules that posted them (reminders.calendar): a note handed
over meanwhile, a meeting moved or a role that ended leaves nothing to say.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from accounts.models import Role, User
from accounts.roles import Part
from activities.models import Plan
from core import clock, outbox
from core.danish import listing, long_day, weekday
from core.models import Message
from core.outbox import Letter, writes
from core.periods import Period
from governance.models import Meeting
from reminders.calendar import (
    Ask,
    Occasion,
    Standing,
    still_asked,
)
from reminders.standing import missing_points, standings
from reporting.emails.course import report_of
from reporting.emails.letters import Words, about, letter, link, members, page_link
from reporting.models import Report, ReportKind


def remind(plan: Plan, occasion: Occasion, people: Iterable[User]) -> int:
    """Put the occasion's mail to each person in the outbox; how many are new."""
    return _post(plan, occasion, people, {"plan": plan.pk})


def tell_draft_made(report: Report, occasion: Occasion, people: Iterable[User]) -> int:
    """Tell each person that the period's draft was made; how many mails are new."""
    return _post(report.plan, occasion, people, {"report": str(report.pk)})


def _post(plan: Plan, occasion: Occasion, people: Iterable[User], data: dict[str, object]) -> int:
    kind, filed = occasion.ask.value, about(plan)
    return sum(outbox.post(kind, occasion.key(plan, user), to=user, about=filed, data=data) for user in people)


@writes(Ask.DRAFT_MADE)
def write_draft_made(message: Message) -> Letter | None:
    report = report_of(message)
    if report is None or not report.is_draft or message.to not in members(report.plan, Part.LEADS):
        return None
    return letter(message.to, report.plan, message.kind, say_draft_made(report))


def say_draft_made(report: Report) -> Words:
    period = report.period
    facts = (f"{period.label} sluttede den {long_day(period.end, year=False)}.",)
    return Words(f"{report.plan}: kladden for {period.short_label} er lavet", facts, "Læs kladden", link(report))


@writes(Ask.MISSING)
def write_missing(message: Message) -> Letter | None:
    standing, occasion = _still(message)
    if standing is None or occasion is None:
        return None
    points = missing_points(standing.plan, occasion, clock.today())
    words = say_missing(standing.plan, occasion, points, clock.today())
    return letter(message.to, standing.plan, message.kind, words) if points else None


def say_missing(plan: Plan, occasion: Occasion, points: tuple[str, ...], today: date) -> Words:
    """`points`: the check list's own words for what is missing."""
    return Words(
        f"{plan}: det mangler til statusnotatet{_for(occasion.period)}",
        _when(occasion, today),
        "Se, hvad der mangler",
        page_link(plan, occasion.period),
        points,
    )


@writes(Ask.MATERIAL_DUE)
def write_material_due(message: Message) -> Letter | None:
    standing, occasion = _still(message)
    if standing is None or occasion is None:
        return None
    note = _note(standing.plan, occasion)
    points = missing_points(standing.plan, occasion, clock.today())
    words = say_material_due(standing.plan, occasion, note, points, clock.today())
    return letter(message.to, standing.plan, message.kind, words)


def say_material_due(
    plan: Plan, occasion: Occasion, note: Report | None, points: tuple[str, ...], today: date
) -> Words:
    """`note`: the draft there is; `points`: what is missing on its check list."""
    what = "skal afleveres i dag" if occasion.due == today else "skulle være afleveret"
    return Words(
        f"{plan}: statusnotatet{_for(occasion.period)} {what}",
        _when(occasion, today),
        "Åbn notatet" if note else "Begynd notatet",
        link(note) if note else page_link(plan, occasion.period),
        points,
    )


@writes(Ask.LATE)
def write_late(message: Message) -> Letter | None:
    standing, occasion = _still(message)
    if standing is None or occasion is None:
        return None
    leads = standing.people.get(Role.SECRETARIAT_LEAD, ())
    words = say_late(standing.plan, occasion, _note(standing.plan, occasion), leads, clock.today())
    return letter(message.to, standing.plan, message.kind, words)


def say_late(plan: Plan, occasion: Occasion, note: Report | None, leads: Iterable[User], today: date) -> Words:
    """`note`: the newest edition there is, which is not issued; `leads`: the plan's sekretariatsledere."""
    return Words(
        f"{plan}: statusnotatet{_for(occasion.period)} er ikke udsendt",
        (_where(note, [lead.name for lead in leads]), *_when(occasion, today)),
        "Læs og udsend notatet" if note and note.is_ready else "Se, hvor langt det er",
        link(note) if note else page_link(plan, occasion.period),
    )


@writes(Ask.GROUP_MATERIAL)
def write_group_material(message: Message) -> Letter | None:
    standing, occasion = _still(message)
    if standing is None or occasion is None or occasion.meeting is None:
        return None
    words = say_group_material(standing.plan, occasion, clock.today())
    return letter(message.to, standing.plan, message.kind, words)


def say_group_material(plan: Plan, occasion: Occasion, today: date) -> Words:
    on = long_day(occasion.meeting.on, year=False) if occasion.meeting else ""
    subject = f"{plan}: materiale til følgegruppens møde den {on}"
    return Words(subject, _when(occasion, today), "Find de udsendte rapporter", page_link(plan))


def _still(message: Message) -> tuple[Standing, Occasion] | tuple[None, None]:
    """The plan's standing and the mail's occasion, when it would still be posted to this person today."""
    today = clock.today()
    for standing in standings(Plan.objects.filter(pk=message.data["plan"]), today):
        if occasion := still_asked(standing, message.key, message.to, today):
            return standing, occasion
    return None, None


def _note(plan: Plan, occasion: Occasion) -> Report | None:
    """The newest edition of the occasion's status note."""
    rows = Report.objects.filter(plan=plan, kind=ReportKind.STATUS_NOTE, period=occasion.period)
    return rows.defer("snapshot", "handed_over").select_related("plan", "ready_by").order_by("-revision").first()


def _for(period: Period | None) -> str:
    return f" for {period.short_label}" if period else ""


def _when(occasion: Occasion, today: date) -> tuple[str, ...]:
    """When the group meets, and by when the material is to be ready or with the members."""
    if occasion.meeting is None:
        return ()
    due, is_over = relative(occasion.due, today), occasion.due < today
    if occasion.ask == Ask.GROUP_MATERIAL:
        said = f"skulle have haft materialet {due}" if is_over else f"skal have materialet senest {due}"
        return (f"{group(occasion.meeting)} mødes {relative(occasion.meeting.on, today)}. Medlemmerne {said}.",)
    said = f"skulle have været klar {due}" if is_over else f"skal være klar senest {due}"
    return (f"{group(occasion.meeting)} mødes {relative(occasion.meeting.on, today)}. Materialet {said}.",)


def _where(note: Report | None, leads: list[str]) -> str:
    """Where the note lies, to the koordinator."""
    if note is None:
        return "Notatet er ikke begyndt."
    if note.is_ready and note.ready_by:
        on = long_day(timezone.localdate(note.ready_at), year=False)
        return f"Notatet ligger hos dig. {note.ready_by.name} afleverede det den {on}."
    return f"Notatet er en kladde hos {listing(leads) or 'sekretariatslederen'}."


def group(meeting: Meeting) -> str:
    return "Styregruppen" if meeting.is_of_steering_group else "Følgegruppen"


def relative(day: date, today: date) -> str:
    """ "i dag", else "onsdag den 18. september"; with the year where it is another."""
    return "i dag" if day == today else f"{weekday(day)} den {long_day(day, year=day.year != today.year)}"
