"""Rum for Liv's own file: every sum of the plan, counted from the file and from the database
after loading it."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
import yaml
from django.db import transaction

from activities.models import (
    Activity,
    Channel,
    Estate,
    FocusArea,
    Partner,
    Partnership,
    Plan,
    StaffAllocation,
    SuccessCriterion,
    Target,
)
from activities.planfile import export_plan, load
from activities.tests.planfiles import RUM_FOR_LIV
from governance.models import Forum
from milestones.models import Milestone

ACTIVITIES = [
    *("5.1.1", "5.1.2", "5.1.3", "5.1.4"),
    *("5.2.1", "5.2.2", "5.2.3", "5.2.4"),
    *("5.3.1", "5.3.2", "5.3.3", "5.3.4", "5.3.5", "5.3.6"),
    "5.4",
]
# Target of step 1, 2 and 3 of each activity.
TARGETS = {
    "5.1.1": (100, 50, 25),
    "5.1.2": (100, 20, 20),
    "5.1.3": (40, 35, 30),
    "5.1.4": (75, 50, 50),
    "5.2.1": (100, 100, 100),
    "5.2.2": (20, 15, 10),
    "5.2.3": (20, 15, 10),
    "5.2.4": (40, 40, 40),
    "5.3.1": (200, 10, 2),
    "5.3.2": (50, 5, 50),
    "5.3.3": (10, 4, 30),
    "5.3.4": (100, 100, 50),
    "5.3.5": (100, 20, 10),
    "5.3.6": (5, 5, 5),
    "5.4": (10, 50, 5),
}
HOURS = {
    ("5.1.1", "FK"): (10, 10),
    ("5.1.2", "UK"): (32, 32),
    ("5.1.3", "FGK"): (12, 12),
    ("5.1.3", "FK"): (2, 2),
    ("5.1.3", "UK"): (5, 5),
    ("5.1.4", "FK"): (23, 23),
    ("5.1.4", "SL"): (5, 5),
    ("5.2.1", "FK"): (2, 2),
    ("5.2.1", "SL"): (2, 2),
    ("5.2.2", "BM"): (10, 10),
    ("5.2.2", "SL"): (2, 2),
    ("5.2.3", "BM"): (5, 5),
    ("5.2.4", "BM"): (2, 2),
    ("5.3.1", "BM"): (1, 2),
    ("5.3.2", "BM"): (2, 2),
    ("5.3.2", "SL"): (2, 2),
    ("5.3.3", "SL"): (3, 3),
    ("5.3.4", "BM"): (10, 10),
    ("5.3.5", "BM"): (2, 2),
    ("5.3.5", "SL"): (3, 3),
    ("5.3.6", "SL"): (2, 2),
    ("5.4", "BM"): (5, 5),
    ("5.4", "SL"): (2, 2),
}


@dataclass
class Facts:
    """The plan as plain values, wherever they come from."""

    dwellings: dict[str, int]
    areas: list[tuple[str, bool, bool]]
    activities: dict[str, str]
    described: list[bool]
    handed_over: dict[str, tuple[str, str]]
    evaluators: dict[str, str]
    channels: list[str]
    hours: dict[tuple[str, str], tuple[Decimal, Decimal]]
    annual: set[str]
    criteria: list[tuple[str, str, int, str, str, str, str]]
    targets: dict[str, tuple[int, str]]
    named: list[str]
    partners: int
    partnered: set[str]
    fora: list[tuple[str, int | None, int | None]]
    milestones: list[tuple[str, str, str, str]]
    numbers: dict[str, tuple[str, int]]


def from_file() -> Facts:
    raw = yaml.safe_load(RUM_FOR_LIV.read_text(encoding="utf-8"))
    activities = [a for area in raw["focus_areas"] for a in area["activities"]]
    criteria = [(a["code"], c) for a in activities for c in a["criteria"]]
    staffing = [(a["code"], s) for a in activities for s in a["staffing"]]

    def pair(hours: Any) -> tuple[Decimal, Decimal]:
        low, high = hours if isinstance(hours, list) else (hours, hours)
        return Decimal(low), Decimal(high)

    return Facts(
        dwellings={e["name"]: e["dwellings"] for e in raw["estates"]},
        areas=[(a["name"], bool(a["problem"]), bool(a["purpose"])) for a in raw["focus_areas"]],
        activities={a["code"]: a["name"] for a in activities},
        described=[bool(a["purpose"]) for a in activities],
        handed_over={
            a["code"]: (a.get("anchored_in", ""), a.get("anchoring", "")) for a in activities
        },
        evaluators={a["code"]: a.get("evaluated_by", "") for a in activities},
        channels=[c["code"] for a in activities for c in a.get("channels", [])],
        hours={(code, s["role"]): pair(s["hours"]) for code, s in staffing},
        annual={code for code, s in staffing if s.get("annual_average")},
        criteria=[
            (
                code,
                c["code"],
                c["level"],
                c.get("measure", "count"),
                c["noun"],
                c.get("counts", "things"),
                c["counting_rule"],
            )
            for code, c in criteria
        ],
        targets={
            c["code"]: (value, str(period))
            for _, c in criteria
            for period, value in c["targets"].items()
        },
        named=[c["name"] for _, c in criteria],
        partners=len(raw["partners"]),
        partnered={a["code"] for a in activities if a["partners"]},
        fora=[(f["kind"], f.get("meetings_per_year"), f.get("material_days")) for f in raw["fora"]],
        milestones=[
            (m["code"], m["period"], m.get("activity", ""), m["kind"]) for m in raw["milestones"]
        ],
        numbers={
            m["code"]: (m["criterion"], m["number"]) for m in raw["milestones"] if "number" in m
        },
    )


def from_database() -> Facts:
    criteria = list(SuccessCriterion.objects.select_related("activity"))
    staffing = list(StaffAllocation.objects.select_related("activity", "staff_role"))
    milestones = list(Milestone.objects.select_related("activity", "criterion"))
    partnered = Activity.objects.filter(partnerships__isnull=False)
    return Facts(
        dwellings=dict(Estate.objects.values_list("name", "dwellings")),
        areas=[(a.name, bool(a.problem), bool(a.purpose)) for a in FocusArea.objects.all()],
        activities=dict(Activity.objects.values_list("code", "name")),
        described=[bool(a.purpose) for a in Activity.objects.all()],
        handed_over={a.code: (a.anchored_in, a.anchoring) for a in Activity.objects.all()},
        evaluators={a.code: a.evaluated_by for a in Activity.objects.all()},
        channels=[c.code for c in Channel.objects.all()],
        hours={(s.activity.code, s.staff_role.code): (s.hours_min, s.hours_max) for s in staffing},
        annual={s.activity.code for s in staffing if s.is_annual_average},
        criteria=[
            (c.activity.code, c.code, c.level, c.measure, c.noun, c.counts, c.counting_rule)
            for c in criteria
        ],
        targets={
            t.criterion.code: (t.value, t.period.code)
            for t in Target.objects.select_related("criterion")
        },
        named=[c.name for c in criteria],
        partners=Partner.objects.count(),
        partnered=set(partnered.values_list("code", flat=True)),
        fora=list(Forum.objects.values_list("kind", "meetings_per_year", "material_days")),
        milestones=[
            (m.code, m.period.code, m.activity.code if m.activity else "", m.kind)
            for m in milestones
        ],
        numbers={m.code: (m.criterion.code, m.number) for m in milestones if m.number},
    )


@pytest.fixture(scope="module", params=["file", "database"])
def facts(request, django_db_setup, django_db_blocker):
    if request.param == "file":
        return from_file()
    with django_db_blocker.unblock(), transaction.atomic():
        load(RUM_FOR_LIV.read_bytes())
        found = from_database()
        transaction.set_rollback(True)
    return found


def test_two_estates_hold_466_dwellings_and_kamhusene_is_none_of_them(facts):
    assert facts.dwellings == {"Akacieparken": 394, "Lukretiavej": 72}
    assert sum(facts.dwellings.values()) == 466


def test_four_areas_have_problem_and_purpose(facts):
    assert facts.areas == [
        ("Børn, unge og familier", True, True),
        ("Uddannelse, beskæftigelse og erhverv", True, True),
        ("Beboernetværk, inddragelse og demokrati", True, True),
        ("Image og kommunikation", True, True),
    ]


def test_fifteen_activities_are_described_and_5_4_has_four_channels(facts):
    assert list(facts.activities) == ACTIVITIES
    assert facts.described == [True] * 15
    assert facts.channels == ["5.4.1", "5.4.2", "5.4.3", "5.4.4"]


def test_names_are_canonical(facts):
    assert (facts.activities["5.2.2"], facts.activities["5.3.5"]) == (
        "Lommepengeprojekt",
        "Servicebesøg",
    )


def test_23_allocations_have_their_hours(facts):
    assert facts.hours == HOURS


def test_roles_have_their_sums(facts):
    least, most = Counter(), Counter()
    for (_, role), (low, high) in facts.hours.items():
        least[role] += low
        most[role] += high

    assert least == {"FK": 37, "UK": 37, "FGK": 12, "BM": 37, "SL": 21}
    assert most == {"FK": 37, "UK": 37, "FGK": 12, "BM": 38, "SL": 21}
    assert (least.total(), most.total()) == (144, 145)


def test_areas_have_their_hours(facts):
    least = Counter()
    for (activity, _), (low, _) in facts.hours.items():
        least[activity[:3]] += low

    assert least == {"5.1": 89, "5.2": 23, "5.3": 25, "5.4": 7}


def test_seven_activities_are_annual_averages(facts):
    assert facts.annual == {"5.1.1", "5.3.1", "5.3.2", "5.3.3", "5.3.4", "5.3.5", "5.3.6"}


def test_45_criteria_are_three_steps_each_with_their_targets(facts):
    codes = [f"{activity}-{step}" for activity in ACTIVITIES for step in (1, 2, 3)]

    assert [(code, level) for _, code, level, *_ in facts.criteria] == [
        (code, int(code[-1])) for code in codes
    ]
    assert [facts.targets[code][0] for code in codes] == [
        value for activity in ACTIVITIES for value in TARGETS[activity]
    ]


def test_criteria_are_41_counts_3_percents_and_1_average(facts):
    measures = {code: measure for _, code, _, measure, *_ in facts.criteria}

    assert Counter(measures.values()) == {"count": 41, "percent": 3, "average": 1}
    assert [code for code, measure in measures.items() if measure == "percent"] == [
        "5.3.2-3",
        "5.3.4-3",
        "5.4-2",
    ]
    assert measures["5.3.3-3"] == "average"


def test_30_counts_count_persons_one_families_and_10_other_things(facts):
    counts = [
        (noun, what) for _, _, _, measure, noun, what, _ in facts.criteria if measure == "count"
    ]

    assert Counter(what for _, what in counts) == {"persons": 30, "households": 1, "things": 10}
    assert Counter(noun for noun, what in counts if what == "things") == {
        "personlige handleplaner": 4,
        "aktiviteter": 1,
        "nye aktiviteter": 1,
        "henvendelser": 1,
        "vejledninger": 1,
        "informationsmaterialer": 1,
        "positive historier": 1,
    }
    assert ("familier", "households") in counts


def test_5_3_4_1_counts_each_resident_once_as_the_plan_says(facts):
    rules = {code: rule for _, code, *_, rule in facts.criteria}

    assert rules["5.3.4-1"] == "unique_participants"


def test_42_targets_are_for_2013_and_3_for_the_whole_plan(facts):
    assert Counter(period for _, period in facts.targets.values()) == {"2013": 42, "2013-2016": 3}
    assert {code for code, (_, period) in facts.targets.items() if period == "2013-2016"} == {
        "5.4-1",
        "5.4-2",
        "5.4-3",
    }


def test_areas_have_12_12_18_and_3_criteria(facts):
    assert Counter(code[:3] for _, code, *_ in facts.criteria) == {
        "5.1": 12,
        "5.2": 12,
        "5.3": 18,
        "5.4": 3,
    }


def test_short_names_are_short(facts):
    assert max(map(len, facts.named)) <= 40


def test_every_activity_has_partners(facts):
    assert facts.partnered == set(ACTIVITIES)
    assert facts.partners == 34


def test_activities_go_over_to_whom_the_plan_says_on_the_conditions_it_says(facts):
    """Lines 257, 329, 348, 377, 419, 442, 459, 478, 528, 551, 578, 601, 635, 667, 740 of the plan:
    a place for each, and a condition, a limit or a duty (521, 725) for four."""
    kff = "Kultur- og Fritidsforvaltningen (KFF), Integration og Fritid"
    assert {code: place for code, (place, _) in facts.handed_over.items()} == {
        "5.1.1": "Red Barnets lokalafdeling, København City",
        "5.1.2": "Klubberne i Valby",
        "5.1.3": kff,
        "5.1.4": "De frivillige organisationer, driften, Lejerbo og de kommunale forvaltninger",
        "5.2.1": "Beskæftigelses- og Integrationsforvaltningen (BIF)",
        "5.2.2": "Afdelingerne og driften",
        "5.2.3": "Jobcenter København, Skelbækgade",
        "5.2.4": "Dansk Flygtningehjælp",
        "5.3.1": "Afdelingerne og afdelingsbestyrelserne",
        "5.3.2": "Afdelingen og afdelingsbestyrelsen",
        "5.3.3": "Afdelingsbestyrelserne",
        "5.3.4": "Afdelingen eller driften",
        "5.3.5": "Driften og afdelingerne",
        "5.3.6": "Driften og Lejerbo København",
        "5.4": "Afdelingsbestyrelserne",
    }
    assert {code for code, (_, how) in facts.handed_over.items() if how} == {
        "5.1.3",
        "5.2.3",
        "5.3.1",
        "5.4",
    }


def test_evaluators_are_those_the_plan_names(facts):
    """Line 376 of the plan names none for 5.1.4."""
    assert [code for code, who in facts.evaluators.items() if not who] == ["5.1.4"]
    assert facts.evaluators["5.1.1"] == (
        "Red Barnets frivillighedskoordinator og familiekoordinatoren"
    )
    assert facts.evaluators["5.2.4"] == (
        "Dansk Flygtningehjælp, koordinatoren og den boligsociale medarbejder"
    )


def test_five_fora_meet_as_often_as_the_plan_says(facts):
    assert facts.fora == [
        ("steering_group", 4, 7),
        ("reference_group", 4, 7),
        ("progress_group", None, None),
        ("district_forum", None, None),
        ("lead_meetings", 24, None),
    ]


def test_43_milestones_lie_13_10_10_10(facts):
    quarters = Counter(period for _, period, _, _ in facts.milestones)

    assert quarters == {"2013-K1": 13, "2013-K2": 10, "2013-K3": 10, "2013-K4": 10}
    assert [code for code, *_ in facts.milestones] == [
        f"M{quarter}-{number:02}"
        for quarter, last in ((1, 13), (2, 10), (3, 10), (4, 10))
        for number in range(1, last + 1)
    ]


def test_milestones_have_their_kinds(facts):
    assert Counter(kind for *_, kind in facts.milestones) == {
        "meeting": 15,
        "evaluation": 10,
        "activity": 9,
        "output": 4,
        "number": 2,
        "planning": 2,
        "year_end": 1,
    }


def test_milestones_belong_to_their_activities(facts):
    assert Counter(activity for _, _, activity, _ in facts.milestones) == {
        "5.1.1": 6,
        "5.1.2": 7,
        "5.1.3": 3,
        "5.1.4": 3,
        "5.2.1": 3,
        "5.2.2": 2,
        "5.2.3": 2,
        "5.2.4": 1,
        "5.3.1": 2,
        "5.3.2": 3,
        "5.3.3": 3,
        "5.3.4": 1,
        "5.3.5": 4,
        "5.4": 2,
        "": 1,
    }


def test_two_milestones_are_a_number_of_10(facts):
    assert facts.numbers == {"M2-06": ("5.2.2-1", 10), "M3-07": ("5.2.3-2", 10)}


def test_file_is_what_an_export_writes_byte_for_byte(db):
    load(RUM_FOR_LIV.read_bytes())

    assert export_plan(Plan.objects.get()).encode() == RUM_FOR_LIV.read_bytes()


def test_every_choice_the_plan_does_not_make_is_noted(db):
    load(RUM_FOR_LIV.read_bytes())

    unsaid = SuccessCriterion.objects.filter(
        counting_rule__in=["attendances", "unique_participants"], note=""
    )

    assert [c.code for c in unsaid] == ["5.3.4-1"]
    assert Partnership.objects.count() == 60


def test_every_criterion_says_where_in_the_plan_it_stands(db):
    load(RUM_FOR_LIV.read_bytes())

    stands = SuccessCriterion.objects.values_list("code", "stands_at")
    assert dict(stands) == {
        f"{code}-{step}": f"afsnit {code}" for code in ACTIVITIES for step in (1, 2, 3)
    }


def test_personal_action_plans_and_relevant_offers_are_called_so(db):
    load(RUM_FOR_LIV.read_bytes())
    texts = list(SuccessCriterion.objects.values_list("text", flat=True))

    assert [text for text in texts if "handleplan" in text and "personlig" not in text] == []
    assert [text for text in texts if "hjulpet videre" in text and "relevant" not in text] == []
