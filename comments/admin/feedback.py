"""The corrections desk: what readers want of the newsroom, and what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.admin.read_only import ReadOnlyAdmin
from articles.models import Article
from comments import permissions
from comments.errors import DecisionRefused
from comments.feedback import inbox, requests
from comments.models import Feedback, FeedbackState, Wish
from newsroom.lib.text.strings import number, storable

KEPT = ("tab", "story", "wish", "page")
DONE = {
    FeedbackState.FIXED: "Settled as mended.",
    FeedbackState.ANSWERED: "Answered.",
    FeedbackState.DECLINED: "Settled: not followed.",
}


class FeedbackAdmin(ReadOnlyAdmin):
    """Tabs of cards instead of a table."""

    fields = [
        "wish",
        "comment",
        "article",
        "wants_credit",
        "state",
        "answer",
        "edition",
        "created_at",
        "settled_at",
        "settled_by",
    ]

    def get_urls(self) -> list:
        settle = self.admin_site.admin_view(self.settle_view)
        return [path("settle/", settle, name="comments_feedback_settle"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.desk(request, request.GET)

    def settle_view(self, request: HttpRequest) -> HttpResponse:
        """Settle one: `hint`, `to`, `answer`."""
        if not permissions.can_settle_feedback(request.user):
            raise PermissionDenied("Your role does not allow settling feedback.")
        if request.method != "POST":
            return redirect(self.desk_url())
        found = get_object_or_404(Feedback, pk=number(request.POST.get("hint")))
        to = request.POST.get("to", "")
        answer = request.POST.get("answer", "")
        try:
            requests.settle(found, to=to, by=request.user, answer=answer)
        except DecisionRefused as refusal:
            said = {"refused": str(refusal), "refused_at": found.pk, "typed": storable(answer)}
            return self.desk(request, request.POST, status=422, **said)
        self.message_user(
            request, f"{DONE[FeedbackState(to)]} The reader is told.", messages.SUCCESS
        )
        return redirect(self.desk_url(request.POST))

    def desk(
        self, request: HttpRequest, asked: QueryDict, status: int = 200, **more
    ) -> HttpResponse:
        """The tab that is asked for; with what was typed, when something could not be settled."""
        tab = inbox.BY_NAME.get(asked.get("tab") or "open")
        if tab is None:
            raise Http404("There is no such tab.")
        story = number(asked.get("story"))
        wish = asked.get("wish", "")
        wish = wish if wish in Wish.values else ""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Corrections desk",
            "tabs": [(each, each.counted()) for each in inbox.TABS],
            "tab": tab,
            "wishes": Wish.choices,
            "wish": wish,
            "story": Article.objects.filter(pk=story).only("headline").first() if story else None,
            "page": inbox.page(tab, number=number(asked.get("page")) or 1, story=story, wish=wish),
            "may_settle": permissions.can_settle_feedback(request.user),
            "may_edit": request.user.has_perm("articles.change_article"),
            "kept": {name: asked[name] for name in KEPT if asked.get(name)},
            **more,
        }
        return TemplateResponse(
            request, "admin/comments/feedback/desk.html", context, status=status
        )

    def desk_url(self, asked: QueryDict | None = None) -> str:
        query = QueryDict(mutable=True)
        query.update({name: asked[name] for name in KEPT if asked and asked.get(name)})
        address = reverse("admin:comments_feedback_changelist")
        return f"{address}?{query.urlencode()}" if query else address
