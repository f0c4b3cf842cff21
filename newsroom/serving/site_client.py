"""Asking this site for a page as anybody may: from within the process, or over the network where it
is served."""

from __future__ import annotations

import io
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections

TIMEOUT = 30  # seconds


@dataclass(frozen=True)
class Answer:
    """`headers` by their names in small letters."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()

    @property
    def location(self) -> str:
        """Where it leads, as the server says it; empty for what is no redirect."""
        return self.headers.get("location", "")

    def leads_away_from(self, site: str) -> str:
        """The other site to which it leads; empty where it stays."""
        there = urlsplit(self.location)
        here = urlsplit(site)
        return f"{there.scheme}://{there.netloc}" if there.netloc and there[:2] != here[:2] else ""


#: Gives the answer to a GET of an address of this site: a path, with a query or without. Redirects
#: are not followed.
Ask = Callable[[str], Answer]


def of_this_code(address: str) -> Answer:
    """Asks the code in this process. No connection is made, and what stands in front of the code is
    not asked."""
    parts = urlsplit(address)
    site = urlsplit(settings.SITE_URL)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "QUERY_STRING": parts.query,
        "PATH_INFO": unquote(parts.path, encoding="latin-1"),
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": site.netloc,
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    told: list = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info=None):
        told[:] = [int(status.split()[0]), {name.lower(): value for name, value in headers}]

    with _connections_stay_open():
        pieces = _handler()(environ, start_response)
        try:
            body = b"".join(pieces)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
    return Answer(told[0], told[1], body)


def over_http(site: str) -> Ask:
    """Asks a server that runs somewhere, with all that stands in front of it."""
    opener = urllib.request.OpenerDirector()  # which knows no file: and no ftp:
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Stay(),
    ):
        opener.add_handler(handler)

    def ask(address: str) -> Answer:
        wanted, headers = urljoin(site, address), {"User-Agent": "Newsroom"}
        request = urllib.request.Request(wanted, headers=headers)  # noqa: S310 - see the opener
        try:
            with opener.open(request, timeout=TIMEOUT) as answer:
                return _told(answer)
        except urllib.error.HTTPError as error:
            with error:
                return _told(error)

    return ask


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args) -> None:
        """Where it leads is for whoever asked to follow."""


def _told(answer) -> Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status, headers, answer.read())


@contextmanager
def _connections_stay_open() -> Iterator[None]:
    """Whoever asks is in the middle of something with the database; a request would close what it
    finds open."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in ends:
            signal.connect(close_old_connections)


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()
