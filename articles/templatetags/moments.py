"""Moments, as public pages show them: `{{ at|moment }}`, or `{{ at|moment:"j M Y" }}`; as the
newsroom's do: `{{ at|told }}`, `{{ at|exact }}`; and for machines: `{{ at|iso }}`."""

import datetime as dt

from django import template
from django.utils import timezone

from newsroom.lib import times
from newsroom.lib.text import html

register = template.Library()
register.filter("moment", html.moment)
register.filter("told", times.told)
register.filter("exact", times.exact)


@register.filter
def iso(at: dt.datetime) -> str:
    """A moment in the site's time zone, as ISO 8601 has it, with the offset."""
    return timezone.localtime(at).isoformat(timespec="seconds")
