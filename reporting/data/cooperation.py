"""Who the plan works with: the basis for the return to the funder. One plan, frozen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from activities.models import Activity, Partner, Partnership, Plan
from core.danish import listing, quantity
from core.periods import Period
from core.readable import readable
from core.snapshots import Snapshot
from governance.agreements.as_of import AgreementLine, agreements_of
from reporting.data.changes import Fact
from reporting.data.returns import Return, front
from reporting.data.sheets import Cell, Column, Table

# A number of an activity, "5.1.3", stands with its name: alone, a spreadsheet program reads it as a
# day.
AREA, ACTIVITY = Column("Indsatsområde", width=28), Column("Aktivitet", width=30)
RELATIONS = (
    AREA,
    ACTIVITY,
    Column("Samarbejdspartner", width=36),
    Column("Slags", width=24),
    Column("Bidrag", width=44),
)
FOLLOW_UP = (
    AREA,
    ACTIVITY,
    Column("Partnere", "number", 9),
    Column("Evaluering", width=44),
    Column("Evalueres af", width=36),
    Column("Forankring", width=44),
    Column("Forankres i", width=36),
)
AGREED = (
    Column("Aftale", width=32),
    Column("Aftalens periode", width=22),
    Column("Forudsætter fortsat finansiering", width=16),
)
AGREEMENTS = (
    Column("Aftale", width=36),
    Column("Slags", width=20),
    Column("Part", width=36),
    Column("Gælder", width=44),
    Column("Fra", "date", 12),
    Column("Til og med", "date", 12),
    Column("Vi leverer", width=44),
    Column("De leverer", width=44),
    Column("Forudsætter fortsat finansiering", width=16),
    Column("Hvilken finansiering", width=36),
)
JOINED = "med, uden bidrag"


@dataclass(frozen=True)
class Agreed(Snapshot):
    """An agreement that a relation rests on. `period` in words, "1.1.2013–31.12.2014"."""

    title: str
    period: str
    needs_funding: bool

    @property
    def text(self) -> str:
        return f"{self.title}, {self.period}" + (
            ", forudsætter fortsat finansiering" if self.needs_funding else ""
        )


@dataclass(frozen=True)
class Contract(Snapshot):
    """An agreement in the register: with whom, about what, how long, and who has promised what."""

    code: str
    title: str
    kind: str
    partner: str
    scope: str
    starts_on: date
    last_on: date | None
    period: str
    we_deliver: str
    they_deliver: str
    needs_funding: bool
    funding_note: str

    @property
    def text(self) -> str:
        """What is compared from edition to edition."""
        said = f"{self.kind} med {self.partner}, {self.period}"
        return f"{said}, forudsætter fortsat finansiering" if self.needs_funding else said


@dataclass(frozen=True)
class Taking(Snapshot):
    """A partner in an activity, with what (`contribution`; "" where nobody has written it), and
    by which agreements."""

    code: str
    name: str
    kind: str
    contribution: str
    agreements: tuple[Agreed, ...] = ()


@dataclass(frozen=True)
class CooperationActivity(Snapshot):
    """An activity with its partners, how it is evaluated and by whom, how it is anchored and
    where. `is_place_enough`: False in documents from before a place alone was an answer, which
    print as they did."""

    code: str
    name: str
    partners: tuple[Taking, ...]
    evaluation: str
    evaluated_by: str
    anchoring: str
    anchored_in: str
    is_place_enough: bool = False

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_evaluated(self) -> bool:
        """Whether it is written how or, since `is_place_enough`, by whom: many a plan says no
        more."""
        return bool(self.evaluation or (self.is_place_enough and self.evaluated_by))

    @property
    def is_anchored(self) -> bool:
        """Whether it is written how or, since `is_place_enough`, where."""
        return bool(self.anchoring or (self.is_place_enough and self.anchored_in))


@dataclass(frozen=True)
class CooperationArea(Snapshot):
    code: str
    name: str
    hue: int
    size: str
    activities: tuple[CooperationActivity, ...]

    @property
    def has_numeral(self) -> bool:
        return len(self.code) <= 2


@dataclass(frozen=True)
class CooperationCount(Snapshot):
    """Of an area, or of all. `partners` are different ones: one that is in two areas counts once
    in all."""

    name: str
    hue: int
    activities: int
    partners: int
    relations: int
    evaluated: int
    anchored: int


@dataclass(frozen=True)
class Registered(Snapshot):
    """A partner of the plan with the activities it takes part in."""

    code: str
    name: str
    kind: str
    activities: tuple[str, ...]

    @property
    def text(self) -> str:
        return ", ".join(self.activities)


@dataclass(frozen=True)
class Cooperation(Return):
    """Everything the basis of the cooperation return prints. Partners and texts are as they stand
    now.

    `agreements`: those in force in the period; None in a basis from before there were any to keep,
    which then prints as it did.
    """

    kind: ClassVar[str] = "cooperation"
    name: ClassVar[str] = "samarbejdsrelationer"

    counts: tuple[CooperationCount, ...]
    total: CooperationCount
    areas: tuple[CooperationArea, ...]
    register: tuple[Registered, ...]
    agreements: tuple[Contract, ...] | None = None

    @property
    def activities(self) -> tuple[CooperationActivity, ...]:
        return tuple(activity for area in self.areas for activity in area.activities)

    @property
    def message(self) -> str:
        """ "23 partnere er med i 15 aktiviteter. 1 aktivitet har ingen partner." """
        if not self.activities:
            return "Planen har ingen aktiviteter endnu."
        shared = [activity for activity in self.activities if activity.partners]
        if not shared:
            return "Ingen aktivitet har en samarbejdspartner endnu."
        partners = quantity(self.total.partners, "partner", "partnere")
        said = f"{partners} er med i {quantity(len(shared), 'aktivitet', 'aktiviteter')}."
        alone = len(self.activities) - len(shared)
        return (
            f"{said} {quantity(alone, 'aktivitet', 'aktiviteter')} har ingen partner."
            if alone
            else said
        )

    def facts(self) -> Iterator[Fact]:
        """What the return states, for comparing: each relation, evaluation and anchoring, and
        each partner."""
        for activity in self.activities:
            source = f"a:{activity.code}"
            for partner in activity.partners:
                key, what = (
                    f"relation:{activity.code}:{partner.code}",
                    f"{activity.title}: {partner.name}",
                )
                yield Fact(key, "Samarbejde", what, partner.contribution or JOINED, source)
            evaluation = " ".join(filter(None, (activity.evaluation, activity.evaluated_by)))
            yield Fact(
                f"evaluering:{activity.code}", "Evaluering", activity.title, evaluation, source
            )
            anchoring = " ".join(filter(None, (activity.anchoring, activity.anchored_in)))
            yield Fact(
                f"forankring:{activity.code}", "Forankring", activity.title, anchoring, source
            )
        for known in self.register:
            yield Fact(f"partner:{known.code}", "Partnere", known.name, known.kind)
        for agreement in self.agreements or ():
            yield Fact(f"aftale:{agreement.code}", "Aftaler", agreement.title, agreement.text)

    def sheets(self) -> tuple[Table, ...]:
        """One row for each activity and partner, with the agreements it rests on; one for each
        activity: how it is evaluated and anchored; and one for each agreement."""
        follow_up = (
            (
                f"{area.code} {area.name}",
                activity.title,
                len(activity.partners),
                activity.evaluation,
                activity.evaluated_by,
                activity.anchoring,
                activity.anchored_in,
            )
            for area in self.areas
            for activity in area.activities
        )
        known = self.agreements is not None
        relations = Table(
            "Samarbejdsrelationer",
            RELATIONS + AGREED if known else RELATIONS,
            tuple(self._relations()),
        )
        after = Table("Evaluering og forankring", FOLLOW_UP, tuple(follow_up))
        return (
            (relations, after, Table("Aftaler", AGREEMENTS, tuple(self._contracts())))
            if known
            else (relations, after)
        )

    def _relations(self) -> Iterator[tuple[Cell, ...]]:
        for area in self.areas:
            for activity in area.activities:
                for partner in activity.partners:
                    row = (
                        f"{area.code} {area.name}",
                        activity.title,
                        partner.name,
                        partner.kind,
                        partner.contribution,
                    )
                    yield (
                        row
                        if self.agreements is None
                        else (*row, *agreed_cells(partner.agreements))
                    )

    def _contracts(self) -> Iterator[tuple[Cell, ...]]:
        for row in self.agreements or ():
            yield (
                row.title,
                row.kind,
                row.partner,
                row.scope,
                row.starts_on,
                row.last_on,
                row.we_deliver,
                row.they_deliver,
                readable(row.needs_funding),
                row.funding_note,
            )

    @classmethod
    def build(cls, plan: Plan, period: Period, *, today: date) -> Self:
        """The cooperation of `plan`, for its return of `period`.

        What a partner was earlier is not kept, so the data are those of now whatever the period;
        its last day, or `today` before that, is the day of the return. Agreements are those in
        force on a day of the period. A fixed number of queries (7 where there are agreements),
        whatever the size of the plan.
        """
        agreements = agreements_of(plan, period)
        taking, joined = partnerships(plan, agreements)
        areas = areas_of(plan, taking)
        counts = tuple(count_of(f"{a.code} {a.name}", a.hue, a.activities) for a in areas)
        return cls(
            **front(plan, period, today),
            counts=counts,
            total=count_of(
                "I alt", 0, [activity for area in areas for activity in area.activities]
            ),
            areas=areas,
            register=tuple(
                Registered(
                    partner.code,
                    partner.name,
                    partner.get_kind_display(),
                    tuple(joined[partner.pk]),
                )
                for partner in Partner.objects.filter(plan=plan).order_by("position", "pk")
            ),
            agreements=tuple(contract_of(agreement) for agreement in agreements),
        )


def partnerships(
    plan: Plan, agreements: tuple[AgreementLine, ...]
) -> tuple[defaultdict[int, list[Taking]], defaultdict[int, list[str]]]:
    """By the activity's pk its partners; by the partner's pk the names of its activities. One
    query."""
    taking, joined = defaultdict[int, list[Taking]](list), defaultdict[int, list[str]](list)
    rows = Partnership.objects.filter(activity__plan=plan).select_related("partner", "activity")
    for row in rows.order_by(
        "activity__focus_area__position", "activity__position", "activity_id", "position", "pk"
    ):
        partner = row.partner
        agreed = tuple(
            Agreed(agreement.title, agreement.period, agreement.needs_funding)
            for agreement in agreements
            if agreement.partner_pk == partner.pk
            and agreement.covers(row.activity_id, row.activity.focus_area_id)
        )
        kind = partner.get_kind_display()
        taking[row.activity_id].append(
            Taking(partner.code, partner.name, kind, row.contribution, agreed)
        )
        joined[partner.pk].append(str(row.activity))
    return taking, joined


def agreed_cells(agreements: tuple[Agreed, ...]) -> tuple[Cell, ...]:
    """The cells of AGREED: empty without an agreement; several stand in the order of the
    register."""
    if not agreements:
        return "", "", ""
    return (
        "; ".join(agreement.title for agreement in agreements),
        "; ".join(agreement.period for agreement in agreements),
        "; ".join(readable(agreement.needs_funding) for agreement in agreements),
    )


def contract_of(agreement: AgreementLine) -> Contract:
    return Contract(
        code=agreement.code,
        title=agreement.title,
        kind=agreement.kind,
        partner=agreement.partner,
        scope=agreement.scope,
        starts_on=agreement.starts_on,
        last_on=agreement.last_on,
        period=agreement.period,
        we_deliver=agreement.we_deliver,
        they_deliver=agreement.they_deliver,
        needs_funding=agreement.needs_funding,
        funding_note=agreement.funding_note,
    )


def areas_of(plan: Plan, taking: defaultdict[int, list[Taking]]) -> tuple[CooperationArea, ...]:
    """The areas that have activities, in the plan's order. One query."""
    rows = Activity.objects.filter(plan=plan).select_related("focus_area")
    by_area: dict[int, list[Activity]] = defaultdict(list)
    for row in rows.order_by("focus_area__position", "focus_area_id", "position", "pk"):
        by_area[row.focus_area_id].append(row)
    return tuple(area_of(own, taking) for own in by_area.values())


