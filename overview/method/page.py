"""Sådan regner vi: the rules in words, with the plan's own limits and an example from its own
figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from activities import limit_words
from activities.method import AREA_SIGNS, Sign, criterion_signs
from activities.models import CountingRule, Measure, Plan
from activities.progress.figures import Figure, PlanProgress
from core.danish import capital, long_day, number, quantity
from core.lights import Light
from milestones.method import milestone_signs
from overview.adjusted import Adjusted, Sources, adjusted


@dataclass(frozen=True)
class Example:
    """A figure of the plan worked out line by line; `url` is where it stands."""

    name: str
    lines: tuple[str, ...]
    light: Light
    activity_pk: int
    code: str


@dataclass(frozen=True)
class Term:
    name: str
    text: str


@dataclass(frozen=True)
class Method:
    as_of: str
    criteria: tuple[Sign, ...]
    areas: tuple[Sign, ...]
    milestones: tuple[Sign, ...]
    examples: tuple[Example, ...]
    counting: tuple[Term, ...]
    adjusted: tuple[Adjusted, ...]
    limits_changed: str


def method(plan: Plan, progress: PlanProgress, origins: Sources | None = None) -> Method:
    """`origins`: where adjusted targets came from (overview.adjusted)."""
    figures, held = list(progress.figures), plan.limits_on(progress.as_of)
    return Method(
        as_of=long_day(progress.as_of),
        criteria=criterion_signs(held),
        areas=AREA_SIGNS,
        milestones=milestone_signs(held),
        examples=tuple(
            found
            for measure in Measure.values
            if (found := example(f for f in figures if f.criterion.measure == measure))
        ),
        adjusted=tuple(said for figure in figures if (said := adjusted(figure, origins or {}))),
        limits_changed=limit_words.changed_text(plan.limits_course, progress.as_of),
        counting=tuple(
            _term(rule)
            for rule in CountingRule
            if any(f.criterion.counting_rule == rule for f in figures)
        ),
    )


def _term(rule: CountingRule) -> Term:
    name, _, text = rule.label.partition(": ")
    return Term(capital(name), f"{capital(text)}.")


def example(figures: Iterable[Figure]) -> Example | None:
    """The first figure that can be worked out; one that is not yet reached tells more."""
    usable = [
        f for f in figures if f.actual is not None and f.target is not None and f.period is not None
    ]
    usable.sort(key=lambda f: f.light is Light.REACHED)
    if not usable:
        return None
    figure = usable[0]
    lines = _count_lines(figure) if figure.expected is not None else _level_lines(figure)
    facts = figure.criterion
    return Example(capital(facts.name), lines, figure.light, facts.activity_pk, facts.code)


def _count_lines(figure: Figure) -> tuple[str, ...]:
    assert figure.period is not None and figure.days is not None
    first, last = figure.days
    gone, days = (min(figure.as_of, last) - first).days + 1, (last - first).days + 1
    target, expected = number(figure.target or 0), number(figure.expected or 0)
    how = (
        f"{capital(number(gone))} af {number(days)} dage er gået. {target} × "
        f"{number(gone)} / {number(days)} = {expected} forventet nu."
        if figure.criterion.course.is_linear and len(figure.steps) < 2
        else f"Efter planens forløb er {expected} forventet nu."
    )
    return (
        f"Målet for {figure.period.label} er {figure.target_text} {figure.criterion.noun}.",
        how,
        f"{figure.actual_text} er registreret.",
        figure.reason,
    )


def _level_lines(figure: Figure) -> tuple[str, ...]:
    assert figure.period is not None
    facts = figure.criterion
    lines = [f"Målet for {figure.period.label} er {figure.target_text}{_noun(figure)}."]
    if figure.counted and figure.counted.is_direct:
        lines.append(f"Nyeste aflæsning ({figure.rests_on}): {figure.actual_text}.")
    elif facts.measure == "percent" and figure.base:
        last = long_day(figure.counted.last_on) if figure.counted else ""
        lines.append(
            f"Seneste måling{f' ({last})' if last else ''}: {number(figure.value or 0)} af "
            f"{number(figure.base)} = {figure.actual_text}. Ældre målinger lægges ikke til."
        )
    elif facts.measure == "average" and figure.base:
        lines.append(
            f"{number(figure.value or 0)} fremmødte ved {quantity(figure.base, 'møde', 'møder')}: "
            f"{number(figure.value or 0)} / {number(figure.base)} = {figure.actual_text}."
        )
    return (*lines, figure.reason)


def _noun(figure: Figure) -> str:
    return "" if figure.criterion.measure == "percent" else f" {figure.criterion.noun}"
