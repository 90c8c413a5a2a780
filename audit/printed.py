"""Numbers as they are printed, read back: "1.284", "24,5 %", "−3", "tre"."""

import re
from dataclasses import dataclass
from fractions import Fraction

NUM = r"[−-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[−-]?\d+(?:,\d+)?"
WORDS = [
    "nul",
    "en",
    "to",
    "tre",
    "fire",
    "fem",
    "seks",
    "syv",
    "otte",
    "ni",
    "ti",
    "elleve",
    "tolv",
]
ONES = {"én": 1, "ét": 1, "et": 1, "ingen": 0, "alle": None}


@dataclass(frozen=True)
class Printed:
    """A number with as many decimals as it is written with."""

    value: Fraction
    places: int

    def tells(self, exact: Fraction | int) -> bool:
        """Whether it is `exact` rounded half up (away from zero) to its own decimals."""
        return self.value == rounded(Fraction(exact), self.places)

    def keeps_side(self, exact: Fraction, *limits: Fraction | int) -> bool:
        """Whether it lies on the same side of each limit as `exact`: nothing is rounded onto or
        past a limit."""
        return all(
            (self.value < limit) == (exact < limit) and (self.value > limit) == (exact > limit)
            for limit in limits
        )


def rounded(exact: Fraction, places: int) -> Fraction:
    scale = 10**places
    up = (abs(exact) * scale + Fraction(1, 2)).__floor__()
    return Fraction(up if exact >= 0 else -up, scale)


def read(text: str) -> Printed:
    """Raises ValueError for what is no printed number."""
    plain = text.strip().replace(".", "").replace("−", "-")
    whole, _, decimals = plain.partition(",")
    return Printed(Fraction(int(whole + decimals), 10 ** len(decimals)), len(decimals))


def count(text: str) -> int:
    """A whole number in digits or as a word: "9", "tre", "én"; "ingen" is 0. Raises ValueError."""
    small = text.strip().lower()
    if small in ONES and ONES[small] is not None:
        return ONES[small] or 0
    return WORDS.index(small) if small in WORDS else int(read(small).value)


def even(text: str) -> str:
    """With all blanks alike, soft hyphens and the hyphens of a line's end gone."""
    text = re.sub(r"[\u2010\u00ad]\s*\n\s*", "", text.replace("\u00ad", ""))
    return re.sub(r"[\s\u00a0]+", " ", text).strip()
