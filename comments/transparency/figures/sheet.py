"""The sheet: all figures of a span, or the one whose numbers are wanted."""

from __future__ import annotations

import csv
import io

from comments.transparency.figures import flow, quality
from comments.transparency.figures.span import Figure, Span

NAMES = ("waiting", "volume", "arrivals", "stories", "rules", "overturned", "people")


def sheet(span: Span) -> list[Figure]:
    """All figures, in the order of NAMES. Thirteen queries, however much happened."""
    clock = flow.clock()
    found = flow.counted(span)
    return [
        flow.waiting(span, clock),
        flow.volume(span, found),
        flow.arrivals(found, clock),
        flow.stories(span),
        quality.desk_rules(span),
        quality.overturned(span),
        quality.people(span),
    ]


def as_csv(figure: Figure) -> str:
    """The numbers as RFC 4180 has it. A cell that a spreadsheet would run as a formula is quoted by
    an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(figure.head)
    writer.writerows([_cell(value) for value in row] for row in figure.rows)
    return text.getvalue()


def _cell(value) -> str:
    words = "" if value is None else str(value)
    return f"'{words}" if isinstance(value, str) and words[:1] in "=+-@\t\r" else words
