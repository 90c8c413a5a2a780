"""What a return lacks before it is reported: each point, the page that mends it, and that
mending it is enough."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities import actions as logging
from activities.models import Activity, Partnership, SuccessCriterion, Target
from activities.tests.factories import (
    ActivityFactory,
    CriterionFactory,
    PartnerFactory,
    PlanFactory,
)
from core.periods import Period
from core.versioned import NotAllowedNow
from milestones.actions import remark, update
from milestones.models import Milestone, Status
from milestones.tests.factories import MilestoneFactory
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.forms import OrderForm
from reporting.kinds.base import KINDS
from reporting.models import ReportKind

GOALS, MILESTONES, COOPERATION = (
    ReportKind.GOAL_ATTAINMENT,
    ReportKind.MILESTONE_PLAN,
    ReportKind.COOPERATION,
)
YEAR, SPAN = Period.year(2013), Period.span(2013, 2016)
Q1, Q2, Q3, Q4 = QUARTERS = YEAR.parts()
JANUARY, AUGUST = date(2014, 1, 20), date(2013, 8, 31)
COUNTS = [
    ("5.1.1-1", 100, None),
    ("5.1.1-2", 75, 100),
    ("5.2.2-1", 40, None),
    ("5.3.5-1", 60, None),
    ("5.3.5-2", 24, 2),
]


@pytest.fixture(autouse=True)
def january(settings, tmp_path):
    """The day the year's returns are made."""
    settings.DEMO_DATE, settings.MEDIA_ROOT = JANUARY, tmp_path


def check(plan, kind, period=YEAR, today=JANUARY, may=lambda permission: True):
    return KINDS[kind].readiness(plan, period, today, may)


def states(plan, kind, *args, **fields):
    return [point.state for point in check(plan, kind, *args, **fields).checks]


def missing(plan, kind, *args, **fields):
    return [point.text for point in check(plan, kind, *args, **fields).missing]


def point(plan, kind, text, *args, **fields):
    """The one point that says something of `text`."""
    (found,) = [point for point in check(plan, kind, *args, **fields).checks if text in point.text]
    return found


def criterion(plan, code="5.1.1-1"):
    return SuccessCriterion.objects.select_related("activity__plan").get(
        activity__plan=plan, code=code
    )


def register(plan, by, code="5.1.1-1", value=100, base=None, on=date(2013, 11, 4)):
    return logging.register(criterion(plan, code), on=on, value=value, base=base, by=by)


def explain(plan, by, period=Q4, code="5.1.1-1", text="Kurset kom først i gang i maj."):
    return logging.write_comment(plan, period, text=text, by=by, criterion=criterion(plan, code))


def close_all(plan, by):
    for quarter in QUARTERS:
        logging.close_period(plan, quarter, by=by)


@pytest.fixture
def counted(plan, mette):
    """Every criterion of the cast's plan has reached its target."""
    for code, value, base in COUNTS:
        register(plan, mette, code, value, base)
    return plan


def opens(client, user, url):
    """The text of the page behind a point."""
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


# Goal attainment


def test_criteria_without_figure_and_explanation_are_named(client, plan, mette):
    found = point(plan, GOALS, "hverken tal eller forklaring")

    assert (found.state, found.text) == ("risk", "5 kriterier har hverken tal eller forklaring")
    assert found.detail == (
        "5.1.1-1 Familier deltog, 5.1.1-2 Lærer nyt, 5.2.2-1 Unge i lommepengejob og "
        "2 mere. Tom tæller ikke som nul."
    )
    assert (found.action, found.url) == (
        "Udfyld",
        "/planer/rum-for-liv/registrer/?kriterium=5.1.1-1&on=2013-12-31",
    )
    assert "Familier deltog" in opens(client, mette, found.url)


def test_a_figure_or_an_explanation_is_enough(plan, mette):
    for code, value, base in COUNTS[1:]:
        register(plan, mette, code, value, base)
    assert point(plan, GOALS, "hverken tal").text.startswith("1 kriterium")

    explain(plan, mette)
    assert "1 kriterium har hverken tal eller forklaring" not in missing(plan, GOALS)


def test_where_the_period_is_closed_a_missing_figure_is_explained(client, plan, mette):
    close_all(plan, mette)

    found = point(plan, GOALS, "hverken tal")

    assert (found.action, found.url) == (
        "Forklar",
        "/planer/rum-for-liv/kommentarer/2013-K4/?kriterium=5.1.1-1",
    )
    assert f'name="tekst-kriterium-{criterion(plan).pk}"' in opens(client, mette, found.url)


