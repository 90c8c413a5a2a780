from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from activities.models import FocusArea, LightOverride, PeriodComment, SuccessCriterion
from activities.progress.read import plan_progress
from activities.tests.factories import (
    ActivityFactory,
    CriterionFactory,
    FocusAreaFactory,
    HoursFactory,
    PlanFactory,
    RegistrationFactory,
)
from core.lights import Light
from core.periods import Period
from governance.models import Forum, ForumKind, Meeting
from milestones.models import Milestone, Status
from milestones.tests.factories import MilestoneFactory, MoveFactory
from reporting.data.parts import (
    Bar,
    Coming,
    CriterionRow,
    Decision,
    ExceptionRow,
    HoursRow,
    MilestoneRow,
)
from reporting.data.status_note import StatusNote

Q1, Q2, Q3, Q4 = (Period.quarter(2013, n) for n in (1, 2, 3, 4))
AFTER = date(2013, 8, 31)
JULY = datetime(2013, 7, 4, 10, 0, tzinfo=UTC)


def criterion(plan, code):
    return SuccessCriterion.objects.get(activity__plan=plan, code=code)


def register(plan, code, value, on=date(2013, 5, 14), **fields):
    return RegistrationFactory(criterion=criterion(plan, code), value=value, on=on, **fields)


def comment(plan, text, by, period=Q2, **about):
    return PeriodComment.objects.create(
        plan=plan, period=period, text=text, by=by, at=JULY, **about
    )


@pytest.fixture
def quarter(plan):
    """Families on track, jobs delayed, visits not begun, meetings at risk, the survey not made."""
    register(plan, "5.1.1-1", 46)
    for _ in range(3):
        register(plan, "5.2.2-1", 3)
    register(plan, "5.3.5-2", 30, base=3)
    return plan


def note(plan, period=Q2, today=AFTER):
    return StatusNote.build(plan, period, today=today)


def area(made, code):
    return next(a for a in made.areas if a.code == code)


def row(made, code):
    return next(
        r for a in made.areas for activity in a.activities for r in activity.rows if r.code == code
    )


def test_note_says_what_it_is_of(quarter):
    made = note(quarter)

    assert (made.plan, made.years, made.place) == ("Rum for Liv", "2013–2016", "Valby")
    assert made.estates == ("463-0 Akacieparken, 394 lejemål", "240-0 Lukretiavej, 72 lejemål")
    assert (made.period, made.period_name, made.period_word) == (
        "2. kvartal 2013",
        "2. kvartal",
        "kvartal",
    )
    assert (made.as_of, made.is_preliminary, made.is_demo) == (date(2013, 6, 30), False, False)
    assert (made.following, made.measured, made.criteria, made.unmeasured) == (1, 3, 5, 2)


def test_note_of_a_running_period_is_preliminary_and_of_the_day(quarter):
    made = note(quarter, Q3)

    assert (made.as_of, made.is_preliminary) == (AFTER, True)


def test_last_day_of_the_period_still_runs(quarter):
    made = note(quarter, today=date(2013, 6, 30))

    assert (made.as_of, made.is_preliminary) == (date(2013, 6, 30), True)


def test_row_reads_on_from_its_number(quarter):
    assert row(note(quarter), "5.1.1-1") == CriterionRow(
        code="5.1.1-1",
        name="Familier deltog",
        level=1,
        level_label="Rækkevidde",
        number="46",
        sentence="familier deltog i aktiviteterne",
        target="100",
        expected="50",
        light=Light.ON_TRACK,
        bar=Bar(actual=460, expected=496, sentence="46 af 100; 50 ventet pr. 30.6.2013."),
        explanation="",
        before="",
    )


def test_row_of_one_is_in_the_singular(plan):
    register(plan, "5.1.1-1", 1)

    assert (row(note(plan), "5.1.1-1").number, row(note(plan), "5.1.1-1").sentence) == (
        "1",
        "familie deltog i aktiviteterne",
    )


def test_row_that_is_not_measured_has_a_dash_and_no_bar(quarter):
    made = row(note(quarter), "5.1.1-2")

    assert (made.number, made.expected, made.light) == ("–", "–", Light.NOT_MEASURED)
    assert made.sentence == "andel af de adspurgte forældre, der har lært nyt om deres børn"
    assert made.bar == Bar(actual=None, expected=None, sentence="Ikke målt. Målet er 75\u00a0%.")


