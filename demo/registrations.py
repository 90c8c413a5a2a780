"""The year's registrations: amounts split into days, estates and people."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from accounts.models import User
from activities import actions
from activities.models import (
    CountingRule,
    Estate,
    Measure,
    Registration,
    Rhythm,
    SuccessCriterion,
    Target,
)
from activities.rounds.actions import NewRound, register_in_new
from activities.rounds.words import default_name, month_of
from core.periods import Period
from demo.acts import Act, moment
from demo.calendar import WEEKDAYS, draw_days, spread, weight
from demo.drawing import Year
from demo.script import (
    Course,
    Entry,
    day_of,
)

ELSEWHERE = 0.2
ROWS_A_YEAR = 16
AGAIN = ((3, 20), (6, 12), (9, 18), (11, 20))  # when what is measured now and then is measured
# Shares of age bands, by a word of what is counted.
AGES = {
    "unge": {"6-12": 0.3, "13-17": 0.5, "18-24": 0.2},
    "brugere": {"6-12": 0.4, "13-17": 0.4, "18-24": 0.2},
    "børn": {"0-5": 0.2, "6-12": 0.5, "13-17": 0.3},
}
ADULTS = {"18-24": 0.25, "25+": 0.75}


def registration_acts(year: Year) -> Iterator[Act]:
    """Every registration of the year up to its last day, with one corrected and one taken back."""
    estates = list(year.plan.estates.order_by("position", "pk"))
    targets: dict[int, Target] = {}
    for target in Target.objects.filter(
        criterion__activity__plan=year.plan, starts_on__year__lte=year.year
    ):
        if target.ends_on.year >= year.year:
            targets[target.criterion_id] = target
    criteria = SuccessCriterion.objects.filter(activity__plan=year.plan).select_related(
        "activity", "responsible"
    )
    for criterion in criteria.select_related("activity__plan"):
        course = year.script.courses.get(criterion.code)
        if (
            course is None
            and (year.goes_on or criterion.code not in year.script.not_measured)
            and criterion.pk in targets
        ):
            course = drawn_course(year, criterion, targets[criterion.pk])
        if course:
            yield from _criterion_acts(year, criterion, continued(year, course), estates)
    for code, entry in year.script.twice.items():
        yield from _twice_written(year, code, entry)


def continued(year: Year, course: Course) -> Course:
    """A course that was told to the summer goes on at its mean pace when the demo goes further."""
    told = len(course.months)
    if year.goes_on and not told and course.fixed and course.fixed[-1].on < year.script.told_to:
        last = course.fixed[-1]
        again = [replace(last, on=on, note="") for on in AGAIN if on > year.script.told_to]
        return replace(course, fixed=(*course.fixed, *again))
    if not told or told >= year.until.month:
        return course
    more, there = year.until.month - told, course.elsewhere
    return replace(
        course,
        months=(*course.months, *spread(round(sum(course.months) * more / told), [1.0] * more)),
        elsewhere=there if there is None else round(there * (told + more) / told),
    )


def drawn_course(year: Year, criterion: SuccessCriterion, target: Target) -> Course:
    """A course by chance: a little behind or ahead of the target, as its measure and rhythm have
    it."""
    rng = year.chance("course", criterion.code)
    pace = rng.uniform(0.7, 1.15)
    if criterion.rhythm != Rhythm.RUNNING:
        return _measured_once(year, criterion, target, pace)
    if criterion.measure == Measure.PERCENT:
        share = min(float(target.value) * pace, 100) / 100
        bases = [rng.randint(18, 40) for _ in range(4)]
        return Course(
            fixed=tuple(
                Entry((3 * n, 20), round(base * share), base=base)
                for n, base in enumerate(bases, 1)
                if base
            )
        )
    if criterion.measure == Measure.AVERAGE:
        heads = [
            max(round(float(target.value) * pace * rng.uniform(0.85, 1.15)), 1) for _ in range(6)
        ]
        return Course(
            fixed=tuple(Entry((2 * n, 15), value, base=1) for n, value in enumerate(heads, 1))
        )
    whole = Period.year(year.year)
    days = (min(target.ends_on, whole.end) - max(target.starts_on, whole.start)).days + 1
    amount = round(
        float(target.value) * pace * days / ((target.ends_on - target.starts_on).days + 1)
    )
    months = [
        sum(weight(day) for day in _days(year.year, month)) * rng.uniform(0.8, 1.2)
        for month in range(1, 13)
    ]
    return Course(months=tuple(spread(amount, months)))


def _measured_once(year: Year, criterion: SuccessCriterion, target: Target, pace: float) -> Course:
    """In its month; what is measured once and has no month, in the last but one of its target."""
    month = criterion.measured_in_month
    if criterion.rhythm == Rhythm.ONCE and target.ends_on.year == year.year:
        month = month or max(target.ends_on.month - 1, 1)
    if not month:
        return Course()
    on, value = (month, 20), max(round(float(target.value) * pace), 1)
    if criterion.measure == Measure.COUNT:
        return Course(fixed=(Entry(on, value),))
    return Course(
        fixed=(Entry(on, min(value, 100), base=100 if criterion.measure == Measure.PERCENT else 1),)
    )


def _criterion_acts(
    year: Year, criterion: SuccessCriterion, course: Course, estates: list[Estate]
) -> Iterator[Act]:
    rng = year.chance("rows", criterion.code)
    entries = list(course.fixed)
    if criterion.measure == Measure.COUNT:
        entries += _drawn_entries(year, criterion, course, estates, rng)
    by_code = {estate.code: estate for estate in estates}
    for entry in sorted(entries, key=lambda entry: entry.on):
        on = day_of(year.year, entry.on)
        if year.upto(on) and year.plan.starts_on <= on <= year.plan.ends_on:
            yield from _entry_acts(year, criterion, entry, on, by_code.get(entry.estate), rng)


def _drawn_entries(
    year: Year,
    criterion: SuccessCriterion,
    course: Course,
    estates: list[Estate],
    rng: random.Random,
) -> Iterator[Entry]:
    """What the months hold beyond the fixed entries, in rows of a likely size on likely days."""
    fixed = [sum(e.value for e in course.fixed if e.on[0] == month) for month in range(1, 13)]
    months = [max(amount - fixed[n], 0) for n, amount in enumerate(course.months)]
    weekdays = year.script.weekdays.get(criterion.activity.code, WEEKDAYS)
    size = max(1, round(sum(course.months) / ROWS_A_YEAR))
    for month, amounts in enumerate(_by_estate(course, months, estates), 1):
        days = [
            day
            for day in _days(year.year, month)
            if day >= year.plan.starts_on and not year.only_fixed(day)
        ]
        for code, amount in amounts.items():
            parts = _parts(rng, amount, size)
            for day, value in zip(draw_days(rng, days, len(parts), weekdays), parts, strict=True):
                yield _entry(year, criterion, day, value, code, rng)


def _by_estate(
    course: Course, months: list[int], estates: list[Estate]
) -> Iterator[dict[str, int]]:
    """Each month's amount by estate: four fifths on the first, unless the course says how much
    elsewhere."""
    if not estates:
        yield from ({"": amount} for amount in months)
        return
    first, second = estates[0].code, estates[min(1, len(estates) - 1)].code
    total = sum(months)
    there = round(total * ELSEWHERE)
    if course.elsewhere is not None:
        there = max(course.elsewhere - sum(e.value for e in course.fixed if e.estate == second), 0)
    seconds = spread(min(there, total), [float(amount) for amount in months])
    for amount, on_second in zip(months, seconds, strict=True):
        yield {first: amount - on_second, second: on_second} if first != second else {first: amount}


def _parts(rng: random.Random, amount: int, size: int) -> list[int]:
    parts = []
    while amount > 0:
        part = min(amount, rng.randint(max(1, size // 2), size + size // 2 + 1))
        parts.append(part)
        amount -= part
    return parts


def _entry(
    year: Year, criterion: SuccessCriterion, day: date, value: int, estate: str, rng: random.Random
) -> Entry:
    notes = year.script.notes.get(criterion.activity.code, ())
    attends = criterion.counting_rule == "attendances"
    helped = criterion.level == 1 and criterion.activity.code in year.script.with_volunteers
    return Entry(
        (day.month, day.day),
        value,
        estate,
        new=round(value * rng.uniform(0.2, 0.6)) if attends else None,
        again=_again(year, criterion, day, value),
        volunteers=rng.randint(1, 4) if helped else None,
        note=rng.choice(notes) if notes and rng.random() < 0.12 else "",
    )


def _again(year: Year, criterion: SuccessCriterion, day: date, value: int) -> int:
    """How many came who were counted before, where each is counted once: `value` is the new."""
    if criterion.counting_rule != CountingRule.UNIQUE_PARTICIPANTS or criterion.level > 1:
        return 0
    rng = year.chance("again", criterion.code, str(day), str(value))
    return round(value * rng.uniform(0.1, 0.8))


def _entry_acts(
    year: Year,
    criterion: SuccessCriterion,
    entry: Entry,
    on: date,
    estate: Estate | None,
    rng: random.Random,
) -> Iterator[Act]:
    """The registration on the day or soon after, never after the day the demo has come to."""
    late = rng.choices((0, 1, 3), (8, 2, 1))[0]
    written = min(
        on + timedelta(days=late), year.until, Period.containing(on).end + timedelta(days=5)
    )
    by, at = (
        year.cast.of(criterion.responsible),
        moment(written, rng.randint(9, 17), rng.randint(0, 59)),
    )
    value = entry.corrected_from or entry.value + entry.again
    register = partial(
        _register_share if criterion.measure == Measure.PERCENT else actions.register,
        criterion,
        on=on,
        value=value,
        base=entry.base,
        estate=estate,
        new=value - entry.again if criterion.counts_each_once else entry.new,
        volunteers=entry.volunteers,
        breakdown=_breakdown(criterion, value, rng) if not entry.corrected_from else {},
        note=entry.note,
        by=by,
    )
    if entry.asked:
        register = partial(register, asked=entry.asked)
    if not entry.corrected_from:
        yield Act(at, register)
        return
    rows: list[Registration] = []
    yield Act(at, lambda: rows.append(register()))
    corrected = min(at + timedelta(days=2), moment(year.until, 18))
    yield Act(corrected, lambda: _correct(rows[0], entry.value, by))


def _register_share(
    criterion: SuccessCriterion, *, on: date, asked: int | None = None, **figures: Any
) -> Registration:
    """The answers of a month as a måling of their own."""
    first, last = month_of(on, criterion.activity.plan)
    named = default_name(on, criterion.rounds.values_list("name", flat=True))
    new = NewRound(named, first, last, who=criterion.denominator, asked=asked)
    return register_in_new(criterion, new, source=None, on=on, **figures)


def _correct(row: Registration, value: int, by: User) -> None:
    actions.amend(
        row,
        expected_version=row.lock_version,
        by=by,
        value=value,
        new=value if row.criterion.counts_each_once else row.new,
        reason="Talt forkert; tjekket med deltagerlisten",
    )


def _breakdown(
    criterion: SuccessCriterion, value: int, rng: random.Random
) -> dict[str, dict[str, int]]:
    """Age and sex for a few larger groups of people. Families and things have neither."""
    if not criterion.asks_who or value < 8 or rng.random() > 0.5:
        return {}
    bands = next((ages for word, ages in AGES.items() if word in criterion.noun), ADULTS)
    ages = spread(value, [share * rng.uniform(0.7, 1.3) for share in bands.values()])
    women, men = spread(value, [rng.uniform(0.8, 1.4), 1.0])
    return {"age": dict(zip(bands, ages, strict=True)), "gender": {"female": women, "male": men}}


def _twice_written(year: Year, code: str, entry: Entry) -> Iterator[Act]:
    """The same list written twice by mistake, and the second one taken back at once."""
    criteria = SuccessCriterion.objects.filter(activity__plan=year.plan, code=code)
    criterion = criteria.select_related("activity__plan", "responsible").first()
    on = day_of(year.year, entry.on)
    if criterion is None or not year.upto(on):
        return
    estate = year.plan.estates.filter(code=entry.estate).first()
    by, at, rows = year.cast.of(criterion.responsible), moment(on, 18, 12), list[Registration]()
    yield Act(
        at,
        lambda: rows.append(
            actions.register(
                criterion,
                on=on,
                value=entry.value,
                new=entry.value if criterion.counts_each_once else entry.new,
                estate=estate,
                note=entry.note,
                by=by,
            )
        ),
    )
    yield Act(
        at + timedelta(minutes=3), lambda: actions.void(rows[0], by=by, reason="Skrevet to gange")
    )


def _days(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return [first + timedelta(days=n) for n in range((after - first).days)]
