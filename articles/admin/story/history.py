"""A story's history in the admin: its versions, any two of them compared, an old one put back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles import permissions
from articles.admin.story.page import Page
from articles.errors import NotAllowed, StepRefused
from articles.models import Article, Revision
from articles.writing import content, history, save
from newsroom.lib.text.strings import number

#: Number of versions on a page.
PER_PAGE = 200
#: What stands for the present edition where a version's number is asked for.
LIVE = "live"


class History(Page):
    """The history of the text, instead of Django's list of who pressed Save."""

    def get_urls(self) -> list:
        one = "<number:pk>/history/<number:number>"
        return [
            self.path("<number:pk>/history/", self.versions_view, "history"),
            self.path("<number:pk>/history/compare/", self.compare_view, "compare"),
            self.path(f"{one}/restore/", self.restore_view, "restore"),
            self.path(f"{one}/name/", self.name_view, "name_revision"),
        ]

    def versions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Milestones first; plain saves between them are folded."""
        article = self._readable(request, pk)
        newest = number(request.GET.get("from"), digits=9) or None
        found = history.entries(article, newest, PER_PAGE)
        live = article.editions.live(timezone.now()).first()
        context = {
            "article": article,
            "title": f"History of “{article.headline}”",
            "rows": history.folded(found),
            "live": live,
            "older": found[-1].revision.number - 1 if len(found) == PER_PAGE else 0,
            "may_edit": permissions.can_edit(request.user, article),
        }
        return self.render(request, "history", context)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two versions side by side: `before` and `now` are numbers, or "live"; by default live and
        the newest."""
        article = self._readable(request, pk)
        before = self._side(article, request.GET.get("before", LIVE))
        now = self._side(article, request.GET.get("now", str(article.version)))
        found = history.compare(before["content"], now["content"])
        context = {
            "article": article,
            "title": "What differs",
            "before": before,
            "now": now,
            "found": found,
        }
        return self.render(request, "compare", context)

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Put a version back into the working copy."""
        article = self._editable(request, pk)
        if request.method == "POST":
            get_object_or_404(Revision, article=article, number=number)
            try:
                save.restore(article, number, by=request.user)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from None
            except StepRefused as refusal:
                self.admin.message_user(request, str(refusal), "ERROR")
            else:
                told = (
                    f"Version {number} is the working copy again. Readers see it once you publish."
                )
                self.admin.message_user(request, told, "SUCCESS")
                return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        return HttpResponseRedirect(reverse("admin:articles_article_history", args=[pk]))

    def name_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Name a version, so that it is found again."""
        article = self._editable(request, pk)
        if request.method == "POST":
            get_object_or_404(Revision, article=article, number=number)
            save.name_revision(article, number, request.POST.get("name", ""), by=request.user)
        return HttpResponseRedirect(
            f"{reverse('admin:articles_article_history', args=[pk])}#version-{number}"
        )

    def _readable(self, request: HttpRequest, pk: int) -> Article:
        article = get_object_or_404(Article.objects.select_related("saved_by"), pk=pk)
        if not self.admin.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def _editable(self, request: HttpRequest, pk: int) -> Article:
        article = self._readable(request, pk)
        if not permissions.can_edit(request.user, article):
            raise PermissionDenied("Your role does not allow changing this story.")
        return article

    def _side(self, article: Article, asked: str) -> dict:
        """A version’s content, or that of what is live, and what it is called. Raises Http404."""
        if asked == LIVE:
            live = article.editions.live(timezone.now()).first()
            if not live:
                raise Http404
            return {
                "label": f"Edition {live.number}, live",
                "at": live.live_from,
                "content": content.of_edition(live),
            }
        wanted = number(asked, digits=9)
        revision = (
            Revision.objects.filter(article=article, number=wanted).select_related("by").first()
        )
        if revision:
            return {
                "label": str(revision),
                "at": revision.at,
                "by": revision.by,
                "content": revision.content,
            }
        if wanted == article.version:  # from before versions were kept
            return {
                "label": "The working copy",
                "at": article.saved_at,
                "content": content.of(article),
            }
        raise Http404
