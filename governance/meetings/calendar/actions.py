"""The key of the addresses a forum's dates can be followed at without a login: made, renewed,
closed."""

import secrets

from django.db import transaction

from accounts.models import User
from governance import rows
from governance.models import Forum

KEY_BYTES = 24


@transaction.atomic
def renew(forum: Forum, *, by: User) -> None:
    """Give the forum a new key. Addresses of the old one stop working now."""
    forum.feed_key = secrets.token_urlsafe(KEY_BYTES)
    rows.write(forum, by=by, reason="Kalenderlink lavet")


@transaction.atomic
def close(forum: Forum, *, by: User) -> None:
    """The forum's dates have no address any more."""
    forum.feed_key = None
    rows.write(forum, by=by, reason="Kalenderlink lukket")
