"""How the plan is steered in the demo: seats, meetings and their papers, money, adjustments, and what is followed.

Nobody decides alone: a demo without a koordinator has none of it but the newsletters.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from activities.models import SuccessCriterion, Target
from core.periods import Period
from governance import papers, shown
from governance.actions import (
    adjustments,
    agenda,
    agreements,
    attachments,
    background,
    budget,
    evaluations,
    follow_ups,
    key_dates,
    minutes,
    risks,
    rows,
    seats,
    spending,
)
from governance.actions import papers as sending
from governance.actions.shown import seal
from governance.decisions import Decided
from governance.models import (
    Adjustment,
    AgendaItem,
    Agreement,
    Anchoring,
    BackgroundFigure,
    Budget,
    BudgetLine,
    Evaluation,
    FollowUp,
    Forum,
    ForumKind,
    GoalStatus,
    KeyDate,
    KeyDateKind,
    Meeting,
    PaperKind,
    Risk,
    Seat,
    Standing,
    Subject,
)
from reporting.demo.acts import Act, moment
from reporting.demo.registrations import Year
from reporting.demo.script import MonthDay, day_of
from reporting.demo.steering_script import Change, Danger, Deal, Heir, Issue, Item, Money, Review, Session, Task
from reporting.models import Report, ReportKind

WRITTEN = "Skrevet"


def steering_acts(year: Year) -> Iterator[Act]:
    """Every act of the year's steering up to the day the demo has come to."""
    for issue in year.script.steering.issues:
        yield from _issue(year, issue)
    if year.cast.coordinator is None:
        return
    told = year.script.steering
    yield from _at(year, (1, 2), 9, 0, partial(_seat, year))
    for session in told.sessions:
        yield from _session(year, session)
    if told.money:
        yield from _money(year, told.money)
    for number, change in enumerate(told.changes, start=1):
        yield from _change(year, number, change)
    for danger in told.risks:
        yield from _risk(year, danger)
    for heir in told.heirs:
        yield from _at(year, heir.on, 11, 0, partial(_anchor, year, heir))
    for review in told.reviews:
        yield from _review(year, review)
    for deal in told.deals:
        yield from _at(year, deal.on, 10, 0, partial(_agree, year, deal))
    yield from _at(year, told.figures_on, 9, 30, partial(_figures, year))
    for judged in told.judgements:
        yield from _at(year, judged.on, 12, 0, partial(_judge, year, judged.on, judged.step, judged.why))


def _at(year: Year, on: MonthDay, hour: int, minute: int, do: Any) -> Iterator[Act]:
    day = day_of(year.year, on)
    if year.upto(day):
        yield Act(moment(day, hour, minute), do)


# Fora and meetings


def _seat(year: Year) -> None:
    for place in year.script.steering.seats:
        forum = Forum.objects.get(plan=year.plan, code=place.forum)
        seat = Seat(
            forum=forum,
            user=year.cast.by_role.get(place.role),
            function=place.function,
            kind=place.kind,
            starts_on=year.plan.starts_on,
        )
        seats.write(seat, by=year.cast.coordinator, reason=WRITTEN)


def _session(year: Year, told: Session) -> Iterator[Act]:
    yield from _at(year, told.prepared, 9, 0, partial(_prepare, year, told))
    if told.called:
        yield from _at(year, told.called, 11, 0, partial(_call, year, told))
    if told.minuted:
        after = day_of(year.year, told.on) + timedelta(days=1)
        yield from _at(year, (after.month, after.day), 9, 10, partial(_write_minutes, year, told))
        yield from _at(year, told.minuted, 14, 0, partial(_send_minutes, year, told))
        for task in told.tasks:
            yield from _at(year, (after.month, after.day), 9, 40, partial(_task, year, told, task))
            if task.done:
                yield from _at(year, task.done, 15, 0, partial(_done, year, task))


def _server(year: Year, forum: Forum) -> Any:
    """Who writes the forum's papers: the koordinator is the styregruppe's secretary, the lead the others'."""
    return year.cast.coordinator if forum.is_steering_group else year.cast.lead


def _meeting(year: Year, told: Session) -> Meeting:
    on = day_of(year.year, told.on)
    return Meeting.objects.select_related("forum__plan").get(forum__plan=year.plan, forum__code=told.forum, on=on)


def _prepare(year: Year, told: Session) -> None:
    meeting = _meeting(year, told)
    by = _server(year, meeting.forum)
    agenda.begin(meeting, by=by)
    for item in told.items:
        agenda.write(_point(year, meeting, item), by=by, reason=WRITTEN)


def _point(year: Year, meeting: Meeting, told: Item) -> AgendaItem:
    criterion = None
    if told.criterion:
        found = SuccessCriterion.objects.select_related("activity__focus_area")
        criterion = found.get(activity__plan=year.plan, code=told.criterion)
    return AgendaItem(
        meeting=meeting,
        plan=year.plan,
        kind=told.kind,
        title=told.title,
        presentation=told.presentation,
        proposal=told.proposal,
        consequence=told.consequence,
        minutes_set_aside=told.minutes,
        criterion=criterion,
        focus_area=criterion.activity.focus_area if criterion else None,
        period=Period.parse(told.period) if told.period else None,
    )


