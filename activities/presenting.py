"""Registrations in words, as lists, receipts and histories show them."""

from activities.models import Measure, Registration
from core.danish import day, quantity


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


WHOLE_PLAN = "Hele planen"
