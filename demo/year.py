"""Put a demo's year together and write it, all or nothing."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from activities.models import HoursEntry, Plan, Registration
from demo.acts import moment, perform
from demo.cast import Cast
from demo.drawing import Year
from demo.hours import hours_acts
from demo.milestones import milestone_acts
from demo.registrations import registration_acts
from demo.script import Script
from demo.scripts import OPENS, SCRIPTS
from demo.steering import steering_acts
from demo.words import (
    closing_acts,
    hold_meetings,
    note_acts,
    word_acts,
)
from milestones.models import Milestone, Status


@dataclass(frozen=True)
class Written:
    """What a demo's year came to."""

    registrations: int
    hours: int
    reached: int
    meetings: int


@transaction.atomic
def write_year(plan: Plan, *, cast: Cast, year: int, until: date, seed: int) -> Written:
    """Write the plan's year up to and including `until`, and mark the plan as a demo.

    The same plan, year, day and seed give the same rows. Expects a plan without registrations.
    """
    drawing = Year(plan, cast, SCRIPTS.get((plan.slug, year), Script()), year, until, seed)
    acts = [
        *registration_acts(drawing),
        *hours_acts(drawing),
        *milestone_acts(drawing),
        *word_acts(drawing),
        *closing_acts(drawing),
        *note_acts(drawing),
        *steering_acts(drawing),
    ]
    # The demo opens in the morning of its last day: nothing may be written later than that.
    morning = moment(until, *OPENS)
    meetings = hold_meetings(drawing)
    Plan.objects.filter(pk=plan.pk).update(is_demo=True)
    perform(acts, latest=morning)
    Plan.objects.filter(pk=plan.pk).touch()
    return written(plan, meetings)


def written(plan: Plan, meetings: int) -> Written:
    return Written(
        registrations=Registration.objects.filter(plan=plan).counting().count(),
        hours=HoursEntry.objects.filter(plan=plan).count(),
        reached=Milestone.objects.filter(plan=plan, status=Status.REACHED).count(),
        meetings=meetings,
    )
