"""What is said of several criteria at once, and over a criterion's chart. Three words are kept
apart: målt (there is a figure), mangler måling (should be there by now), ikke målt endnu."""

from collections.abc import Sequence

from activities.progress.figures import Figure, Outlook
from core.danish import capital, listing, neuter, word
from core.lights import WORST_FIRST, Light


def area_light(figures: Sequence[Figure]) -> tuple[Light, str]:
    """An area counts the criteria that are measured or should be: three quarters follow the plan =
    on track, half = at risk."""
    due = [f for f in figures if f.light.is_due]
    measured = [f for f in due if f.light.is_measured]
    following, missing = sum(f.light.follows_plan for f in measured), len(due) - len(measured)
    if not due:
        idle = bool(figures) and all(f.light is Light.NOT_STARTED for f in figures)
        return (
            Light.NOT_STARTED if idle else Light.NOT_MEASURED
        ), "Ingen kriterier kan måles endnu."
    if missing:
        noun = "kriterium" if len(due) == 1 else "kriterier"
        reason = (
            f"{following} af {len(due)} {noun}, der skulle kunne måles nu, er på sporet eller nået"
            f" ({missing} mangler måling)"
        )
    else:
        noun = "målt kriterium" if len(measured) == 1 else "målte kriterier"
        reason = f"{following} af {len(measured)} {noun} er på sporet eller nået"
    if 4 * following >= 3 * len(due):
        return Light.ON_TRACK, f"{reason}. På sporet er fra tre fjerdedele."
    if 2 * following >= len(due):
        return Light.AT_RISK, f"{reason}. Risiko er fra halvdelen til tre fjerdedele."
    return Light.DELAYED, f"{reason}. Forsinket er under halvdelen."


def off_track(figures: Sequence[Figure]) -> list[Figure]:
    """The measured that do not follow the plan, the worst first."""
    off = [f for f in figures if f.light.is_measured and not f.light.follows_plan]
    return sorted(off, key=lambda f: (WORST_FIRST.index(f.light), f.criterion.code))


def activity_sentence(figures: Sequence[Figure]) -> str:
    """How many steps follow the plan, which do not, and which miss a figure."""
    measured = [f for f in figures if f.light.is_measured]
    off = [f for f in measured if not f.light.follows_plan]
    lacking = missing_sentence(figures)
    if not measured:
        return lacking or "Ingen kriterier kan måles endnu."
    follows, behind = _verbs(measured)
    if not off:
        said = (
            f"Det ene målte kriterium {follows}."
            if len(measured) == 1
            else f"Alle {word(len(measured))} målte kriterier {follows}."
        )
        return f"{said} {lacking}".rstrip()
    lines = [f"{f.criterion.name}: {f.of_text}" for f in off]
    if len(measured) == 1:
        return f"Det ene målte kriterium {behind}. {lines[0]}. {lacking}".rstrip()
    following = capital(word(len(measured) - len(off))) if len(off) < len(measured) else "Ingen"
    lead = f"{following} af {word(len(measured))} målte kriterier {follows}."
    return f"{lead} {'. '.join(lines)}. {lacking}".rstrip()


def area_sentence(figures: Sequence[Figure], names: dict[int, str]) -> str:
    """The sentence of an area: always names the exceptions. `names`: activity pk -> name."""
    off, lacking = off_track(figures), missing_sentence(figures)
    measured = [f for f in figures if f.light.is_measured]
    if not measured:
        return lacking or "Ingen kriterier kan måles endnu."
    if not off:
        return f"Alle målte kriterier {_verbs(measured)[0]}. {lacking}".rstrip()
    behind = "blev ikke nået" if all(f.is_over for f in off) else "er bagud"
    activities = list(dict.fromkeys(names[f.criterion.activity_pk] for f in off))
    if len(off) == 1:
        only = off[0]
        what = (
            f"{names[only.criterion.activity_pk]}, "
            f"{only.criterion.name[:1].lower()}{only.criterion.name[1:]}"
        )
        said = f"Kun {what} {behind}: {only.of_text}."
    else:
        said = f"{capital(word(len(off)))} kriterier {behind} i {listing(activities)}."
    return f"{said} {lacking}".rstrip()


def missing_sentence(figures: Sequence[Figure]) -> str:
    """ "Ét kriterium mangler måling."; "" where none does."""
    count = sum(f.light is Light.MISSING for f in figures)
    if not count:
        return ""
    return f"{capital(neuter(count))} {'kriterium' if count == 1 else 'kriterier'} mangler måling."


def _verbs(measured: Sequence[Figure]) -> tuple[str, str]:
    """What those that follow do, and the others: a period that is over is reached or not."""
    if all(f.is_over for f in measured):
        return ("blev nået", "blev ikke nået")
    return ("følger planen", "er bagud")


def chart_message(fig: Figure) -> str:
    """The title of a criterion's chart: what the figures say about the target."""
    if fig.target is None:
        return "Der er ikke sat et måltal"
    if fig.actual is None:
        if fig.light is Light.MISSING:
            return "Mangler registreringer" if fig.expected is not None else "Mangler måling"
        return "Ingen målinger endnu" if fig.expected is None else "Ingen registreringer endnu"
    if fig.is_thin:
        return f"{fig.of_text}: for få svar til at sige, om målet er nået"
    if fig.is_over:
        verb = "overholdt" if fig.criterion.is_ceiling else "nået"
        return f"Målet blev {verb if fig.is_met else f'ikke {verb}'}: {fig.of_text}"
    if fig.criterion.is_ceiling:
        return _ceiling_message(fig)
    if fig.is_met:
        return f"Målet er nået: {fig.of_text}"
    if fig.forecast is None:
        return f"{fig.of_text}: målet er ikke nået endnu"
    end = f"prognosen er {fig.forecast.text}{_noun(fig)}"
    match fig.forecast.outlook:
        case Outlook.SURE:
            return f"Målet nås i det nuværende tempo: {end}"
        case Outlook.CLOSE:
            return f"Målet er tæt på at blive nået: {end}"
    return f"Målet nås ikke med det nuværende tempo: {end}"


def _ceiling_message(fig: Figure) -> str:
    if not fig.is_met:
        said = "overskredet" if fig.criterion.is_count else "ikke overholdt"
        return f"Grænsen er {said}: {fig.of_text}"
    if fig.forecast is None:
        return f"Grænsen er overholdt til nu: {fig.of_text}"
    end = f"prognosen er {fig.forecast.text}{_noun(fig)}"
    match fig.forecast.outlook:
        case Outlook.SURE:
            return f"Grænsen holder i det nuværende tempo: {end}"
        case Outlook.CLOSE:
            return f"Det er tæt på grænsen: {end}"
    return f"Grænsen holder ikke med det nuværende tempo: {end}"


def _noun(fig: Figure) -> str:
    return fig.unit or f" {fig.criterion.noun}"
