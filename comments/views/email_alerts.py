"""Deciding about a reply from a mail: whoever holds the link sees it, and presses a button to
decide."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.pages import caching
from comments import permissions
from comments.desk import email_alerts
from comments.errors import DecisionRefused
from comments.models import Comment, HouseRule, State
from comments.moderation import decisions
from comments.views.responses import SeeOther
from newsroom.lib.text.strings import number

ACTS = (State.SHOWN, State.REJECTED, State.SPAM)


@csrf_exempt  # whoever holds the link may do this; no cookie is asked
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """The reply and the buttons; after the decision what came of it. 410 for a link that is good no
    more."""
    found = email_alerts.read(token)
    person = get_user_model().objects.filter(pk=found[0], is_active=True).first() if found else None
    about = Comment.objects.select_related("edition__address", "edition__section", "parent").defer(
        "edition__body"
    )
    comment = (
        about.filter(pk=found[1]).first() if person and permissions.can_decide(person) else None
    )
    if comment is None:
        return _page(request, {"gone": True}, 410)
    context = {
        "comment": comment,
        "person": person,
        "rules": HouseRule.objects.all(),
        "reasons": email_alerts.reasons(comment),
        "decision": None,
        "refused": "",
    }
    if not comment.matches(found[2]):
        context["decision"] = comment.decisions.select_related("by", "rule").first()
        return _page(request, context, 200 if request.method != "POST" else 409)
    if request.method != "POST":
        return _page(request, context)
    to, _, rule = request.POST.get("act", "").partition(":")
    try:
        if to not in ACTS:
            raise DecisionRefused("Choose what becomes of it.")
        decisions.decide(
            [comment.pk],
            to=to,
            by=person,
            expected_states={comment.pk: found[2]},
            rule=HouseRule.objects.filter(pk=number(rule)).first(),
            note=request.POST.get("note", ""),
        )
    except DecisionRefused as error:
        return _page(
            request, {**context, "refused": str(error), "note": request.POST.get("note", "")}, 422
        )
    return SeeOther(request.path)


def _page(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    return caching.private(render(request, "comments/desk.html", context, status=status))
