"""What moderators come back to: views of the desk under a name, and lists of stories that they
watch."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.errors import NotAllowed as StoryNotAllowed
from articles.errors import StepRefused
from articles.models import Article, SavedView
from articles.writing import saved_views
from comments import permissions
from comments.admin.desk.selection import Place
from comments.desk import watchlists
from comments.errors import DecisionRefused, NotAllowed
from comments.models import WatchList
from newsroom.lib.text.strings import number

OF = SavedView.Of.REPLIES


class Keeping:
    """Of the admin of replies."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("views/keep/", view(self.keep_view), name="comments_comment_keep_view"),
            path(
                "views/<number:number>/remove/",
                view(self.remove_view),
                name="comments_comment_remove_view",
            ),
            path("watched/", view(self.watched_view), name="comments_comment_watched"),
            path("watch/", view(self.watch_view), name="comments_comment_watch"),
            path("unwatch/", view(self.unwatch_view), name="comments_comment_unwatch"),
            *super().get_urls(),
        ]

    def kept_for(self, user, place: Place) -> dict:
        """Views and lists, as the desk offers them. Two queries."""
        views = saved_views.views_for(user, OF)
        return {
            "views": [(view, view.query == place.query) for view in views],
            "view_here": place.query if place.query != f"queue={place.queue.name}" else "",
            "may_share": permissions.can_decide(user),
            "lists": [(each, each.owner_id == user.pk) for each in watchlists.lists_for(user)],
        }

    def keep_view(self, request: HttpRequest) -> HttpResponse:
        given = QueryDict(request.POST.get("query", ""))
        place = Place.read(given)

        def step() -> str:
            saved_views.keep_view(
                request.POST.get("name", ""),
                place.query,
                by=request.user,
                of=OF,
                may_share=permissions.can_decide,
                is_shared="shared" in request.POST,
            )
            return "The view is saved."

        return _kept(request, step, f"{_desk()}?{place.query}")

    def remove_view(self, request: HttpRequest, number: int) -> HttpResponse:
        def step() -> str:
            view = get_object_or_404(SavedView, pk=number, of=OF)
            saved_views.drop_view(view, by=request.user)
            return f"The view “{view.name}” is removed."

        return _kept(request, step, _desk())

    def watched_view(self, request: HttpRequest) -> HttpResponse:
        """The watch lists with their stories; and where a `story` is named, the form that puts it
        on one."""
        if not permissions.can_read(request.user):
            raise PermissionDenied
        lists = watchlists.lists_for(request.user).prefetch_related("articles")
        story = Article.objects.filter(pk=number(request.GET.get("story"))).only("headline").first()
        context = {
            **self.admin_site.each_context(request),
            "title": "Watch lists",
            "opts": self.opts,
            "lists": lists,
            "story": story,
        }
        return TemplateResponse(request, "admin/comments/comment/watched.html", context)

    def watch_view(self, request: HttpRequest) -> HttpResponse:
        """Put the story `story` on the list that is named."""

        def step() -> str:
            article = get_object_or_404(Article, pk=number(request.POST.get("story")))
            made = watchlists.watch(
                article,
                name=request.POST.get("name", ""),
                by=request.user,
                is_shared="shared" in request.POST,
            )
            return f"“{article.headline}” is on the list “{made.name}”."

        return _kept(request, step, reverse("admin:comments_comment_watched"))

    def unwatch_view(self, request: HttpRequest) -> HttpResponse:
        """Take a story off a list, or (without a story) remove the list."""

        def step() -> str:
            watch_list = get_object_or_404(WatchList, pk=number(request.POST.get("list")))
            if not request.POST.get("story"):
                watchlists.drop(watch_list, by=request.user)
                return f"The list “{watch_list.name}” is removed."
            article = get_object_or_404(Article, pk=number(request.POST["story"]))
            watchlists.unwatch(watch_list, article, by=request.user)
            return f"“{article.headline}” is off the list."

        return _kept(request, step, reverse("admin:comments_comment_watched"))


def _desk() -> str:
    return reverse("admin:comments_comment_changelist")


def _kept(request: HttpRequest, step: Callable[[], str], then: str) -> HttpResponse:
    """Take a step, say what came of it, and go on."""
    if not permissions.can_read(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        messages.success(request, step())
    except (NotAllowed, StoryNotAllowed) as refusal:
        raise PermissionDenied(str(refusal)) from None
    except (DecisionRefused, StepRefused) as refusal:
        messages.error(request, str(refusal))
    return redirect(then)
