"""A line an adjustment adds to an approved budget: how it is kept, said aloud, checked, and written from its day on."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from core.danish import exact_kroner
from core.models import NotAllowedNow
from governance import rows
from governance.models import Adjustment, BudgetLine, BudgetRevision, Category, Source

FIELDS = ("code", "text", "category", "source", "focus_area", "amount")
NOTHING, NOT_THERE = {"amount": None}, "ingen linje"  # what holds before it is there, and in words


def value_of(line: BudgetLine) -> dict[str, Any]:
    """A line as an adjustment keeps it. The area's name is kept beside its pk: it is what was shown."""
    return {
        "code": line.code.strip(),
        "text": line.text.strip(),
        "category": line.category,
        "source": line.source,
        "focus_area": line.focus_area_id,
        "area": line.focus_area.name if line.focus_area else "hele planen",
        "amount": str(line.amount.quantize(Decimal("0.01"))),
    }


def line_of(row: Adjustment) -> BudgetLine:
    """What `row` would add, not saved; an empty line where nothing is written yet."""
    new = row.new or {}
    fields = {name: new[name] for name in ("code", "text", "category", "source") if name in new}
    amount = Decimal(new["amount"]) if new else None
    return BudgetLine(budget=row.budget, focus_area_id=new.get("focus_area"), amount=amount, **fields)


def words(value: Mapping[str, Any]) -> str:
    """ "1030 Vikar: 50.000 kr. til løn i hele planen, betales af kommunen"."""
    amount = Decimal(value["amount"])
    said = exact_kroner(amount)
    goes_to, source = Category(value["category"]).label.lower(), Source(value["source"]).label
    source = source if value["source"] == Source.LBF else source[0].lower() + source[1:]
    area = f"»{value['area']}«" if value["focus_area"] else value["area"]
    return f"{value['code']} {value['text']}: {said} til {goes_to} i {area}, betales af {source}"


def check(row: Adjustment) -> None:
    """Raise ValidationError, by field, for a line that cannot be written."""
    line = line_of(row)
    if other := _same_konto(row):
        raise ValidationError({"code": f"Konto {line.code} er allerede brugt i budget {_year(row)}: »{other}«."})
    rows.check(line)


def require_possible(row: Adjustment) -> None:
    """Raise NotAllowedNow where the konto was taken, or the area went, after the line was proposed."""
    if other := _same_konto(row):
        raise NotAllowedNow(
            f"Konto {row.new['code']} er siden brugt i budget {_year(row)}: »{other}«. Træk justeringen, og indstil "
            "linjen på ny med en anden konto."
        )
    area = row.new["focus_area"]
    if area is not None and not row.plan.focus_areas.filter(pk=area, name=row.new["area"]).exists():
        raise NotAllowedNow(
            f"Indsatsområdet »{row.new['area']}« findes ikke længere under det navn. Træk justeringen, og indstil "
            "linjen på ny."
        )


def write(row: Adjustment, *, by: User) -> None:
    """Let the line come into being on the adjustment's day, and remember on `row` which it became."""
    line = line_of(row)
    amount, line.amount, line.exists_from = line.amount, Decimal(0), row.in_force_on
    rows.write(line, by=by, reason=f"Justering {row.number}")
    BudgetRevision.objects.create(line=line, amount=amount, in_force_on=row.in_force_on)
    row.budget_line = line


def _same_konto(row: Adjustment) -> BudgetLine | None:
    return BudgetLine.objects.filter(budget=row.budget_id, code__iexact=row.new["code"]).first()


def _year(row: Adjustment) -> int:
    assert row.budget
    return row.budget.year
