"""Loading: all or nothing, only what differs, matched by code, with history; and the file back
again."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from activities.models import (
    Activity,
    Estate,
    Plan,
    Registration,
    StaffAllocation,
    StaffRole,
    SuccessCriterion,
    Target,
)
from activities.planfile import PlanFileError, export_plan, load
from activities.tests.factories import HoursFactory, RegistrationFactory
from activities.tests.planfiles import SMALL, edited
from milestones.models import Milestone

HISTORIES = (
    Plan,
    Estate,
    StaffRole,
    Activity,
    StaffAllocation,
    SuccessCriterion,
    Target,
    Milestone,
)


@pytest.fixture
def small(db):
    """The small plan, loaded."""
    return load(SMALL.encode()).plan


def versions():
    return [model.history.count() for model in HISTORIES]


def criterion(code="5.2.2-1"):
    return SuccessCriterion.objects.get(code=code)


def refusal(data):
    with pytest.raises(PlanFileError) as caught:
        load(data)
    return [str(problem) for problem in caught.value.problems]


def test_load_makes_every_row_with_its_values(small):
    allocation = StaffAllocation.objects.get(staff_role__code="FK")

    assert (allocation.hours_min, allocation.hours_max, allocation.is_annual_average) == (
        1,
        2,
        False,
    )
    assert criterion().responsible.code == "FK"
    assert [(t.starts_on, t.ends_on, t.value) for t in criterion().targets.all()] == [
        (date(2013, 1, 1), date(2013, 12, 31), 100),
        (date(2014, 1, 1), date(2014, 12, 31), 110),
    ]
    assert [e.code for e in Activity.objects.get().estates.all()] == ["E1"]
    assert Milestone.objects.get().criterion == criterion()


def test_second_load_changes_no_row_no_history_and_no_stamp(small):
    before, stamp = versions(), Plan.objects.get().version

    outcome = load(SMALL.encode())

    assert not outcome.anything
    assert (versions(), Plan.objects.get().version) == (before, stamp)


def test_load_asks_the_same_number_of_queries_for_more_rows(small, django_assert_num_queries):
    more = edited(
        (
            "milestones:\n",
            "milestones:\n  - {code: M0, period: 2013-K2, kind: meeting, name: Møde}\n",
        )
    )
    with CaptureQueriesContext(connection) as few:
        load(SMALL.encode())
    load(more)

    with django_assert_num_queries(len(few)) as many:
        load(more)

    assert not [q["sql"] for q in many if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_changed_value_becomes_a_signed_version(small):
    stamp = Plan.objects.get().version

    outcome = load(edited(("2013: 100", "2013: 90")), reason="Indlæst fra ny.yaml")

    target = criterion().targets.get(starts_on=date(2013, 1, 1))
    newest, oldest = target.history.order_by("-history_id")
    assert (outcome.created, outcome.changed, outcome.deleted) == (0, 1, 0)
    assert (newest.value, oldest.value, newest.history_change_reason) == (
        90,
        100,
        "Indlæst fra ny.yaml",
    )
    assert target.lock_version == 2
    assert Plan.objects.get().version == stamp + 1


def test_row_that_is_gone_and_unused_is_deleted(small):
    outcome = load(edited((", 2014: 110", ""), ("          - {role: SL, hours: 3}\n", "")))

    assert (outcome.changed, outcome.deleted) == (0, 2)
    assert StaffAllocation.objects.count() == criterion().targets.count() == 1


def test_criterion_with_registrations_cannot_be_left_out(small):
    RegistrationFactory(criterion=criterion())
    before, text = versions(), SMALL
    start, end = text.index("          - code: 5.2.2-1"), text.index("          - code: 5.2.2-2")
    without = (
        (text[:start] + text[end:])
        .replace(", criterion: 5.2.2-1, number: 10", "")
        .replace("number,", "meeting,")
    )

    assert refusal(without.encode()) == [
        (
            "kriterium 5.2.2-1: Står ikke i filen, men er i brug (1 registrering). Sæt "
            "den ind igen, eller slet det først."
        )
    ]
    assert versions() == before


def test_estate_with_registrations_cannot_be_left_out(small):
    RegistrationFactory(criterion=criterion(), estate=Estate.objects.get())

    data = edited(
        ("  - {code: E1, name: Haven, dwellings: 40}\n", "  []\n"), ("        estates: [E1]\n", "")
    )

    assert refusal(data)[0].startswith(
        "afdeling E1: Står ikke i filen, men er i brug (1 registrering)."
    )


def test_activity_with_hours_and_role_with_a_person_cannot_be_left_out(small):
    HoursFactory(activity=Activity.objects.get(), staff_role=StaffRole.objects.get(code="SL"))
    MembershipFactory(
        plan=small, role=Role.COMMUNITY_WORKER, staff_role=StaffRole.objects.get(code="SL")
    )
    empty = SMALL[: SMALL.index("focus_areas:")].replace(
        "  - {code: SL, name: Sekretariatsleder}\n", ""
    )

    problems = refusal(empty.encode())

    assert [problem.split("(")[0] for problem in problems] == [
        "aktivitet 5.2.2: Står ikke i filen, men er i brug ",
        "milepæl M1: Står ikke i filen. Planen er i gang. En milepæl flyttes på "
        "milepælsplanen eller ved en justering; "
        "næste års lægges under Næste år. Stod det forkert fra begyndelsen, så ret en fejl.",
        "stilling SL: Står ikke i filen, men er i brug ",
    ]
    assert "1 medlemskab" in problems[2]


def test_measure_of_a_counted_criterion_cannot_change(small):
    RegistrationFactory(criterion=criterion())
    data = edited(
        (
            "counting_rule: attendances",
            (
                "counting_rule: measurement\n            measure: percent\n            "
                "denominator: alle"
            ),
        ),
        ("2014: 110", "2014: 50"),
    )

    said = refusal(data)

    assert said[1] == (
        "linje 32, aktivitet 5.2.2, kriterium 5.2.2-1, måles som (measure): "
        "Kriteriet har 1 registrering og kan ikke måles på en anden måde. Lav et nyt kriterium."
    )
    assert [text.split(": ")[0].rsplit(", ", 1)[1] for text in said] == [
        "tællemåde (counting_rule)", "måles som (measure)", "måltal (value)",
    ]  # fmt: skip


def test_plan_cannot_be_shortened_past_its_registrations(small):
    RegistrationFactory(criterion=criterion(), on=date(2014, 5, 1))
    data = edited(("2016-12-31", "2013-12-31"), (", 2014: 110", ""), ("2013-2016: 50", "2013: 50"))

    said = refusal(data)

    assert (
        said[1] == "linje 5, plan, slutter (ends_on): 1 registrering ville falde uden for planen."
    )
    assert len(said) == 3  # and the two targets stand


def test_target_may_be_given_a_longer_period(small):
    load(edited(("2013-2016: 50", "2013-2014: 50")))

    assert criterion("5.2.2-2").targets.get().ends_on == date(2014, 12, 31)


def test_one_fault_and_nothing_is_loaded(db):
    with pytest.raises(PlanFileError):
        load(edited(("level: 1", "level: 7")))

    assert not Plan.objects.exists()


def test_criterion_may_move_to_another_activity_and_keeps_its_registrations(small):
    row = RegistrationFactory(criterion=criterion())
    start, end = SMALL.index("          - code: 5.2.2-1"), SMALL.index("          - code: 5.2.2-2")
    moved = SMALL[:start] + SMALL[end:].replace(
        "milestones:",
        f"      - code: 5.2.3\n        name: Ny\n        criteria:\n{SMALL[start:end]}milestones:",
    ).replace("activity: 5.2.2", "activity: 5.2.3")

    outcome = load(moved.encode())

    assert (outcome.created, outcome.deleted) == (1, 0)
    assert Registration.objects.get(pk=row.pk).criterion.activity.code == "5.2.3"


def test_order_in_the_file_is_the_order_of_the_rows(small):
    swapped = edited(
        ("  - {code: FK, name: Familiekoordinator}\n", ""),
        (
            "  - {code: SL, name: Sekretariatsleder}\n",
            "  - {code: SL, name: Sekretariatsleder}\n  - {code: FK, name: Familiekoordinator}\n",
        ),
    )

    load(swapped)

    assert list(StaffRole.objects.values_list("code", flat=True)) == ["SL", "FK"]


def test_other_plans_are_left_alone(small):
    load(edited(("slug: lille", "slug: anden")))

    outcome = load(edited(("slug: lille", "slug: anden"), ("name: Haven", "name: Parken")))

    assert outcome.changed == 1
    assert sorted(Estate.objects.values_list("plan__slug", "name")) == [
        ("anden", "Parken"),
        ("lille", "Haven"),
    ]


def test_line_ends_of_a_text_box_are_no_change(small):
    data = edited(
        (
            "        estates: [E1]\n",
            "        estates: [E1]\n        purpose: |\n          Først\n          Så\n",
        )
    )
    load(data)
    Activity.objects.update(purpose="Først\r\nSå")

    assert not load(data).anything
    assert not load(export_plan(small).encode()).anything


def test_export_of_a_load_is_the_identity(small):
    text = export_plan(small)

    assert not load(text.encode()).anything
    assert export_plan(small) == text


def test_export_survives_odd_texts(small):
    odd = "Ja: nej # æøå »« — 'og' \"også\" & * ! | > %  2013\tfane"
    Activity.objects.update(
        name=odd[:120].replace("\t", " "),
        purpose="- en\n- to\n\n  indrykket\n#slut",
        anchoring="true",
    )

    assert not load(export_plan(small).encode()).anything


def test_rows_made_by_hand_export_and_load_without_a_change(small):
    area = small.focus_areas.create(code="2", name="Andet")
    for code, position in (("B", 0), ("A", 0)):
        Activity.objects.create(
            plan=small, focus_area=area, code=code, name=code, position=position
        )
    StaffAllocation.objects.create(
        activity=Activity.objects.get(code="B"),
        staff_role=StaffRole.objects.get(code="SL"),
        hours_min=Decimal("0.25"),
        hours_max=Decimal("0.25"),
    )

    assert not load(export_plan(small).encode()).anything


@pytest.fixture
def adjusted(small):
    """From 1 July 2013 the target is 120 for 100, the hours are 2-3 for 1-2 and the milestone's
    number 12 for 10."""
    on = date(2013, 7, 1)
    Target.objects.get(value=100).revisions.create(value=120, in_force_on=on)
    StaffAllocation.objects.get(staff_role__code="FK").revisions.create(
        hours_min=2, hours_max=3, in_force_on=on
    )
    Milestone.objects.get().revisions.create(number=12, in_force_on=on)
    return small


def test_export_tells_what_it_does_not_have_and_loads_without_a_change(adjusted):
    text = export_plan(adjusted)

    assert text.splitlines()[1:6] == [
        (
            "# Filen har det, planen begyndte med. Det, der er ændret fra en senere dag, "
            "står her og er ikke med i filen."
        ),
        "# I en anden installation skal det skrives ind igen ved justeringer:",
        "# - 5.2.2, timer FK: [2, 3] fra 1.7.2013",
        "# - 5.2.2-1, måltal 2013: 120 familier fra 1.7.2013",
        "# - Milepæl M1, tal: 12 fra 1.7.2013",
    ]
    assert not load(text.encode()).anything
    assert export_plan(adjusted) == text


def test_what_was_adjusted_is_not_changed_by_a_file(adjusted):
    """It would make another past, and leave what holds today as it is."""
    data = edited(
        ("2013: 100", "2013: 130"), ("hours: [1, 2]", "hours: 4"), ("number: 10}", "number: 8}")
    )

    with pytest.raises(PlanFileError) as caught:
        load(data)

    assert [str(problem).split(": ", 1)[1] for problem in caught.value.problems] == [
        "Timerne er ændret fra 1.7.2013. Ret dem ved en justering.",
        "Måltallet er ændret fra 1.7.2013. Ret det ved en justering.",
        "Tallet er ændret fra 1.7.2013. Ret det ved en justering.",
    ]
    assert Target.objects.filter(value=100).exists()


def test_a_target_still_holds_the_day_it_was_adjusted_from(adjusted):
    Target.objects.filter(value=100).update(starts_on=date(2013, 1, 1), ends_on=date(2014, 12, 31))
    Target.objects.get(value=100).revisions.update(in_force_on=date(2014, 3, 1))
    Target.objects.filter(value=110).delete()

    with pytest.raises(
        PlanFileError, match=r"Måltallet er ændret fra 1\.3\.2014\. Den dag skal ligge i perioden\."
    ):
        load(edited((", 2014: 110", "")))


def test_check_writes_nothing(small, tmp_path, capsys):
    before, stamp = versions(), Plan.objects.get().version
    file = tmp_path / "ny.yaml"
    file.write_bytes(edited(("2013: 100", "2013: 90"), ("name: Haven", "name: Parken")))

    call_command("load_plan", str(file), "--check")

    assert capsys.readouterr().out == (
        "Den lille plan: 1 afdeling, 1 indsatsområde, 1 aktivitet, 2 succeskriterier, 1 milepæl "
        "og 1 samarbejdspartner. "
        "Filen er i orden, og intet er skrevet. Rækker: 0 nye, 2 ændrede og 0 slettede.\n"
    )
    assert (versions(), Plan.objects.get().version) == (before, stamp)


def test_check_of_a_new_plan_leaves_no_plan(db, tmp_path):
    file = tmp_path / "ny.yaml"
    file.write_text(SMALL)

    call_command("load_plan", str(file), "--check")

    assert not Plan.objects.exists()


def test_command_says_every_fault(db, tmp_path):
    file = tmp_path / "ny.yaml"
    file.write_bytes(edited(("level: 1", "level: 7"), ("2013-01-01", "2013-02-31")))

    with pytest.raises(CommandError) as caught:
        call_command("load_plan", str(file))

    assert str(caught.value) == (
        "ny.yaml har 2 fejl. Intet er indlæst.\n"
        "  linje 4, plan, begynder (starts_on): Datoen 2013-02-31 findes ikke.\n"
        "  linje 26, aktivitet 5.2.2, kriterium 5.2.2-1, trin (level): 7 går ikke. "
        "Skriv et tal fra 1 til 3."
    )


def test_command_says_when_the_file_is_not_there(db, tmp_path):
    with pytest.raises(CommandError, match=r"mangler\.yaml findes ikke\."):
        call_command("load_plan", str(tmp_path / "mangler.yaml"))


def test_export_command_writes_the_file(small, capsys):
    call_command("export_plan", "lille")

    assert capsys.readouterr().out == export_plan(small)


def test_export_command_names_the_plans_there_are(small):
    with pytest.raises(
        CommandError, match=r"Der er ingen plan med adressen »stor«. Der findes: lille\."
    ):
        call_command("export_plan", "stor")