def area_of(own: list[Activity], taking: defaultdict[int, list[Taking]]) -> CooperationArea:
    """The area of some activities, of which there is at least one."""
    area = own[0].focus_area
    relations = sum(len(taking[activity.pk]) for activity in own)
    return CooperationArea(
        code=area.code,
        name=area.name,
        hue=area.band,
        size=listing(
            [
                quantity(len(own), "aktivitet", "aktiviteter"),
                quantity(relations, "samarbejde", "samarbejder"),
            ]
        ),
        activities=tuple(
            CooperationActivity(
                code=activity.code,
                name=activity.name,
                partners=tuple(taking[activity.pk]),
                evaluation=activity.evaluation,
                evaluated_by=activity.evaluated_by,
                anchoring=activity.anchoring,
                anchored_in=activity.anchored_in,
                is_place_enough=True,
            )
            for activity in own
        ),
    )


def count_of(name: str, hue: int, activities: Iterable[CooperationActivity]) -> CooperationCount:
    activities = list(activities)
    relations = [partner.code for activity in activities for partner in activity.partners]
    return CooperationCount(
        name=name,
        hue=hue,
        activities=len(activities),
        partners=len(set(relations)),
        relations=len(relations),
        evaluated=sum(activity.is_evaluated for activity in activities),
        anchored=sum(activity.is_anchored for activity in activities),
    )
