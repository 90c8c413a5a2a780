"""Who may do what with how a plan is steered. What of meetings and adjustments a person sees: their
`visible_to`.

A decision is made by a group and written down by its secretary: the koordinator for the
styregruppe, so that whoever proposes does not also record the yes. The groups themselves write
nothing, but that what one is to do oneself is done.
"""

from typing import Any

import rules

from accounts.models import User
from accounts.roles import (
    Part,
    is_coordinator,
    is_lead,
    is_member,
    is_secretariat,
    memberships_of,
    reads_proposals,
    roles_in,
    roles_with,
)
from core import clock
from governance.models import FollowUp, Forum, Meeting
from governance.models.meeting import kinds_read


def in_any_plan(part: Part) -> Any:
    """A predicate of a forum or meeting: the person takes the part in a plan the forum is of."""
    roles = roles_with(part)

    @rules.predicate(name=f"in_any_plan:{part}")
    def check(user: User, obj: Any = None) -> bool:
        forum = obj.forum if isinstance(obj, Meeting) else obj
        if not isinstance(forum, Forum):
            return False
        return any(not roles_in(user, pk).isdisjoint(roles) for pk in forum.plan_pks)

    return check


def in_every_plan(part: Part) -> Any:
    """As `in_any_plan`, but of each plan the forum is of."""
    roles = roles_with(part)

    @rules.predicate(name=f"in_every_plan:{part}")
    def check(user: User, obj: Any = None) -> bool:
        return isinstance(obj, Forum) and all(
            not roles_in(user, pk).isdisjoint(roles) for pk in obj.plan_pks
        )

    return check


steers_a_plan = in_any_plan(Part.COORDINATES)
leads_a_plan = in_any_plan(Part.LEADS)
serves_every_plan = in_every_plan(Part.SECRETARIAT)
steers_every_plan = in_every_plan(Part.COORDINATES)


@rules.predicate
def is_of_steering_group(user: User, obj: Any = None) -> bool:
    forum = obj.forum if isinstance(obj, Meeting) else obj
    return isinstance(forum, Forum) and forum.is_steering_group


@rules.predicate
def knows_its_meetings(user: User, obj: Any = None) -> bool:
    """As Meeting.visible_to, of a forum whose meetings may not be set yet."""
    if not isinstance(obj, Forum):
        return False
    mine = [m for m in memberships_of(user) if m.plan_id in obj.plan_pks]
    if any(obj.kind in kinds_read(m) for m in mine):
        return True
    return bool(mine) and any(
        seat.user_id == user.pk and seat.is_in_force(clock.today()) for seat in obj.seats.all()
    )


@rules.predicate
def is_responsible(user: User, obj: Any = None) -> bool:
    return isinstance(obj, FollowUp) and obj.responsible_id == user.pk


rules.add_perm("governance.view", is_member)
rules.add_perm("governance.view_budget", is_secretariat | reads_proposals)
# Risks, agreements, evaluations, forankring, background figures, follow-ups.
rules.add_perm("governance.write", is_secretariat)
# Asked of a follow-up: it is done, or taken up again.
rules.add_perm("governance.do_follow_up", is_secretariat | is_responsible)
rules.add_perm("governance.write_money", is_secretariat)
rules.add_perm("governance.propose", is_secretariat)
# What the følgegruppe says of a proposal is written down by those who serve it.
rules.add_perm("governance.record_advice", is_secretariat)
rules.add_perm("governance.report_to_lbf", is_secretariat)
# Asked of a plan: what the styregruppe decided is written down.
rules.add_perm("governance.decide", is_coordinator)
# Asked of a plan: what was typed wrong from the start. The nod is never the proposer's own
# (governance.decided.is_anothers, and the database).
rules.add_perm("governance.propose_correction", is_lead)
rules.add_perm("governance.correct", is_coordinator)
# Asked of a forum or meeting: its dates, agenda, papers and minutes.
rules.add_perm("governance.serve", steers_a_plan | leads_a_plan)
rules.add_perm(
    "governance.record_decisions", steers_a_plan | (leads_a_plan & ~is_of_steering_group)
)
# Asked of a forum: when it meets may be followed in one's own calendar, by whoever may know of its
# meetings.
rules.add_perm("governance.follow", knows_its_meetings)
# Who sits where decides who may read, in every plan of the forum: asked of a forum.
rules.add_perm("governance.seat", serves_every_plan)
rules.add_perm("governance.share", steers_every_plan)
