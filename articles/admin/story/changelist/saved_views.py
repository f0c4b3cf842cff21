"""Saved views of the list of stories: offered above it, kept and removed from there."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import permissions
from articles.admin.story.changelist.filters import DueFilter, OwnerFilter, PictureFilter
from articles.admin.story.changelist.tabs import TAB
from articles.admin.story.page import Page
from articles.errors import NotAllowed, StepRefused
from articles.models import SavedView
from articles.writing import saved_views

#: The parameters of the list that a view holds. Its order is not among them: columns differ between
#: roles.
HELD = (
    TAB,
    "q",
    "section__id__exact",
    *(each.parameter_name for each in (OwnerFilter, DueFilter, PictureFilter)),
)


def held(query: str) -> str:
    """What a view keeps of the list's query: each of HELD once, in that order."""
    given = QueryDict(query)
    kept = QueryDict(mutable=True)
    for name in HELD:
        if given.get(name):
            kept[name] = given[name]
    return kept.urlencode()


class SavedViews(Page):
    """The list, kept under a name as it is filtered."""

    def get_urls(self) -> list:
        return [
            self.path("views/keep/", self.keep_view, "keep_view"),
            self.path("views/<number:number>/remove/", self.remove_view, "remove_view"),
        ]

    def list_context(self, request: HttpRequest) -> dict:
        here = held(request.META.get("QUERY_STRING", ""))
        return {
            "views": [(view, view.query == here) for view in saved_views.views_for(request.user)],
            "view_here": here,
            "may_share": permissions.can_publish(request.user),
        }

    def keep_view(self, request: HttpRequest) -> HttpResponse:
        if not permissions.can_read(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        query = held(request.POST.get("query", ""))
        name = request.POST.get("name", "")
        try:
            saved_views.keep_view(name, query, by=request.user, is_shared="shared" in request.POST)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except StepRefused as refusal:
            self.admin.message_user(request, str(refusal), messages.ERROR)
        else:
            self.admin.message_user(request, "The view is saved.", messages.SUCCESS)
        return _list(query)

    def remove_view(self, request: HttpRequest, number: int) -> HttpResponse:
        if not permissions.can_read(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        view = get_object_or_404(SavedView, pk=number)
        try:
            saved_views.drop_view(view, by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        self.admin.message_user(request, f"The view “{view.name}” is removed.", messages.SUCCESS)
        return _list("")


def _list(query: str) -> HttpResponse:
    address = reverse("admin:articles_article_changelist")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
