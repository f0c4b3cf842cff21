"""Walking the old addresses: each is asked for as a reader would, and followed to its end."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils import timezone

from articles.finding import former_addresses
from articles.models import FormerAddress
from newsroom.moving.wordpress import addresses
from newsroom.serving.site_client import Ask

#: One redirect is what it takes; where one adds the slash and the next moves on, it is two.
FURTHEST = 5
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Walked:
    """An old address, the addresses it led over, and how it ended: "well", "gone" for what was
    withdrawn, "waiting" for what readers are still to see, "wrong"."""

    address: str
    over: tuple[str, ...]
    status: int
    end: str

    @property
    def words(self) -> str:
        if not self.over:
            return f"{self.address} leads nowhere: it answers {self.status}."
        if self.status in REDIRECTS:
            return f"{self.address} leads on and on: over {', '.join(self.over)}."
        return f"{self.address} leads to {self.over[-1]}, which answers {self.status}."


#: Tells the status of an address, and where it leads.
Look = Callable[[str], tuple[int, str]]


def walk(ask: Ask, site: str) -> Iterator[Walked]:
    """All old addresses that are known, one after the other; those whose key was cut can't be asked
    for. `site` is where `ask` asks."""

    def look(address: str) -> tuple[int, str]:
        answer = ask(address)
        return answer.status, _own(answer.location, site)

    # keys of one thing follow each other, and lead to one address
    end_of = functools.lru_cache(1000)(look)
    for row in FormerAddress.objects.order_by("pk").iterator(chunk_size=500):
        if address := addresses.address_of(row.key):
            yield _walked(row, address, look, end_of)


def _walked(row: FormerAddress, address: str, look: Look, end_of: Look) -> Walked:
    status, to = look(address)
    over: list[str] = []
    while status in REDIRECTS and to and len(over) < FURTHEST:
        over.append(to)
        status, to = end_of(to)
    if status == 200:
        end = "well"
    elif status == 410:
        end = "gone"
    elif status == 404 and not over and former_addresses.present(row, timezone.now()) is None:
        end = "waiting"
    else:
        end = "wrong"
    return Walked(address, tuple(over), status, end)


def _own(location: str, site: str) -> str:
    """An address of the site without its host."""
    parts = urlsplit(location)
    if parts.netloc and parts.netloc != urlsplit(site).netloc:
        return location
    return parts._replace(scheme="", netloc="").geturl()
