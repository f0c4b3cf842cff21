"""Several stories of the list at once: first what will happen is shown, then what has happened,
story by story."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from articles.admin.story.changelist.bulk_actions import ACTS, BY_NAME, Act
from articles.admin.story.page import Page
from articles.errors import StepRefused
from articles.models import Article


def _action(act: Act):
    """The admin's action that leads to the page; it takes what is picked on one page, never all
    pages."""

    @admin.action(description=act.label)
    def lead(model_admin, request: HttpRequest, queryset) -> HttpResponse:
        picked = request.POST.getlist(admin.helpers.ACTION_CHECKBOX_NAME)
        query = urlencode([("act", act.name), *(("story", pk) for pk in picked)])
        return HttpResponseRedirect(f"{reverse('admin:articles_article_bulk')}?{query}")

    lead.__name__ = f"bulk_{act.name}"
    return lead


ACTIONS = [_action(act) for act in ACTS]


def allowed_actions(user) -> set[str]:
    """The names of those that the role allows."""
    return {f"bulk_{act.name}" for act in ACTS if act.rule(user)}


class BulkActs(Page):
    """The page of these acts."""

    def get_urls(self) -> list:
        return [self.path("bulk/", self.bulk_view, "bulk")]

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """Asks what the act needs to know, shows what it would do, does it when that is sent."""
        if not request.user.has_perm("articles.change_article"):
            raise PermissionDenied("Your role does not allow changing stories.")
        data = request.POST if request.method == "POST" else request.GET
        act = BY_NAME.get(data.get("act", ""))
        stories = self._picked(data)
        if act is None or not stories:
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        asked = "asked" in data or not act.form.base_fields
        form = act.form(data if asked else None)
        rows = []
        valid = form.is_valid()
        if valid:
            take = _taken if request.method == "POST" else _foreseen
            rows = [take(act, story, form.cleaned_data, request) for story in stories]
        context = {
            "title": act.label.rstrip("…"),
            "act": act,
            "form": form,
            "stories": stories,
            "rows": rows,
            "done": valid and request.method == "POST",
            "number": sum(row["ok"] for row in rows),
        }
        status = 422 if asked and not valid else 200
        return self.render(request, "bulk", context, status=status)

    def _picked(self, data: QueryDict) -> list[Article]:
        """At most the stories of a page, in the list's order."""
        numbers = [
            pk for pk in data.getlist("story") if pk.isascii() and pk.isdigit() and len(pk) < 19
        ]
        return list(
            Article.objects.filter(pk__in=numbers[: self.admin.list_per_page]).select_related(
                "section", "owner"
            )
        )


def _foreseen(act: Act, story: Article, given: dict, request: HttpRequest) -> dict:
    """What would happen with a story."""
    try:
        before, after = act.what(story, given, request.user)
    except StepRefused as refusal:
        return {"story": story, "ok": False, "why": str(refusal)}
    return {"story": story, "ok": True, "before": before, "after": after}


def _taken(act: Act, story: Article, given: dict, request: HttpRequest) -> dict:
    """What happened with a story. It is left alone where it is not what was shown any more."""
    row = _foreseen(act, story, given, request)
    if not row["ok"]:
        return row
    if request.POST.get(f"version-{story.pk}") != str(story.version):
        return {"story": story, "ok": False, "why": "It was saved meanwhile. Look at it again."}
    try:
        act.do(story, given, request.user)
    except StepRefused as refusal:
        return {"story": story, "ok": False, "why": str(refusal)}
    return row
