"""The dates of export files."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def parse_moment(gmt: str, local: str) -> dt.datetime | None:
    """When something was, from "2010-08-08 12:00:00" in UTC, else in the site's time zone; None for
    no date at all.

    WordPress writes "0000-00-00 00:00:00" for none, and the UTC one is missing for drafts. An hour
    that the clocks left out, or had twice, is taken as `zoneinfo` does.
    """
    if at := _read(gmt):
        return at.replace(tzinfo=dt.UTC)
    if at := _read(local):
        return at.replace(tzinfo=timezone.get_default_timezone()).astimezone(dt.UTC)
    return None


def format_moment(at: dt.datetime | None, zone: dt.tzinfo = dt.UTC) -> str:
    """The same the other way: as export files have it."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if at else "0000-00-00 00:00:00"


def _read(text: str) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(text.strip())
        at.replace(tzinfo=dt.UTC).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return at.replace(tzinfo=None) if dt.MINYEAR + 1 < at.year < dt.MAXYEAR else None
