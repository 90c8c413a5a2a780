"""The agreements of a period, each with what it covers."""

from dataclasses import dataclass
from datetime import date

from activities.models import Plan
from core.danish import capital, day
from core.periods import Period
from governance.models import Agreement


@dataclass(frozen=True)
class AgreementLine:
    """An agreement with what it covers. `last_on` is None while it has no last day."""

    code: str
    title: str
    kind: str
    partner_pk: int
    partner: str
    scope: str
    area_pks: frozenset[int]
    activity_pks: frozenset[int]
    starts_on: date
    last_on: date | None
    we_deliver: str
    they_deliver: str
    needs_funding: bool
    funding_note: str

    @property
    def period(self) -> str:
        """ "1.1.2013–31.12.2014", "fra 1.1.2013"."""
        return (
            f"{day(self.starts_on)}–{day(self.last_on)}"
            if self.last_on
            else f"fra {day(self.starts_on)}"
        )

    def covers(self, activity_pk: int, area_pk: int) -> bool:
        """Whether it is about the activity: by name, by its area, or because it is about the
        whole plan."""
        return (
            activity_pk in self.activity_pks
            or area_pk in self.area_pks
            or not (self.activity_pks or self.area_pks)
        )


def agreements_of(plan: Plan, period: Period) -> tuple[AgreementLine, ...]:
    """The agreements of `plan` that are in force on any day of `period`, in the plan's order. At
    most three queries."""
    rows = Agreement.objects.filter(plan=plan, starts_on__lte=period.end).select_related("partner")
    found = rows.order_by("position", "pk").prefetch_related("focus_areas", "activities")
    return tuple(
        _agreement(row) for row in found if row.last_on is None or row.last_on >= period.start
    )


def _agreement(row: Agreement) -> AgreementLine:
    return AgreementLine(
        code=row.code,
        title=row.title,
        kind=row.get_kind_display(),
        partner_pk=row.partner_id,
        partner=row.partner.name,
        scope=capital(row.scope),
        area_pks=frozenset(area.pk for area in row.focus_areas.all()),
        activity_pks=frozenset(activity.pk for activity in row.activities.all()),
        starts_on=row.starts_on,
        last_on=row.last_on,
        we_deliver=row.we_deliver,
        they_deliver=row.they_deliver,
        needs_funding=row.needs_funding,
        funding_note=row.funding_note,
    )
