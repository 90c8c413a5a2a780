from datetime import date

from accounts.tests.access import COORDINATOR, LEAD, REFERENCE, SECRETARIAT, STEERING, told
from core import clock
from governance.models import SpendingImport
from governance.tests.factories_money import (
    BudgetFactory,
    BudgetLineFactory,
    PaymentFactory,
    SpendingFactory,
)

READ = told(403) | told(200, REFERENCE, STEERING, *SECRETARIAT)
WRITE = told(403) | told(200, *SECRETARIAT)
# What is a draft, its readers do not know of.
DRAFT = told(403) | told(404, REFERENCE, STEERING) | told(200, *SECRETARIAT)
DECIDE = told(403) | told(200, COORDINATOR)
ROWS = told(403) | told(200, *SECRETARIAT)
VERB = told(405)

PAGES = {
    "budget-list": READ,
    "budget": READ,
    "budget-add": WRITE,
    "budget-edit": DRAFT,
    "budget-remove": VERB,
    "budget-history": ROWS,
    "budget-line-add": DRAFT,
    "budget-line-edit": DRAFT,
    "budget-line-remove": VERB,
    "budget-line-history": ROWS,
    "budget-propose": DRAFT,
    "budget-take-back": VERB,
    "budget-approve": DECIDE,
    "budget-send-back": DECIDE,
    "spending": WRITE,
    "spending-history": ROWS,
    "spending-import": WRITE,
    "spending-import-show": told(403)
    | told(404, COORDINATOR)
    | told(200, LEAD),  # only who sent it
    "spending-template": WRITE,
    "payment-list": READ,
    "payment-add": WRITE,
    "payment-edit": WRITE,
    "payment-history": ROWS,
    "payment-remove": VERB,
}
LINE = {
    "code": "4010",
    "text": "Lejrture",
    "category": "activities",
    "source": "lbf",
    "focus_area": "",
    "amount": "10.000,50",
    "lock_version": "1",
}
POSTED = {
    "budget-add": {"year": "2016"},
    "budget-line-add": LINE,
    "budget-line-edit": LINE,
    "budget-send-back": {"why": "prøve"},
    "budget-approve": {"shown": "", "on": "2013-08-31"},
    "payment-add": {"source": "lbf", "on": "2013-08-01", "amount": "100.000"},
}
ACTS = {
    "budget-add": told(403) | told(302, *SECRETARIAT),
    "budget-line-remove": told(403) | told(404, REFERENCE, STEERING) | told(302, *SECRETARIAT),
    "budget-remove": told(403) | told(404, REFERENCE, STEERING) | told(302, *SECRETARIAT),
    "budget-send-back": told(403) | told(302, COORDINATOR),
    "budget-take-back": told(403) | told(302, *SECRETARIAT),
    "payment-add": told(403) | told(302, *SECRETARIAT),
    "payment-remove": told(403) | told(302, *SECRETARIAT),
}
DRAFTS = (
    "budget-edit",
    "budget-remove",
    "budget-line-add",
    "budget-line-edit",
    "budget-line-remove",
    "budget-propose",
)
PROPOSED = ("budget-take-back", "budget-approve", "budget-send-back")


def rows(plan, mette, birgit):
    """2013 is approved, 2014 proposed, 2015 a draft."""
    approved = BudgetFactory(plan=plan, year=2013)
    proposed = BudgetFactory(plan=plan, year=2014, state="proposed", proposed_on=date(2013, 8, 1))
    draft = BudgetFactory(plan=plan, year=2015, state="draft")
    lines = {
        f"line-{budget.year}": BudgetLineFactory(budget=budget, code="1010")
        for budget in (approved, proposed, draft)
    }
    spending = SpendingFactory(line=lines["line-2013"], by=mette)
    sent = SpendingImport.objects.create(
        plan=plan,
        period=spending.period,
        name="a.xlsx",
        sha256="0" * 64,
        rows=[],
        by=mette,
        at=clock.now(),
    )
    payment = PaymentFactory(plan=plan)
    return lines | {"spending": spending, "import": sent, "payment": payment}


def words(name, found):
    if name.startswith("payment"):
        return {} if name in ("payment-list", "payment-add") else {"pk": found["payment"].pk}
    if name == "spending-import":
        return {"year": 2013}
    if name == "spending-import-show":
        return {"year": 2013, "pk": found["import"].pk}
    if name in ("spending", "spending-template"):
        return {"year": 2013, "period": found["spending"].period}
    if name == "spending-history":
        return {"year": 2013, "pk": found["spending"].pk}
    if name in ("budget-list", "budget-add") or not name.startswith("budget"):
        return {}
    year = 2015 if name in DRAFTS else 2014 if name in PROPOSED else 2013
    line = (
        {"pk": found[f"line-{year}"].pk}
        if name.startswith("budget-line") and name != "budget-line-add"
        else {}
    )
    return {"year": year} | line
