from datetime import date

from accounts.tests.access import (
    COORDINATOR,
    INSPECTOR,
    REFERENCE,
    SECRETARIAT,
    STEERING,
    WORKER,
    told,
)
from core import clock
from governance.models import AdjustmentState, NextYear
from governance.tests.factories_adjustments import AdjustmentFactory

ALL = told(200)
WRITE = told(403) | told(200, *SECRETARIAT)
VERB = told(405)
# Who neither decides nor is heard sees what is in force.
PROPOSED = told(404) | told(200, REFERENCE, STEERING, *SECRETARIAT)
STEP = told(403) | told(404, INSPECTOR, WORKER) | told(200, *SECRETARIAT)
# Asked for when it has gone on: back to where it stands.
GONE_ON = told(403) | told(404, INSPECTOR, WORKER) | told(302, *SECRETARIAT)
DECIDE = told(403) | told(404, INSPECTOR, WORKER) | told(200, COORDINATOR)
TAKEN = told(403) | told(404, INSPECTOR, WORKER) | told(302, *SECRETARIAT)

PAGES = {
    "adjustment-list": ALL,
    "adjustment-choose": WRITE,
    "adjustment-new": WRITE,
    "adjustment": PROPOSED,
    "adjustment-edit": STEP,
    "adjustment-propose": VERB,
    "adjustment-recommend": STEP,
    "adjustment-decide": DECIDE,
    "adjustment-send": GONE_ON,
    "adjustment-answer": GONE_ON,
    "adjustment-withdraw": STEP,
    "adjustment-history": told(403) | told(404, INSPECTOR, WORKER) | told(200, *SECRETARIAT),
    "next-year": ALL,
    "next-year-page": PROPOSED,
    "next-year-begin": VERB,
    "next-year-targets": GONE_ON,
    "next-year-hours": GONE_ON,
    "next-year-milestones": GONE_ON,
    "next-year-milestone-add": STEP,
    "next-year-fill": VERB,
    "next-year-propose": VERB,
    "next-year-take-back": VERB,
    "next-year-decide": DECIDE,
    "next-year-compare": PROPOSED,
    "next-year-drop": STEP,
}
NEW = {
    "title": "Flere familier",
    "value": "120",
    "in_force_on": "1.2.2014",
    "reason": "Efterspørgslen er større end ventet.",
    "consequence": "To timer mere om ugen.",
    "lock_version": "1",
}
POSTED = {
    "adjustment-new": NEW | {"value": "130"},
    "adjustment-edit": NEW,
    "adjustment-withdraw": {"why": "Ikke længere nødvendig.", "lock_version": "1"},
}
ACTS = {
    "adjustment-withdraw": TAKEN,
    "next-year-begin": told(403) | told(302, *SECRETARIAT),
    "next-year-fill": TAKEN,
    "next-year-propose": TAKEN,
    "next-year-take-back": TAKEN,
    "next-year-drop": TAKEN,
}


def rows(plan, mette, birgit):
    row = AdjustmentFactory(
        plan=plan, state=AdjustmentState.PROPOSED, proposed_by=mette, in_force_on=date(2014, 2, 1)
    )
    year = NextYear.objects.create(
        plan=plan,
        year=2015,
        state=NextYear.State.PROPOSED,
        begun_by=mette,
        begun_at=clock.now(),
        proposed_by=mette,
    )
    return {"adjustment": row, "year": year}


def words(name, found):
    if name.startswith("next-year"):
        return {} if name == "next-year" else {"year": 2015}
    row = found["adjustment"]
    if name == "adjustment-new":
        return {"key": f"milestone-{row.plan.milestones.get(code='M1').pk}"}
    return {} if name in ("adjustment-list", "adjustment-choose") else {"number": row.number}
