"""The text of a story in its page."""

from django import template

from newsroom.lib import html

register = template.Library()
register.filter("prose", html.body)
