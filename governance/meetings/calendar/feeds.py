"""The addresses a forum's dates are followed at without a login: one for each person, good while
they may read them.

An address names the forum and the person, and is signed with the forum's key: renewing the key ends
all of them, and a person whose seat has ended has none that answers.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from governance.models import Forum

SALT = "governance.meetings.calendar.feeds"
MOST_DIGITS = 18


def key_of(forum: Forum, user: User) -> str:
    """The person's own key to the forum's dates; "" while the forum has no address."""
    return f"{forum.pk}-{user.pk}-{_signature(forum, user.pk)}" if forum.feed_key else ""


def find(key: str) -> tuple[Forum, User] | None:
    """Whose key it is and to which forum, where that person may know of its meetings now; else
    None."""
    numbers, signature = key.split("-")[:2], key.split("-", 2)[-1]
    if len(numbers) < 2 or not all(
        n.isascii() and n.isdigit() and len(n) <= MOST_DIGITS for n in numbers
    ):
        return None
    forum_pk, user_pk = map(int, numbers)
    rows = (
        Forum.objects.filter(feed_key__isnull=False)
        .select_related("plan")
        .prefetch_related("shared_with", "seats")
    )
    forum = rows.filter(pk=forum_pk).first()
    if forum is None or not constant_time_compare(signature, _signature(forum, user_pk)):
        return None
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    return (forum, user) if user and user.has_perm("governance.follow", forum) else None


def _signature(forum: Forum, user: int) -> str:
    return salted_hmac(SALT, f"{forum.pk}:{user}:{forum.feed_key}", algorithm="sha256").hexdigest()[
        :40
    ]
