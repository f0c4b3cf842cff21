"""Small readings of HTTP headers (RFC 9110), and the content codings they speak of."""

from __future__ import annotations

import functools
import gzip

import brotli
import zstandard

PREFERRED = ("br", "zstd", "gzip")


@functools.lru_cache(1000)
def best_encoding(accept: str) -> str:
    """The content coding to answer with, one of PREFERRED or "" (as it is), for an Accept-Encoding
    header.

    RFC 9110, section 12.5.3: q=0 refuses; "*" stands for what is not named. Among those accepted
    equally the smaller result wins.
    """
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, _, parameter = part.strip().partition(";")
        key, _, value = parameter.strip().partition("=")
        try:
            weights[name.strip()] = float(value) if key.strip() == "q" else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    liked = {name: weights.get(name, weights.get("*", 0.0)) for name in PREFERRED}
    best = max(PREFERRED, key=lambda name: (liked[name], -PREFERRED.index(name)))
    return best if liked[best] > 0 else ""


def compress(body: bytes, coding: str) -> bytes:
    """The same in a content coding."""
    match coding:
        case "br":
            return brotli.compress(body, quality=5)
        case "zstd":  # RFC 8878
            return zstandard.ZstdCompressor(level=9).compress(body)
        case "gzip":
            return gzip.compress(body, 6, mtime=0)
        case _:
            return body


def etag_matches(etag: str, if_none_match: str) -> bool:
    """Whether `etag` is among those of an If-None-Match header (weak comparison, RFC 9110, section
    13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    return etag in {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
