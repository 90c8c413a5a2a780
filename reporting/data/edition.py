"""What a printed report carries besides its data: number, edition, who prepared and issued it,
its control code."""

import secrets
from dataclasses import dataclass
from typing import Any

from core.danish import HARD
from core.snapshots import Snapshot

# Without the letters and digits people mistake for each other. Twelve of them: sixty bits, not to
# be guessed.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS, GROUP = 3, 4


@dataclass(frozen=True)
class Edition(Snapshot):
    """Frozen when the report is issued. A draft has neither number, code nor issuer; days are
    written out."""

    revision: int
    number: str = ""
    prepared_by: str = ""
    prepared_on: str = ""
    issued_by: str = ""
    issued_on: str = ""
    receipt: str = ""
    code: str = ""
    address: str = ""
    correction: str = ""
    sealed_on: str = ""

    @property
    def issued_text(self) -> str:
        """ "Indberettet", or "Forseglet" for what was frozen before it was sent."""
        return "Forseglet" if self.sealed_on else "Indberettet"

    @property
    def day_text(self) -> str:
        """The day that goes with it."""
        return self.sealed_on or self.issued_on

    @property
    def is_issued(self) -> bool:
        return bool(self.code)

    @property
    def text(self) -> str:
        """ "nr. 2013-06, 1. udgave"; "kladde til 1. udgave"."""
        edition = f"{self.revision}.{HARD}udgave"
        return f"nr. {self.number}, {edition}" if self.is_issued else f"kladde til {edition}"

    @property
    def link(self) -> str:
        """Where the code is looked up; "" for a draft."""
        return f"{self.address}{self.code}/" if self.is_issued else ""

    @property
    def place(self) -> str:
        """The address as it is printed: without the protocol."""
        return self.address.partition("://")[2].rstrip("/")


def new_code() -> str:
    """A fresh control code: "K7QM-4T2X-9DHF"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP))
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def read_code(text: Any) -> str:
    """A code as a person typed it, in the form it is stored; "" when it cannot be one."""
    letters = "".join(character for character in str(text).upper() if character.isalnum())
    if len(letters) != GROUPS * GROUP or any(letter not in ALPHABET for letter in letters):
        return ""
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))
