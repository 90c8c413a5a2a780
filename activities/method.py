"""Sådan regner vi, in words: page and paper say these sentences. The limits are the plan's own,
as they are on the day that is told of."""

from collections.abc import Iterable
from dataclasses import dataclass

from activities.limits import Limits
from core.danish import percent, quantity
from core.lights import Light


@dataclass(frozen=True)
class Sign:
    """One light with the rule behind it."""

    light: Light
    rule: str


# What only the page has room for stands in a sentence of its own.
EXPECTED = (
    "Forventet nu er målet gange den del af målets periode, der er gået, dag for dag, eller det, "
    "planens forløb siger."
)
NEVER_SPLIT = "Har et mål en periode på flere år, deler vi det aldrig op i år."
NOT_EXPECTED = "Procent, gennemsnit og det, der måles én gang, måles mod hele målet."
COUNT = "Registreringerne lægges sammen fra periodens første dag."
PERCENT = "Den nyeste måling gælder; alle svar i en måling lægges sammen."
NEVER_ADDED = "Procenter lægges aldrig sammen, og vi tager aldrig gennemsnit af dem."
AVERAGE = "Alle fremmødte delt med alle møder, aldrig gennemsnit af gennemsnit."
FORECAST_HEADING = "Prognosen er tempoet til nu, ført frem"
FORECAST = (
    "Det registrerede i forhold til det forventede, ført frem til målets sidste dag. Spændet er så "
    "bredt, som månederne svinger."
)
NO_FORECAST = (
    "Der er ingen prognose, før en fjerdedel af perioden er gået og der er tre registreringer, og "
    "ingen for procent, gennemsnit og det, der måles én gang."
)
OVERRIDE = "Ændrer et menneske lyset, står reglens lys og begrundelsen ved siden af."
HOURS = (
    "Planlagt til nu er timer pr. uge gange dage delt med syv. En uge hører til den periode, dens "
    "torsdag ligger i."
)
HOURS_IN_SPANS = (
    "Er der afsat et spænd, for eksempel 1–2 timer, er planlagt også et spænd, og afvigelsen måles "
    "mod det nærmeste tal. Uger uden timer er ikke skrevet; de er ikke 0."
)
AREA_SIGNS = (
    Sign(
        Light.ON_TRACK,
        "Mindst tre ud af fire kriterier, der er målt eller burde være det, følger planen.",
    ),
    Sign(Light.AT_RISK, "Mindst halvdelen."),
    Sign(Light.DELAYED, "Under halvdelen."),
)


def criterion_signs(limits: Limits) -> tuple[Sign, ...]:
    ok, risk = percent(limits.on_track_from), percent(limits.at_risk_from)
    return (
        Sign(Light.REACHED, "Målet er nået."),
        Sign(Light.ON_TRACK, f"Mindst {ok} af det forventede."),
        Sign(Light.AT_RISK, f"Fra {risk} til under {ok}."),
        Sign(
            Light.DELAYED,
            f"Under {risk}.",
        ),
        Sign(Light.NOT_REACHED, "Målets periode er slut, og målet blev ikke nået."),
        Sign(Light.NOT_STARTED, "Intet registreret endnu, og der ventes endnu ikke noget."),
        Sign(
            Light.MISSING,
            "Der burde være et tal nu, og det er der ikke: måneden, der måles i, eller det første "
            "kvartal er gået.",
        ),
        Sign(
            Light.NOT_MEASURED,
            "En måling, som det ikke er tid til endnu eller har under "
            f"{quantity(limits.min_answers, 'svar', 'svar')}, eller et kriterium uden måltal. Det "
            "er aldrig 0.",
        ),
    )


def criterion_rule(limits: Limits) -> str:
    """The lights that rest on figures, in words."""
    return in_words(sign for sign in criterion_signs(limits) if sign.light.is_measured)


def in_words(signs: Iterable[Sign]) -> str:
    """ "Nået: målet er nået eller mere end nået. På sporet: ...": the rules one after the other."""
    return " ".join(f"{sign.light.label}: {sign.rule[0].lower()}{sign.rule[1:]}" for sign in signs)
