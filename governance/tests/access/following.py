from datetime import date

from governance.tests.factories import RiskFactory

ALL = (200,) * 6
WRITE = (403, 403, 403, 200, 403, 200)
ROWS = (403, 403, 403, 200, 200, 200)
VERB = (405,) * 6
TAKEN = (403, 403, 403, 302, 403, 302)

PAGES = {
    "risk-list": ALL,
    "risk-add": WRITE,
    "risk-edit": WRITE,
    "risk-close": WRITE,
    "risk-reopen": VERB,
    "risk-history": ROWS,
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
    "risk-close": {"closed_on": "2013-08-31", "closed_why": "Lokalet er fundet.", "lock_version": "1"},
}
ACTS = {"risk-reopen": TAKEN, "risk-add": TAKEN}


def rows(plan, mette, birgit):
    return {"risk": RiskFactory(plan=plan, closed_on=date(2013, 8, 1), closed_why="Løst.")}


def words(name, found):
    if name.startswith("risk-") and name not in ("risk-list", "risk-add"):
        return {"pk": found["risk"].pk}
    return {}
