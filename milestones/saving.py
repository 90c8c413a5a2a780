"""How a milestone is saved: in the plan's queue, with texts that hold no names, signed."""

from accounts import names
from accounts.models import User
from activities.actions.claim import claim
from core import audit
from core.danish import day as day_text
from core.versioned import NotAllowedNow, StaleObject
from milestones.models import Milestone, Status

PROGRESS_FIELDS = (
    "status", "reached_on", "agreed_on", "evidence", "comment", "short_reason", "period",
)  # fmt: skip
MAX_TEXT = 300
DROPPED_FIRST = "Milepælen er bortfaldet. Tag den op igen først."
DECIDED = "Besluttet: "
PROPOSED = "Foreslået: "


def claimed(milestone: Milestone, expected: int | None) -> Milestone:
    """The row as it is in the database, once the plan's other writers are done and while they
    wait."""
    claim(milestone.plan)
    row = Milestone.objects.select_related("plan").get(pk=milestone.pk)
    require_current(row, expected)
    return row


def require_current(row: Milestone, expected: int | None) -> None:
    """Raise StaleObject where someone saved since the version `expected`."""
    if expected is not None and row.lock_version != expected:
        raise StaleObject(row)


def save(row: Milestone, shown: Milestone, *, by: User, reason: str) -> None:
    """Save and sign the claimed `row`, and let what the caller holds (`shown`) be as it."""
    audit.sign(row, by=by, reason=reason)
    row.save_if_current(expected=row.lock_version)
    copy_to(row, shown)


def copy_to(row: Milestone, shown: Milestone) -> None:
    for field in (*PROGRESS_FIELDS, "lock_version"):
        setattr(shown, field, getattr(row, field))


def require_live(row: Milestone, verb: str) -> None:
    """Raise NotAllowedNow for one that is reached or dropped."""
    if row.status == Status.REACHED:
        raise NotAllowedNow(f"Milepælen er nået den {day_text(row.reached_on)} og kan ikke {verb}.")  # type: ignore[arg-type]
    if row.status == Status.DROPPED:
        raise NotAllowedNow(DROPPED_FIRST)


def text_errors(row: Milestone, **texts: str) -> dict[str, str]:
    """By field, what is refused of `texts`: notes and returns repeat them. What stands already
    is let through."""
    new = {field: text for field, text in texts.items() if text != getattr(row, field, "")}
    too_long = {
        field: f"Teksten er på {len(text)} tegn. Der er plads til {MAX_TEXT}."
        for field, text in texts.items()
        if len(text) > MAX_TEXT
    }
    return names.errors_of(new, {row.plan_id}) | too_long


def reason_errors(row: Milestone, reason: str, missing: str) -> dict[str, str]:
    """As `text_errors`, of a reason that must be given."""
    return text_errors(row, reason=reason) if reason else {"reason": missing}
