"""Pictures as what chooses them knows them: searched for, and described in JSON."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.core.paginator import EmptyPage
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from articles.admin.lists import page_asked
from articles.models import Picture
from articles.pictures import library
from newsroom.lib.text.strings import storable
from newsroom.lib.times import exact


def own_address(picture: Picture, crop: str, width: int, ext: str = "jpg") -> str:
    """Where the newsroom sees a rendition, also while readers may not: `width` wide, or the next
    smaller there is."""
    return picture.address(crop, width, ext, folder=own_folder(picture))


def own_folder(picture: Picture) -> str:
    """Where the newsroom sees all renditions of a picture."""
    address = reverse("admin:articles_picture_rendition", args=[picture.token, "whole", 1, "jpg"])
    return address.removesuffix("whole-1.jpg")


def described(picture: Picture) -> dict:
    """What a script is told of a picture."""
    return {
        "id": picture.pk,
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
        "width": picture.width,
        "height": picture.height,
        "thumb": own_address(picture, "square", 320),
        "medium": own_address(picture, "whole", 640),
        "words": reverse("admin:articles_picture_words", args=[picture.pk]),
        "page": reverse("admin:articles_picture_change", args=[picture.pk]),
        "taken": [taken(picture, name) for name in picture.taken_over],
    }


def taken(picture: Picture, name: str) -> dict[str, str]:
    """What was taken from the file, with what it is called."""
    value = getattr(picture, name)
    if isinstance(value, dt.date):
        value = exact(value)
    elif name == "source_type":
        value = picture.get_source_type_display()
    return {"label": str(Picture._meta.get_field(name).verbose_name).capitalize(), "value": value}


def _longest(name: str) -> int:
    return Picture._meta.get_field(name).max_length


class ChoosingPages:
    """A ModelAdmin of pictures whose list a script can search."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.choose_view)
        words = self.admin_site.admin_view(self.words_view)
        return [
            path("choose/", view, name="articles_picture_choose"),
            path("<number:pk>/words/", words, name="articles_picture_words"),
            *super().get_urls(),
        ]

    def words_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what is said of a picture where it is chosen; what it says of itself already
        stays."""
        picture = get_object_or_404(Picture, pk=pk)
        if not self.has_change_permission(request, picture):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        told = {
            name: storable(request.POST.get(name, "").strip())[: _longest(name)]
            for name in ("alt", "credit")
            if not getattr(picture, name)
        }
        told = {name: text for name, text in told.items() if text}
        if told:
            picture = library.keep_picture(by=request.user, picture=picture, **told)
        return JsonResponse(described(picture))

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """The newest pictures, or those with all words of `q`; `more` says whether the next `page`
        has any."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        found, _ = self.get_search_results(
            request, Picture.objects.all(), request.GET.get("q", "")[:200]
        )
        pages = self.get_paginator(request, found.order_by(*self.opts.ordering), self.list_per_page)
        try:
            page = pages.page(page_asked(request))
        except EmptyPage:
            return JsonResponse({"results": [], "more": False})
        response = JsonResponse(
            {"results": [described(picture) for picture in page], "more": page.has_next()}
        )
        response.headers["Cache-Control"] = "no-store"
        return response
