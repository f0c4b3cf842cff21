"""Remarks in the admin: beside the story's text, and on a page of their own where one could not be
taken."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import permissions
from articles.admin.story.page import PART, Page
from articles.errors import StepRefused
from articles.models import Article, Place, Remark
from articles.review import anchors, paragraphs, remarks

#: Maximum number of open remarks in the list, and of those resolved last.
MAX_OPEN = 100
MAX_RESOLVED = 20


class Remarks(Page):
    """What is remarked on a story, and the steps with a remark."""

    def get_urls(self) -> list:
        one = "<number:pk>/remarks/<number:number>"
        return [
            self.path("<number:pk>/remarks/", self.remarks_view, "remarks"),
            self.path(f"{one}/answer/", self.answer_view, "answer"),
            self.path(f"{one}/resolve/", self.resolve_view, "resolve"),
            self.path(f"{one}/reopen/", self.reopen_view, "reopen"),
        ]

    def form_context(self, request: HttpRequest, article: Article | None) -> dict:
        return panel(request, article) if article else {}

    def remarks_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remark; without posting anything, the remarks alone."""
        article = self._remarkable(request, pk)
        if request.method != "POST":
            return self._remarks_page(request, article)
        text = request.POST.get("remark-text", "")
        at = request.POST.get("remark-at", "")
        story = Article.objects.get(pk=pk)
        known = next((spot for spot in anchors.of(story, ()) if spot.at == at), None)
        pin = anchors.pin(story, at if known else Place.STORY)
        try:
            remarks.remark(article, text=text, pin=pin, version=article.version, by=request.user)
        except StepRefused as refusal:
            return self._remarks_page(request, article, refused=str(refusal), typed=text, at=at)
        return self._settle_page(request, article)

    def answer_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        article = self._remarkable(request, pk)
        if request.method != "POST":
            return _back(pk)
        text = request.POST.get(f"answer-{number}", "")
        try:
            remarks.answer(_remark(article, number), text=text, by=request.user)
        except StepRefused as refusal:
            return self._remarks_page(
                request, article, refused=str(refusal), answered=number, answer=text
            )
        return self._settle_page(request, article)

    def resolve_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        return self._settled(request, pk, number, remarks.resolve, "Resolved.")

    def reopen_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        return self._settled(request, pk, number, remarks.reopen, "Open again.")

    def _settled(self, request: HttpRequest, pk: int, number: int, step, done: str) -> HttpResponse:
        article = self._remarkable(request, pk)
        if not permissions.can_resolve(request.user, article):
            raise PermissionDenied("Your role does not allow resolving remarks on this story.")
        if request.method == "POST":
            step(_remark(article, number), by=request.user)
            if PART not in request.headers:
                self.admin.message_user(request, done, messages.SUCCESS)
        return self._settle_page(request, article)

    def _remarkable(self, request: HttpRequest, pk: int) -> Article:
        article = get_object_or_404(Article, pk=pk)
        if not permissions.can_remark(request.user, article):
            raise PermissionDenied("Your role does not allow remarks on this story.")
        return article

    def _settle_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Where a step with a remark ends: at the story, or with the panel as it is now for the
        script of a story that is being written."""
        return (
            self._remarks_page(request, article) if PART in request.headers else _back(article.pk)
        )

    def _remarks_page(self, request: HttpRequest, article: Article, **refused) -> HttpResponse:
        base = {"article": article, "original": article, "title": "Remarks"}
        context = {**base, **panel(request, article), **refused}
        name = "_remarks_part" if PART in request.headers else "remarks"
        return self.render(request, name, context, status=422 if refused else 200)


def panel(request: HttpRequest, article: Article) -> dict:
    """What the panel shows, beside the story as it is stored. At most four queries."""
    stored = paragraphs.of(article.body)
    known = (
        article.remarks.threads()
        .select_related("by", "link", "resolved_by")
        .prefetch_related("answers__by")
    )
    return {
        "remarks": [
            _found(remark, stored) for remark in known.filter(resolved_at__isnull=True)[:MAX_OPEN]
        ],
        "resolved": [
            _found(remark, stored)
            for remark in known.filter(resolved_at__isnull=False)[:MAX_RESOLVED]
        ],
        "spots": anchors.of(article, ()),
        "may_resolve": permissions.can_resolve(request.user, article),
    }


def _found(remark: Remark, stored: list[paragraphs.Paragraph]) -> dict:
    """A remark, and the number of its paragraph as the text stands now; None when that is gone."""
    number = paragraphs.find(stored, remark.paragraph, remark.quote) if remark.paragraph else None
    return {
        "remark": remark,
        "number": number,
        "is_gone": bool(remark.paragraph) and number is None,
    }


def _remark(article: Article, number: int) -> Remark:
    return get_object_or_404(article.remarks.select_related("article", "parent"), pk=number)


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]) + "#remarks")
