"""What came out: stories first published, and their words, by section, author or day."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate

from articles.models import Edition, Kind

#: By what it is counted: the words for it, and the column.
BY = {
    "section": ("Section", "section__name"),
    "author": ("Author", "authors__name"),
    "day": ("Day", "day"),
}


def read_output(by: str, start: dt.datetime, end: dt.datetime) -> list[tuple[str, int, int]]:
    """What it is counted by, stories, words; from `start` until before `end`. One query.

    A story signed by two counts for each.
    """
    column = BY[by][1]
    first = Edition.objects.filter(kind=Kind.FIRST, live_from__gte=start, live_from__lt=end)
    counted: QuerySet = first.annotate(day=TruncDate("live_from")).values_list(column)
    counted = counted.annotate(stories=Count("pk"), words=Sum("words")).order_by(column)
    return [
        (str(name) if name is not None else "(nobody)", stories, words)
        for name, stories, words in counted
    ]


def as_csv(by: str, found: list[tuple[str, int, int]]) -> str:
    """The rows as RFC 4180 has it. A cell that a spreadsheet would run as a formula is quoted by an
    apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([BY[by][0], "Stories", "Words"])
    writer.writerows(
        [f"'{name}" if name[:1] in "=+-@\t\r" else name, stories, words]
        for name, stories, words in found
    )
    return text.getvalue()
