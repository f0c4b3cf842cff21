"""What the moderation desk's templates need."""

from django import template

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
