"""Pages of long lists. The list is never counted, so a long one costs no more than a short one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

#: Number of the newest rows among which words are looked for that no index holds.
SEARCHED = 10_000
#: The last page that is given out: a database skips what comes before row by row.
LAST = 500
#: Stories on a page of a public list.
PER_PAGE = 20


@dataclass(frozen=True)
class Page:
    """The rows of one page, and whether more follow."""

    rows: list
    number: int
    has_next: bool

    def __iter__(self) -> Iterator:
        return iter(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next


def page_of(rows: QuerySet, number: int, per_page: int) -> Page:
    """Page `number`, from 1 to LAST, of ordered `rows`; empty behind the end. One query."""
    number = max(1, min(number, LAST))
    first = (number - 1) * per_page
    found = list(rows[first : first + per_page + 1])
    return Page(found[:per_page], number, has_next=len(found) > per_page and number < LAST)


def asked_page(request: HttpRequest, rows: QuerySet) -> Page:
    """The page of a list that `?page=` asks for. Raises Http404 where there is none."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if not 1 <= number <= LAST:
        raise Http404("There is no such page.")
    page = page_of(rows, number, PER_PAGE)
    if not page.rows and number > 1:
        raise Http404("There is no such page.")
    return page


def newest(rows: QuerySet, field: str, among: int | None = None) -> QuerySet:
    """Those of `rows` that are among their newest SEARCHED, or `among`, by an indexed `field`. One
    query."""
    among = among or SEARCHED
    oldest = rows.order_by(f"-{field}").values_list(field, flat=True)[among - 1 : among].first()
    return rows if oldest is None else rows.filter(**{f"{field}__gte": oldest})
