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
from django.urls import path, reverse

from articles import permissions, saved_views
from articles.admin.story.changelist.filters import DueFilter, OwnerFilter, PictureFilter
from articles.admin.story.changelist.tabs import TAB
from articles.errors import NotAllowed, StepRefused
from articles.models import SavedView

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


class SavedViews:
    """A ModelAdmin whose list can be kept under a name, as it is filtered."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("views/keep/", view(self.keep_view), name="articles_article_keep_view"),
            path(
                "views/<int:number>/remove/",
                view(self.remove_view),
                name="articles_article_remove_view",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        here = held(request.META.get("QUERY_STRING", ""))
        views = saved_views.views_for(request.user)
        context = {"views": [(view, view.query == here) for view in views], "view_here": here}
        context["may_share"] = permissions.can_publish(request.user)
        return super().changelist_view(request, {**context, **(extra_context or {})})

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
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, "The view is saved.", messages.SUCCESS)
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
        self.message_user(request, f"The view “{view.name}” is removed.", messages.SUCCESS)
        return _list("")


def _list(query: str) -> HttpResponse:
    address = reverse("admin:articles_article_changelist")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
