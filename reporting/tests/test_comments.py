import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.names import SAID
from activities.actions import close_period, override_light, register, write_comment
from activities.models import FocusArea, LightOverride, PeriodComment, SuccessCriterion
from core.lights import Light
from core.periods import Period
from reporting.tests.factories import ReportFactory

Q2 = Period.quarter(2013, 2)


@pytest.fixture
def url(plan):
    return reverse("comments", args=[plan.slug, "2013-K2"])


@pytest.fixture
def area(plan):
    return FocusArea.objects.get(plan=plan, code="1")


@pytest.fixture
def behind(plan, mette):
    """A criterion that is off track: 20 families where 49.6 were expected."""
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")
    register(criterion, on=date(2013, 5, 14), value=20, by=mette)
    return criterion


def fields(response):
    """The form as a browser would send it back untouched."""
    form = response.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    for block in blocks(response):
        data[f"version-{block.subject.key}"] = block.version
    for area in response.context["areas"]:
        data[f"lysnr-{area.sheet.area.pk}"] = area.override_pk
    return data


def blocks(response):
    found, areas = response.context, response.context["areas"]
    parts = (b for a in areas for b in (a.text, *a.sentences, *a.criteria, *a.milestones))
    return [found["whole"], *found["sentences"], *parts]


@pytest.fixture
def opened(client, mette, url):
    """The page as Mette opened it."""
    client.force_login(mette)
    return fields(client.get(url))


def texts():
    found = PeriodComment.objects.values_list("focus_area__code", "criterion__code", "text")
    return {area or criterion or "hele": text for area, criterion, text in found}


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# The page


def test_the_page_asks_for_what_the_note_needs(client, mette, url, area, behind):
    client.force_login(mette)

    response = client.get(url)

    keys = [block.subject.key for block in blocks(response)]
    other = FocusArea.objects.exclude(pk=area.pk).get()
    off = {
        f"kriterium-{c.pk}"
        for c in SuccessCriterion.objects.filter(
            code__in=["5.1.1-1", "5.2.2-1", "5.3.5-1", "5.3.5-2"]
        )
    }
    sentences = {key for key in keys if key.startswith("s-")}
    assert {"hele", f"omraade-{area.pk}", f"omraade-{other.pk}"} | off == set(keys) - sentences
    assert sentences == {
        "s-hele_kriterier",
        "s-hele_omraade_1",
        "s-hele_omraade_3",
        "s-hele_milepaele",
        "s-hele_timer",
        "s-omraade_1_bagud",
        "s-omraade_3_bagud",
    }
    assert "5.1.1 Forældre &amp; læring Familier deltog" in words(response)
    assert "20 af 100" in words(response)


def test_a_criterion_on_track_is_not_asked_about_unless_wanted(client, mette, url, behind):
    behind.registrations.update(value=90)
    client.force_login(mette)
    key = f"tekst-kriterium-{behind.pk}"

    assertNotContains(client.get(url), key)
    assertContains(client.get(f"{url}?kriterium=5.1.1-1"), key)


def test_what_was_said_of_a_criterion_stays_in_reach(client, mette, url, plan, behind):
    behind.registrations.update(value=90)
    write_comment(plan, Q2, text="Flere end ventet.", by=mette, criterion=behind)
    client.force_login(mette)

    assertContains(client.get(url), "Flere end ventet.")


def test_the_heading_counts_what_is_missing(client, mette, url, plan):
    client.force_login(mette)
    assertContains(client.get(url), "4 kriterier bagud mangler en forklaring for 2. kvartal")

    for criterion in SuccessCriterion.objects.filter(activity__plan=plan):
        write_comment(plan, Q2, text="Sagt.", by=mette, criterion=criterion)

    assertContains(client.get(url), "Alt, der er bagud, er forklaret for 2. kvartal")


def test_the_heading_says_so_when_nothing_is_behind(client, mette, url, plan):
    for criterion in SuccessCriterion.objects.filter(activity__plan=plan, rhythm="running"):
        register(
            criterion,
            on=date(2013, 6, 1),
            value=100,
            base=1 if criterion.measure == "average" else None,
            by=mette,
        )
    client.force_login(mette)

    assertContains(client.get(url), "Intet er bagud i 2. kvartal")


def test_the_page_leads_to_the_note_as_it_looks_now(client, mette, url, plan):
    draft = ReportFactory(plan=plan, is_made=True)
    client.force_login(mette)

    assertContains(
        client.get(url),
        f'<a href="{draft.get_absolute_url()}">Læs notatet, som det ser ud nu</a>',
        html=True,
    )


