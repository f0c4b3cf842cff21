"""What the moderation desk's templates need."""

from django import template
from django.utils import timezone

from articles.models import Article
from comments import feedback, rules
from comments.models import Risk

#: So many hints are listed beside a story's text.
SHOWN = 10

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
        "value": f"rejected:{number}" if number else "rejected",
        "rules": context["rules"],
        "rule": typed.get(f"rule{suffix}", ""),
        "note": typed.get(f"note{suffix}", ""),
        "refused": context.get("refused", "") if context.get("refused_at") == here else "",
    }


@register.filter
def under(table: dict, key: int):
    """What a table holds for `key`, or None."""
    return table.get(key)


@register.inclusion_tag("admin/comments/story/panel.html", takes_context=True)
def story_replies(context, article: Article) -> dict:
    """Beside a story's text: whether its replies are at risk, and what readers hint at. Two queries."""
    user, hints = context["user"], []
    if user.has_perm("comments.view_feedback"):
        hints = list(feedback.open_for(article.pk)[: SHOWN + 1])
    risk = None
    if user.has_perm("comments.view_risk"):
        risk = Risk.objects.active(timezone.now()).filter(article=article).first()
    return {"article": article, "hints": hints[:SHOWN], "more": len(hints) > SHOWN, "risk": risk,
            "may_flip": rules.can_flip(user)}  # fmt: skip
