"""Charts as SVG: drawn by the server, without a script; one question each, its labels where the eye
is.

Colours come from the style sheets, by class. The width is that of a phone, so that letters are as
large there as they are meant; a wide page shows several beside each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement

WIDTH = 360
LEFT, RIGHT, TOP, BOTTOM = 40, 58, 12, 20  # around what is drawn: there stand the labels
LETTER = 6.4  # about so wide is one
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Series = Sequence[float | None]


def lines(
    title: str,
    dates: Sequence[str],
    series: Sequence[tuple[str, Series]],
    *,
    said: Callable[[float], str] = str,
    steps: Sequence[float] = (),
) -> Element:
    """One line for each of a few `series` over the same `dates`, named at its end; a gap where
    there is no value.

    The measure ends at the next of `steps`, where that is high enough, and is told as `said`.
    """
    height = 190
    drawing = _drawing(title, height)
    most = (
        max((value for _, values in series for value in values if value is not None), default=1)
        or 1
    )
    top = next((step for step in steps if step >= most), None) or round_up(most)
    x = _across(len(dates))
    y = _up(top, TOP, height - BOTTOM)
    for value in (0, top / 2, top):
        _rule(drawing, y(value), said(value))
    _dates(drawing, dates, x, height)
    ends: list[float] = []
    for number, (name, values) in enumerate(series):
        for run in _runs(values):
            points = " ".join(f"{_n(x(at))},{_n(y(values[at]))}" for at in run)
            SubElement(drawing, "polyline", {"class": f"line line-{number}", "points": points})
            if len(run) == 1:
                _dot(drawing, x(run[0]), y(values[run[0]]), number)
        last = next((at for at in reversed(range(len(values))) if values[at] is not None), None)
        if last is not None:
            _dot(drawing, x(last), y(values[last]), number)
            ends.append(_free(y(values[last]), ends))
            _text(drawing, WIDTH - RIGHT + 8, ends[-1] + 4, name, css=f"name name-{number}")
    return drawing


def columns(
    title: str, dates: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]
) -> Element:
    """A row of columns for each series, one below the other, each by its own measure, that stands
    at its top."""
    row = 62
    height = row * len(series) + BOTTOM
    drawing = _drawing(title, height)
    wide = (WIDTH - LEFT - RIGHT) / max(len(dates), 1)
    for number, (name, values) in enumerate(series):
        top, foot = number * row + TOP + 4, (number + 1) * row
        most = max(values, default=0)
        y = _up(round_up(most or 1), top, foot)
        _rule(drawing, foot, "0")
        _rule(drawing, y(round_up(most or 1)), f"{round_up(most or 1):,.0f}")
        for at, value in enumerate(values):
            if value:
                _rect(
                    drawing,
                    LEFT + at * wide,
                    y(value),
                    max(wide - 1, 0.7),
                    foot - y(value),
                    f"column column-{number}",
                )
        _text(drawing, WIDTH - RIGHT + 8, (top + foot) / 2, name, css=f"name name-{number}")
        _text(drawing, WIDTH - RIGHT + 8, (top + foot) / 2 + 13, f"{sum(values):,}", css="value")
    _dates(drawing, dates, lambda at: LEFT + (at + 0.5) * wide, height)
    return drawing


def week(
    title: str, counts: dict[tuple[int, int], int], is_open: Callable[[int, int], bool]
) -> Element:
    """A square for each hour of the week, the fuller the more; those in which it `is_open` are
    framed."""
    left, cell, top = 32, 13.4, 16
    drawing = _drawing(title, top + 7 * cell + 4)
    most = max(counts.values(), default=0) or 1
    for hour in (0, 6, 12, 18, 23):
        _text(drawing, left + (hour + 0.5) * cell, top - 4, str(hour), css="tick", anchor="middle")
    for day, name in enumerate(DAYS):
        _text(drawing, left - 6, top + (day + 0.72) * cell, name, css="tick", anchor="end")
        for hour in range(24):
            count = counts.get((day, hour), 0)
            css = f"hour hour-{math.ceil(4 * count / most)}" + (
                " hour-open" if is_open(day, hour) else ""
            )
            box = _rect(
                drawing, left + hour * cell + 0.7, top + day * cell + 0.7, cell - 2, cell - 2, css
            )
            SubElement(box, "title").text = f"{name} {hour}:00: {count:,}"
    return drawing


def bars(title: str, rows: Sequence[tuple[str, float, str]], most: float | None = None) -> Element:
    """A bar for each (name, value, value in words), its name above it."""
    row = 36
    drawing = _drawing(title, max(row * len(rows), 1))
    longest = most or max((value for _, value, _ in rows), default=1) or 1
    room = WIDTH - 66
    for at, (name, value, words) in enumerate(rows):
        fits = int(WIDTH / LETTER)
        _text(
            drawing,
            0,
            at * row + 13,
            name if len(name) <= fits else f"{name[: fits - 1]}…",
            css="name",
        )
        _rect(drawing, 0, at * row + 18, room, 9, "bar-room")
        if value:
            _rect(drawing, 0, at * row + 18, max(room * min(value / longest, 1), 1), 9, "bar")
        _text(drawing, room + 8, at * row + 27, words, css="value")
    return drawing


def round_up(value: float) -> float:
    """The next round number from a value on: 1, 2, 5, 10, 20…"""
    size = 10 ** math.floor(math.log10(value)) if value > 0 else 1
    return next(step * size for step in (1, 2, 5, 10) if step * size >= value)


def _drawing(title: str, height: float) -> Element:
    drawing = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "chart",
            "role": "img",
            "viewBox": f"0 0 {WIDTH} {_n(height)}",
        },
    )
    SubElement(drawing, "title").text = title
    return drawing


def _across(count: int) -> Callable[[int], float]:
    room = WIDTH - LEFT - RIGHT
    return lambda at: LEFT + (room * at / (count - 1) if count > 1 else room / 2)


def _up(top: float, above: float, foot: float) -> Callable[[float], float]:
    return lambda value: foot - (foot - above) * value / top


def _runs(values: Series) -> list[list[int]]:
    """The places of values that stand beside each other."""
    runs: list[list[int]] = [[]]
    for at, value in enumerate(values):
        if value is not None:
            runs[-1].append(at)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _free(y: float, taken: list[float]) -> float:
    """A height for a label near `y` that covers none of those that stand already."""
    while any(abs(y - other) < 13 for other in taken):
        y -= 13
    return y


def _rule(drawing: Element, y: float, label: str) -> None:
    SubElement(
        drawing,
        "line",
        {"class": "rule", "x1": str(LEFT), "x2": str(WIDTH - RIGHT), "y1": _n(y), "y2": _n(y)},
    )
    _text(drawing, LEFT - 5, y + 4, label, css="tick", anchor="end")


def _dates(
    drawing: Element, dates: Sequence[str], x: Callable[[int], float], height: float
) -> None:
    if not dates:
        return
    places = {0: "start", len(dates) - 1: "end"} if len(dates) > 1 else {0: "middle"}
    if sum(len(date) + 1 for date in dates) * LETTER < WIDTH - LEFT - RIGHT:
        places = dict.fromkeys(range(len(dates)), "middle")
    elif len(dates) > 4:
        places[(len(dates) - 1) // 2] = "middle"
    for at, anchor in sorted(places.items()):
        _text(drawing, x(at), height - 5, dates[at], css="tick", anchor=anchor)


def _dot(drawing: Element, x: float, y: float, number: int) -> None:
    SubElement(
        drawing, "circle", {"class": f"dot dot-{number}", "cx": _n(x), "cy": _n(y), "r": "2.5"}
    )


def _rect(drawing: Element, x: float, y: float, width: float, height: float, css: str) -> Element:
    box = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
    return SubElement(drawing, "rect", {"class": css, **box})


def _text(
    drawing: Element, x: float, y: float, words: str, *, css: str, anchor: str = "start"
) -> None:
    text = SubElement(
        drawing, "text", {"class": css, "x": _n(x), "y": _n(y), "text-anchor": anchor}
    )
    text.text = words


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
