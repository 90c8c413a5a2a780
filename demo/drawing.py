"""What a demo's year is drawn from."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from activities.models.plan import Plan
from core.periods import Period
from demo.cast import Cast
from demo.script import Script, day_of


@dataclass(frozen=True)
class Year:
    """What every drawing needs: the plan, its people, the year's script, the day it ends, and
    the seed. `goes_on`: the whole year is drawn, and what follows of it in the next; whoever does
    the acts stops where the demo has come to (demo.diary)."""

    plan: Plan
    cast: Cast
    script: Script
    year: int
    until: date
    seed: int
    goes_on: bool = False

    def chance(self, *about: str) -> random.Random:
        """A source of chance of its own, so that one drawing never disturbs another."""
        return random.Random("/".join([str(self.seed), self.plan.slug, str(self.year), *about]))

    def upto(self, day: date) -> bool:
        return self.goes_on or day <= self.until

    @property
    def untold_from(self) -> date:
        """The first day of the year that its script does not tell."""
        whole = Period.year(self.year)
        return whole.start if self.told_to == whole.end else self.told_to + timedelta(days=1)

    @property
    def told_to(self) -> date:
        return day_of(self.year, self.script.told_to)

    def only_fixed(self, day: date) -> bool:
        month, first = self.script.fixed_from
        return day.month == month and day.day >= first