def _call(year: Year, told: Session) -> None:
    meeting = _meeting(year, told)
    by = _server(year, meeting.forum)
    period = Period.parse(told.annex) if told.annex else None
    note = Report.objects.filter(plan=year.plan, kind=ReportKind.STATUS_NOTE, period=period).first() if period else None
    if note:
        attachments.attach_report(_item(meeting, Standing.STATUS), note.pk, title="", by=by)
    paper = sending.call(meeting, shown=papers.build(meeting, PaperKind.AGENDA).fingerprint(), by=by)
    sending.produce(paper.pk)


def _write_minutes(year: Year, told: Session) -> None:
    meeting = _meeting(year, told)
    records = {_item(meeting, key).pk: minutes.Record(*said) for key, said in told.said.items()}
    by, version = _server(year, meeting.forum), meeting.lock_version
    minutes.write(meeting, present="\n".join(told.present), records=records, by=by, expected_version=version)


def _send_minutes(year: Year, told: Session) -> None:
    meeting = _meeting(year, told)
    seen = papers.build(meeting, PaperKind.MINUTES).fingerprint()
    paper = minutes.send(meeting, shown=seen, correction="", by=_server(year, meeting.forum))
    sending.produce(paper.pk)


def _item(meeting: Meeting, key: str) -> AgendaItem:
    """A point by its standing code, or its title."""
    field = "standing" if key in Standing.values else "title"
    return meeting.items.select_related("meeting__forum").get(**{field: key})


def _task(year: Year, told: Session, task: Task) -> None:
    meeting = _meeting(year, told)
    row = FollowUp(
        plan=year.plan,
        item=_item(meeting, task.item),
        what=task.what,
        responsible=year.cast.by_role.get(task.role),
        function=task.function,
        due_on=day_of(year.year, task.due),
    )
    follow_ups.write(row, by=_server(year, meeting.forum), reason=WRITTEN)


def _done(year: Year, task: Task) -> None:
    assert task.done
    row = FollowUp.objects.get(plan=year.plan, what=task.what)
    by = row.responsible or year.cast.lead
    on = day_of(year.year, task.done)
    follow_ups.finish(row, on=on, note=task.note, by=by, expected_version=row.lock_version)


def _decided(year: Year, kind: ForumKind, on: date, key: str = Standing.ADJUSTMENTS) -> Decided:
    meeting = Meeting.objects.select_related("forum").get(forum__plan=year.plan, forum__kind=kind, on=on)
    return Decided(on, _item(meeting, key))


# Money


def _money(year: Year, told: Money) -> Iterator[Act]:
    yield from _at(year, told.drafted, 13, 0, partial(_draft_budget, year, told))
    yield from _at(year, told.proposed, 13, 0, partial(_propose_budget, year))
    # The yes is written down the morning after, once the minutes have it.
    after = day_of(year.year, told.approved) + timedelta(days=1)
    yield from _at(year, (after.month, after.day), 9, 30, partial(_approve_budget, year, told))
    for code, (on, _) in told.spending.items():
        yield from _at(year, on, 13, 30, partial(_spend, year, told, code))


def _budget(year: Year) -> Budget:
    return Budget.objects.select_related("plan").get(plan=year.plan, year=year.year)


def _draft_budget(year: Year, told: Money) -> None:
    total = sum((line.amount for line in told.lines), Decimal(0))
    row = Budget(plan=year.plan, year=year.year, stated_total=total, note=told.note)
    row = budget.create(row, copy_from=None, by=year.cast.lead)
    areas = {area.code: area for area in year.plan.focus_areas.all()}
    for position, line in enumerate(told.lines, start=1):
        new = BudgetLine(
            budget=row,
            code=line.code,
            category=line.category,
            source=line.source,
            text=line.text,
            amount=line.amount,
            focus_area=areas.get(line.area),
            position=position,
        )
        budget.write_line(new, by=year.cast.lead)


def _propose_budget(year: Year) -> None:
    row = _budget(year)
    budget.propose(row, shown=seal(budget.content(row, budget.lines_of(row))), reason="", by=year.cast.lead)


def _approve_budget(year: Year, told: Money) -> None:
    row = _budget(year)
    where = _decided(year, ForumKind.STEERING_GROUP, day_of(year.year, told.approved), told.point)
    seen = seal(budget.content(row, budget.lines_of(row)))
    budget.approve(row, shown=seen, on=where.on, item=where.item, by=year.cast.coordinator)


def _spend(year: Year, told: Money, code: str) -> None:
    row, (_, spent) = _budget(year), told.spending[code]
    lines = budget.lines_of(row)
    entries = {line: spending.Entry(s.spent, s.expected, s.note) for line in lines if (s := spent.get(line.code))}
    spending.write_spending(row, Period.parse(code), entries, by=year.cast.lead)


