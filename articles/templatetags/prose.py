"""The text of a story as a sketch, and what differs between two texts."""

from django import template

from articles.pages import story_text
from newsroom.lib.text import diff, html

register = template.Library()
register.filter("runs", html.runs)


@register.filter
def prose(body: str) -> str:
    """A story's clean text, or blocks of it, without what its pictures and boxes stand for."""
    return story_text.Sketch().whole(body)


@register.filter
def before(runs):
    """The old text of what differs."""
    return html.runs(diff.sides(runs)[0])


@register.filter
def now(runs):
    """The new text of what differs."""
    return html.runs(diff.sides(runs)[1])
