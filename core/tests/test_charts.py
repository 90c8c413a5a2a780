"""The drawings: where things stand, what they say, and that no number breaks them."""

import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import charts
from core.charts.scale import keep_apart, share, thin_out
from core.lights import Light
from core.periods import Period

YEAR = {"start": date(2013, 1, 1), "end": date(2013, 12, 31)}
numbers = st.one_of(
    st.integers(min_value=0, max_value=10**20),
    st.fractions(min_value=0, max_value=10**6),
    st.just(Fraction(1, 3)),
)
maybe = st.one_of(st.none(), numbers)


def drawn(svg):
    """The parsed drawing. Inline SVG has no namespace of its own."""
    return ElementTree.fromstring(svg)


def classes(svg, css):
    return [element for element in drawn(svg).iter() if element.get("class") == css]


def texts(svg):
    return [element.text for element in drawn(svg).iter("text")]


def assert_clean(svg):
    """Well-formed, and nothing a strict CSP or a PDF reader refuses."""
    tree = drawn(svg)
    for element in tree.iter():
        assert not {"style", "id", "onload", "href"} & set(element.attrib)
        assert not [
            value
            for value in element.attrib.values()
            if "nan" in value or "inf" in value.replace("info", "")
        ]
    return tree


# Scales


@given(
    st.fractions(min_value=Fraction(1, 1000), max_value=10**12),
    st.integers(min_value=2, max_value=8),
)
def test_ticks_are_round_even_and_fill_the_scale(top, at_most):
    ticks = charts.nice_ticks(top, at_most)
    step = ticks[0]
    assert 1 <= len(ticks) <= at_most
    assert ticks == [step * n for n in range(1, len(ticks) + 1)]
    assert ticks[-1] <= top < step * (len(ticks) + 1)
    assert int(step * 10**9) in {
        digits * 10**power for digits in (1, 2, 5, 25) for power in range(25)
    }
    assert top < 1 or step.denominator == 1


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (125, [50, 100]),
        (Fraction(125, 4), [10, 20, 30]),
        (Fraction(5, 4), [1]),
        (0, []),
        (-3, []),
    ],
)
def test_ticks_of_known_scales(top, ticks):
    assert charts.nice_ticks(top) == ticks


@pytest.mark.parametrize(
    ("part", "whole", "result"),
    [
        (None, 10, 0),
        (5, None, 0),
        (5, 0, 0),
        (-1, 10, 0),
        (5, 10, 0.5),
        (10**40, 3, 1),
        (Fraction(1, 4), 1, 0.25),
    ],
)
def test_share_stays_between_nothing_and_all(part, whole, result):
    assert share(part, whole) == result


@given(st.floats(12, 196), st.floats(-50, 250))
def test_labels_keep_apart(fixed, free):
    placed = keep_apart(fixed, free, 16, 12, 196)
    assert abs(placed - fixed) >= 15.99


def test_thin_out_keeps_at_most_six():
    assert [thin_out(range(n), 6) for n in (0, 3, 6, 7, 13)] == [1, 1, 1, 2, 3]


# Ladder


def test_ladder_bar_stands_where_the_numbers_say():
    svg = charts.ladder_bar(71, Fraction(200, 3), 100, sentence="71 af 100.")
    assert svg == (
        '<svg class="step__bar" role="img"><title>71 af 100.</title>'
        '<rect class="bar-track" x="0" y="7" width="91%" height="10" rx="2"/>'
        '<rect class="bar-fill" x="0" y="7" width="64.6%" height="10" rx="2"/>'
        '<line class="bar-halo" x1="60.7%" x2="60.7%" y1="2" y2="22"/>'
        '<line class="bar-now" x1="60.7%" x2="60.7%" y1="2" y2="22"/>'
        '<rect class="bar-target" x="91%" y="3" width="3" height="18"/></svg>'
    )


def test_ladder_bar_far_over_the_target_stops_at_the_edge():
    (fill,) = classes(charts.ladder_bar(10**30, None, 3, sentence="s"), "bar-fill")
    assert fill.get("width") == "100%"


