"""Many replies at once: what was found is frozen, counted, decided in one act, and told of one by
one."""

from __future__ import annotations

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from comments import permissions
from comments.admin.desk.selection import DONE, KEPT, Place, batch_of, frozen, thawed
from comments.desk import live, queues
from comments.models import Comment, Decision, HouseRule, State
from comments.moderation import decisions
from newsroom.lib.text.strings import number

#: Maximum number of replies decided about in one act.
MAX_SELECTED = 1000
EXAMPLES = 10


class Bulk:
    """Of the admin of replies."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("many/", view(self.bulk_view), name="comments_comment_many"),
            path("many/done/", view(self.bulk_done_view), name="comments_comment_many_done"),
            *super().get_urls(),
        ]

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """What would be decided about: the replies that are ticked, or all of a queue that pass the
        filters."""
        if not permissions.can_decide(request.user):
            raise PermissionDenied
        return self.bulk_page(request, request.POST if request.method == "POST" else request.GET)

    def bulk_page(self, request: HttpRequest, asked: QueryDict, refused: str = "") -> HttpResponse:
        place = Place.read(asked)
        if asked.get("frozen"):
            chosen = Comment.objects.filter(pk__in=list(thawed(asked["frozen"]))[:MAX_SELECTED])
        elif ids := [found for word in asked.getlist("ids") if (found := number(word))]:
            chosen = Comment.objects.filter(pk__in=ids[:MAX_SELECTED])
        else:
            chosen = queues.replies(place.queue, place.filters)
        rows = list(
            chosen.order_by("created_at", "pk").values_list(
                "pk",
                "state",
                "version",
                "decision_count",
                "created_at",
                "edition__headline",
                "email",
                "name",
                "text",
            )[: MAX_SELECTED + 1]
        )
        has_more = len(rows) > MAX_SELECTED
        rows = rows[:MAX_SELECTED]
        context = {
            **self.admin_site.each_context(request),
            "title": "Decide about many replies",
            "opts": self.opts,
            "place": place,
            "count": len(rows),
            "has_more": has_more,
            "most": MAX_SELECTED,
            "states": [
                (State(state).label, n)
                for state, n in Counter(row[1] for row in rows).most_common()
            ],
            "stories": Counter(row[5] for row in rows).most_common(EXAMPLES),
            "people": len({row[6] for row in rows}),
            "first": rows[0][4] if rows else None,
            "last": rows[-1][4] if rows else None,
            "examples": [row[7:] for row in rows[:EXAMPLES]],
            "frozen": asked.get("frozen") or frozen(row[:4] for row in rows),
            "kept": {name: asked[name] for name in KEPT if asked.get(name)},
            "rules": HouseRule.objects.all(),
            "typed": asked if refused else {},
            "refused": refused,
            "refused_at": "many" if refused else "",
        }
        template = "admin/comments/comment/many.html"
        return TemplateResponse(request, template, context, status=422 if refused else 200)

    def bulk_done(self, request: HttpRequest, outcome: decisions.Outcome) -> HttpResponse:
        """On to the page that tells what came of each."""
        left = [comment.pk for comment in outcome.unchanged] + outcome.missing
        request.session["desk.left"] = [str(outcome.batch), left]
        address = reverse("admin:comments_comment_many_done")
        return redirect(f"{address}?batch={outcome.batch}")

    def bulk_done_view(self, request: HttpRequest) -> HttpResponse:
        """What came of each reply of one's own act."""
        if not permissions.can_decide(request.user):
            raise PermissionDenied
        batch = batch_of(request.GET)
        about, left = request.session.get("desk.left", ["", []])
        left = left if about == str(batch) else []
        decided = (
            Decision.objects.filter(batch=batch, by=request.user)
            .select_related("comment")
            .order_by("pk")
        )
        decided = list(decided[:MAX_SELECTED]) if batch else []
        if not decided and not left:
            raise Http404("There is no such act of yours.")
        context = {
            **self.admin_site.each_context(request),
            "title": "What came of it",
            "opts": self.opts,
            "decided": decided,
            "batch": batch,
            "done": DONE[State(decided[0].to_state)] if decided else "",
            "undone": bool(decided) and all(hasattr(each, "undone_by") for each in decided[:1]),
            "left": list(live.fates(left).values()),
            "gone": len(left) - len(live.fates(left)),
        }
        return TemplateResponse(request, "admin/comments/comment/many_done.html", context)
