"""What the moderation desk's templates need."""

from django import template
from django.utils import timezone

from articles.models import Article
from comments import permissions
from comments.desk.filters import Filters
from comments.feedback import requests
from comments.models import Risk
from newsroom.lib.text import html

#: Maximum number of hints listed beside a story's text.
MAX_SHOWN = 10

register = template.Library()


@register.inclusion_tag("admin/comments/comment/_reject.html", takes_context=True)
def reject(context, number: int | str = "") -> dict:
    """The choice of a house rule for one reply, or (without a number) for all that are ticked.

    After a decision that could not be made it stands open, with what was typed.
    """
    typed = context.get("typed") or {}
    suffix = f"-{number}" if number else ""
    here = str(number or "many")
    return {
        "id": here,
        "suffix": suffix,
        "number": number,
        "name": context["card"].comment.name if number else "",
        "rules": context["rules"],
        "note": typed.get(f"note{suffix}", ""),
        "refused": context.get("refused", "") if context.get("refused_at") == here else "",
    }


register.filter("reviewed", html.reviewed)
register.filter("runs", html.runs)


@register.filter
def asked(filters: Filters, name: str):
    """What one of the filters asks for."""
    return getattr(filters, name)


@register.inclusion_tag("admin/comments/story/panel.html", takes_context=True)
def story_replies(context, article: Article) -> dict:
    """Beside a story's text: whether its replies are at risk, and what readers hint at. Two
    queries."""
    user, hints = context["user"], []
    if user.has_perm("comments.view_feedback"):
        hints = list(requests.open_for(article.pk)[: MAX_SHOWN + 1])
    risk = None
    if user.has_perm("comments.view_risk"):
        risk = Risk.objects.active(timezone.now()).filter(article=article).first()
    return {
        "article": article,
        "hints": hints[:MAX_SHOWN],
        "more": len(hints) > MAX_SHOWN,
        "risk": risk,
        "may_flip": permissions.can_set_risk(user),
    }
