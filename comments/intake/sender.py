"""Who pressed a button, as far as it has to be known: one browser in one network, as digests
nobody can undo."""

from __future__ import annotations

import base64
from typing import TypedDict

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from newsroom.lib.web import network

MINUTE = 60


def network_of(request: HttpRequest) -> str:
    """The sender's network, cut to /24 or /48."""
    return network.truncated(network.sender_address(request.META, settings.TRUSTED_PROXIES))


class Sender(TypedDict):
    """Digests of 43 letters, keyed with the secret of this site: `who` tells browsers in a network
    apart, by headers that anybody can write; `network` is what may count."""

    who: str
    network: str


def sender_of(request: HttpRequest) -> Sender:
    place = network_of(request)
    headers = [request.headers.get(name, "") for name in ("User-Agent", "Accept-Language")]
    return Sender(
        who=_digest("comments.who", place, *headers), network=_digest("comments.network", place)
    )


def _digest(salt: str, *parts: str) -> str:
    made = salted_hmac(salt, "\x1f".join(parts), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def is_hasty(request: HttpRequest, act: str, most: int) -> bool:
    """Whether more than `most` of these acts came from the sender's network within a minute.

    Counted in the cache: of one process, or of all where there is Redis. Where the cache is away,
    nobody is hasty; nor who comes through a proxy of the house that the settings don't name, as
    that stands for all readers.
    """
    sender = network_of(request)
    if network.is_ours(sender):
        return False
    key = f"hasty:{act}:{sender}"
    cache.add(key, 0, MINUTE)
    try:
        return cache.incr(key) > most
    except ValueError:  # it was forgotten meanwhile
        return False
