"""Notices of illegal content: the list that is worked off, and a page for each case."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.admin.read_only import ReadOnlyAdmin
from comments import permissions
from comments.complaints import legal_notices
from comments.desk import cases
from comments.errors import DecisionRefused, NotAllowed
from comments.models import LegalNotice, NoticeState
from comments.moderation.effects import legal_notices as notice_effects
from newsroom.lib.text import diff
from newsroom.lib.text.strings import number, storable

DONE = {
    NoticeState.REMOVED: (
        "Closed: the reply is not shown. Its sender is told, and so is the author of the reply."
    ),
    NoticeState.KEPT: "Closed: the reply stays. Whoever sent the notice is told.",
}


class LegalNoticeAdmin(ReadOnlyAdmin):
    """A list of cases, those that are due first on top, and a page for each."""

    def get_urls(self) -> list:
        decide = self.admin_site.admin_view(self.decide_view)
        return [
            path("<number:pk>/decide/", decide, name="comments_legalnotice_decide"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        tab = request.GET.get("tab") or cases.OPEN
        if tab not in cases.TABS:
            raise Http404("There is no such list.")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Notices of illegal content",
            "tab": tab,
            "count": cases.counted(LegalNotice),
            "now": timezone.now(),
            "page": cases.notice_cases(tab, number(request.GET.get("page")) or 1),
        }
        return TemplateResponse(request, "admin/comments/legalnotice/queue.html", context)

    def change_view(
        self, request: HttpRequest, object_id, form_url="", extra_context=None
    ) -> HttpResponse:
        """The case, for all who may see notices."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.case(request, number(object_id))

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the reply off or leave it: `to`, `outcome`, `law`, `danger`, `seen`."""
        if not permissions.can_decide_notice(request.user):
            raise PermissionDenied(
                "Your role does not allow deciding about notices of illegal content."
            )
        if request.method != "POST":
            return redirect("admin:comments_legalnotice_change", pk)
        notice = get_object_or_404(LegalNotice, pk=pk)
        given = request.POST
        said = {name: given.get(name, "") for name in ("to", "outcome", "law")}
        seen = given.get("seen", "")
        try:
            notice = legal_notices.decide(
                notice, by=request.user, danger="danger" in given, expected_state=seen, **said
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except DecisionRefused as refusal:
            typed = {**said, "outcome": storable(said["outcome"]), "danger": "danger" in given}
            return self.case(request, pk, status=422, refused=str(refusal), typed=typed)
        self.message_user(request, DONE[NoticeState(notice.state)], messages.SUCCESS)
        return redirect(reverse("admin:comments_legalnotice_changelist"))

    def case(self, request: HttpRequest, pk: int, status: int = 200, **more) -> HttpResponse:
        """The page of a case; with what was typed, when it could not be decided."""
        found = LegalNotice.objects.select_related(
            "comment__edition__address",
            "comment__edition__section",
            "comment__parent",
            "decided_by",
        )
        notice = get_object_or_404(found.defer("comment__edition__body"), pk=pk)
        comment = notice.comment
        then = notice.evidence.get("text", "")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Notice {notice.reference}",
            "notice": notice,
            "comment": comment,
            "now": timezone.now(),
            "is_gone": notice_effects.is_gone(comment),
            "changed": diff.words(then, comment.text) if then != comment.text else None,
            "decisions": comment.decisions.select_related("by", "rule").order_by(
                "decided_at", "pk"
            ),
            "others": LegalNotice.objects.filter(comment=comment).exclude(pk=pk)[:10],
            "may_decide": permissions.can_decide_notice(request.user),
            "longest": legal_notices.MAX_OUTCOME_LENGTH,
            "longest_law": legal_notices.MAX_LAW_LENGTH,
            **more,
        }
        return TemplateResponse(
            request, "admin/comments/legalnotice/case.html", context, status=status
        )
