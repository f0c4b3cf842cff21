"""Second looks: one reply after the other, without how it was decided; and how far people agree."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.admin.read_only import ReadOnlyAdmin
from comments import permissions
from comments.errors import DecisionRefused, NotAllowed
from comments.models import CommentVersion, HouseRule, SecondLook
from comments.moderation import second_looks
from newsroom.lib.text.strings import number

#: Nobody needs to know exactly how many more wait.
MAX_COUNT = 100
#: Results are of the last 90 days.
DAYS = 90


class SecondLookAdmin(ReadOnlyAdmin):
    def has_view_permission(self, request, obj=None) -> bool:
        return permissions.can_decide(request.user)

    has_module_permission = has_view_permission

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("answer/", view(self.answer_view), name="comments_secondlook_answer"),
            path("results/", view(self.results_view), name="comments_secondlook_results"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.page(request)

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        """It would tell how the decision went."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(page_url())

    def answer_view(self, request: HttpRequest) -> HttpResponse:
        """What this moderator would have decided: `look`, `act`, `rule`."""
        if not self.has_view_permission(request):
            raise PermissionDenied("Your role does not allow deciding about replies.")
        if request.method != "POST":
            return redirect(page_url())
        look = number(request.POST.get("look"))
        to = request.POST.get("act", "")
        rule = HouseRule.objects.filter(pk=number(request.POST.get("rule"))).first()
        try:
            second_looks.answer(look, to=to, by=request.user, rule=rule)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except DecisionRefused as refusal:
            return self.page(request, 422, refused=str(refusal))
        self.message_user(request, "Noted. It changes nothing by itself.", messages.SUCCESS)
        return redirect(page_url())

    def results_view(self, request: HttpRequest) -> HttpResponse:
        """How far second looks agree with the first decision."""
        if not request.user.has_perm("comments.see_figures"):
            raise PermissionDenied("Your role does not allow this.")
        found = second_looks.agreement(timezone.now() - dt.timedelta(days=DAYS))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Second looks: results",
            "found": found,
            "days": DAYS,
            "tables": [("Reason", found.by_reason), ("Who decided", found.by_person)],
        }
        return TemplateResponse(request, "admin/comments/secondlook/results.html", context)

    def page(self, request: HttpRequest, status: int = 200, **more) -> HttpResponse:
        """The next one for this moderator. A fixed number of queries."""
        waiting = second_looks.waiting_for(request.user)
        look = waiting.select_related(
            "decision__comment__parent",
            "decision__comment__edition__section",
            "decision__comment__edition__address",
        ).first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Second look",
            "look": look,
            "text": text_of(look) if look else "",
            "count": len(waiting.values_list("pk")[: MAX_COUNT + 1]),
            "many": MAX_COUNT,
            "rules": HouseRule.objects.all(),
            "may_see": request.user.has_perm("comments.see_figures"),
            **more,
        }
        return TemplateResponse(
            request, "admin/comments/secondlook/page.html", context, status=status
        )


def page_url() -> str:
    return reverse("admin:comments_secondlook_changelist")


def text_of(look: SecondLook) -> str:
    """The text that was decided about. One query where its author has changed it since then."""
    comment, version = look.decision.comment, look.decision.version
    if comment.version == version:
        return comment.text
    former = CommentVersion.objects.filter(comment=comment, number=version).values_list(
        "text", flat=True
    )
    return former.first() or comment.text
