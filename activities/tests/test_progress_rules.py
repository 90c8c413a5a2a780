"""The rules with exact figures; no database."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.progress import rules, sentences
from activities.progress.figures import CriterionFacts, Month, Outlook
from core.lights import Light
from core.periods import Kind, Period

YEAR = Period.year(2013)
AUGUST = date(2013, 8, 31)
PLAN_RULE = rules.Thresholds(on_track_from=90, at_risk_from=70)


def criterion(measure="count", **changes):
    facts = {
        "pk": 1,
        "code": "5.1.1-1",
        "level": 1,
        "level_label": "Rækkevidde",
        "name": "Familier deltog",
        "text": "familier deltog i aktiviteterne",
        "measure": measure,
        "noun": "familier",
        "noun_singular": "familie",
        "counting_rule": "attendances",
        "counting_rule_label": "fremmøder",
        "method": "Deltagerliste",
        "denominator": "beboerne" if measure == "percent" else "",
        "rhythm": "running",
        "measured_in_month": None,
        "responsible": "Familiekoordinator",
        "counts": "persons",
        "note": "",
        "activity_pk": 7,
    }
    return CriterionFacts(**{**facts, **changes})


def month(number, value, base=0, year=2013, rows=1):
    return Month(date(year, number, 1), value, base, rows, date(year, number, 15))


def figure(months, *, measure="count", target=100, as_of=AUGUST, period=YEAR, **changes):
    return rules.figure(criterion(measure, **changes), period, target, months, as_of, PLAN_RULE)


def test_count_adds_up_and_expects_target_times_elapsed_share():
    fig = figure([month(2, 30), month(5, 28), month(8, 13)])

    assert (fig.actual, fig.expected) == (71, Fraction(100 * 243, 365))
    assert (fig.actual_text, fig.expected_text, fig.attainment_text) == ("71", "67", "71\u00a0%")
    assert fig.compare_text == "4 flere end forventet (67)"
    assert (fig.light, fig.registrations, fig.last_on) == (Light.ON_TRACK, 3, date(2013, 8, 15))


@pytest.mark.parametrize(
    ("value", "light"),
    [
        (60, Light.ON_TRACK),
        (59, Light.AT_RISK),
        (47, Light.AT_RISK),
        (46, Light.DELAYED),
        (100, Light.REACHED),
    ],
)
def test_light_turns_exactly_at_the_thresholds(value, light):
    """Expected 66.575…: 90 % of it is 59.92, 70 % is 46.60."""
    assert figure([month(3, value)]).light is light


def test_light_follows_the_plans_own_thresholds():
    strict = rules.Thresholds(on_track_from=100, at_risk_from=95)

    fig = rules.figure(criterion(), YEAR, 100, [month(3, 65)], AUGUST, strict)

    assert fig.light is Light.AT_RISK
    assert fig.reason == "98\u00a0% af de forventede 66,6. Risiko er fra 95 til 100\u00a0%."


def test_what_is_behind_is_never_said_to_be_as_expected():
    """1 of 2 on 31 August: 1.33 is expected, 75 % of it. A whole "1" would say that all is well."""
    fig = figure([month(3, 1)], target=2)

    assert (fig.light, fig.expected_text, fig.difference) == (
        Light.AT_RISK,
        "1,3",
        Fraction(-3, 10),
    )
    assert fig.compare_text == "0,3 færre end forventet (1,3)"
    assert fig.reason == "75\u00a0% af de forventede 1,33. Risiko er fra 70 til 90\u00a0%."


def test_nothing_is_late_before_one_is_expected():
    fig = figure([], target=5, period=Period.span(2013, 2016), as_of=date(2013, 4, 1))

    assert fig.light is Light.NOT_STARTED
    assert fig.reason == "Ingen registreringer endnu; under 1 ventet nu."
    registered = figure(
        [month(2, 0)], target=5, period=Period.span(2013, 2016), as_of=date(2013, 4, 1)
    )
    assert (registered.light, registered.reason) == (
        Light.ON_TRACK,
        "0 registreret; under 1 ventet nu.",
    )


def test_nothing_registered_is_not_zero():
    in_spring, in_summer = figure([], as_of=date(2013, 3, 31)), figure([], as_of=date(2013, 4, 1))

    assert (in_spring.actual, in_spring.actual_text, in_spring.light) == (
        None,
        "ikke målt",
        Light.NOT_STARTED,
    )
    assert (in_summer.actual, in_summer.attainment, in_summer.light) == (None, None, Light.MISSING)
    assert in_summer.reason == "Ingen registreringer endnu; 25 ventet nu."


def test_a_registered_zero_is_zero():
    fig = figure([month(2, 0)])

    assert (fig.actual, fig.actual_text, fig.light) == (0, "0", Light.DELAYED)


def test_percent_is_the_newest_month_pooled_and_never_summed_or_averaged():
    fig = figure([month(2, 9, 10), month(6, 27, 50)], measure="percent", target=50)

    assert (fig.actual, fig.value, fig.base) == (54, 27, 50)
    assert (fig.expected, fig.light, fig.actual_text) == (None, Light.REACHED, "54\u00a0%")


def test_percent_below_target_is_judged_against_the_target_itself():
    assert (
        figure([month(6, 22, 50)], measure="percent", target=50).light is Light.AT_RISK
    )  # 44 of 50 = 88 %
    assert (
        figure([month(6, 45, 100)], measure="percent", target=50).light is Light.ON_TRACK
    )  # exactly 90 %


def test_average_is_all_attendances_over_all_meetings():
    """Averaging the months' averages (30 and 20) would say 25."""
    fig = figure([month(2, 30, 1), month(5, 60, 3)], measure="average", target=30)

    assert (fig.actual, fig.actual_text, fig.light) == (Fraction(90, 4), "22,5", Light.AT_RISK)


