"""The text of a story in its page, and what differs between two texts."""

from django import template

from newsroom.lib import diff, html

register = template.Library()
register.filter("prose", html.body)
register.filter("runs", html.runs)


@register.filter
def before(runs):
    """The old text of what differs."""
    return html.runs(diff.sides(runs)[0])


@register.filter
def now(runs):
    """The new text of what differs."""
    return html.runs(diff.sides(runs)[1])
