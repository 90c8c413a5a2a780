"""What the board asks about a person: which milestones are theirs, and which they may update."""

from dataclasses import dataclass

from accounts.models import User
from accounts.roles import memberships_of, staff_roles_in
from activities.models import Plan, StaffAllocation
from milestones.progress.states import MilestoneState


@dataclass(frozen=True)
class Reach:
    """What a person may do with a plan's milestones, read once for the whole board.

    `everything`: may update every one. `worked`: the activities whose milestones they may update
    all the same. `own`: the activities their post has hours on. The answers are those of
    milestones.rules.
    """

    everything: bool
    may_move: bool
    may_decide: bool
    worked: frozenset[int]
    own: frozenset[int]

    @property
    def has_own(self) -> bool:
        return bool(self.own)

    @property
    def may_write(self) -> bool:
        return self.everything or bool(self.worked)

    def may_update(self, state: MilestoneState) -> bool:
        return self.everything or state.activity_pk in self.worked

    def is_own(self, state: MilestoneState) -> bool:
        """Of an activity of theirs; what concerns the whole plan is theirs who may update
        everything."""
        return state.activity_pk in self.own or (
            self.has_own and self.everything and state.activity_pk is None
        )


def reach_of(user: User, plan: Plan) -> Reach:
    """At most one query beside the person's memberships."""
    posts = {
        m.staff_role_id for m in memberships_of(user) if m.plan_id == plan.pk and m.staff_role_id
    }
    allocations = StaffAllocation.objects.filter(activity__plan=plan, staff_role__in=posts)
    pairs = list(allocations.values_list("staff_role_id", "activity_id")) if posts else []
    working = staff_roles_in(user, plan.pk)
    return Reach(
        everything=user.has_perm("milestones.update", plan),
        may_move=user.has_perm("milestones.move", plan),
        may_decide=user.has_perm("milestones.decide", plan),
        worked=frozenset(activity for post, activity in pairs if post in working),
        own=frozenset(activity for _, activity in pairs),
    )
