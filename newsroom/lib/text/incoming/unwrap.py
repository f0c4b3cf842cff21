"""Addresses behind those that only pass people on and note that they did: mail programs, searches,
social networks, Disqus."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

#: Host, path, and the parameters that hold where it leads. After what each of them writes.
_KNOWN = (
    (r"(?:www\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})", r"/url", ("q", "url")),
    (r"(?:[\w-]+\.)?safelinks\.protection\.(?:outlook\.com|office365\.us)", r"/.*", ("url",)),
    (r"(?:l|lm)\.(?:facebook|instagram|messenger)\.com", r"/(?:l\.php)?", ("u",)),
    (r"(?:www\.|m\.)?facebook\.com", r"/(?:l|flx/warn)(?:\.php|/)?", ("u",)),
    (r"l\.threads\.(?:com|net)", r"/", ("u",)),
    (r"disq\.us|redirect\.disqus\.com", r"/url", ("url",)),
    (r"(?:www\.)?youtube\.com", r"/redirect", ("q",)),
    (r"(?:www\.)?linkedin\.com", r"/(?:redir/redirect|safety/go)/?", ("url",)),
    (r"(?:www\.)?slack-redir\.net", r"/link", ("url",)),
    (r"out\.reddit\.com", r"/.*", ("url",)),
    (r"steamcommunity\.com", r"/linkfilter/?", ("u", "url")),
    (r"duckduckgo\.com", r"/l/", ("uddg",)),
    (r"vk\.com", r"/away\.php", ("to",)),
    (r"t\.umblr\.com", r"/redirect", ("z",)),
)
_FORMS = [(re.compile(host), re.compile(path), parameters) for host, path, parameters in _KNOWN]
_WEB = re.compile(r"https?://[^/\\\s]", re.IGNORECASE)
#: Maximum number of redirects in one another: a mail of a search's result has two.
MAX_LAYERS = 4


def unwrapped(address: str) -> str:
    """Where an address of the web leads behind known redirects, as far as it says that itself; any
    other as it is."""
    for _ in range(MAX_LAYERS):
        further = _behind(address)
        if not further:
            break
        address = further
    return address


def _behind(address: str) -> str:
    if "?" not in address or not _WEB.match(address):
        return ""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    for form, path, parameters in _FORMS:
        if form.fullmatch(host) and path.fullmatch(parts.path or "/"):
            given = dict(reversed(parse_qsl(parts.query, max_num_fields=None)))
            found = next((given[name].strip() for name in parameters if given.get(name)), "")
            if host.startswith(("disq.us", "redirect.disqus")):
                # Disqus signs what it passes on: the signature stands after the address
                found = re.sub(r":[\w-]{27}\Z", "", found)
            return found if _WEB.match(found) else ""
    return ""
