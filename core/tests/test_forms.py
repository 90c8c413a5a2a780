from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.forms import (
    DanishDateField,
    HoursField,
    OneTimeKeyMixin,
    PeriodField,
    VersionedFormMixin,
    WholeNumberField,
    add_errors,
)
from core.periods import Period
from core.readable import readable
from core.versioned import NotAllowedNow

KEY = "5b0f2a4e-58c2-4a1c-9f5d-0b8a6f0e7c11"


class NumberForm(OneTimeKeyMixin, VersionedFormMixin, forms.Form):
    value = WholeNumberField(label="Antal")
    on = DanishDateField(required=False, label="Dato")


def message(field, text):
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    return caught.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "31.8.2013",
        "31-8-2013",
        "31/8-13",
        "31/8-2013",
        "31.8.13",
        "31/8/2013",
        "31.08.2013",
        " 31.8.2013 ",
        "2013-08-31",
    ],
)
def test_date_is_read_as_danes_write_it(text):
    assert DanishDateField().clean(text) == date(2013, 8, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31.2.2013", "Datoen 31.2.2013 findes ikke. Skriv dag, måned og år, fx 31.8.2013."),
        ("2013-02-30", "Datoen 30.2.2013 findes ikke. Skriv dag, måned og år, fx 31.8.2013."),
        ("i går", "»i går« er ikke en dato. Skriv dag, måned og år, fx 31.8.2013."),
        ("31/8", "Skriv også året, fx 31.8.2013."),
        ("0000-00-00", "Datoen 0.0.0 findes ikke. Skriv dag, måned og år, fx 31.8.2013."),
        ("", "Vælg en dato."),
    ],
)
def test_date_refuses_with_what_to_write(text, expected):
    assert message(DanishDateField(), text) == expected


def test_date_is_shown_in_the_browsers_picker():
    html = str(NumberForm({"on": "31/8-13"})["on"])

    assert 'type="date"' in html
    assert 'value="2013-08-31"' in html


def test_a_date_that_was_not_understood_stands_as_typed():
    html = str(NumberForm({"on": "i går"})["on"])

    assert 'type="text"' in html
    assert 'value="i går"' in html


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("14", 14),
        ("0", 0),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1.234.567", 1234567),
        (" 7 ", 7),
        ("007", 7),
    ],
)
def test_whole_number_is_read(text, number):
    assert WholeNumberField().clean(text) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,5", "1,5 er ikke et helt tal. Skriv fx 1 eller 2."),
        ("1.234,5", "1.234,5 er ikke et helt tal. Skriv fx 1.234 eller 1.235."),
        ("-3", "Tallet kan ikke være negativt. Skriv 0 eller mere."),
        ("−3", "Tallet kan ikke være negativt. Skriv 0 eller mere."),
        ("abc", "»abc« er ikke et tal, vi kan læse. Skriv et helt tal, fx 14."),
        ("1O", "»1O« er ikke et tal, vi kan læse. Skriv et helt tal, fx 14, 10 hvis du mente det."),
        ("12.34", "»12.34« er ikke et tal, vi kan læse. Skriv et helt tal, fx 14."),
        ("1e3", "»1e3« er ikke et tal, vi kan læse. Skriv et helt tal, fx 14."),
        ("١٤", "»١٤« er ikke et tal, vi kan læse. Skriv et helt tal, fx 14."),
        ("9" * 5000, "Tallet er for stort. Tjek, om der er kommet for mange cifre med."),
        ("  ", "Skriv et helt tal, fx 14."),
    ],
)
def test_whole_number_refuses_with_what_to_write(text, expected):
    assert message(WholeNumberField(), text) == expected