def test_survey_not_made_is_not_measured_and_says_when():
    before, after = (
        figure([], rhythm="yearly", measured_in_month=10, as_of=date(2013, day, 1))
        for day in (9, 11)
    )

    assert (before.light, before.reason) == (
        Light.NOT_MEASURED,
        "Ikke målt endnu. Måles i oktober.",
    )
    assert (after.light, after.reason) == (Light.MISSING, "Skulle være målt i oktober.")


def test_span_of_years_is_never_divided_by_year():
    span = Period.span(2013, 2016)

    fig = figure([month(3, 3)], target=10, period=span, as_of=date(2013, 12, 31))

    assert (fig.target, fig.expected) == (10, Fraction(10 * 365, 1461))
    assert fig.light is Light.ON_TRACK


def test_target_zero_is_reached_by_anything_and_has_no_attainment():
    fig = figure([month(2, 0)], target=0)

    assert (fig.light, fig.attainment) == (Light.REACHED, None)


def test_without_target_only_the_actual_is_said():
    fig = figure([month(2, 5)], target=None, period=None)

    assert (fig.actual, fig.expected, fig.light) == (5, None, Light.NOT_MEASURED)
    assert fig.reason == "Der er ikke sat et måltal for 2013."


def test_forecast_is_the_pace_so_far_and_as_wide_as_the_months_differ():
    """71 of 66.575… expected ends at 106.6 of 100. The seven whole months gone (0, 30, 0, 0, 21, 5,
    0) have a variance of 156; over the 4.01 months left that is 625, and its root 25."""
    fig = figure([month(2, 30), month(5, 21), month(6, 5), month(8, 15)])

    assert fig.forecast.likely == Fraction(71 * 365, 243)
    assert (fig.forecast.low, fig.forecast.high, fig.forecast.text) == (82, 132, "82–132")
    assert fig.forecast.outlook is Outlook.SURE


def test_three_months_alike_make_no_certainty():
    """Ten a month: nothing differs, and 30 are still to come: the root of 30 is 5.5."""
    alike = [month(number, 10) for number in range(1, 10)]

    fig = figure(alike, target=120, as_of=date(2013, 9, 30))

    assert (fig.forecast.low, fig.forecast.high) == (114, 126)


@pytest.mark.parametrize(
    ("as_of", "rows"),
    [(date(2013, 3, 31), 3), (date(2013, 6, 30), 2), (date(2013, 12, 31), 3)],
)
def test_forecast_needs_a_quarter_gone_three_registrations_and_days_left(as_of, rows):
    assert figure([month(1, 50, rows=rows)], as_of=as_of).forecast is None
    assert figure([month(1, 50, rows=3)], as_of=date(2013, 4, 2)).forecast is not None


@given(
    st.integers(0, 400), st.integers(3, 300), st.dates(date(2013, 1, 1), date(2013, 12, 30)),
    st.sampled_from(["at_least", "at_most"]),
)  # fmt: skip
def test_the_forecast_and_the_light_never_disagree(value, target, as_of, direction):
    """What is green is never said not to be reached, and what is red never to be reached."""
    fig = figure([month(1, value, rows=3)], target=target, as_of=as_of, direction=direction)

    if fig.forecast and fig.light is not Light.REACHED:
        good = fig.light is Light.ON_TRACK
        assert good == (fig.forecast.outlook is not Outlook.SHORT)
        assert fig.forecast.low < fig.forecast.high


