"""What papers, notes, returns, lists and mails may not say: a name of one of the plan's people, or
a CPR number.

A model says which of its columns are repeated there: `nameless = ("title", ...)`. Whoever writes
its rows asks here. Known are the names of those with a login; a higher app adds people with `also`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User

# Ten digits in a row, or six and four; else a day and a month must be among them.
_SIX_AND_FOUR = re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")
_DATE_AND_FOUR = re.compile(r"(?<!\d)(\d\d)[ ./_-]?(\d\d)[ ./_-]?\d\d(?: ?[./_-] ?| )?\d{4}(?!\d)")
_DASHES = str.maketrans(dict.fromkeys("−⁃¯", "-"))
LOOKS_LIKE_CPR = "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere."
SAID = "Teksten nævner {name}. Skriv funktionen i stedet: papirer og lister er uden navne."

_people: list[Callable[[Collection[int]], Q]] = [lambda plans: Q(memberships__plan__in=plans)]


def also(of_plans: Callable[[Collection[int]], Q]) -> Callable[[Collection[int]], Q]:
    """Let those users be known by name, too, who belong to plans in another way than as members."""
    _people.append(of_plans)
    return of_plans


def refuse_in(row: Any, plans: Collection[int]) -> None:
    """Raise ValidationError, by column, for what the `nameless` columns of an unsaved or changed
    row may not say."""
    if errors := errors_in(row, plans):
        raise ValidationError(errors)


def refuse_names(texts: dict[str, str], plans: Collection[int]) -> None:
    """As `refuse_in`, for words that are no column of a row."""
    if errors := errors_of(texts, plans):
        raise ValidationError(errors)


def errors_in(row: Any, plans: Collection[int]) -> dict[str, str]:
    """By column, why the row is refused. What stood there already passes: a name that comes to
    the plan later does not stop what was decided before."""
    texts = {column: getattr(row, column) or "" for column in getattr(row, "nameless", ())}
    if row.pk is not None and any(texts.values()):
        stood = type(row)._default_manager.filter(pk=row.pk).values(*texts).first() or {}
        texts = {column: text for column, text in texts.items() if text != stood.get(column)}
    return errors_of(texts, plans)


def errors_of(texts: dict[str, str], plans: Collection[int]) -> dict[str, str]:
    """By field, why a text is refused: it holds the whole name of somebody of the plans, or what is
    like a CPR number.

    Half a name may be any word: "Bay" or "Holm" is let through.
    """
    people = names_of(plans) if any(texts.values()) else []
    errors = {
        field: SAID.format(name=name)
        for field, text in texts.items()
        if (name := named(text, people))
    }
    return errors | _cpr_errors(texts)


def refuse_cpr(texts: dict[str, str]) -> None:
    """Raise ValidationError, by field, for what looks like a CPR number; names may stand there."""
    if errors := _cpr_errors(texts):
        raise ValidationError(errors)


def _cpr_errors(texts: dict[str, str]) -> dict[str, str]:
    return {field: LOOKS_LIKE_CPR for field, text in texts.items() if like_cpr(text)}


def like_cpr(text: str) -> bool:
    """Whether something like a CPR number stands in the text, whichever dashes, spaces and digits
    it is written with, and whatever stands in it that nobody sees."""
    plain = _tidied(text)
    return bool(_SIX_AND_FOUR.search(plain)) or any(
        int(day) % 60 in range(1, 32) and int(month) in range(1, 13)  # 61-91: a stand-in number
        for day, month in _DATE_AND_FOUR.findall(plain)
    )


def _tidied(text: str) -> str:
    """All dashes as "-", all digits as 0-9, all spaces as one, and nothing that is not seen."""
    signs = []
    for sign in unicodedata.normalize("NFKC", text.translate(_DASHES)):
        category = unicodedata.category(sign)
        if category == "Nd":
            signs.append(str(unicodedata.decimal(sign)))
        elif category == "Pd":
            signs.append("-")
        elif category not in ("Cf", "Mn"):
            signs.append(sign)
    return " ".join("".join(signs).split())


def named(text: str, people: Iterable[str]) -> str:
    """The first of the names that stands in the text, also as "Kirsten Bays" and "Kirsten
    Bay's"; "" for none."""
    plain = _plain(text)
    return next(
        (name for name in people if re.search(rf"\b{re.escape(_plain(name))}s?\b", plain)), ""
    )


def _plain(text: str) -> str:
    """In small letters, tidied as a number is."""
    return _tidied(text).casefold()


def names_of(plans: Collection[int]) -> list[str]:
    """The names, of two words or more, of all who are or were members of the plans, or belong to
    them otherwise."""
    of_plans = reduce(or_, (people(plans) for people in _people))
    names = User.objects.filter(of_plans).distinct().values_list("name", flat=True)
    return sorted({" ".join(name.split()) for name in names if len(name.split()) > 1})
