"""A year's returns made, sealed and noted as sent: all of them, or none."""

import csv
import io
import zipfile
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activities.actions.claim import hold
from activities.models import Plan
from core import clock, stored
from core.bound import Changed
from core.danish import day, listing
from core.versioned import NotAllowedNow
from reporting import exports
from reporting.actions import course
from reporting.actions.course import check_sent, checked_receipt, sent_text
from reporting.actions.order import order, trail
from reporting.exports.csv import MARK, written
from reporting.exports.report import read as tables_of
from reporting.models import Event, Package, Report
from reporting.package.state import PackageState, package_state, sealed_reports

MADE_ANEW = "Et grundlag er dannet på ny, siden du åbnede siden. Læs det igen, før du forsegler."


@transaction.atomic
def order_all(plan: Plan, year: int, *, by: User) -> list[Report]:
    """Make the draft of each return of `year` that is not frozen, with the data as they are now.

    Raises NotAllowedNow where nothing is asked for, or the year has not begun; none is then made.
    """
    plan = hold(plan)
    state = _state(plan, year)
    if not state.parts:
        raise NotAllowedNow(f"Der skal ikke indberettes noget for {year}.")
    open_ones = [part.asked for part in state.parts if not part.is_frozen]
    if not open_ones:
        raise NotAllowedNow("Alt er forseglet. Skal noget rettes, så begynd en rettelse af det.")
    return [order(plan, one.kind.kind, one.period, by=by) for one in open_ones]


@transaction.atomic
def seal(plan: Plan, year: int, *, by: User, shown: str) -> Package:
    """Freeze all the returns of `year` together, each with its number and control code; their
    files are made of just these data.

    `shown` is the fingerprint of what was on the page (PackageState.shown). What is frozen already
    is taken as it is. Raises NotAllowedNow, with what stands in the way, unless each is ready; and
    Changed. Nothing is then frozen.
    """
    plan = hold(plan)
    state = _state(plan, year)
    if state.is_sealed:
        raise NotAllowedNow(f"Indberetningen for {year} er allerede forseglet.")
    if said := why_not(state):
        raise NotAllowedNow(said)
    if state.shown != shown:
        raise Changed((), state.shown, MADE_ANEW)
    rows = [part.newest for part in state.parts if part.newest is not None]
    for row in rows:
        row.plan = plan
        if not row.is_issued:
            course.seal(row, by=by)
    package = Package.objects.create(
        plan=plan,
        year=year,
        revision=plan.packages.filter(year=year).count() + 1,
        sealed_by=by,
        sealed_at=clock.now(),
    )
    package.reports.set(rows)
    return package


def why_not(state: PackageState) -> str:
    """What stands in the way of sealing, in a sentence; "" where nothing does."""
    if not state.parts:
        return f"Der skal ikke indberettes noget for {state.year}."
    said = []
    for part in state.parts:
        name = part.asked.kind.data.name
        if part.is_ready:
            continue
        if part.newest is None:
            said.append(f"{name} er ikke dannet")
        elif part.waits:
            said.append(f"{part.asked.period.label} er ikke slut")
        elif part.missing:
            said.append(f"{name} mangler noget")
        else:
            said.append(f"{name} er ændret, siden den blev dannet")
    if not said:
        return ""
    return f"Der kan ikke forsegles endnu: {listing(list(dict.fromkeys(said)))}."


@transaction.atomic
def note_sent(package: Package, *, by: User, on: date, receipt: str = "") -> Package:
    """Note the day a sealed package was sent to the funder, and the funder's number for it. Once.

    Raises NotAllowedNow for one that is noted, or that a newer one has taken the place of;
    ValidationError (`on`, `receipt`).
    """
    plan = hold(package.plan)
    row = Package.objects.select_for_update().get(pk=package.pk)
    if row.is_sent:
        raise NotAllowedNow("Dagen er allerede noteret.")
    if plan.packages.filter(year=row.year, revision__gt=row.revision).exists():
        raise NotAllowedNow("Der er forseglet en nyere udgave. Notér dagen for den.")
    sealed_on = timezone.localdate(row.sealed_at)
    check_sent(on, after=date.fromordinal(sealed_on.toordinal() - 1))
    row.receipt = checked_receipt(receipt, plan.pk)
    row.sent_on, row.sent_by = on, by
    row.save()
    for report in row.reports.filter(sent_on__isnull=True):
        report.sent_on = on
        report.save(update_fields=["sent_on"])
        trail(report, Event.Verb.SUBMITTED, by=by, note=sent_text(on, row.receipt))
    return row


def pack(package: Package) -> bytes:
    """All the files of a sealed package as one zip: PDF, workbook and CSV of each, and the list of
    them. Raises NotAllowedNow while a file is being made, BrokenFile for a damaged one."""
    rows = sealed_reports(package)
    if any(not row.is_done for row in rows):
        raise NotAllowedNow("Filerne er ved at blive dannet. Prøv igen om lidt.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Indhold.csv", contents(package, rows))
        for row in rows:
            archive.writestr(row.filename(), stored.read(row))
            archive.writestr(row.filename("xlsx"), exports.workbook_of(row))
            for number in range(1, len(tables_of(row).sheets()) + 1):
                name, content = exports.csv_of(row, number)
                part = f", {name.lower()}.csv" if name else ".csv"
                archive.writestr(row.filename("csv").removesuffix(".csv") + part, content)
    return packed.getvalue()


def contents(package: Package, rows: tuple[Report, ...]) -> bytes:
    """The list of a package as CSV: each return with its number, code and sha256, and the words of
    who sealed it and when."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    head = ("Rapport", "Periode", "Nummer", "Udgave", "Kontrolkode", "Fil", "SHA-256 af PDF")
    lines.writerow(head)
    for row in rows:
        cells = (
            row.get_kind_display(),
            row.period.label,
            row.number_text,
            str(row.revision),
            row.code,
            row.filename(),
            row.sha256,
        )
        lines.writerow([written(cell) for cell in cells])
    on = day(timezone.localdate(package.sealed_at))
    lines.writerow([])
    lines.writerow(["Plan", written(str(package.plan))])
    lines.writerow(["År", str(package.year)])
    lines.writerow(["Forseglet", f"{on} af {written(package.sealed_by.name)}"])
    if package.sent_on:
        lines.writerow(["Indberettet", day(package.sent_on)])
        lines.writerow(["Kvittering", written(package.receipt)])
    return (MARK + out.getvalue()).encode()


def _state(plan: Plan, year: int) -> PackageState:
    """As the action judges it: all rows, and no buttons."""
    everything = Report.objects.all()
    nobody = lambda permission: False  # noqa: E731
    return package_state(plan, year, clock.today(), nobody, everything, makes=True)
