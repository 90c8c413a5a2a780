"""What is said of how much of the plan would live on."""

from decimal import Decimal

from activities.hours import span_text
from core.danish import capital, common, word
from governance.forankring.as_of import AnchoringSummary, Stage


def headline(summary: AnchoringSummary) -> str:
    """ "To af 15 aktiviteter er forankret, fire er aftalt"."""
    total = len(summary.lines)
    if not total:
        return "Planen har ingen aktiviteter endnu"
    anchored, agreed = summary.count(Stage.ANCHORED), summary.count(Stage.AGREED)
    noun = "aktivitet" if total == 1 else "aktiviteter"
    first = (
        f"{common(anchored)} af {word(total)} {noun} er forankret"
        if anchored
        else "ingen aktiviteter er forankret endnu"
    )
    late = sum(line.is_late(summary.on) for line in summary.lines)
    said = (
        first,
        f"{common(agreed)} er aftalt" if agreed else "",
        f"{common(late)} er over tiden" if late else "",
    )
    return capital(", ".join(filter(None, said)))


def hours_sentence(summary: AnchoringSummary, when: str = "i dag") -> str:
    """ "20 af 145 timer om ugen lever videre i dag, 30 er aftalt"; `when` is the summary's day
    in words."""
    whole = span(summary.total_hours)
    if whole == "0":
        return f"Ingen aktiviteter har timer {when}"
    anchored, agreed = span(summary.hours(Stage.ANCHORED)), span(summary.hours(Stage.AGREED))
    first = (
        f"{anchored if anchored != '0' else 'Ingen'} af {whole} timer om ugen lever videre {when}"
    )
    return f"{first}, {agreed} er aftalt" if agreed != "0" else first


def span(hours: tuple[Decimal, Decimal]) -> str:
    """ "20", "20–21"."""
    return span_text(*hours)


def in_hours(hours: tuple[Decimal, Decimal]) -> str:
    """ "1 time", "20–21 timer"."""
    amount = span(hours)
    return f"{amount} {'time' if amount == '1' else 'timer'}"
