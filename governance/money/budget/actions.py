"""A year's budget: written as a draft, proposed to the styregruppe, approved; from then on only
adjustments change it.

Whoever proposes or approves binds what was shown (core.bound), and the two are two people
(governance.decided).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from activities.presenting import WHOLE_PLAN
from core import bound, clock
from core.danish import day, kroner
from core.versioned import NotAllowedNow
from governance import rows
from governance.decided import Decided, require_anothers
from governance.models import Budget, BudgetLine, BudgetState
from governance.models.budget import LOCAL_SHARE
from governance.money.co_financing import co_financing
from governance.money.follow_up import in_order

NOT_APPROVED = "Ikke godkendt af styregruppen"


@dataclass(frozen=True)
class Sum:
    """What the lines give, against the sum that is stated."""

    found: Decimal
    stated: Decimal | None

    @property
    def adds_up(self) -> bool:
        return self.stated is None or self.stated == self.found

    @property
    def difference(self) -> Decimal:
        return self.found - (self.found if self.stated is None else self.stated)


def sum_of(budget: Budget, lines: Sequence[BudgetLine]) -> Sum:
    return Sum(sum((line.amount for line in lines), Decimal(0)), budget.stated_total)


def texts(budget: Budget, lines: Sequence[BudgetLine]) -> dict[str, str]:
    """All of a budget that a decision is about, in words."""
    stated = budget.stated_total
    found = {
        "Budget": str(budget.year),
        "Tilstand": str(budget.get_state_display()),
        "Bemærkning": budget.note,
        f"Hvorfor under {LOCAL_SHARE} %": budget.co_financing_reason,
        "Sum ifølge bilaget": "" if stated is None else kroner(stated, ore=True),
    }
    return found | {f"Konto {line.code}": _line_text(line) for line in in_order(lines)}


def _line_text(line: BudgetLine) -> str:
    area = line.focus_area.name if line.focus_area else WHOLE_PLAN
    parts = (line.text, line.get_category_display(), line.get_source_display(), area)
    return f"{', '.join(parts)}: {kroner(line.amount, ore=True)}"


def lines_of(budget: Budget) -> list[BudgetLine]:
    """A budget's lines with what they are shown with. One query."""
    return in_order(budget.lines.select_related("budget", "focus_area"))


@transaction.atomic
def create(budget: Budget, *, copy_from: Budget | None, by: User) -> Budget:
    """Begin the budget of a year, with the lines of another year as it ended where `copy_from` is
    given.

    Raises ValidationError for a year outside the plan, or one that has a budget.
    """
    plan = budget.plan
    if not plan.starts_on.year <= budget.year <= plan.ends_on.year:
        raise ValidationError({"year": f"Planen løber i {plan.years}. Vælg et år der imellem."})
    rows.claim_plans(budget)
    if plan.budgets.filter(year=budget.year).exists():
        raise ValidationError({"year": f"{budget.year} har allerede et budget."})
    rows.write(
        budget,
        by=by,
        reason="Kladde begyndt" if copy_from is None else f"Kladde ud fra {copy_from.year}",
    )
    if copy_from is not None:
        ended = date(copy_from.year, 12, 31)
        for line in copy_from.lines.prefetch_related("revisions"):
            _copy(line, budget, line.amount_on(ended), by)
    return budget


def _copy(line: BudgetLine, budget: Budget, amount: Decimal, by: User) -> None:
    new = BudgetLine(
        budget=budget,
        code=line.code,
        category=line.category,
        source=line.source,
        text=line.text,
        focus_area_id=line.focus_area_id,
        amount=amount,
        position=line.position,
    )
    rows.write(new, by=by, reason=f"Kopieret fra {line.budget.year}")


@transaction.atomic
def describe(budget: Budget, *, by: User, expected_version: int) -> Budget:
    """Save a draft's stated sum and remark. Raises NotAllowedNow, ValidationError, StaleObject."""
    _locked(budget, BudgetState.DRAFT)
    return rows.write(budget, by=by, reason="Rettet", expected_version=expected_version)  # type: ignore[no-any-return]


@transaction.atomic
def remove(budget: Budget, *, by: User) -> None:
    """Take away a draft that was begun by mistake; its versions stay. Raises NotAllowedNow for
    one the styregruppe has had before it."""
    row = _locked(budget, BudgetState.DRAFT)
    if row.history.exclude(state=BudgetState.DRAFT).exists():
        raise NotAllowedNow(
            "Budgettet har ligget hos styregruppen og kan ikke slettes. Ret linjerne i stedet."
        )
    for line in row.lines.all():
        rows.remove(line, by=by, reason="Kladden slettet")
    rows.remove(row, by=by, reason="Kladden slettet")


@transaction.atomic
def write_line(line: BudgetLine, *, by: User, expected_version: int | None = None) -> BudgetLine:
    """Save a new or changed line of a draft. Raises NotAllowedNow, ValidationError, StaleObject."""
    budget = _locked(line.budget, BudgetState.DRAFT)
    if line.focus_area and line.focus_area.plan_id != budget.plan_id:
        raise ValidationError({"focus_area": "Indsatsområdet hører ikke til planen."})
    same = budget.lines.filter(code__iexact=line.code.strip()).exclude(pk=line.pk)
    if same.exists():
        raise ValidationError({"code": f"Konto {line.code} er allerede brugt i budgettet."})
    reason = "Linje skrevet" if line.pk is None else "Linje rettet"
    return rows.write(line, by=by, reason=reason, expected_version=expected_version)  # type: ignore[no-any-return]


