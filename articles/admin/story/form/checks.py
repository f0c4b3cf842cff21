"""Checks on a story's page: beside the text while it is written, and in a message when it is
saved."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from articles import permissions
from articles.admin.story.form import unsaved
from articles.admin.story.page import Page
from articles.checks import checklist
from articles.models import Article
from newsroom.lib.text.strings import number

FOUND = "admin/articles/article/_findings.html"


class Checks(Page):
    """What the checks find, also in what is only typed so far."""

    def get_urls(self) -> list:
        return [self.path("checks/", self.checks_view, "checks")]

    def checks_view(self, request: HttpRequest) -> HttpResponse:
        """The findings about the form's fields as they are sent, as a fragment of HTML. Nothing is
        saved or read."""
        if not permissions.can_write(request.user):
            raise PermissionDenied("Your role does not allow writing stories.")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        names = [credit.author.name for credit in unsaved.credits(request.POST)]
        findings = checklist.run_typed(
            unsaved.story(request.POST),
            signed_by=names,
            has_topic=bool(unsaved.topics(request.POST)),
            known_as=number(request.POST.get("story"), digits=9),
        )
        return render(request, FOUND, {"findings": findings})

    def form_context(self, request: HttpRequest, article: Article | None) -> dict:
        if article and self.admin.has_change_permission(request, article):
            return {"findings": checklist.run(article)}
        return {}


def tell(request: HttpRequest, article: Article) -> None:
    """Say after a save what has to be mended."""
    stored = Article.objects.get(pk=article.pk)  # with its byline of now
    missing = checklist.musts(checklist.run(stored))
    if missing:
        words = " ".join(finding.words for finding in missing)
        messages.warning(request, f"Before it can be published: {words}")
