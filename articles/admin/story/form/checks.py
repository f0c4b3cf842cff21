"""Checks on a story's page: beside the text while it is written, and in a message when it is
saved."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import path

from articles import permissions
from articles.admin.story.form import unsaved
from articles.checks import checklist
from articles.models import Article

FOUND = "admin/articles/article/_findings.html"


class CheckPages:
    """A ModelAdmin whose form shows what the checks find, also in what is only typed so far."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.checks_view)
        return [path("checks/", view, name="articles_article_checks"), *super().get_urls()]

    def checks_view(self, request: HttpRequest) -> HttpResponse:
        """The findings about the form's fields as they are sent, as a fragment of HTML. Nothing is
        saved or read."""
        if not permissions.can_write(request.user):
            raise PermissionDenied("Your role does not allow writing stories.")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        names = [credit.author.name for credit in unsaved.credits(request.POST)]
        return render(
            request,
            FOUND,
            {"findings": checklist.run_typed(unsaved.story(request.POST), signed_by=names)},
        )

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, **kwargs
    ) -> HttpResponse:
        article = kwargs.get("obj")
        if article and self.has_change_permission(request, article):
            context["findings"] = checklist.run(article)
        return super().render_change_form(request, context, *args, **kwargs)

    def tell_checks(self, request: HttpRequest, article: Article) -> None:
        """Say after a save what has to be mended."""
        missing = checklist.musts(
            checklist.run(Article.objects.get(pk=article.pk))
        )  # as stored, with its byline of now
        if missing:
            words = " ".join(finding.words for finding in missing)
            self.message_user(request, f"Before it can be published: {words}", messages.WARNING)
