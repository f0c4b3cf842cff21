"""Appeals: the list that is worked off, and the answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.admin.read_only import ReadOnlyAdmin
from comments import permissions
from comments.complaints import appeals
from comments.desk import cases
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Appeal, AppealState
from newsroom.lib.text.strings import number, storable

DONE = {
    AppealState.UPHELD: "The decision stands. The author is told, with your answer.",
    AppealState.OVERTURNED: "The reply is shown again. The author is told, with your answer.",
}


class AppealAdmin(ReadOnlyAdmin):
    """Cards instead of a table, those that are due first on top."""

    fields = [
        "comment",
        "decision",
        "text",
        "at",
        "due_at",
        "state",
        "answer",
        "decided_by",
        "decided_at",
        "outcome",
    ]

    def get_urls(self) -> list:
        answer = self.admin_site.admin_view(self.answer_view)
        return [
            path("<number:pk>/answer/", answer, name="comments_appeal_answer"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.queue(request, request.GET)

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Uphold or overturn: `outcome`, `answer`."""
        if not permissions.can_decide_appeal(request.user):
            raise PermissionDenied("Your role does not allow deciding about appeals.")
        here = reverse("admin:comments_appeal_changelist")
        if request.method != "POST":
            return redirect(here)
        appeal = get_object_or_404(Appeal, pk=pk)
        answer = request.POST.get("answer", "")
        try:
            appeal = appeals.answer(
                appeal, request.POST.get("outcome", ""), by=request.user, answer=answer
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except DecisionRefused as refusal:
            said = {"refused": str(refusal), "refused_at": pk, "typed": storable(answer)}
            return self.queue(request, request.POST, status=422, **said)
        self.message_user(request, DONE[AppealState(appeal.state)], messages.SUCCESS)
        return redirect(here)

    def queue(
        self, request: HttpRequest, asked: QueryDict, status: int = 200, **more
    ) -> HttpResponse:
        """The list that is asked for; with what was typed, when an appeal could not be answered."""
        tab = asked.get("tab") or cases.OPEN
        if tab not in cases.TABS:
            raise Http404("There is no such list.")
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Appeals",
            "tab": tab,
            "count": cases.counted(Appeal),
            "now": now,
            "longest": appeals.appeals.MAX_LENGTH,
            "page": cases.appeal_cases(tab, number(asked.get("page")) or 1, request.user, now),
            "may_decide": permissions.can_decide_appeal(request.user),
            **more,
        }
        return TemplateResponse(request, "admin/comments/appeal/queue.html", context, status=status)
