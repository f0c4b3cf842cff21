"""Moments, as pages show them: `{{ at|moment }}`, or `{{ at|moment:"j M Y" }}`."""

from django import template

from newsroom.lib import html

register = template.Library()
register.filter("moment", html.moment)