def test_row_of_a_percent_has_a_sentence_after_the_percent(plan):
    register(plan, "5.1.1-2", 27, base=50)

    made = row(note(plan), "5.1.1-2")
    assert (made.number, made.sentence) == (
        "54\u00a0%",
        "af de adspurgte forældre har lært nyt om deres børn (27 af 50)",
    )


def test_counted_zero_is_a_zero(plan):
    register(plan, "5.1.1-1", 0)

    made = row(note(plan), "5.1.1-1")
    assert (made.number, made.light, made.bar.actual) == ("0", Light.DELAYED, 0)


def test_rows_show_the_figures_of_the_progress_module(quarter):
    made, progress = note(quarter), plan_progress(quarter, date(2013, 6, 30))

    for figure in progress.figures:
        shown = row(made, figure.criterion.code)
        assert shown.number == ("–" if figure.actual is None else figure.actual_text)
        assert (shown.target, shown.expected) == (figure.target_text, figure.expected_text)
        assert shown.light is figure.light


def test_exceptions_are_the_worst_first(quarter):
    made = note(quarter)

    assert made.exceptions == (
        ExceptionRow(
            light=Light.DELAYED,
            number="9",
            of="af 20 ventede unge",
            what="5.2.2 Lommepengeprojekt: unge i lommepengejob",
            why="Forklaring mangler.",
            outlook="Mål 40. Prognose 9–28.",
            responsible="Boligsocial medarbejder",
            is_unexplained=True,
            codes=("5.2.2-1",),
        ),
        ExceptionRow(
            light=Light.AT_RISK,
            number="10",
            of="mod målet på 12 beboere",
            what="5.3.5 Servicebesøg: fremmødte pr. møde",
            why="Forklaring mangler.",
            outlook="Mål 12.",
            responsible="",
            is_unexplained=True,
            codes=("5.3.5-2",),
        ),
        ExceptionRow(
            light=Light.MISSING,
            number="–",
            of="ingen registreringer; 30 ventet nu",
            what="5.3.5 Servicebesøg: husstande besøgt",
            why="Forklaring mangler.",
            outlook="Mål 60.",
            responsible="Boligsocial medarbejder",
            is_unexplained=True,
            codes=("5.3.5-1",),
        ),
    )


def test_silent_criteria_of_an_activity_share_a_line(plan, mette):
    visits = criterion(plan, "5.3.5-1").activity
    for code, name in [("5.3.5-3", "Brændt varme"), ("5.3.5-4", "Aftaler")]:
        CriterionFactory(activity=visits, code=code, name=name, position=5, target=20)
    comment(plan, "Aftalerne kommer i august.", mette, criterion=criterion(plan, "5.3.5-4"))

    made = [e for e in note(plan).exceptions if e.what.startswith("5.3.5")]

    assert [(e.number, e.of, e.what, e.outlook, e.responsible, e.codes) for e in made] == [
        (
            "–",
            "mangler måling på 3 kriterier",
            "5.3.5 Servicebesøg: husstande besøgt, fremmødte pr. møde og brændt varme",
            "Mål 60, 12 og 20.",
            "Boligsocial medarbejder",
            ("5.3.5-1", "5.3.5-2", "5.3.5-3"),
        ),
        (
            "–",
            "ingen registreringer; 9,9 ventet nu",
            "5.3.5 Servicebesøg: aftaler",
            "Mål 20.",
            "",
            ("5.3.5-4",),
        ),
    ]


def test_explanation_stands_with_the_exception_and_nowhere_else(quarter, mette):
    comment(quarter, "Jobbene kom først i maj.", mette, criterion=criterion(quarter, "5.2.2-1"))
    comment(quarter, "To ture var fulde.", mette, criterion=criterion(quarter, "5.1.1-1"))
    comment(quarter, "Fra et andet kvartal.", mette, Q1, criterion=criterion(quarter, "5.3.5-1"))

    made = note(quarter)

    assert [(e.why, e.is_unexplained) for e in made.exceptions] == [
        ("Jobbene kom først i maj.", False),
        ("Forklaring mangler.", True),
        ("Forklaring mangler.", True),
    ]
    assert [a.remarks for a in area(made, "1").activities] == [
        ("Familier deltog: To ture var fulde.",),
        (),
    ]
    assert [(r.code, r.explanation) for r in made.rows if r.explanation] == [
        ("5.1.1-1", "To ture var fulde."),
        ("5.2.2-1", "Jobbene kom først i maj."),
    ]


