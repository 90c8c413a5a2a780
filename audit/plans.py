"""Generated plans: falling and rising goals, school years, plans that begin within a year,
half-years, adjustments, corrections. A plan is drawn as plain values and built by the product's
own doors; what they cannot say yet is put in its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import yaml
from django.test import override_settings
from hypothesis import strategies as st

from accounts.models import Membership, Role, User
from activities.actions import register
from activities.actions.hours import log_hours
from activities.actions.registrations import amend, void
from activities.models import Activity, Plan, SuccessCriterion, SurveyRound, Target, TargetRevision
from activities.planfile import load
from core import clock
from core.periods import Period
from milestones.actions import drop, reach
from milestones.models import Milestone
from milestones.moves import move

NOUNS = (
    ("familier", "familie"),
    ("unge", "ung"),
    ("beboere", "beboer"),
    ("sager", "sag"),
    ("klager", "klage"),
)
VERBS = ("kom forbi", "fik hjælp", "blev talt", "svarede os", "gik i gang", "holdt fast")
Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Built:
    plan: Plan
    lead: User
    today: date


def months_on(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@st.composite
def aims(draw: st.DrawFn, first: date, last: date, *, whole: bool) -> list[tuple[date, date, Any]]:
    """One target or several after each other: calendar years, school years, halves, quarters, a
    span."""
    kind = draw(st.sampled_from(["year", "school", "half", "quarter", "span"]))
    length = {"year": 12, "school": 12, "half": 6, "quarter": 3, "span": 24}[kind]
    begins = {"year": 1, "school": 8, "half": 1, "quarter": 1, "span": 1}[kind]
    start = date(first.year, begins, 1)
    found = []
    for _ in range(
        draw(st.integers(1, 4))
        if kind in ("half", "quarter")
        else 1
        if (kind == "span")
        else draw(st.integers(1, 2))
    ):
        end = months_on(start, length) - timedelta(days=1)
        if start > last:
            break
        value = draw(st.integers(1, 60))
        tenths = 0 if whole else draw(st.sampled_from([0, 0, 5]))
        found.append((start, end, Decimal(value) + Decimal(tenths) / 10))
        start = end + timedelta(days=1)
    return found


@st.composite
def one_criterion(draw: st.DrawFn, number: int, first: date, last: date) -> dict[str, Any]:
    measure = draw(st.sampled_from(["count", "count", "count", "percent", "average"]))
    running = measure == "average" or (measure == "count" and draw(st.integers(0, 5)) > 0)
    ceiling = draw(st.integers(0, 3)) == 0
    baseline = draw(st.sampled_from([None, 70, 90])) if ceiling and measure == "percent" else None
    course: dict[str, Any] = {}
    if measure == "count" and running and draw(st.booleans()):
        course = draw(
            st.sampled_from(
                [
                    {"shares": [0, 40, 100]},
                    {"shares": [10, 100]},
                    {"shares": [0, 60, 80, 100]},
                    {"after": "A1-1", "months": 2},
                ]
            )
        )
    if course.get("after") == f"A{number // 2 + 1}-{number % 2 + 1}":
        course = {}
    return {
        "measure": measure,
        "rhythm": "running" if running else draw(st.sampled_from(["yearly", "once"])),
        "month": None if running else draw(st.integers(1, 12)),
        "direction": "at_most" if ceiling else "at_least",
        "baseline": baseline,
        "course": course,
        "rule": draw(st.sampled_from(["attendances", "unique_participants", "items"])),
        "aims": draw(aims(first, last, whole=measure == "count" and not ceiling)),
        "noun": draw(st.sampled_from(NOUNS)),
        "adjusted": draw(st.one_of(st.none(), st.tuples(st.integers(20, 200), st.integers(1, 40)))),
    }


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """A plan of two areas and three activities with six criteria, what happened in it, and the day
    it is seen on: within, on its last day or after."""
    first = draw(st.sampled_from([date(2013, 1, 1), date(2013, 3, 11), date(2013, 7, 1)]))
    last = draw(st.sampled_from([date(2013, 12, 31), date(2014, 9, 30), date(2014, 12, 31)]))
    day = st.dates(first + timedelta(days=20), last + timedelta(days=60))
    today = draw(st.one_of(day, st.sampled_from([last, last + timedelta(days=1)])))
    until = min(today, last)
    return {
        "first": first,
        "last": last,
        "today": today,
        "half": draw(st.booleans()),
        "criteria": [draw(one_criterion(n, first, last)) for n in range(6)],
        "rows": draw(
            st.lists(
                st.tuples(
                    st.integers(0, 5),
                    st.dates(first, until),
                    st.integers(0, 30),
                    st.integers(1, 40),
                    st.sampled_from(["", "", "", "amend", "void"]),
                ),
                min_size=8,
                max_size=40,
            )
        ),
        "weeks": draw(
            st.lists(
                st.tuples(st.integers(0, (until - first).days // 7), st.integers(0, 40)),
                max_size=12,
            )
        ),
        "stones": draw(
            st.lists(
                st.tuples(
                    st.integers(0, 3), st.sampled_from(["", "reach", "reach", "move", "drop"])
                ),
                min_size=2,
                max_size=6,
            )
        ),
    }


def document(spec: Spec, slug: str) -> dict[str, Any]:
    """The plan file of a drawn plan."""
    areas = []
    for area, activities in ((1, (1, 2)), (2, (3,))):
        areas.append(
            {
                "code": str(area),
                "name": f"Område {'nord' if area == 1 else 'syd'}",
                "activities": [activity(spec, n) for n in activities],
            }
        )
    periods = begun(spec)
    return {
        "plan": {
            "slug": slug,
            "name": f"Planen {slug}",
            "starts_on": spec["first"],
            "ends_on": spec["last"],
            "reporting_period": "half_year" if spec["half"] else "quarter",
        },
        "estates": [{"code": "E1", "name": "Haven", "dwellings": 40}],
        "roles": [{"code": "KO", "name": "Koordinator"}, {"code": "MA", "name": "Medarbejder"}],
        "focus_areas": areas,
        "milestones": [
            {
                "code": f"M{n}",
                "name": f"Skridt nummer {'abcdefgh'[n]}",
                "kind": "activity",
                "activity": f"A{n % 3 + 1}",
                "period": periods[at % len(periods)].code,
            }
            for n, (at, _) in enumerate(spec["stones"])
        ],
    }


def begun(spec: Spec) -> list[Period]:
    kind = "half_year" if spec["half"] else "quarter"
    found = Period.span(spec["first"].year, spec["last"].year).parts(kind)
    return [p for p in found if p.end >= spec["first"] and p.start <= spec["last"]]


def activity(spec: Spec, number: int) -> dict[str, Any]:
    return {
        "code": f"A{number}",
        "name": f"Aktivitet {'abc'[number - 1]}",
        "staffing": [
            {"role": "KO", "hours": 7.5},
            {"role": "MA", "hours": [2, 3]},
        ][: 1 + number % 2],
        "criteria": [
            criterion(spec["criteria"][(number - 1) * 2 + n], number, n + 1) for n in range(2)
        ],
    }


def criterion(c: Mapping[str, Any], number: int, step: int) -> dict[str, Any]:
    noun, one = c["noun"]
    verb = VERBS[(number - 1) * 2 + step - 1]
    share = c["measure"] == "percent"
    return {
        "code": f"A{number}-{step}",
        "level": step,
        "name": f"{noun.capitalize()} der {verb}",
        "text": verb if share else f"{noun} {verb}",
        "measure": c["measure"],
        "noun": noun,
        "noun_singular": one,
        "counting_rule": {"percent": "measurement", "average": "meetings"}.get(
            c["measure"], c["rule"]
        ),
        "method": "Vi tæller",
        "rhythm": c["rhythm"],
        **({"measured_in_month": c["month"]} if c["month"] else {}),
        **({"denominator": f"de spurgte {noun}"} if share else {}),
        "targets": {2013: 10},  # replaced by the drawn ones, which may have decimals
    }


def build(spec: Spec, slug: str) -> Built:
    """Write the plan and all that happened. Everything of a drawn day is written on that day."""
    text = yaml.safe_dump(document(spec, slug), allow_unicode=True, sort_keys=False)
    plan = load(text.encode()).plan
    lead = User.objects.create(email=f"{slug}@audit.example", name="Rikke Revisor")
    Membership.objects.create(
        user=lead, plan=plan, role=Role.SECRETARIAT_LEAD, starts_on=spec["first"]
    )
    criteria = list(SuccessCriterion.objects.filter(activity__plan=plan).order_by("code"))
    for row, drawn in zip(criteria, spec["criteria"], strict=True):
        settle(row, drawn, spec)
    with override_settings(DEMO_DATE=spec["today"]):
        happen(spec, plan, criteria, lead)
    return Built(plan, lead, spec["today"])


def settle(row: SuccessCriterion, drawn: Mapping[str, Any], spec: Spec) -> None:
    baseline = drawn["baseline"]
    SuccessCriterion.objects.filter(pk=row.pk).update(
        direction=drawn["direction"],
        baseline=baseline,
        baseline_year=None if baseline is None else 2012,
        course=drawn["course"],
    )
    row.targets.all().delete()
    for start, end, value in drawn["aims"]:
        Target.objects.create(criterion=row, starts_on=start, ends_on=end, value=value)
    target = row.targets.order_by("starts_on").first()
    if drawn["adjusted"] and target:
        days, value = drawn["adjusted"]
        on = target.starts_on + timedelta(days=days)
        if spec["first"] < on <= min(target.ends_on, spec["today"]):
            TargetRevision.objects.create(target=target, value=value, in_force_on=on)


def happen(spec: Spec, plan: Plan, criteria: list[SuccessCriterion], by: User) -> None:
    middle = spec["first"] + (min(spec["today"], spec["last"]) - spec["first"]) / 2
    rounds = {
        (row.pk, 0): SurveyRound.objects.create(
            criterion=row,
            name="Rundspørge",
            starts_on=middle,
            ends_on=spec["last"],
            created_by=by,
            created_at=clock.now(),
        )
        for row in criteria
        if row.measure == "percent"
    }
    for at, on, value, base, after in spec["rows"]:
        row = criteria[at]
        share = row.measure == "percent"
        heads = min(value, base) if share else value
        made = (
            register(
                row,
                on=on,
                value=heads,
                base=None if row.measure == "count" else base,
                new=heads // 2 if row.measure == "count" and base % 4 else None,
                round=rounds.get((row.pk, base % 2)) if share and on >= middle else None,
                by=by,
            )
            if share or not row.counts_each_once or base % 4
            else register(row, on=on, value=heads, new=heads // 3, by=by)
        )
        if after == "void":
            void(made, by=by)
        elif after == "amend":
            new = None if made.new is None else made.new // 2
            amend(made, expected_version=made.lock_version, by=by, value=made.value // 2, new=new)
    activities = list(Activity.objects.filter(plan=plan).order_by("code"))
    monday = spec["first"] - timedelta(days=spec["first"].weekday())
    role = plan.staff_roles.get(code="KO")
    for week, hours in dict(spec["weeks"]).items():
        entry = {(activities[week % 3], role): (Decimal(hours) / 2, None)}
        log_hours(plan, week=monday + timedelta(weeks=week), entries=entry, by=by)
    periods = begun(spec)
    for n, (at, act) in enumerate(spec["stones"]):
        stone = Milestone.objects.get(plan=plan, code=f"M{n}")
        if act == "reach":
            day = min(stone.period.end, spec["today"], spec["last"])
            reach(stone, on=day, evidence="Referat", by=by)
        elif act == "move":
            later = [p for p in periods if p > stone.period and p.end >= spec["today"]]
            if later:
                move(stone, to=later[0], reason="Vi venter", decided=at > 0, by=by)
        elif act == "drop":
            drop(stone, reason="Det giver ikke mening længere", by=by)
