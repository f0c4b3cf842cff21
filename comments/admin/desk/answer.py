"""Answering a reply as the newsroom: the answer stands under it at once, marked as such. A reply
that is held is approved with it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from articles.models import Edition
from comments import permissions
from comments.errors import DecisionRefused, ReplyRefused
from comments.findings import Draft
from comments.intake.form import is_not_too_long
from comments.intake.post import post_reply
from comments.models import Comment, State
from comments.moderation import decisions
from newsroom.lib.text.strings import storable


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Your answer",
        validators=[is_not_too_long],
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Please write the answer."},
    )


class Answering:
    """Of the admin of replies: the page on which one is answered."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("<number:pk>/answer/", view(self.answer_view), name="comments_comment_answer"),
            *super().get_urls(),
        ]

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The reply with a form below it; 303 to the answer on the story's page once it is
        posted."""
        if not permissions.can_answer(request.user):
            raise PermissionDenied
        answerable = [State.SHOWN]
        if permissions.can_decide(request.user):
            answerable.append(State.HELD)
        comment = get_object_or_404(
            Comment.objects.filter(state__in=answerable).select_related("edition__address"), pk=pk
        )
        form = AnswerForm(request.POST or None)
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid() and (answer := self._posted(request, comment, form)):
                messages.success(request, "Your answer is shown.")
                return redirect(answer)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Answer {comment.name}",
            "opts": self.opts,
            "comment": comment,
            "form": form,
            "approves": comment.state == State.HELD,
            "seen": request.POST.get("seen") or comment.revision,
            "signed": str(request.user),
        }
        return TemplateResponse(
            request, "admin/comments/comment/answer.html", context, status=status
        )

    def _posted(self, request: HttpRequest, comment: Comment, form: AnswerForm) -> Comment | None:
        """The answer as it stands; None where it can't be taken, which the form says then."""
        live = (
            Edition.objects.live(timezone.now())
            .filter(article=comment.article_id)
            .select_related("address")
        )
        edition = live.first()
        if edition is None:
            form.add_error(None, "The story is not on the site any more.")
            return None
        draft = Draft(
            str(request.user), "", "", storable(form.cleaned_data["text"]).replace("\r\n", "\n")
        )
        try:
            with transaction.atomic():
                if comment.state == State.HELD:
                    seen = request.POST.get("seen") or comment.revision
                    approve(comment, seen, request.user)
                return post_reply(
                    edition=edition, draft=draft, parent_id=comment.pk, by=request.user
                ).comment
        except (DecisionRefused, ReplyRefused) as refusal:
            form.add_error(None, str(refusal))
            return None


def approve(comment: Comment, seen: str, by) -> None:
    """Show a held reply that is about to be answered. Raises DecisionRefused where it has changed
    since it was `seen`."""
    outcome = decisions.decide(
        [comment.pk], to=State.SHOWN, by=by, expected_states={comment.pk: seen}
    )
    if not outcome.decided:
        raise DecisionRefused(
            "The reply has changed meanwhile: somebody decided about it, or its author rewrote it."
            " Look at it again before you answer."
        )
