"""The moderation desk: the admin's page for replies."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles import paging
from articles.admin.readonly import ReadOnlyAdmin
from comments import deciding, picking, queues, reporting, rules
from comments.admin.answering import Answering
from comments.errors import DecisionRefused, NotAllowed
from comments.models import Decision, HouseRule, Risk, State
from newsroom.lib.text import storable

DONE = {
    State.SHOWN: "shown to readers",
    State.REJECTED: "rejected",
    State.SPAM: "marked as spam",
    State.HELD: "held again",
}
KEPT = ("queue", "q", "story", "page")


class CommentAdmin(Answering, ReadOnlyAdmin):
    """Queues of cards instead of a table; one reply's page shows all that was decided about it."""

    fields = ["name", "email", "website", "text", "state", "edition", "parent", "created_at", "shown_at", "network"]
    change_form_template = "admin/comments/comment/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("decide/", view(self.decide_view), name="comments_comment_decide"),
            path("undo/", view(self.undo_view), name="comments_comment_undo"),
            path("keep/", view(self.keep_view), name="comments_comment_keep"),
            path("pick/", view(self.pick_view), name="comments_comment_pick"),
            path("<int:pk>/answer/", view(self.answer_view), name="comments_comment_answer"),
            path("unpick/", view(self.unpick_view), name="comments_comment_unpick"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        decisions = Decision.objects.filter(comment=object_id).select_related("by", "rule")
        decisions = decisions.order_by("decided_at", "pk")
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "decisions": decisions})

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not rules.can_read(request.user):
            raise PermissionDenied
        return self.desk(request, request.GET)

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        """Decide about one reply (`act=shown:12`) or all that are ticked (`act=shown`)."""
        if not rules.can_decide(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(self.desk_url())
        to, _, one = request.POST.get("act", "").partition(":")
        if to not in DONE:
            raise Http404("There is no such decision.")
        ids = numbers([one] if one else request.POST.getlist("ids"))
        suffix = f"-{one}" if one else ""
        if not ids:
            messages.warning(request, "Tick at least one reply, then choose what to do with all of them.")
            return self.desk(request, request.POST, status=422)
        chosen = numbers([request.POST.get(f"rule{suffix}", "")])
        try:
            outcome = deciding.decide(
                ids, to=to, by=request.user, note=request.POST.get(f"note{suffix}", "").strip(),
                rule=HouseRule.objects.filter(pk__in=chosen).first() if to == State.REJECTED else None,
                seen_states={pk: request.POST.get(f"seen-{pk}", "") for pk in ids},
            )  # fmt: skip
        except DecisionRefused as error:
            return self.desk(request, request.POST, status=422, refused=str(error), refused_at=one or "many")
        self.tell_unchanged(request, outcome)
        return redirect(self.desk_url(request.POST, done=outcome.batch if outcome.decided else None))

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Take back one's own act."""
        if not rules.can_decide(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(self.desk_url())
        try:
            outcome = deciding.undo(batch_of(request.POST), by=request.user)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except DecisionRefused as error:
            messages.warning(request, str(error))
            return redirect(self.desk_url(request.POST))
        self.tell_unchanged(request, outcome)
        if outcome.decided:
            messages.success(request, f"Undone: {count_of(outcome.decided)} as before.")
        return redirect(self.desk_url(request.POST))

    def keep_view(self, request: HttpRequest) -> HttpResponse:
        """Leave a reported reply as it is."""
        return self.mark(request, reporting.keep, "kept; what was reported is settled")

    def pick_view(self, request: HttpRequest) -> HttpResponse:
        return self.mark(request, picking.pick, "picked: it stands above the thread now")

    def unpick_view(self, request: HttpRequest) -> HttpResponse:
        return self.mark(request, picking.unpick, "no longer picked")

    def mark(self, request: HttpRequest, step: Callable, done: str) -> HttpResponse:
        """Take a step with the one reply that `act` names, and go back to the queue."""
        if not rules.can_decide(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(self.desk_url())
        for number in numbers([request.POST.get("act", "")]):
            try:
                comment = step(number, by=request.user)
            except DecisionRefused as error:
                messages.warning(request, str(error))
            else:
                messages.success(request, f"The reply of {comment.name} is {done}.")
        return redirect(self.desk_url(request.POST))

    def desk(self, request: HttpRequest, asked: QueryDict, status: int = 200, **more) -> HttpResponse:
        """The desk as asked for; with what was typed, when a decision could not be made."""
        queue = queues.BY_NAME.get(asked.get("queue", "held"))
        if queue is None:
            raise Http404("There is no such queue.")
        number = next(iter(numbers([asked.get("page", "1")])), 1)
        story = next(iter(numbers([asked.get("story", "")])), None)
        query = storable(asked.get("q", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": "Replies",
            "opts": self.opts,
            "queues": queues.QUEUES,
            "queue": queue,
            "waiting": queues.waiting(),
            "reported": queues.reported(),
            "many": queues.MANY,
            "page": queues.page(queue, number=number, query=query, story=story),
            "query": query,
            "searched": "" if queues.is_address(query) else f"{paging.SEARCHED:,}",
            "story": story,
            "rules": HouseRule.objects.all(),
            "may_decide": rules.can_decide(request.user),
            "may_answer": rules.can_answer(request.user),
            "may_flip": rules.can_flip(request.user),
            "kept": {name: asked[name] for name in KEPT if asked.get(name)},
            "typed": asked if status == 422 else {},
            "ticked": numbers(asked.getlist("ids")),
            "done": self.done(request, asked),
            **more,
        }
        stories = {card.comment.article_id for card in context["page"]}
        context["risks"] = {
            risk.article_id: risk for risk in Risk.objects.active(timezone.now()).filter(article__in=stories)
        }
        return TemplateResponse(request, "admin/comments/comment/desk.html", context, status=status)

    def done(self, request: HttpRequest, asked: QueryDict) -> dict | None:
        """What the moderator's last act came to, as long as it can be undone."""
        batch = batch_of(asked, "done")
        decisions = Decision.objects.filter(batch=batch, by=request.user, undone_by=None) if batch else []
        if not decisions:
            return None
        return {"batch": batch, "words": f"{count_of(decisions)} {DONE[State(decisions[0].to_state)]}."}

    def tell_unchanged(self, request: HttpRequest, outcome: deciding.Outcome) -> None:
        if outcome.unchanged or outcome.missing:
            who = count_of([*outcome.unchanged, *outcome.missing])
            messages.warning(request, f"{who} left as it is: somebody else has decided about it in the meantime.")

    def desk_url(self, asked: QueryDict | None = None, done: uuid.UUID | None = None) -> str:
        query = QueryDict(mutable=True)
        query.update({name: asked[name] for name in KEPT if asked and asked.get(name)})
        if done:
            query["done"] = str(done)
        address = reverse("admin:comments_comment_changelist")
        return f"{address}?{query.urlencode()}" if query else address


def numbers(words: list[str]) -> list[int]:
    """The positive numbers of up to 18 digits among `words`."""
    return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= 18 and int(word)]


def batch_of(asked: QueryDict, name: str = "batch") -> uuid.UUID | None:
    try:
        return uuid.UUID(asked.get(name, ""))
    except ValueError:
        return None


def count_of(things) -> str:
    return "1 reply" if len(things) == 1 else f"{len(things)} replies"
