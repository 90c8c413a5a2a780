"""Anybody who holds a copy can see whether it is what was issued; nobody learns anything else."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from activities.actions import close_period
from core import stored
from core.periods import Period
from reporting.actions import course
from reporting.actions import order as ordering
from reporting.actions import produce as making
from reporting.data.edition import ALPHABET, new_code, read_code
from reporting.models import Report, ReportKind
from reporting.views import verify

Q2 = Period.quarter(2013, 2)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def issued(plan, mette, birgit):
    close_period(plan, Q2, by=mette)
    draft = ordering.order(plan, ReportKind.STATUS_NOTE, Q2, by=mette)
    ready = course.hand_over(draft, by=mette, shown=draft.snapshot_hash, remark="Klar")
    course.issue(ready, by=birgit, shown=ready.snapshot_hash)
    making.produce(ready.pk)
    return Report.objects.get()


def address(code):
    return reverse("verify-code", args=[code])


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def send(client, report, content, name="notat.pdf"):
    return client.post(
        address(report.code), {"fil": SimpleUploadedFile(name, content, "application/pdf")}
    )


def test_a_code_tells_title_plan_period_day_and_sha_and_nothing_else(client, issued):
    response = client.get(address(issued.code))

    read = words(response)
    for said in (
        "Statusnotat",
        "Rum for Liv",
        "2. kvartal 2013",
        "31.\u00a0august 2013".replace("\u00a0", " "),
        issued.sha256,
    ):
        assert said in read.replace("\u00a0", " ")
    for kept in ("Mette", "Birgit", issued.number_text, "Klar", str(issued.pk), "familier"):
        assertNotContains(response, kept)


@pytest.mark.parametrize("typed", ["lower", "spaced", "bare"])
def test_a_code_is_read_as_people_type_it(client, issued, typed):
    text = {
        "lower": issued.code.lower(),
        "spaced": f" {issued.code.replace('-', ' ')} ",
        "bare": issued.code.replace("-", ""),
    }[typed]

    assertRedirects(client.get(reverse("verify"), {"kode": text}), address(issued.code))


@pytest.mark.parametrize(
    "code", ["K7QM-4T2X-9DHF", "for-kort", "K7QM-4T2X-9DH0", "x" * 300, "K7QM\u00004T2X9DHF"]
)
def test_a_code_that_is_none_says_what_a_code_looks_like(client, db, code):
    response = client.get(address("X").replace("X", code.replace("\0", "%00")))

    assert response.status_code in (400, 404)
    if response.status_code == 404:
        assertContains(response, "fx K7QM-4T2X-9DHF", status_code=404)


def test_an_empty_code_is_asked_for(client, db):
    assertContains(
        client.get(reverse("verify"), {"kode": ""}),
        "Skriv koden, fx K7QM-4T2X-9DHF.",
        status_code=422,
    )


def test_the_issued_file_is_known_byte_for_byte(client, issued):
    assertContains(send(client, issued, stored.read(issued)), "Filen er den udsendte.")


def test_a_file_that_differs_in_one_byte_is_not_the_issued_one(client, issued):
    content = bytearray(stored.read(issued))
    content[-3] ^= 1

    assertContains(send(client, issued, bytes(content)), "Filen er ikke den udsendte.")


def test_nothing_of_the_upload_is_kept(client, issued, tmp_path):
    before = sorted(path.name for path in tmp_path.rglob("*"))

    send(client, issued, b"%PDF-1.7 hemmeligt")

    assert sorted(path.name for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("content", "said"), [(None, "Vælg den PDF-fil"), (b"", "Filen er tom.")])
def test_no_file_is_asked_for(client, issued, content, said):
    data = {} if content is None else {"fil": SimpleUploadedFile("x.pdf", content)}

    assertContains(client.post(address(issued.code), data), said, status_code=422)


class Unread:
    """A body nobody may read."""

    def read(self, *size):
        raise AssertionError("The upload was read.")

    readline = read


def test_a_file_that_is_too_large_is_refused_before_it_is_read(issued):
    client, sent = (
        Client(enforce_csrf_checks=True),
        {"wsgi.input": Unread(), "CONTENT_LENGTH": "30000000"},
    )

    response = client.generic(
        "POST", address(issued.code), content_type="multipart/form-data; boundary=x", **sent
    )

    assertContains(
        response, "Filen er for stor til at være en af vores rapporter.", status_code=413
    )


def test_a_file_just_over_the_limit_is_refused_at_its_field(client, issued, monkeypatch):
    monkeypatch.setattr(verify, "MOST_BYTES", 10)

    assertContains(send(client, issued, b"x" * 11), "Filen er for stor", status_code=422)


def test_too_many_files_from_one_place_are_refused_for_a_while(issued):
    client, content = Client(REMOTE_ADDR="192.0.2.7"), stored.read(issued)

    answers = [send(client, issued, content) for _ in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assertContains(answers[-1], "Vent ti minutter, og prøv igen.", status_code=429)
    assert client.get(address(issued.code)).status_code == 200


def test_a_draft_has_no_code_and_an_unmade_file_no_proof(client, issued):
    Report.objects.update(job_state="queued", sha256="")

    assert client.get(address(issued.code)).status_code == 404


def test_a_replaced_edition_is_still_what_was_issued(client, issued, mette):
    course.begin_correction(issued, by=mette, reason="Et tal")

    assertContains(client.get(address(issued.code)), "Koden er ægte")


def test_codes_hold_no_letters_people_mistake():
    assert set("01IO").isdisjoint(ALPHABET)
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(read_code(code) == code for code in codes)
