"""Numbers, dates and lists as Danes write them. Page and paper use these and nothing else."""

import re
from collections.abc import Container, Iterable, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Number = int | Fraction | Decimal

MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
SMALL = (
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
)
MOST_DECIMALS = 6
HARD = "\u00a0"
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)
LAST = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})  # after z


def number(value: Number, decimals: int | None = None) -> str:
    """ "1.284", "24,5", "−3". Without `decimals`, up to one decimal, and none where it is a zero.

    Rounds half up, away from zero.
    """
    found = rounded(value, 1 if decimals is None else decimals)
    if decimals is None and found == found.to_integral_value():
        found = found.to_integral_value()
    text = f"{abs(found):,}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"−{text}" if found < 0 else text


def rounded(value: Number, decimals: int) -> Decimal:
    """Half up, away from zero: as people round."""
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator)
        if isinstance(value, Fraction)
        else Decimal(value)
    )
    found = abs(exact).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return found.copy_negate() if exact < 0 and found else found


def places_beside(value: Number, limits: Iterable[Number], decimals: int = 0) -> int:
    """How many decimals it takes, `decimals` at least, for the printed number to lie on the same
    side of each limit as the number itself: 49.8 beside 50 is "49,8", never "50"."""
    exact = Fraction(value)
    sides = [(Fraction(limit), exact < limit, exact > limit) for limit in limits]
    for places in range(decimals, MOST_DECIMALS):
        printed = Fraction(rounded(value, places))
        if all(below == (printed < at) and above == (printed > at) for at, below, above in sides):
            return places
    return MOST_DECIMALS


def number_beside(value: Number, *limits: Number) -> str:
    """As `number`, never rounded onto or past a limit."""
    places = places_beside(value, limits, 1)
    return number(value, None if places == 1 else places)


def exact_number(value: Decimal) -> str:
    """ "7", "7,5", "7,25": up to two decimals, and no more than there are."""
    return number(value, 2 if value != round(value, 1) else None)


def percent(value: Number, decimals: int = 0) -> str:
    """ "54 %" with a hard space."""
    return f"{number(value, decimals)}{HARD}%"


def percent_beside(value: Number, *limits: Number) -> str:
    """As `percent`, never rounded onto or past a limit: "69,6 %" beside 70."""
    return percent(value, places_beside(value, limits))


def kroner(value: Decimal, *, ore: bool = False) -> str:
    """ "125.000 kr.", with øre "1.234,50 kr."; a hard space before kr."""
    return f"{number(value, 2 if ore else 0)}{HARD}kr."


def exact_kroner(value: Decimal) -> str:
    """ "125.000 kr."; "125.000,50 kr." where there are øre."""
    return kroner(value, ore=value != value.to_integral_value())


def quantity(value: Number, singular: str, plural: str) -> str:
    """ "1 familie", "14 familier", "0 familier"."""
    return f"{number(value)} {singular if value == 1 else plural}"


def word(value: int) -> str:
    """Whole numbers up to twelve as words inside a sentence: "tre"; larger as digits."""
    return SMALL[value] if 0 <= value < len(SMALL) else number(value)


def common(value: int) -> str:
    """As `word`, for what is "en" and stands alone: "én er forsinket"."""
    return "én" if value == 1 else word(value)


def neuter(value: int) -> str:
    """As `word`, for what is "et": "ét kriterium"."""
    return "ét" if value == 1 else word(value)


def alphabetical(text: str) -> str:
    """What to sort a name by: large and small letters alike, æ, ø and å last and in that order."""
    return text.casefold().translate(LAST)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listing(items: Sequence[str]) -> str:
    """ "a", "a og b", "a, b og c"."""
    return (
        items[0] if len(items) == 1 else f"{', '.join(items[:-1])} og {items[-1]}" if items else ""
    )


def day(value: date) -> str:
    """ "31.8.2013", for tables."""
    return f"{value.day}.{value.month}.{value.year}"


def short_day(value: date) -> str:
    """ "31.8.", where the year is plain."""
    return f"{value.day}.{value.month}."


def long_day(value: date, *, year: bool = True) -> str:
    """ "31. august 2013", for text."""
    text = f"{value.day}.{HARD}{MONTHS[value.month - 1]}"
    return f"{text} {value.year}" if year else text


def in_days(days: int) -> str:
    """How far ahead a day is: "i dag", "om 1 dag", "om 30 dage"."""
    return f"om {quantity(days, 'dag', 'dage')}" if days else "i dag"


def weekday(value: date) -> str:
    return WEEKDAYS[value.weekday()]


def clock_time(value: datetime | time) -> str:
    """ "14.03"."""
    return f"{value.hour}.{value.minute:02}"


def a_year_later(text: str, years: Container[int] | None = None) -> str:
    """ "Sommerfest 2013" said of the year after; with `years`, only those of them that are
    named."""

    def later(found: re.Match[str]) -> str:
        year = int(found[1])
        return str(year + 1) if years is None or year in years else found[1]

    return YEAR.sub(later, text)
