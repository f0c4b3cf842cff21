"""What the pages of a story's admin have in common."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin.story.form.bar import bar_context
from articles.models import Article

#: The header with which a page's script asks for what belongs into a panel over the story.
PART = "X-Part"


class Page:
    """One page, or a few about the same, beside the list and the form of an admin.

    Each is made once, with the admin that it belongs to, which gathers the addresses, and what the
    list and the form show of it.
    """

    def __init__(self, admin: ModelAdmin) -> None:
        self.admin = admin

    def get_urls(self) -> list[URLPattern]:
        raise NotImplementedError

    def path(self, route: str, view: Callable, name: str) -> URLPattern:
        """An address under that of the list, for those who may enter the admin."""
        return path(route, self.admin.admin_site.admin_view(view), name=f"articles_article_{name}")

    def form_context(self, request: HttpRequest, article: Article | None) -> dict:
        """What the template of the form needs; `article` is None for a new one."""
        return {}

    def list_context(self, request: HttpRequest) -> dict:
        """What the template of the list needs."""
        return {}

    def render(
        self, request: HttpRequest, name: str, context: dict, status: int = 200
    ) -> TemplateResponse:
        """The template of this name, with what each page of the admin needs."""
        base = {**self.admin.admin_site.each_context(request), "opts": self.admin.opts}
        if PART in request.headers:
            base |= {"shell": "admin/_panel.html", "in_panel": True}
        template = f"admin/articles/article/{name}.html"
        return TemplateResponse(request, template, {**base, **context}, status=status)

    def done(self, request: HttpRequest, article: Article, told: str) -> HttpResponse:
        """Where a step ends: at the story, with what is `told`; in a panel, what the story's page
        needs to show it."""
        if PART not in request.headers:
            self.admin.message_user(request, told, messages.SUCCESS)
            return HttpResponseRedirect(story_page(article))
        stored = Article.objects.get(pk=article.pk)
        context = {"told": told, "original": stored, "change": True}
        context |= bar_context(request.user, stored)
        return TemplateResponse(request, "admin/articles/article/_done.html", context)


def story_page(article: Article) -> str:
    """The address of the form of a story."""
    return reverse("admin:articles_article_change", args=[article.pk])
