"""The small scripts of every page, each on a page of its own in a real browser."""

from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.browser
ADDRESS = "http://rum.test/side/"
SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"


@pytest.fixture
def show(page):
    """Shows a body at an address of ours, with the scripts every page has; no server stands
    behind."""
    bodies = {}

    def answer(route):
        if route.request.method == "POST" and bodies.get("is_silent"):
            route.fulfill(status=204)
            return
        scripts = "".join(
            f"<script>{(SCRIPTS / name).read_text()}</script>"
            for name in ("page.js", "forms.js", "drafts.js", "logging.js")
        )
        html = f'<!doctype html><meta charset="utf-8"><body>{bodies["now"]}{scripts}</body>'
        route.fulfill(body=html, content_type="text/html")

    page.route("http://rum.test/**", answer)

    def go(body, person="7", at=ADDRESS, sent=False):
        """The page at an address; `sent`: the form there is sent, and this is the answer."""
        who = (
            f'<span data-user-name><data value="{person}">Mette Holm</data></span>'
            if person
            else ""
        )
        bodies["now"] = f'{who}<main id="indhold" tabindex="-1">{body}</main>'
        bodies["is_silent"] = sent
        if sent:
            with page.expect_response(lambda response: response.status == 204):
                page.get_by_role("button", name="Gem").click()
        page.goto(at)
        return page

    return go


TOAST = (
    '<div data-toast data-level="success">14 familier gemt<form '
    'method="post"><button>Fortryd</button></form>'
    '<button type="button" data-toast-close>Luk</button></div>'
)
FORM = (
    '<form method="post" data-draft="registrer"><input name="csrfmiddlewaretoken" '
    'value="ny" type="hidden">'
    '<input name="lock_version" value="{version}" type="hidden"><input name="value" id="value">'
    '<label><input type="radio" name="estate" value="a">A</label>'
    '<label><input type="radio" name="estate" value="b">B</label><textarea name="note"></textarea>'
    "<button>Gem</button></form>"
)


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kladde:'))")


def test_message_goes_after_ten_seconds(show, page):
    page.clock.install(time=0)
    show(TOAST)
    page.clock.pause_at(9)
    assert page.locator("[data-toast]").count() == 1
    page.clock.run_for(10_000)
    assert page.locator("[data-toast]").count() == 0