def test_what_is_measured_later_is_not_missing_yet(plan, mette):
    """In August nobody has asked the parents: that is for November."""
    for code in ("5.1.1-1", "5.2.2-1", "5.3.5-1"):
        register(plan, mette, code, 60, on=date(2013, 8, 20))
    register(plan, mette, "5.3.5-2", 12, base=1, on=date(2013, 8, 20))

    found = point(plan, GOALS, "måles senere", YEAR, AUGUST)

    assert (found.state, found.text, found.detail) == (
        "idle",
        "1 kriterium måles senere",
        "5.1.1-2 Lærer nyt",
    )
    assert missing(plan, GOALS, YEAR, AUGUST) == ["2 perioder er ikke lukket"]


def test_what_should_have_been_measured_in_its_month_is_missing_after_it(plan, mette):
    december = date(2013, 12, 5)

    assert "5.1.1-2 Lærer nyt" in point(plan, GOALS, "hverken tal", YEAR, december).detail


def test_plan_without_targets_has_nothing_to_compare_with(plan):
    Target.objects.all().delete()

    found = point(plan, GOALS, "måltal")

    assert (found.state, found.word) == ("idle", "Se efter")


def test_criterion_behind_is_explained_on_its_periods_page(client, counted, mette):
    Target.objects.filter(criterion=criterion(counted)).update(value=300)

    found = point(counted, GOALS, "bagud mangler en forklaring")
    page = opens(client, mette, found.url)

    assert (found.state, found.text, found.detail) == (
        "risk",
        "1 kriterium bagud mangler en forklaring",
        "5.1.1-1 Familier deltog",
    )
    assert found.url == "/planer/rum-for-liv/kommentarer/2013-K4/?kriterium=5.1.1-1"
    assert f'name="tekst-kriterium-{criterion(counted).pk}"' in page
    explain(counted, mette)
    assert (
        point(counted, GOALS, "er forklaret").state,
        point(counted, GOALS, "er forklaret").detail,
    ) == (
        "ok",
        "1 forklaring",
    )


@pytest.mark.parametrize(
    ("said_in", "counts"),
    [(Q1, False), (Q3, False), (Period.quarter(2013, 4), True), (Period.quarter(2014, 1), False)],
)
def test_only_an_explanation_of_the_period_it_ended_in_counts(counted, mette, said_in, counts):
    """What was written of the first quarter does not say why the year was not reached."""
    Target.objects.filter(criterion=criterion(counted)).update(value=300)

    explain(counted, mette, said_in)

    assert any("bagud mangler" in text for text in missing(counted, GOALS)) is not counts


def test_explanation_goes_to_the_latest_note_that_is_not_issued(client, counted, mette, birgit):
    Target.objects.filter(criterion=criterion(counted)).update(value=300)
    close_all(counted, mette)
    issue(counted, Q4, mette, birgit)

    found = point(counted, GOALS, "bagud mangler")

    assert found.url == "/planer/rum-for-liv/kommentarer/2013-K3/?kriterium=5.1.1-1"
    assert f'name="tekst-kriterium-{criterion(counted).pk}"' in opens(client, mette, found.url)


def test_where_every_note_is_issued_the_latest_leads_to_its_correction(
    client, counted, mette, birgit
):
    Target.objects.filter(criterion=criterion(counted)).update(value=300)
    close_all(counted, mette)
    notes = [issue(counted, quarter, mette, birgit) for quarter in QUARTERS]

    found = point(counted, GOALS, "bagud mangler")

    assert (found.action, found.url) == ("Ret notatet for 4. kvartal", notes[-1].get_absolute_url())
    assert "Begynd en rettelse" in opens(client, mette, found.url)
    draft = course.begin_correction(notes[-1], by=mette, reason="Forklaringen manglede.")
    assert "kommentarer/2013-K4" in point(counted, GOALS, "bagud mangler").url
    assert draft.is_draft


def issue(plan, quarter, lead, coordinator):
    note = ordering.order(plan, ReportKind.STATUS_NOTE, quarter, by=lead)
    note = course.hand_over(note, by=lead, shown=note.snapshot_hash, remark="Se selv.")
    return course.issue(note, by=coordinator, shown=note.snapshot_hash)


def test_criterion_without_a_method_leads_to_its_reference_data(client, counted, mette):
    row = criterion(counted)
    SuccessCriterion.objects.filter(pk=row.pk).update(method=" ")

    found = point(counted, GOALS, "mangler en metode")

    assert (found.state, found.url) == (
        "risk",
        reverse("admin:activities_successcriterion_change", args=[row.pk]),
    )
    assert "5.1.1-1" in opens(client, mette, found.url)
    SuccessCriterion.objects.filter(pk=row.pk).update(method="Lister")
    assert point(counted, GOALS, "metode").state == "ok"