@transaction.atomic
def remove_line(line: BudgetLine, *, by: User) -> None:
    """Take a line out of a draft; its versions stay. Raises NotAllowedNow."""
    _locked(line.budget, BudgetState.DRAFT)
    try:
        rows.remove(line, by=by, reason="Linje slettet")
    except ProtectedError:
        raise NotAllowedNow("En justering handler om linjen, så den kan ikke slettes.") from None


@transaction.atomic
def propose(budget: Budget, *, shown: str, reason: str, by: User) -> Budget:
    """Put a draft before the styregruppe as it was shown.

    `reason`: why less than LOCAL_SHARE percent is local; needed only then, and proposed along.
    Raises NotAllowedNow for a budget without money or whose lines do not give its stated sum,
    ValidationError (`reason`), Changed.
    """
    row = _locked(budget, BudgetState.DRAFT)
    lines = lines_of(row)
    bound.require(shown, texts(row, lines))
    total = sum_of(row, lines)
    if not total.found:
        raise NotAllowedNow("Budgettet har ingen beløb. Skriv linjerne først.")
    if not total.adds_up and total.stated is not None:
        raise NotAllowedNow(
            f"Budgettet stemmer ikke: linjerne giver {kroner(total.found, ore=True)}, men summen "
            f"ifølge bilaget er {kroner(total.stated, ore=True)} Forskellen er "
            f"{kroner(total.difference, ore=True)} Ret linjerne eller summen."
        )
    local = co_financing((line.source, line.amount) for line in lines)
    if not local.is_met and not reason.strip():
        raise ValidationError(
            {
                "reason": f"Den lokale andel er {local.text}, under {LOCAL_SHARE} %. Skriv, "
                "hvorfor, og hvilket år der "
                "retter op på det."
            }
        )
    rows.refuse_names(row, reason=reason)
    row.co_financing_reason = "" if local.is_met else reason.strip()
    row.state, row.proposed_on, row.proposed_by = BudgetState.PROPOSED, clock.today(), by
    return rows.write(row, by=by, reason="Indstillet til styregruppen")  # type: ignore[no-any-return]


@transaction.atomic
def take_back(budget: Budget, *, by: User) -> Budget:
    """Make a proposed budget a draft again, to be changed. Raises NotAllowedNow."""
    return _back(_locked(budget, BudgetState.PROPOSED), by, "Trukket tilbage")


@transaction.atomic
def send_back(budget: Budget, *, why: str, by: User) -> Budget:
    """The styregruppe did not approve it: a draft again, and why is kept with that version
    (`refusal`), beside the budget's own remark. Raises NotAllowedNow, ValidationError."""
    row = _locked(budget, BudgetState.PROPOSED)
    if not why.strip():
        raise ValidationError({"why": "Skriv, hvad styregruppen vil have ændret."})
    rows.refuse_names(row, why=why)
    return _back(row, by, f"{NOT_APPROVED}: {why.strip()}")


def refusal(budget: Budget) -> str:
    """What the styregruppe wanted changed when it last sent back a budget it has not approved
    since; else "". One query."""
    if budget.is_approved:
        return ""
    said = budget.history.filter(history_change_reason__startswith=f"{NOT_APPROVED}: ").first()
    return said.history_change_reason.removeprefix(f"{NOT_APPROVED}: ") if said else ""


def _back(row: Budget, by: User, reason: str) -> Budget:
    row.state, row.proposed_on, row.proposed_by = BudgetState.DRAFT, None, None
    return rows.write(row, by=by, reason=reason)  # type: ignore[no-any-return]


@transaction.atomic
def approve(budget: Budget, *, shown: str, where: Decided, by: User) -> Budget:
    """Write down that the styregruppe approved the budget as it was shown. Raises NotAllowedNow,
    Changed."""
    row = _locked(budget, BudgetState.PROPOSED)
    bound.require(shown, texts(row, lines_of(row)))
    require_anothers(row, "budgettet", by=by)
    row.state, row.approved_on, row.approved_by, row.decided_in = (
        BudgetState.APPROVED,
        where.on,
        by,
        where.item,
    )
    return rows.write(row, by=by, reason=f"Godkendt af styregruppen {day(where.on)}")  # type: ignore[no-any-return]


def _locked(budget: Budget, state: BudgetState) -> Budget:
    """The budget as it stands, in the plan's queue; refused in another state than the act is
    for."""
    rows.claim_plans(budget)
    row = Budget.objects.select_related("plan").get(pk=budget.pk)
    if row.state != state:
        raise NotAllowedNow(WHY[BudgetState(row.state)])
    return row


WHY = {
    BudgetState.DRAFT: "Budgettet er en kladde. Indstil det til styregruppen først.",
    BudgetState.PROPOSED: "Budgettet ligger til godkendelse. Træk det tilbage for at ændre det.",
    BudgetState.APPROVED: "Budgettet er godkendt af styregruppen. Det ændres kun med en justering.",
}
