"""The board as its page shows it: columns of cards, the filter with its counts, what is folded
away."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from core.lights import Light
from milestones.progress.states import MilestoneState, PeriodColumn
from milestones.progress.summary import MilestonePlan
from milestones.queries import Reach

SHOWN = 6

Wanted = Callable[[MilestoneState], bool]


@dataclass(frozen=True)
class Card:
    """A milestone on the board and what the person may do with it there."""

    state: MilestoneState
    can_update: bool
    can_reach: bool
    can_decide: bool = False

    @property
    def anchor(self) -> str:
        """Its name in the page's address; a moved one has another in its old column."""
        return (
            f"m-{self.state.code}"
            if self.state.is_live
            else f"m-{self.state.code}-{self.state.period.code}"
        )


@dataclass(frozen=True)
class BoardColumn:
    """A period's cards: those shown, and the quiet ones behind "Vis 8 mere"."""

    column: PeriodColumn
    shown: tuple[Card, ...]
    folded: tuple[Card, ...]

    @property
    def is_empty(self) -> bool:
        return not self.shown

    @property
    def fold_label(self) -> str:
        return f"Vis {len(self.folded)} mere"


@dataclass(frozen=True)
class Chip:
    """One choice of the filter, as a link."""

    label: str
    query: str
    current: bool


@dataclass(frozen=True)
class Board:
    """Everything the page shows. `wide`: the number of the column that holds today, else 0."""

    milestones: MilestonePlan
    columns: tuple[BoardColumn, ...]
    chips: tuple[Chip, ...]
    years: tuple[Chip, ...]
    vis: str
    wide: int

    @property
    def is_filtered(self) -> bool:
        return bool(self.vis)

    @property
    def is_empty(self) -> bool:
        """No milestone at all this year, whatever the filter."""
        return not any(c.column.entries for c in self.columns)


def board_of(milestones: MilestonePlan, person: Reach, vis: str = "") -> Board:
    """The board of a year for a person; an unknown `vis` shows everything."""
    filters = _filters(milestones, person)
    wanted = {key: test for key, _, test in filters}.get(vis)
    vis = vis if wanted else ""
    return Board(
        milestones=milestones,
        columns=tuple(_column(column, person, wanted) for column in milestones.columns),
        chips=_chips(milestones, filters, vis),
        years=_years(milestones, vis),
        vis=vis,
        wide=next((n for n, column in enumerate(milestones.columns, 1) if column.is_now), 0),
    )


def card_of(state: MilestoneState, person: Reach, column: PeriodColumn) -> Card:
    """ "Nået" stands on the card once its period has come or its number is reached. A dropped
    one opens for those who may take it up."""
    rests = state.light is Light.DROPPED and not person.may_move
    can_update = state.is_live and person.may_update(state) and not rests
    has_come = column.period.start <= column.as_of or state.proposes_reached
    return Card(
        state=state,
        can_update=can_update,
        can_reach=can_update and state.is_open and has_come,
        can_decide=person.may_decide and state.proposed_to is not None,
    )


def _column(column: PeriodColumn, person: Reach, wanted: Wanted | None) -> BoardColumn:
    entries = [e for e in column.entries if wanted is None or (e.is_live and wanted(e))]
    cards = tuple(card_of(entry, person, column) for entry in entries)
    keep = len(cards) if wanted or column.is_now else _kept(cards)
    return BoardColumn(column=column, shown=cards[:keep], folded=cards[keep:])


def _kept(cards: tuple[Card, ...]) -> int:
    """How many stand open: at least those that are late, and never all but one."""
    late = sum(card.state.is_late for card in cards)
    keep = max(SHOWN, late)
    return len(cards) if len(cards) <= keep + 1 else keep


def _filters(milestones: MilestonePlan, person: Reach) -> list[tuple[str, str, Wanted]]:
    found: list[tuple[str, str, Wanted]] = [("forsinket", "Forsinket", _has(Light.DELAYED))]
    if milestones.at_risk:
        found.append(("risiko", "Risiko", _has(Light.AT_RISK)))
    found.append(("i-gang", "I gang", _has(Light.IN_PROGRESS)))
    if person.has_own:
        found.append(("mine", "Mine", person.is_own))
    return found


def _has(light: Light) -> Wanted:
    return lambda state: state.light is light


def _chips(
    milestones: MilestonePlan, filters: list[tuple[str, str, Wanted]], vis: str
) -> tuple[Chip, ...]:
    live = list(milestones.live)
    year = milestones.year
    chips = [Chip(f"Alle {len(live)}", _query(year, ""), current=not vis)]
    chips += [
        Chip(
            f"{label} {sum(wanted(state) for state in live)}", _query(year, key), current=key == vis
        )
        for key, label, wanted in filters
    ]
    return tuple(chips)


def _years(milestones: MilestonePlan, vis: str) -> tuple[Chip, ...]:
    """The years to choose between; none where there is only one."""
    if len(milestones.years) < 2:
        return ()
    return tuple(
        Chip(str(year), _query(year, vis), current=year == milestones.year)
        for year in milestones.years
    )


def _query(year: int, vis: str) -> str:
    return urlencode({"aar": year, "vis": vis} if vis else {"aar": year})
