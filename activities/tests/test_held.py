"""What a plan in force is held to: it stands in Opsætning and in a plan file. Today is 31 August
2013."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.tests.test_admin import add, errors_of, fields_of, save, url
from activities.actions import close_period, register, void
from activities.administration import PlanDataAdmin, ShowsHeld
from activities.held import HELD, is_in_force
from activities.models import Activity, Plan, StaffAllocation, SuccessCriterion, Target
from activities.planfile import PlanFileError, export_plan, load
from activities.planfile.tables import all_tables
from activities.tests.factories import HoursFactory, RegistrationFactory
from activities.tests.planfiles import SMALL, edited
from core.periods import Period
from milestones.models import Milestone
from milestones.planfile import HELD as MILESTONE_HELD

# Another value for every column that stands; a model that gets one without its own here fails the
# walk.
OTHER = {
    "on_track_from": "80",
    "at_risk_from": "60",
    "milestone_grace_days": "5",
    "min_answers": "3",
    "reporting_period": "half_year",
    "measure": "percent",
    "counting_rule": "enquiries",
    "level": "2",
    "direction": "at_most",
    "per": "1000",
    "baseline": "7",
    "baseline_year": "2012",
    "course": '{"once": 8}',
    "starts_on": "1.4.2013",
    "ends_on": "30.6.2014",
    "value": "75",
    "staff_role": "",
    "hours_min": "1",
    "hours_max": "2",
    "period": "2013-K4",
}
ALL = HELD | {Milestone: MILESTONE_HELD}
PAGES = [
    page for page in admin.site._registry.values() if isinstance(page, ShowsHeld) and page.held
]


@pytest.fixture
def lead(client, mette):
    client.force_login(mette)
    return client


@pytest.fixture
def in_force(plan, mette):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    return register(criterion, on=date(2013, 5, 1), value=3, by=mette)


def stands():
    """Every value that is held, of every row."""
    return {
        model.__name__: list(model.objects.order_by("pk").values("pk", *held.columns))
        for model, held in ALL.items()
    }


def typed(page, data):
    """The form with another value typed in every held column of it and of its inlines, and a row
    more of each."""
    body = dict(data)
    own = page.own_held or HELD.get(page.model)
    body |= {column: OTHER[column] for column in own.columns} if own else {}
    body |= {"course_kind": "once", "course_month": "8"}
    for inline in page.inlines:
        held = HELD.get(inline.model)
        prefix = "targets" if inline.model is Target else "allocations"
        if held is None:
            continue
        for number in range(3):
            body |= {f"{prefix}-{number}-{column}": OTHER[column] for column in held.columns}
        body |= {f"{prefix}-TOTAL_FORMS": "3", f"{prefix}-0-DELETE": "on"}
        body |= {
            f"{prefix}-0-id": str(inline.model.objects.order_by("pk").first().pk),
            f"{prefix}-INITIAL_FORMS": "1",
        }
    return body


def test_every_column_that_stands_has_a_page_and_a_file_that_say_so():
    held = {model for model, page in admin.site._registry.items() if page in PAGES}
    within = {inline.model for page in PAGES for inline in page.inlines}
    own = [page.own_held or HELD.get(page.model) for page in PAGES]
    shown = {found.instead for found in (*own, *(HELD.get(model) for model in within)) if found}

    assert {found.instead for found in ALL.values()} == shown
    assert held == {Plan, SuccessCriterion, Activity, Milestone}
    assert {table.model: table.held for table in all_tables() if table.held} | {
        Plan: HELD[Plan]
    } == ALL
    assert set(OTHER) == {column for found in ALL.values() for column in found.columns}


@pytest.mark.parametrize("who", ["mette", "superuser"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.model.__name__)
def test_no_value_that_stands_is_saved_and_the_page_says_where_it_is_changed(
    request, client, plan, in_force, page, who
):
    client.force_login(request.getfixturevalue(who))
    row = page.model.objects.order_by("pk").first()
    address, before = url(page.model, "change", row.pk), stands()
    shown = client.get(address)

    answer = client.post(address, typed(page, fields_of(shown)))

    assert answer.status_code == (302 if isinstance(page, PlanDataAdmin) else 403)
    assert stands() == before
    html = shown.content.decode()
    for held in page.held:
        assert held.instead in html
        assert f'href="{reverse(held.page, args=[plan.slug])}"' in html


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.model.__name__)
def test_no_row_that_stands_is_deleted(lead, plan, in_force, page):
    for row in page.model.objects.all():
        assert lead.post(url(page.model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_what_does_not_stand_is_saved_as_before(lead, plan, in_force):
    criterion = in_force.criterion

    answer = save(lead, criterion, name="Familier kom", note="Se lister")

    criterion.refresh_from_db()
    assert (answer.status_code, criterion.name, criterion.note) == (
        302,
        "Familier kom",
        "Se lister",
    )


def test_a_percent_keeps_what_it_is_of_though_its_measure_is_not_typed(lead, plan, in_force):
    page = save(lead, SuccessCriterion.objects.get(code="5.1.1-2"), denominator="")

    assert errors_of(page) == {
        "denominator": ["En procent skal være af nogen. Skriv af hvem, fx beboerne."]
    }


def test_something_new_is_made_without_what_the_plan_is_held_to(lead, plan, in_force):
    jobs = plan.activities.get(code="5.2.2")
    new = {
        "activity": jobs.pk, "code": "5.2.2-9", "level": "1", "name": "Nyt", "text": "nyt",
        "measure": "count", "noun": "unge", "noun_singular": "ung", "method": "Lister",
        "counting_rule": "attendances", "rhythm": "running", "position": "9",
    }  # fmt: skip
    target = {
        "targets-TOTAL_FORMS": "1", "targets-0-value": "75",
        "targets-0-starts_on": "1.1.2013", "targets-0-ends_on": "31.12.2013",
    }  # fmt: skip
    before = stands()

    refused = add(lead, SuccessCriterion, **new, **target)
    assert (refused.status_code, stands()) == (200, before)
    assert HELD[Target].instead in refused.content.decode()

    assert add(lead, SuccessCriterion, **new).status_code == 302
    assert SuccessCriterion.objects.get(code="5.2.2-9").targets.count() == 0


def test_a_new_activity_gets_no_hours_in_a_plan_in_force(lead, plan, in_force):
    area = plan.focus_areas.first()
    new = {"plan": plan.pk, "focus_area": area.pk, "code": "9.9", "name": "Ny", "position": "9"}
    hours = {
        "allocations-TOTAL_FORMS": "1", "allocations-0-position": "0",
        "allocations-0-staff_role": plan.staff_roles.first().pk,
        "allocations-0-hours_min": "5", "allocations-0-hours_max": "5",
    }  # fmt: skip

    refused = add(lead, Activity, **new, **hours)

    assert HELD[StaffAllocation].instead in refused.content.decode()
    assert add(lead, Activity, **new).status_code == 302


# Before it is in force


def test_a_plan_that_nothing_is_written_in_is_edited_as_it_is_drafted(lead, plan):
    criterion = SuccessCriterion.objects.get(code="5.1.1-1")

    save(lead, criterion, **{"targets-0-value": "75", "level": "2"})
    save(lead, plan, on_track_from="85")

    criterion.refresh_from_db()
    plan.refresh_from_db()
    assert (criterion.targets.get().value, criterion.level, plan.on_track_from) == (75, 2, 85)
    assert "Planen er i gang" not in lead.get(url(Plan, "change", plan.pk)).content.decode()


def test_a_plan_is_in_force_once_something_is_written_in_it(plan, other_plan, mette):
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    found = [is_in_force(plan.pk)]

    void(register(criterion, on=date(2013, 5, 1), value=3, by=mette), by=mette)
    HoursFactory(activity=other_plan.activities.first(), staff_role=other_plan.staff_roles.first())
    found += [is_in_force(plan.pk), is_in_force(other_plan.pk)]

    assert found == [False, True, True]


def test_a_closed_period_is_something_written(plan, mette):
    close_period(plan, Period.quarter(2013, 1), by=mette)

    assert is_in_force(plan.pk)


# The plan file


@pytest.fixture
def small(db):
    """The small plan, loaded and in force: one registration on its second criterion."""
    plan = load(SMALL.encode()).plan
    RegistrationFactory(criterion=SuccessCriterion.objects.get(code="5.2.2-2"))
    return plan


def refusal(*changes):
    before = stands()
    with pytest.raises(PlanFileError) as caught:
        load(edited(*changes))
    assert stands() == before
    return [str(problem) for problem in caught.value.problems]


def test_a_file_changes_nothing_that_stands_and_says_line_and_field(small):
    said = refusal(
        ("2016-12-31", "2016-12-31\n  on_track_from: 80\n  milestone_grace_days: 5"),
        ("level: 1", "level: 2"),
        ("counting_rule: attendances", "counting_rule: enquiries"),
        ("2013: 100", "2013: 75"),
        ("hours: [1, 2]", "hours: 4"),
        ("2013-K1", "2013-K4"),
    )

    assert [text.split(": Planen er i gang.")[0] for text in said] == [
        "linje 6, plan, på sporet fra (%) (on_track_from)",
        "linje 7, plan, dage fra risiko til forsinket (milestone_grace_days)",
        "linje 23, aktivitet 5.2.2, timer FK, timer pr. uge (hours)",
        "linje 28, aktivitet 5.2.2, kriterium 5.2.2-1, trin (level)",
        "linje 33, aktivitet 5.2.2, kriterium 5.2.2-1, tællemåde (counting_rule)",
        "linje 36, aktivitet 5.2.2, kriterium 5.2.2-1, måltal 2013, måltal (value)",
        "linje 49, milepæl M1, periode (period)",
    ]
    assert said[5].endswith(HELD[Target].instead)


def test_a_file_neither_adds_to_nor_leaves_out_what_stands(small):
    said = refusal((", 2014: 110", ", 2015: 120"), ("          - {role: SL, hours: 3}\n", ""))

    assert sorted(text.split(" Planen er i gang.")[0].rstrip(":") for text in said) == [
        "linje 33, aktivitet 5.2.2, kriterium 5.2.2-1, måltal 2015, periode (period)",
        f"måltal {Target.objects.get(value=110)}: Står ikke i filen.",
        f"timer {StaffAllocation.objects.get(staff_role__code='SL')}: Står ikke i filen.",
    ]


def test_a_file_still_changes_the_words_and_the_same_file_changes_nothing(small):
    assert not load(SMALL.encode()).anything
    assert not load(export_plan(small).encode()).anything

    assert load(edited(("name: Haven", "name: Parken"))).changed == 1


def test_a_file_may_bring_a_new_criterion_with_its_target(small):
    new = (
        "milestones:",
        "      - code: 5.2.3\n        name: Ny\n        criteria:\n          - "
        "{code: 5.2.3-1, level: 1, name: Nyt, "
        "text: nyt, noun: unge, noun_singular: ung, counting_rule: items, method: "
        "Lister, targets: {2013: 5}}\n"
        "milestones:",
    )

    assert load(edited(new)).created == 3
