"""Fetching files from other sites over http(s), for a program that is told addresses by strangers.

Whatever an address says, nothing inside the house is asked: each name is looked up once, and what
is connected to is the address that was looked at, so that a name can't lead elsewhere a moment
later.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

AGENT = "Newsroom-Import/1.0"
MAX_REDIRECTS, MAX_TRIES = 5, 3
TIMEOUT = 20  # seconds for each step
WHOLE = 180  # seconds for a file
MAX_WAIT = 30  # seconds, whatever a server asks for
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_AGAIN = {408, 425, 429, 500, 502, 503, 504}


class NotFetched(Exception):
    """The file can't be had. The message says why; `passing` that it may be had another time."""

    def __init__(self, words: str, *, passing: bool = False, after: float = 0) -> None:
        super().__init__(words)
        self.passing, self.after = passing, after


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def fetch(
    address: str,
    *,
    largest: int,
    inside: Collection[str] = (),
    pause: float = 1.0,
    sleep: Callable[[float], None] = time.sleep,
) -> bytes:
    """The bytes at an address, `largest` at most. Hosts named in `inside` may be in the house's own
    network.

    What fails for now is tried TRIES times, `pause` seconds apart and longer each time, or as the
    server asks. Raises NotFetched.
    """
    for attempt in range(1, MAX_TRIES + 1):
        try:
            return _followed(address, largest, inside)
        except NotFetched as failure:
            if not failure.passing or attempt == MAX_TRIES:
                raise
            sleep(min(MAX_WAIT, max(failure.after, pause * 2 ** (attempt - 1))))
    raise AssertionError("never reached")


def _followed(address: str, largest: int, inside: Collection[str]) -> bytes:
    for _ in range(MAX_REDIRECTS + 1):
        answer = _asked(address, largest, inside)
        if answer.status in (301, 302, 303, 307, 308) and (to := answer.headers.get("Location")):
            address = urljoin(address, to)
            continue
        if answer.status == 200:
            return answer.body
        after = answer.headers.get("Retry-After", "")
        raise NotFetched(
            f"the server answers {answer.status}",
            passing=answer.status in _AGAIN,
            after=float(after) if after.isascii() and after.isdigit() else 0,
        )
    raise NotFetched(f"more than {MAX_REDIRECTS} redirects")


def _asked(address: str, largest: int, inside: Collection[str]) -> _Answer:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        raise NotFetched("not an address of the web") from None
    if parts.scheme not in ("http", "https") or not host:
        raise NotFetched("not an address of the web")
    port = port or (443 if parts.scheme == "https" else 80)
    path = urlunsplit(
        (
            "",
            "",
            quote(parts.path, safe="/%:@!$&'()*+,;=~") or "/",
            quote(parts.query, safe="=&%/?:@!$'()*+,;~"),
            "",
        )
    )
    connection = None
    try:
        ascii_host = host.encode("idna").decode() if not host.isascii() else host
        # what was judged is what is connected to: a name can mean another machine the next moment
        connection = _connected(
            parts.scheme, ascii_host, port, _reachable(ascii_host, port, host in inside)
        )
        # not compressed: `largest` is about what is kept, and so is the length that is told
        connection.request(
            "GET", path, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"}
        )
        response = connection.getresponse()
        length = response.headers.get("Content-Length", "")
        if response.status == 200 and length.isdigit() and int(length) > largest:
            raise NotFetched(f"larger than {largest >> 20} MB")
        body = _read(response, largest) if response.status == 200 else b""
        if response.status == 200 and length.isdigit() and len(body) < int(length):
            raise NotFetched("the connection broke off", passing=True)
        return _Answer(response.status, response.headers, body)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise NotFetched(
            f"can't be reached ({error or type(error).__name__})", passing=True
        ) from None
    finally:
        if connection:
            connection.close()


def _read(response: http.client.HTTPResponse, largest: int) -> bytes:
    """The body, in bounded time: each step of a server that sends a byte now and then is short
    enough."""
    parts = []
    size = 0
    until = time.monotonic() + WHOLE
    while part := response.read1(1 << 16):
        parts.append(part)
        size += len(part)
        if size > largest:
            raise NotFetched(f"larger than {largest >> 20} MB")
        if time.monotonic() > until:
            raise NotFetched(f"not here after {WHOLE} seconds", passing=True)
    return b"".join(parts)


def _reachable(host: str, port: int, may_be_inside: bool) -> str:
    """The address to connect to. Raises NotFetched where that is in the house's own network and may
    not be."""
    found = [each[4][0] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if may_be_inside or is_public(address):
            return str(address)
    raise NotFetched(f"{host} is in our own network, which is not asked")


def is_public(address: str) -> bool:
    """Whether an IP address is somebody's in the internet; one that stands for another is judged by
    that."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if parsed.version == 6 and parsed in _NAT64:
        inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    parsed = inner or parsed
    return parsed.is_global and not parsed.is_multicast


def _connected(scheme: str, host: str, port: int, to: str) -> http.client.HTTPConnection:
    """A connection that goes to the IP address `to`, and speaks with `host`."""
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=TIMEOUT)
    plain = socket.create_connection((to, port), timeout=TIMEOUT)
    if scheme == "https":
        try:
            plain = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
    connection.sock = plain
    return connection
