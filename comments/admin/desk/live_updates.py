"""What is new while somebody works at the desk: who looks at which card, what others decided, how
many came in."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from comments import permissions
from comments.admin.desk.selection import Place
from comments.desk import cards, queues
from comments.models import Comment, Decision, Looking, State
from newsroom.lib.text.strings import number

#: Maximum number of cards in one question.
MAX_CARDS = 200


class Live:
    """Of the admin of replies."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("look/", view(self.look_view), name="comments_comment_look"),
            *super().get_urls(),
        ]

    def look_view(self, request: HttpRequest) -> HttpResponse:
        """Say which card is open here (`card`); how those on the page (`ids`) stand, who looks at
        them, and how many came into the queue since the reply `newest`."""
        if not permissions.can_read(request.user):
            raise PermissionDenied
        numbers = [
            found
            for word in request.POST.get("ids", "").split(",")[:MAX_CARDS]
            if (found := number(word))
        ]
        if request.method == "POST":
            look(number(request.POST.get("card")), by=request.user)
        place = Place.read(request.POST)
        looking: dict[int, list[str]] = {}
        for each in cards.looked_at(numbers, request.user):
            looking.setdefault(each.comment_id, []).append(str(each.person))
        new = (
            queues.newer(place.queue, place.filters, number(request.POST.get("newest")))
            if numbers
            else 0
        )
        return JsonResponse({"cards": fates(numbers), "looking": looking, "new": new})


def look(comment_id: int, *, by) -> None:
    """Somebody has this card before them now; none with 0. It is told to others, and forgotten
    within a minute."""
    if not comment_id:
        Looking.objects.filter(person=by).delete()
    elif Comment.objects.filter(pk=comment_id).exists():
        Looking.objects.update_or_create(
            person=by, defaults={"comment_id": comment_id, "at": timezone.now()}
        )


def fates(numbers: Iterable[int]) -> dict[int, dict]:
    """How each of these replies stands now, and by whom. Two queries."""
    numbers = list(numbers)
    newest: dict[int, Decision] = {}
    for decision in (
        Decision.objects.filter(comment__in=numbers)
        .select_related("by")
        .order_by("decided_at", "pk")
    ):
        newest[decision.comment_id] = decision
    found = {}
    for comment in Comment.objects.filter(pk__in=numbers).only(
        "state", "version", "decision_count", "reviewed", "picked_at"
    ):
        decision = newest.get(comment.pk)
        by = str(decision.by) if decision and decision.by else ""
        at = timezone.localtime(decision.decided_at).strftime("%H:%M") if decision else ""
        words = State(comment.state).label
        found[comment.pk] = {
            "pk": comment.pk,
            "state": comment.state,
            "stand": comment.revision,
            "by": by,
            "at": at,
            "label": words,
            "picked": comment.picked_at is not None,
            "words": f"{words} by {by}, {at}" if by else words,
        }
    return found
