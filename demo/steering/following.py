"""Risks, forankring, evaluations, newsletters, agreements, background figures and the overall
goal."""

from collections.abc import Iterator
from functools import partial

from activities.models import SuccessCriterion
from core import bound
from demo.acts import Act
from demo.drawing import Year
from demo.script import MonthDay, day_of
from demo.steering.day import WRITTEN, on_day
from demo.steering_script import (
    Answer,
    Danger,
    Deal,
    Heir,
    Issue,
    Review,
)
from governance import rows
from governance.agreements import actions as agreements
from governance.background import actions as background
from governance.doubts import actions as doubts
from governance.evaluations import actions as evaluations
from governance.meetings.key_dates import actions as key_dates
from governance.models import (
    Agreement,
    Anchoring,
    BackgroundFigure,
    Confirmation,
    Evaluation,
    GoalStatus,
    KeyDate,
    KeyDateKind,
    Risk,
)
from governance.risks import actions as risks


def risk(year: Year, told: Danger) -> Iterator[Act]:
    yield from on_day(year, told.on, 11, 30, partial(_see_risk, year, told))
    if told.again:
        yield from on_day(year, told.again[0], 11, 30, partial(_judge_anew, year, told))
    if told.closed:
        yield from on_day(year, told.closed, 11, 30, partial(_close_risk, year, told))


def _see_risk(year: Year, told: Danger) -> None:
    row = Risk(
        plan=year.plan,
        title=told.title,
        focus_area=year.plan.focus_areas.filter(code=told.area).first(),
        likelihood=told.likelihood,
        impact=told.impact,
        consequence=told.consequence,
        action=told.action,
        function=told.function,
        seen_on=day_of(year.year, told.on),
    )
    rows.write(row, by=year.cast.lead, reason=WRITTEN)


def _judge_anew(year: Year, told: Danger) -> None:
    assert told.again
    row = Risk.objects.get(plan=year.plan, title=told.title)
    on, row.likelihood, row.impact, row.action = told.again
    row.seen_on = day_of(year.year, on)
    rows.write(row, by=year.cast.lead, reason="Vurderet igen")


def _close_risk(year: Year, told: Danger) -> None:
    assert told.closed
    row, on = Risk.objects.get(plan=year.plan, title=told.title), day_of(year.year, told.closed)
    risks.close(
        row, on=on, why=told.closed_why, by=year.cast.lead, expected_version=row.lock_version
    )


def anchor(year: Year, heir: Heir) -> None:
    row = Anchoring(
        activity=year.plan.activities.get(code=heir.activity),
        partner=year.plan.partners.get(code=heir.partner),
        step=heir.step,
        conditions=heir.conditions,
        planned_on=heir.planned,
        reached_on=day_of(year.year, heir.on),
    )
    rows.write(row, by=year.cast.lead, reason=WRITTEN)


def review(year: Year, told: Review) -> Iterator[Act]:
    yield from on_day(year, told.on, 12, 30, partial(_plan_review, year, told))
    if told.done:
        yield from on_day(year, told.done, 12, 30, partial(_finish_review, year, told))


def issue(year: Year, told: Issue) -> Iterator[Act]:
    yield from on_day(year, told.on, 10, 30, partial(_plan_issue, year, told))
    if told.done:
        yield from on_day(year, told.out, 15, 30, partial(_finish_issue, year, told))


def _plan_issue(year: Year, told: Issue) -> None:
    row = KeyDate(
        plan=year.plan,
        kind=KeyDateKind.NEWSLETTER,
        title=told.title,
        material_on=day_of(year.year, told.material),
        due_on=day_of(year.year, told.out),
        criterion=SuccessCriterion.objects.get(activity__plan=year.plan, code=told.criterion),
    )
    key_dates.write(row, by=year.cast.lead, reason=WRITTEN)


def _finish_issue(year: Year, told: Issue) -> None:
    row = KeyDate.objects.select_related("criterion__activity__plan").get(
        plan=year.plan, title=told.title
    )
    on = day_of(year.year, told.out)
    key_dates.finish(
        row, on=on, copies=told.copies, by=year.cast.lead, expected_version=row.lock_version
    )


def _plan_review(year: Year, told: Review) -> None:
    row = Evaluation(
        plan=year.plan,
        kind=told.kind,
        title=told.title,
        evaluator=told.evaluator,
        due_on=day_of(year.year, told.due),
        activity=year.plan.activities.filter(code=told.activity).first(),
    )
    rows.write(row, by=year.cast.lead, reason=WRITTEN)


def _finish_review(year: Year, told: Review) -> None:
    assert told.done
    row = Evaluation.objects.get(plan=year.plan, title=told.title)
    evaluations.finish(
        row,
        on=day_of(year.year, told.done),
        conclusion=told.conclusion,
        consequence=told.consequence,
        by=year.cast.lead,
        expected_version=row.lock_version,
    )


def agree(year: Year, told: Deal) -> None:
    plan = year.plan
    row = Agreement(
        plan=plan,
        title=told.title,
        kind=told.kind,
        partner=plan.partners.get(code=told.partner),
        starts_on=told.starts_on,
        ends_on=told.ends_on,
        we_deliver=told.we,
        they_deliver=told.they,
        needs_funding=bool(told.funding),
        funding_note=told.funding,
    )
    areas = plan.focus_areas.filter(code__in=told.areas)
    agreements.write(
        row,
        focus_areas=areas,
        activities=plan.activities.filter(code__in=told.activities),
        by=year.cast.lead,
    )


def answer(year: Year, told: Answer) -> None:
    """Every one of the doubts, as the lead sees it, with the same answer."""
    criteria = SuccessCriterion.objects.filter(activity__plan=year.plan, code__in=told.criteria)
    for criterion in criteria.select_related("activity__plan").order_by("code"):
        shown = bound.token(doubts.texts(criterion, Confirmation(criterion=criterion)))
        doubts.confirm(criterion, answer=told.answer, shown=shown, by=year.cast.lead)


def figures(year: Year) -> None:
    told = year.script.steering
    for figure in told.figures:
        row = BackgroundFigure(
            plan=year.plan,
            estate=year.plan.estates.filter(code=figure.estate).first(),
            indicator=figure.indicator,
            year=figure.year,
            value=figure.value,
            city_value=figure.city,
            source=told.figures_source,
            definition=figure.definition,
        )
        background.write(row, by=year.cast.lead)


def judge(year: Year, on: MonthDay, step: str, why: str) -> None:
    row = GoalStatus(
        plan=year.plan, on=day_of(year.year, on), step=step, why=why, by=year.cast.lead
    )
    rows.write(row, by=year.cast.lead, reason=WRITTEN)
