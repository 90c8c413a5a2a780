"""Where a person lands: the plan's workbench for those who work in it, else its dashboard."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.roles import staff_roles_in
from activities.at import plan_at
from activities.models import Estate, Plan, Registration, SuccessCriterion
from activities.progress.figures import ActivityProgress, Figure, PlanProgress
from activities.progress.read import plan_progress
from activities.queries import last_estate, open_criteria, recent_criteria
from core import clock
from core.periods import Period
from governance.doubts.as_of import open_doubts
from governance.meetings.key_dates import rules as key_dates
from governance.meetings.meetings.queries import open_follow_ups
from milestones.progress.read import milestone_plan
from milestones.progress.summary import MilestonePlan
from overview import read
from overview.periods import day_within
from overview.views import address
from overview.workbench import page, todo
from reporting.current import CurrentNote, current_note
from reporting.package.due import due


@require_safe
def plan_home(request: Request, slug: str) -> HttpResponse:
    """Min plan for those who work with the plan's data; everybody else reads its dashboard."""
    plan = plan_at(request, slug, "activities.view_figures")
    if not request.user.has_perm("activities.view_registrations", plan):
        return redirect("dashboard", plan.slug)
    return render(request, "overview/home.html", Desk(request, plan).context())


class Desk:
    """One person's Min plan: what they may do decides what the list asks of them."""

    def __init__(self, request: Request, plan: Plan) -> None:
        self.request, self.plan, self.user = request, plan, request.user
        self.today = clock.today()
        self.day = day_within(plan, self.today)

    def may(self, permission: str, obj: Any = None) -> bool:
        return bool(self.user.has_perm(permission, obj or self.plan))  # type: ignore[union-attr]

    def context(self) -> dict[str, Any]:
        plan, works = self.plan, self.may("activities.work_in_plan")
        note = None if self._is_worker_only else current_note(plan, self.today)
        progress = plan_progress(plan, self.day, compared=self._days_of(note))
        milestones = milestone_plan(plan, self.day, figures=progress.figures)
        locks = read.locks(plan)
        coming = read.coming_meetings(plan, self.today)
        items = self._todo(progress, milestones, note, set(locks), coming)
        recent = tuple(
            page.recent(row, self._undo(row, set(locks))) for row in read.newest_registrations(plan)
        )
        shown = page.workbench(
            plan, self.today, progress, milestones, items, recent, locks, coming, own=works
        )
        return {
            "plan": plan,
            "nav": "home",
            "page": shown,
            "here": self.request.path,
            **self._log(works),
        }

    def _undo(self, row: Registration, closed: set[Period]) -> str:
        if self.plan.period_of(row.on) in closed or not self.may("activities.amend", row):
            return ""
        return reverse("registration-void", args=[self.plan.slug, row.pk])

    def _log(self, works: bool) -> dict[str, Any]:
        """The bar for logging, and on a phone the person's own latest criteria."""
        if not works:
            return {}
        criteria = list(open_criteria(self.user, self.plan))
        recent = recent_criteria(self.user, self.plan, criteria)
        url = reverse("register", args=[self.plan.slug])
        return {
            "log_groups": page.option_groups(criteria),
            "log_first": recent[0].code if recent else "",
            "log_estate": self._usual_estate(recent),
            "log_chips": [page.Chip(row.name, f"{url}?kriterium={row.code}") for row in recent],
            "log_key": uuid4(),
            "log_estates": list(Estate.objects.filter(plan=self.plan).values_list("code", "name")),
        }

    def _usual_estate(self, recent: list[SuccessCriterion]) -> str:
        """Where the person logged last on what the bar proposes."""
        estate = last_estate(self.user, recent[0]) if recent else None
        return estate.code if estate else ""

    def _todo(
        self,
        progress: PlanProgress,
        milestones: MilestonePlan,
        note: CurrentNote | None,
        closed: set[Period],
        coming: tuple[todo.Gathering, ...],
    ) -> tuple[todo.Todo, ...]:
        """All rules over what concerns the person: the whole plan, or a worker's own activities
        and hours."""
        plan, to, today = self.plan, self._addresses(), self.day
        mine, posts = self._mine(progress), read.staff_roles(plan, read.whole_weeks(plan, self.day))
        pks = {activity.pk for activity in mine}
        whole = note is not None
        states = [s for s in milestones.entries if whole or s.activity_pk in pks]
        figures = [figure for activity in mine for figure in activity.figures]
        if not whole:
            own = staff_roles_in(self.user, plan.pk)
            posts = {pk: name for pk, name in posts.items() if pk in own}
        weeks = read.whole_weeks(plan, today)
        items = [
            *todo.late_milestones(states, to),
            *todo.due_milestones(states, today, to),
            *todo.counted_milestones(states, to),
            *self._silent(mine, to),
            *todo.unmeasured(figures, today, to),
            *todo.missing_hours(weeks, posts, read.weeks_written(plan, weeks), to),
        ]
        if note:
            over = self._periods_over()
            deadline = next((m.deadline for m in coming if m.is_steering), None)
            items += self._unexplained(progress, note, deadline, to)
            # Of these a plan that is over still asks: they are due by the real day.
            items += todo.open_periods(over[-page.PERIODS_BACK :], closed, self.today, to)
            items += todo.meetings(coming, note.is_given_on, today, to)
            may = {
                "may_issue": self.may("reporting.issue"),
                "may_write": self.may("reporting.hand_over"),
            }
            items += todo.waiting_notes(read.waiting_notes(plan), **may, to=to)
            items += todo.waiting_corrections(self._corrections())
            items += self._doubts(figures)
            items += todo.deadlines(self._deadlines(), self.today)
            items += todo.returns(self._returns(), self.today)
        items += todo.agreed(self._agreed(whole=whole), self.today)
        return todo.in_order(items)

    def _days_of(self, note: CurrentNote | None) -> list[date]:
        """The last day of the note that is being made, where its period is over."""
        last = self.plan.last_day_of(note.period) if note and note.period else self.day
        return [last] if last < self.day else []

    def _unexplained(
        self,
        progress: PlanProgress,
        note: CurrentNote,
        deadline: date | None,
        to: todo.Addresses,
    ) -> list[todo.Todo]:
        """What the note that is being made lacks, by the figures it will have."""
        if note.period is None:
            return []
        figures = [f for day in self._days_of(note) for f in progress.earlier[day]]
        comments = (
            reverse("comments", args=[self.plan.slug, note.period.code])
            if self.may("activities.comment")
            else None
        )
        return todo.unexplained(
            figures or progress.figures,
            read.explained_criteria(self.plan, note.period),
            note.period,
            deadline,
            self.day,
            comments,
        )

    def _corrections(self) -> Iterator[todo.Asked]:
        """Those that wait for this person's nod; nobody gives it to what they proposed."""
        if not self.may("governance.correct"):
            return
        rows = self.plan.corrections.proposed().exclude(proposed_by=self.user.pk)  # type: ignore[misc]
        for row in rows.select_related("proposed_by").order_by("number"):
            url = reverse("correction-answer", args=[self.plan.slug, row.number])
            yield todo.Asked(
                row.number,
                f"{row.old_text} rettes til {row.new_text}",
                row.proposed_by.name,
                localtime(row.proposed_at).date(),
                todo.Act("Godkend eller afvis", url),
            )

    def _doubts(self, figures: list[Figure]) -> list[todo.Todo]:
        """None once the plan is over: what was counted is counted."""
        if not self.may("governance.write") or self.today > self.plan.ends_on:
            return []
        doubts = open_doubts(self.plan, figures, self.today)
        names = [f.criterion.name for f in figures if f.criterion.pk in doubts]
        act = todo.Act("Bekræft", reverse("doubt-list", args=[self.plan.slug]))
        return todo.doubts(names, act)

    def _silent(self, mine: list[ActivityProgress], to: todo.Addresses) -> list[todo.Todo]:
        """None while the plan does not run: nobody is to register then."""
        plan = self.plan
        if self.day != self.today:
            return []
        last = read.last_registrations(plan)
        return todo.silent_activities(mine, last, plan.starts_on, self.today, to)

    def _agreed(self, *, whole: bool) -> list[todo.Agreed]:
        """What was decided to be done in the plan: all of it for those who lead it, else what is
        one's own."""
        rows = open_follow_ups(self.plan)
        if not whole:
            rows = rows.filter(responsible=self.user.pk)
        return [
            todo.Agreed(
                row.what,
                "" if row.responsible_id == self.user.pk else row.function,
                row.due_on,
                todo.Act("Meld gjort", reverse("follow-up-finish", args=[self.plan.slug, row.pk])),
            )
            for row in rows
        ]

    def _deadlines(self) -> list[todo.Kept]:
        """Newsletters, returns and other days of the plan's own that are not done."""
        rows = self.plan.key_dates.filter(done_on__isnull=True).order_by("due_on", "pk")
        return [
            todo.Kept(
                row.title,
                key_dates.state_of(row, self.today)[1],
                key_dates.material_words(row, self.today),
                key_dates.first_day(row, self.today),
                todo.Act(
                    key_dates.VERBS[row.is_newsletter],
                    reverse("key-date-finish", args=[self.plan.slug, row.pk]),
                ),
            )
            for row in rows
        ]

    def _returns(self) -> list[todo.YearsReturns]:
        """What the funder asks for and has not got, for those who report it; also after the plan's
        end."""
        if not self.may("reporting.submit"):
            return []
        return [
            todo.YearsReturns(
                one.year,
                one.how_far,
                one.held,
                one.deadline,
                todo.Act("Åbn indberetningen", reverse("package", args=[self.plan.slug, one.year])),
            )
            for one in due(self.plan, self.today)
        ]

    @property
    def _is_worker_only(self) -> bool:
        """Works in the plan, but not with all of it."""
        return self.may("activities.work_in_plan") and not self.may("accounts.administer")

    def _mine(self, progress: PlanProgress) -> list[ActivityProgress]:
        if not self._is_worker_only:
            return list(progress.activities)
        own = read.own_activities(self.plan, staff_roles_in(self.user, self.plan.pk))
        return [activity for activity in progress.activities if activity.pk in own]

    def _periods_over(self) -> list[Period]:
        """The plan's reporting periods that are over, oldest first."""
        years = range(self.plan.starts_on.year, self.day.year + 1)
        found = [period for year in years for period in self.plan.periods(year)]
        return [p for p in found if p.end >= self.plan.starts_on and p.end < self.today]

    def _addresses(self) -> todo.Addresses:
        """Where each item is dealt with, for what this person may."""
        plan, works = self.plan, self.may("activities.work_in_plan")
        board = reverse("milestone-board", args=[plan.slug])
        return todo.Addresses(
            milestone=todo.Url(address("milestone-edit", plan) if works else f"{board}#m-{{}}"),
            board=board,
            move=todo.Url(address("milestone-move", plan)) if self.may("milestones.move") else None,
            register=todo.Url(f"{reverse('register', args=[plan.slug])}?kriterium={{}}")
            if works
            else None,
            activity=todo.Url(address("activity", plan)),
            close=self._close() if self.may("activities.close_period") else None,
            hours=todo.Url(f"{reverse('hours', args=[plan.slug])}?uge={{}}"),
            reports=reverse("report-list", args=[plan.slug])
            if self.may("reporting.view_reports")
            else None,
            note=todo.Url(f"{reverse('report-list', args=[plan.slug])}{{}}/"),
        )

    def _close(self) -> todo.Url:
        return todo.Url(address("period-close", self.plan, "1000-K1"))
