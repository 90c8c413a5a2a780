"""A criterion and its targets say, and are refused, the same by every door: the plan file,
Opsætning, Næste år and an adjustment. Today is 31 August 2013."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.tests.test_admin import errors_of, save
from activities.actions import register
from activities.criterion_rules import (
    ALWAYS_REACHED,
    NO_BASELINE_YEAR,
    PER_OF_SHARES,
    SOURCE_ALONE,
    WHOLE_ONLY,
    YEAR_ALONE,
)
from activities.held import HELD
from activities.models import (
    Activity,
    Plan,
    StaffAllocation,
    SuccessCriterion,
    Target,
    TargetRevision,
)
from activities.models.criterion import MONTH_BEGINS, MONTH_ENDS, WRONG_YEAR
from activities.planfile import PlanFileError, export_plan, load
from activities.presenting import value_text
from activities.progress.read import criterion_figure
from activities.tests.planfiles import SMALL, edited, faults
from core.exact import TOO_FINE
from core.reading import NEGATIVE, TOO_BIG
from governance.changes.next_year import actions as next_year
from governance.changes.next_year.words import texts
from governance.models import Adjustment, ProposedTarget
from governance.tests.changes.test_next_year import body, decide, propose
from governance.tests.pages import url

OTHER = Path(settings.BASE_DIR, "activities", "tests", "plans", "other.yaml")
COUNT: dict = {}
PERCENT = {"measure": "percent", "counting_rule": "measurement", "denominator": "beboerne"}
MILLE = PERCENT | {"per": 1000}
TOO_MUCH = "Måltallet er i procent og kan højst være 100."
PLAN_DAYS = "Planen løber fra 1.1.2013 til 31.12.2016."


@pytest.fixture
def lead(client, mette):
    client.force_login(mette)
    return client


def criterion_of(plan, **fields):
    rows = SuccessCriterion.objects.filter(activity__plan=plan, code="5.1.1-1")
    rows.update(**fields)
    return rows.get()


def everything():
    """Every row a door might write."""
    models = (SuccessCriterion, Target, TargetRevision, ProposedTarget, Adjustment, Activity)
    return [list(model.objects.order_by("pk").values()) for model in (*models, StaffAllocation)]


def from_file(plan, *, target="2013: 100", more=""):
    """What the loader says, by key: the plan's own file with another target of 5.1.1-1, and with
    more lines in the criterion."""
    lines = "".join(f"            {line}\n" for line in more.splitlines())
    old, new = "            targets: {2013: 100}", f"{lines}            targets: {{{target}}}"
    return _refused(edited((old, new), text=export_plan(plan)), of="kriterium 5.1.1-1")


def _refused(data, of=""):
    with pytest.raises(PlanFileError) as caught:
        load(data)
    found = [p for p in caught.value.problems if of in p.where]
    return {p.where.rpartition("(")[2].rstrip(")"): p.message for p in found}


def from_setup(client, row, **changes):
    return {name: said[0] for name, said in errors_of(save(client, row, **changes)).items()}


def from_next_year(client, plan, draft, **values):
    row = draft.targets.get(criterion__code="5.1.1-1")
    rows = draft.targets.select_related("criterion")
    answer = client.post(
        url("next-year-targets", plan, 2014), body(draft, rows, **{f"r{row.pk}": values})
    )
    assert answer.status_code == 422
    names = [name.removeprefix(f"id_r{row.pk}-") for name, _ in answer.context["errors"]]
    return dict(zip(names, [said for _, said in answer.context["errors"]], strict=True))


def from_adjustment(client, plan, criterion, value):
    key = f"target-{criterion.targets.get().pk}"
    typed = {"title": "Nyt", "in_force_on": "1.9.2013", "reason": "Fordi", "consequence": "Derfor"}
    answer = client.post(url("adjustment-new", plan, key), typed | {"value": value})
    assert answer.status_code == 422
    return {name: said[0] for name, said in answer.context["form"].errors.items()}


# A value, by all four


@pytest.mark.parametrize(
    ("fields", "value", "said"),
    [
        (COUNT, "2.5", WHOLE_ONLY),
        (COUNT, "0", ALWAYS_REACHED),
        (PERCENT, "0", ALWAYS_REACHED),
        (COUNT, "-1", NEGATIVE),
        (COUNT, "2000000", TOO_BIG),
        (COUNT, "12345678901", TOO_BIG),
        (PERCENT, "2.2555", TOO_FINE),
        (PERCENT, "100.5", TOO_MUCH),
        (MILLE, "1001", "Måltallet er i promille og kan højst være 1.000."),
        (
            PERCENT | {"per": 10000},
            "10001",
            "Måltallet er pr. 10.000 og kan højst være 10.000.",
        ),
    ],
)
def test_a_value_is_refused_with_the_same_words_by_every_door(
    lead, plan, mette, fields, value, said
):
    draft = next_year.begin(plan, 2014, by=mette)
    criterion, danish = criterion_of(plan, **fields), value.replace(".", ",")
    before = everything()

    answers = [
        from_file(plan, target=f"2013: {value}"),
        from_setup(lead, criterion, **{"targets-0-value": danish}),
        from_next_year(lead, plan, draft, value=danish),
        from_adjustment(lead, plan, criterion, danish),
    ]

    assert answers == [
        {"value": said},
        {"targets-0-value": said},
        {"value": f"{criterion}, måltal: {said}"},
        {"value": said},
    ]
    assert everything() == before


@pytest.mark.parametrize(
    ("fields", "value", "stored"),
    [
        (COUNT | {"direction": "at_most"}, "0", 0),
        (PERCENT | {"direction": "at_most"}, "37.25", Decimal("37.25")),
        (MILLE, "2.5", Decimal("2.5")),
        (COUNT, "101", 101),
    ],
)
def test_a_value_is_taken_exactly_by_every_door(lead, plan, mette, fields, value, stored):
    draft = next_year.begin(plan, 2014, by=mette)
    criterion, danish = criterion_of(plan, **fields), value.replace(".", ",")
    target, proposed = criterion.targets.get(), draft.targets.get(criterion=criterion)
    taken = []

    load(edited(("{2013: 100}", f"{{2013: {value}}}"), text=export_plan(plan)))
    taken.append(Target.objects.get(pk=target.pk).value)
    Target.objects.filter(pk=target.pk).update(value=100)
    save(lead, criterion, **{"targets-0-value": danish})
    taken.append(Target.objects.get(pk=target.pk).value)
    Target.objects.filter(pk=target.pk).update(value=100)
    lead.post(
        url("next-year-targets", plan, 2014),
        body(draft, draft.targets.all(), **{f"r{proposed.pk}": {"value": danish}}),
    )
    taken.append(draft.targets.get(pk=proposed.pk).value)
    typed = {"title": "Nyt", "in_force_on": "1.9.2013", "reason": "Fordi", "consequence": "Derfor"}
    lead.post(url("adjustment-new", plan, f"target-{target.pk}"), typed | {"value": danish})
    row = Adjustment.objects.get()

    assert [(value, type(value)) for value in taken] == [(stored, type(stored))] * 3
    assert row.new == {"value": stored if isinstance(stored, int) else str(stored)}
    assert row.new_text == value_text(criterion, stored)


# The criterion itself, by file and Opsætning


@pytest.mark.parametrize(
    ("fields", "more", "typed", "key", "column", "said"),
    [
        (COUNT, "per: 1000", {"per": "1000"}, "per", "per", PER_OF_SHARES),
        (
            COUNT,
            "baseline: {value: 31}",
            {"baseline": "31"},
            "baseline",
            "baseline_year",
            NO_BASELINE_YEAR,
        ),
        (
            COUNT,
            "baseline: {year: 2012}",
            {"baseline_year": "2012"},
            "baseline",
            "baseline",
            YEAR_ALONE,
        ),
        (
            COUNT,
            "baseline: {source: BBR}",
            {"baseline_source": "BBR"},
            "baseline",
            "baseline",
            SOURCE_ALONE,
        ),
        (
            COUNT,
            "baseline: {value: 2.5, year: 2012}",
            {"baseline": "2,5", "baseline_year": "2012"},
            "baseline",
            "baseline",
            WHOLE_ONLY,
        ),
        (
            PERCENT,
            "baseline: {value: 120, year: 2012}",
            {"baseline": "120", "baseline_year": "2012"},
            "baseline",
            "baseline",
            "Udgangspunktet er i procent og kan højst være 100.",
        ),
        (
            COUNT,
            "baseline: {value: -3, year: 2012}",
            {"baseline": "-3", "baseline_year": "2012"},
            "baseline",
            "baseline",
            NEGATIVE,
        ),
        (
            COUNT,
            "baseline: {value: 3, year: 1890}",
            {"baseline": "3", "baseline_year": "1890"},
            "baseline",
            "baseline_year",
            WRONG_YEAR,
        ),
        (
            COUNT,
            "measured_in_month: 5",
            {"measured_in_month": "5"},
            "measured_in_month",
            "measured_in_month",
            "Det, der tælles løbende, måles ikke i en bestemt måned. Ret rytmen (rhythm).",
        ),
    ],
)
def test_what_a_criterion_starts_from_is_refused_alike(
    lead, plan, fields, more, typed, key, column, said
):
    criterion = criterion_of(plan, **fields)
    before = everything()

    answers = from_file(plan, more=more), from_setup(lead, criterion, **typed)

    assert answers == ({key: said}, {column: said})
    assert everything() == before


@pytest.mark.parametrize(
    ("more", "typed", "said"),
    [
        (
            "shares: [0, 60, 80]",
            {"kind": "shares", "steps": "0 60 80"},
            "Forløbet ender på 80 %. Det skal ende på 100 %.",
        ),
        (
            "shares: [0, 60, 40, 100]",
            {"kind": "shares", "steps": "0, 60, 40 og 100 %"},
            "Forløbet falder. Tallene lægges sammen undervejs og kan kun stige.",
        ),
        (
            "shares: [0, 12.5, 50, 75, 100]",
            {"kind": "shares", "steps": "0 12,5 50 75 100"},
            "{year} er 12 måneder og kan ikke deles i 5 lige dele.",
        ),
        (
            "numbers: [0, 12, 18, 20]",
            {"kind": "numbers", "steps": "0 12 18 20"},
            "Forløbet ender på 20, men måltallet for {year} er 100.",
        ),
        ("once: 13", {"kind": "once", "month": "13"}, "Måneden skal være et tal fra 1 til 12."),
        (
            "after: 9.9-9",
            {"kind": "after", "after": "9.9-9"},
            "Succeskriteriet 9.9-9 findes ikke i planen.",
        ),
        (
            "after: 5.1.1-1, months: 2",
            {"kind": "after", "after": "5.1.1-1", "months": "2"},
            "Et succeskriterium kan ikke følge efter sig selv.",
        ),
        (
            "after: 5.2.2-1",
            {"kind": "after", "after": "5.2.2-1"},
            "5.2.2-1 følger selv efter 5.1.1-1: det går i ring.",
        ),
        (
            "after: 5.2.2-1, months: 60",
            {"kind": "after", "after": "5.2.2-1", "months": "60"},
            "Forsinkelsen skal være et helt antal måneder fra 0 til 48.",
        ),
    ],
)
def test_a_course_is_refused_alike_by_file_opsaetning_and_next_year(
    lead, plan, mette, more, typed, said
):
    SuccessCriterion.objects.filter(code="5.2.2-1").update(course={"after": "5.1.1-1"})
    draft = next_year.begin(plan, 2014, by=mette)
    criterion = criterion_of(plan)
    parts = {f"course_{name}": value for name, value in typed.items()}
    before = everything()

    answers = [
        from_file(plan, more=f"course: {{{more}}}"),
        from_setup(lead, criterion, **parts),
        from_next_year(lead, plan, draft, **parts),
    ]

    now, then = said.replace("{year}", "2013"), said.replace("{year}", "2014")
    assert answers == [
        {"course": now},
        {"course": now},
        {"course": f"{criterion}, ventet forløb: {then}"},
    ]
    assert everything() == before


def test_a_course_that_was_not_chosen_is_not_lost_in_silence(lead, plan):
    said = from_setup(lead, criterion_of(plan), course_steps="0 60 80 100")

    assert said == {
        "course": (
            "Der er skrevet noget, som det valgte forløb ikke bruger. Ret valget, eller slet det."
        )
    }


@pytest.mark.parametrize(
    ("days", "column", "said"),
    [
        (("2013-02-15", "2013-12-31"), "starts_on", MONTH_BEGINS),
        (("2013-02-01", "2013-12-15"), "ends_on", MONTH_ENDS),
        (("2020-01-01", "2020-12-31"), "starts_on", f"{PLAN_DAYS} Vælg en periode i den."),
        (("2012-08-01", "2013-07-31"), "starts_on", f"{PLAN_DAYS} Vælg en periode i den."),
        (
            ("2015-01-01", "2015-06-30"),
            "starts_on",
            "Aktiviteten slutter 31.12.2014. Måltallet skal gælde i de dage.",
        ),
    ],
)
def test_a_targets_days_are_refused_alike(lead, plan, days, column, said):
    Activity.objects.filter(plan=plan, code="5.1.1").update(ends_on=date(2014, 12, 31))
    criterion, before = criterion_of(plan), everything()

    answers = (
        from_file(plan, target=f"{days[0]}/{days[1]}: 100"),
        from_setup(
            lead, criterion, **{"targets-0-starts_on": days[0], "targets-0-ends_on": days[1]}
        ),
    )

    assert answers == ({"period": said}, {f"targets-0-{column}": said})
    assert everything() == before


@pytest.mark.parametrize(
    ("days", "column", "said"),
    [
        (
            ("2014-05-01", "2014-04-01"),
            "ends_on",
            "Aktiviteten slutter, før den begynder.",
        ),
        (("2012-05-01", "2014-04-01"), "starts_on", f"{PLAN_DAYS} Vælg en dag i de dage."),
        (("2014-05-01", "2018-04-01"), "ends_on", f"{PLAN_DAYS} Vælg en dag i de dage."),
    ],
)
def test_an_activitys_days_are_refused_alike(lead, plan, days, column, said):
    activity, before = plan.activities.get(code="5.1.1"), everything()
    old = "      - code: 5.1.1\n"
    lines = f"{old}        starts_on: {days[0]}\n        ends_on: {days[1]}\n"

    answers = (
        {k: v for k, v in _refused(edited((old, lines), text=export_plan(plan))).items()
         if k == column},
        {k: v for k, v in from_setup(lead, activity, starts_on=days[0], ends_on=days[1]).items()
         if k == column},
    )  # fmt: skip

    assert answers == ({column: said}, {column: said})
    assert everything() == before


def test_hours_run_within_their_activity(lead, plan):
    Activity.objects.filter(plan=plan, code="5.1.1").update(ends_on=date(2014, 12, 31))
    activity = plan.activities.get(code="5.1.1")
    role = activity.allocations.get().staff_role.code
    old = f"          - {{role: {role}, hours: 10}}"
    text = export_plan(plan)

    answers = (
        _refused(edited((old, old.replace("10}", "10, to: 2015-06-30}")), text=text)),
        from_setup(lead, activity, **{"allocations-0-ends_on": "30.6.2015"}),
    )

    said = "Aktiviteten slutter 31.12.2014. Vælg en dag i de dage."
    assert answers == ({"to": said}, {"allocations-0-ends_on": said})


def from_adjusted_end(client, activity, last, on):
    typed = {"title": "Nyt", "in_force_on": on, "reason": "Fordi", "consequence": "Derfor"}
    address = url("adjustment-new", activity.plan, f"activity-{activity.pk}")
    return _refused_page(client.post(address, typed | {"ends_on": last}))


def from_correction(client, activity, **days):
    address = url("correction-new", activity.plan, f"activity-{activity.pk}")
    return _refused_page(client.post(address, {"reason": "Planen siger andet."} | days))


def _refused_page(answer):
    assert answer.status_code == 422
    return {name: said[0] for name, said in answer.context["form"].errors.items()}


def file_with_days(plan, **days):
    lines = "".join(f"        {name}: {day}\n" for name, day in days.items())
    found = _refused(
        edited(("      - code: 5.1.1\n", f"      - code: 5.1.1\n{lines}"), text=export_plan(plan))
    )
    return {name: said for name, said in found.items() if name in days}


def test_an_activity_does_not_end_before_what_is_registered_in_it(lead, plan, mette):
    activity = plan.activities.get(code="5.1.1")
    register(activity.criteria.first(), on=date(2013, 8, 30), value=3, by=mette)
    before = everything()

    answers = (
        file_with_days(plan, ends_on="2013-07-31"),
        from_adjusted_end(lead, activity, "31.7.2013", on="1.8.2013"),
        from_correction(lead, activity, ends_on="31.7.2013"),
    )

    said = {"ends_on": "1 registrering ville falde uden for aktiviteten."}
    assert answers == (said, said, said)
    assert everything() == before


def test_the_days_of_an_activity_in_force_stand_in_setup_and_file(lead, plan, mette):
    activity = plan.activities.get(code="5.1.1")
    register(activity.criteria.first(), on=date(2013, 6, 1), value=3, by=mette)

    saved = save(lead, activity, starts_on="1.2.2013", ends_on="31.12.2014")
    said = file_with_days(plan, starts_on="2013-02-01", ends_on="2014-12-31")

    assert saved.status_code == 302
    assert said == dict.fromkeys(("starts_on", "ends_on"), HELD[Activity].instead)
    activity.refresh_from_db()
    assert (activity.starts_on, activity.ends_on) == (None, None)


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("31.12.2018", f"{PLAN_DAYS} Vælg en dag i de dage."),
        ("31.12.2012", f"{PLAN_DAYS} Vælg en dag i de dage."),
        ("31.1.2014", "Aktiviteten slutter, før den begynder."),
    ],
)
def test_a_last_day_is_refused_with_the_words_of_the_file(lead, plan, mette, last, said):
    activity = plan.activities.get(code="5.2.2")
    if "begynder" in said:
        Activity.objects.filter(pk=activity.pk).update(starts_on=date(2014, 5, 1))
    register(plan.activities.get(code="5.1.1").criteria.first(), on=date(2013, 6, 1), value=3,
             by=mette)  # fmt: skip
    first = {"starts_on": "1.5.2014"} if "begynder" in said else {}

    answers = (
        from_adjusted_end(lead, activity, last, on="1.9.2013"),
        from_correction(lead, activity, ends_on=last, **first),
    )

    assert answers == ({"ends_on": said}, {"ends_on": said})


# The file


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("2013: 100", "2013: 79,5"), ["»79,5« har et decimalkomma. Skriv punktum: 79.5."]),
        (("2013: 100", "2013: '79,5'"), ["»79,5« har et decimalkomma. Skriv punktum: 79.5."]),
        (("2013: 100", "2013: mange"), ["»mange« er ikke et tal. Skriv fx 1200 eller 2.5."]),
        (
            ("targets: {2013: 100", "course: {onse: 8}\n            targets: {2013: 100"),
            ["Feltet »onse« kendes ikke. Mente du »once«?"],
        ),
        (
            ("targets: {2013: 100", "course: hurtigt\n            targets: {2013: 100"),
            [
                "»hurtigt« kendes ikke. Skriv ét forløb: linear, {once: 8}, {shares: [0, 60, 80, "
                "100]}, {numbers: [0, 12, 20]}, eller {after: 5.1.1-1}."
            ],
        ),
        (
            (
                "targets: {2013: 100",
                "baseline: {value: 2,5, year: 2012}\n            targets: {2013: 100",
            ),
            ["Feltet »5« kendes ikke. Brug punktum som komma, fx 37.5."],
        ),
        (
            ("targets: {2013: 100", "direction: op\n            targets: {2013: 100"),
            ["»op« kendes ikke. Vælg mellem at_least, at_most."],
        ),
        (
            ("2013: 100", "2013: {course: {once: 8}}"),
            ["Skriv også tallet, fx {value: 120, course: {once: 8}}."],
        ),
    ],
)
def test_a_file_says_what_it_cannot_read(change, said):
    assert [text.split("): ")[-1] for text in faults(edited(change))] == said


def test_linear_may_be_written_and_is_left_out_of_an_export(db):
    plan = load(edited(("targets: {2013: 100", "course: linear\n            targets: {2013: 100")))

    assert "linear" not in export_plan(plan.plan)


def test_the_other_plan_has_every_kind_of_target_and_is_what_an_export_writes(db):
    plan = load(OTHER.read_bytes()).plan

    assert export_plan(plan) == OTHER.read_text(encoding="utf-8")
    assert not load(OTHER.read_bytes()).anything
    rows = SuccessCriterion.objects.filter(activity__plan=plan)
    kinds = {next(iter(course), "linear") for course in rows.values_list("course", flat=True)}
    assert kinds == {"linear", "once", "shares", "numbers", "after"}
    assert {row.per for row in rows} == {100, 1000, 10_000}
    assert Target.objects.get(criterion__code="T.1-1", value=0).ends_on == date(2021, 9, 30)
    own = Target.objects.get(criterion__code="S.2-1", value=140)
    assert (own.course, own.criterion.course) == ({"once": 6}, {"once": 8})
    assert plan.min_answers == 20


def test_a_criterion_saved_without_a_target_is_a_file_that_loads(lead, plan):
    criterion = criterion_of(plan)
    save(lead, criterion, **{"targets-0-DELETE": "on"})

    text = export_plan(plan)

    assert not criterion.targets.exists()
    assert "            targets: {}\n" in text
    assert not load(text.encode()).anything


VALUES = st.decimals(0, 100, places=2)
COURSES = st.sampled_from(
    [
        {"course_kind": ""},
        {"course_kind": "once", "course_month": "8"},
        {"course_kind": "shares", "course_steps": "0 12,5 80 100"},
        {"course_kind": "numbers", "course_steps": "0 7"},
        {"course_kind": "after", "course_after": "5.2.2-1", "course_months": "3"},
    ]
)
CRITERIA = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(["count", "percent", "average"]),
        "direction": st.sampled_from(["at_least", "at_most"]),
        "per": st.sampled_from(["100", "1000", "10000"]),
        "baseline": st.one_of(st.just(""), VALUES.map(lambda v: str(v).replace(".", ","))),
        "baseline_year": st.sampled_from(["", "2012"]),
        "baseline_source": st.sampled_from(["", "BBR: tal", "»x« # y"]),
        "denominator": st.sampled_from(["", "beboerne"]),
        "rhythm": st.sampled_from(["running", "yearly"]),
        "approved_text": st.sampled_from(["", "Et: afsnit\r\n\r\n- og et til", "# 3"]),
        "stands_at": st.sampled_from(["", "side 14"]),
        "targets-0-value": st.one_of(
            st.integers(0, 20).map(str), VALUES.map(lambda v: str(v).replace(".", ","))
        ),
        "targets-0-ends_on": st.sampled_from(["31.12.2013", "30.6.2013", "15.6.2013"]),
    }
)
RULES = {"count": "attendances", "percent": "measurement", "average": "meetings"}


@given(CRITERIA, COURSES)
@hypothesis_settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_opsaetning_saves_a_file_says_and_loads(client, plan, mette, typed, course):
    client.force_login(mette)
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")

    save(client, criterion, **typed, **course, counting_rule=RULES[typed["measure"]])

    text = export_plan(Plan.objects.get(pk=plan.pk))
    assert not load(text.encode()).anything
    assert export_plan(Plan.objects.get(pk=plan.pk)) == text


# Said aloud


@pytest.mark.parametrize(
    ("fields", "value", "said"),
    [
        (COUNT, 100, "100 familier"),
        (COUNT | {"direction": "at_most"}, 9, "højst 9 familier"),
        (COUNT | {"direction": "at_most"}, 1, "højst 1 familie"),
        (PERCENT, Decimal("79.25"), "79,25\u00a0%"),
        (MILLE | {"direction": "at_most"}, Decimal("2.5"), "højst 2,5\u00a0‰"),
        (PERCENT | {"per": 10000}, 12, "12\u00a0pr. 10.000"),
        (COUNT, None, "–"),
    ],
)
def test_a_target_is_said_with_its_direction(plan, fields, value, said):
    assert value_text(criterion_of(plan, **fields), value) == said


def test_the_form_of_an_adjustment_says_which_way_the_target_goes(lead, plan):
    target = criterion_of(plan, direction="at_most").targets.get()

    page = lead.get(url("adjustment-new", plan, f"target-{target.pk}"))

    assert page.context["form"].fields["value"].label == "Nyt måltal (højst, familier)"


# Næste år


def test_next_years_course_is_its_targets_own_and_leaves_this_year_alone(lead, plan, mette, birgit):
    draft = next_year.begin(plan, 2014, by=mette)
    row = draft.targets.get(criterion__code="5.1.1-1")
    lead.post(
        url("next-year-targets", plan, 2014),
        body(
            draft,
            draft.targets.all(),
            **{f"r{row.pk}": {"value": "100", "course_kind": "once", "course_month": "8"}},
        ),
    )
    for other in draft.milestones.all():
        other.is_left_out = True
        other.save()

    told = texts(draft)[f"Måltal {row.criterion}"]
    draft.refresh_from_db()
    decide(propose(draft, mette), birgit)

    assert told == "100 familier, ventet når august er slut (2013: 100)"
    criterion = criterion_of(plan)
    found = criterion.targets.order_by("starts_on").values_list("value", "course")
    assert (list(found), criterion.course) == ([(100, None), (100, {"once": 8})], {})
    days = date(2013, 7, 2), date(2014, 7, 2), date(2014, 8, 31)
    expected = [criterion_figure(criterion, on).expected for on in days]
    assert (expected[0] > 0, expected[1:]) == (True, [0, 100])
    text = export_plan(plan)
    assert "targets: {2013: 100, 2014: {value: 100, course: {once: 8}}}" in text
    assert not load(text.encode()).anything


def test_next_year_asks_nothing_of_an_activity_that_is_over(plan, mette):
    Activity.objects.filter(plan=plan, code="5.1.1").update(ends_on=date(2013, 12, 31))

    draft = next_year.begin(plan, 2014, by=mette)

    assert not draft.targets.filter(criterion__activity__code="5.1.1").exists()
    assert not draft.allocations.filter(allocation__activity__code="5.1.1").exists()


def test_an_old_adjustment_still_reads(lead, plan):
    criterion = criterion_of(plan)
    row = Adjustment.objects.create(
        plan=plan, number=1, subject="target", target=criterion.targets.get(), title="Gammel",
        old={"value": 100}, new={"value": 120}, old_text="100 familier", new_text="120 familier",
        reason="r", consequence="k", in_force_on=date(2013, 9, 1),
    )  # fmt: skip

    page = lead.get(url("adjustment-edit", plan, row.number))

    assert page.context["form"]["value"].value() == 120


def test_the_small_plan_still_loads(db):
    assert load(SMALL.encode()).created