def test_the_page_tells_that_the_note_is_issued_already(client, mette, url, plan):
    ReportFactory(plan=plan, is_issued=True)
    client.force_login(mette)

    response = client.get(url)

    assert "Statusnotatet er udsendt og ændres aldrig." in words(response)
    assertNotContains(response, "Gem tekster</button>")


def test_a_closed_period_can_still_be_commented(client, mette, url, plan, opened):
    close_period(plan, Q2, by=mette)

    assertContains(client.get(url), "2. kvartal 2013 er lukket")
    client.post(url, opened | {"tekst-hele": "Det går godt."})

    assert texts() == {"hele": "Det går godt."}


def test_a_period_to_come_sends_you_back(client, mette, plan):
    client.force_login(mette)

    response = client.get(reverse("comments", args=[plan.slug, "2013-K4"]))

    assertRedirects(response, reverse("report-list", args=[plan.slug]))


@pytest.mark.parametrize("code", ["2013", "2013-H1", "2012-K4", "2017-K1", "x", "2013-K5"])
def test_what_is_no_period_of_the_plan_is_not_found(client, mette, plan, code):
    client.force_login(mette)

    assert client.get(reverse("comments", args=[plan.slug, code])).status_code == 404


# Saving


def test_saving_writes_all_that_was_changed(client, mette, url, opened, area, behind):
    response = client.post(
        url,
        opened
        | {
            "tekst-hele": "Planen følger sporet.",
            f"tekst-omraade-{area.pk}": "Sommerferien trak ned.",
            f"tekst-kriterium-{behind.pk}": "Klubben åbnede først i maj.",
        },
    )

    assertRedirects(response, url)
    assert texts() == {
        "hele": "Planen følger sporet.",
        "1": "Sommerferien trak ned.",
        "5.1.1-1": "Klubben åbnede først i maj.",
    }
    assert set(PeriodComment.objects.values_list("by", flat=True)) == {mette.pk}


def test_saving_what_was_not_changed_writes_nothing(client, mette, url, plan):
    write_comment(plan, Q2, text="Linje et.\nLinje to.", by=mette)
    client.force_login(mette)
    data = fields(client.get(url))

    client.post(
        url, data | {name: str(value).replace("\n", "\r\n") for name, value in data.items()}
    )

    assert PeriodComment.objects.get().history.count() == 1


def test_emptying_a_text_removes_it(client, mette, url, plan):
    write_comment(plan, Q2, text="Det går godt.", by=mette)
    client.force_login(mette)

    client.post(url, fields(client.get(url)) | {"tekst-hele": ""})

    assert texts() == {}


def test_a_line_end_counts_as_one(client, mette, url, opened):
    text = "\r\n".join(["x" * 99] * 3)

    client.post(url, opened | {"tekst-hele": text})

    assert len(texts()["hele"]) == 299


@pytest.mark.parametrize("query", ["", "?felt=hele"])
def test_control_characters_that_were_pasted_along_are_left_out(client, mette, url, opened, query):
    client.post(url + query, opened | {"tekst-hele": "Før\0 og\x07 \u202eefter.\r\nNy linje."})

    assert texts() == {"hele": "Før og efter.\nNy linje."}


@pytest.mark.parametrize(
    "text", ["=1+1", "😀 👩‍👩‍👧‍👦", "مرحبا", "<script>alert(1)</script>", "{{ 7*7 }}", "W" * 600]
)
def test_any_text_is_kept_and_shown_as_it_was_written(client, mette, url, opened, text):
    client.post(url, opened | {"tekst-hele": text})

    assert texts() == {"hele": text}
    assertContains(client.get(url), escape(text))


def test_twenty_thousand_characters_are_refused_and_kept_on_the_page(client, mette, url, opened):
    response = client.post(url, opened | {"tekst-hele": "x" * 20_000})

    assertContains(response, "Teksten må højst fylde 600 tegn.", status_code=422)
    assertContains(response, "x" * 20_000, status_code=422)
    assert texts() == {}


def test_too_long_a_text_is_refused_and_kept_on_the_page(client, mette, url, opened, area):
    response = client.post(
        url, opened | {"tekst-hele": "Godt.", f"tekst-omraade-{area.pk}": "x" * 301}
    )

    assertContains(response, "Teksten må højst fylde 300 tegn.", status_code=422)
    assertContains(response, "x" * 301, status_code=422)
    assertContains(response, "Godt.", status_code=422)
    assert texts() == {}


