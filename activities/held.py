"""What a plan is held to once it is in force: it stands in Opsætning and in a plan file, and is
changed elsewhere."""

from django.db.models import Exists, Model, OuterRef

from activities import limits
from activities.held_columns import Held, same
from activities.models import (
    Activity,
    HoursEntry,
    PeriodLock,
    Plan,
    Registration,
    StaffAllocation,
    SuccessCriterion,
    Target,
)

BEGUN = "Planen er i gang"
# What was typed wrong from the start is no change of the plan: two persons correct it.
MISTAKE = " Stod det forkert fra begyndelsen, så ret en fejl."
CRITERION_FIELDS = (
    "measure", "counting_rule", "level", "direction", "per", "baseline", "baseline_year", "course",
)  # fmt: skip
HELD: dict[type[Model], Held] = {
    Plan: Held(
        same(*limits.FIELDS, "reporting_period"),
        f"{BEGUN}. Grænserne for lys ændres ved en justering. Den periode, der rapporteres for, "
        f"gælder alt det, der er skrevet, og ændres ikke undervejs.{MISTAKE}",
        "adjustment-list",
    ),
    SuccessCriterion: Held(
        same("measure", "counting_rule", "level", "direction", "per", "baseline", "course")
        | {"baseline_year": "baseline"},
        f"{BEGUN}. Hvad der måles, tællemåden, trinnet, målets retning, udgangspunktet og det "
        "ventede forløb ændres ikke undervejs: de tidligere tal hviler på dem. Skal noget måles "
        "anderledes, så lav et nyt succeskriterium; det får sit måltal under Næste år, hvor også "
        f"næste års forløb skrives.{MISTAKE}",
        "next-year",
    ),
    Target: Held(
        {"value": "value", "course": "value", "starts_on": "period", "ends_on": "period"},
        f"{BEGUN}. Et måltal ændres ved en justering; næste års måltal lægges under Næste år."
        f"{MISTAKE}",
        "adjustment-list",
        whole=True,
    ),
    Activity: Held(
        same("starts_on", "ends_on"),
        f"{BEGUN}. Aktivitetens første og sidste dag ændres ikke undervejs: de planlagte timer og "
        f"det, der ventes, hviler på dem. Den sidste dag flyttes ved en justering.{MISTAKE}",
        "adjustment-list",
    ),
    StaffAllocation: Held(
        {
            "staff_role": "role",
            "hours_min": "hours",
            "hours_max": "hours",
            "starts_on": "from",
            "ends_on": "to",
        },
        f"{BEGUN}. Timer pr. uge ændres ved en justering; næste års timer lægges under Næste år. "
        f"De slutter med aktiviteten, hvis sidste dag flyttes ved en justering.{MISTAKE}",
        "adjustment-list",
        whole=True,
    ),
}


def is_in_force(plan: int | None) -> bool:
    """Whether anything was registered in the plan, hours written or a period closed. One query.

    Then its first period has begun: nothing can be written before. The plan's first day is not
    asked, so that nobody takes a plan out of force by moving it.
    """
    written = (Registration, HoursEntry, PeriodLock)
    signs = [Exists(model._default_manager.filter(plan=OuterRef("pk"))) for model in written]
    return (
        plan is not None and Plan.objects.filter(signs[0] | signs[1] | signs[2], pk=plan).exists()
    )