def test_late_entry_in_first_quarter_raises_every_later_count_but_no_newer_percent():
    late = month(2, 4)

    before = [
        figure([month(5, 10)], as_of=end).actual for end in (date(2013, 6, 30), date(2013, 9, 30))
    ]
    after = [
        figure([late, month(5, 10)], as_of=end).actual
        for end in (date(2013, 6, 30), date(2013, 9, 30))
    ]
    percent = figure([month(2, 1, 10), month(5, 6, 10)], measure="percent", target=50)

    assert (before, after) == ([10, 10], [14, 14])
    assert percent.actual == 60


def test_result_sentence_has_number_in_front_and_right_number_of_nouns():
    assert figure([month(2, 1)]).sentence == "1 familie deltog i aktiviteterne"
    assert figure([month(2, 1284)]).sentence == "1.284 familier deltog i aktiviteterne"
    unmeasured = figure([], measure="percent", text="er tilfredse med fællesområderne")
    assert unmeasured.sentence == "andel af beboerne, der er tilfredse med fællesområderne"


def fill(*lights):
    values = {Light.ON_TRACK: 67, Light.AT_RISK: 50, Light.DELAYED: 10, Light.REACHED: 100}
    return [
        figure([month(3, values[light])] if light in values else [], rhythm=_rhythm(light))
        for light in lights
    ]


def _rhythm(light):
    return "yearly" if light is Light.NOT_MEASURED else "running"


OK, RISK, LATE, DONE, NONE = (
    Light.ON_TRACK,
    Light.AT_RISK,
    Light.DELAYED,
    Light.REACHED,
    Light.NOT_MEASURED,
)


@pytest.mark.parametrize(
    ("lights", "expected"),
    [
        ([OK, OK, DONE, LATE], Light.ON_TRACK),
        ([OK, RISK, OK, LATE], Light.AT_RISK),
        ([OK, RISK, LATE], Light.DELAYED),
        ([OK, OK, DONE, LATE, NONE, NONE], Light.ON_TRACK),
        ([NONE, NONE], Light.NOT_MEASURED),
        ([], Light.NOT_MEASURED),
    ],
)
def test_area_counts_only_its_measured_criteria(lights, expected):
    assert sentences.area_light(fill(*lights))[0] is expected


def test_area_sentence_names_the_one_exception():
    figures = fill(OK, OK, OK, RISK)

    assert sentences.area_sentence(figures, {7: "Forældre & læring"}) == (
        "Kun Forældre & læring, familier deltog er bagud: 50 af 100."
    )


def test_points_run_to_the_day_and_keep_the_sum():
    points = rules.points(figure([month(2, 30), month(8, 13)], as_of=date(2013, 8, 20)))

    assert points[:2] == [(date(2013, 1, 31), 0), (date(2013, 2, 28), 30)]
    assert points[-1] == (date(2013, 8, 20), 43)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8), st.integers(1, 10_000))
def test_more_registered_never_gives_a_worse_light(values, target):
    rank = {Light.DELAYED: 0, Light.AT_RISK: 1, Light.ON_TRACK: 2, Light.REACHED: 3}
    months = [month(number, value) for number, value in enumerate(values, start=1)]

    less, more = (
        figure(months, target=target),
        figure([*months[:-1], month(len(values), values[-1] + 7)], target=target),
    )

    assert rank[more.light] >= rank[less.light]
    assert more.actual == less.actual + 7


SCHOOL_YEAR = Period(date(2014, 8, 1), date(2015, 7, 31), Kind.SPAN)


@pytest.mark.parametrize(
    ("period", "as_of", "said"),
    [
        (SCHOOL_YEAR, date(2014, 9, 1), "Ikke målt endnu. Måles i maj 2015."),
        (SCHOOL_YEAR, date(2015, 5, 31), "Ikke målt endnu. Måles i maj."),
        (SCHOOL_YEAR, date(2015, 6, 1), "Skulle være målt i maj."),
        (
            Period.span(2013, 2016),
            date(2014, 2, 1),
            "Skulle være målt i maj 2013.",
        ),
    ],
)
def test_a_measurement_is_due_within_its_targets_own_period(period, as_of, said):
    """A school year's May lies in its second year: in September before it, nothing is overdue."""
    fig = figure(
        [],
        period=period,
        as_of=as_of,
        target=60,
        measure="percent",
        rhythm="yearly",
        measured_in_month=5,
    )

    assert fig.reason == said


def test_one_measured_criterion_is_spoken_of_as_one():
    behind = [figure([month(3, 1)])]

    assert (
        sentences.activity_sentence(behind)
        == "Det ene målte kriterium er bagud. Familier deltog: 1 af 100."
    )
    assert sentences.area_light(behind)[1].startswith("0 af 1 målt kriterium er på sporet")
