"""Logging in and out, passwords, and the pages everybody may read."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import PASSWORD, UserFactory

NEW_PASSWORD = "tre-ord-der-ikke-hører-sammen"


@pytest.fixture(autouse=True)
def _no_earlier_attempts(db):
    cache.clear()


@pytest.fixture
def mette():
    return UserFactory(email="mette@example.org", name="Mette Holm")


def log_in(client, password=PASSWORD, email="mette@example.org"):
    data = {"login": email, "password": password, "next": reverse("privacy")}
    return client.post(reverse("account_login"), data)


def is_logged_in(client):
    return "_auth_user_id" in client.session


def assert_whole_page(response, heading):
    html = response.content.decode()
    assert '<html lang="da">' in html
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert heading in html


def test_login_page_is_danish(client):
    response = client.get(reverse("account_login"))
    assert response.status_code == 200
    assert_whole_page(response, "<h1>Log ind</h1>")
    html = response.content.decode()
    assert [
        word
        for word in ("E-mail", "Adgangskode", "Husk mig", "Glemt adgangskode?")
        if word not in html
    ] == []
    assert "placeholder" not in html


@pytest.mark.parametrize("email", ["mette@example.org", "Mette@Example.org"])
def test_login_with_the_right_password_goes_on(client, mette, email):
    response = log_in(client, email=email)
    assert (response.status_code, response.url) == (302, reverse("privacy"))
    assert is_logged_in(client)


@pytest.mark.parametrize(
    ("email", "password"), [("mette@example.org", "forkert"), ("ukendt@example.org", PASSWORD)]
)
def test_login_refused_says_the_same_whoever_it_was(client, mette, email, password):
    response = log_in(client, password, email)
    assert response.status_code == 200
    assert "E-mail og adgangskode passer ikke sammen." in response.content.decode()
    assert not is_logged_in(client)


def test_login_is_shut_after_five_wrong_tries(client, mette):
    for _ in range(5):
        log_in(client, "forkert")
    response = log_in(client)
    assert "Vent ti minutter, og prøv igen." in response.content.decode()
    assert not is_logged_in(client)


def test_login_of_a_closed_user_is_refused(client, mette):
    mette.is_active = False
    mette.save()
    log_in(client)
    assert not is_logged_in(client)


def test_login_leads_nowhere_outside(client, mette):
    data = {"login": mette.email, "password": PASSWORD, "next": "https://example.com/"}
    assert client.post(reverse("account_login"), data).url == reverse("home")


def test_logout_asks_first_and_then_does_it(client, mette):
    client.force_login(mette)
    assert_whole_page(client.get(reverse("account_logout")), "Vil du logge ud?")
    assert is_logged_in(client)
    client.post(reverse("account_logout"), {"next": reverse("account_login")})
    assert not is_logged_in(client)


@pytest.mark.parametrize("path", ["/signup/", "/opret/", "/login/", "/email/", "/accounts/signup/"])
def test_nobody_signs_up_or_manages_mails(client, path):
    assert client.get(path).status_code == 404


def test_forgotten_password_is_chosen_anew(client, mette):
    response = client.post(reverse("account_reset_password"), {"email": mette.email}, follow=True)
    assert_whole_page(response, "Se i din indbakke")
    (message,) = mail.outbox
    assert message.subject == "Vælg en ny adgangskode"
    address = re.search(r"http://testserver(/\S+)", message.body)[1]

    form = client.get(address, follow=True)
    assert_whole_page(form, "Vælg en ny adgangskode")
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    done = client.post(form.request["PATH_INFO"], new, follow=True)
    assert_whole_page(done, "Adgangskoden er skiftet")
    log_in(client, NEW_PASSWORD)
    assert is_logged_in(client)

    used = Client().get(address, follow=True)
    assert_whole_page(used, "Linket virker ikke længere")


def test_forgotten_password_of_nobody_answers_alike_and_sends_nothing(client, mette):
    known = client.post(reverse("account_reset_password"), {"email": mette.email}, follow=True)
    unknown = client.post(
        reverse("account_reset_password"), {"email": "ukendt@example.org"}, follow=True
    )
    assert (known.status_code, known.redirect_chain) == (
        unknown.status_code,
        unknown.redirect_chain,
    )
    assert [message.to for message in mail.outbox] == [[mette.email]]


def test_too_many_mails_are_refused_in_danish(client, mette):
    answers = [
        client.post(reverse("account_reset_password"), {"email": mette.email}) for _ in range(8)
    ]
    assert answers[-1].status_code == 429
    assert_whole_page(answers[-1], "Vent lidt, og prøv så igen")


def test_password_is_changed_by_who_knows_the_old_one(client, mette):
    client.force_login(mette)
    data = {"oldpassword": "forkert", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    refused = client.post(reverse("account_change_password"), data)
    assert "Det er ikke din nuværende adgangskode." in refused.content.decode()
    client.post(reverse("account_change_password"), {**data, "oldpassword": PASSWORD})
    mette.refresh_from_db()
    assert mette.check_password(NEW_PASSWORD)


def test_short_password_is_refused(client, mette):
    client.force_login(mette)
    data = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    response = client.post(reverse("account_change_password"), data)
    assert_whole_page(response, "Skift adgangskode")
    assert "12 tegn" in response.content.decode()


@pytest.mark.parametrize(
    "name", ["accessibility", "privacy", "account_login", "account_reset_password"]
)
def test_public_page_needs_no_login(client, name):
    assert client.get(reverse(name)).status_code == 200


def test_reading_a_public_page_sets_no_cookie(client):
    assert dict(client.get(reverse("privacy")).cookies) == {}


def test_was_leads_to_our_own_page_until_there_is_an_official_one(client, settings):
    assert client.get("/was").url == reverse("accessibility")
    settings.ACCESSIBILITY_STATEMENT_URL = "https://was.digst.dk/rum-for-liv"
    assert client.get("/was").url == "https://was.digst.dk/rum-for-liv"


def test_missing_page_is_danish(client, mette):
    client.force_login(mette)
    response = client.get("/findes-ikke/")
    assert response.status_code == 404
    assert_whole_page(response, "Siden findes ikke")


def test_form_from_elsewhere_is_refused_in_danish(mette):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "x"})
    assert response.status_code == 403
    assert_whole_page(response, "intet blev gemt")
