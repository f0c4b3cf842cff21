"""Pages that belong to no part: the style guide, and what stands where nothing is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Edition
from comments.forms import ReplyForm
from comments.models import Comment, Mode, State
from comments.templatetags.replies import Place, shown
from comments.threads import Row

ROLES = ["paper", "paper-deep", "ink", "ink-soft", "accent", "staff", "warn"]


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; the newest stories are its examples."""
    now = timezone.now()
    bad = ReplyForm({"comment": "", "name": "", "email": "nobody", "website": "not an address"}, auto_id="bad-%s")
    bad.is_valid()
    context = {
        "roles": ROLES,
        "examples": list(Edition.objects.live(now).newest_first().for_lists()[:4]),
        "notices": [Edition(kind=kind, note="What was wrong, and what is right.", live_from=now)
                    for kind in ("update", "clarification", "correction", "retraction")],
        "rows": [shown(row, Place("", whole=True, mode=Mode.HELD), {}) for row in _replies(now)],
        "form": ReplyForm(),
        "bad_form": bad,
    }  # fmt: skip
    return render(request, "style_guide.html", context)


def _replies(now) -> list[Row]:
    """One reply in each dress."""

    def reply(number: int, name: str, text: str, **more) -> Comment:
        return Comment(pk=number, name=name, text=text, created_at=now, **more)

    first = reply(1, "A reader", "A reply in two paragraphs.\n\nThis is the second.", website="https://example.org")
    return [
        Row(1, 1, 0, first),
        Row(2, 1, 1, reply(2, "The newsroom", "An answer of the newsroom.", user_id=1, recommended=3)),
        Row(3, 1, 2, reply(3, "A reader", "An answer to the answer.", reader_id=1, picked_at=now), answers=first),
        Row(4, 4, 0),
        Row(5, 4, 1, reply(5, "A third reader", "It answers a reply that is not shown any more."), folded=12),
        Row(6, 6, 0, reply(6, "Yourself", "Your own reply, which only you see.", state=State.HELD), pending=True),
        Row(7, 7, 0, reply(7, "Yourself", "Your own reply, after a decision.", state=State.REJECTED), pending=True),
    ]


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    return render(request, "404.html", status=404)
