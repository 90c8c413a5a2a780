"""The list of activities and the page of one."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import Request
from activities.at import plan_at
from activities.hours import hours_summary, months_used
from activities.models import Activity, Estate, Plan, Registration
from activities.progress.figures import ActivityProgress, PlanProgress
from activities.progress.read import plan_progress
from core import clock, pagecache
from core.danish import capital, long_day, quantity
from core.links import Url
from governance.doubts.as_of import open_doubts
from milestones.progress.read import milestone_plan
from overview import read
from overview.activities import page
from overview.activities.criterion import Criterion, criterion
from overview.activities.spread import spreads
from overview.adjusted import adjusted, sources
from overview.ladders import area_ladders, summary
from overview.periods import Chosen, PeriodMissing, choose
from overview.views import address, page_stamp, period_missing


@require_safe
def activity_list(request: Request, slug: str) -> HttpResponse:
    """Every activity with its ladder and its light, by area."""
    plan = plan_at(request, slug, "activities.view_figures")
    return pagecache.deliver(
        request, page_stamp(request.user, plan), lambda: _activity_list(request, plan)
    )


def _activity_list(request: Request, plan: Plan) -> HttpResponse:
    progress = plan_progress(plan, choose(plan, "", clock.today()).as_of)
    total = sum(1 for _ in progress.figures)
    context = {
        "plan": plan,
        "nav": "activities",
        "ladders": area_ladders(progress, Url(address("activity", plan))),
        "heading": quantity(sum(1 for _ in progress.activities), "aktivitet", "aktiviteter"),
        "summary": f"{capital(summary(progress.following, progress.measured, total))}.",
        "as_of": progress.as_of,
    }
    return render(request, "overview/activity_list.html", context)


@require_safe
def activity(request: Request, slug: str, code: str) -> HttpResponse:
    """One activity as of today, or as of the end of ?periode=."""
    plan = plan_at(request, slug, "activities.view_figures")
    return pagecache.deliver(
        request, page_stamp(request.user, plan), lambda: _activity(request, plan, code)
    )


def _activity(request: Request, plan: Plan, code: str) -> HttpResponse:
    try:
        chosen = choose(plan, request.GET.get("periode", ""), clock.today())
    except PeriodMissing as missing:
        return period_missing(request, plan, "activities", str(missing))
    progress = plan_progress(plan, chosen.as_of)
    try:
        mine = progress.activity(code)
    except KeyError:
        raise Http404 from None
    gathered = Gathered(request, plan, chosen, progress, mine)
    return render(request, "overview/activity.html", gathered.context())


@dataclass(frozen=True)
class Gathered:
    """What stands on an activity's page: a fixed number of queries, whatever has been
    registered."""

    request: Request
    plan: Plan
    chosen: Chosen
    progress: PlanProgress
    mine: ActivityProgress

    def context(self) -> dict[str, Any]:
        area = next(a for a in self.progress.areas if a.code == self.mine.area_code)
        estates = {row.pk: row.name for row in Estate.objects.filter(plan=self.plan)}
        codes = [(a.code, a.name) for a in self.progress.activities]
        return {
            "plan": self.plan,
            "nav": "activities",
            "activity": self.mine,
            "area": area,
            "band": area.band,
            "area_url": f"{self._dashboard}{self.chosen.past_query}#kriterier-{area.code}",
            "dashboard_url": f"{self._dashboard}{self.chosen.past_query}",
            "past": "" if self.chosen.is_now else long_day(self.chosen.as_of),
            "criteria": self._criteria(estates),
            "facts": page.facts(
                read.activity_facts(self.mine.pk),
                self.mine.figures,
                list(estates.values()),
                self.chosen.as_of,
                clock.today(),
            ),
            "neighbours": page.neighbours(codes, self.mine.code, self._activity_url),
            "register_url": self._register_url(
                self.mine.figures[0].criterion.code if self.mine.figures else ""
            ),
            "edit_url": self._edit_url(),
            **self._milestones(),
            "hours": self._hours(),
            **self._registrations(),
        }

    @property
    def _dashboard(self) -> str:
        return reverse("dashboard", args=[self.plan.slug])

    @property
    def _activity_url(self) -> Url:
        return Url(address("activity", self.plan) + self.chosen.past_query)

    def _may(self, permission: str, obj: Any = None) -> bool:
        return bool(self.request.user.has_perm(permission, obj or self.plan))  # type: ignore[union-attr]

    def _register_url(self, code: str) -> str:
        """Where the person logs on the criterion; "" where they may not."""
        mine = Activity(pk=self.mine.pk, plan_id=self.plan.pk)
        if not code or not self._may("activities.register", mine):
            return ""
        return f"{reverse('register', args=[self.plan.slug])}?kriterium={code}"

    def _edit_url(self) -> str:
        """The activity's reference data; "" for those who may not."""
        if not self._may("accounts.administer"):
            return ""
        return reverse("admin:activities_activity_change", args=[self.mine.pk])

    def _criteria(self, estates: dict[int, str]) -> list[Criterion]:
        figures, as_of = self.mine.figures, self.chosen.as_of
        see_all = self._may("activities.see_small_numbers")
        said = read.comments(self.plan, self.mine.pk, self.chosen.year_start, as_of)
        adjustments = sources(self.plan, figures)
        doubts = open_doubts(self.plan, figures, as_of)
        may_confirm = self._may("governance.write")
        by_estate, groups = read.estate_sums(figures, as_of), read.breakdown_sums(figures, as_of)
        return [
            criterion(
                figure,
                spreads(
                    figure.value or 0,
                    by_estate.get(figure.criterion.pk, {}),
                    estates,
                    groups.get(figure.criterion.pk, {})
                    if see_all or figure.criterion.asks_who
                    else {},
                    see_all=see_all,
                    heads=figure.heads if figure.criterion.counts_each_once else None,
                ),
                said.get(figure.criterion.pk),
                see_note=see_all,
                doubt=doubts.get(figure.criterion.pk, ""),
                confirm_url=reverse("doubt-confirm", args=[self.plan.slug, figure.criterion.pk])
                if may_confirm
                else "",
                ended=[f for f in self.mine.ended if f.criterion.pk == figure.criterion.pk],
                adjusted=adjusted(figure, adjustments),
            )
            for figure in figures
        ]

    def _milestones(self) -> dict[str, Any]:
        year = self.chosen.period.start.year
        plan = milestone_plan(self.plan, self.chosen.as_of, year, self.progress.figures)
        states = [state for state in plan.entries if state.activity_pk == self.mine.pk]
        url = Url(f"{reverse('milestone-board', args=[self.plan.slug])}#m-{{}}")
        return {
            "milestones": page.milestone_lines(states, url),
            "milestones_heading": page.milestones_heading(states, year),
        }

    def _hours(self) -> page.HoursPlot | None:
        start, until = self.chosen.year_start, self.chosen.as_of
        line = hours_summary(self.plan, start, until).activities.get(self.mine.pk)
        return page.hours_plot(line, months_used(self.plan, self.mine.pk, start, until))

    def _registrations(self) -> dict[str, Any]:
        """The newest, for those who may read single registrations."""
        if not self._may("activities.view_registrations"):
            return {"may_view_registrations": False}
        rows = read.activity_registrations(self.plan, self.mine.pk, self.chosen.as_of)
        return {
            "may_view_registrations": True,
            "registrations": [self._row(row) for row in rows],
            "registrations_heading": page.registrations_heading(self.mine),
            "registrations_url": reverse("registration-list", args=[self.plan.slug])
            + f"?aktivitet={self.mine.code}",
        }

    def _row(self, row: Registration) -> page.Row:
        may_amend = self._may("activities.amend", row)
        name, verb = (
            ("registration-edit", "Ret") if may_amend else ("registration-history", "Historik")
        )
        return page.registration_row(row, reverse(name, args=[self.plan.slug, row.pk]), verb)
