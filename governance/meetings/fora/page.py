"""The page of fora: each with who sits in it now, who will, and who did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from activities.models import Plan
from core.danish import capital, day, listing, quantity, word
from governance.hub import Card
from governance.meetings.calendar import feeds
from governance.meetings.papers.document import lines
from governance.models import Forum, Seat


@dataclass(frozen=True)
class SeatLine:
    """One seat: since when, and for those who give seats its person and what may be done with
    it."""

    row: Seat
    days: str
    person: str
    is_over: bool


@dataclass(frozen=True)
class ForumLine:
    """A forum as a person may see it."""

    row: Forum
    about: str
    steers: str
    now: tuple[SeatLine, ...]
    earlier: tuple[SeatLine, ...]
    tasks: tuple[str, ...]
    may_seat: bool
    may_share: bool
    may_serve: bool
    feed: str


@dataclass(frozen=True)
class ForumPage:
    title: str
    fora: tuple[ForumLine, ...]


def forum_page(fora: Iterable[Forum], plan: Plan, user: User, today: date) -> ForumPage:
    """`fora` with their plan, shared plans and seats (with persons) read along."""
    found = tuple(_forum(forum, plan, user, today) for forum in fora)
    return ForumPage(headline(found), found)


def headline(fora: Iterable[ForumLine]) -> str:
    """ "Fem fora, to uden pladser"."""
    found = list(fora)
    if not found:
        return "Ingen fora"
    empty = sum(not forum.now for forum in found)
    said = "Ét forum" if len(found) == 1 else f"{capital(word(len(found)))} fora"
    return (
        f"{said}, {'ét' if empty == 1 else word(empty)} uden pladser"
        if empty
        else f"{said}, alle har pladser"
    )


def _forum(forum: Forum, plan: Plan, user: User, today: date) -> ForumLine:
    may_seat = user.has_perm("governance.seat", forum)
    seats = [_seat(seat, may_seat, today) for seat in forum.seats.all()]
    plans = [other.name for other in (forum.plan, *forum.shared_with.all()) if other.pk != plan.pk]
    rhythm = (
        quantity(forum.meetings_per_year, "møde om året", "møder om året")
        if forum.meetings_per_year
        else ""
    )
    people = (("Formand", forum.chair), ("Sekretær", forum.secretary))
    said = [rhythm, *(f"{what}: {who}" for what, who in people if who)]
    return ForumLine(
        row=forum,
        about=". ".join(capital(part) for part in said if part),
        steers=f"Styrer også {listing(plans)}" if plans else "",
        now=tuple(seat for seat in seats if not seat.is_over),
        earlier=tuple(seat for seat in seats if seat.is_over),
        tasks=tuple(lines(forum.tasks)),
        may_seat=may_seat,
        may_share=user.has_perm("governance.share", forum),
        may_serve=user.has_perm("governance.serve", forum),
        feed=_feed(forum, user) if user.has_perm("governance.follow", forum) else "",
    )


def _seat(seat: Seat, may_seat: bool, today: date) -> SeatLine:
    is_over = seat.ends_on is not None and seat.ends_on < today
    person = (seat.user.name if seat.user else "ingen bruger") if may_seat else ""
    return SeatLine(seat, _days(seat, today), person, is_over)


def _days(seat: Seat, today: date) -> str:
    if seat.ends_on is None:
        return (
            f"fra {day(seat.starts_on)}"
            if seat.starts_on > today
            else f"siden {day(seat.starts_on)}"
        )
    return f"{day(seat.starts_on)} til {day(seat.ends_on)}"


def _feed(forum: Forum, user: User) -> str:
    """The address the person's own calendar follows; "" where there is none."""
    key = feeds.key_of(forum, user)
    return f"{settings.BASE_URL}{reverse('forum-feed', args=[key])}" if key else ""


def card(user: User, plan: Plan, today: date) -> Card:
    fora = Forum.objects.of_plan(plan)
    seats = Seat.objects.in_force(today).filter(forum__in=fora.values("pk")).count()
    said = f"{quantity(fora.count(), 'forum', 'fora')}, {quantity(seats, 'plads', 'pladser')} besat"
    return Card("Fora og pladser", f"{said}.", reverse("forum-list", args=[plan.slug]))
