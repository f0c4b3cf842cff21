"""The page of the desk: queues of cards instead of a table."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from articles.admin.read_only import ReadOnlyAdmin
from articles.models import Section
from comments import permissions
from comments.admin.desk.answer import Answering
from comments.admin.desk.bulk import Bulk
from comments.admin.desk.conversation import Conversation
from comments.admin.desk.decide import Acts
from comments.admin.desk.escalate import Passing
from comments.admin.desk.live_updates import Live
from comments.admin.desk.preferences import Choices, settings_of
from comments.admin.desk.saved_views import Keeping
from comments.admin.desk.selection import DONE, KEPT, Place, batch_of, count_of
from comments.admin.desk.shortcuts import keys_for
from comments.desk import cards, filters, queues
from comments.models import Band, Comment, Decision, HouseRule, State, Wish
from comments.moderation import put_aside
from newsroom.lib.text.strings import number


class CommentAdmin(
    Acts, Bulk, Live, Keeping, Passing, Choices, Conversation, Answering, ReadOnlyAdmin
):
    """Queues of cards instead of a table; one reply's page shows all that was decided about it."""

    fields = [
        "name",
        "email",
        "website",
        "text",
        "state",
        "edition",
        "parent",
        "created_at",
        "shown_at",
        "network",
    ]
    change_form_template = "admin/comments/comment/change_form.html"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        decisions = Decision.objects.filter(comment=object_id).select_related("by", "rule")
        decisions = decisions.order_by("decided_at", "pk")
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "decisions": decisions}
        )

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not permissions.can_read(request.user):
            raise PermissionDenied
        return self.desk(request, request.GET)

    def desk(
        self, request: HttpRequest, asked: QueryDict, status: int = 200, **more
    ) -> HttpResponse:
        """The desk as asked for; with what was typed, when a decision could not be made."""
        place = Place.read(asked)
        user = request.user
        page = queues.page(
            place.queue, place.filters, order=place.order, after=place.after, before=place.before
        )
        numbers = page.numbers
        shown = cards.of(numbers, user)
        first = next(iter(numbers), 0)
        behind = dict(zip(numbers, numbers[1:], strict=False))
        own = settings_of(user)
        context = {
            **self.admin_site.each_context(request),
            **self.said_of(place),
            **self.kept_for(user, place),
            "title": f"{place.queue.label}: replies",
            "opts": self.opts,
            "page": page,
            "first": first,
            "last": next(reversed(numbers), 0),
            "total": queues.size(place.queue, place.filters),
            "ahead": queues.ahead(place.queue, place.filters, place.order, first)
            if page.has_earlier
            else 0,
            "cards": [(card, behind.get(card.comment.pk, 0)) for card in shown],
            "newest": Comment.objects.aggregate(newest=Max("pk"))["newest"] or 0,
            "rules": list(HouseRule.objects.all()),
            "wishes": Wish.choices,
            "asides": put_aside.CHOICES.items(),
            "may_decide": permissions.can_decide(user),
            "may_answer": permissions.can_answer(user),
            "may_flip": permissions.can_set_risk(user),
            "may_note": permissions.can_note(user),
            "may_sanction": permissions.can_sanction(user),
            "kept": {name: asked[name] for name in KEPT if asked.get(name)},
            "typed": asked if status == 422 else {},
            "ticked": [number(word) for word in asked.getlist("ids")],
            "done": self.done(request, asked),
            "keys": keys_for(own),
            "keys_on": own.keys_on,
            **more,
        }
        return TemplateResponse(request, "admin/comments/comment/desk.html", context, status=status)

    def said_of(self, place: Place) -> dict:
        """Queues with how much waits in each, the filters that are on, and those that can be
        chosen."""
        waiting = queues.waiting()
        return {
            "place": place,
            "queue": place.queue,
            "queues": [(queue, waiting.get(queue.name)) for queue in queues.QUEUES],
            "cases": queues.cases(),
            "orders": queues.ORDER_WORDS if place.queue.name != "decided" else {},
            "chips": [
                (name, words, f"queue={place.queue.name}&{place.filters.without(name).query}")
                for name, words in place.filters.words().items()
            ],
            "searched": queues.searched(place.filters.q),
            "choices": {
                "section": list(Section.objects.order_by("name").values_list("pk", "name")),
                "why": filters.WHY.items(),
                "band": Band.choices,
                "language": filters.LANGUAGES.items(),
                "link": [("yes", "With a link"), ("no", "Without a link")],
                "age": [(name, words) for name, (words, _) in filters.AGES.items()],
            },
        }

    def done(self, request: HttpRequest, asked: QueryDict) -> dict | None:
        """What the moderator's last act came to, as long as it can be undone."""
        batch = batch_of(asked, "done")
        decisions = (
            Decision.objects.filter(batch=batch, by=request.user, undone_by=None) if batch else []
        )
        if not decisions:
            return None
        return {
            "batch": batch,
            "words": f"{count_of(decisions)} {DONE[State(decisions[0].to_state)]}.",
        }
