"""What a status note tells of how the plan is steered: what the meeting is asked, what was
decided before, the money, adjustments, risks and forankring. Read from governance, frozen as
text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from activities.models import Plan
from core.danish import HARD, capital, common, day, exact_kroner, listing, long_day, number, word
from core.lights import Light
from core.periods import Period
from core.snapshots import Snapshot
from governance.changes.adjustments.as_of import AdjustmentFacts, Adjustments, adjustments_in
from governance.evaluations.as_of import Evaluations, evaluations_in
from governance.forankring import rules as anchoring
from governance.forankring.as_of import AnchoringSummary, anchoring_on
from governance.models import AgendaItem, FollowUp, ItemKind, Meeting, MeetingState
from governance.money.figures import NONE, MoneyFigure
from governance.money.follow_up import BudgetFollowUp, budget_follow_up
from governance.risks.as_of import RiskLine, risks_on
from governance.risks.rules import weight_light, weight_words
from reporting.data.changes import Fact
from reporting.data.parts import Decision, MoneyRow

DASH = "–"
MISSING_PROPOSAL = "Indstilling mangler."
MISSING_CONSEQUENCE = "Konsekvens er ikke beskrevet."


@dataclass(frozen=True)
class FollowUpRow(Snapshot):
    """Something that was decided to be done: what, by whom (a function, never a name), by when,
    and how it stands."""

    what: str
    who: str
    due: str
    origin: str
    light: Light
    state: str
    source: str = ""


@dataclass(frozen=True)
class MoneyPart(Snapshot):
    """The year's approved budget against what is spent and expected. `areas` stand beside the
    areas' lights.

    `message` says it in a sentence, `local` the co-financing, `explained` each line that is red
    with its explanation. `written`: to which period spending is written; `off_sheet` each line
    whose periods no longer add up to what the administration's sheet said.
    """

    year: int
    message: str
    sources: tuple[MoneyRow, ...]
    whole_plan: MoneyRow | None
    total: MoneyRow
    local: str
    explained: tuple[str, ...]
    rule: str
    written: str = ""
    off_sheet: tuple[str, ...] = ()


@dataclass(frozen=True)
class AdjustedRow(Snapshot):
    """An adjustment: what was and what is, from which day, and what has been said of it. One
    that `is_asked` waits for the styregruppe: it is no fact of the period yet. `stands`: what holds
    instead of the new value where that is not in force, because it was turned down or is to come;
    `proposal` says so of the new one."""

    number: int
    thing: str
    old: str
    new: str
    from_day: str
    state: str
    reason: str
    is_asked: bool = False
    stands: str = ""
    proposal: str = ""


@dataclass(frozen=True)
class RiskRow(Snapshot):
    """An open risk: how heavy it weighs and whether that is new, what it would mean, and what is
    done about it."""

    light: Light
    title: str
    area: str
    weight: str
    consequence: str
    action: str
    function: str


@dataclass(frozen=True)
class EvaluationRow(Snapshot):
    """An evaluation that was done in the period, with what it found, or one that is overdue."""

    light: Light
    title: str
    state: str
    conclusion: str


@dataclass(frozen=True)
class Steering(Snapshot):
    """The note's part about how the plan is steered; each empty where there is nothing to tell.

    `anchoring` says how much of the plan would live on as of the note's day.
    """

    follow_ups: tuple[FollowUpRow, ...] = ()
    money: MoneyPart | None = None
    adjustments: tuple[AdjustedRow, ...] = ()
    risks: tuple[RiskRow, ...] = ()
    risks_closed: tuple[str, ...] = ()
    anchoring: str = ""
    evaluations: tuple[EvaluationRow, ...] = ()

    def facts(self) -> Iterator[Fact]:
        """What it states, for comparing (reporting.data.changes)."""
        for agreed in self.follow_ups:
            yield Fact(
                f"aftalt:{agreed.what}:{agreed.due}", "Opfølgning", agreed.what, agreed.state
            )
        if self.money:
            for line in (*self.money.sources, self.money.total):
                yield Fact(
                    f"kroner:{line.name}",
                    "Penge",
                    line.name,
                    f"{line.spent} brugt, {line.expected} forventet",
                )
        for change in self.adjustments:
            if change.is_asked:
                continue
            told = f"{change.new} fra {change.from_day}: {change.state}"
            yield Fact(f"justering:{change.number}", "Justeringer", change.thing, told)
        for risk in self.risks:
            yield Fact(f"risiko:{risk.title}", "Risici", risk.title, risk.weight)
        yield Fact("forankring", "Forankring", "Hele planen", self.anchoring)
        for row in self.evaluations:
            yield Fact(f"evaluering:{row.title}", "Evalueringer", row.title, row.state)

    @property
    def open_follow_ups(self) -> int:
        return sum(row.light is not Light.REACHED for row in self.follow_ups)

    @property
    def follow_up_message(self) -> str:
        """ "To af tre beslutninger er ikke gjort færdige, én er over fristen"."""
        still, late = (
            self.open_follow_ups,
            sum(row.light is Light.DELAYED for row in self.follow_ups),
        )
        if not still:
            return "Alt, der blev aftalt, er gjort"
        of = f" af {word(len(self.follow_ups))}" if len(self.follow_ups) > still else ""
        noun = "opfølgning" if still == 1 and not of else "opfølgninger"
        said = f"{capital(common(still))}{of} {noun} er ikke gjort endnu"
        return f"{said}, {common(late)} er over fristen" if late else said


UNSTEERED = Steering()


@dataclass(frozen=True)
class Read:
    """What was read, before it is placed: `money` by area's pk, None the whole plan's own."""

    decisions: tuple[Decision, ...]
    steering: Steering
    money: dict[int | None, MoneyRow]


def read(plan: Plan, period: Period, as_of: date, meeting: Meeting | None, today: date) -> Read:
    """What governance knows of the plan for a note of `period`. A fixed number of queries (12),
    whatever the size.

    `meeting`: the one that treats the note; its points for decision and discussion are what it is
    asked, also when the note is corrected once it has been.
    """
    follow_up = budget_follow_up(plan, period, as_of)
    adjusted = adjustments_in(plan, period, meeting.on if meeting and meeting.on < today else None)
    risks = risks_on(plan, as_of, period.previous().end)
    seen = {fact.number: fact for fact in (*adjusted.asked, *adjusted.in_force, *adjusted.decided)}
    return Read(
        decisions=tuple(decisions(plan, meeting)) if meeting else (),
        steering=Steering(
            follow_ups=tuple(follow_ups(plan, period, as_of)),
            money=money_part(follow_up) if follow_up else None,
            adjustments=tuple(adjusted_row(seen[number], adjusted) for number in sorted(seen)),
            risks=tuple(risk_row(line) for line in risks.open),
            risks_closed=tuple(
                f"{risk.title}: lukket {day(risk.closed_on)}. {risk.closed_why}"
                for risk in risks.closed
            ),
            anchoring=anchoring_text(anchoring_on(plan, as_of)),
            evaluations=tuple(evaluation_rows(evaluations_in(plan, period, as_of))),
        ),
        money={pk: money_row(figure) for pk, figure in follow_up.areas.items()}
        if follow_up
        else {},
    )


def decisions(plan: Plan, meeting: Meeting) -> Iterator[Decision]:
    """The plan's own points of the meeting that ask something, in the agenda's order. One query."""
    rows = AgendaItem.objects.filter(meeting=meeting, plan=plan, standing="").exclude(
        kind=ItemKind.INFORMATION
    )
    for item in rows.order_by("position", "pk"):
        yield Decision(
            kind=capital(item.get_kind_display()),
            title=item.title,
            proposal=item.proposal or MISSING_PROPOSAL,
            reason=item.presentation,
            consequence=item.consequence or MISSING_CONSEQUENCE,
            source=point(item),
        )


def follow_ups(plan: Plan, period: Period, as_of: date) -> Iterator[FollowUpRow]:
    """What is not done yet, and what was done in the period; of a meeting once its minutes are
    sent. One query."""
    told = Q(item__isnull=True) | Q(item__meeting__state=MeetingState.MINUTED)
    rows = FollowUp.objects.filter(told, plan=plan).filter(
        Q(done_on__isnull=True) | Q(done_on__gte=period.start)
    )
    for row in rows.select_related("item__meeting__forum").order_by("due_on", "pk"):
        if row.item and row.item.meeting.on > as_of:
            continue  # agreed after the note's day
        light, state = follow_up_state(row, as_of)
        origin = f"{row.item.meeting.forum.name} {day(row.item.meeting.on)}" if row.item else DASH
        source = point(row.item) if row.item else ""
        yield FollowUpRow(row.what, row.function, day(row.due_on), origin, light, state, source)


def point(item: AgendaItem) -> str:
    """Where a point of an agenda stands, as Sentence.sources."""
    return f"p:{item.meeting_id}-{item.pk}"


def follow_up_state(row: FollowUp, as_of: date) -> tuple[Light, str]:
    if row.done_on and row.done_on <= as_of:
        note = f": {row.done_note}" if row.done_note else ""
        return Light.REACHED, f"Gjort {day(row.done_on)}{note}"
    if row.due_on < as_of:
        return Light.DELAYED, "Over fristen"
    return Light.IN_PROGRESS, "I gang"


def money_part(follow_up: BudgetFollowUp) -> MoneyPart:
    total = follow_up.total
    return MoneyPart(
        year=follow_up.budget.year,
        message=money_message(follow_up),
        sources=tuple(money_row(figure) for figure in follow_up.sources.values()),
        whole_plan=money_row(follow_up.areas[None]) if None in follow_up.areas else None,
        total=money_row(total),
        local=follow_up.co_financing.sentence,
        explained=tuple(
            f"{line.name}: {line.reason} {line.explanation or 'Forklaring mangler.'}"
            for line in follow_up.red
        ),
        rule=RULE,
        written=follow_up.written_text,
        off_sheet=tuple(line.off_sheet_text(with_file=False) for line in follow_up.off_sheet),
    )


RULE = (
    "Afvigelsen er det forventede for hele året mod budgettet. Over 10 % er rødt og skal forklares."
)


def money_message(follow_up: BudgetFollowUp) -> str:
    """ "Året ventes at koste 2,1 % mere end budgettet"; what is missing where that cannot be
    said."""
    total = follow_up.total
    if not follow_up.is_written:
        return f"Der er ikke skrevet forbrug for {follow_up.budget.year} endnu"
    if total.outlook is None:
        return (
            f"Det forventede for hele året mangler for {total.missing} af {total.lines} "
            "budgetlinjer"
        )
    off = total.outlook - total.budget
    if not off:
        return "Året ventes at koste det, der er budgetteret"
    size = (
        exact_kroner(abs(off))
        if total.deviation is None or total.size == NONE
        else f"{total.size}{HARD}%"
    )
    if total.expected is None:
        return f"Der er allerede brugt {size} mere end budgettet"
    return f"Året ventes at koste {size} {'mere' if off > 0 else 'mindre'} end budgettet"


def money_row(figure: MoneyFigure) -> MoneyRow:
    return MoneyRow(
        name=figure.name,
        budget=_whole(figure.budget),
        spent=_whole(figure.spent),
        expected=_whole(figure.expected),
        deviation=figure.deviation_text,
        light=figure.light,
        word=figure.word,
    )


def _whole(amount: Decimal | None) -> str:
    return DASH if amount is None else number(amount, 0)


def risk_row(line: RiskLine) -> RiskRow:
    words = weight_words(line.weight, line.likelihood, line.impact)
    moved = (
        "ny"
        if line.is_new
        else "vejer mere end sidst"
        if line.change > 0
        else "vejer mindre end sidst"
    )
    return RiskRow(
        light=weight_light(line.weight),
        title=line.title,
        area=line.area,
        weight=capital(f"{words}; {moved}" if line.is_new or line.change else words),
        consequence=line.consequence,
        action=line.action,
        function=line.function,
    )


def anchoring_text(summary: AnchoringSummary) -> str:
    """The words of the page of forankring, of the note's day; "" while nobody has said anything
    of any activity."""
    if not any(line.is_written for line in summary.lines):
        return ""
    return (
        f"{anchoring.headline(summary)}. "
        f"{anchoring.hours_sentence(summary, f'pr. {day(summary.on)}')}."
    )


def evaluation_rows(found: Evaluations) -> Iterator[EvaluationRow]:
    for row in found.done:
        assert row.done_on
        yield EvaluationRow(
            Light.REACHED, row.title, f"Gennemført {day(row.done_on)}", row.conclusion
        )
    for row in found.overdue:
        yield EvaluationRow(
            Light.DELAYED, row.title, f"Skulle være gennemført {day(row.due_on)}", ""
        )


def adjusted_row(fact: AdjustmentFacts, adjusted: Adjustments) -> AdjustedRow:
    said = [fact.state]
    if fact.recommended is not None:
        said.append(
            "anbefalet af følgegruppen" if fact.recommended else "ikke anbefalet af følgegruppen"
        )
    if fact.decided_on:
        said.append(f"behandlet {day(fact.decided_on)}")
    return AdjustedRow(
        number=fact.number,
        thing=fact.thing,
        old=fact.old,
        new=fact.new,
        from_day=long_day(fact.in_force_on),
        state=capital(listing(said)),
        reason=fact.reason,
        is_asked=fact in adjusted.asked,
        stands="" if fact.is_in_force else fact.old,
        proposal="" if fact.is_in_force else f"foreslået: {fact.new}",
    )
