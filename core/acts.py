"""An act of one click: done, or refused with a message where the person came from."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from core.versioned import NotAllowedNow, StaleObject

TAKEN = "En anden har rettet det i mellemtiden. Se, hvordan det står nu, og prøv igen."


def attempt(request: HttpRequest, act: Callable[[], str], *, taken: str = TAKEN) -> str | None:
    """What `act` says of itself; None where it was refused, which is then said in a message
    (`taken`: by somebody else's change)."""
    try:
        return act()
    except StaleObject:
        messages.error(request, taken)
    except NotAllowedNow as refused:
        messages.error(request, str(refused))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return None
