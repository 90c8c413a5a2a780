"""Next year: copied, written, proposed, and real once the styregruppe has said yes. Today is 31
August 2013."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from activities import actions as plan_actions
from activities.models import (
    AllocationRevision,
    StaffAllocation,
    SuccessCriterion,
    Target,
    TargetRevision,
)
from activities.progress.read import criterion_figure
from activities.tests.factories import CriterionFactory, RegistrationFactory, TargetFactory
from core import bound
from core.lights import Light
from core.periods import Period
from core.versioned import NotAllowedNow
from governance.changes.next_year import actions, lacking, rules
from governance.changes.next_year.draft import hours_rows, milestone_rows, target_rows
from governance.changes.next_year.page import comparison, year_page
from governance.changes.next_year.words import texts
from governance.decided import Decided
from governance.models import NextYear, ProposedMilestone, ProposedTarget
from governance.tests.factories_adjustments import point_of
from governance.tests.pages import url
from milestones.models import Milestone, NumberRevision, Status
from milestones.tests.factories import MilestoneFactory

TODAY = date(2013, 8, 31)
State = NextYear.State


@pytest.fixture
def draft(plan, mette):
    return actions.begin(plan, 2014, by=mette)


def criterion(plan, code):
    return SuccessCriterion.objects.get(activity__plan=plan, code=code)


def target(draft, code):
    return draft.targets.get(criterion__code=code)


def propose(draft, by):
    actions.propose(draft, expected_version=draft.lock_version, by=by)
    draft.refresh_from_db()
    return draft


def decide(draft, by, *, yes=True, token=None, on=date(2013, 8, 28), item=None):
    token = token or bound.token(texts(draft))
    actions.decide(draft, yes=yes, where=Decided(on, item), note="", shown=token, by=by)
    draft.refresh_from_db()


# Begun


def test_it_begins_as_a_copy_of_this_year(plan, mette):
    milestone = plan.milestones.get()
    milestone.name = "Planlægningsmøde 2014, evaluering af 2013"
    milestone.save()
    TargetRevision.objects.create(
        target=Target.objects.get(criterion__code="5.1.1-1"),
        value=120,
        in_force_on=date(2013, 7, 1),
    )

    draft = actions.begin(plan, 2014, by=mette)

    assert [(t.criterion.code, t.value) for t in target_rows(draft)] == [
        ("5.1.1-1", 120), ("5.1.1-2", 75), ("5.2.2-1", 40), ("5.3.5-1", 60), ("5.3.5-2", 12),
    ]  # fmt: skip
    rows = hours_rows(draft)
    assert [(a.allocation.staff_role.code, a.hours_min, a.hours_max) for a in rows] == [
        ("FK", 10, 10), ("BM", 10, 10), ("SL", 2, 2), ("BM", 2, 2),
    ]  # fmt: skip
    assert [(m.name, m.period.code, m.copied_from) for m in milestone_rows(draft)] == [
        ("Planlægningsmøde 2015, evaluering af 2014", "2014-K3", milestone)
    ]


def test_begun_twice_is_begun_once(plan, mette, birgit):
    assert actions.begin(plan, 2014, by=mette) == actions.begin(plan, 2014, by=birgit)
    assert ProposedTarget.objects.count() == 5


@pytest.mark.parametrize("year", [2012, 2013, 2015, 2017, 0])
def test_only_the_next_year_is_begun(plan, mette, year):
    with pytest.raises(NotAllowedNow, match=f"{year} er ikke det næste år, der skal lægges"):
        actions.begin(plan, year, by=mette)


def test_targets_of_several_years_are_carried_and_not_copied(plan, mette):
    long = CriterionFactory(
        activity=plan.activities.get(code="5.1.1"), code="5.1.1-9", name="Nyhedsbreve", position=9
    )
    TargetFactory(criterion=long, starts_on=date(2013, 1, 1), ends_on=date(2016, 12, 31), value=10)
    school = CriterionFactory(
        activity=plan.activities.get(code="5.1.1"), code="5.1.1-8", position=8
    )
    TargetFactory(criterion=school, starts_on=date(2013, 8, 1), ends_on=date(2014, 7, 31), value=1)

    draft = actions.begin(plan, 2014, by=mette)

    assert not draft.targets.filter(criterion__in=[long, school]).exists()
    assert [(c.name, c.text) for c in year_page(draft, may_write=True).carried] == [
        ("5.1.1-8 Familier deltog", "1 familie for 1.\xa0august 2013 til 31.\xa0juli 2014"),
        ("5.1.1-9 Nyhedsbreve", "10 familier for 2013–2016"),
    ]


def test_a_years_own_target_is_copied_though_a_longer_one_runs_beside_it(plan, mette):
    both = criterion(plan, "5.1.1-1")
    TargetFactory(criterion=both, starts_on=date(2013, 2, 1), ends_on=date(2016, 12, 31), value=500)

    assert target(actions.begin(plan, 2014, by=mette), "5.1.1-1").value == 100


def test_a_dropped_milestone_and_one_after_the_plan_begin_left_out(plan, mette):
    plan.ends_on = date(2014, 6, 30)
    plan.save()
    plan.milestones.update(period=Period.quarter(2013, 1))
    MilestoneFactory(
        plan=plan, name="Bortfaldet", period=Period.quarter(2013, 2), status=Status.DROPPED
    )
    MilestoneFactory(plan=plan, name="For sent", period=Period.quarter(2013, 4))

    rows = milestone_rows(actions.begin(plan, 2014, by=mette))

    assert [(m.name, m.is_left_out) for m in rows] == [
        ("Forløb for forældre er i gang", False), ("Bortfaldet", True), ("For sent", True),
    ]  # fmt: skip


def test_a_plan_that_ends_with_this_year_has_no_next(lead, plan):
    plan.ends_on = date(2013, 12, 31)
    plan.save()

    page = lead.get(url("next-year", plan))

    assert rules.year_to_plan(plan, TODAY) is None
    assert (
        page.context["ends"]
        == "Planen slutter den 31.\xa0december 2013. Der er ikke et næste år at lægge."
    )
    assert url("next-year-begin", plan, 2014) not in page.content.decode()


def test_a_year_nobody_planned_is_planned_when_it_has_begun(plan, settings):
    assert [rules.year_to_plan(plan, date(y, 1, 9)) for y in (2012, 2013, 2014, 2016, 2017)] == [
        2014, 2014, 2014, 2016, None,
    ]  # fmt: skip
    TargetFactory(
        criterion=criterion(plan, "5.1.1-1"), starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31)
    )
    assert rules.year_to_plan(plan, date(2014, 1, 9)) == 2015


# Written


def body(draft, rows, **changes):
    """What the table posts: each row as it stands, but for `changes` (pk -> values)."""
    data = {}
    for row in rows:
        values = (
            {"lock_version": row.lock_version}
            | FIELDS[type(row)](row)
            | changes.get(f"r{row.pk}", {})
        )
        data |= {f"r{row.pk}-{name}": value for name, value in values.items()}
    return data


FIELDS = {
    ProposedTarget: lambda row: {"value": "" if row.value is None else row.value, "note": row.note},
    ProposedMilestone: lambda row: {"name": row.name, "period": row.period.code},
}


def target_body(draft, code=None, **values):
    rows = target_rows(draft)
    return body(draft, rows, **({f"r{target(draft, code).pk}": values} if code else {}))


def test_a_table_saves_what_was_changed_and_nothing_else(lead, plan, draft):
    answer = lead.post(
        url("next-year-targets", plan, 2014),
        target_body(draft, "5.1.1-1", value="130", note="Flere."),
    )

    row = target(draft, "5.1.1-1")
    assert (answer.status_code, answer.url) == (302, draft.get_absolute_url())
    assert (row.value, row.note, row.lock_version) == (130, "Flere.", 2)
    assert set(draft.targets.exclude(pk=row.pk).values_list("lock_version", flat=True)) == {1}


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        (
            "5.1.1-1",
            "0",
            "Et mål på mindst 0 er altid nået. Skriv mere end 0, eller lad målet være højst.",
        ),
        (
            "5.1.1-1",
            "mange",
            "»mange« er ikke et tal, vi kan læse. Skriv et tal med komma, fx 7,5.",
        ),
        ("5.1.1-1", "2000000", "Tallet er for stort. Tjek, om der er kommet for mange cifre med."),
        ("5.1.1-2", "101", "Måltallet er i procent og kan højst være 100."),
    ],
)
def test_a_table_with_a_fault_is_not_saved_and_keeps_what_was_typed(
    lead, plan, draft, code, value, said
):
    data = target_body(draft, code, value=value) | {
        f"r{target(draft, '5.2.2-1').pk}-note": "Skal blive stående"
    }
    answer = lead.post(url("next-year-targets", plan, 2014), data)

    (error,) = answer.context["errors"]
    assert answer.status_code == 422
    assert error == (
        f"id_r{target(draft, code).pk}-value",
        f"{criterion(plan, code)}, måltal: {said}",
    )
    assert "Skal blive stående" in answer.content.decode()
    assert set(draft.targets.values_list("lock_version", flat=True)) == {1}


def test_a_cpr_number_in_a_table_is_refused(lead, plan, draft):
    answer = lead.post(
        url("next-year-targets", plan, 2014), target_body(draft, "5.1.1-1", note="010190-1234")
    )

    assert answer.status_code == 422
    assert (
        answer.context["refused"]
        == "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere."
    )


def test_a_name_in_a_table_is_refused(lead, plan, draft, kirsten):
    row = target(draft, "5.1.1-1")
    row.note = "Aftalt med Kirsten Bay."

    with pytest.raises(ValidationError, match="Teksten nævner Kirsten Bay"):
        actions.save_rows(draft, [(row, 1)], by=kirsten)


def test_two_of_the_same_name_are_both_shown_to_who_decides(plan, draft):
    """Codes are unique, names need not be: else a change of the first would not be seen."""
    allocation = StaffAllocation.objects.get(
        activity__code="5.2.2", staff_role__code="BM", activity__plan=plan
    )
    plan.staff_roles.filter(code="SL").update(name=allocation.staff_role.name)

    found = {
        label: text for label, text in texts(draft).items() if "5.2.2 Lommepengeprojekt" in label
    }

    label = "Timer, Boligsocial medarbejder: 5.2.2 Lommepengeprojekt"
    assert found == {
        label: "10 timer pr. uge (2013: 10 timer pr. uge)",
        f"{label} (nr. 2)": "2 timer pr. uge (2013: 2 timer pr. uge)",
    }


def test_the_target_of_an_average_says_what_it_is_counted_by_as_an_adjustment_does(plan, draft):
    (line,) = [
        x
        for group in comparison(draft).targets
        for x in group.lines
        if x.row.criterion.code == "5.3.5-2"
    ]

    assert texts(draft)["Måltal 5.3.5-2 Fremmødte pr. møde"] == "12 beboere pr. møde (2013: 12)"
    assert (line.old, line.new) == ("12 beboere pr. møde", "12 beboere pr. møde")


def test_two_who_write_the_same_field_see_both_and_the_second_chooses(lead, plan, draft, birgit):
    mine = target_body(draft, "5.1.1-1", value="130")
    lead.post(url("next-year-targets", plan, 2014), target_body(draft, "5.1.1-1", value="125"))

    refused = lead.post(url("next-year-targets", plan, 2014), mine)
    value = target(draft, "5.1.1-1").value
    row = target(draft, "5.1.1-1")
    lead.post(url("next-year-targets", plan, 2014), mine | {f"r{row.pk}-lock_version": "2"})

    (conflict,) = refused.context["conflicts"]
    text = refused.content.decode()
    assert (refused.status_code, value) == (409, 125)
    assert (conflict.what, conflict.theirs, conflict.mine) == (
        "5.1.1-1 Familier deltog: Måltal",
        "125",
        "130",
    )
    assert f'name="r{row.pk}-lock_version" value="2"' in text and 'value="130"' in text
    assert target(draft, "5.1.1-1").value == 130


def test_who_left_a_row_alone_does_not_undo_what_another_wrote_there(lead, plan, draft):
    mine = target_body(draft, "5.2.2-1", value="45")
    lead.post(url("next-year-targets", plan, 2014), target_body(draft, "5.1.1-1", value="125"))

    answer = lead.post(url("next-year-targets", plan, 2014), mine)

    assert answer.status_code == 302
    assert (target(draft, "5.1.1-1").value, target(draft, "5.2.2-1").value) == (125, 45)


def test_hours_are_written_as_danes_write_them(lead, plan, draft):
    row = draft.allocations.get(allocation__activity__code="5.1.1")
    data = {}
    for other in draft.allocations.all():
        data |= {
            f"r{other.pk}-hours_min": other.hours_min.normalize(),
            f"r{other.pk}-lock_version": 1,
        }
        data[f"r{other.pk}-hours_min"] = f"{other.hours_min:f}".replace(".", ",")
    good = lead.post(
        url("next-year-hours", plan, 2014),
        data | {f"r{row.pk}-hours_min": "12,5", f"r{row.pk}-hours_max": "14"},
    )
    bad = lead.post(
        url("next-year-hours", plan, 2014),
        data | {f"r{row.pk}-hours_min": "14", f"r{row.pk}-hours_max": "12"},
    )

    row.refresh_from_db()
    assert (good.status_code, row.hours_min, row.hours_max) == (302, Decimal("12.5"), Decimal(14))
    assert [text for _, text in bad.context["errors"]] == [
        "Familiekoordinator, højst: Højst kan ikke være mindre end mindst."
    ]
    assert set(draft.allocations.exclude(pk=row.pk).values_list("lock_version", flat=True)) == {1}


def test_milestones_are_changed_left_out_and_added(lead, plan, draft):
    row = draft.milestones.get()
    data = body(
        draft,
        [row],
        **{f"r{row.pk}": {"name": "Forløb igen", "period": "2014-K4", "is_left_out": "on"}},
    )
    lead.post(url("next-year-milestones", plan, 2014), data)
    lead.post(
        url("next-year-milestone-add", plan, 2014),
        {"name": "Sommerfest", "kind": "activity", "period": "2014-K2"},
    )

    assert [(m.name, m.period.code, m.is_left_out) for m in milestone_rows(draft)] == [
        ("Sommerfest", "2014-K2", False), ("Forløb igen", "2014-K4", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"period": "2013-K4"}, "period", "4. kvartal 2013 er ikke en af planens perioder i 2014."),
        ({"period": "2014-H1"}, "period", "1. halvår 2014 er ikke en af planens perioder i 2014."),
        ({"kind": "number"}, "number", "Skriv tallet, der skal nås."),
        ({"number": "5"}, "criterion", "Et tal skal måles på et succeskriterium."),
        (
            {"criterion": "5.1.1-1"},
            "criterion",
            "Kriteriet hører til 5.1.1 Forældre & læring. Vælg den aktivitet.",
        ),
        ({"name": ""}, "name", "Dette felt er påkrævet."),
    ],
)
def test_a_new_milestone_that_cannot_be(lead, plan, draft, values, field, said):
    if "criterion" in values:
        values = values | {"criterion": criterion(plan, values["criterion"]).pk}
    answer = lead.post(
        url("next-year-milestone-add", plan, 2014),
        {"name": "Sommerfest", "kind": "activity", "period": "2014-K2"} | values,
    )

    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [said])


def test_what_was_adjusted_since_is_named_and_taken_in_where_nobody_wrote(plan, draft, mette):
    targets = {x.criterion.code: x for x in Target.objects.filter(criterion__activity__plan=plan)}
    for code, value in (("5.1.1-1", 120), ("5.2.2-1", 55)):
        TargetRevision.objects.create(
            target=targets[code], value=value, in_force_on=date(2013, 8, 30)
        )
    allocation = StaffAllocation.objects.get(activity__code="5.1.1", activity__plan=plan)
    AllocationRevision.objects.create(
        allocation=allocation, hours_min=12, hours_max=14, in_force_on=date(2013, 8, 30)
    )
    written = target(draft, "5.2.2-1")
    written.value = 45
    actions.save_rows(draft, [(written, 1)], by=mette)
    needed = [p.text for p in lacking.missing(draft) if p.is_needed]

    with pytest.raises(NotAllowedNow, match=r"5\.1\.1-1 Familier deltog er ændret i 2013"):
        propose(draft, mette)
    count = actions.fill(draft, by=mette)

    assert needed == [
        "5.1.1-1 Familier deltog er ændret i 2013, siden kladden blev begyndt: nu 120 familier.",
        "Familiekoordinator: 5.1.1 Forældre & læring er ændret i 2013, siden kladden blev begyndt: "
        "nu 12–14 timer pr. uge.",
    ]
    assert (count, target(draft, "5.1.1-1").value, target(draft, "5.2.2-1").value) == (2, 120, 45)
    hours = draft.allocations.get(allocation=allocation)
    assert (hours.hours_min, hours.hours_max) == (12, 14)
    assert [p.text for p in lacking.missing(draft) if p.is_needed] == []


def test_a_number_adjusted_since_is_taken_in_and_a_milestone_moved_into_the_year_is_told(
    plan, mette
):
    criterion_of = criterion(plan, "5.1.1-1")
    ten = MilestoneFactory(
        plan=plan, code="M2", name="Ti familier", criterion=criterion_of, number=10
    )
    draft = actions.begin(plan, 2014, by=mette)
    NumberRevision.objects.create(milestone=ten, number=8, in_force_on=date(2013, 8, 30))
    plan.milestones.filter(code="M1").update(period=Period.quarter(2014, 1))
    texts = [(p.text, p.is_needed) for p in lacking.missing(draft)]

    actions.fill(draft, by=mette)

    assert texts[0] == (
        "Milepælen »Ti familier« er ændret i 2013, siden kladden blev begyndt: nu 8.",
        True,
    )
    assert (
        "»Forløb for forældre er i gang« er flyttet fra 2013 til 1. kvartal 2014. Kladden har den "
        "også i 3. kvartal 2014.",
        False,
    ) in texts
    assert draft.milestones.get(copied_from=ten).number == 8


# Checked and proposed


def test_the_check_list_names_what_lacks_and_what_to_look_at(plan, draft):
    RegistrationFactory(criterion=criterion(plan, "5.2.2-1"), on=date(2013, 5, 14), value=57)
    draft.targets.filter(criterion__code="5.1.1-1").update(value=None)
    ProposedMilestone.objects.create(
        next_year=draft, name="Ti unge", kind="number", period=Period.quarter(2014, 2),
        activity=plan.activities.get(code="5.2.2"),
    )  # fmt: skip
    draft.allocations.filter(
        allocation__activity__code="5.2.2", allocation__staff_role__code="BM"
    ).update(hours_max=36)

    points = lacking.missing(draft)

    assert [p.text for p in points if p.is_needed] == [
        (
            "5.1.1-1 Familier deltog mangler måltal. Skriv et, eller skriv, hvorfor det "
            "ikke måles i 2014."
        ),
        "»Ti unge« mangler tallet, der skal nås.",
    ]
    assert [p.text for p in points if not p.is_needed] == [
        "5.2.2-1 Unge i lommepengejob: 40 er under de 57, der er nået i 2013.",
        "5.3.5 Servicebesøg har ingen milepæle i 2014.",
        "Boligsocial medarbejder har 38 timer pr. uge på aktiviteterne. En fuld uge er 37 timer.",
    ]


def test_a_criterion_that_is_not_measured_needs_its_reason(plan, draft, mette):
    draft.targets.filter(criterion__code="5.1.1-1").update(value=None, note="Måles hvert andet år.")

    assert propose(draft, mette).state == "proposed"


def test_what_lacks_stops_the_proposal(plan, draft, mette):
    draft.targets.filter(criterion__code="5.1.1-1").update(value=None)

    with pytest.raises(
        NotAllowedNow, match=r"2014 kan ikke indstilles endnu\. 5\.1\.1-1 Familier deltog mangler"
    ):
        propose(draft, mette)


def test_what_has_come_since_is_named_and_taken_in(plan, draft, mette):
    CriterionFactory(
        activity=plan.activities.get(code="5.1.1"), code="5.1.1-9", name="Nyt", position=9, target=7
    )
    TargetFactory(
        criterion=criterion(plan, "5.2.2-1"), starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31)
    )
    needed = [p.text for p in lacking.missing(draft) if p.is_needed]

    actions.fill(draft, by=mette)

    assert needed == [
        "5.2.2-1 Unge i lommepengejob har fået et måltal for 2014 et andet sted.",
        "5.1.1-9 Nyt er kommet til, siden kladden blev begyndt.",
    ]
    assert target(draft, "5.1.1-9").value == 7
    assert not draft.targets.filter(criterion__code="5.2.2-1").exists()
    assert [p.text for p in lacking.missing(draft) if p.is_needed] == []


def test_a_proposed_year_is_not_written_in_until_it_is_taken_back(lead, plan, draft, mette):
    data = target_body(draft, "5.1.1-1", value="130")
    propose(draft, mette)

    refused = lead.post(url("next-year-targets", plan, 2014), data)
    asked = lead.get(url("next-year-targets", plan, 2014))
    lead.post(url("next-year-take-back", plan, 2014))
    taken = lead.post(url("next-year-targets", plan, 2014), data)

    assert refused.status_code == 422
    assert refused.context["refused"] == (
        "2014 er indstillet til styregruppen. Tag kladden tilbage for at rette i den."
    )
    assert (asked.status_code, taken.status_code, target(draft, "5.1.1-1").value) == (302, 302, 130)


# Decided


def test_until_the_decision_nothing_of_it_holds(plan, draft, mette):
    propose(draft, mette)

    assert not Target.objects.filter(starts_on=date(2014, 1, 1)).exists()
    assert not AllocationRevision.objects.exists()
    assert plan.milestones.count() == 1


def test_the_yes_writes_the_year_and_the_old_one_stands(plan, draft, mette, birgit):
    draft.targets.filter(criterion__code="5.1.1-1").update(value=130)
    draft.targets.filter(criterion__code="5.1.1-2").update(value=None, note="Måles hvert andet år.")
    draft.allocations.filter(allocation__activity__code="5.1.1").update(hours_min=12, hours_max=12)
    item = point_of(plan)

    decide(propose(draft, mette), birgit, item=item)

    made = Target.objects.filter(starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31)).order_by(
        "criterion__code"
    )
    assert [(t.criterion.code, t.value) for t in made] == [
        ("5.1.1-1", 130), ("5.2.2-1", 40), ("5.3.5-1", 60), ("5.3.5-2", 12),
    ]  # fmt: skip
    hours = AllocationRevision.objects.order_by("allocation__activity__code")
    assert {r.in_force_on for r in hours} == {date(2014, 1, 1)}
    assert hours.first().hours_min == 12 and hours.count() == draft.allocations.count()
    (old, new) = plan.milestones.order_by("period")
    assert (old.code, old.period.code) == ("M1", "2013-K3")
    assert (new.code, new.period.code, new.name, new.kind, new.activity) == (
        "14-M1", "2014-K3", old.name, old.kind, old.activity,
    )  # fmt: skip
    assert (draft.state, draft.approved_on, draft.decided_in) == (
        "approved",
        date(2013, 8, 28),
        item,
    )
    figures = [
        criterion_figure(criterion(plan, "5.1.1-1"), day).target
        for day in (TODAY, date(2014, 1, 1))
    ]
    assert figures == [100, 130]
    allocation = StaffAllocation.objects.get(activity__code="5.1.1", activity__plan=plan)
    assert [allocation.hours_on(day)[0] for day in (date(2013, 12, 31), date(2014, 1, 1))] == [
        10,
        12,
    ]


def test_a_second_yes_changes_nothing(plan, draft, mette, birgit):
    token = bound.token(texts(draft))
    propose(draft, mette)
    for _ in range(2):
        decide(draft, birgit, token=token)

    assert (Target.objects.filter(starts_on=date(2014, 1, 1)).count(), plan.milestones.count()) == (
        5,
        2,
    )
    assert draft.lock_version == 3


def test_left_out_milestones_are_not_written(plan, draft, mette, birgit):
    draft.milestones.update(is_left_out=True)
    decide(propose(draft, mette), birgit)

    assert plan.milestones.count() == 1


def test_codes_are_unique_also_a_year_later(plan, draft, mette, birgit, settings):
    MilestoneFactory(plan=plan, code="14-M1", period=Period.quarter(2013, 4))
    decide(propose(draft, mette), birgit)
    settings.DEMO_DATE = date(2014, 10, 1)
    again = actions.begin(plan, 2015, by=mette)
    decide(propose(again, mette), birgit)

    assert list(plan.milestones.order_by("period", "code").values_list("code", "period")) == [
        ("M1", Period.quarter(2013, 3)), ("14-M1", Period.quarter(2013, 4)),
        ("14-M1.2", Period.quarter(2014, 3)),
        ("15-M1.2", Period.quarter(2015, 3)),
    ]  # fmt: skip
    assert target(again, "5.1.1-1").value == 100


def test_a_no_gives_it_back_to_be_written_on(plan, draft, mette, birgit):
    decide(propose(draft, mette), birgit, yes=False)

    written = Target.objects.filter(starts_on=date(2014, 1, 1)).exists()
    assert (draft.state, draft.proposed_by, written) == (
        "draft", None, False,
    )  # fmt: skip


def test_who_proposed_does_not_write_the_decision_down(plan, draft, birgit):
    propose(draft, birgit)

    with pytest.raises(NotAllowedNow, match="Du har selv indstillet året"):
        decide(draft, birgit)
    with pytest.raises(IntegrityError), transaction.atomic():
        NextYear.objects.update(decided_by=birgit)


def test_a_draft_is_not_decided(plan, draft, birgit):
    with pytest.raises(NotAllowedNow, match="2014 er en kladde"):
        decide(draft, birgit)


def test_what_changed_after_it_was_shown_is_not_decided_and_both_texts_are_told(
    client, plan, draft, mette, birgit
):
    written = target(draft, "5.2.2-1")
    written.note = "Som i år."
    actions.save_rows(draft, [(written, 1)], by=mette)
    propose(draft, mette)
    client.force_login(birgit)
    address = url("next-year-decide", plan, 2014)
    data = {
        "answer": "yes",
        "on": "28.8.2013",
        "shown": client.get(address).context["form"]["shown"].value(),
    }
    draft.targets.filter(criterion__code="5.1.1-1").update(value=130)
    TargetRevision.objects.create(
        target=Target.objects.get(criterion__code="5.2.2-1"), value=50, in_force_on=date(2013, 8, 1)
    )

    refused = client.post(address, data)
    state = NextYear.objects.get().state
    again = client.post(address, data | {"shown": refused.context["form"]["shown"].value()})

    assert (refused.status_code, state, again.status_code) == (409, "proposed", 302)
    assert [(x.shown, x.now) for x in refused.context["lines"] if x.differs] == [
        ("100 familier (2013: 100)", "130 familier (2013: 100)"),
        ("40 unge (2013: 40). Som i år.", "40 unge (2013: 50). Som i år."),
    ]
    assert NextYear.objects.get().state == "approved"


def test_a_target_that_came_in_between_stops_the_yes_whole(plan, draft, mette, birgit):
    propose(draft, mette)
    TargetFactory(
        criterion=criterion(plan, "5.3.5-2"), starts_on=date(2014, 1, 1), ends_on=date(2014, 12, 31)
    )

    with pytest.raises(
        NotAllowedNow,
        match=r"5\.3\.5-2 Fremmødte pr\. møde har fået et måltal for 2014 et andet sted",
    ):
        decide(draft, birgit)

    assert Target.objects.filter(starts_on=date(2014, 1, 1)).count() == 1


def test_what_was_adjusted_after_the_proposal_stops_the_yes_whole(plan, draft, mette, birgit):
    """Else the old hours would be written from 1 January, and the adjustment be taken back by
    nobody."""
    propose(draft, mette)
    allocation = StaffAllocation.objects.get(activity__code="5.1.1", activity__plan=plan)
    AllocationRevision.objects.create(
        allocation=allocation, hours_min=12, hours_max=12, in_force_on=date(2013, 8, 30)
    )

    with pytest.raises(NotAllowedNow) as refused:
        decide(draft, birgit)
    actions.take_back(draft, by=mette)
    actions.fill(draft, by=mette)
    draft.refresh_from_db()
    decide(propose(draft, mette), birgit)

    assert str(refused.value) == (
        "2014 kan ikke godkendes, som det ligger. Familiekoordinator: 5.1.1 Forældre & læring er "
        "ændret i 2013, siden kladden blev begyndt: nu 12 timer pr. uge. Tag kladden tilbage, og "
        "ret den."
    )
    assert [(r.in_force_on, r.hours_min) for r in allocation.revisions.all()] == [
        (date(2013, 8, 30), 12), (date(2014, 1, 1), 12)
    ]  # fmt: skip


def test_what_is_adjusted_in_the_old_year_after_the_yes_does_not_run_on_into_the_new(
    plan, draft, mette, birgit
):
    decide(propose(draft, mette), birgit)
    allocation = StaffAllocation.objects.get(activity__code="5.1.1", activity__plan=plan)
    AllocationRevision.objects.create(
        allocation=allocation, hours_min=14, hours_max=14, in_force_on=date(2013, 10, 1)
    )

    days = (date(2013, 9, 30), date(2013, 12, 31), date(2014, 1, 1))
    assert [allocation.hours_on(day)[0] for day in days] == [10, 14, 10]


def test_a_criterion_that_came_in_between_stops_the_yes_whole(plan, draft, mette, birgit):
    propose(draft, mette)
    CriterionFactory(
        activity=plan.activities.get(code="5.1.1"), code="5.1.1-9", name="Nyt", position=9, target=7
    )

    with pytest.raises(
        NotAllowedNow, match=r"5\.1\.1-9 Nyt er kommet til, siden kladden blev begyndt\."
    ):
        decide(draft, birgit)

    assert not Target.objects.filter(starts_on=date(2014, 1, 1)).exists()


def test_a_closed_quarter_is_not_planned_afterwards(plan, draft, mette, birgit, settings):
    propose(draft, mette)
    settings.DEMO_DATE = date(2014, 4, 2)
    plan_actions.close_period(plan, Period.quarter(2014, 1), by=mette)

    with pytest.raises(NotAllowedNow, match=r"1\. kvartal 2014 er lukket"):
        decide(draft, birgit)


def test_an_approved_year_is_neither_written_in_nor_thrown_away(plan, draft, mette, birgit):
    decide(propose(draft, mette), birgit)

    for act in (actions.drop, actions.take_back, actions.fill):
        with pytest.raises(NotAllowedNow, match="2014 er godkendt"):
            act(draft, by=mette)


def test_a_dropped_draft_leaves_nothing_and_may_be_begun_again(lead, plan, draft):
    asked = lead.get(url("next-year-drop", plan, 2014))
    lead.post(url("next-year-drop", plan, 2014))
    lead.post(url("next-year-begin", plan, 2014))

    assert asked.status_code == 200
    assert NextYear.objects.get().pk != draft.pk
    assert ProposedTarget.objects.count() == 5


def test_what_a_year_became_is_not_deleted_by_who_does_not_know_it(plan, draft, mette, birgit):
    decide(propose(draft, mette), birgit)
    milestone, made = (
        Milestone.objects.get(code="14-M1"),
        Target.objects.filter(starts_on=date(2014, 1, 1)).first(),
    )

    for row in (milestone, made):
        with pytest.raises(ProtectedError), transaction.atomic():
            row.delete()


# Shown


def test_the_page_has_its_steps_with_what_stands_there(lead, plan, draft):
    page = lead.get(url("next-year", plan)).context["page"]

    assert page.title == "2014 er klar til at blive indstillet"
    assert [(s.title, s.text, s.light) for s in page.steps] == [
        ("Begynd", "Kopieret fra 2013 den 31.8.2013.", Light.REACHED),
        ("Måltal", "5 af 5 kriterier har måltal.", Light.REACHED),
        ("Timer", "4 poster, ingen ændret.", Light.REACHED),
        ("Milepæle", "1 milepæl.", Light.REACHED),
        ("Tjek", "Intet mangler.", Light.REACHED),
        ("Indstil", "Klar til at blive indstillet.", Light.NOT_STARTED),
        ("Styregruppens beslutning", "Først da gælder året.", Light.NOT_STARTED),
    ]


def test_the_old_year_stands_beside_the_new(plan, draft):
    RegistrationFactory(criterion=criterion(plan, "5.1.1-1"), on=date(2013, 5, 14), value=46)
    draft.targets.filter(criterion__code="5.1.1-1").update(value=130, note="Flere på venteliste.")
    draft.targets.filter(criterion__code="5.2.2-1").update(value=35)
    draft.allocations.filter(allocation__activity__code="5.1.1").update(hours_min=12, hours_max=12)

    found = comparison(draft)

    lines = {x.row.criterion.code: x for group in found.targets for x in group.lines}
    first = lines["5.1.1-1"]
    assert (first.old, first.actual, first.new, first.change) == (
        "100 familier",
        "46",
        "130 familier",
        "+30",
    )
    assert (lines["5.2.2-1"].change, lines["5.3.5-1"].change) == ("−5", "som før")
    assert [(x.name, x.old, x.new, x.is_changed) for x in found.hours[0].lines] == [
        ("Familiekoordinator", "10 timer pr. uge", "12 timer pr. uge", True)
    ]
    assert [(g.name, [x.old for x in g.lines]) for g in found.milestones] == [
        ("3. kvartal", ["Forløb for forældre er i gang, 3. kvartal 2013"])
    ]


def test_the_groups_see_it_when_it_is_proposed_and_all_when_it_holds(
    plan, draft, mette, birgit, henrik, kirsten, ole, carl
):
    def seen():
        return [
            NextYear.objects.visible_to(user).exists()
            for user in (mette, birgit, henrik, kirsten, ole, carl)
        ]

    first = seen()
    propose(draft, mette)
    then = seen()
    decide(draft, birgit)

    assert first == [True, True, False, False, False, False]
    assert then == [True, True, True, True, False, False]
    assert seen() == [True, True, True, True, True, False]


def test_readers_read_that_it_is_not_ready(client, plan, draft, henrik):
    client.force_login(henrik)

    page = client.get(url("next-year", plan))

    assert "2014 er ikke indstillet endnu" in page.content.decode()
    assert client.get(url("next-year-compare", plan, 2014)).status_code == 404


def test_what_was_decided_is_still_compared_with_the_old_year_when_it_holds(
    plan, draft, mette, birgit
):
    draft.allocations.filter(allocation__activity__code="5.1.1").update(hours_min=12, hours_max=12)
    before = comparison(draft)

    decide(propose(draft, mette), birgit)

    after = comparison(draft)
    assert [(x.old, x.new, x.is_changed) for x in after.hours[0].lines] == [
        ("10 timer pr. uge", "12 timer pr. uge", True)
    ]
    assert (before.hours[0].lines[0].old, after.summary) == (
        "10 timer pr. uge", "2014 er godkendt. 1 post har andre timer. Resten er som før.",
    )  # fmt: skip
    (step,) = [x for x in year_page(draft, may_write=False).steps if x.title == "Timer"]
    assert step.text == "4 poster, 1 ændret."


def test_the_pages_cost_the_same_for_few_and_many(lead, plan, mette, django_assert_max_num_queries):
    for n in range(30):
        CriterionFactory(
            activity=plan.activities.get(code="5.1.1"), code=f"X-{n}", position=20 + n, target=7
        )
    for _ in range(30):
        MilestoneFactory(plan=plan, activity=plan.activities.get(code="5.1.1"))
    draft = actions.begin(plan, 2014, by=mette)
    propose_able = draft.get_absolute_url()
    with django_assert_max_num_queries(50):
        lead.get(propose_able)
    for name in (
        "next-year-targets",
        "next-year-hours",
        "next-year-milestones",
        "next-year-compare",
    ):
        with django_assert_max_num_queries(25):
            lead.get(url(name, plan, 2014))
