"""Times as the newsroom's pages tell them, all in one style: short as one says them, and exactly on
demand. In templates: `{{ at|told }}` and `{{ at|exact }}`, of the library `moments`."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

MINUTE = dt.timedelta(minutes=1)
HOURS = 12
#: How a time, and a day, are written out: "29 November 2026, 18:31".
EXACT, DAY = "j F Y, H:i", "j F Y"


def told(at: dt.datetime, now: dt.datetime | None = None) -> SafeString | str:
    """A time as one says it at `now`, with the exact one in the title; "" for none."""
    if not at:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        timezone.localtime(at).isoformat(timespec="minutes"),
        exact(at),
        said(at, now or timezone.now()),
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


def exact(at: dt.datetime | dt.date | None) -> str:
    """A time in the site's time zone, or a day, written out; "" for what is neither."""
    if isinstance(at, dt.datetime):
        return date_format(timezone.localtime(at), EXACT)
    return date_format(at, DAY) if isinstance(at, dt.date) else ""