def test_a_stale_text_shows_both_and_saves_nothing(client, mette, birgit, url, plan, opened, area):
    write_comment(plan, Q2, text="Birgits ord.", by=birgit)

    response = client.post(
        url, opened | {"tekst-hele": "Mettes ord.", f"tekst-omraade-{area.pk}": "Om området."}
    )

    assert response.status_code == 409
    assert "Birgit Damgaard har skrevet i mellemtiden: Birgits ord." in words(response)
    assertContains(response, "Mettes ord.", status_code=409)
    assert texts() == {"hele": "Birgits ord."}


def test_saving_again_after_seeing_both_is_a_choice(client, mette, birgit, url, plan, opened):
    write_comment(plan, Q2, text="Birgits ord.", by=birgit)
    stale = client.post(url, opened | {"tekst-hele": "Mettes ord."})

    client.post(url, fields(stale))

    assert texts() == {"hele": "Mettes ord."}
    assert PeriodComment.objects.get().history.count() == 2


def test_the_same_words_stand_in_nobodys_way(client, mette, birgit, url, plan, opened):
    write_comment(plan, Q2, text="Det går godt.", by=birgit)

    assertRedirects(client.post(url, opened | {"tekst-hele": "Det går godt."}), url)


def test_two_people_may_write_about_different_things(
    client, mette, birgit, url, plan, opened, area
):
    write_comment(plan, Q2, text="Birgits ord.", by=birgit)

    assertRedirects(client.post(url, opened | {f"tekst-omraade-{area.pk}": "Om området."}), url)
    assert texts() == {"hele": "Birgits ord.", "1": "Om området."}


def test_a_form_without_its_versions_overwrites_nothing(client, mette, birgit, url, plan, opened):
    write_comment(plan, Q2, text="Birgits ord.", by=birgit)
    data = {name: value for name, value in opened.items() if not name.startswith("version")}

    assert client.post(url, data | {"tekst-hele": "Mettes ord."}).status_code == 409
    assert texts() == {"hele": "Birgits ord."}


# The light


def lights():
    return list(LightOverride.objects.values_list("focus_area__code", "light", "reason"))


def test_a_light_is_changed_with_a_reason(client, mette, url, opened, area):
    client.post(
        url,
        opened | {f"lys-{area.pk}": "on_track", f"grund-{area.pk}": "Klubben er fuld fra august."},
    )

    assert lights() == [("1", "on_track", "Klubben er fuld fra august.")]
    assert "Reglen siger Forsinket" in words(client.get(url))


def test_a_light_without_a_reason_is_refused(client, mette, url, opened, area):
    response = client.post(url, opened | {"tekst-hele": "Godt.", f"lys-{area.pk}": "on_track"})

    assertContains(
        response, "Skriv, hvorfor lyset skal være et andet end reglens.", status_code=422
    )
    assert (lights(), texts()) == ([], {})


def test_a_light_goes_back_to_the_rule(client, mette, url, plan, area):
    override_light(area, Q2, light=Light.ON_TRACK, reason="Fuld fra august.", by=mette)
    client.force_login(mette)

    client.post(url, fields(client.get(url)) | {f"lys-{area.pk}": ""})

    assert lights()[-1] == ("1", "", "Reglens lys gælder igen.")


def test_a_light_left_alone_is_not_written_again(client, mette, url, plan, area):
    override_light(area, Q2, light=Light.ON_TRACK, reason="Fuld fra august.", by=mette)
    client.force_login(mette)

    client.post(url, fields(client.get(url)) | {"tekst-hele": "Godt."})

    assert len(lights()) == 1


def test_a_stale_light_shows_both_and_saves_nothing(client, mette, birgit, url, opened, area):
    override_light(area, Q2, light=Light.DELAYED, reason="For få hold.", by=birgit)

    response = client.post(
        url,
        opened
        | {
            "tekst-hele": "Godt.",
            f"lys-{area.pk}": "on_track",
            f"grund-{area.pk}": "Fuld fra august.",
        },
    )

    assert response.status_code == 409
    assert "Birgit Damgaard har rettet lyset i mellemtiden: Forsinket. For få hold." in words(
        response
    )
    assert (len(lights()), texts()) == (1, {})
    client.post(url, fields(response))
    assert lights()[-1] == ("1", "on_track", "Fuld fra august.")


