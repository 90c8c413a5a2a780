"""The page of a year's returns: the three of them, what each lacks, what is held back, who sealed
and sent them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.danish import capital, common, day, long_day, neuter, quantity, word
from core.lights import Light
from core.readable import readable
from reporting import documents
from reporting.data.changes import Change
from reporting.data.returns import Return
from reporting.models import Package, Report
from reporting.package.actions import why_not
from reporting.package.state import PackageState, Part
from reporting.pages import returns
from reporting.pages.linked import Linked
from reporting.readiness.checks import Check


@dataclass(frozen=True)
class Card:
    """One return as the page shows it. `row`: its newest edition; `says`: what it says, in its
    own words."""

    name: str
    title: str
    light: Light
    word: str
    css: str
    due: str
    note: str
    row: Report | None
    says: str
    missing: tuple[Check, ...]
    look: tuple[Check, ...]
    changed: tuple[Linked, ...]
    is_frozen: bool
    frozen: str


@dataclass(frozen=True)
class Earlier:
    """What an earlier year's return said, and says no more."""

    name: str
    row: Report
    changes: tuple[Linked, ...]


@dataclass(frozen=True)
class PackagePage:
    """`waits`: why nothing can be sealed, "" where it can or is; `files`: whether all files of the
    sealed package are made, and `seen` how far they are."""

    year: int
    years: tuple[int, ...]
    title: str
    lead: str
    css: str
    held: str
    cards: tuple[Card, ...]
    waits: str
    may_order: bool
    may_seal: bool
    package: Package | None
    is_sealed: bool
    is_in: bool
    sealed_text: str
    sent_text: str
    sealed: tuple[Report, ...]
    files_are_made: bool
    failed: tuple[Report, ...]
    seen: str
    portal: str
    source: str
    about: str
    changed_since: int
    earlier: tuple[Earlier, ...]


def package_page(state: PackageState, earlier: tuple[Earlier, ...], *, makes: bool) -> PackagePage:
    plan, package = state.plan, state.package
    cards = tuple(_card(state, part) for part in state.parts)
    frozen = [part for part in state.parts if part.is_frozen]
    last = min(plan.ends_on.year, max(state.today.year, plan.starts_on.year))
    waits = why_not(state) if makes and not state.is_sealed else ""
    return PackagePage(
        year=state.year,
        years=tuple(range(plan.starts_on.year, last + 1)),
        title=_title(state),
        lead=_lead(state),
        css=_css(state),
        held="" if state.is_in else state.profile.held_text(len(state.parts)),
        cards=cards,
        waits=waits,
        may_order=makes and any(_is_open(state, part) for part in state.parts),
        may_seal=makes and state.may_be_sealed,
        package=package,
        is_sealed=state.is_sealed,
        is_in=state.is_in,
        sealed_text=_sealed_text(package),
        sent_text=_sent_text(package),
        sealed=state.sealed,
        files_are_made=bool(state.sealed) and all(row.is_done for row in state.sealed),
        failed=tuple(row for row in state.sealed if row.is_failed),
        seen="-".join(row.seen for row in state.sealed),
        portal=state.profile.portal,
        source=state.profile.source,
        about=_about(state),
        changed_since=sum(bool(part.changed) for part in frozen),
        earlier=earlier,
    )


def _is_open(state: PackageState, part: Part) -> bool:
    """Whether its draft can be made now."""
    opens = part.asked.kind.opens(state.plan, part.asked.period)
    return not part.is_frozen and opens <= state.today


def _title(state: PackageState) -> str:
    year, count = state.year, len(state.parts)
    if not state.profile.is_known and not count:
        return f"Indberetning for {year}: kravene kendes ikke"
    if not count:
        return f"Der skal ikke indberettes noget for {year}"
    if state.is_in:
        return f"Indberetningen for {year} er inde"
    left = state.days_left
    if state.is_sealed:
        rest = "mangler at blive sendt"
        late = f" og er {_days(-left)} over tiden" if left is not None and left < 0 else ""
        return f"Indberetningen for {year} er forseglet, {rest}{late}"
    if left is not None and left < 0:
        return f"Indberetningen for {year} er {_days(-left)} over tiden"
    ready = sum(part.is_ready for part in state.parts)
    many = word(count)
    if state.may_be_sealed:
        return f"Indberetningen for {year} kan forsegles"
    return f"Indberetningen for {year}: {common(ready) if ready else 'ingen'} af {many} er klar"


def _days(days: int) -> str:
    return quantity(days, "dag", "dage")


