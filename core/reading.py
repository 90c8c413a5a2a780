"""What people write, read as they meant it: dates, whole numbers and decimals the Danish way.

Forms and imports share these. Each raises ValueError with a Danish sentence that says what to
write.
"""

import re
from datetime import date
from decimal import Decimal

from core.danish import number

DATE = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})", re.ASCII)
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
DAY_ONLY = re.compile(r"\d{1,2}\s?[./-]\s?\d{1,2}\.?", re.ASCII)
WHOLE = re.compile(r"\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+", re.ASCII)
DECIMAL = re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+)(?:,(\d+))?", re.ASCII)
POINT = re.compile(r"(\d+)\.(\d)", re.ASCII)
KRONER = re.compile(r"\bkr\b\.?|\bDKK\b|,-\s*$", re.ASCII | re.IGNORECASE)
MINUS = ("-", "−", "–")
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "))
LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
MAX_DIGITS = 9
NEGATIVE = "Tallet kan ikke være negativt. Skriv 0 eller mere."
TOO_BIG = "Tallet er for stort. Tjek, om der er kommet for mange cifre med."


def read_key(text: str) -> int | None:
    """A whole number as an address or a hidden field carries it; None for anything else, nothing
    is raised."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def read_date(text: str) -> date:
    """ "31.8.2013", "31-8-2013", "31/8-13", "31.12.13" or ISO. Two digits mean this century."""
    text = text.translate(SPACES).strip()
    if match := ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := DATE.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if len(match[3]) == 2 else 0
    elif DAY_ONLY.fullmatch(text):
        raise ValueError("Skriv også året, fx 31.8.2013.")
    else:
        raise ValueError(f"»{_short(text)}« er ikke en dato. Skriv dag, måned og år, fx 31.8.2013.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            f"Datoen {day}.{month}.{year} findes ikke. Skriv dag, måned og år, fx 31.8.2013."
        ) from None


def read_whole(text: str) -> int:
    """ "14", "1.234" or "1 234"; never a fraction, never below zero."""
    text = _tidy(text)
    if WHOLE.fullmatch(text):
        return int(_digits(text))
    if (match := DECIMAL.fullmatch(text)) and match[2]:
        below = int(_digits(match[1]))
        raise ValueError(
            f"{text} er ikke et helt tal. Skriv fx {number(below)} eller {number(below + 1)}."
        )
    raise ValueError(_not_a_number(text, "et helt tal, fx 14"))


def read_decimal(text: str) -> Decimal:
    """ "7,5", "7", "1.234,5"; a single point with one digit ("7.5") is a telephone's comma."""
    text = _tidy(text)
    if match := POINT.fullmatch(text):
        return Decimal(f"{_digits(match[1])}.{match[2]}")
    if match := DECIMAL.fullmatch(text):
        return Decimal(f"{_digits(match[1])}.{(match[2] or '0')[:20]}")
    raise ValueError(_not_a_number(text, "et tal med komma, fx 7,5"))


def read_kroner(text: str) -> Decimal:
    """ "1.234,50", "1.234,50 kr.", "kr. 1234", "-500" and "1.234 kr.": kroner with at most two
    decimals.

    An amount may be below zero (a correction); a field where it may not says so itself.
    """
    bare = KRONER.sub("", text.translate(SPACES)).strip()
    sign = -1 if bare[:1] in MINUS else 1
    bare = bare[1:].strip() if sign < 0 else bare
    match = DECIMAL.fullmatch(bare)
    if match is None:
        raise ValueError(
            f"»{_short(text)}« er ikke et beløb, vi kan læse. Skriv kroner og øre, fx 1.234,50."
        )
    if len(match[2] or "") > 2:
        raise ValueError(
            f"»{_short(text)}« har mere end to decimaler. Skriv kroner og øre, fx 1.234,50."
        )
    return sign * Decimal(f"{_digits(match[1])}.{match[2] or '0'}").quantize(Decimal("0.01"))


def _tidy(text: str) -> str:
    """Spaces made plain; a value below zero is refused here, for heads and hours alike."""
    text = text.translate(SPACES).strip()
    if re.fullmatch(r"[-−–]\s*[\d.,]+", text, re.ASCII):
        raise ValueError(NEGATIVE)
    return text


def _digits(text: str) -> str:
    digits = re.sub(r"[. ]", "", text).lstrip("0") or "0"
    if len(digits) > MAX_DIGITS:
        raise ValueError(TOO_BIG)
    return digits


def _not_a_number(text: str, example: str) -> str:
    meant = text.translate(LOOKALIKES)
    hint = f", {meant} hvis du mente det" if meant != text and WHOLE.fullmatch(meant) else ""
    return f"»{_short(text)}« er ikke et tal, vi kan læse. Skriv {example}{hint}."


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
