"""Sentences made from data: what the note says when nobody has written anything, and beside what
they wrote."""

from activities.hours import HoursLine
from activities.progress.figures import AreaProgress, PlanProgress
from core.danish import HARD
from core.lights import WORST_FIRST, Light
from reporting.data.milestones import Standing

NAMED_AREAS = 3
BEHIND = (Light.DELAYED, Light.AT_RISK)
NOTHING = "Ingen kriterier kan måles endnu."


def criteria(progress: PlanProgress) -> str:
    """ "24 af 36 målte kriterier er på sporet eller nået. 1 mangler måling. 8 er ikke målt
    endnu." """
    measured, following = progress.measured, progress.following
    rest = unmeasured(progress.missing, progress.not_due)
    if not measured:
        return f"Ingen kriterier er målt.{rest}" if progress.missing else NOTHING
    over = all(f.is_over for f in progress.figures if f.light.is_measured)
    good, bad = ("nået", "ikke nået") if over else ("på sporet eller nået", "bagud")
    if measured == 1:
        return f"Det ene målte kriterium er {good if following else bad}.{rest}"
    if following == measured:
        return f"Alle {measured} målte kriterier er {good}.{rest}"
    count = following or "Ingen"
    return f"{count} af {measured} målte kriterier er {good}.{rest}"


def unmeasured(missing: int, not_due: int) -> str:
    """ " 1 mangler måling. 4 er ikke målt endnu.": the two that are not målt, with a space before;
    "" where all are."""
    said = f" {missing} mangler måling." if missing else ""
    return f"{said} {not_due} er ikke målt endnu." if not_due else said


def areas(progress: PlanProgress) -> list[tuple[str, str, list[str]]]:
    """(key, sentence, sources) for each area that is delayed or at risk, the worst first; beyond
    three they are counted."""
    behind = [
        a
        for a in sorted(progress.areas, key=lambda a: WORST_FIRST.index(a.light))
        if a.light in BEHIND
    ]
    if not behind:
        none = progress.measured and len(progress.areas) > 1
        return (
            [("omraader", "Ingen områder er i risiko eller forsinket.", ["plan"])] if none else []
        )
    said = [(f"omraade:{a.code}", area(a), off_track(a)) for a in behind[:NAMED_AREAS]]
    if (more := len(behind) - NAMED_AREAS) > 0:
        text = (
            f"Yderligere {more} {'område' if more == 1 else 'områder'} er i risiko eller forsinket."
        )
        said.append(("omraader:flere", text, ["plan"]))
    return said


def off_track(area: AreaProgress) -> list[str]:
    """The criteria an area's sentence rests on."""
    behind = [f for f in area.figures if f.light.asks]
    return [f"k:{f.criterion.code}" for f in behind] or ["plan"]


def area(area: AreaProgress) -> str:
    """ "Beboernetværk er forsinket. Fire kriterier er bagud i Sesam." """
    state = "forsinket" if area.light is Light.DELAYED else "i risiko"
    return f"{area.name} er {state}. {area.sentence}"


def milestones(found: Standing, left: int, period_name: str) -> str:
    """ "9 af 10 milepæle i 2. kvartal er nået, 1 flyttet. 1 milepæl fra tidligere udestår." """
    where = f"i {period_name.replace('. ', f'.{HARD}', 1)}"
    reached, planned = found.reached, found.planned
    off = f", {found.off}" if found.off else ""
    rest = ""
    if left:
        rest = f" {left}{HARD}{'milepæl' if left == 1 else 'milepæle'} fra tidligere udestår."
    if not planned:
        return f"Ingen milepæle {where}.{rest}"
    if planned == 1:
        state = "nået" if reached else f"ikke nået{f' ({found.off[2:]})' if off else ''}"
        return f"Milepælen {where} er {state}.{rest}"
    if reached == planned:
        return f"Alle {planned} milepæle {where} er nået.{rest}"
    return f"{reached or 'Ingen'} af {planned}{HARD}milepæle {where} er nået{off}.{rest}"


def hours(total: HoursLine) -> str:
    """ "1.839 timer brugt af 1.872–1.885 planlagte." """
    if total.used is None:
        return "Timer er ikke skrevet."
    if not total.planned_max:
        return f"{total.used_text} {one_or_more(total.used_text)} brugt."
    if total.missing_text:
        return (
            f"{total.used_text} {one_or_more(total.used_text)} brugt af {total.compared_text} "
            f"planlagte i de skrevne uger. {total.missing_text}"
        )
    return (
        f"{total.used_text} {one_or_more(total.used_text)} brugt af {total.planned_text} planlagte."
    )


def one_or_more(count: str) -> str:
    return "time" if count == "1" else "timer"