def test_lead_is_made_of_data_when_nobody_wrote_one(quarter):
    made = note(quarter)

    assert made.draft == (
        "1 af 3 målte kriterier er på sporet eller nået. 1 mangler måling. 1 er ikke målt endnu. "
        "Beboernetværk er forsinket. Kun Servicebesøg, fremmødte pr. møde er bagud: 10 af 12. Ét "
        "kriterium mangler måling. Børn, unge og familier er i risiko. Kun Lommepengeprojekt, unge "
        "i lommepengejob er bagud: 9 af 40. I det nuværende tempo nås ingen af de 3 løbende mål, "
        "der er igen; 1 er ikke begyndt at tælle; 1 er det for tidligt at sige noget om. Ingen "
        "milepæle i 2.\u00a0kvartal. Timer er ikke skrevet."
    )
    assert (made.resume, made.resume_by, made.lead) == ("", "", made.draft)


def test_lead_is_a_persons_own_words_with_the_data_below(quarter, mette):
    from_data = note(quarter).draft
    comment(quarter, "Det går fremad.", mette)

    made = note(quarter)

    assert (made.resume, made.resume_by) == ("Det går fremad.", "Mette Holm, 4.\u00a0juli 2013")
    assert (made.lead, made.draft) == ("Det går fremad.", from_data)


def test_comment_on_an_area_stands_with_the_area(quarter, mette):
    comment(quarter, "Gode ture.", mette, focus_area=FocusArea.objects.get(plan=quarter, code="1"))

    assert [a.comment for a in note(quarter).areas] == ["Gode ture.", ""]


def test_area_shows_last_periods_light(quarter):
    register(quarter, "5.3.5-1", 3, on=date(2013, 2, 4))

    made = note(quarter)

    assert made.previous_name == "1.\u00a0kvartal"
    assert [(a.code, a.light, a.previous) for a in made.areas] == [
        ("1", Light.AT_RISK, Light.NOT_MEASURED),
        ("3", Light.DELAYED, Light.DELAYED),
    ]


def test_first_period_of_the_plan_has_none_before(quarter):
    made = note(quarter, Q1)

    assert (made.previous_name, [a.previous for a in made.areas]) == ("", [None, None])


def test_override_stands_beside_the_rule(quarter, mette):
    LightOverride.objects.create(
        focus_area=FocusArea.objects.get(plan=quarter, code="3"),
        period=Q2,
        light=Light.AT_RISK,
        reason="Besøgene er begyndt i juli.",
        by=mette,
        at=JULY,
    )

    made = area(note(quarter), "3")

    assert (made.light, made.rule_light) == (Light.AT_RISK, Light.DELAYED)
    assert (
        made.override
        == "Sat til risiko af Mette Holm den 4.\u00a0juli 2013: Besøgene er begyndt i juli."
    )
    assert (
        made.rule_reason
        == "0 af 2 kriterier, der skulle kunne måles nu, er på sporet eller nået (1 mangler "
        "måling). Forsinket er under halvdelen."
    )