def test_ladder_bar_not_measured_is_a_dotted_line_and_no_bar():
    svg = charts.ladder_bar(None, Fraction(17), 25, sentence="Ikke målt.")
    assert [element.get("class") for element in drawn(svg)] == [None, "bar-none", "bar-target"]


def test_ladder_bar_at_zero_is_a_track_without_fill():
    svg = charts.ladder_bar(0, 5, 10, sentence="0 af 10.")
    assert (len(classes(svg, "bar-track")), len(classes(svg, "bar-fill"))) == (1, 0)


@pytest.mark.parametrize("for_print", [False, True])
@given(actual=maybe, expected=maybe, target=maybe)
def test_ladder_bar_takes_any_numbers(for_print, actual, expected, target):
    tree = assert_clean(
        charts.ladder_bar(actual, expected, target, sentence="a < b & »c«", for_print=for_print)
    )
    assert tree.find("title").text == "a < b & »c«"


def test_printed_ladder_bar_has_a_fixed_size_and_colours_of_its_own():
    tree = drawn(charts.ladder_bar(71, 67, 100, sentence="s", for_print=True))
    assert (tree.get("viewBox"), tree.get("width")) == ("0 0 136 15", "30mm")
    assert {element.get("class") for element in tree} == {None}
    assert tree[2].attrib == {"fill": "#0e4a50", "x": "0", "y": "5", "width": "76.7", "height": "7"}


def test_printed_ladder_bar_over_124_percent_is_cut():
    whole = charts.ladder_bar(124, None, 100, sentence="s", for_print=True)
    cut = charts.ladder_bar(125, None, 100, sentence="s", for_print=True)
    assert (len(drawn(whole).findall("path")), len(drawn(cut).findall("path"))) == (0, 1)


# Line


def line(points, **options):
    return charts.line_plot(points, **YEAR, sentence="Udviklingen.", **options)


POINTS = [(date(2012, 12, 31), 0), (date(2013, 6, 30), 50), (date(2013, 8, 31), 71)]


def test_line_plot_draws_line_plan_forecast_and_target():
    svg = line(
        POINTS,
        target=100,
        plan=[(date(2012, 12, 31), 0), (date(2013, 12, 31), 100)],
        forecast=(90, 110),
    )
    assert classes(svg, "g-line")[0].get("points") == "0,176 495.9,105.6 665.8,76"
    assert classes(svg, "g-plan")[0].get("points").split()[0] == "0,176"
    assert (
        len(classes(svg, "g-band"))
        == len(classes(svg, "g-fore"))
        == len(classes(svg, "g-target"))
        == 1
    )
    assert texts(svg) == ["50", "100", "mål 100", "71", "90–110"]


def test_line_plot_keeps_the_forecast_clear_of_the_target():
    svg = line(POINTS, target=100, forecast=(99, 101))
    target, forecast = (float(classes(svg, css)[0].get("y")) for css in ("t-strong", "t-band"))
    assert abs(target - forecast) == 16


def test_line_plot_without_points_says_so():
    svg = line([], target=25)
    assert "ikke målt endnu" in texts(svg)
    assert classes(svg, "g-line") == classes(svg, "g-dot") == []


def test_line_plot_of_one_point_is_a_dot_with_its_number():
    svg = line([(date(2013, 5, 20), Fraction(54))], target=45, unit=" %")
    assert len(classes(svg, "g-dot")) == 1
    assert classes(svg, "g-line") == []
    assert {"54 %", "mål 45 %"} <= set(texts(svg))


def test_line_plot_hides_the_tick_the_target_would_strike_through():
    assert texts(line([], target=42)) == ["20", "mål 42", "ikke målt endnu"]


def test_line_plot_names_the_stretches_of_time():
    bands = [
        charts.Band(part.start, part.end, f"{part.number}. kv.")
        for part in Period.year(2013).parts()
    ]
    svg = line(POINTS, bands=bands)
    marks = [text.get("x") for text in drawn(svg).iter("text") if text.text.endswith("kv.")]
    assert marks == ["10.4%", "31.2%", "52.2%", "73.4%"]


