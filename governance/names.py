"""Papers and lists say functions, never names. The names that are known are those of the people with a login."""

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User
from activities.actions import CPR

LOOKS_LIKE_CPR = "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere."
SAID = "Teksten nævner {name}. Skriv funktionen i stedet: papirer og lister er uden navne."


def refuse_names(texts: dict[str, str], plans: Iterable[int]) -> None:
    """Raise ValidationError, by field, for a text that holds the whole name of somebody of the plans, or what looks
    like a CPR number.

    Half a name may be any word: "Bay" or "Holm" is let through.
    """
    people = names_of(plans) if any(texts.values()) else []
    errors = {field: LOOKS_LIKE_CPR for field, text in texts.items() if CPR.search(text)}
    errors |= {field: SAID.format(name=name) for field, text in texts.items() if (name := named(text, people))}
    if errors:
        raise ValidationError(errors)


def named(text: str, people: Iterable[str]) -> str:
    """The first of the names that stands in the text, also as "Kirsten Bays" and "Kirsten Bay's"; "" for none."""
    plain = _plain(text)
    return next((name for name in people if re.search(rf"\b{re.escape(_plain(name))}s?\b", plain)), "")


def _plain(text: str) -> str:
    """Small letters and single spaces, whichever way the letters are put together; what nobody sees is left out."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split()).casefold()


def names_of(plans: Iterable[int]) -> list[str]:
    """The names, of two words or more, of all who are or were members of the plans, or sit in their fora."""
    plans = list(plans)
    of_plans = Q(memberships__plan__in=plans)
    of_plans |= Q(seats__forum__plan__in=plans) | Q(seats__forum__shared_with__in=plans)
    names = User.objects.filter(of_plans).distinct().values_list("name", flat=True)
    return sorted({" ".join(name.split()) for name in names if len(name.split()) > 1})
