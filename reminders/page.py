"""The words of each kind of mail, and the mails there have been."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from activities.models import Plan
from core.jobs import JobState
from core.lights import Light
from core.models import Message
from core.outbox import Letter
from core.readable import readable
from reminders.example import example
from reminders.occasion import Standing
from reporting.emails.kinds import KINDS, Kind
from reporting.emails.letters import about, letter
from reporting.models import LetterText

LAST = 50


@dataclass(frozen=True)
class KindRow:
    """One kind of mail with the words it opens with and an example of the whole."""

    slug: str
    kind: Kind
    opening: str
    is_own: bool
    example: Letter


@dataclass(frozen=True)
class SentRow:
    """One mail of the log: what it was, and how it stands."""

    message: Message
    what: str
    when: str
    light: Light
    state: str
    detail: str


@dataclass(frozen=True)
class Version:
    """One version of a kind's words: who wrote them when; "" is the product's words again."""

    text: str
    who: str
    when: str


def kinds(standing: Standing, today: date) -> list[KindRow]:
    """Every kind of mail, with the plan's own words where it has some."""
    own = dict(LetterText.objects.filter(plan=standing.plan).values_list("kind", "text"))
    return [kind_row(standing, slug, own.get(slug, ""), today) for slug in KINDS]


def kind_row(standing: Standing, slug: str, own: str, today: date) -> KindRow:
    """One kind with `own` as its opening; "" is the product's words."""
    to, words = example(standing, slug, today)
    mail = letter(to, standing.plan, slug, words, own=own)
    return KindRow(slug, KINDS[slug], own or KINDS[slug].opening, bool(own), mail)


def versions(plan: Plan, slug: str) -> list[Version]:
    """What the kind's words have been in the plan, the newest first."""
    rows = (
        LetterText.history.filter(plan=plan, kind=slug)
        .select_related("history_user")
        .order_by("-history_id")
    )
    return [
        Version(
            "" if row.history_type == "-" else row.text,
            row.history_user.name if row.history_user else "Systemet",
            readable(timezone.localtime(row.history_date)),
        )
        for row in rows
    ]


def messages_of(plan: Plan) -> Any:
    """The mails filed under the plan, the newest first."""
    return Message.objects.filter(about=about(plan)).select_related("to")


def sent(plan: Plan) -> list[SentRow]:
    """The plan's last mails: sent, waiting, or failed."""
    return [_row(message) for message in messages_of(plan)[:LAST]]


def _row(message: Message) -> SentRow:
    light, state, detail = _state(message)
    kind = KINDS.get(message.kind)
    what = message.subject or (kind.name if kind else message.kind)
    return SentRow(
        message, what, readable(message.sent_at or message.posted_at), light, state, detail
    )


def _state(message: Message) -> tuple[Light, str, str]:
    """How a mail stands: shape, word, and what more there is to say."""
    match message.job_state:
        case JobState.DONE if message.sent_at:
            return Light.ON_TRACK, "Sendt", ""
        case JobState.DONE:
            return (
                Light.NOT_STARTED,
                "Ikke sendt",
                "Den havde intet at sige længere, da den skulle sendes.",
            )
        case JobState.FAILED:
            return Light.DELAYED, "Fejl", message.error
        case JobState.RUNNING:
            return Light.IN_PROGRESS, "Sendes nu", ""
    if message.error:
        return Light.AT_RISK, "Prøver igen", message.error
    return Light.IN_PROGRESS, "Venter", ""
