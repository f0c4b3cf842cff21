"""The story form's way of losing nothing: what is typed is kept, and offered again; who is there is
told."""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.exceptions import PermissionDenied
from django.forms.utils import ErrorDict
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.admin.story.page import Page
from articles.models import Article, Autosave
from articles.writing import autosave
from newsroom.lib.text.strings import number

#: Not part of what was typed.
LEFT_OUT = ("csrfmiddlewaretoken", "tab")


class Autosaves(Page):
    """What the form tells while it is typed."""

    def get_urls(self) -> list:
        return [
            self.path("add/autosave/", self.autosave_view, "add_autosave"),
            self.path("<number:pk>/autosave/", self.autosave_view, "autosave"),
            self.path("<number:pk>/presence/", self.presence_view, "presence"),
            self.path("discard/<uuid:tab>/", self.discard_view, "discard"),
        ]

    def autosave_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Keep the form's fields; answers when, once they are on disk."""
        article = get_object_or_404(Article, pk=pk) if pk else None
        if not (
            self.admin.has_change_permission(request, article)
            if article
            else self.admin.has_add_permission(request)
        ):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        tab = _tab(request)
        seen = request.POST.get("seen_version", "")
        if tab is None:
            return HttpResponseBadRequest("A form says which one it is.")
        fields = {name: values for name, values in request.POST.lists() if name not in LEFT_OUT}
        kept = autosave.keep(
            article, fields, by=request.user, tab=tab, seen_version=number(seen, digits=9)
        )
        return JsonResponse({"at": _clock(kept.at)})

    def presence_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who else has the story open, and which version of it is stored."""
        article = get_object_or_404(Article.objects.select_related("saved_by"), pk=pk)
        if not self.admin.has_view_permission(request, article):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        tab = _tab(request)
        if tab is None:
            return HttpResponseBadRequest("A form says which one it is.")
        if "leaving" in request.POST:
            autosave.leave(article, by=request.user, tab=tab)
            return HttpResponse(status=204)
        others = autosave.be_here(
            article, by=request.user, tab=tab, is_typing=request.POST.get("typing") == "1"
        )
        return JsonResponse(
            {
                "others": [{"name": one.name, "typing": one.is_typing} for one in others],
                "version": article.version,
                "saved": {"by": str(article.saved_by), "at": _clock(article.saved_at)},
            }
        )

    def discard_view(self, request: HttpRequest, tab: uuid.UUID) -> HttpResponse:
        """Forget one's own text that was never saved."""
        if not request.user.has_perm("articles.add_article"):
            raise PermissionDenied
        kept = Autosave.objects.filter(person=request.user, tab=tab).first()
        if request.method == "POST" and kept:
            autosave.discard(request.user, tab)
            self.admin.message_user(request, "Discarded.")
        return HttpResponseRedirect(_form_of(kept.article_id) if kept else _form_of(None))

    def form_context(self, request: HttpRequest, article: Article | None) -> dict:
        taken_up = getattr(request, "taken_up", None)
        asked = (
            request.POST.get("tab") if request.method == "POST" else taken_up and str(taken_up.tab)
        )
        context = {
            "tab": asked or str(uuid.uuid4()),
            "taken_up": taken_up,
            "saved_tab": request.session.pop("saved_tab", None),
        }
        if request.method == "GET" and not taken_up:
            kept = autosave.kept_for(request.user, article)[:5]
            context["unsaved"] = [each for each in kept if autosave.differs(each, article)]
            if context["unsaved"] and article:
                context["found"] = autosave.what_differs(context["unsaved"][0], article)
        if article:
            context["others"] = autosave.others_in(article, request.user, timezone.now())
        return context


class TakesUp:
    """A ModelAdmin whose form goes on with what was typed and never saved, where `?take_up=` asks
    for it."""

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        request.taken_up = _taken_up(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs) -> type:
        form = super().get_form(request, obj, **kwargs)
        taken_up = getattr(request, "taken_up", None)
        return taken_up_form(form, _as_posted(taken_up.fields)) if taken_up else form

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline, prefix: str) -> dict:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        taken_up = getattr(request, "taken_up", None)
        if (
            taken_up
            and hasattr(inline.formset, "unchecked")
            and f"{prefix}-TOTAL_FORMS" in taken_up.fields
        ):
            kwargs |= {"data": _as_posted(taken_up.fields), "unchecked": True}
        return kwargs


def forget_typed(request: HttpRequest) -> None:
    """What stood in this form is saved: the autosave goes, and the browser may forget its own
    copy."""
    tab = _tab(request)
    if tab:
        autosave.discard(request.user, tab)
        request.session["saved_tab"] = str(tab)


def _taken_up(request: HttpRequest, object_id) -> Autosave | None:
    """The autosave that the address asks for, if it is one's own, and of this story."""
    asked = request.GET.get("take_up", "")
    if request.method != "GET" or not asked:
        return None
    try:
        tab = uuid.UUID(asked)
    except ValueError:
        return None
    found = Autosave.objects.filter(person=request.user, tab=tab).first()
    return found if found and str(found.article_id or "") == (object_id or "") else None


def taken_up_form(form: type, data: QueryDict) -> type:
    """The form filled with what was typed before; nothing is checked until it is sent."""

    class TakenUp(form):
        def __init__(self, given=None, *args, **kwargs) -> None:
            super().__init__(data if given is None else given, *args, **kwargs)
            if given is None:
                self._errors = ErrorDict()

    return TakenUp


def _as_posted(fields: autosave.Fields) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def _tab(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("tab", ""))
    except ValueError:
        return None


def _form_of(article_id: int | None) -> str:
    if article_id:
        return reverse("admin:articles_article_change", args=[article_id])
    return reverse("admin:articles_article_add")


def _clock(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "H:i:s")