@pytest.mark.parametrize("kind", [GOALS, MILESTONES])
def test_periods_of_the_return_are_to_be_closed(client, plan, mette, kind):
    logging.close_period(plan, Q1, by=mette)

    found = point(plan, kind, "ikke lukket")

    assert (found.state, found.text, found.action) == (
        "risk",
        "3 perioder er ikke lukket",
        "Luk 2. kvartal",
    )
    assert (
        found.detail
        == "2. kvartal 2013, 3. kvartal 2013 og 4. kvartal 2013. Tallene kan stadig ændre sig."
    )
    assert "2. kvartal 2013" in opens(client, mette, found.url)
    for quarter in (Q2, Q3, Q4):
        logging.close_period(plan, quarter, by=mette)
    assert point(plan, kind, "lukket").state == "ok"


def test_only_the_periods_of_the_return_count(plan, mette):
    logging.close_period(plan, Q2, by=mette)

    assert point(plan, GOALS, "lukket", Q2).state == "ok"


@pytest.mark.parametrize("kind", [GOALS, MILESTONES, COOPERATION])
def test_what_still_runs_is_too_early(plan, mette, kind):
    close_all(plan, mette)

    found = point(plan, kind, "er ikke slut", SPAN)

    assert (found.state, found.text, found.detail) == (
        "idle",
        "2013–2016 er ikke slut",
        "Slutter 31.12.2016. Indberet derefter.",
    )


# Milepælsplan


@pytest.fixture
def staged(plan):
    """The cast's plan with a reached milestone only."""
    Milestone.objects.all().delete()
    MilestoneFactory(plan=plan, code="OK", status=Status.REACHED, reached_on=date(2013, 9, 1))
    return plan


def test_milestone_nobody_has_said_anything_about(client, staged, mette):
    row = MilestoneFactory(plan=staged, code="M9", name="Første møde", period=Q2)

    found = point(staged, MILESTONES, "mangler en status")

    assert (found.state, found.text, found.detail) == (
        "risk",
        "1 milepæl mangler en status",
        "Første møde",
    )
    assert found.url == "/planer/rum-for-liv/milepaele/?aar=2013#m-M9"
    assert 'id="m-M9"' in opens(client, mette, found.url)
    said(row, mette, Status.REACHED, reached_on=date(2013, 6, 1))
    assert point(staged, MILESTONES, "har en status").state == "ok"


def said(row, by, status, **fields):
    values = {"reached_on": None, "agreed_on": None, "evidence": "", "comment": "", **fields}
    update(row, status=status, expected_version=row.lock_version, by=by, **values)


def test_milestone_ahead_need_not_be_spoken_of(staged):
    MilestoneFactory(plan=staged, period=Q4)

    assert missing(staged, MILESTONES, YEAR, AUGUST) == ["2 perioder er ikke lukket"]


@pytest.mark.parametrize("status", [Status.IN_PROGRESS, Status.PARTLY, Status.DELAYED])
def test_milestone_not_reached_in_time_needs_a_remark(client, staged, mette, status):
    row = MilestoneFactory(plan=staged, code="M9", name="Første møde", period=Q4, status=status)

    found = point(staged, MILESTONES, "bemærkning")

    assert (found.state, found.text, found.detail) == (
        "risk",
        "1 milepæl, der ikke er nået til tiden, mangler en bemærkning",
        "Første møde",
    )
    assert found.url == "/planer/rum-for-liv/milepaele/M9/"
    assert "Første møde" in opens(client, mette, found.url)
    remark(row, comment="Lokalet var ikke klart.", expected_version=row.lock_version, by=mette)
    assert point(staged, MILESTONES, "bemærkning").state == "ok"


def test_milestone_called_delayed_ahead_of_time_needs_a_remark_too(staged):
    MilestoneFactory(plan=staged, period=Q4, status=Status.DELAYED)
    MilestoneFactory(plan=staged, period=Q4, status=Status.IN_PROGRESS)

    assert point(staged, MILESTONES, "bemærkning", YEAR, AUGUST).text.startswith("1 milepæl,")


def test_milestones_of_other_periods_are_not_asked_for(staged):
    MilestoneFactory(plan=staged, period=Period.quarter(2014, 1))
    MilestoneFactory(plan=staged, period=Q1)

    assert point(staged, MILESTONES, "status", Q3).state == "ok"
    assert point(staged, MILESTONES, "milepæle falder", Period.quarter(2014, 2)).text == (
        "Ingen milepæle falder i 2. kvartal 2014"
    )


