from datetime import date

from core import clock
from governance.models import AdjustmentState, NextYear
from governance.tests.factories_adjustments import AdjustmentFactory

ALL = (200,) * 6
WRITE = (403, 403, 403, 200, 403, 200)
VERB = (405,) * 6
PROPOSED = (200, 404, 200, 200, 404, 200)  # who neither decides nor is heard sees what is in force
STEP = (403, 404, 403, 200, 404, 200)
GONE_ON = (403, 404, 403, 302, 404, 302)  # asked for when it has gone on: back to where it stands
DECIDE = (403, 404, 403, 200, 404, 403)
TAKEN = (403, 404, 403, 302, 404, 302)

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
    "adjustment-history": (403, 404, 403, 200, 404, 200),
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
    "next-year-begin": (403, 403, 403, 302, 403, 302),
    "next-year-fill": TAKEN,
    "next-year-propose": TAKEN,
    "next-year-take-back": TAKEN,
    "next-year-drop": TAKEN,
}


def rows(plan, mette, birgit):
    row = AdjustmentFactory(plan=plan, state=AdjustmentState.PROPOSED, proposed_by=mette, in_force_on=date(2014, 2, 1))
    year = NextYear.objects.create(
        plan=plan, year=2015, state=NextYear.State.PROPOSED, begun_by=mette, begun_at=clock.now(), proposed_by=mette
    )
    return {"adjustment": row, "year": year}


def words(name, found):
    if name.startswith("next-year"):
        return {} if name == "next-year" else {"year": 2015}
    row = found["adjustment"]
    if name == "adjustment-new":
        return {"key": f"milestone-{row.plan.milestones.get(code='M1').pk}"}
    return {} if name in ("adjustment-list", "adjustment-choose") else {"number": row.number}