# Adjustments


def _change(year: Year, number: int, told: Change) -> Iterator[Act]:
    yield from _at(year, told.proposed, 13, 40, partial(_propose, year, told))
    if told.advised:
        after = day_of(year.year, told.advised) + timedelta(days=1)
        yield from _at(year, (after.month, after.day), 9, 50, partial(_advise, year, number, told))
    after = day_of(year.year, told.decided) + timedelta(days=1)
    yield from _at(year, (after.month, after.day), 9, 50, partial(_decide, year, number, told))
    yield from _at(year, told.sent, 10, 0, partial(_send, year, number, told))
    yield from _at(year, told.answered, 10, 0, partial(_answer, year, number, told))


def _adjustment(year: Year, number: int) -> Adjustment:
    return Adjustment.objects.select_related("plan", "target__criterion").get(plan=year.plan, number=number)


def _propose(year: Year, told: Change) -> None:
    target = Target.objects.get(
        criterion__activity__plan=year.plan, criterion__code=told.criterion, starts_on__year=year.year
    )
    row = Adjustment(
        plan=year.plan,
        title=told.title,
        subject=Subject.TARGET,
        target=target,
        new={"value": told.value},
        reason=told.reason,
        consequence=told.consequence,
        in_force_on=day_of(year.year, told.in_force),
    )
    row = adjustments.draft(row, by=year.cast.lead)
    adjustments.propose(row, by=year.cast.lead, expected_version=row.lock_version)


def _advise(year: Year, number: int, told: Change) -> None:
    assert told.advised
    row, where = _adjustment(year, number), _decided(year, ForumKind.REFERENCE_GROUP, day_of(year.year, told.advised))
    seen = shown.token(adjustments.texts(row))
    adjustments.recommend(row, yes=True, where=where, note="", shown=seen, by=year.cast.lead)


def _decide(year: Year, number: int, told: Change) -> None:
    row, where = _adjustment(year, number), _decided(year, ForumKind.STEERING_GROUP, day_of(year.year, told.decided))
    seen = shown.token(adjustments.texts(row))
    adjustments.decide(row, yes=True, where=where, note="", shown=seen, by=year.cast.coordinator)


def _send(year: Year, number: int, told: Change) -> None:
    row, on = _adjustment(year, number), day_of(year.year, told.sent)
    by, version = year.cast.coordinator, row.lock_version
    adjustments.send(row, on=on, reference=told.reference, expected_version=version, by=by)


def _answer(year: Year, number: int, told: Change) -> None:
    row = _adjustment(year, number)
    adjustments.answer(
        row,
        yes=told.accepted,
        on=day_of(year.year, told.answered),
        text=told.answer,
        in_force_on=row.in_force_on,
        expected_version=row.lock_version,
        by=year.cast.coordinator,
    )


# What is followed


def _risk(year: Year, told: Danger) -> Iterator[Act]:
    yield from _at(year, told.on, 11, 30, partial(_see_risk, year, told))
    if told.again:
        yield from _at(year, told.again[0], 11, 30, partial(_judge_anew, year, told))
    if told.closed:
        yield from _at(year, told.closed, 11, 30, partial(_close_risk, year, told))


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
    risks.close(row, on=on, why=told.closed_why, by=year.cast.lead, expected_version=row.lock_version)


def _anchor(year: Year, heir: Heir) -> None:
    row = Anchoring(
        activity=year.plan.activities.get(code=heir.activity),
        partner=year.plan.partners.get(code=heir.partner),
        step=heir.step,
        conditions=heir.conditions,
        planned_on=heir.planned,
        reached_on=day_of(year.year, heir.on),
    )
    rows.write(row, by=year.cast.lead, reason=WRITTEN)


def _review(year: Year, told: Review) -> Iterator[Act]:
    yield from _at(year, told.on, 12, 30, partial(_plan_review, year, told))
    if told.done:
        yield from _at(year, told.done, 12, 30, partial(_finish_review, year, told))


def _issue(year: Year, told: Issue) -> Iterator[Act]:
    yield from _at(year, told.on, 10, 30, partial(_plan_issue, year, told))
    if told.done:
        yield from _at(year, told.out, 15, 30, partial(_finish_issue, year, told))


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
    row = KeyDate.objects.select_related("criterion__activity__plan").get(plan=year.plan, title=told.title)
    on = day_of(year.year, told.out)
    key_dates.finish(row, on=on, copies=told.copies, by=year.cast.lead, expected_version=row.lock_version)


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


def _agree(year: Year, told: Deal) -> None:
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
        row, focus_areas=areas, activities=plan.activities.filter(code__in=told.activities), by=year.cast.lead
    )


def _figures(year: Year) -> None:
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


def _judge(year: Year, on: MonthDay, step: str, why: str) -> None:
    row = GoalStatus(plan=year.plan, on=day_of(year.year, on), step=step, why=why, by=year.cast.lead)
    rows.write(row, by=year.cast.lead, reason=WRITTEN)