def test_milestones_of_the_quarter_and_those_left_behind(quarter):
    parents = criterion(quarter, "5.1.1-1").activity
    spring = {"plan": quarter, "activity": parents}
    MilestoneFactory(
        **spring,
        period=Q2,
        name="Tur",
        status=Status.REACHED,
        reached_on=date(2013, 6, 8),
        evidence="Referat",
        position=1,
    )
    MilestoneFactory(**spring, period=Q2, name="Møde", agreed_on=date(2013, 7, 9), position=2)
    MilestoneFactory(
        **spring,
        period=Q2,
        name="Kursus",
        status=Status.DROPPED,
        comment="For få tilmeldte",
        position=3,
    )
    MoveFactory(milestone=MilestoneFactory(**spring, period=Q3, name="Højskole", position=4))
    MilestoneFactory(**spring, period=Q1, name="Aftale", position=5)

    codes = dict(Milestone.objects.values_list("name", "code"))
    made = area(note(quarter), "1")

    assert made.milestones == (
        MilestoneRow(codes["Tur"], Light.REACHED, "5.1.1", "Tur", "", "8.6.2013", "Referat."),
        MilestoneRow(
            codes["Møde"], Light.AT_RISK, "5.1.1", "Møde", "", "–", "Aftalt til 9.7.2013."
        ),
        MilestoneRow(
            codes["Kursus"], Light.DROPPED, "5.1.1", "Kursus", "", "–", "For få tilmeldte."
        ),
        MilestoneRow(
            codes["Højskole"],
            Light.MOVED,
            "5.1.1",
            "Højskole",
            "",
            "–",
            "Til 3.\u00a0kvartal: Lokalet var ikke klart.",
        ),
        MilestoneRow(
            codes["Aftale"], Light.DELAYED, "5.1.1", "Aftale", "fra 1.\u00a0kvartal", "–", ""
        ),
    )
    assert (made.milestones_reached, made.milestones_total) == (1, 4)
    assert (
        "1 af 4\u00a0milepæle i 2.\u00a0kvartal er nået, 1 flyttet, 1 bortfaldet. "
        "1\u00a0milepæl fra tidligere udestår." in note(quarter).draft
    )


def test_open_milestone_of_a_running_quarter_is_not_late(quarter):
    made = note(quarter, Q3)

    assert [m.light for m in area(made, "1").milestones] == [Light.NOT_STARTED]


def test_milestone_without_grace_is_delayed_when_the_quarter_closes(quarter):
    quarter.milestone_grace_days = 0
    quarter.save()
    Milestone.objects.update(period=Q2)

    assert [m.light for m in area(note(quarter), "1").milestones] == [Light.DELAYED]


def test_area_without_milestones_says_when_the_next_is(quarter):
    made = note(quarter)

    assert area(made, "1").no_milestones == (
        "Ingen milepæle i 2.\u00a0kvartal. Næste er i 3.\u00a0kvartal: Forløb for "
        "forældre er i gang."
    )
    assert area(made, "3").no_milestones == "Ingen milepæle i 2.\u00a0kvartal."


def test_milestone_of_the_whole_plan_stands_apart(quarter):
    MilestoneFactory(plan=quarter, code="M9", name="Mål for 2014", period=Q2)

    made = note(quarter)

    assert made.whole_plan == (MilestoneRow("M9", Light.AT_RISK, "–", "Mål for 2014", "", "–", ""),)
    assert [a.milestones for a in made.areas] == [(), ()]


def test_moves_and_drops_are_put_to_decision_and_targets_out_of_reach_to_discussion(quarter):
    parents = criterion(quarter, "5.1.1-1").activity
    MoveFactory(
        milestone=MilestoneFactory(
            plan=quarter, activity=parents, period=Q2, name="Højskole", position=1
        ),
        to_period=Q3,
        decided_on=None,
    )
    MilestoneFactory(
        plan=quarter, period=Q2, name="Kursus", status=Status.DROPPED, comment="For få.", position=2
    )

    assert note(quarter).decisions == (
        Decision(
            kind="Beslutning",
            title="Flytning af milepæl",
            proposal=(
                "5.1.1 Forældre & læring: at »Højskole« flyttes fra 2.\u00a0kvartal til "
                "3.\u00a0kvartal."
            ),
            reason="Lokalet var ikke klart.",
            consequence="Ny frist: 30.\u00a0september 2013.",
        ),
        Decision(
            kind="Beslutning",
            title="Bortfald af milepæl",
            proposal="Hele planen: at »Kursus« bortfalder.",
            reason="For få.",
            consequence="Milepælen skal ikke længere nås.",
        ),
        Decision(
            kind="Drøftelse",
            title="Mål, der ikke nås i det nuværende tempo",
            proposal=(
                "At styregruppen drøfter indsatsen for 1 kriterium: 5.2.2-1 unge i lommepengejob."
            ),
            reason="Kriteriet er forsinket, og prognosen ligger under målet.",
            consequence="Tal og forklaringer står under »Det går ikke som planlagt«.",
        ),
    )