def _lead(state: PackageState) -> str:
    """By when, and how long that is."""
    if not state.parts:
        return _nothing(state)
    if state.is_in:
        return ""
    if state.deadline is None:
        return f"{state.profile.name} nævner ingen frist."
    left, on = state.days_left or 0, long_day(state.deadline)
    if left < 0:
        return f"Fristen var {on}."
    if left == 0:
        return f"Fristen er i dag, {on}."
    return f"Frist {on}, om {_days(left)}."


def _nothing(state: PackageState) -> str:
    if not state.profile.is_known:
        return (
            f"Planens bidragyder hedder »{state.profile.key}«, men dens profil findes ikke på "
            "serveren. Vælg en anden under Opsætning, eller bed drift om at lægge den ind."
        )
    if not state.profile.demands:
        return f"{state.profile.name} beder ikke om noget hvert år."
    return "Planen løber ikke i året."


def _css(state: PackageState) -> str:
    left = state.days_left
    if state.is_in or left is None:
        return ""
    return "note--late" if left < 0 else "note--risk"


def _about(state: PackageState) -> str:
    """Who asks, and of which money; and that the plan has a list of its own."""
    money = f", {state.profile.money}" if state.profile.money else ""
    own = " Planen har sin egen liste over krav." if state.profile.is_own else ""
    return f"{state.profile.name}{money}.{own}"


def _card(state: PackageState, part: Part) -> Card:
    light, said, css = _standing(part, state.today)
    row, readiness = part.newest, part.readiness
    data = documents.read(row.kind, row.snapshot) if row else None
    return Card(
        name=capital(part.asked.kind.data.name),
        title=f"{capital(part.asked.kind.data.name)} {part.asked.period.label}",
        light=light,
        word=said,
        css=css,
        due=_due(part),
        note=part.asked.demand.note,
        row=row,
        says=data.message if data else "",
        missing=readiness.missing if readiness else (),
        look=tuple(c for c in readiness.checks if c.state == "idle") if readiness else (),
        changed=_linked(part.changed, row, data),
        is_frozen=part.is_frozen,
        frozen=_frozen(row) if row and row.is_issued else "",
    )


def _linked(
    found: tuple[Change, ...], row: Report | None, data: Return | None
) -> tuple[Linked, ...]:
    return returns.linked(found, row.plan, row.period, data) if row and data else ()


def linked(row: Report, found: tuple[Change, ...]) -> tuple[Linked, ...]:
    """What has changed since a return was made, each with its place."""
    return _linked(found, row, documents.read(row.kind, row.snapshot))


def _due(part: Part) -> str:
    if part.deadline is None:
        return ""
    named = part.asked.demand.names_day
    return f"Frist {day(part.deadline)}" if named else f"Med de andre, {day(part.deadline)}"


def _standing(part: Part, today: date) -> tuple[Light, str, str]:
    """The state of a return: its shape, its word, and the colour of the word."""
    if part.is_in:
        return Light.REACHED, "Inde", "is-ok"
    if part.is_frozen:
        return Light.ON_TRACK, "Forseglet", "is-ok"
    if part.missing:
        return (
            Light.AT_RISK,
            f"{capital(neuter(part.missing))} punkt{'' if part.missing == 1 else 'er'} mangler",
            "is-risk",
        )
    if part.newest is None:
        return Light.NOT_STARTED, "Ikke dannet", "is-idle"
    if part.changed:
        return Light.AT_RISK, "Ændret siden kladden", "is-risk"
    if part.waits:
        return Light.IN_PROGRESS, f"Venter til {day(_waits_to(part))}", "is-idle"
    return Light.ON_TRACK, "Klar", "is-ok"


def _waits_to(part: Part) -> date:
    row = part.newest
    assert row is not None
    return part.asked.kind.reported_from(row.plan, part.asked.period)


def _frozen(row: Report) -> str:
    """ "Nr. 2014-05, 1. udgave, forseglet 3.2.2014 af Mette Holm"."""
    by = row.issued_by.name if row.issued_by else ""
    on = day(timezone.localdate(row.issued_at))
    verb = "forseglet" if row.is_sealed else "indberettet"
    return f"Nr. {row.number_text}, {row.edition_text}, {verb} {on} af {by}"


def _sealed_text(package: Package | None) -> str:
    if package is None:
        return ""
    at = readable(timezone.localtime(package.sealed_at))
    nth = f"{package.revision}. gang" if package.revision > 1 else ""
    return f"Forseglet {at} af {package.sealed_by.name}{f', {nth}' if nth else ''}."


def _sent_text(package: Package | None) -> str:
    if package is None or package.sent_on is None or package.sent_by is None:
        return ""
    receipt = f" Kvittering {package.receipt}." if package.receipt else ""
    return f"Indberettet {day(package.sent_on)}, noteret af {package.sent_by.name}.{receipt}"
