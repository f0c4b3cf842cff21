"""What is held about somebody, on their page."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def told(value: object) -> object:
    """A value in words: moments in the time zone of the site."""
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    return value


@register.filter
def as_words(name: str) -> str:
    return name.replace("_", " ").capitalize()


@register.filter
def is_list(value: object) -> bool:
    return isinstance(value, list)


@register.filter
def is_row(value: object) -> bool:
    return isinstance(value, dict)