def test_nothing_to_decide_when_all_goes_as_planned(plan):
    register(plan, "5.1.1-1", 60)
    register(plan, "5.2.2-1", 30)
    register(plan, "5.3.5-1", 40)
    register(plan, "5.3.5-2", 26, base=2)

    made = note(plan)

    assert (made.decisions, made.exceptions) == ((), ())
    assert (
        "Alle 4 målte kriterier er på sporet eller nået. 1 er ikke målt endnu. Ingen områder"
        in made.draft
    )


def test_next_period_lists_what_is_left_what_is_due_and_what_is_to_be_measured(quarter):
    jobs = criterion(quarter, "5.2.2-1").activity
    MilestoneFactory(plan=quarter, activity=jobs, period=Q1, name="Aftale")
    MoveFactory(
        milestone=MilestoneFactory(
            plan=quarter, period=Q3, name="Højskole", agreed_on=date(2013, 9, 20)
        )
    )

    assert note(quarter).coming == (
        Coming("31.\u00a0marts", "Aftale", "5.2.2", "Udestår fra 1.\u00a0kvartal"),
        Coming("20.\u00a0september", "Højskole", "–", "Flyttet fra 2.\u00a0kvartal"),
        Coming("30.\u00a0september", "Forløb for forældre er i gang", "5.1.1", ""),
    )
    assert note(quarter).measurements == ()
    assert note(quarter, Q3).measurements == (
        Coming("November", "Forældre & læring: lærer nyt", "5.1.1", "Spørgeskema"),
    )


def test_milestones_of_a_running_period_are_awaited_and_not_left(quarter):
    MilestoneFactory(plan=quarter, period=Q2, name="Aftale")

    assert [(c.name, c.remark) for c in note(quarter, Q3).coming] == [
        ("Aftale", "Udestår fra 2.\u00a0kvartal"),
        ("Forløb for forældre er i gang", "Ventes i 3.\u00a0kvartal"),
    ]


def test_next_period_of_the_years_last_is_in_the_new_year(quarter):
    MilestoneFactory(plan=quarter, period=Period.quarter(2014, 1), name="Nye mål")

    made = note(quarter, Q4, today=date(2014, 1, 10))

    assert (made.next_name, [c.name for c in made.coming][-1]) == ("1. kvartal 2014", "Nye mål")


def test_hours_by_post_area_and_in_all(quarter):
    jobs = criterion(quarter, "5.2.2-1").activity
    HoursFactory(
        activity=jobs, staff_role=quarter.staff_roles.get(code="BM"), hours=Decimal("120.5")
    )

    made = note(quarter)

    assert made.roles == (
        HoursRow("Familiekoordinator", "10", "130", "ikke skrevet", "–"),
        HoursRow(
            "Boligsocial medarbejder",
            "12",
            "156",
            "121",
            "+904\u00a0%",
            "12 uger er ikke skrevet: uge 14–18 og 20–26.",
            "12",
        ),
        HoursRow("Sekretariatsleder", "2", "26", "ikke skrevet", "–"),
    )
    missing = (
        "Mangler: Familiekoordinator og Sekretariatsleder (alle uger) og Boligsocial medarbejder "
        "(uge 14–18 og 20–26)."
    )
    assert made.hours == HoursRow("I alt", "24", "312", "121", "+904\u00a0%", missing, "12")
    assert [(a.hours_planned, a.hours_used, a.hours_are_written) for a in made.areas] == [
        ("286", "121", True),
        ("26", "ikke skrevet", False),
    ]
    assert made.draft.endswith(
        "121 timer brugt af 12 planlagte i de skrevne uger. 13 uger er ikke skrevet af alle: "
        "uge 14–26."
    )


