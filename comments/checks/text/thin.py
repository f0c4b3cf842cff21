"""Replies that say nothing of their own: nothing but a link, a quotation, an emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comments.findings import Draft, Finding, holds_as
from newsroom.lib.text.strings import LINK

#: Beside a link, somebody who is not confirmed has to say more than this many letters.
LETTERS_BESIDE_A_LINK = 2

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
#: “example dot com”, “example[.]com”
_DOT = re.compile(r"\s*[\[({]\s*(?:\.|dot)\s*[\])}]\s*|\s+dot\s+", re.IGNORECASE)
_LEADS_AWAY = re.compile(
    r"\[[^\[\]\n]{1,500}+\]\([^\s()]{1,2000}+\)"
    rf"|(?:{LINK.pattern})\S*+"
    r"|\b[a-z]{2,10}:/\S*+"
    r"|[\w.+-]{1,64}+@[\w.-]{1,255}+"
    r"|(?<![\w.])[\w-]{1,63}+(?:\.[\w-]{2,63}+)++(?:[/:?#]\S*+)?",
    re.IGNORECASE,
)


@holds_as("thin", "Says nothing of its own")
def thin(draft: Draft) -> Iterator[Finding]:
    """Only of those who have not confirmed their address: that costs a sender of many something."""
    if draft.reader:
        return
    said = _QUOTED.sub("", draft.text)
    own, links = _LEADS_AWAY.subn(" ", _DOT.sub(".", said))
    letters = sum(each.isalnum() for each in own)
    if links and letters <= LETTERS_BESIDE_A_LINK:
        yield Finding("thin", "Nothing but a link", holds=True, weight=1.5)
    elif not letters:
        what = "a quotation" if said != draft.text else "signs"
        yield Finding("thin", f"Nothing but {what}", holds=True, weight=0.5)
