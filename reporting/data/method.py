"""How the figures are made, in the words of the printed page. The thresholds are the plan's own."""

from activities.models import Plan
from core.danish import HARD, quantity
from reporting.data.parts import Explained


def explained(plan: Plan) -> tuple[Explained, ...]:
    """ "Sådan regner vi": what is expected, what each light means, and what is never done."""
    rhythm = plan.get_reporting_period_display()
    return (
        Explained(
            "Ventet",
            "Målet ganget med den del af målets periode, der er gået. Kriterier, der måles på et bestemt tidspunkt, "
            "procenter og gennemsnit har intet ventet tal undervejs.",
        ),
        Explained("Lys for et kriterium", criterion_light(plan)),
        Explained(
            "Lys for et område",
            "På sporet: mindst tre fjerdedele af de målte kriterier er på sporet eller nået. Risiko: mindst halvdelen. "
            "Forsinket: under halvdelen. Ændrer et menneske lyset, står reglens lys og begrundelsen ved siden af.",
        ),
        Explained(
            "Lys for en milepæl",
            f"Fristen er periodens sidste dag. Risiko i de første "
            f"{quantity(plan.milestone_grace_days, 'dag', 'dage')} efter fristen, derefter forsinket. "
            "En flyttet milepæl bliver stående i sin gamle periode med begrundelsen.",
        ),
        Explained(
            "Tre trin",
            "Hver aktivitet måles på rækkevidde (hvem vi når), resultat (hvad der sker straks) og varig virkning "
            "(hvad der holder). Kriterier lægges aldrig sammen, for de tæller forskellige ting.",
        ),
        Explained(
            "Gennemsnit og procent",
            "Gennemsnit er fremmødte delt med antal møder. Procent er den seneste måling: svar delt med adspurgte. "
            "Vi tager ikke gennemsnit af gennemsnit.",
        ),
        Explained(
            "Nul og ikke målt",
            "0 betyder, at der er talt, og at der ikke var nogen. Er der ikke målt, står der en streg.",
        ),
        Explained(
            "Prognose",
            "Spændet mellem tempoet i hele perioden og i de seneste tre måneder, regnet frem til periodens slutning.",
        ),
        Explained(
            "Timer",
            "Planens timer pr. uge ganget med periodens uger. Det er et gennemsnit og siger ikke noget om den "
            "enkelte uge.",
        ),
        Explained(
            "Låst notat",
            f"Tallene er frosset, som de stod, da notatet blev udsendt. Rettelser kommer i næste {rhythm} eller "
            "i en ny, nummereret udgave.",
        ),
    )


def criterion_light(plan: Plan) -> str:
    on_track, at_risk = plan.on_track_from, plan.at_risk_from
    return (
        f"Nået: målet er nået. På sporet: mindst {on_track}{HARD}% af det ventede. "
        f"Risiko: {at_risk} til {on_track}{HARD}%. Forsinket: under {at_risk}{HARD}%. "
        "Uden ventet tal måles der mod målet."
    )
