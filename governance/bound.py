"""Whoever decides binds what was on the screen: the form carries it, signed, and it is held against what stands now."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing

SALT = "governance.bound"


@dataclass(frozen=True)
class Line:
    """One thing that was shown, and how it stands now; empty where it was not there."""

    label: str
    shown: str
    now: str

    @property
    def differs(self) -> bool:
        return self.shown != self.now


class Changed(Exception):
    """What was shown is not what stands now; nothing was written. `lines` has both, `now` the token of what stands."""

    def __init__(self, lines: tuple[Line, ...], now: str) -> None:
        super().__init__("Det er ændret, siden siden blev vist.")
        self.lines = lines
        self.now = now


def token(texts: Mapping[str, str]) -> str:
    """What a form carries of the texts it shows."""
    return signing.dumps(dict(texts), salt=SALT, compress=True)


def require(shown: str, texts: Mapping[str, str]) -> None:
    """Raise Changed unless `shown` is the token of these very texts. A spoilt or missing one showed nothing."""
    try:
        seen: dict[str, str] = signing.loads(shown, salt=SALT)
    except signing.BadSignature:
        seen = {}
    if seen != dict(texts):
        labels = [*texts, *(label for label in seen if label not in texts)]
        raise Changed(tuple(Line(x, seen.get(x, ""), texts.get(x, "")) for x in labels), token(texts))
