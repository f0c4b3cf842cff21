"""The few fields of a story that are changed from the list: a small page, and the same as a
drawer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import permissions
from articles.admin.story.form.collision import collision_page
from articles.admin.story.form.form import ArticleForm
from articles.admin.story.page import Page
from articles.errors import Collision, NotAllowed, StepRefused
from articles.models import Article
from articles.writing import save

#: The header with which the page's script asks for the form alone.
PART = "X-Part"
PART_TEMPLATE = "admin/articles/article/_quick.html"


class QuickForm(ArticleForm):
    class Meta:
        model = Article
        fields = ("headline", "slug", "section", "owner", "due_at")
        widgets = {
            "due_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M:%S"
            ),
        }


class QuickEdit(Page):
    """These fields of one row of the list."""

    def get_urls(self) -> list:
        return [self.path("<number:pk>/quick/", self.quick_view, "quick")]

    def quick_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, and saving it: back to the list, or 204 where the script asked."""
        article = get_object_or_404(Article.objects.select_related("saved_by"), pk=pk)
        if not permissions.can_edit(request.user, article):
            raise PermissionDenied("Your role does not allow changing this story.")
        headline = article.headline
        form = QuickForm(request.POST or None, instance=article)
        if request.method == "POST" and form.is_valid():
            try:
                saved = save.save_article(form.instance, by=request.user)
            except Collision as collision:
                return collision_page(self.admin, request, collision)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from None
            except StepRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return self._quickly_saved(request, article, saved.note)
        part = PART in request.headers
        context = {
            "form": form,
            "article": article,
            "headline": headline,
            "part": part,
            "title": "Quick edit",
        }
        context["back"] = (request.POST or request.GET).get("back", "")
        status = 422 if form.errors else 200
        if part:
            return TemplateResponse(request, PART_TEMPLATE, context, status=status)
        return self.render(request, "quick", context, status=status)

    def _quickly_saved(self, request: HttpRequest, article: Article, note: str) -> HttpResponse:
        if PART in request.headers:
            return HttpResponse(status=204)
        self.admin.message_user(
            request, f"Saved “{article.headline}”. {note}".strip(), messages.SUCCESS
        )
        query = QueryDict(request.POST.get("back", "")).urlencode()
        address = reverse("admin:articles_article_changelist")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
