"""Registrations and targets in words, as lists, receipts and histories show them."""

from decimal import Decimal

from activities.models import Direction, Measure, Registration, SuccessCriterion
from activities.progress.figures import UNITS
from core.danish import day, exact_number, quantity


def amount(row: Registration) -> str:
    """ "14 familier", "12 ud af 16", "49 beboere ved 2 møder"."""
    criterion = row.criterion
    match criterion.measure:
        case Measure.PERCENT:
            return f"{row.value} ud af {row.base}"
        case Measure.AVERAGE:
            heads = quantity(row.value, criterion.noun_singular, criterion.noun)
            return f"{heads} ved {quantity(row.base or 0, 'møde', 'møder')}"
    return quantity(row.value, criterion.noun_singular, criterion.noun)


def noun_of(row: Registration) -> str:
    """What stands under the big number of a receipt: "familier", "ud af 16", "beboere ved 2
    møder"."""
    return amount(row).partition(" ")[2]


def where_and_when(row: Registration) -> str:
    """ "Akacieparken, 31.8.2013, heraf 3 nye", "Alle afdelinger, 31.8.2013, Måling, august
    2013"."""
    parts = [row.estate.name if row.estate else "Alle afdelinger", day(row.on)]
    if row.round:
        parts.append(row.round.name)
    if row.new is not None:
        parts.append(f"heraf {row.new} nye" if row.new != 1 else "heraf 1 ny")
    return ", ".join(parts)


def value_text(criterion: SuccessCriterion, value: int | Decimal | None) -> str:
    """A target as it is named everywhere: "120 familier", "54 %", "2,5 ‰", "12 beboere pr. møde",
    "højst 9 klager"; a dash without one."""
    if value is None:
        return "–"
    said = amount_text(criterion, value)
    return f"højst {said}" if criterion.direction == Direction.AT_MOST else said


def amount_text(criterion: SuccessCriterion, value: int | Decimal) -> str:
    """As many as that of what the criterion counts, without its direction."""
    count = exact_number(Decimal(value))
    if criterion.measure == Measure.PERCENT:
        return f"{count}{UNITS[criterion.per]}"
    said = f"{count} {criterion.noun_singular if value == 1 else criterion.noun}"
    if criterion.measure == Measure.AVERAGE:
        return (
            f"{said} pr. {criterion.denominator}"
            if criterion.denominator
            else (f"{said} i gennemsnit")
        )
    return said


def baseline_text(criterion: SuccessCriterion) -> str:
    """ "41 % (2012, Danmarks Statistik)"; a dash without one."""
    if criterion.baseline is None:
        return "–"
    source = f", {criterion.baseline_source}" if criterion.baseline_source else ""
    return f"{amount_text(criterion, criterion.baseline)} ({criterion.baseline_year}{source})"


WHOLE_PLAN = "Hele planen"
