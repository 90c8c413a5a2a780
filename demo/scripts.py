"""Which script tells of a demo's year, and when in the morning a demo opens."""

from activities.models.plan import Plan
from demo import rum_for_liv
from demo.script import Script

OPENS = (7, 55)
SCRIPTS = {("rum-for-liv", 2013): rum_for_liv.SCRIPT}


def script_of(plan: Plan, year: int) -> Script:
    """The year's own script; else what an earlier one says of every year, or nothing."""
    if found := SCRIPTS.get((plan.slug, year)):
        return found
    earlier = [script for (slug, of), script in SCRIPTS.items() if slug == plan.slug and of < year]
    return earlier[-1].lasting if earlier else Script()