@pytest.mark.parametrize("for_print", [False, True])
@given(
    values=st.lists(numbers, max_size=12),
    target=maybe,
    forecast=st.one_of(st.none(), st.tuples(numbers, numbers)),
)
def test_line_plot_takes_any_numbers(for_print, values, target, forecast):
    points = [(date(2013, 1, 15) + timedelta(days=30 * n), value) for n, value in enumerate(values)]
    assert_clean(line(points, target=target, forecast=forecast, for_print=for_print))


def test_printed_line_plot_needs_no_style_sheet():
    svg = line(POINTS, target=100, forecast=(94, 116), for_print=True)
    tree = drawn(svg)
    assert (tree.get("viewBox"), tree.get("width"), tree.get("height")) == (
        "0 0 480 224",
        "480",
        "224",
    )
    assert "vector-effect" not in svg
    assert "%" not in svg
    assert {text.get("font-size") for text in tree.iter("text")} == {"7.4pt", "8.6pt"}


# Other bars


def test_columns_of_unknown_months_have_a_label_and_nothing_else():
    svg = charts.column_plot([38, None, 0], ["jan", "feb", "mar"], sentence="Timer.")
    assert texts(svg) == ["38", "jan", "feb", "0", "mar"]
    assert len(classes(svg, "bar-fill")) == 1


@pytest.mark.parametrize("for_print", [False, True])
@given(values=st.lists(maybe, max_size=12), target=maybe)
def test_columns_take_any_numbers(for_print, values, target):
    labels = [str(n) for n in range(len(values))]
    assert_clean(charts.column_plot(values, labels, target, sentence="s", for_print=for_print))


@pytest.mark.parametrize(
    ("percent", "said"), [(0, "0"), (62, "62"), (100, "100"), (250, "100"), (-4, "0")]
)
def test_progress_bar_says_how_far(percent, said):
    assert drawn(charts.progress_bar(percent, "Danner <rapport>")).get("aria-valuenow") == said


@pytest.mark.parametrize(
    ("elapsed", "parts"),
    [
        (0, ["bar-track"]),
        (Fraction(2, 3), ["bar-track", "bar-fill", "g-target"]),
        (1, ["bar-track", "bar-fill"]),
    ],
)
def test_elapsed_bar_marks_today_only_inside_the_period(elapsed, parts):
    assert [element.get("class") for element in drawn(charts.elapsed_bar(elapsed))] == parts


def test_ladder_axis_leaves_out_a_label_that_has_no_room():
    assert texts(charts.ladder_axis(Fraction(2, 3), "forventet 31.8.")) == [
        "0",
        "forventet 31.8.",
        "mål",
    ]
    assert texts(charts.ladder_axis(Fraction(1), "forventet 31.12.")) == ["0", "mål"]


@pytest.mark.parametrize(
    ("elapsed", "anchor"),
    [(Fraction(1, 6), "start"), (Fraction(2, 3), "middle"), (Fraction(4, 5), "end")],
)
def test_ladder_axis_keeps_its_label_clear_of_both_ends(elapsed, anchor):
    assert f'text-anchor="{anchor}">forventet' in charts.ladder_axis(elapsed, "forventet 31.8.")


def test_pips_are_counted_in_words():
    svg = charts.pips([Light.ON_TRACK, Light.AT_RISK, Light.ON_TRACK])
    assert drawn(svg).get("aria-label") == "2 på sporet og 1 risiko"
    assert len(drawn(svg)) == 3


# Figures


def figure(**fields):
    """As activities.progress gives it, without asking it."""
    measure = fields.pop("measure", "count")
    criterion = SimpleNamespace(
        name="Familier deltog",
        measure=measure,
        per=100,
        is_ceiling=False,
        course=SimpleNamespace(is_linear=True),
    )
    values = {
        "criterion": criterion,
        "as_of": date(2013, 8, 31),
        "period": Period.year(2013),
        "target": 100,
        "actual": Fraction(15),
        "expected": Fraction(67),
        "forecast": None,
        "months": (month(1, 4), month(3, 11)),
        "measurements": (),
        "steps": (step(1, 100),),
        "unit": "",
        "of_text": "15 af 100",
        "actual_text": "15",
        "expected_text": "67",
        "target_text": "100",
        "is_over": False,
        "days": None,
        "expected_on": lambda day: Fraction((day - date(2012, 12, 31)).days * 100, 365),
    }
    return SimpleNamespace(**values | fields)


