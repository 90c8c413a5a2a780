"""A year's milestones and the sentences about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.danish import capital, common
from core.lights import Light
from milestones.progress.states import MilestoneState, PeriodColumn, name_of


@dataclass(frozen=True)
class MilestonePlan:
    """A year's milestones as of a day, in columns by reporting period (also the empty ones).

    Each milestone counts once in `total`, also a moved and a dropped one: that is what was
    planned. `should_be_reached_by_now` is the plan as it was first laid: of those that stand in
    the year and are not dropped, the ones whose first period is over, so that a move never makes
    the plan look better than it went.
    """

    year: int
    years: tuple[int, ...]
    as_of: date
    columns: tuple[PeriodColumn, ...]
    should_be_reached_by_now: int

    @property
    def entries(self) -> Iterator[MilestoneState]:
        return (e for column in self.columns for e in column.entries)

    @property
    def live(self) -> Iterator[MilestoneState]:
        return (e for e in self.entries if e.is_live)

    @property
    def total(self) -> int:
        return len({e.pk for e in self.entries})

    @property
    def reached(self) -> int:
        return sum(c.reached for c in self.columns)

    @property
    def late(self) -> int:
        return sum(c.late for c in self.columns)

    @property
    def at_risk(self) -> int:
        return sum(e.light is Light.AT_RISK for e in self.entries)

    @property
    def moved(self) -> int:
        return len({e.pk for e in self.entries if e.moved_from or e.moved_to})

    @property
    def dropped(self) -> int:
        return sum(c.dropped for c in self.columns)

    @property
    def difference(self) -> int:
        """How many more (+) or fewer (-) are reached than should be by now."""
        return self.reached - self.should_be_reached_by_now

    @property
    def headline(self) -> str:
        """The message of a page: "25 af 43 milepæle er nået"."""
        if not self.total:
            return f"Ingen milepæle i {self.year}"
        noun = "milepæl" if self.total == 1 else "milepæle"
        if not self.reached:
            return (
                f"Ingen af {self.total} {noun} er nået endnu"
                if self.total > 1
                else "Milepælen er ikke nået endnu"
            )
        if self.reached == self.total:
            return f"Alle {self.total} {noun} er nået" if self.total > 1 else "Milepælen er nået"
        return f"{self.reached} af {self.total} {noun} er nået"

    @property
    def against_plan(self) -> str:
        """ "to flere end planlagt", "som planlagt", "tre færre end planlagt"."""
        if not self.difference:
            return "som planlagt"
        size = abs(self.difference)
        more = "mere" if size == 1 else "flere"
        return f"{common(size)} {more if self.difference > 0 else 'færre'} end planlagt"

    @property
    def lead(self) -> str:
        """Against the plan, then the exceptions: "To flere end planlagt. Én er forsinket, og én
        er flyttet ..."."""
        if not any(c.entries for c in self.columns):
            return ""
        if not self.should_be_reached_by_now and not self.reached:
            first = "Ingen skulle være nået endnu."
        else:
            first = f"{capital(self.against_plan)}."
        return f"{first} {self.exceptions}"

    @property
    def exceptions(self) -> str:
        """One sentence that names what is late, at risk, partly reached, moved and dropped."""
        partly = sum(e.light is Light.PARTLY for e in self.entries)
        counted = (
            (self.late, "forsinket"),
            (self.at_risk, "i risiko"),
            (partly, "delvist nået"),
            (self.moved, f"flyttet{self._moved_how}"),
            (sum(c.proposed for c in self.columns), "foreslået flyttet"),
            (self.dropped, "bortfaldet"),
        )
        clauses = [f"{common(n)} er {what}" for n, what in counted if n]
        if not clauses:
            return "Ingen er forsinket."
        text = clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])}, og {clauses[-1]}"
        return f"{capital(text)}."

    @property
    def _moved_how(self) -> str:
        """ " fra 2. kvartal" when all came from there, " til 1. kvartal 2014" when all went
        there, else ""."""
        here = {e.pk for e in self.live}
        came = {e.moved_from for e in self.live if e.moved_from}
        went = {e.moved_to for e in self.entries if e.moved_to and e.pk not in here}
        if len(came) == 1 and not went:
            return f" fra {name_of(came.pop(), beside=self.columns[0].period)}"
        if len(went) == 1 and not came:
            return f" til {name_of(went.pop(), beside=self.columns[0].period)}"
        return ""
