"""Charts: what is drawn where, nothing unescaped, nothing that breaks for few values."""

from xml.etree import ElementTree

import pytest

from newsroom.lib.text import html
from newsroom.lib.web import charts

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart):
    """The chart as a browser reads it."""
    return ElementTree.fromstring(html.drawing(chart))


def texts(chart) -> list[str]:
    return [text.text for text in drawn(chart).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("value", "round_one"),
    [(0, 1), (0.3, 0.5), (1, 1), (3, 5), (7, 10), (10, 10), (11, 20), (499, 500), (501, 1000)],
)
def test_a_measure_ends_at_a_round_number(value, round_one):
    assert charts.round_up(value) == round_one


def test_lines_have_gaps_where_nothing_is_known_and_names_at_their_ends():
    chart = charts.lines(
        "Waiting", ["1", "2", "3", "4"], [("half", [1, 2, None, 4]), ("most", [None, 8, 8, 8])]
    )
    found = drawn(chart)
    assert [line.get("points").count(",") for line in found.iter(f"{SVG}polyline")] == [2, 1, 3]
    assert texts(chart)[:3] == ["0", "5.0", "10"]
    assert {"half", "most"} <= set(texts(chart))
    assert found.get("role") == "img"
    assert found.find(f"{SVG}title").text == "Waiting"


def test_names_that_would_cover_each_other_are_moved_apart():
    chart = drawn(charts.lines("…", ["1"], [("a", [5]), ("b", [5]), ("c", [5])]))
    heights = sorted(
        float(text.get("y")) for text in chart.iter(f"{SVG}text") if "name" in text.get("class")
    )
    assert min(two - one for one, two in zip(heights, heights[1:], strict=False)) >= 13


def test_columns_each_by_their_own_measure_with_their_sum():
    chart = charts.columns("…", ["1", "2"], [("shown", [100, 50]), ("spam", [0, 2])])
    heights = [float(box.get("height")) for box in drawn(chart).iter(f"{SVG}rect")]
    assert heights[0] == 2 * heights[1] == heights[2]
    assert {"shown", "150", "spam", "2"} <= set(texts(chart))


def test_a_week_has_168_hours_the_open_ones_framed():
    chart = drawn(
        charts.week("…", {(0, 9): 4, (6, 23): 1}, lambda day, hour: (day, hour) == (0, 9))
    )
    boxes = list(chart.iter(f"{SVG}rect"))
    assert len(boxes) == 168
    assert boxes[9].get("class") == "hour hour-4 hour-open"
    assert boxes[-1].get("class") == "hour hour-1"
    assert boxes[-1].find(f"{SVG}title").text == "Sun 23:00: 1"


def test_bars_say_whose_they_are():
    chart = charts.bars("…", [("One", 10, "10"), ("Two", 0, "0")])
    assert texts(chart) == ["One", "10", "Two", "0"]
    assert [box.get("class") for box in drawn(chart).iter(f"{SVG}rect")] == [
        "bar-room",
        "bar",
        "bar-room",
    ]


def test_nothing_in_a_name_is_markup():
    written = html.drawing(
        charts.bars('<script>"', [("</text><script>alert(1)</script>", 1, "&lt;")])
    )
    assert "<script" not in written
    assert "&amp;lt;" in written


@pytest.mark.parametrize(
    "chart",
    [
        charts.lines("…", [], []),
        charts.lines("…", ["1"], [("a", [None])]),
        charts.columns("…", [], [("a", [])]),
        charts.bars("…", []),
        charts.week("…", {}, lambda day, hour: False),
    ],
)
def test_of_nothing_something_is_drawn(chart):
    assert drawn(chart).tag == f"{SVG}svg"