def step(number, value):
    return SimpleNamespace(since=date(2013, number, 1), value=value)


def month(number, value, base=0):
    return SimpleNamespace(
        first=date(2013, number, 1),
        value=value,
        base=base,
        last_on=date(2013, number, 20),
        read=None,
    )


def test_figure_bar_says_the_whole_sentence():
    title = drawn(charts.figure_bar(figure())).find("title").text
    assert title == "Familier deltog: 15 af 100. Forventet 67 pr. 31.\u00a0august 2013."


def test_figure_not_measured_says_so_with_its_target():
    unmeasured = figure(actual=None, actual_text="ikke målt", expected=None, months=())
    assert charts.figure_sentence(unmeasured) == "Familier deltog: ikke målt. Mål 100."
    assert "ikke målt endnu" in texts(charts.figure_plot(unmeasured))


def test_counts_add_up_to_the_figure():
    points = classes(charts.figure_plot(figure()), "g-line")[0].get("points").split()
    assert len(points) == 9
    assert points[:5] == ["0,176", "84.9,170.4", "161.6,170.4", "246.6,154.9", "328.8,154.9"]
    assert "15" in texts(charts.figure_plot(figure()))


def test_a_target_that_was_adjusted_bends_what_is_expected_from_its_day():
    """What was expected until then stands; the rest of the year leads to the new target."""
    plain = figure(target=200, steps=(step(1, 200),))
    adjusted = figure(target=200, steps=(step(1, 100), step(7, 200)))

    straight, bent = (
        classes(charts.figure_plot(x), "g-plan")[0].get("points").split() for x in (plain, adjusted)
    )

    points = [tuple(float(n) for n in point.split(",")) for point in bent]
    assert len(straight) == 2
    assert [straight[0], straight[-1]] == [bent[0], bent[-1]]
    whole = points[0][1] - points[-1][1]
    assert round((points[0][1] - points[6][1]) / whole * 200, 1) == 49.6  # 100 x 181/365


def test_percent_is_never_added_up():
    measured = figure(
        measure="percent",
        unit=" %",
        measurements=(month(5, 20, 50), month(11, 27, 50)),
        expected=None,
        actual=Fraction(54),
    )
    assert "54 %" in texts(charts.figure_plot(measured))
    assert classes(charts.figure_plot(measured), "g-plan") == []


def test_average_ends_at_the_figure():
    average = figure(
        measure="average",
        months=(month(1, 60, 3), month(2, 90, 3)),
        expected=None,
        actual=Fraction(25),
        target=20,
    )
    assert "25" in texts(charts.figure_plot(average))


def test_figure_plot_of_several_years_names_the_years():
    span = figure(period=Period.span(2013, 2016), target=42)
    assert {"2013", "2014", "2015", "2016"} <= set(texts(charts.figure_plot(span)))


def test_figure_plot_of_a_quarter_names_the_months():
    quarter = figure(period=Period.quarter(2013, 3), months=(month(7, 3), month(8, 4)))
    assert {"jul", "aug", "sep"} <= set(texts(charts.figure_plot(quarter)))


def test_figure_plot_tells_its_forecast():
    ahead = figure(forecast=SimpleNamespace(low=20, high=26, text="20–26"))
    title = drawn(charts.figure_plot(ahead)).find("title").text
    assert title.endswith("Prognosen er 20–26 ved periodens slutning.")


# The bar of a limit that may be passed


def test_the_outlook_stands_behind_what_is_used_and_may_pass_the_limit():
    svg = charts.outlook_bar(50, 110, 100, sentence="Brugt 50, forventet 110, budget 100.")

    assert_clean(svg)
    assert [classes(svg, css)[0].get("width") for css in ("bar-fill", "g-band")] == ["40%", "88%"]
    assert classes(svg, "bar-target")[0].get("x") == "80%"