def test_meeting_is_the_steering_groups_first_after_the_period(quarter):
    group = Forum.objects.create(
        plan=quarter,
        code="STYR",
        name="Styregruppen",
        kind=ForumKind.STEERING_GROUP,
        material_days=7,
    )
    other = Forum.objects.create(
        plan=quarter, code="F", name="Følgegruppen", kind=ForumKind.REFERENCE_GROUP
    )
    for forum, on in [
        (group, date(2013, 5, 21)),
        (other, date(2013, 7, 2)),
        (group, date(2013, 8, 27)),
        (group, date(2013, 11, 26)),
    ]:
        Meeting.objects.create(forum=forum, on=on, starts_at=time(16))

    made = note(quarter)

    assert made.meeting == "27.\u00a0august 2013 kl. 16.00"
    assert made.next_meeting == (
        "Styregruppens næste møde er tirsdag den 26.\u00a0november 2013; "
        "materialet skal være klar den 19.\u00a0november."
    )


def test_note_without_a_meeting_says_nothing_of_one(quarter):
    assert (note(quarter).meeting, note(quarter).next_meeting) == ("", "")


def test_plan_by_half_years_has_notes_by_half_years(quarter):
    quarter.reporting_period = "half_year"
    quarter.save()

    made = note(quarter, Period.half_year(2013, 1))

    assert (made.period, made.period_word, made.next_name) == (
        "1. halvår 2013",
        "halvår",
        "2. halvår 2013",
    )
    assert [m.due for m in made.measurements] == ["November"]


def test_method_prints_the_plans_own_thresholds(quarter):
    quarter.on_track_from, quarter.at_risk_from, quarter.milestone_grace_days = 95, 60, 14
    quarter.save()

    texts = {item.title: item.text for item in note(quarter).method}

    lights = (
        "På sporet: mindst 95\u00a0% af det forventede. Risiko: fra 60\u00a0% til under 95\u00a0%."
    )
    assert lights in texts["Lys for et kriterium"]
    assert "Risiko: højst 14 dage efter fristen." in texts["Lys for en milepæl"]


@pytest.mark.django_db
def test_plan_without_anything_has_a_note():
    made = note(PlanFactory())

    assert (made.areas, made.roles, made.exceptions) == ((), (), ())
    assert made.lead == (
        "Ingen kriterier kan måles endnu. Ingen milepæle i 2.\u00a0kvartal. Timer er ikke skrevet."
    )
    assert made.hours == HoursRow("I alt", "–", "–", "–", "–")


def test_note_comes_back_exactly_from_its_snapshot(quarter, mette):
    comment(quarter, "Det går »fremad« & videre.", mette)
    made = note(quarter)

    assert StatusNote.from_json(made.to_json()) == made


def test_snapshot_without_a_needed_value_is_refused(quarter):
    data = note(quarter).to_json()
    del data["areas"]

    with pytest.raises(TypeError, match="areas"):
        StatusNote.from_json(data)


def test_queries_do_not_grow_with_the_plan(quarter, mette, django_assert_max_num_queries):
    for code in ("5.1.1-1", "5.2.2-1"):
        comment(quarter, "Forklaring.", mette, criterion=criterion(quarter, code))
    with django_assert_max_num_queries(26) as small:
        note(quarter)

    new = FocusAreaFactory(plan=quarter)
    for _ in range(10):
        activity = ActivityFactory(focus_area=new)
        MilestoneFactory(plan=quarter, activity=activity, period=Q2)
        for level in (1, 2, 3):
            CriterionFactory(activity=activity, level=level, target=50)
    with django_assert_max_num_queries(26) as large:
        note(quarter)

    assert len(large) == len(small)


def test_bar_stands_in_per_mille_of_the_target(plan):
    register(plan, "5.1.1-1", 150)

    made = row(note(plan), "5.1.1-1")

    assert (made.bar.actual, made.light) == (1500, Light.REACHED)
    assert "<title>150 af 100; 50 ventet pr. 30.6.2013.</title>" in made.bar.svg


@pytest.mark.parametrize(
    ("extra", "end"), [(3, "x-3 kort 3."), (4, " og ét andet."), (5, " og to andre.")]
)
def test_criteria_beyond_the_four_named_are_counted_in_words(quarter, extra, end):
    activity = criterion(quarter, "5.2.2-1").activity
    for n in range(1, extra + 1):
        CriterionFactory(
            activity=activity, code=f"x-{n}", name=f"Kort {n}", position=10 + n, target=40
        )
        for _ in range(3):
            register(quarter, f"x-{n}", 1)

    assert note(quarter).decisions[-1].proposal.endswith(end)
