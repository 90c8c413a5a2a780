"""What was spent in a period and what the year is expected to cost, written for many lines at
once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from activities.actions.claim import require_period_open
from core import audit, clock
from core.danish import day
from core.lights import Light
from core.periods import Period
from core.versioned import NotAllowedNow, StaleObject
from governance import rows
from governance.models import Budget, BudgetLine, Spending
from governance.money.budget.actions import lines_of
from governance.money.figures import RED_OVER, MoneyLine
from governance.money.follow_up import follow_up_of

WRITTEN = "Forbrug skrevet"


@dataclass(frozen=True)
class Entry:
    """What is written of one line in the period; None is nothing, never 0. `version`: the row's
    as it was read. `stated` and `stated_in`: what a sheet said of the year so far, and its name;
    None leaves what an earlier one said."""

    spent: Decimal | None
    expected: Decimal | None
    note: str = ""
    version: int | None = None
    stated: Decimal | None = None
    stated_in: str = ""


@transaction.atomic
def write_spending(
    budget: Budget,
    period: Period,
    entries: Mapping[BudgetLine, Entry],
    *,
    by: User,
    reason: str = WRITTEN,
) -> int:
    """Write a period of an approved budget, all or nothing; returns how many lines changed.

    A line that is then red must have an explanation. Raises NotAllowedNow, as for a closed period,
    StaleObject (`current` is the row somebody else saved), ValidationError by "spent-<pk>",
    "expected-<pk>" and "note-<pk>" of the line.
    """
    rows.claim_plans(budget)
    row = Budget.objects.select_related("plan").get(pk=budget.pk)
    check_period(row, period)
    require_period_open(row.plan, period)
    standing = {s.line_id: s for s in Spending.objects.filter(line__budget=row, period=period)}
    errors: dict[str, Any] = {}
    changed = []
    for line, entry in entries.items():
        if line.budget_id != row.pk:
            raise ValidationError("Linjen hører ikke til budgettet.")
        if not line.exists_on(period.end):
            errors[f"spent-{line.pk}"] = not_there_yet(line, period)
            continue
        try:
            if _write(line, period, standing.get(line.pk), entry, by, reason):
                changed.append(line.pk)
        except ValidationError as refused:
            errors |= {f"{field}-{line.pk}": said for field, said in refused.message_dict.items()}
    if not errors:
        errors = unexplained(row, period, changed)
    if errors:
        raise ValidationError(errors)
    return len(changed)


def check_period(budget: Budget, period: Period) -> None:
    """Raise NotAllowedNow unless the period is one money is written of. Whether it is closed is
    asked when something is: its accounts often come weeks later, and then it is reopened for
    them."""
    if not budget.is_approved:
        raise NotAllowedNow(
            f"Budget {budget.year} er ikke godkendt endnu. Forbrug skrives på et godkendt budget."
        )
    if period not in budget.plan.periods(budget.year):
        raise NotAllowedNow(f"{period.label} hører ikke til budget {budget.year}.")
    if period.start > clock.today():
        raise NotAllowedNow(f"{period.label} er ikke begyndt.")


def _write(
    line: BudgetLine, period: Period, row: Spending | None, entry: Entry, by: User, reason: str
) -> bool:
    """Write one line; returns whether anything changed."""
    note = entry.note.strip()
    if row is None:
        if entry.version is not None:
            raise StaleObject(Spending(line=line, period=period, by=by, at=clock.now()))
        if entry.spent is None and entry.expected is None and not note:
            return False
        row = Spending(line=line, period=period)
    elif (row.spent, row.expected, row.note) == (entry.spent, entry.expected, note) and (
        entry.stated is None or (row.stated, row.stated_in) == (entry.stated, entry.stated_in)
    ):
        return False
    elif entry.version != row.lock_version:
        raise StaleObject(row)
    row.spent, row.expected, row.note, row.by, row.at = (
        entry.spent,
        entry.expected,
        note,
        by,
        clock.now(),
    )
    if entry.stated is not None:
        row.stated, row.stated_in = entry.stated, entry.stated_in
    rows.check(row)
    if row.pk is None:
        audit.save(row, by=by, reason=reason)
    else:
        audit.sign(row, by=by, reason=reason)
        row.save_if_current(expected=row.lock_version)
    return True


def not_there_yet(line: BudgetLine, period: Period) -> str:
    assert line.exists_from
    return (
        f"Konto {line.code} findes først fra {day(line.exists_from)}, så {period.label} "
        "har intet forbrug på den."
    )


def unexplained(
    budget: Budget,
    period: Period,
    changed: Collection[int],
    instead: Mapping[int, Spending] | None = None,
) -> dict[str, str]:
    """The changed lines (by pk) that are red and have no explanation; with `instead`, rows that
    are not saved yet."""
    as_of = min(period.end, clock.today())
    found = follow_up_of(budget.plan, lines_of(budget), period, as_of, instead)
    return {
        f"note-{line.line.pk}": unexplained_text(line)
        for line in found.lines
        if line.line.pk in changed and line.light == Light.DELAYED and not line.explanation
    }


def unexplained_text(line: MoneyLine) -> str:
    return f"{line.reason} Over {RED_OVER} % skal forklares: skriv hvorfor."
