"""The list of pictures as a library: to look at, to search, and to send files to."""

from __future__ import annotations

import datetime as dt
import re

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from js_asset import Media

from articles.admin.editor import PICTURES
from articles.admin.picture.chooser import own_address
from articles.models import Picture
from articles.models.pictures.picture import ORIGINS
from articles.pictures import uses

SOON = dt.timedelta(days=30)
DAY = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?\b")


class Choice(admin.SimpleListFilter):
    """A filter of one question: `choices` are what is asked, by its name in the address."""

    asks: dict[str, str] = {}

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return list(self.asks.items())


class LacksFilter(Choice):
    title, parameter_name, asks = (
        "words",
        "lacks",
        {"alt": "No text alternative", "credit": "No credit"},
    )

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(**{self.value(): ""}) if self.value() in self.asks else queryset


class LicenceFilter(Choice):
    title, parameter_name = "licence", "licence"
    asks = {"soon": "Ends within 30 days", "ended": "Has ended"}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        match self.value():
            case "soon":
                return queryset.filter(licence_until__gte=today, licence_until__lte=today + SOON)
            case "ended":
                return queryset.filter(licence_until__lt=today)
        return queryset


class UseFilter(Choice):
    title, parameter_name, asks = "use", "use", {"none": "Not used anywhere"}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "none":
            return queryset
        return uses.unused(queryset).exclude(pk__in=uses.fronts(timezone.now()))


class OriginFilter(Choice):
    title, parameter_name, asks = "origin", "origin", {"ai": "Generated or altered by AI"}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(source_type__in=ORIGINS) if self.value() == "ai" else queryset


class UploadedFilter(admin.DateFieldListFilter):
    """Since when it is in the library."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "day of upload"


class Library:
    """A ModelAdmin whose list shows pictures as cards."""

    change_list_template = "admin/articles/picture/change_list.html"
    list_display = ("words", "credit", "uploaded_at")
    list_display_links = ("words",)
    list_per_page = 40
    search_fields = ("alt", "caption", "credit", "place", "copyright")
    list_filter = (
        LacksFilter,
        LicenceFilter,
        UseFilter,
        OriginFilter,
        ("uploaded_at", UploadedFilter),
    )
    show_facets = admin.ShowFacets.NEVER

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        """Days in what is searched for are looked for among the dates, all else among the words."""
        for found in DAY.finditer(search_term):
            queryset = queryset.filter(within(*found.groups()))
        return super().get_search_results(request, queryset, DAY.sub(" ", search_term).strip())

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        if context := getattr(response, "context_data", None):
            context["sends"] = self.has_add_permission(request) and not context.get("is_popup")
            context["sending"] = Media(
                importmap=PICTURES,
                js=[Script("js/admin/picture-library.js", type="module")],
                nonce=str(request.csp_nonce),
            )
            if cl := context.get("cl"):
                cl.result_list = list(cl.result_list)
                today = timezone.localdate()
                for picture in cl.result_list:
                    show(picture, today)
        return response

    @admin.display(description="text alternative", ordering="alt")
    def words(self, picture: Picture) -> str:
        return picture.alt or "No text alternative"


def show(picture: Picture, today: dt.date) -> None:
    """Puts on a picture what its card shows."""
    picture.thumb = own_address(picture, "square", 320)
    picture.ends = (
        picture.licence_until and picture.licence_until <= today + SOON and picture.licence_until
    )
    picture.has_ended = bool(picture.ends) and picture.ends < today


def within(year: str, month: str, day: str | None) -> Q:
    """Pictures taken or sent in that month, or on that day; none for a day that is none."""
    try:
        begins = dt.datetime(int(year), int(month), int(day or 1))
    except ValueError:
        return Q(pk=None)
    ends = (
        begins + dt.timedelta(days=1)
        if day
        else (begins.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    )
    span = [timezone.make_aware(each) for each in (begins, ends)]
    return Q(taken_at__gte=span[0], taken_at__lt=span[1]) | Q(
        uploaded_at__gte=span[0], uploaded_at__lt=span[1]
    )
