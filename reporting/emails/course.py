"""Every mail about reports: who is told what when, and what it says.

`tell_*` puts mails in the outbox, inside the transaction of their reason; the functions marked `writes` say them
when they are sent. A mail holds a link, never the file, and never a figure. The opening words of each kind are
the plan's own where it has written some.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import Membership, Role, User
from activities.models import Plan
from core import clock, outbox
from core.danish import long_day
from core.models import Message
from core.outbox import Letter, writes
from reporting.models import LetterText, Report
from reporting.models.report import MAKERS, NOTE_READERS


@dataclass(frozen=True)
class Kind:
    """One kind of mail: what it is called, who gets it when, and the product's own opening words."""

    name: str
    when: str
    to: str
    opening: str


KINDS = {
    "handed_over": Kind(
        "Notatet er afleveret",
        "Når sekretariatslederen afleverer statusnotatet",
        "Boligsocial koordinator",
        "Statusnotatet er klar til dig. Læs det igennem, ret, hvad der skal rettes, og udsend det.",
    ),
    "sent_back": Kind(
        "Notatet er sendt tilbage",
        "Når koordinatoren sender statusnotatet tilbage",
        "Den, der afleverede det",
        "Statusnotatet er sendt tilbage til dig. Når det er rettet, kan du aflevere det igen.",
    ),
    "issued": Kind(
        "Notatet er udsendt",
        "Når statusnotatet er udsendt og filen er klar",
        "Styregruppe, følgegruppe og sekretariat",
        "Statusnotatet er udsendt. Du kan læse det på din telefon eller hente det som PDF.",
    ),
}


def about(plan: Plan) -> str:
    """What the outbox files a plan's mails under."""
    return f"plan:{plan.pk}"


def members(plan: Plan, *roles: Role) -> list[User]:
    """The people with one of the roles in the plan today, each once, by name."""
    rows = Membership.objects.in_force(clock.today()).filter(plan=plan, role__in=roles)
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("name", "pk"))


def tell(kind: str, key: str, people: Iterable[User], report: Report, **data: Any) -> int:
    """Put one mail for each person in the outbox; how many are new. `key` must tell this occasion from the next."""
    words = {"report": str(report.pk), **data}
    posted = [
        outbox.post(kind, f"{kind}:{key}:{user.pk}", to=user, about=about(report.plan), data=words) for user in people
    ]
    return sum(posted)


def tell_handed_over(report: Report, remark: str) -> None:
    at = report.ready_at.isoformat() if report.ready_at else ""
    tell("handed_over", f"{report.pk}:{at}", members(report.plan, Role.SOCIAL_COORDINATOR), report, remark=remark)


def tell_sent_back(report: Report, *, to: Any, by: Any, reason: str) -> None:
    if to:
        tell("sent_back", f"{report.pk}:{clock.now().isoformat()}", [to], report, by=by.name, reason=reason)


def tell_issued(report: Report) -> None:
    """To all who may read the note. A return is told of to nobody: whoever reported it knows."""
    if report.is_note:
        tell("issued", str(report.pk), members(report.plan, *MAKERS, *NOTE_READERS), report)


@writes("handed_over")
def write_handed_over(message: Message) -> Letter | None:
    report = report_of(message)
    if report is None or not report.is_ready:
        return None
    remark = message.data.get("remark", "")
    facts = [f"{report.ready_by.name} skriver: »{remark}«"] if remark and report.ready_by else []
    return letter(
        message, report.plan, f"{report.title}, er klar til dig", facts, "Læs og udsend notatet", link(report)
    )


@writes("sent_back")
def write_sent_back(message: Message) -> Letter | None:
    report = report_of(message)
    if report is None or report.is_issued:
        return None
    facts = [f"{message.data['by']} skriver: »{message.data['reason']}«"]
    return letter(message, report.plan, f"{report.title}, er sendt tilbage", facts, "Åbn notatet", link(report))


@writes("issued")
def write_issued(message: Message) -> Letter | None:
    report = report_of(message)
    if report is None:
        return None
    facts = [f"Tallene er pr. {long_day(report.data_as_of)}. Notatet har nr. {report.number_text}."]
    if report.correction:
        facts.append(f"Det er {report.edition_text}. Rettet: {report.correction}")
    return letter(message, report.plan, f"{report.title}, {report.plan}", facts, "Læs notatet", link(report))


def report_of(message: Message) -> Report | None:
    """The report a mail is about, while the person may still see it."""
    rows = Report.objects.visible_to(message.to).select_related("plan", "ready_by").defer("snapshot", "handed_over")
    return rows.filter(pk=message.data["report"]).first()


def link(report: Report) -> str:
    return f"{settings.BASE_URL}{report.get_absolute_url()}"


def opening(plan: Plan, kind: str) -> str:
    """The first words of a mail: the plan's own, else the product's."""
    own = LetterText.objects.filter(plan=plan, kind=kind).first()
    return own.text if own else KINDS[kind].opening


def letter(message: Message, plan: Plan, subject: str, facts: list[str], action: str, url: str) -> Letter:
    """A whole mail: greeting, opening, facts, and one link."""
    context = {
        "name": message.to.get_short_name(),
        "opening": opening(plan, message.kind),
        "facts": facts,
        "action": action,
        "url": url,
        "plan": plan,
        "subject": subject,
    }
    text, html = (render_to_string(f"emails/letter.{form}", context) for form in ("txt", "html"))
    return Letter(subject.replace("\n", " "), text, html)
