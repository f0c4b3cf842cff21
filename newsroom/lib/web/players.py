"""Players of others that a page may load once a reader asks for it, and the addresses that lead to
them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit


@dataclass(frozen=True)
class Player:
    """Who plays it, and the address of the frame."""

    provider: str
    address: str


#: The origins of the frames, for the Content Security Policy of pages that hold a player.
ORIGINS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")


def find(address: str) -> Player | None:
    """The player for an address of a provider that is known, as it stands in a browser's address
    line."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    make = _PROVIDERS.get(host) if parts.scheme in ("http", "https") else None
    return (
        make(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})
        if make
        else None
    )


def site_name(address: str) -> str:
    """The host of an address, as people call it."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _youtube(path: str, query: dict[str, str]) -> Player | None:
    found = re.fullmatch(r"/(?:(?:embed|shorts|live)/)?([\w-]{11})/?", path)
    number = query.get("v", "") if path == "/watch" else found[1] if found else ""
    if not re.fullmatch(r"[\w-]{11}", number):
        return None
    start = re.fullmatch(
        r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?", query.get("t") or query.get("start") or ""
    )
    hours, minutes, seconds = (int(part or 0) for part in start.groups()) if start else (0, 0, 0)
    begins = hours * 3600 + minutes * 60 + seconds
    wishes = urlencode({"autoplay": 1, "rel": 0} | ({"start": begins} if begins else {}))
    return Player("YouTube", f"{ORIGINS[0]}/embed/{number}?{wishes}")


def _vimeo(path: str, query: dict[str, str]) -> Player | None:
    found = re.fullmatch(r"/(?:video/)?(\d{1,12})(?:/([0-9a-f]{6,20}))?/?", path)
    if not found:
        return None
    key = found[2] or query.get("h", "")
    wishes = {"autoplay": 1, "dnt": 1} | (
        {"h": key} if re.fullmatch(r"[0-9a-f]{6,20}", key) else {}
    )
    return Player("Vimeo", f"{ORIGINS[1]}/video/{found[1]}?{urlencode(wishes)}")


_PROVIDERS: dict[str, Callable[[str, dict[str, str]], Player | None]] = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtube,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
}
