"""Papers and lists say functions, never names. The names that are known are those of the people with a login."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User

SAID = "Teksten nævner {name}. Skriv funktionen i stedet: papirer og lister er uden navne."


def refuse_names(texts: dict[str, str], plans: Iterable[int]) -> None:
    """Raise ValidationError, by field, for a text that holds the whole name of somebody of the plans.

    Half a name may be any word: "Bay" or "Holm" is let through.
    """
    people = names_of(plans) if any(texts.values()) else []
    errors = {field: SAID.format(name=name) for field, text in texts.items() if (name := named(text, people))}
    if errors:
        raise ValidationError(errors)


def named(text: str, people: Iterable[str]) -> str:
    """The first of the names that stands in the text; "" for none."""
    plain = " ".join(text.split()).casefold()
    return next((name for name in people if re.search(rf"\b{re.escape(name.casefold())}\b", plain)), "")


def names_of(plans: Iterable[int]) -> list[str]:
    """The names, of two words or more, of all who are or were members of the plans, or sit in their fora."""
    plans = list(plans)
    of_plans = Q(memberships__plan__in=plans) | Q(seats__forum__plan__in=plans)
    names = User.objects.filter(of_plans).distinct().values_list("name", flat=True)
    return sorted({" ".join(name.split()) for name in names if len(name.split()) > 1})
