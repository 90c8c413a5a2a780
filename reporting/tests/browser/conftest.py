"""The demo behind a live server, people who visit it with a real browser, and an ear for its
complaints."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import expect

from reporting.tests.browser.demo import Demo

DEMO_DAY = date(2013, 8, 31)
DESKTOP, PHONE = (1280, 900), (360, 740)
PATIENCE_MS = 20_000  # how long a busy machine may take to show what is expected

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def loaded_demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo year, loaded the way `make run` loads it."""
    folder = tmp_path_factory.mktemp("demo")  # its list of passwords is no other test's
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO_DATE=DEMO_DAY, DEMO_LOGINS=True, VAR_DIR=folder),
    ):
        return Demo()


@pytest.fixture
def demo(loaded_demo, transactional_db, live_server):
    """Rum for Liv as it stands on 31 August 2013, behind a live server."""
    loaded_demo.put_back()
    return loaded_demo


@pytest.fixture
def complaints():
    """What the browser complained of: errors in scripts, refusals by the content policy, missing
    files."""
    return []


@pytest.fixture
def window(demo, live_server, browser, browser_context_args, complaints):
    """Opens a browser of its own; at the end nothing may have been complained of."""
    contexts = []

    def open_window(size=DESKTOP, **arguments):
        width, height = size
        given = {
            "base_url": live_server.url,
            "viewport": {"width": width, "height": height},
            "has_touch": size == PHONE,
        }
        context = browser.new_context(**{**browser_context_args, **given, **arguments})
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", lambda message: complaints.extend(_heard(message)))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("response", lambda response: complaints.extend(_failed(response)))
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def _heard(message):
    """Warnings and errors; that a page answered 404 or 422 is no fault, see `_failed`, nor that a
    busy machine draws a page so late that a font it fetched ahead seems unused."""
    no_fault = "Failed to load resource", "was preloaded using link preload but not used"
    if message.type in ("error", "warning") and not any(text in message.text for text in no_fault):
        yield f"{message.location.get('url')}: {message.text}"


def _failed(response):
    """Pages may refuse (4xx), pieces of pages may not, and nothing may break (5xx)."""
    is_piece = response.request.resource_type not in ("document", "xhr", "fetch")
    if response.status >= 500 or (response.status >= 400 and is_piece):
        yield f"{response.url}: {response.status}"


@pytest.fixture
def visit(window, demo, live_server):
    """Opens a browser in which somebody (by first name) is already logged in."""

    def open_as(first_name, size=DESKTOP, **arguments):
        client = Client()
        client.force_login(demo.person(first_name))
        page = window(size, **arguments)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return open_as


@pytest.fixture
def arrive(visit):
    """The same, at the page one meets after logging in; where the login itself is the matter, see
    `log_in`."""

    def open_and_arrive(first_name, size=DESKTOP, **arguments):
        page = visit(first_name, size, **arguments)
        page.goto("/")
        return page

    return open_and_arrive


@pytest.fixture
def log_in(window, demo):
    """Opens a browser and logs in by the form, as a person does."""

    def open_and_log_in(first_name, size=DESKTOP, **arguments):
        page = window(size, **arguments)
        page.goto("/")
        page.get_by_label("E-mail").fill(demo.email(first_name))
        page.get_by_label("Adgangskode").fill(demo.password(first_name))
        page.get_by_role("button", name="Log ind").click()
        expect(page.get_by_label("Adgangskode")).to_have_count(
            0
        )  # a page left too soon would not be logged in
        return page

    return open_and_log_in
