"""Bylines in templates."""

from django import template

from articles.finding import bylines

register = template.Library()


@register.inclusion_tag("components/byline.html")
def byline(text: str, credits: list) -> dict:
    """The byline of a story: as `text` has it, or made from `credits`, which know their author and
    role."""
    if text:
        return {"pieces": bylines.written(text, [credit.author for credit in credits])}
    return {"parts": bylines.parts_of((credit.author, credit.role) for credit in credits)}
