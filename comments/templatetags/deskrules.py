"""What the templates of rules and people need."""

from __future__ import annotations

import re
from typing import NamedTuple

from django import template

from comments.automod.outcomes import percent

#: So much of a reply is shown, the first match within it.
EXCERPT, BEFORE = 360, 120

register = template.Library()
register.filter("percent", percent)


class Run(NamedTuple):
    text: str
    marked: bool = False


@register.filter
def runs(text: str, marked: list[str]) -> list[Run]:
    """A text in pieces, those marked that are told letter by letter; of a long one what is around
    the first."""
    pieces = [re.escape(piece) for piece in sorted(marked, key=len, reverse=True) if piece]
    found = re.compile("|".join(pieces)) if pieces else None
    first = found.search(text) if found else None
    begin = max(0, first.start() - BEFORE) if first and len(text) > EXCERPT else 0
    shown = text[begin : begin + EXCERPT]
    shown = f"{'…' if begin else ''}{shown}{'…' if begin + EXCERPT < len(text) else ''}"
    if not found:
        return [Run(shown)]
    made, last = [], 0
    for match in found.finditer(shown):
        made += [Run(shown[last : match.start()]), Run(match[0], marked=True)]
        last = match.end()
    return [run for run in [*made, Run(shown[last:])] if run.text]
