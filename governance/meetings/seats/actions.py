"""Who sits in which forum, and the rights that follow.

A seat with a person gives a Membership in every plan of the forum, in the role forum.GIVES names,
for as long as the seat is held. Where the person has that role already, the seat takes the
membership over: it ends with the last seat that gives it. Memberships of other roles and plans are
never touched. Rights are taken the same second: the membership then ends yesterday, for its last
day is a day it holds.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from accounts.models import Membership, User
from activities.actions.claim import claim_all
from activities.models import Plan
from core import clock
from core.danish import day, listing
from core.versioned import NotAllowedNow
from governance import rows
from governance.models import Forum, ForumKind, Seat
from governance.models.forum import GIVES

DAY = timedelta(days=1)


@transaction.atomic
def write(seat: Seat, *, by: User, reason: str, expected_version: int | None = None) -> Seat:
    """Give a new seat, or change one: its function, kind and days. The rights follow.

    Raises ValidationError (by field) where the person has a seat in the forum on some of the days,
    StaleObject.
    """
    rows.claim_plans(seat)
    if seat.user and (other := overlapping(seat)):
        raise ValidationError({"starts_on": overlap_text(seat, other)})
    rows.write(seat, by=by, reason=reason, expected_version=expected_version)
    sync(seat)
    return seat


@transaction.atomic
def end(seat: Seat, *, by: User, why: str, expected_version: int) -> None:
    """End a seat now: the person's next request no longer has its rights.

    A seat that has not begun, or began today, is removed; what the person had before it they keep.
    Raises NotAllowedNow for one that is over, StaleObject.
    """
    rows.claim_plans(seat)
    today = clock.today()
    if seat.ends_on and seat.ends_on < today:
        raise NotAllowedNow(f"Pladsen sluttede den {day(seat.ends_on)}.")
    reason = f"Afsluttet: {why.strip()}" if why.strip() else "Afsluttet"
    begun = seat.starts_on < today
    seat.ends_on = today - DAY if begun else seat.starts_on
    rows.write(seat, by=by, reason=reason, expected_version=expected_version)
    if begun:
        sync(seat)
    else:
        release(seat, spare=Q(starts_on__lt=seat.starts_on))
        rows.remove(seat, by=by, reason=reason)


@transaction.atomic
def share(forum: Forum, plans: Iterable[Plan], *, by: User, expected_version: int) -> None:
    """Let the forum steer these plans beside its own. Whoever has a seat gets, and loses, the
    rights in them.

    Raises NotAllowedNow where a meeting has points of a plan that would be left out, StaleObject.
    """
    plans = [plan for plan in plans if plan.pk != forum.plan_id]
    before = forum.plan_pks
    after = {forum.plan_id, *(plan.pk for plan in plans)}
    claim_all(before | after)
    left = Plan.objects.filter(pk__in=before - after, agenda_items__meeting__forum=forum).distinct()
    if names := [plan.name for plan in left]:
        raise NotAllowedNow(
            f"{forum} har punkter om {listing(names)} på sine dagsordener og skal stadig følge den."
        )
    said = listing([plan.name for plan in plans]) or "ingen andre"
    rows.write(forum, by=by, reason=f"Styrer også: {said}", expected_version=expected_version)
    forum.shared_with.set(plans)
    forum._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    for seat in forum.seats.select_related("user", "forum"):
        seat.forum = forum
        sync(seat)


def overlapping(seat: Seat) -> Seat | None:
    """Another seat of the same person in the same forum on some of the same days."""
    others = Seat.objects.filter(forum=seat.forum, user=seat.user).exclude(pk=seat.pk)
    return others.filter(_overlaps(seat.starts_on, seat.ends_on)).first()


def overlap_text(seat: Seat, other: Seat) -> str:
    until = f" til {day(other.ends_on)}" if other.ends_on else ""
    return (
        f"{seat.user} har allerede en plads i {seat.forum} fra {day(other.starts_on)}{until}. "
        "Ret eller afslut den, eller vælg andre dage."
    )


def sync(seat: Seat) -> None:
    """Let the memberships be what the seat gives: none of them more, none of them less."""
    release(seat)
    role = GIVES.get(ForumKind(seat.forum.kind))
    if role is None or seat.user is None:
        return
    for plan in seat.forum.plan_pks:
        row = _membership(seat, plan, role) or Membership(
            user=seat.user, plan_id=plan, role=role, starts_on=seat.starts_on, ends_on=seat.ends_on
        )
        if row.pk is None:
            row.save()
        seat.memberships.add(row)
        _fit(row)


def release(seat: Seat, spare: Q | None = None) -> None:
    """Take the seat's hand off its memberships. Those no other seat gives end now, but for those
    to `spare`; one that never held is removed."""
    spared = set(seat.memberships.filter(spare).values_list("pk", flat=True)) if spare else set()
    for row in list(seat.memberships.all()):
        seat.memberships.remove(row)
        if row.seats.exists():
            _fit(row)
        elif row.pk not in spared:
            _end(row)


def _membership(seat: Seat, plan: int, role: str) -> Membership | None:
    """The person's membership in the role on some of the seat's days: the open-ended one first."""
    rows = Membership.objects.filter(user=seat.user, plan=plan, role=role)
    rows = rows.filter(_overlaps(seat.starts_on, seat.ends_on) | Q(seats=seat))
    return rows.order_by(F("ends_on").desc(nulls_first=True), "pk").first()


def _fit(row: Membership) -> None:
    """Let a membership hold as long as the seats that give it do. A beginning that has been is
    not moved on."""
    spans = list(row.seats.values_list("starts_on", "ends_on"))
    first = min(start for start, _ in spans)
    row.starts_on = min(first, row.starts_on) if row.starts_on <= clock.today() else first
    ends = [end for _, end in spans]
    row.ends_on = None if None in ends else max(end for end in ends if end)
    row.save(update_fields=["starts_on", "ends_on"])


def _end(row: Membership) -> None:
    yesterday = clock.today() - DAY
    if row.starts_on > yesterday:
        row.delete()
    elif row.ends_on is None or row.ends_on > yesterday:
        row.ends_on = yesterday
        row.save(update_fields=["ends_on"])


def _overlaps(start: date, until: date | None) -> Q:
    begins = Q() if until is None else Q(starts_on__lte=until)
    return begins & (Q(ends_on__isnull=True) | Q(ends_on__gte=start))
