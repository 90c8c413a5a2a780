"""A year's returns to the funder: one page, made, sealed together, sent. Today is 15 May 2014."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from activities import actions as plan_actions
from activities.models import AskedReturn
from activities.tests.factories import PlanFactory
from core.bound import Changed
from core.periods import Period
from core.versioned import NotAllowedNow
from governance.models import Source
from governance.tests.factories_money import (
    BudgetFactory,
    BudgetLineFactory,
    PaymentFactory,
    SpendingFactory,
)
from milestones.tests.factories import MilestoneFactory
from reporting import documents
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.kinds.base import KINDS
from reporting.models import Event, Package, Report, ReportKind
from reporting.package import actions
from reporting.package.due import due
from reporting.package.page import package_page
from reporting.package.rules import months_before
from reporting.package.state import package_state

TODAY, DUE = date(2014, 5, 15), date(2014, 6, 30)
Y2013, Y2014 = Period.year(2013), Period.year(2014)
ASKED = [ReportKind.REGULATION, ReportKind.GOAL_ATTAINMENT, ReportKind.MILESTONES_AHEAD]


@pytest.fixture
def ready(mette, birgit, henrik, settings, tmp_path):
    """A plan of which nothing is missing for 2013: it has money and milestones, and no criteria."""
    settings.DEMO_DATE, settings.MEDIA_ROOT = TODAY, tmp_path
    plan = PlanFactory(slug="klar", name="Klar til tiden")
    for user, role in (
        (mette, Role.SECRETARIAT_LEAD),
        (birgit, Role.SOCIAL_COORDINATOR),
        (henrik, Role.STEERING_GROUP),
    ):
        MembershipFactory(user=user, plan=plan, role=role, starts_on=date(2013, 1, 1))
    budget = BudgetFactory(plan=plan)
    for source, amount in ((Source.LBF, "750000.00"), (Source.MUNICIPALITY, "250000.00")):
        line = BudgetLineFactory(budget=budget, source=source, amount=Decimal(amount))
        for part in Y2013.parts():
            SpendingFactory(line=line, period=part, expected=Decimal(amount), by=mette)
        PaymentFactory(plan=plan, source=source)
    for part in Y2013.parts():
        plan_actions.close_period(plan, part, by=mette)
    for number, part in enumerate(Y2014.parts(), 1):
        MilestoneFactory(plan=plan, period=part, code=f"M{number}", name=f"Milepæl {number}")
    return plan


def state(plan, year=2013, today=TODAY, *, makes=True):
    rows = Report.objects.all()
    return package_state(plan, year, today, lambda permission: True, rows, makes=makes)


def sealed(plan, by):
    actions.order_all(plan, 2013, by=by)
    return actions.seal(plan, 2013, by=by, shown=state(plan).shown)


def produced(package):
    for row in package.reports.all():
        making.produce(row.pk)
    return Package.objects.get(pk=package.pk)


def title(plan, year=2013, today=TODAY):
    return package_page(state(plan, year, today), (), makes=True).title


# Asked, and by when


def test_the_three_are_asked_for_each_of_its_own_year(ready):
    parts = state(ready).parts

    assert [(part.asked.kind.kind, part.asked.period) for part in parts] == [
        (ReportKind.REGULATION, Y2013),
        (ReportKind.GOAL_ATTAINMENT, Y2013),
        (ReportKind.MILESTONES_AHEAD, Y2014),
    ]
    assert {part.deadline for part in parts} == {DUE}


def test_the_last_year_asks_for_nothing_ahead_and_is_due_after_the_plans_end(db):
    plan = PlanFactory(starts_on=date(2013, 7, 1), ends_on=date(2014, 9, 30))

    found = due(plan, date(2015, 4, 1))

    assert [(one.year, one.deadline, len(one.names)) for one in found] == [
        (2013, date(2014, 6, 30), 3),
        (2014, date(2015, 6, 30), 2),
    ]
    assert found[1].held == "Udbetalingerne holdes tilbage, til begge er inde."


@pytest.mark.parametrize(
    ("today", "years"),
    [(date(2014, 3, 29), []), (date(2014, 3, 30), [2013]), (date(2015, 3, 30), [2013, 2014])],
)
def test_a_year_is_due_from_a_quarter_before_its_deadline_until_it_is_in(ready, today, years):
    assert [one.year for one in due(ready, today)] == years


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2014, 6, 30), date(2014, 3, 30)),
        (date(2014, 5, 31), date(2014, 2, 28)),
        (date(2014, 1, 31), date(2013, 10, 31)),
    ],
)
def test_three_months_before_is_the_same_day_or_the_months_last(day, before):
    assert months_before(day) == before


def test_a_plan_with_its_own_list_is_asked_for_that(ready):
    AskedReturn.objects.create(plan=ready, kind="cooperation", due_on="03-01")

    found = state(ready)

    assert [part.asked.kind.kind for part in found.parts] == [ReportKind.COOPERATION]
    assert found.deadline == date(2014, 3, 1)


# How far


def test_the_title_says_how_far_it_is(ready, mette):
    assert title(ready) == "Indberetningen for 2013: ingen af tre er klar"
    assert title(ready, today=date(2014, 7, 1)) == "Indberetningen for 2013 er 1 dag over tiden"
    actions.order_all(ready, 2013, by=mette)
    assert title(ready) == "Indberetningen for 2013 kan forsegles"
    actions.seal(ready, 2013, by=mette, shown=state(ready).shown)
    assert title(ready) == "Indberetningen for 2013 er forseglet, mangler at blive sendt"
    actions.note_sent(Package.objects.get(), by=mette, on=TODAY)
    assert title(ready) == "Indberetningen for 2013 er inde"


def test_before_the_year_is_over_the_drafts_may_be_made_and_not_sealed(ready, mette, settings):
    settings.DEMO_DATE = today = date(2013, 11, 1)
    actions.order_all(ready, 2013, by=mette)

    with pytest.raises(NotAllowedNow, match="2013 er ikke slut"):
        actions.seal(ready, 2013, by=mette, shown=state(ready, today=today).shown)

    assert not Report.objects.issued().exists()


def test_the_coming_years_milestones_are_not_refused_as_not_over(ready, mette):
    row = ordering.order(ready, ReportKind.MILESTONES_AHEAD, Y2014, by=mette)
    data = documents.read(row.kind, row.snapshot)

    course.submit(row, by=mette, on=TODAY, shown=row.snapshot_hash)

    assert (data.message, data.is_preliminary) == ("4 milepæle er planlagt i 2014.", False)
    assert due(ready, TODAY)[0].sent == 1


@pytest.mark.parametrize("kind", ASKED)
def test_each_kind_knows_what_it_answers(kind):
    direction = "ahead" if kind == ReportKind.MILESTONES_AHEAD else "back"

    assert KINDS[kind].asked[1] == direction
    assert KINDS[kind].is_ahead == (direction == "ahead")


# All or none


def test_all_are_sealed_together_each_with_its_number_and_code(ready, mette):
    package = sealed(ready, mette)

    rows = list(package.reports.order_by("number"))
    assert [row.kind for row in rows] == ASKED
    assert [row.number for row in rows] == [1, 2, 3]
    assert len({row.code for row in rows} - {""}) == 3
    assert {row.state_text for row in rows} == {"forseglet"}
    assert [row.events.last().verb for row in rows] == [Event.Verb.SEALED] * 3


def test_what_lacks_something_holds_all_back_and_nothing_is_frozen(ready, mette):
    ready.payments.all().delete()
    actions.order_all(ready, 2013, by=mette)

    with pytest.raises(NotAllowedNow, match="reguleringskonto mangler noget"):
        actions.seal(ready, 2013, by=mette, shown=state(ready).shown)

    assert (Report.objects.issued().count(), Package.objects.count()) == (0, 0)


def test_an_error_in_the_third_leaves_none_sealed(ready, mette, monkeypatch):
    actions.order_all(ready, 2013, by=mette)
    real, calls = course.seal, []

    def third_fails(row, *, by):
        calls.append(row)
        if len(calls) == 3:
            raise RuntimeError
        real(row, by=by)

    monkeypatch.setattr(course, "seal", third_fails)
    with pytest.raises(RuntimeError):
        actions.seal(ready, 2013, by=mette, shown=state(ready).shown)

    assert (Report.objects.issued().count(), Package.objects.count()) == (0, 0)


def test_what_was_made_anew_since_the_page_was_read_is_not_sealed_unseen(ready, mette):
    actions.order_all(ready, 2013, by=mette)
    shown = state(ready).shown
    PaymentFactory(plan=ready, amount=Decimal(7))
    actions.order_all(ready, 2013, by=mette)

    with pytest.raises(Changed):
        actions.seal(ready, 2013, by=mette, shown=shown)


def test_what_changed_since_the_draft_must_be_made_anew_first(ready, mette):
    actions.order_all(ready, 2013, by=mette)
    PaymentFactory(plan=ready, amount=Decimal(7))

    with pytest.raises(NotAllowedNow, match="reguleringskonto er ændret"):
        actions.seal(ready, 2013, by=mette, shown=state(ready).shown)


def test_it_is_sealed_once(ready, mette):
    sealed(ready, mette)

    with pytest.raises(NotAllowedNow, match="allerede forseglet"):
        actions.seal(ready, 2013, by=mette, shown=state(ready).shown)
    with pytest.raises(NotAllowedNow, match="Alt er forseglet"):
        actions.order_all(ready, 2013, by=mette)


def test_what_was_reported_on_its_own_is_taken_as_it_is(ready, mette):
    row = ordering.order(ready, ReportKind.GOAL_ATTAINMENT, Y2013, by=mette)
    course.submit(row, by=mette, on=TODAY, shown=row.snapshot_hash)

    package = sealed(ready, mette)

    assert row.pk in package.reports.values_list("pk", flat=True)
    assert Report.objects.get(pk=row.pk).state_text == "indberettet"


def test_what_changes_after_the_sealing_is_told_and_a_correction_is_sealed_anew(ready, mette):
    first = sealed(ready, mette)
    PaymentFactory(plan=ready, amount=Decimal("1.00"))

    part = state(ready).parts[0]
    assert ("Udbetalt", "500.000,00", "500.001,00") in [
        (change.what, change.old, change.new) for change in part.changed
    ]
    assert package_page(state(ready), (), makes=True).changed_since == 1

    course.begin_correction(part.newest, by=mette, reason="En rate manglede")
    assert not state(ready).is_sealed
    second = actions.seal(ready, 2013, by=mette, shown=state(ready).shown)

    assert (first.revision, second.revision, first.reports.count()) == (1, 2, 3)
    assert second.reports.get(kind=ReportKind.REGULATION).revision == 2
    with pytest.raises(NotAllowedNow, match="nyere udgave"):
        actions.note_sent(first, by=mette, on=TODAY)


# Sent


def test_the_day_it_was_sent_is_noted_once_and_it_is_in(ready, mette, birgit):
    package = sealed(ready, mette)

    with pytest.raises(ValidationError) as early:
        actions.note_sent(package, by=birgit, on=date(2014, 5, 14))
    with pytest.raises(ValidationError) as named:
        actions.note_sent(package, by=birgit, on=TODAY, receipt="Mette Holm")
    actions.note_sent(package, by=birgit, on=TODAY, receipt="LBF-1")

    assert (list(early.value.message_dict), list(named.value.message_dict)) == (
        ["on"],
        ["receipt"],
    )
    assert (due(ready, TODAY), {row.sent_on for row in Report.objects.all()}) == ([], {TODAY})
    with pytest.raises(NotAllowedNow, match="allerede noteret"):
        actions.note_sent(package, by=birgit, on=TODAY)


def test_the_zip_holds_every_file_and_a_list_with_their_codes_and_sums(ready, mette):
    package = sealed(ready, mette)
    with pytest.raises(NotAllowedNow, match="ved at blive dannet"):
        actions.pack(package)

    package = produced(package)
    files = zipfile.ZipFile(BytesIO(actions.pack(package)))
    listed = files.read("Indhold.csv").decode()

    assert len([name for name in files.namelist() if name.endswith(".pdf")]) == 3
    assert len([name for name in files.namelist() if name.endswith(".xlsx")]) == 3
    assert len([name for name in files.namelist() if name.endswith(".csv")]) == 5
    for row in package.reports.all():
        assert (row.code in listed, row.sha256 in listed) == (True, True)
    assert "Forseglet;15.5.2014 af Mette Holm" in listed


def test_each_code_is_known_where_codes_are_looked_up(client, ready, mette):
    package = produced(sealed(ready, mette))

    for row in package.reports.all():
        page = client.get(reverse("verify-code", args=[row.code]))
        assert (page.status_code, row.sha256 in page.content.decode()) == (200, True)


# The page


def read(client, user, plan, year=2013):
    client.force_login(user)
    return client.get(reverse("package", args=[plan.slug, year]))


def test_the_page_takes_it_from_nothing_to_in(client, ready, mette):
    args = [ready.slug, 2013]
    page = read(client, mette, ready)
    assert "Udbetalingerne holdes tilbage, til alle tre er inde." in page.content.decode()
    assert "om 46 dage" in page.content.decode()

    client.post(reverse("package-order", args=args))
    page = read(client, mette, ready)
    client.post(reverse("package-seal", args=args), {"shown": page.context["shown"]})
    produced(Package.objects.get())
    page = read(client, mette, ready)
    text = page.content.decode()
    assert all(row.sha256 in text and row.code in text for row in Report.objects.all())
    assert client.get(reverse("package-download", args=args))["Content-Type"] == "application/zip"

    wrong = client.post(reverse("package-sent", args=args), {"on": "1.1.2014"})
    right = client.post(reverse("package-sent", args=args), {"on": "15.5.2014", "receipt": "7"})
    text = read(client, mette, ready).content.decode()

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "Indberettet 15.5.2014, noteret af Mette Holm. Kvittering 7." in text
    assert "holdes tilbage" not in text


def test_a_stale_page_seals_nothing_and_says_so(client, ready, mette):
    actions.order_all(ready, 2013, by=mette)
    client.force_login(mette)

    answer = client.post(reverse("package-seal", args=[ready.slug, 2013]), {"shown": "gammel"})

    assert answer.status_code == 409
    assert "Et grundlag er dannet på ny" in answer.content.decode()
    assert not Package.objects.exists()


def test_the_styregruppe_sees_what_is_sealed_and_no_draft(client, ready, mette, henrik):
    actions.order_all(ready, 2013, by=mette)
    before = read(client, henrik, ready).content.decode()
    sealed(ready, mette)
    after = read(client, henrik, ready).content.decode()

    assert ("Dan alle kladder" in before, "mangler" in before, "Kladde, tal" in before) == (
        False,
        False,
        False,
    )
    assert all(row.code in after for row in Report.objects.all())


def test_a_year_that_is_not_the_plans_or_not_begun_is_404(client, ready, mette):
    found = {year: read(client, mette, ready, year).status_code for year in (2012, 2014, 2015)}

    assert found == {2012: 404, 2014: 200, 2015: 404}


def test_without_a_year_it_leads_to_the_one_that_is_due(client, ready, mette, settings):
    client.force_login(mette)
    url = reverse("package-now", args=[ready.slug])

    assert client.get(url)["Location"].endswith("/indberetning/2013/")
    settings.DEMO_DATE = date(2013, 3, 1)
    assert client.get(url)["Location"].endswith("/indberetning/2013/")


def test_a_plan_whose_funders_profile_is_gone_is_told_so(client, ready, mette):
    ready.funder = "vaek"
    ready.save()

    text = read(client, mette, ready).content.decode()

    assert "kravene kendes ikke" in text
    assert "»vaek«" in text


def test_last_years_return_is_held_against_what_stands_now(client, ready, mette, settings):
    sealed(ready, mette)
    PaymentFactory(plan=ready, amount=Decimal(9))
    settings.DEMO_DATE = date(2015, 4, 1)

    text = read(client, mette, ready, 2014).content.decode()

    assert "Siden sidste indberetning" in text
    assert "500.009,00" in text


# In the årshjul and on Min plan by itself


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2014, 3, 29), None),
        (TODAY, "Senest den 30.\xa0juni."),
        (date(2014, 7, 2), "Fristen var den 30.\xa0juni."),
        (date(2017, 7, 2), "Fristen var den 30.\xa0juni 2014."),
    ],
)
def test_min_plan_asks_those_who_report_from_a_quarter_before(
    client, ready, mette, birgit, settings, today, said
):
    settings.DEMO_DATE = today
    for user in (mette, birgit):
        client.force_login(user)
        items = client.get(reverse("plan-home", args=[ready.slug])).context["page"].todo
        found = [item.due for item in items if item.what == "Indberet for 2013"]
        assert found == ([said] if said else [])


def test_min_plan_stops_asking_when_it_is_in(client, ready, mette):
    actions.note_sent(sealed(ready, mette), by=mette, on=TODAY)
    client.force_login(mette)

    items = client.get(reverse("plan-home", args=[ready.slug])).context["page"].todo

    assert [item for item in items if item.what.startswith("Indberet")] == []


def entries(client, plan, year):
    page = client.get(reverse("annual-cycle", args=[plan.slug, year])).context["page"]
    return [
        (entry.on, entry.what, entry.state)
        for quarter in page.quarters
        for entry in quarter.entries
        if entry.what.startswith("Indberetning")
    ]


def test_the_aarshjul_has_the_deadline_by_itself(client, ready, mette, settings):
    client.force_login(mette)
    what = "Indberetning til Landsbyggefonden for 2013"
    assert entries(client, ready, 2014) == [(DUE, what, "")]

    actions.note_sent(sealed(ready, mette), by=mette, on=TODAY)
    assert entries(client, ready, 2014) == [(DUE, what, "Klar")]


def test_the_aarshjul_goes_on_into_the_year_after_the_plan(client, ready, mette, settings):
    client.force_login(mette)
    assert client.get(reverse("annual-cycle", args=[ready.slug, 2017])).status_code == 404

    settings.DEMO_DATE = date(2017, 2, 1)

    assert [on for on, _, _ in entries(client, ready, 2017)] == [date(2017, 6, 30)]