# Each text saved when it is left


def leave(client, url, data, key, **changes):
    return client.post(f"{url}?felt={key}", data | changes, headers={"HX-Request": "true"})


def test_leaving_a_text_saves_it_alone(client, mette, url, opened, area):
    response = leave(
        client,
        url,
        opened,
        "hele",
        **{"tekst-hele": "Godt.", f"tekst-omraade-{area.pk}": "Ikke færdig"},
    )

    assert texts() == {"hele": "Godt."}
    assertContains(response, "Gemt kl.")
    assertContains(response, 'id="version-hele" value="1"')


def test_the_button_after_leaving_finds_nothing_to_do(client, mette, url, opened):
    """The button is pressed before the answer to the field's own save has come: same words, old
    version."""
    leave(client, url, opened, "hele", **{"tekst-hele": "Godt."})

    assertRedirects(client.post(url, opened | {"tekst-hele": "Godt."}), url)
    assert PeriodComment.objects.get().history.count() == 1


def test_leaving_a_stale_text_saves_nothing(client, mette, birgit, url, plan, opened):
    write_comment(plan, Q2, text="Birgits ord.", by=birgit)

    response = leave(client, url, opened, "hele", **{"tekst-hele": "Mettes ord."})

    assertContains(response, "Birgit Damgaard har skrevet i mellemtiden")
    assertNotContains(response, "Gemt")
    assert texts() == {"hele": "Birgits ord."}


def test_leaving_too_long_a_text_says_so(client, mette, url, opened):
    response = leave(client, url, opened, "hele", **{"tekst-hele": "x" * 601})

    assertContains(response, "Teksten må højst fylde 600 tegn.")
    assert texts() == {}


def test_leaving_a_text_is_not_stopped_by_what_is_wrong_elsewhere(client, mette, url, opened, area):
    leave(client, url, opened, "hele", **{"tekst-hele": "Godt.", f"lys-{area.pk}": "on_track"})

    assert texts() == {"hele": "Godt."}


def test_the_browsers_copy_is_forgotten_once_nothing_is_unsaved(client, mette, url, opened, area):
    first = leave(
        client,
        url,
        opened,
        "hele",
        **{"tekst-hele": "Godt.", f"tekst-omraade-{area.pk}": "Ikke færdig"},
    )
    alone = leave(client, url, opened, "hele", **{"tekst-hele": "Godt."})

    assert ("HX-Trigger" in first, alone["HX-Trigger"]) == (False, "draft-saved")


def test_leaving_a_text_when_logged_out_is_refused_and_takes_nothing_from_the_screen(
    client, url, opened
):
    client.logout()

    response = leave(client, url, opened, "hele", **{"tekst-hele": "Godt."})

    assert (response.status_code, response.content) == (401, b"")


def test_your_own_other_window_is_named_so(client, mette, url, plan, opened):
    write_comment(plan, Q2, text="Fra det andet vindue.", by=mette)

    response = client.post(url, opened | {"tekst-hele": "Fra dette."})

    assert "Du har selv skrevet i mellemtiden: Fra det andet vindue." in words(response)


def test_an_unknown_text_is_not_found(client, mette, url, opened):
    assert leave(client, url, opened, "kriterium-0").status_code == 404


# Without names


def test_a_name_is_refused_at_its_field_in_all_that_the_note_prints(
    client, mette, url, opened, area, behind
):
    data = opened | {
        "tekst-hele": "Mette Holm har skaffet et lokale.",
        f"tekst-kriterium-{behind.pk}": "Der er færre dage.",
        f"tekst-s-omraade_{area.code}_bagud": "Spørg Mette Holm.",
        f"lys-{area.pk}": "delayed",
        f"grund-{area.pk}": "Mette Holms vurdering.",
    }

    answer = client.post(url, data)

    assert answer.status_code == 422
    said = [SAID.format(name="Mette Holm")]
    assert answer.context["form"].errors == {
        name: said for name, text in data.items() if text != opened[name] and "Mette Holm" in text
    }
    assert texts() == {}


def test_a_text_saved_on_its_own_says_that_it_names_somebody(client, mette, url, opened):
    answer = client.post(
        f"{url}?felt=hele",
        opened | {"tekst-hele": "Spørg Mette Holm."},
        headers={"HX-Request": "true"},
    )

    assertContains(answer, SAID.format(name="Mette Holm"))
    assert texts() == {}
