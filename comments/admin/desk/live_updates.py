"""What is new while somebody works at the desk: who looks at which card, what others decided, how
many came in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from comments import permissions
from comments.admin.desk.selection import Place
from comments.desk import cards, live, queues
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
            live.look(number(request.POST.get("card")), by=request.user)
        place = Place.read(request.POST)
        looking: dict[int, list[str]] = {}
        for each in cards.looked_at(numbers, request.user):
            looking.setdefault(each.comment_id, []).append(str(each.person))
        new = (
            queues.newer(place.queue, place.filters, number(request.POST.get("newest")))
            if numbers
            else 0
        )
        return JsonResponse(
            {
                "cards": live.fates(numbers),
                "looking": looking,
                "new": new,
                "waiting": queues.waiting(),
            }
        )
