"""The mails of a note's way: handed over, sent back, issued."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from accounts.roles import Part
from core import clock, outbox
from core.danish import long_day
from core.models import Message
from core.outbox import Letter, writes
from reporting.emails.letters import Words, about, letter, link, members
from reporting.models import Report


def tell(kind: str, key: str, people: Iterable[User], report: Report, **data: Any) -> int:
    """Put one mail for each person in the outbox; how many are new. `key` must tell this
    occasion from the next."""
    words = {"report": str(report.pk), **data}
    posted = [
        outbox.post(kind, f"{kind}:{key}:{user.pk}", to=user, about=about(report.plan), data=words)
        for user in people
    ]
    return sum(posted)


def tell_handed_over(report: Report, remark: str) -> None:
    at = report.ready_at.isoformat() if report.ready_at else ""
    tell(
        "handed_over",
        f"{report.pk}:{at}",
        members(report.plan, Part.COORDINATES),
        report,
        remark=remark,
    )


def tell_sent_back(report: Report, *, to: Any, by: User, reason: str) -> None:
    if to:
        tell(
            "sent_back",
            f"{report.pk}:{clock.now().isoformat()}",
            [to],
            report,
            by=by.name,
            reason=reason,
        )


def tell_issued(report: Report) -> None:
    """To all who may read the note. A return is told of to nobody: whoever reported it knows."""
    if report.is_note:
        tell("issued", str(report.pk), members(report.plan, Part.SECRETARIAT, Part.NOTES), report)


@writes("handed_over")
def write_handed_over(message: Message) -> Letter | None:
    report = report_of(message)
    if report is None or not report.is_ready:
        return None
    return letter(
        message.to,
        report.plan,
        message.kind,
        say_handed_over(report, message.data.get("remark", "")),
    )


def say_handed_over(report: Report, remark: str) -> Words:
    facts = (f"{report.ready_by.name} skriver: »{remark}«",) if remark and report.ready_by else ()
    return Words(
        f"{report.plan}: {report.title}, er klar til dig",
        facts,
        "Læs og udsend notatet",
        link(report),
    )


@writes("sent_back")
def write_sent_back(message: Message) -> Letter | None:
    report = report_of(message)
    if report is None or report.is_issued:
        return None
    words = say_sent_back(report, message.data["by"], message.data["reason"])
    return letter(message.to, report.plan, message.kind, words)


def say_sent_back(report: Report, by: str, reason: str) -> Words:
    subject = f"{report.plan}: {report.title}, er sendt tilbage"
    return Words(subject, (f"{by} skriver: »{reason}«",), "Åbn notatet", link(report))


@writes("issued")
def write_issued(message: Message) -> Letter | None:
    report = report_of(message)
    return letter(message.to, report.plan, message.kind, say_issued(report)) if report else None


def say_issued(report: Report) -> Words:
    facts = [f"Tallene er pr. {long_day(report.data_as_of)}. Notatet har nr. {report.number_text}."]
    if report.correction:
        facts.append(f"Det er {report.edition_text}. Rettet: {report.correction}")
    return Words(f"{report.title}, {report.plan}", tuple(facts), "Læs notatet", link(report))


def report_of(message: Message) -> Report | None:
    """The report a mail is about, while the person may still see it."""
    rows = (
        Report.objects.visible_to(message.to)
        .select_related("plan", "ready_by")
        .defer("snapshot", "handed_over")
    )
    return rows.filter(pk=message.data["report"]).first()
