"""The local part of the money: how much of it others than Landsbyggefonden pay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from fractions import Fraction

from core.danish import HARD, exact_kroner, number
from core.lights import Light
from governance.models.budget import LOCAL, LOCAL_SHARE

CO_FINANCING_RULE = (
    f"Mindst {LOCAL_SHARE} % af planens samlede ramme skal komme fra andre end Landsbyggefonden: "
    "boligorganisationen, kommunen eller en anden fond."
)
CO_FINANCING_SOURCE = "Landsbyggefonden, boligsocial indsats, midlerne for 2011-14 (lbf.dk)"


@dataclass(frozen=True)
class CoFinancing:
    """The local part of an amount: all that Landsbyggefonden does not pay.

    The demand is on the plan's whole frame (domain.md 1.1 and 1.2: "min. 25 % local co-financing",
    and a municipality pays its share "of the plan's total frame"). So a year below it is not
    refused, as another year may make up for it and only the years together can break the demand.
    But nobody proposes such a year without saying why.
    """

    local: Decimal
    total: Decimal

    @property
    def share(self) -> Fraction | None:
        """Percent, exact; None where there is no money."""
        return Fraction(self.local * 100) / Fraction(self.total) if self.total else None

    @property
    def is_met(self) -> bool:
        return self.share is None or self.share >= LOCAL_SHARE

    @property
    def missing(self) -> Decimal:
        """How much more of the same total would have to be local, to the whole øre that is
        enough."""
        short = self.total * LOCAL_SHARE / 100 - self.local
        return max(short, Decimal(0)).quantize(Decimal("0.01"), ROUND_UP)

    @property
    def text(self) -> str:
        """ "26,4 %", never rounded up to what is not reached."""
        if self.share is None:
            return "–"
        exact = Decimal(self.share.numerator) / Decimal(self.share.denominator)
        return f"{number(exact.quantize(Decimal('0.1'), ROUND_DOWN), 1)}{HARD}%"

    @property
    def light(self) -> Light:
        if self.share is None:
            return Light.NOT_MEASURED
        return Light.ON_TRACK if self.is_met else Light.DELAYED

    @property
    def word(self) -> str:
        if self.share is None:
            return "Ingen beløb endnu"
        return (
            f"Kravet om {LOCAL_SHARE} % er opfyldt"
            if self.is_met
            else f"Under kravet om {LOCAL_SHARE} %"
        )

    @property
    def sentence(self) -> str:
        """ "1.300.000 kr. af 5.200.000 kr. er lokal medfinansiering: 25,0 %." """
        if self.share is None:
            return "Der er ingen beløb i budgettet endnu."
        said = (
            f"{exact_kroner(self.local)} af {exact_kroner(self.total)} er lokal "
            f"medfinansiering: {self.text}."
        )
        return said if self.is_met else f"{said} {self.missing_text}"

    @property
    def missing_text(self) -> str:
        return f"Der mangler {exact_kroner(self.missing)} for at nå {LOCAL_SHARE} %."


def co_financing(amounts: Iterable[tuple[str, Decimal]]) -> CoFinancing:
    """Of pairs of source and amount."""
    pairs = list(amounts)
    local = sum((amount for source, amount in pairs if source in LOCAL), Decimal(0))
    return CoFinancing(local, sum((amount for _, amount in pairs), Decimal(0)))


def shares(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    """Each source's part of the whole, "74,2 %": they give 100, and the local ones what
    CoFinancing.text says, which is never rounded up."""
    local = {source: amount for source, amount in amounts.items() if source in LOCAL}
    whole = sum(amounts.values(), Decimal(0))
    if not whole:
        return dict.fromkeys(amounts, "–")
    exact = {source: Fraction(amount) * 1000 / Fraction(whole) for source, amount in local.items()}
    tenths = {source: int(share) for source, share in exact.items()}
    local_tenths = int(sum(exact.values(), Fraction(0)))
    by_rest = sorted(exact, key=lambda source: tenths[source] - exact[source])
    for source in by_rest[: local_tenths - sum(tenths.values())]:
        tenths[source] += 1
    parts = {source: tenths.get(source, 1000 - local_tenths) for source in amounts}
    return {source: f"{number(Decimal(part) / 10, 1)}{HARD}%" for source, part in parts.items()}