def test_what_nobody_has_written_is_a_dotted_line_and_nothing_is_drawn_below_zero():
    unknown, corrected = (
        charts.outlook_bar(None, None, 100, sentence="x"),
        charts.outlook_bar(-5, None, 100, sentence="x"),
    )

    assert (len(classes(unknown, "bar-none")), len(classes(unknown, "bar-fill"))) == (1, 0)
    assert (len(classes(corrected, "bar-none")), len(classes(corrected, "bar-fill"))) == (0, 0)


@given(maybe, maybe, st.integers(min_value=0, max_value=10**9), st.booleans())
def test_no_amount_breaks_the_outlook_bar(used, outlook, limit, for_print):
    assert_clean(charts.outlook_bar(used, outlook, limit, sentence="x", for_print=for_print))


# Shares


def divided(name, *values):
    return name, [(value, str(value)) for value in values]


def test_shares_stand_end_to_end_each_with_its_number():
    plot = charts.share_plot([divided("Aktiviteter", 2, 3, 5, 0)], sentence="To af ti.")

    assert_clean(plot)
    found = [(r.get("class"), r.get("x"), r.get("width")) for r in drawn(plot).iter("rect")]
    assert found == [
        ("bar-fill", "0%", "19.6%"),
        ("g-band", "20%", "29.6%"),
        ("bar-track", "50%", "49.6%"),
    ]
    assert texts(plot) == ["Aktiviteter", "2", "3", "5"]
    assert drawn(plot).findtext("title") == "To af ti."


def test_a_sliver_has_no_room_for_its_number():
    plot = charts.share_plot([divided("Timer", 1, 0, 99, 0)], sentence="Lidt.")

    assert texts(plot) == ["Timer", "99"]


def test_a_whole_of_nothing_is_a_line():
    plot = charts.share_plot([divided("Timer", 0, 0, 0, 0)], sentence="Intet.")

    assert (texts(plot), len(classes(plot, "g-base")), list(drawn(plot).iter("rect"))) == (
        ["Timer"],
        1,
        [],
    )


@given(st.lists(numbers, min_size=1, max_size=4), st.booleans())
def test_shares_of_anything_are_drawn(values, for_print):
    assert_clean(
        charts.share_plot(
            [divided("A", *values), divided("B", *values[::-1])], sentence="S", for_print=for_print
        )
    )


# Trends


def test_a_trend_has_a_line_for_each_series_named_where_it_ends():
    series = [
        charts.Series("Parken 39 %", [41, 40, 39]),
        charts.Series("Hele byen 14,6 %", [15, None, 14], True),
    ]
    plot = charts.trend_plot([2010, 2011, 2012], series, sentence="Parken 39 %.")

    assert_clean(plot)
    assert (
        len(classes(plot, "g-line")),
        len(classes(plot, "g-plan")),
        len(classes(plot, "g-dot")),
    ) == (2, 1, 3)
    assert texts(plot) == ["2010", "2012", "Parken 39 %", "Hele byen 14,6 %"]


def test_names_of_a_trend_do_not_stand_on_each_other():
    series = [charts.Series(name, [10]) for name in "abcd"]
    plot = charts.trend_plot([2012], series, sentence="Ens.")

    heights = [float(t.get("y")) for t in drawn(plot).iter("text") if t.text in "abcd"]
    assert [b - a for a, b in pairwise(heights)] == [17, 17, 17]


def test_a_small_trend_has_no_names_and_says_nothing():
    plot = charts.trend_plot(
        [2011, 2012], [charts.Series("Parken", [41, 39])], sentence="", height=48
    )

    assert (texts(plot), drawn(plot).get("aria-hidden"), drawn(plot).get("height")) == (
        [],
        "true",
        "48",
    )


@given(st.lists(st.lists(maybe, min_size=3, max_size=3), max_size=6), st.booleans())
def test_trends_of_anything_are_drawn(values, for_print):
    series = [charts.Series(str(n), row, is_yardstick=n == 2) for n, row in enumerate(values)]
    assert_clean(charts.trend_plot([2010, 2012, 2013], series, sentence="S", for_print=for_print))
