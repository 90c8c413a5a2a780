"""A form that makes a row is taken once: whoever clicks twice, or sends again, is led to the row
that was made."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction

from core import clock
from core.models import FormKey

KEPT = timedelta(days=7)


@transaction.atomic
def once(key: str, make: Callable[[], Any]) -> Any:
    """What `make` made, or what it made when the same `key` came before. `make` claims the plan
    first or raises.

    The row is found again by its model and id; None where it has been deleted since: it was made,
    and is not again.
    """
    row, first = FormKey.objects.get_or_create(key=key, defaults={"at": clock.now()})
    if not first:
        return _found(row.made)
    made = make()
    FormKey.objects.filter(pk=row.pk).update(made=f"{made._meta.label}:{made.pk}")
    return made


def forget() -> None:
    """Remove keys nobody will send again."""
    FormKey.objects.filter(at__lt=clock.now() - KEPT).delete()


def _found(made: str) -> Any:
    label, _, pk = made.rpartition(":")
    return apps.get_model(label)._default_manager.filter(pk=pk).first()
