"""A year whose returns are not all in: how far it is, and from when it is to be thought of."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from core.danish import capital, common, listing

NOTICE_MONTHS = 3


@dataclass(frozen=True)
class Due:
    """A year's returns that are not all in: how many are, by when they are to be, what is held
    back. `deadline` None: the funder names no day."""

    year: int
    deadline: date | None
    names: tuple[str, ...]
    sent: int
    held: str

    @property
    def begins(self) -> date:
        """The first day it is to be thought of: a quarter before the deadline."""
        return months_before(self.deadline) if self.deadline else date(self.year + 1, 1, 1)

    def days_left(self, today: date) -> int | None:
        """Below 0 when it is late."""
        return (self.deadline - today).days if self.deadline else None

    @property
    def how_far(self) -> str:
        """ "Én af tre er inde."."""
        count = common(self.sent) if self.sent else "ingen"
        return f"{capital(count)} af {common(len(self.names))} er inde."

    @property
    def what(self) -> str:
        """ "målopfyldelse og milepælsplan"."""
        return listing(self.names)


def months_before(day: date, months: int = NOTICE_MONTHS) -> date:
    """The same day so many months earlier, or that month's last."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
