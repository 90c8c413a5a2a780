from datetime import date

from accounts.tests.access import SECRETARIAT, STAFF, told
from activities.models import SuccessCriterion
from governance.models import Confirmation
from governance.tests.factories import RiskFactory
from governance.tests.factories_following import (
    AgreementFactory,
    AnchoringFactory,
    EvaluationFactory,
    FigureFactory,
    GoalStatusFactory,
    KeyDateFactory,
)

ALL = told(200)
WRITE = told(403) | told(200, *SECRETARIAT)
ROWS = told(403) | told(200, *STAFF)
VERB = told(405)
TAKEN = told(403) | told(302, *SECRETARIAT)

PAGES = {
    "risk-list": ALL,
    "risk-add": WRITE,
    "risk-edit": WRITE,
    "risk-close": WRITE,
    "risk-reopen": VERB,
    "risk-history": ROWS,
    "agreement-list": ALL,
    "agreement-add": WRITE,
    "agreement-edit": WRITE,
    "agreement-renew": WRITE,
    "agreement-end": WRITE,
    "agreement-resume": VERB,
    "agreement-history": ROWS,
    "evaluation-list": ALL,
    "evaluation-propose": VERB,
    "evaluation-add": WRITE,
    "evaluation-edit": WRITE,
    "evaluation-finish": WRITE,
    "evaluation-reopen": VERB,
    "evaluation-remove": VERB,
    "evaluation-history": ROWS,
    "anchoring": ALL,
    "anchoring-edit": WRITE,
    "anchoring-history": ROWS,
    "background": ALL,
    "background-add": WRITE,
    "background-edit": WRITE,
    "background-remove": VERB,
    "background-history": ROWS,
    "goal-add": WRITE,
    "goal-edit": WRITE,
    "goal-history": ROWS,
    "key-date-list": ALL,
    "key-date-add-newsletter": WRITE,
    "key-date-add": WRITE,
    "key-date-repeat": VERB,
    "key-date-edit": WRITE,
    "key-date-finish": WRITE,
    "key-date-reopen": VERB,
    "key-date-remove": VERB,
    "key-date-file": ALL,
    "key-date-history": ROWS,
    "doubt-list": ALL,
    "doubt-confirm": WRITE,
    "doubt-reopen": VERB,
    "doubt-history": ROWS,
}
RISK = {
    "title": "Lokalet er opsagt",
    "likelihood": "2",
    "impact": "3",
    "consequence": "Ingen møder.",
    "action": "Find et andet.",
    "function": "Sekretariatsleder",
    "seen_on": "2013-08-31",
    "lock_version": "1",
}
POSTED = {
    "risk-add": RISK,
    "risk-edit": RISK,
    "risk-close": {
        "closed_on": "2013-08-31",
        "closed_why": "Lokalet er fundet.",
        "lock_version": "1",
    },
    "key-date-add": {
        "kind": "other",
        "title": "Ansøgning til lokaludvalget",
        "due_on": "2013-10-01",
    },
    "key-date-repeat": {"year": "2013"},
}
WRITTEN = ("risk-add", "key-date-add", "key-date-repeat")
REOPENED = (
    "risk-reopen",
    "agreement-resume",
    "evaluation-reopen",
    "key-date-reopen",
    "doubt-reopen",
)
ACTS = dict.fromkeys((*WRITTEN, *REOPENED, "evaluation-propose"), TAKEN)


def doubted(plan, by):
    """A criterion whose doubt is answered."""
    row = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    row.doubt = "hvor familierne tælles"
    row.save()
    Confirmation.objects.create(
        criterion=row, doubt=row.doubt, answer="Ved døren.", on=date(2013, 8, 1), by=by
    )
    return row


def rows(plan, mette, birgit):
    over = {"ended_on": date(2013, 8, 1), "ended_why": "Lokalet er solgt."}
    return {
        "risk": RiskFactory(plan=plan, closed_on=date(2013, 8, 1), closed_why="Løst."),
        "agreement": AgreementFactory(plan=plan, **over),
        "evaluation": EvaluationFactory(plan=plan, done_on=date(2013, 8, 1)),
        "background": FigureFactory(plan=plan),
        "goal": GoalStatusFactory(plan=plan, by=mette),
        "deadline": KeyDateFactory(plan=plan, done_on=date(2013, 8, 1)),
        "anchoring": AnchoringFactory(activity=plan.activities.get(code="5.1.1")),
        "doubt": doubted(plan, mette),
    }


def words(name, found):
    """A row's pages name it by its pk, forankring by its activity's code; lists and new rows
    name nothing."""
    kind, _, verb = name.replace("key-date", "deadline").partition("-")
    if kind == "anchoring":
        return {"code": "5.1.1"} if verb else {}
    return (
        {}
        if verb in ("", "list", "add", "add-newsletter", "propose", "repeat")
        else {"pk": found[kind].pk}
    )