# Samarbejdsrelationer


@pytest.fixture
def shared(plan):
    """Every activity has a partner with a contribution, an evaluation and an anchoring."""
    partner = PartnerFactory(plan=plan, name="Sundhedsplejen")
    for activity in plan.activities.all():
        activity.partnerships.create(partner=partner, contribution="råd")
    Activity.objects.update(evaluation="Løbende.", anchoring="Driften tager over.")
    return plan


def test_complete_cooperation_is_ready(shared):
    assert (states(shared, COOPERATION), check(shared, COOPERATION).text) == (
        ["ok"] * 6,
        "6 af 6 er klar",
    )


def test_activity_without_a_partner_leads_to_its_reference_data(client, shared, mette):
    row = Activity.objects.get(code="5.2.2")
    row.partnerships.all().delete()

    found = point(shared, COOPERATION, "ingen samarbejdspartner")

    assert (found.state, found.text, found.detail) == (
        "risk",
        "1 aktivitet har ingen samarbejdspartner",
        "5.2.2 Lommepengeprojekt",
    )
    assert found.url == reverse("admin:activities_activity_change", args=[row.pk])
    assert "Lommepengeprojekt" in opens(client, mette, found.url)
    row.partnerships.create(partner=PartnerFactory(plan=shared), contribution="tid")
    assert missing(shared, COOPERATION) == []


def test_partner_on_no_activity_is_to_be_used_or_removed(client, shared, mette):
    row = PartnerFactory(plan=shared, name="Klubberne")

    found = point(shared, COOPERATION, "nogen aktivitet")

    assert (found.state, found.text) == ("risk", "1 partner er ikke med i nogen aktivitet")
    assert found.detail == "Klubberne. Sæt dem på en aktivitet, eller slet dem."
    assert "Klubberne" in opens(client, mette, found.url)
    row.delete()
    assert missing(shared, COOPERATION) == []


def test_partner_without_a_contribution_is_only_to_be_looked_at(client, shared, mette):
    Partnership.objects.filter(activity__code="5.2.2").update(contribution="")

    found = point(shared, COOPERATION, "intet bidrag")

    assert (found.state, found.word, found.text, found.detail) == (
        "idle",
        "Se efter",
        "1 samarbejde har intet bidrag",
        "Sundhedsplejen i 5.2.2",
    )
    assert missing(shared, COOPERATION) == []
    assert "Lommepengeprojekt" in opens(client, mette, found.url)


@pytest.mark.parametrize(
    ("field", "place", "name"),
    [("evaluation", "evaluated_by", "evaluering"), ("anchoring", "anchored_in", "forankring")],
)
def test_activity_without_a_text_leads_to_its_reference_data(
    client, shared, mette, field, place, name
):
    Activity.objects.filter(code="5.2.2").update(**{field: "", place: "Driften"})
    assert missing(shared, COOPERATION) == []
    Activity.objects.filter(code="5.2.2").update(**{place: ""})

    found = point(shared, COOPERATION, f"mangler en tekst om {name}")

    assert (found.state, found.text, found.action) == (
        "risk",
        f"1 aktivitet mangler en tekst om {name}",
        f"Skriv {name}",
    )
    assert "Lommepengeprojekt" in opens(client, mette, found.url)
    Activity.objects.update(**{field: "Skrevet."})
    assert missing(shared, COOPERATION) == []


def test_plan_without_activities_has_no_cooperation_to_report(db):
    assert missing(PlanFactory(), COOPERATION) == ["Planen har ingen aktiviteter"]


# Reported or not


@pytest.mark.parametrize(
    ("kind", "points"),
    [(GOALS, "2 punkter"), (MILESTONES, "2 punkter"), (COOPERATION, "3 punkter")],
)
def test_return_with_something_missing_is_not_reported(plan, mette, kind, points):
    report = ordering.order(plan, kind, YEAR, by=mette)

    with pytest.raises(NotAllowedNow, match=f"Der mangler {points}"):
        submit(report, mette)


def submit(report, by):
    return course.submit(report, by=by, on=date(2014, 1, 15), shown=report.snapshot_hash)


@pytest.mark.parametrize(
    ("kind", "ready"), [(GOALS, "counted"), (MILESTONES, "staged"), (COOPERATION, "shared")]
)
def test_return_is_reported_when_it_is_mended(request, plan, mette, kind, ready):
    request.getfixturevalue(ready)
    close_all(plan, mette)

    done = submit(ordering.order(plan, kind, YEAR, by=mette), mette)

    assert (done.is_issued, done.state_text) == (True, "indberettet")