def test_message_stays_while_somebody_stands_in_it(show, page):
    page.clock.install()
    show(TOAST)
    page.get_by_role("button", name="Fortryd").focus()
    page.clock.run_for(60_000)
    assert page.locator("[data-toast]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("[data-toast]").count() == 0
    assert page.evaluate("document.activeElement.id") == "indhold"


def test_stepper_counts_and_the_button_says_what_it_saves(show, page):
    show(
        '<form><div data-stepper><button type="button" '
        'data-step="-1">færre</button><input id="value">'
        '<button type="button" data-step="1">flere</button></div>'
        '<button data-live-for="value" data-singular="familie" '
        'data-plural="familier">Gem</button></form>'
    )
    button = page.locator("[data-live-for]")
    assert button.inner_text() == "Gem"
    page.get_by_text("færre").click()
    assert page.input_value("#value") == "0"
    page.get_by_text("flere").click()
    assert button.inner_text() == "Gem 1 familie"
    page.fill("#value", "1.284")
    assert button.inner_text() == "Gem 1.284 familier"
    page.fill("#value", "ca. 14")
    page.get_by_text("flere").click()
    assert (page.input_value("#value"), button.inner_text()) == ("ca. 14", "Gem")


def test_chosen_criterion_gives_the_button_its_noun(show, page):
    show(
        '<form><select><option data-singular="familie" data-plural="familier">A</option>'
        '<option data-singular="ung" data-plural="unge">B</option></select><input '
        'id="value" value="3">'
        '<button data-live-for="value" data-singular="familie" '
        'data-plural="familier">Gem</button></form>'
    )
    page.select_option("select", "B")
    assert page.locator("[data-live-for]").inner_text() == "Gem 3 unge"


def test_filter_sends_itself_and_keeps_the_focus(show, page):
    show(
        '<form data-autosubmit><select name="q" id="q"><option>a<option>b</select>'
        "<button data-without-script>Vis</button></form>"
    )
    assert page.locator("[data-without-script]").is_hidden()
    page.select_option("#q", "b")
    page.wait_for_url("**/?q=b")
    assert page.evaluate("document.activeElement.id") == "q"


def test_half_filled_form_is_offered_with_its_day_and_put_in_when_asked(show, page):
    page.clock.install(time="2013-08-26T14:07:00")
    show(FORM.format(version=3))
    page.fill("#value", "14")
    page.check("[value=b]")
    page.fill("textarea", "Åbent hus")
    page.clock.set_fixed_time("2013-08-28T09:00:00")
    show(FORM.format(version=4))
    assert page.input_value("#value") == ""
    assert "mandag den 26. august kl. 14.07" in page.locator("form .note").inner_text()
    page.get_by_role("button", name="Sæt det ind").click()
    assert page.input_value("#value") == "14"
    assert page.is_checked("[value=b]")
    assert page.input_value("textarea") == "Åbent hus"
    assert page.input_value("[name=lock_version]") == "3"
    assert page.input_value("[name=csrfmiddlewaretoken]") == "ny"
    assert page.locator("form .note").count() == 0


def test_half_filled_form_can_be_thrown_away(show, page):
    show(FORM.format(version=3))
    page.fill("#value", "14")
    show(FORM.format(version=3))
    page.get_by_role("button", name="Kassér det").click()
    assert (page.input_value("#value"), kept(page)) == ("", [])


@pytest.mark.parametrize(
    "other",
    [{"person": "8"}, {"person": ""}, {"at": "http://rum.test/planer/nabo/registrer/"}],
    ids=["another person", "nobody", "another plan"],
)
def test_half_filled_form_is_of_one_person_and_one_address(show, page, other):
    show(FORM.format(version=3), at="http://rum.test/planer/rum-for-liv/registrer/")
    page.fill("#value", "14")
    show(FORM.format(version=3), **other)
    assert (page.input_value("#value"), page.locator("form .note").count()) == ("", 0)


def test_two_rows_of_one_page_have_each_their_draft(show, page):
    row = (
        '<form method="post" data-warn action="/m/{0}/"><textarea name="why{0}"></textarea></form>'
    )
    show(row.format(1) + row.format(2))
    page.fill("[name=why1]", "Driften mangler en mand")
    page.evaluate("delete document.forms[0].dataset.changed")
    show(row.format(1) + row.format(2))
    assert page.locator("form .note").count() == 1
    assert page.locator("form").first.locator(".note").count() == 1


def test_today_is_the_day_it_was_written(show, page):
    days = (
        '<form method="post" data-draft="registrer"><input type="radio" name="when" value="{0}">'
        '<input type="radio" name="when" value="other"><input type="date" name="on">'
        '<textarea name="note"></textarea></form>'
    )
    show(days.format("2013-09-30"))
    page.check("[value='2013-09-30']")
    page.fill("textarea", "Åbent hus")
    show(days.format("2013-10-02"))
    page.get_by_role("button", name="Sæt det ind").click()
    assert page.is_checked("[value=other]")
    assert page.input_value("[name=on]") == "2013-09-30"


ELSEWHERE = "http://rum.test/kvittering/"


@pytest.mark.parametrize(
    ("answer", "is_kept"),
    [
        ({"body": TOAST}, False),
        ({"body": "<p data-draft-saved>14 familier er gemt</p>"}, False),
        ({"body": "<p>Listen</p>", "at": ELSEWHERE}, False),
        ({"body": "<p>Siden svarer ikke</p>"}, True),
        ({"body": "<div data-errsum>Ret én ting</div>", "at": ELSEWHERE}, True),
        ({"body": "<p>Log ind</p>", "at": ELSEWHERE, "person": ""}, True),
    ],
    ids=["message", "receipt", "another page", "no answer", "mistakes", "login"],
)
def test_the_first_page_after_the_sending_decides(show, page, answer, is_kept):
    show(FORM.format(version=3))
    page.fill("#value", "14")
    show(TOAST, at=ELSEWHERE)  # nothing was sent
    assert len(kept(page)) == 1
    show(FORM.format(version=3))
    page.get_by_role("button", name="Sæt det ind").click()
    show(**answer, sent=True)
    show(TOAST, at=ELSEWHERE)
    assert len(kept(page)) == is_kept


@pytest.mark.parametrize(
    "shown",
    ['<div data-errsum tabindex="-1">Der er en fejl</div>', "<p data-typed>Er det rigtigt?</p>"],
    ids=["mistakes", "question"],
)
def test_form_shown_with_what_was_typed_is_left_as_the_server_gave_it(show, page, shown):
    show(FORM.format(version=3))
    page.fill("#value", "ca. 14")
    show(shown + FORM.format(version=3))
    assert page.input_value("#value") == ""
    assert page.locator("form .note").count() == 0


def test_logging_out_forgets_all_drafts(show, page):
    show(
        FORM.format(version=3)
        + '<form method="post" data-forget-drafts><button>Log ud</button></form>'
    )
    page.fill("#value", "14")
    page.get_by_role("button", name="Log ud").click()
    assert kept(page) == []


def test_second_click_sends_nothing(show, page):
    show(FORM.format(version=3))
    prevented = page.evaluate(
        """() => {
            const form = document.forms[0];
            const options = { bubbles: true, cancelable: true };
            const click = () => !form.dispatchEvent(new Event("submit", options));
            return [click(), click()];
        }"""
    )
    assert prevented == [False, True]
