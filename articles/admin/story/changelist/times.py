"""Times as the newsroom's lists tell them: short, and exactly on demand."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

MINUTE = dt.timedelta(minutes=1)
HOURS = 12


def moment(at: dt.datetime, now: dt.datetime) -> str:
    """A time as one says it at `now`, with the exact one in the title."""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        date_format(local, "j F Y, H:i"),
        said(at, now),
    )


def said(at: dt.datetime, now: dt.datetime) -> str:
    """How long until `at`, or since, within some hours of `now`; else its day."""
    minutes = round(abs(at - now) / MINUTE)
    if minutes < 1:
        return "just now"
    if minutes < HOURS * 60:
        length = f"{minutes} min" if minutes < 60 else f"{minutes // 60} h"
        return f"in {length}" if at > now else f"{length} ago"
    local = timezone.localtime(at)
    return date_format(local, "j M, H:i" if local.year == timezone.localtime(now).year else "j M Y")
