"""A decision binds what was shown: the form carries the content the page showed, sealed, and it must be what stands."""

from typing import Any

from django.core import signing

SALT = "governance.bound"


class ChangedSinceShown(Exception):
    """What stands is not what the person saw; nothing was written. `then` is None when what they saw cannot be told."""

    def __init__(self, then: Any, now: Any) -> None:
        super().__init__("Det er ændret, mens du læste. Intet er skrevet.")
        self.then, self.now = then, now


def seal(content: Any) -> str:
    """`content` (JSON) as a text for a hidden field: it cannot be changed on its way, and it can be read again."""
    return signing.dumps(content, salt=SALT, compress=True)


def require_shown(sealed: str, now: Any) -> None:
    """Raise ChangedSinceShown unless `sealed` holds exactly `now`."""
    try:
        then = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        then = None
    if then != now:
        raise ChangedSinceShown(then, now)
