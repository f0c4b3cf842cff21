"""The conversation in which a reply stands, with what readers do not see."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path

from comments import permissions
from comments.models import Comment, State

#: Maximum number of a thread's replies shown around the one that is asked for.
MAX_SHOWN = 60


class Conversation:
    """Of the admin of replies."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        where, name = "<number:pk>/conversation/", "comments_comment_conversation"
        return [path(where, view(self.conversation_view), name=name), *super().get_urls()]

    def conversation_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What stands before and after it in its thread, in every state but spam. Four queries."""
        if not permissions.can_read(request.user):
            raise PermissionDenied
        comment = get_object_or_404(Comment.objects.select_related("edition__address"), pk=pk)
        thread = Comment.objects.filter(article=comment.article_id, root=comment.root).exclude(
            state=State.SPAM
        )
        before = list(thread.filter(path__lt=comment.path).order_by("-path")[: MAX_SHOWN // 2])
        after = list(thread.filter(path__gt=comment.path).order_by("path")[: MAX_SHOWN // 2])
        context = {
            **self.admin_site.each_context(request),
            "title": "The conversation",
            "opts": self.opts,
            "comment": comment,
            "rows": [*reversed(before), comment, *after],
            "is_cut": len(before) + len(after) >= MAX_SHOWN // 2,
        }
        return TemplateResponse(request, "admin/comments/comment/conversation.html", context)
