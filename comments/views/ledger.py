"""The open ledger: a page for each year, and its numbers as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import dateformat

from articles.pages import caching, keys
from comments.transparency import year_ledger
from comments.transparency.year_ledger import Year
from newsroom.lib.text import html
from newsroom.lib.web import charts

DEPENDS_ON = (keys.FURNITURE, keys.REPLY_RULES, year_ledger.KEY)


def newest(request: HttpRequest) -> HttpResponse:
    """The newest year."""

    def build(now: dt.datetime) -> HttpResponse:
        years = year_ledger.years()
        return _page(request, year_ledger.of_year(years[0]) if years else None, years)

    return caching.answer(request, depends_on=DEPENDS_ON, build=build)


def year(request: HttpRequest, of: int) -> HttpResponse:
    """A year."""
    return caching.answer(
        request,
        depends_on=DEPENDS_ON,
        build=lambda now: _page(request, _found(of), year_ledger.years()),
    )


def as_csv(request: HttpRequest, of: int) -> HttpResponse:
    """The numbers of a year, as RFC 4180 has it."""

    def build(now: dt.datetime) -> HttpResponse:
        headers = {"Content-Disposition": f'attachment; filename="replies-{of}.csv"'}
        return HttpResponse(
            _rows(_found(of)), content_type="text/csv; charset=utf-8", headers=headers
        )

    return caching.answer(request, depends_on=DEPENDS_ON, build=build)


def _found(number: int) -> Year:
    found = year_ledger.of_year(number)
    if found is None:
        raise Http404("Of this year nothing is counted.")
    return found


def _page(request: HttpRequest, found: Year | None, years: list[int]) -> HttpResponse:
    context = {"year": found, "years": years}
    if found:
        dates = [dateformat.format(month, "M") for month, _ in found.months]
        series = [("removed", [sums["removed"] for _, sums in found.months])]
        bars = [(ground.words, ground.total, f"{ground.total:,}") for ground in found.grounds]
        context["by_month"] = html.drawing(
            charts.columns("Replies removed, by month", dates, series)
        )
        context["by_ground"] = html.drawing(charts.bars("Replies removed, by ground", bars))
    return render(request, "comments/ledger.html", context)


def _rows(found: Year) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Part", "What", "Count", "Of these by software"])
    for month, sums in found.months:
        writer.writerow(
            ["Removed, by month", f"{month:%Y-%m}", sums["removed"], sums["by_software"]]
        )
    for ground in found.grounds:
        words = f"'{ground.words}" if ground.words[:1] in "=+-@" else ground.words
        writer.writerow(["Removed, by ground", words, ground.total, ground.by_software])
    for name in ("came", "upheld", "overturned", "dropped"):
        writer.writerow(["Appeals", name, found.appeals.get(name, 0), ""])
    writer.writerow(["Appeals", "median hours to answer", found.appeal_hours, ""])
    for kind, *counts in found.notices:
        for name, count in zip(("came", "followed", "not followed"), counts, strict=True):
            writer.writerow([f"Notices, {name}", kind, count, ""])
    writer.writerow(["Notices", "median hours to decide", found.notice_hours, ""])
    return text.getvalue()
