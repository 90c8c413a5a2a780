"""What funders ask: profiles as files, and a plan's own list."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from activities.funders import files, profile
from activities.models import AskedReturn, Plan
from activities.planfile import PlanFileError, export_plan, load
from activities.tests.factories import PlanFactory

SMALL = "plan: {slug: ny, name: Ny, starts_on: 2020-01-01, ends_on: 2023-12-31%s}\n"
OWN = "\nreturns:\n  - {kind: goal_attainment, due_on: 03-01}\n"


def faults(text):
    with pytest.raises(PlanFileError) as refused:
        profile.read(text.encode(), "x")
    return [str(problem) for problem in refused.value.problems]


def test_the_usual_funder_asks_three_things_the_milestones_ahead():
    found = profile.find("lbf-2011")

    assert [(one.kind, one.direction) for one in found.demands] == [
        ("reguleringskonto", "back"),
        ("goal_attainment", "back"),
        ("milestone_plan", "ahead"),
    ]
    assert (found.name, found.account, found.is_known) == ("Landsbyggefonden", "406", True)


@pytest.mark.parametrize(
    ("months", "day", "expected"),
    [
        (6, "", date(2014, 6, 30)),
        (0, "", date(2013, 12, 31)),
        (14, "", date(2015, 2, 28)),
        (None, "03-01", date(2014, 3, 1)),
        (None, "", None),
    ],
)
def test_a_deadline_is_months_after_the_year_or_a_day_of_the_next(months, day, expected):
    demand = profile.Demand("goal_attainment", months_after=months, due_on=day)

    assert demand.own_deadline(2013) == expected


@pytest.mark.parametrize(
    ("year", "kinds", "due"),
    [
        (2016, [], None),
        (2017, ["reguleringskonto", "goal_attainment", "milestone_plan"], date(2018, 6, 30)),
        (2021, ["reguleringskonto", "goal_attainment"], date(2022, 6, 30)),
        (2022, [], None),
    ],
)
def test_each_year_the_plan_runs_in_is_asked_and_the_last_one_asks_for_nothing_ahead(
    db, year, kinds, due
):
    plan = PlanFactory(starts_on=date(2017, 7, 1), ends_on=date(2021, 9, 30))
    found = profile.profile_of(plan)

    assert [one.kind for one in found.asked(plan, year)] == kinds
    assert found.deadline(plan, year) == due


def test_a_profile_is_refused_with_each_fault_at_its_line():
    text = (
        "funder:\n  name: X\nreturns:\n"
        "  - {kind: reguleringskonto, months_afer: 6}\n"
        "  - {kind: goal_attainment, direction: ahead}\n"
        "  - {kind: cooperation, months_after: 6, due_on: 06-30}\n"
        "  - {kind: milestone_plan, due_on: 02-30}\n"
        "  - {kind: milestone_plan}\n"
    )

    assert [said.split(",")[0] for said in faults(text)] == [f"linje {n}" for n in (4, 5, 6, 7, 8)]
    assert "Mente du »months_after«?" in faults(text)[0]
    assert "Kun milepælsplanen kan se frem." in faults(text)[1]
    assert "Fristen står to gange." in faults(text)[2]
    assert "»02-30« er ikke en dag" in faults(text)[3]
    assert "står to gange; første gang i linje 7" in faults(text)[4]


def test_a_profile_without_its_head_is_told_what_to_begin_with():
    assert faults("returns:\n  - {kind: cooperation}\n") == [
        "linje 1: Dens egne felter mangler. Filen skal begynde med »funder:«."
    ]


def test_the_installations_own_file_takes_the_place_of_ours(settings, tmp_path):
    settings.FUNDER_DIR = str(tmp_path)
    (tmp_path / "lbf-2011.yaml").write_text("funder: {name: Fonden}\nreturns: []\n")
    (tmp_path / "realdania.yaml").write_text("funder: {name: Realdania}\n")

    assert files.keys() == ["lbf-2011", "realdania"]
    assert (profile.find("lbf-2011").name, profile.find("realdania").demands) == ("Fonden", ())


def test_a_file_that_is_not_in_order_is_told_by_the_check(settings, tmp_path):
    settings.FUNDER_DIR = str(tmp_path)
    (tmp_path / "x.yaml").write_text("funder: {navn: X}\n")

    with pytest.raises(SystemCheckError, match=r"x\.yaml: linje 1"):
        call_command("check")


def test_a_plan_file_names_its_funder_and_an_unknown_one_is_refused_with_what_was_meant(db):
    load((SMALL % ", funder: lbf-2011").encode())

    with pytest.raises(PlanFileError, match=r"»lbf-2010« kendes ikke\. Mente du »lbf-2011«?"):
        load((SMALL % ", funder: lbf-2010").encode())

    assert Plan.objects.get().funder == "lbf-2011"


def test_a_plans_own_list_takes_the_place_of_its_funders_and_comes_back_in_the_export(db):
    load((SMALL % "" + OWN).encode())
    plan = Plan.objects.get()
    found = profile.profile_of(plan)

    assert ([one.kind for one in found.demands], found.is_own) == (["goal_attainment"], True)
    assert found.deadline(plan, 2020) == date(2021, 3, 1)
    assert OWN.strip() in export_plan(plan)
    assert not load(export_plan(plan).encode()).anything

    load((SMALL % "").encode())
    assert len(profile.profile_of(plan).demands) == 3


def test_a_plan_whose_profile_is_gone_is_asked_for_nothing(db):
    plan = PlanFactory(funder="vaek")
    found = profile.profile_of(plan)

    assert (found.is_known, found.asked(plan, 2013), found.deadline(plan, 2013)) == (
        False,
        (),
        None,
    )


def test_the_browser_refuses_what_the_file_refuses(db):
    row = AskedReturn(plan=PlanFactory(), kind="cooperation", direction="ahead", due_on="13-01")

    with pytest.raises(ValidationError) as refused:
        row.full_clean()

    assert set(refused.value.message_dict) == {"direction", "due_on"}
