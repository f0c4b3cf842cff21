"""What is done at the desk: decide about one reply or many, take that back, pick. A script is
answered in JSON."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from comments import permissions
from comments.admin.desk.selection import DONE, Act, batch_of, count_of, desk_url
from comments.desk import live, queues
from comments.errors import DecisionRefused, NotAllowed
from comments.models import HouseRule, State
from comments.moderation import decisions, picks
from comments.views.responses import wants_json
from newsroom.lib.text.strings import number


class Acts:
    """Of the admin of replies."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("decide/", view(self.decide_view), name="comments_comment_decide"),
            path("undo/", view(self.undo_view), name="comments_comment_undo"),
            path("pick/", view(self.pick_view), name="comments_comment_pick"),
            path("unpick/", view(self.unpick_view), name="comments_comment_unpick"),
            *super().get_urls(),
        ]

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        """Decide about one reply, all that are ticked, or all of a list that was frozen (see
        Act)."""
        if not permissions.can_decide(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(desk_url())
        act = Act.read(request.POST)
        if not act.numbers:
            return self.refused(
                request, act, "Tick at least one reply, then choose what to do with all of them."
            )
        try:
            outcome = decisions.decide(
                act.numbers,
                to=act.to,
                by=request.user,
                note=act.note(request.POST),
                expected_states=act.seen,
                rule=HouseRule.objects.filter(pk=act.rule).first()
                if act.to == State.REJECTED
                else None,
            )
        except DecisionRefused as error:
            return self.refused(request, act, str(error))
        if wants_json(request):
            return told(outcome, act.to)
        if "frozen" in request.POST:
            return self.bulk_done(request, outcome)
        self.tell_unchanged(request, outcome)
        at = number(request.POST.get(f"next-{act.one}")) if act.one else 0
        return redirect(
            desk_url(request.POST, done=outcome.batch if outcome.decided else None, at=at)
        )

    def refused(self, request: HttpRequest, act: Act, why: str) -> HttpResponse:
        """422, with what was typed."""
        if wants_json(request):
            return JsonResponse({"why": why}, status=422)
        if "frozen" in request.POST:
            return self.bulk_page(request, request.POST, refused=why)
        return self.desk(
            request, request.POST, status=422, refused=why, refused_at=act.one or "many"
        )

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Take back one's own act: the one that is named, or the last one of this shift
        (`batch=last`)."""
        if not permissions.can_decide(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(desk_url())
        wanted = batch_of(request.POST)
        if request.POST.get("batch") == "last":
            wanted = decisions.last_act(request.user, timezone.now())
        try:
            outcome = decisions.undo(wanted, by=request.user)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except DecisionRefused as error:
            if wants_json(request):
                return JsonResponse({"why": str(error)}, status=422)
            messages.warning(request, str(error))
            return redirect(desk_url(request.POST))
        if wants_json(request):
            return told(outcome, "")
        self.tell_unchanged(request, outcome)
        if outcome.decided:
            messages.success(request, f"Undone: {count_of(outcome.decided)} as before.")
        at = outcome.decided[0].pk if len(outcome.decided) == 1 else 0
        return redirect(desk_url(request.POST, at=at))

    def pick_view(self, request: HttpRequest) -> HttpResponse:
        return self.mark(request, picks.pick, "picked: it stands above the thread now")

    def unpick_view(self, request: HttpRequest) -> HttpResponse:
        return self.mark(request, picks.unpick, "no longer picked")

    def mark(self, request: HttpRequest, step: Callable, done: str) -> HttpResponse:
        """Take a step with the one reply that `act` names."""
        pk = number(request.POST.get("act"))
        return self.take(
            request, lambda: f"The reply of {step(pk, by=request.user).name} is {done}.", at=pk
        )

    def tell_unchanged(self, request: HttpRequest, outcome: decisions.Outcome) -> None:
        if outcome.unchanged or outcome.missing:
            who = count_of([*outcome.unchanged, *outcome.missing])
            messages.warning(
                request, f"{who} left as it is: somebody else has decided about it in the meantime."
            )


def told(outcome: decisions.Outcome, to: str) -> JsonResponse:
    """What came of an act, for each reply: how it stands now, and who else has decided about it."""
    now_so = live.fates([comment.pk for comment in [*outcome.decided, *outcome.unchanged]])
    count = count_of(outcome.decided)
    return JsonResponse(
        {
            "batch": str(outcome.batch) if outcome.decided else None,
            "done": f"{count} {DONE[State(to)]}." if to else f"Undone: {count} as before.",
            "decided": [now_so[comment.pk] for comment in outcome.decided],
            "unchanged": [now_so[comment.pk] for comment in outcome.unchanged],
            "missing": outcome.missing,
            "waiting": queues.waiting(),
        }
    )
