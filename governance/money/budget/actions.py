"""A year's budget: written as a draft, proposed to the styregruppe, approved; from then on only adjustments change it.

Whoever proposes or approves binds what was shown (governance.bound_money), and the two are two people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from core import clock
from core.danish import day, kroner
from core.models import NotAllowedNow
from governance import rows
from governance.bound_money import require_shown
from governance.models import AgendaItem, Budget, BudgetLine, BudgetState, MeetingState, Outcome
from governance.models.budget import LOCAL_SHARE
from governance.money.co_financing import co_financing
from governance.money.follow_up import in_order

REFUSED = (Outcome.REJECTED, Outcome.POSTPONED)
Shown = dict[str, Any]


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


def content(budget: Budget, lines: Sequence[BudgetLine]) -> Shown:
    """All of a budget that a decision is about, as JSON."""
    return {
        "year": budget.year,
        "state": budget.state,
        "note": budget.note,
        "reason": budget.co_financing_reason,
        "total": None if budget.stated_total is None else str(budget.stated_total),
        "lines": [
            {
                "code": line.code,
                "text": line.text,
                "category": line.get_category_display(),
                "source": line.get_source_display(),
                "area": line.focus_area.name if line.focus_area else "",
                "amount": str(line.amount),
            }
            for line in in_order(lines)
        ],
    }


def lines_of(budget: Budget) -> list[BudgetLine]:
    """A budget's lines with what they are shown with. One query."""
    return in_order(budget.lines.select_related("budget", "focus_area"))


@transaction.atomic
def create(budget: Budget, *, copy_from: Budget | None, by: User) -> Budget:
    """Begin the budget of a year, with the lines of another year as it ended where `copy_from` is given.

    Raises ValidationError for a year outside the plan, or one that has a budget.
    """
    plan = budget.plan
    if not plan.starts_on.year <= budget.year <= plan.ends_on.year:
        raise ValidationError({"year": f"Planen løber i {plan.years}. Vælg et år der imellem."})
    rows.claim_plans(budget)
    if plan.budgets.filter(year=budget.year).exists():
        raise ValidationError({"year": f"{budget.year} har allerede et budget."})
    rows.write(budget, by=by, reason="Kladde begyndt" if copy_from is None else f"Kladde ud fra {copy_from.year}")
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
    """Take away a draft that was begun by mistake; its versions stay. Raises NotAllowedNow for one the styregruppe has
    had before it."""
    row = _locked(budget, BudgetState.DRAFT)
    if row.history.exclude(state=BudgetState.DRAFT).exists():
        raise NotAllowedNow("Budgettet har ligget hos styregruppen og kan ikke slettes. Ret linjerne i stedet.")
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

    `reason`: why less than LOCAL_SHARE percent is local; needed only then, and proposed along. Raises NotAllowedNow
    for a budget without money or whose lines do not give its stated sum, ValidationError (`reason`), ChangedSinceShown.
    """
    row = _locked(budget, BudgetState.DRAFT)
    lines = lines_of(row)
    require_shown(shown, content(row, lines))
    total = sum_of(row, lines)
    if not total.found:
        raise NotAllowedNow("Budgettet har ingen beløb. Skriv linjerne først.")
    if not total.adds_up and total.stated is not None:
        raise NotAllowedNow(
            f"Budgettet stemmer ikke: linjerne giver {kroner(total.found, ore=True)}, men summen ifølge bilaget er "
            f"{kroner(total.stated, ore=True)} Forskellen er {kroner(total.difference, ore=True)} "
            "Ret linjerne eller summen."
        )
    local = co_financing((line.source, line.amount) for line in lines)
    if not local.is_met and not reason.strip():
        raise ValidationError(
            {
                "reason": f"Den lokale andel er {local.text}, under {LOCAL_SHARE} %. Skriv, hvorfor, og hvilket år der "
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
    """The styregruppe did not approve it: a draft again, with the reason. Raises NotAllowedNow, ValidationError."""
    row = _locked(budget, BudgetState.PROPOSED)
    if not why.strip():
        raise ValidationError({"why": "Skriv, hvad styregruppen vil have ændret."})
    rows.refuse_names(row, why=why)
    row.note = why.strip()
    return _back(row, by, "Ikke godkendt af styregruppen")


def _back(row: Budget, by: User, reason: str) -> Budget:
    row.state, row.proposed_on, row.proposed_by = BudgetState.DRAFT, None, None
    return rows.write(row, by=by, reason=reason)  # type: ignore[no-any-return]


@transaction.atomic
def approve(budget: Budget, *, shown: str, on: date, item: AgendaItem | None, by: User) -> Budget:
    """Write down that the styregruppe approved the budget as it was shown, on a day or under a point of its agenda.

    With `item` the day is the meeting's. Raises NotAllowedNow, ValidationError (`on`, `item`), ChangedSinceShown.
    """
    row = _locked(budget, BudgetState.PROPOSED)
    require_shown(shown, content(row, lines_of(row)))
    if row.proposed_by_id == by.pk:
        raise NotAllowedNow(
            "Du har selv indstillet budgettet. En anden med ret til det noterer, at styregruppen har godkendt det."
        )
    if item is not None:
        _check_item(row, item)
        on = item.meeting.on
    if on > clock.today():
        field, what = ("item", "Mødet") if item else ("on", "Datoen")
        raise ValidationError({field: f"{what} ligger i fremtiden ({day(on)}). Notér godkendelsen, når den er givet."})
    row.state, row.approved_on, row.approved_by, row.decided_in = BudgetState.APPROVED, on, by, item
    return rows.write(row, by=by, reason=f"Godkendt af styregruppen {day(on)}")  # type: ignore[no-any-return]


def _check_item(row: Budget, item: AgendaItem) -> None:
    """The point must be of the styregruppe's, about this plan, and not have ended otherwise."""
    if item.plan_id != row.plan_id or not item.meeting.is_of_steering_group:
        raise ValidationError({"item": "Punktet hører ikke til planens styregruppe."})
    if item.meeting.state == MeetingState.CANCELLED:
        raise ValidationError({"item": "Mødet er aflyst."})
    if item.outcome in REFUSED:
        raise ValidationError({"item": f"Punktet endte med »{item.get_outcome_display()}«."})


def _locked(budget: Budget, state: BudgetState) -> Budget:
    """The budget as it stands, in the plan's queue; refused in another state than the act is for."""
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