def test_whole_number_may_be_left_empty():
    assert WholeNumberField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        ("7", "7"),
        ("0", "0"),
        ("168", "168"),
        ("7,25", "7.25"),
        ("07,50", "7.5"),
    ],
)
def test_hours_are_read(text, hours):
    assert HoursField().clean(text) == Decimal(hours)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,5", "En uge har 168 timer. Skriv et tal mellem 0 og 168."),
        ("168,1", "En uge har 168 timer. Skriv et tal mellem 0 og 168."),
        ("-1", "Tallet kan ikke være negativt. Skriv 0 eller mere."),
        ("7,125", "Skriv timer med højst to decimaler, fx 7,25."),
        ("7:30", "»7:30« er ikke et tal, vi kan læse. Skriv et tal med komma, fx 7,5."),
        ("7.30", "»7.30« er ikke et tal, vi kan læse. Skriv et tal med komma, fx 7,5."),
        ("NaN", "»NaN« er ikke et tal, vi kan læse. Skriv et tal med komma, fx 7,5."),
    ],
)
def test_hours_refuse_with_what_to_write(text, expected):
    assert message(HoursField(), text) == expected


@pytest.mark.parametrize(("hours", "shown"), [("7.50", "7,5"), ("7.25", "7,25"), ("7.00", "7")])
def test_hours_are_shown_with_a_comma(hours, shown):
    assert HoursField().prepare_value(Decimal(hours)) == shown


def test_period_is_read_by_its_code():
    assert PeriodField().clean("2013-K2") == Period.quarter(2013, 2)


def test_period_refuses_with_what_to_write():
    assert message(PeriodField(), "2013-K5") == (
        "»2013-K5« er ikke en periode. Skriv fx 2013-K2, 2013-H1, 2013 eller 2013-2016."
    )


def test_version_travels_hidden_and_comes_back_as_expected_version():
    form = NumberForm({"value": "1", "lock_version": "7"}, lock_version=3)

    assert form.is_valid()
    assert form.expected_version == 7
    assert 'name="lock_version" value="3"' in str(NumberForm(lock_version=3))


@pytest.mark.parametrize("spoilt", [None, "", "abc", "1;drop"])
def test_a_missing_version_can_only_be_stale(spoilt):
    form = NumberForm({"value": "1"} | ({} if spoilt is None else {"lock_version": spoilt}))

    assert form.is_valid()
    assert form.expected_version == 0


def test_a_key_is_fresh_for_each_page():
    first, second = (UUID(form["key"].value()) for form in (NumberForm(), NumberForm()))

    assert first != second


def source(**data):
    form = NumberForm({"key": KEY, **data})
    assert form.is_valid()
    return form.one_time_source


def test_the_same_click_twice_has_one_source():
    assert source(value="14") == source(value="14")


def test_a_corrected_number_with_the_old_key_has_another_source():
    assert source(value="14") != source(value="15")


def test_action_errors_land_at_their_fields_and_keep_what_was_typed():
    form = NumberForm({"value": "14", "on": "31.8.2013"})
    form.is_valid()

    add_errors(form, ValidationError({"value": "Tjek tallet.", "other": "Noget andet."}))

    assert form.errors == {"value": ["Tjek tallet."], "__all__": ["Noget andet."]}
    assert form["value"].value() == "14"


def test_what_is_not_allowed_now_stands_at_the_field_that_caused_it():
    form = NumberForm({"value": "14", "on": "28.6.2013"})
    form.is_valid()

    add_errors(form, NotAllowedNow("2. kvartal 2013 er lukket."), field="on")

    assert form.errors == {"on": ["2. kvartal 2013 er lukket."]}


def test_an_error_of_no_field_stands_above_the_form():
    form = NumberForm({"value": "14"})
    form.is_valid()

    add_errors(form, ValidationError("Ugen skal begynde en mandag."))

    assert form.errors == {"__all__": ["Ugen skal begynde en mandag."]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        ("", "–"),
        (True, "ja"),
        (0, "0"),
        (1234, "1.234"),
        (Decimal("7.25"), "7,25"),
        (date(2013, 8, 31), "31.8.2013"),
        (Period.quarter(2013, 2), "2. kvartal 2013"),
    ],
)
def test_readable_words_for_stored_values(value, text):
    assert readable(value) == text
