"""Long lists in the admin: what a page costs does not grow with the list."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from articles import paging

#: How many pages after the one asked for are counted.
AHEAD = 1


class PaginatorAhead(Paginator):
    """Knows the pages up to one after the one asked for; `goes_on` says that there are more than
    those."""

    def __init__(self, *args, asked: int = 1, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.most = self.per_page * (asked + AHEAD)

    @cached_property
    def counted(self) -> int:
        """The number of rows, or one more than are counted."""
        if not isinstance(self.object_list, QuerySet):
            return len(self.object_list)
        return self.object_list.order_by().values("pk")[: self.most + 1].count()

    @property
    def count(self) -> int:
        return min(self.counted, self.most)

    @property
    def goes_on(self) -> bool:
        return self.counted > self.most


class UncountedList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        # the number is told below the list, not beside the search
        self.full_result_count = self.result_count


class LongListAdmin(admin.ModelAdmin):
    """A ModelAdmin whose list is counted a page ahead, and searched a good way back, and no
    further.

    The first field of the model's ordering is the time by which the list is newest first.
    """

    show_full_result_count = False
    list_max_show_all = 0

    @property
    def searched(self) -> str:
        """Among how many of the newest words are looked for, as the list tells it."""
        return f"{paging.SEARCHED:,}"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        if not search_term:
            return queryset, False
        newest = paging.newest(queryset.order_by(), self.opts.ordering[0].lstrip("-"))
        found, _ = super().get_search_results(request, newest, search_term)
        if ORDER_VAR not in request.GET:  # newest first: so many as will be counted
            found = found.order_by(*self.opts.ordering)[
                : self.list_per_page * (page_asked(request) + AHEAD) + 1
            ]
        # read once, not to count again
        return queryset.filter(pk__in=list(found.values_list("pk", flat=True))), False

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return UncountedList

    def get_paginator(
        self, request: HttpRequest, queryset, per_page, *args, **kwargs
    ) -> PaginatorAhead:
        return PaginatorAhead(queryset, per_page, *args, asked=page_asked(request), **kwargs)


def page_asked(request: HttpRequest) -> int:
    """The number of the page of a list, or of what a field is to be chosen from."""
    asked = request.GET.get(PAGE_VAR) or request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