def test_whole_plan_can_be_reported_when_it_is_over(plan, mette, settings):
    settings.DEMO_DATE = date(2017, 1, 20)
    Milestone.objects.all().delete()
    for year in range(2013, 2017):
        for quarter in Period.year(year).parts():
            logging.close_period(plan, quarter, by=mette)

    report = ordering.order(plan, MILESTONES, SPAN, by=mette)

    assert course.submit(
        report, by=mette, on=date(2017, 1, 15), shown=report.snapshot_hash
    ).is_issued


# On the page


def test_page_tells_what_is_missing_before_the_tables(client, plan, mette):
    report = ordering.order(plan, GOALS, YEAR, by=mette)

    page = opens(client, mette, report.get_absolute_url())

    assert page.index("Det mangler, før du kan indberette") < page.index('<th scope="col"')
    assert "<b>To punkter mangler.</b>" in page
    assert 'href="/planer/rum-for-liv/perioder/2013-K1/luk/"' in page


def test_page_says_when_nothing_is_missing(client, shared, mette):
    page = opens(
        client, mette, ordering.order(shared, COOPERATION, YEAR, by=mette).get_absolute_url()
    )

    assert "Intet mangler" in page
    assert "Alt på listen er klart." in page


def test_page_says_when_it_is_too_early(client, shared, mette):
    page = opens(
        client, mette, ordering.order(shared, COOPERATION, SPAN, by=mette).get_absolute_url()
    )

    assert "2013–2016 slutter 31.12.2016. Notér indberetningen derefter." in page


def test_page_of_an_issued_return_asks_for_nothing(client, shared, mette, henrik):
    report = submit(ordering.order(shared, COOPERATION, YEAR, by=mette), mette)

    for person in (mette, henrik):
        assert 'id="mangler"' not in opens(client, person, report.get_absolute_url())


def test_who_may_not_mend_gets_no_link(client, plan, birgit, mette):
    """The koordinator may explain, but not count, close or administer."""
    SuccessCriterion.objects.filter(code="5.1.1-1").update(method="")
    PartnerFactory(plan=plan)
    MilestoneFactory(plan=plan, period=Q1, status=Status.DELAYED)

    def may(permission):
        return birgit.has_perm(permission, plan)

    urls = {
        kind: [p.url for p in check(plan, kind, may=may).missing]
        for kind in (GOALS, MILESTONES, COOPERATION)
    }

    assert urls == {
        GOALS: ["/planer/rum-for-liv/kommentarer/2013-K4/?kriterium=5.1.1-1", "", ""],
        MILESTONES: ["", "", ""],
        COOPERATION: ["", "", "", ""],
    }
    assert opens(client, birgit, urls[GOALS][0])


def test_page_leads_from_each_change_to_its_place(client, counted, mette):
    report = ordering.order(counted, GOALS, YEAR, by=mette)
    logging.register(criterion(counted), on=date(2013, 12, 1), value=7, by=mette)

    page = opens(client, mette, report.get_absolute_url())

    assert (
        '<a href="/planer/rum-for-liv/aktiviteter/5.1.1/#5.1.1-1">5.1.1-1 Familier deltog</a>'
        in page
    )
    assert "Dan den igen, før du taster tallene ind." in page


@pytest.mark.parametrize(("kind", "at_most"), [(GOALS, 6), (MILESTONES, 2), (COOPERATION, 3)])
def test_list_takes_as_few_queries_for_a_large_plan(plan, kind, at_most):
    def queries():
        with CaptureQueriesContext(connection) as found:
            check(plan, kind)
        return len(found)

    small = queries()
    for _ in range(8):
        activity = ActivityFactory(focus_area=plan.focus_areas.first())
        activity.partnerships.create(partner=PartnerFactory(plan=plan))
        CriterionFactory(activity=activity, target=50)
        MilestoneFactory(plan=plan, activity=activity, period=Q2)

    assert queries() == small <= at_most


@pytest.mark.parametrize(
    ("today", "offered"),
    [(AUGUST, None), (JANUARY, "2013"), (date(2016, 5, 1), "2015"), (date(2017, 5, 1), "2016")],
)
def test_the_year_that_is_over_is_offered_first(plan, today, offered):
    """In the first year there is none: the newest on the list stands."""
    assert (
        OrderForm(plan, [KINDS[GOALS], KINDS[MILESTONES]], today=today)["period"].value() == offered
    )
