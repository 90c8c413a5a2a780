"""What every page shares: tags and filters, the frame, the menu, errors above a form."""

import re
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse

from core import views
from core.icons import SHAPES
from core.lights import Light
from core.navigation import menu_for
from core.templatetags.ui import error_summary, undo_url


def rendered(source, request=None, **context):
    return engines["django"].from_string(source).render(context, request)


def request_of(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return request


def page(user, **context):
    return rendered(
        '{% extends "base.html" %}{% block content %}<h1>Prøve</h1>{% endblock %}',
        request_of(user),
        **context,
    )


# Lights and icons


def test_light_is_shape_and_word():
    html = rendered("{% light value %}", value=Light.AT_RISK)
    assert html.startswith(
        '<span class="light light--risk"><svg class="shape is-risk light__shape"'
    )
    assert html.endswith("</svg>Risiko</span>")
    assert 'aria-hidden="true"' in html


def test_light_beside_a_heading_is_large():
    assert 'class="light light--done light--lg"' in rendered(
        '{% light value size="lg" %}', value=Light.REACHED
    )


@pytest.mark.parametrize("light", Light)
def test_every_light_has_a_shape_of_its_own(light):
    html = rendered("{% shape value %}", value=light)
    assert f'role="img" aria-label="{light.label}"' in html
    assert SHAPES[light.css] in html


def test_shapes_are_told_apart_without_colour():
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_shape_beside_its_word_is_decoration():
    assert 'aria-hidden="true"' in rendered('{% shape value label="" %}', value=Light.DELAYED)


def test_icon_unknown_is_an_error():
    with pytest.raises(KeyError):
        rendered('{% icon "enhjørning" %}')


# Filters


@pytest.mark.parametrize(
    ("filter_name", "value", "text"),
    [
        ("number", 1284, "1.284"),
        ("number", Fraction(49, 2), "24,5"),
        ("number", None, "–"),
        ("percent", 54, "54\u00a0%"),
        ("day", date(2013, 8, 31), "31.8.2013"),
        ("short_day", date(2013, 8, 31), "31.8."),
        ("long_day", date(2013, 8, 31), "31.\u00a0august 2013"),
        ("day", None, "–"),
        ("word", 3, "tre"),
        ("capital", "tre områder", "Tre områder"),
    ],
)
def test_filter_writes_danish(filter_name, value, text):
    assert rendered("{{ value|" + filter_name + " }}", value=value) == text


def test_times_are_copenhagens():
    at = datetime(2013, 8, 31, 22, 30, tzinfo=UTC)
    assert rendered("{{ at|day }} kl. {{ at|clock_time }}", at=at) == "1.9.2013 kl. 0.30"


def test_undo_address_comes_from_the_tags():
    assert (
        undo_url(Message(constants.SUCCESS, "Gemt", "undo:/planer/x/fortryd/ andet"))
        == "/planer/x/fortryd/"
    )
    assert undo_url(Message(constants.SUCCESS, "Gemt", "andet")) == ""
    assert undo_url(Message(constants.SUCCESS, "Gemt")) == ""


# Forms


class Sample(forms.Form):
    count = forms.IntegerField(label="Antal familier", help_text="Et helt tal")
    estate = forms.ChoiceField(
        label="Afdeling", choices=[("a", "Akacieparken")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Bemærkning", required=False)

    def clean(self):
        if self.data.get("note") == "nej":
            raise forms.ValidationError("Det hele er galt.")


def test_error_summary_links_to_the_fields_and_counts_in_words():
    summary = error_summary(Sample({"count": "ca. 14", "note": "nej"}))
    assert summary.heading == "Der er tre fejl"
    assert [error.field_id for error in summary.errors] == ["", "id_count", "id_estate_0"]
    assert summary.errors[0].text == "Det hele er galt."
    assert summary.errors[1].text.startswith("Antal familier: ")


@pytest.mark.parametrize("form", [None, "", Sample(), Sample({"count": "14", "estate": "a"})])
def test_error_summary_is_none_without_errors(form):
    assert error_summary(form) is None


def test_field_has_label_help_error_and_input_in_that_order():
    html = rendered(
        "{% load crispy_forms_filters %}{{ field|as_crispy_field }}",
        field=Sample({"count": "x"})["count"],
    )
    order = [
        html.index(mark) for mark in ("<label", "id_count_helptext", "id_count_error", "<input")
    ]
    assert order == sorted(order)
    assert 'aria-describedby="id_count_helptext id_count_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_are_chips_in_a_fieldset_and_optional_fields_say_so():
    form = Sample()
    chips = rendered(
        "{% load crispy_forms_filters %}{{ field|as_crispy_field }}", field=form["estate"]
    )
    assert "<fieldset" in chips
    assert 'class="chip"' in chips
    optional = rendered(
        "{% load crispy_forms_filters %}{{ field|as_crispy_field }}", field=form["note"]
    )
    assert "(valgfri)" in optional


def test_paging_keeps_the_filters_of_the_address():
    page_obj = Paginator(range(100), 10).page(2)
    html = rendered(
        '{% include "components/paging.html" %}',
        request_of(AnonymousUser(), "/?q=familie"),
        page_obj=page_obj,
    )
    assert 'href="?q=familie&amp;page=3">Næste' in html
    assert 'href="?q=familie&amp;page=2" aria-current="page"' in html


def test_paging_of_one_page_is_nothing():
    page_obj = Paginator(range(3), 10).page(1)
    assert (
        rendered(
            '{% include "components/paging.html" %}', request_of(AnonymousUser()), page_obj=page_obj
        ).strip()
        == ""
    )


# The frame


def test_page_says_the_name_once_and_holds_no_token(plan, mette):
    html = page(mette, plan=plan, nav="dashboard")
    assert html.count("Mette Holm") == 1
    name = f'<span data-user-name><data value="{mette.pk}">Mette Holm</data></span>'
    assert f"{name}, sekretariatsleder" in html
    assert "csrf" not in html


def test_page_of_nobody_offers_the_login():
    html = page(AnonymousUser())
    assert f'<a href="{reverse("account_login")}">Log ind</a>' in html
    assert "Hovedmenu" not in html


def test_page_says_that_it_is_a_demo_and_which_day():
    assert "Den lader, som om det er den 31.\u00a0august 2013." in page(AnonymousUser())


def test_page_of_the_real_day_is_no_demo(settings):
    settings.DEMO_DATE = None
    assert "opdigtede tal" not in page(AnonymousUser())


def test_page_has_no_inline_style_or_script(plan, mette):
    html = page(mette, plan=plan, nav="home")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>", html)


def test_page_shows_a_way_back_only_where_there_is_one(mette):
    html = rendered(
        '{% include "components/toasts.html" %}',
        request_of(mette),
        messages=[
            Message(constants.SUCCESS, "14 familier gemt", "undo:/fortryd/"),
            Message(constants.INFO, "Hej"),
        ],
    )
    assert re.findall(r'data-level="(\w+)"', html) == ["success", "info"]
    assert html.count('action="/fortryd/"') == 1


# The menu


def keys(links):
    return [link.key for link in links]


def test_menu_of_the_lead_has_everything(plan, mette):
    menu = menu_for(mette, plan, "milestones")
    everything = [
        "home",
        "dashboard",
        "activities",
        "registrations",
        "hours",
        "milestones",
        "reports",
        "steering",
    ]
    assert keys(menu.items) == everything
    assert [link.key for link in menu.items if link.current] == ["milestones"]
    assert menu.register.url == reverse("register", args=[plan.slug])


def test_menu_on_a_phone_has_five_places_with_registrer_in_the_middle(plan, mette):
    menu = menu_for(mette, plan, "hours")
    assert keys(menu.tabs) == ["home", "dashboard", "register", "milestones"]
    assert keys(menu.more) == ["activities", "registrations", "hours", "reports", "steering"]
    assert menu.more_is_current


def test_menu_of_the_reference_group_only_looks(plan, kirsten):
    menu = menu_for(kirsten, plan, "dashboard")
    assert (
        keys(menu.items)
        == keys(menu.tabs)
        == ["dashboard", "activities", "milestones", "reports", "steering"]
    )
    assert menu.register is None
    assert menu.more == ()


def test_menu_of_the_steering_group_has_the_reports(plan, henrik):
    assert keys(menu_for(henrik, plan, "").items) == [
        "dashboard",
        "activities",
        "milestones",
        "reports",
        "steering",
    ]


def test_menu_of_another_plan_is_empty(other_plan, mette):
    assert menu_for(mette, other_plan, "").items == ()


# When something is wrong


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (views.bad_request, 400, "Vi forstod ikke"),
        (views.forbidden, 403, "Det har du ikke adgang til"),
    ],
)
def test_refusal_says_what_to_do_next(rf, view, status, heading):
    response = view(rf.get("/"), Exception())
    assert response.status_code == status
    html = response.content.decode()
    assert (html.count("<h1"), html.count("<main"), heading in html) == (1, 1, True)
    assert "Gå til forsiden" in html


def test_broken_server_answers_without_database(rf):
    response = views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "<h1>Noget gik galt hos os</h1>" in response.content.decode()
