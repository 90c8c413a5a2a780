"""The notes of all plans at once: one order, a zip, and a sheet with the plans side by side."""

import io
import zipfile
from datetime import date

import pikepdf
import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from accounts.models import Role
from accounts.tests.factories import MembershipFactory
from activities.actions import close_period, register
from activities.models import Plan, SuccessCriterion
from core.jobs import JobState
from core.periods import Period
from core.tests.pdf_checks import faults
from core.versioned import NotAllowedNow
from reporting.actions import batch as batches
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.data.comparison import Comparison
from reporting.models import Batch, Report, ReportKind

Q2 = Period.quarter(2013, 2)
NOTE = ReportKind.STATUS_NOTE


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def both(plan, other_plan, birgit):
    """Two plans Birgit coordinates; the first has 55 families."""
    MembershipFactory(user=birgit, plan=other_plan, role=Role.SOCIAL_COORDINATOR)
    families = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    register(families, on=date(2013, 5, 14), value=55, by=birgit)
    return [plan, other_plan]


def sheet():
    return Comparison.from_json(Batch.objects.get().snapshot)


def make_all():
    for report in Report.objects.filter(job_state=JobState.QUEUED):
        making.produce(report.pk)
    batches.produce_batch(Batch.objects.get().pk)


def test_each_plan_gets_its_note_and_a_line_on_the_sheet(both, birgit):
    batch = batches.order_batch(both, Q2, by=birgit)

    assert sorted(report.plan.name for report in batch.reports.all()) == [
        "Naboplanen",
        "Rum for Liv",
    ]
    assert [(p.name, p.following, p.measured, p.note) for p in sheet().plans] == [
        ("Naboplanen", 0, 0, "kladde"),
        ("Rum for Liv", 1, 1, "kladde"),
    ]
    assert sheet().message == "Alle to planer har områder, der er bagud"


def test_what_is_issued_is_taken_as_it_is(both, mette, birgit):
    close_period(both[0], Q2, by=mette)
    draft = ordering.order(both[0], NOTE, Q2, by=mette)
    ready = course.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark="Klar")
    issued = course.issue(ready, by=birgit, shown=ready.snapshot_hash)
    Plan.objects.filter(pk=both[0].pk).update(name="Nyt navn")

    batches.order_batch(both, Q2, by=birgit)

    assert [(p.name, p.note) for p in sheet().plans] == [
        ("Naboplanen", "kladde"),
        ("Rum for Liv", "nr. 2013-01"),
    ]
    issued.refresh_from_db()
    assert issued.state == "issued"


def test_the_issued_edition_is_taken_also_while_its_correction_is_written(both, mette, birgit):
    close_period(both[0], Q2, by=mette)
    draft = ordering.order(both[0], NOTE, Q2, by=mette)
    ready = course.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark="Klar")
    issued = course.issue(ready, by=birgit, shown=ready.snapshot_hash)
    course.begin_correction(issued, by=mette, reason="Talt to gange")

    batch = batches.order_batch(both, Q2, by=birgit)

    assert [(p.name, p.note) for p in sheet().plans] == [
        ("Naboplanen", "kladde"),
        ("Rum for Liv", "nr. 2013-01"),
    ]
    assert issued in batch.reports.all()


def test_a_plan_of_another_rhythm_is_named_with_the_reason(both, birgit):
    Plan.objects.filter(slug="nabo").update(reporting_period="half_year")

    batches.order_batch(Plan.objects.all(), Q2, by=birgit)

    assert [p.name for p in sheet().plans] == ["Rum for Liv"]
    assert sheet().missing == ("Naboplanen: Statusnotatet dannes for et halvår. Vælg et halvår.",)


def test_no_plan_with_such_a_note_is_told(both, birgit):
    with pytest.raises(NotAllowedNow, match="ikke begyndt"):
        batches.order_batch(both, Period.quarter(2013, 4), by=birgit)
    assert not Batch.objects.exists()


def test_sheet_is_one_valid_page(both, birgit, media, tmp_path):
    batches.order_batch(both, Q2, by=birgit)
    make_all()

    batch = Batch.objects.get()
    assert (batch.job_state, batch.pages) == (JobState.DONE, 1)
    assert faults((tmp_path / batch.file.name).read_bytes()) == []


def test_zip_holds_the_sheet_and_each_note(client, both, birgit):
    batches.order_batch(both, Q2, by=birgit)
    make_all()
    client.force_login(birgit)

    response = client.get(reverse("batch-download", args=[Batch.objects.get().pk]))

    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as packed:
        assert sorted(packed.namelist()) == [
            "Sammenligning 2. kvartal 2013.pdf",
            "nabo/Statusnotat 2. kvartal 2013, Naboplanen, kladde.pdf",
            "rum-for-liv/Statusnotat 2. kvartal 2013, Rum for Liv, kladde.pdf",
        ]
        with pikepdf.open(io.BytesIO(packed.read(packed.namelist()[0]))) as pdf:
            assert len(pdf.pages) == 1
    assert response.headers["Content-Disposition"].startswith("attachment;")


# The pages


def test_the_koordinator_orders_and_follows(client, both, birgit):
    client.force_login(birgit)

    response = client.post(reverse("batch-list"), {"period": "2013-K2"})

    batch = Batch.objects.get()
    assertRedirects(response, reverse("batch", args=[batch.pk]))
    assertContains(client.get(reverse("batch", args=[batch.pk])), "Nul af to notater er klar")
    make_all()
    assertContains(
        client.get(reverse("batch", args=[batch.pk])), "Alle notater for 2. kvartal 2013 er klar"
    )


@pytest.mark.parametrize("who", ["mette", "henrik", "kirsten", "peter", "ole", "carl"])
def test_nobody_else_may(request, client, both, birgit, who):
    batch = batches.order_batch(both, Q2, by=birgit)
    client.force_login(request.getfixturevalue(who))

    addresses = [
        reverse("batch-list"),
        *(reverse(n, args=[batch.pk]) for n in ("batch", "batch-download", "batch-sheet")),
    ]
    assert [client.get(address).status_code for address in addresses] == [403] * 4
    assert client.post(reverse("batch-list"), {"period": "2013-K2"}).status_code == 403


def test_who_no_longer_coordinates_a_plan_gets_nothing_of_it(client, both, birgit):
    batch = batches.order_batch(both, Q2, by=birgit)
    make_all()
    birgit.memberships.filter(plan__slug="nabo").update(ends_on=date(2013, 8, 30))
    client.force_login(birgit)

    page = client.get(reverse("batch", args=[batch.pk]))
    assertContains(page, "Rum for Liv")
    assert "Naboplanen" not in page.content.decode()
    for name in ("batch-download", "batch-sheet"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 403


def test_another_koordinators_order_is_not_found(client, both, birgit, django_user_model):
    batch = batches.order_batch(both, Q2, by=birgit)
    other = django_user_model.objects.create_user("anden@example.org", "x", name="En Anden")
    MembershipFactory(user=other, plan=both[0], role=Role.SOCIAL_COORDINATOR)
    client.force_login(other)

    assert client.get(reverse("batch", args=[batch.pk])).status_code == 404
