"""Values that have a form: each is given back as it is, or refused with its variable's name."""

from __future__ import annotations

import ipaddress
import re
import zoneinfo
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def web_address(name: str, address: str) -> str:
    """An http address, or "" for none. Raises ImproperlyConfigured."""
    if address and not _names_server(address, "http", "https"):
        raise ImproperlyConfigured(
            f"{name}={address!r} is no address. One that is: https://service.example/"
        )
    return address


def redis_address(name: str, address: str) -> str:
    """The address of a Redis, or "" for none. Raises ImproperlyConfigured."""
    socket = address.startswith("unix:///")
    if address and not socket and not _names_server(address, "redis", "rediss"):
        raise ImproperlyConfigured(  # without repeating it: there may be a password in it
            f"{name} does not name a Redis. One that does: redis://host:6379/0"
        )
    return address


def _names_server(address: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def time_zone(name: str, zone: str) -> str:
    """A time zone of the IANA's list. Raises ImproperlyConfigured."""
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(
            f"{name}={zone!r} is no time zone. One that is: Europe/Lisbon"
        ) from None
    return zone


def networks(name: str, given: Sequence[str]) -> list[str]:
    """Addresses and networks. Raises ImproperlyConfigured."""
    for network in given:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            raise ImproperlyConfigured(
                f"{name}: {network!r} is no network. One that is: 10.0.0.0/24"
            ) from None
    return list(given)


def host_names(name: str, given: Sequence[str]) -> list[str]:
    """Names that a site answers to: paper.example, .paper.example, *. Raises
    ImproperlyConfigured."""
    for host in given:
        if not re.fullmatch(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[\da-f:]+\]", host, re.IGNORECASE):
            raise ImproperlyConfigured(
                f"{name}: {host!r} is no name of a site. One that is: paper.example (without"
                " https:// and without a port)"
            )
    return list(given)
