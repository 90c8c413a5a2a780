from accounts.tests.access import COORDINATOR, LEAD, SECRETARIAT, told
from governance.tests.factories_corrections import CorrectionFactory

# One that waits is the secretariat's own; what is in force everybody sees.
WAITING = told(404) | told(200, *SECRETARIAT)
PROPOSE = told(403) | told(200, LEAD)

PAGES = {
    "correction-list": told(200),
    "correction-choose": PROPOSE,
    "correction-new": PROPOSE,
    "correction": WAITING,
    "correction-answer": told(404) | told(403, LEAD) | told(200, COORDINATOR),
    "correction-withdraw": told(404) | told(403, COORDINATOR) | told(200, LEAD),
    "correction-history": WAITING,
}
POSTED = {
    "correction-new": {
        "period": "2013-K4",
        "reason": "Planen siger 4. kvartal på side 14.",
        "key": "11111111-1111-4111-8111-111111111111",
    },
    "correction-withdraw": {"why": "Det var rigtigt.", "lock_version": "1"},
}
ACTS = {
    "correction-withdraw": told(404) | told(403, COORDINATOR) | told(302, LEAD),
}


def rows(plan, mette, birgit):
    return {"correction": CorrectionFactory(plan=plan, number=1, proposed_by=mette)}


def words(name, found):
    row = found["correction"]
    if name == "correction-new":
        return {"key": f"milestone-{row.plan.milestones.get(code='M1').pk}"}
    return {} if name in ("correction-list", "correction-choose") else {"number": row.number}
