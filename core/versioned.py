"""A row that people edit, and what is said when it cannot be saved."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F


class StaleObject(Exception):
    """Someone else saved the row since it was read; nothing was written."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("Rækken er gemt af en anden i mellemtiden.")
        self.current = current


class NotAllowedNow(Exception):
    """The act is not possible in the present state. The message is Danish and says what to do."""


class Versioned(models.Model):
    """A row people edit: `lock_version` grows by one at each save, so a stale save is refused."""

    lock_version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True

    def save_if_current(self, *, expected: int, **kwargs: Any) -> None:
        """Save when the row still has version `expected`; else raise StaleObject with the row as it
        is.

        The check and the claim of the next version are one UPDATE: call inside a transaction.
        """
        manager = type(self)._default_manager
        claimed = manager.filter(pk=self.pk, lock_version=expected).update(
            lock_version=F("lock_version") + 1
        )
        if not claimed:
            current = manager.filter(pk=self.pk).first()
            if current is None:
                raise ObjectDoesNotExist("Rækken findes ikke længere.")
            raise StaleObject(current)
        self.lock_version = expected + 1
        self.save(**kwargs)
