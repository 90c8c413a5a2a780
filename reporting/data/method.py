"""How the figures are made, in the words of the page Sådan regner vi. The thresholds are the
plan's own."""

from collections.abc import Iterator, Sequence
from datetime import date

from activities import limit_words, method
from activities.models import Plan
from core.lights import Light
from governance.doubts import rules
from milestones.method import DEADLINE, milestone_signs
from reporting.data.parts import Explained

FROZEN = "Tallene er frosset, som de stod, da notatet blev udsendt."
OF_MILESTONES = (Light.AT_RISK, Light.DELAYED, Light.MOVED)


def explained(plan: Plan, as_of: date, doubted: Sequence[str] = ()) -> tuple[Explained, ...]:
    """ "Sådan regner vi": what is expected, what each light means, and what is never done.
    With the limits of the day `as_of`; were they ever changed, when and from what. `doubted`: the
    codes of the criteria that nobody has confirmed how are counted."""
    held = plan.limits_on(as_of)
    milestones = method.in_words(
        sign for sign in milestone_signs(held) if sign.light in OF_MILESTONES
    )
    return (
        Explained("Ventet", f"{method.EXPECTED} {method.NOT_EXPECTED}"),
        Explained("Lys for et kriterium", method.criterion_rule(held)),
        Explained("Lys for et område", f"{method.in_words(method.AREA_SIGNS)} {method.OVERRIDE}"),
        Explained("Lys for en milepæl", f"{DEADLINE}. {milestones}"),
        *changed_limits(plan, as_of),
        Explained(
            "Tre trin",
            "Hver aktivitet måles på rækkevidde (hvem vi når), resultat (hvad der sker straks) og "
            "varig virkning (hvad der holder). Kriterier lægges aldrig sammen, for de tæller "
            "forskellige ting.",
        ),
        Explained(
            "Gennemsnit og procent", f"Gennemsnit: {method.AVERAGE} Procent: {method.PERCENT}"
        ),
        zero_and_unknown(doubted),
        Explained("Prognose", method.FORECAST),
        Explained("Timer", method.HOURS),
        Explained("Låst notat", f"{FROZEN} {_corrected(plan, as_of)}"),
    )


def _corrected(plan: Plan, as_of: date) -> str:
    """Where corrections of a note come: after the plan's last period there is no next one."""
    edition = "en ny, nummereret udgave"
    if plan.period_of(as_of).next().start > plan.ends_on:
        return f"Rettelser kommer i {edition}."
    return f"Rettelser kommer i næste {plan.get_reporting_period_display()} eller i {edition}."


def zero_and_unknown(doubted: Sequence[str]) -> Explained:
    """What is counted and none, what is not measured, and what nobody has confirmed."""
    said = (
        "0 betyder, at der er talt, og at der ikke var nogen. Er der ikke målt, står der en streg."
    )
    if not doubted:
        return Explained("Nul og ikke målt", said)
    return Explained("Nul, ikke målt og ikke bekræftet", f"{said} {rules.not_confirmed(doubted)}")


def changed_limits(plan: Plan, as_of: date) -> Iterator[Explained]:
    """Limits of the lights that were adjusted by the day."""
    if said := limit_words.changed_text(plan.limits_course, as_of):
        yield Explained("Grænser, der er ændret", said)
