"""The WSGI layer around Django: serves public pages from a cache as long as none of the versions
they depend on has changed.

The promise: an answer is never older than the last change that was committed when its request
began.
"""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from articles.pages.caching import DEPENDENCIES
from newsroom.lib.web.http import best_encoding, etag_matches
from newsroom.serving import counts
from newsroom.serving.page_cache.current_versions import Asking, CantAsk, asking
from newsroom.serving.page_cache.storage import Disk, Headers, Memory, Ready

Environ = dict[str, Any]
Application = Callable[[Environ, Callable], Iterable[bytes]]

#: The parameters that public pages know. They see no others, so that a link with tracking
#: parameters leads to the page that is ready already.
PARAMETERS = ("order", "page", "replytocom", "thread")
#: Where the query is left as it came: a 404 may still find an old address by it.
QUERY = "newsroom.query"
#: All that an old site's front page may be asked in a query. These go past the cache.
OLD_PARAMETERS = {
    "p",
    "page_id",
    "attachment_id",
    "cat",
    "author",
    "tag",
    "category_name",
    "author_name",
    "name",
    "pagename",
    "feed",
    "s",
    "m",
    "year",
    "monthnum",
    "day",
    "paged",
}
#: Never kept: these go straight to Django.
PAST = (
    "/admin/",
    "/preview/",
    "/pictures/",
    "/search/",
    "/healthz",
    "/readyz",
    "/metrics",
    settings.STATIC_URL,
)
#: How long a cache in front may keep a page without asking, and hand it out while it asks, in
#: seconds.
SHARED_FOR, WHILE_ASKING = 60, 10
#: Maximum number of addresses remembered as not to be kept: requests for them run side by side.
MAX_REMEMBERED = 10_000


class Wanted(NamedTuple):
    """A page that somebody asks for."""

    page: str  # its full address, with the parameters that it knows
    coding: str
    query: str

    @property
    def name(self) -> str:
        """Under which it is kept ready."""
        return f"{self.coding} {self.page}"


class PageCache:
    """A WSGI application around another. Knows four ways to answer a request:

    - past it: other methods than GET and HEAD, paths in PAST, and whoever is logged in;
    - ready: a page whose versions stand where they stood when it was built;
    - built: by one thread of this machine, while others who ask for the same page wait for it;
    - passed on: what the view did not mark to be kept, such as a 404 or the page behind a signed
      link.
    """

    def __init__(self, application: Application, folder: Path | None = None) -> None:
        self.application = application
        self.memory = Memory()
        self.disk = Disk(folder or settings.HOME / "pages", release())
        self.passing: set[int] = set()
        self.logged_in = f"{settings.SESSION_COOKIE_NAME}="

    @functools.cached_property
    def asking(self) -> Asking:
        return asking()

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        wanted = self.wanted(environ)
        if wanted is None:
            return self.application(environ, start_response)
        environ[QUERY] = environ.get("QUERY_STRING", "")
        environ["QUERY_STRING"] = wanted.query
        try:
            ready = self.memory.get(wanted.name)
            if (
                ready is None
                or ready.is_over()
                or not self.is_right(wanted, ready, self.asking.numbers(ready.keys))
            ):
                ready = self.fetch(environ, wanted)
            else:
                counts.count_page("memory")
        except CantAsk:
            ready = self.last_known(wanted)
            if ready is None:
                return self.application(environ, start_response)
        if isinstance(ready, Passed):
            return ready.on(start_response)
        return answer(ready, environ, start_response)

    def wanted(self, environ: Environ) -> Wanted | None:
        """The page that is asked for; None where the request goes past the cache."""
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ["PATH_INFO"].startswith(PAST)
            or self.logged_in in environ.get("HTTP_COOKIE", "")
            or asks_of_old(environ)
        ):
            return None
        query = known_parameters(environ.get("QUERY_STRING", ""))
        path = environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"]
        return Wanted(
            page=f"{scheme(environ)}://{host(environ)}{path}?{query}",
            coding=best_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")),
            query=query,
        )

    def stands(self, ready: Ready) -> bool:
        """Whether nothing that an answer stands on has changed up to this moment."""
        return not ready.is_over() and self.asking.numbers(ready.keys) == ready.numbers

    def is_right(self, wanted: Wanted, ready: Ready, numbers: tuple[int, ...]) -> bool:
        """Whether a page from memory is, now that its keys stand at these numbers. Notes the
        answer."""
        if numbers == ready.numbers:
            self.memory.is_right(wanted.name)
            return True
        self.memory.forget(wanted.name)
        return False

    def last_known(self, wanted: Wanted) -> Ready | None:
        """A page from memory while the versions can't be asked: one that was right when they were
        last asked, not too long ago, marked as stale (RFC 5861, section 4; RFC 9211).

        Nobody may keep it, so it is gone as soon as the database is back.
        """
        ready, right_at = self.memory.get(wanted.name), self.memory.right_at.get(wanted.name)
        if ready is None or right_at is None or ready.is_over():
            return None
        age = int(time.monotonic() - right_at)
        if age > settings.STALE_SECONDS:
            return None
        kept = [
            pair
            for pair in ready.headers
            if pair[0] not in ("Cache-Control", "ETag", "Last-Modified", "Surrogate-Key")
        ]
        stale = {
            "Cache-Control": "no-store",
            "Age": str(age),
            "Cache-Status": f"Newsroom; hit; ttl=-{age}; detail=database-away",
        }
        return replace(ready, etag="", headers=[*kept, *stale.items()])

    def fetch(self, environ: Environ, wanted: Wanted) -> Ready | Passed:
        """The page from disk, or built; by one thread of this machine at a time."""
        arrived = time.monotonic()

        def usable(ready: Ready | None) -> bool:
            """Built from versions read after this request began it is fresh enough, even where they
            have moved since."""
            return ready is not None and (
                arrived <= ready.asked_at <= time.monotonic() or self.stands(ready)
            )

        page, coding, name = wanted.page, wanted.coding, wanted.name
        number = hash(page)
        if number in self.passing:
            built = self.build(environ)
            if not isinstance(built, Passed):
                self.passing.discard(number)  # from now on it is kept
            return built
        with self.disk.alone(page):
            if usable(ready := self.disk.get(name)):
                counts.count_page("disk")
                self.memory.put(name, ready)
                return ready
            if not (coding and usable(plain := self.disk.get(f" {page}"))):
                plain = self.build(environ)
                if isinstance(plain, Passed):
                    if len(self.passing) >= MAX_REMEMBERED:
                        self.passing.clear()
                    self.passing.add(number)
                    return plain
                self.disk.put(f" {page}", plain)
            else:
                counts.count_page("disk")
            ready = plain.coded(coding) if coding else plain
            if coding:
                self.disk.put(name, ready)
            self.memory.put(name, ready)
            return ready

    def build(self, environ: Environ) -> Ready | Passed:
        """Have Django build the page; without any coding, when it is to be kept."""
        begun: list = []
        response = self.application(
            environ, lambda status, headers, exc_info=None: begun.append((status, headers))
        )
        (status, headers), dependencies = begun[-1], environ.get(DEPENDENCIES)
        counts.count_page("passed" if dependencies is None else "built")
        if dependencies is None:
            return Passed(status, headers, response)
        try:
            body = b"".join(response)
        finally:
            response.close()
        ready = Ready(
            keys=tuple(dependencies.numbers),
            numbers=tuple(dependencies.numbers.values()),
            asked_at=dependencies.asked_at,
            until=dependencies.until.timestamp() if dependencies.until else None,
            status=status,
            etag="",
            headers=[*headers, ("Surrogate-Key", " ".join(dependencies.numbers))]
            if settings.SHARED_CACHES
            else headers,
            body=body,
        )
        return ready.coded("")


class Passed:
    """An answer that is not kept."""

    def __init__(self, status: str, headers: Headers, response: Iterable[bytes]) -> None:
        self.status, self.headers, self.response = status, headers, response

    def on(self, start_response: Callable) -> Iterable[bytes]:
        start_response(self.status, self.headers)
        return self.response


def answer(ready: Ready, environ: Environ, start_response: Callable) -> Iterable[bytes]:
    """The ready answer, as WSGI has it."""
    status, headers, body = parts(ready, environ)
    start_response(status, headers)
    return [body] if body else []


def parts(ready: Ready, environ: Environ) -> tuple[str, Headers, bytes]:
    """Status, headers and body of the ready answer, or of 304 when the reader has it. `Range` is
    left alone: a page is answered whole."""
    wanted = environ.get("HTTP_IF_NONE_MATCH", "")
    fresh = (
        wanted
        and ready.status.startswith("200")
        and (wanted == ready.etag or etag_matches(ready.etag, wanted))
    )
    headers = ready.headers_of_304 if fresh else ready.headers
    if settings.SHARED_CACHES and ready.etag:  # without one it is stale
        headers = [pair for pair in headers if pair[0] != "Cache-Control"]
        headers.append(("Cache-Control", for_shared_caches(ready.until)))
    if fresh:
        return "304 Not Modified", headers, b""
    return ready.status, headers, ready.body if environ["REQUEST_METHOD"] == "GET" else b""


def for_shared_caches(until: float | None) -> str:
    """How long a cache in front may keep a page that is right until then: it is told of every
    change but that of the clock (RFC 9111, section 5.2.2.10; RFC 5861, section 3). It tells
    browsers to ask each time."""
    left = SHARED_FOR + WHILE_ASKING if until is None else int(until - time.time())
    if left >= SHARED_FOR + WHILE_ASKING:
        return f"public, max-age=0, s-maxage={SHARED_FOR}, stale-while-revalidate={WHILE_ASKING}"
    return f"public, max-age=0, must-revalidate, s-maxage={max(0, min(left, SHARED_FOR))}"


def asks_of_old(environ: Environ) -> bool:
    """Whether the front page is asked as that of a WordPress site is: for something else by its
    number or name."""
    if environ["PATH_INFO"] != "/" or not environ.get("QUERY_STRING"):
        return False
    return not OLD_PARAMETERS.isdisjoint(parse_qs(environ["QUERY_STRING"], keep_blank_values=True))


@functools.lru_cache(1000)
def known_parameters(query: str) -> str:
    """A query with the parameters that pages know, in one order."""
    if not query:
        return ""
    given = parse_qs(query, max_num_fields=None)
    return urlencode([(name, given[name][-1]) for name in PARAMETERS if name in given])


def scheme(environ: Environ) -> str:
    """As Django sees it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return "https" if environ[name].split(",", 1)[0].strip() == value else "http"
    return environ["wsgi.url_scheme"]


def host(environ: Environ) -> str:
    return environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"


@functools.cache
def release() -> str:
    """What stands for all that builds pages beside their data: code, templates, static files,
    settings; and for the time the machine has been running, by which moments are compared."""
    digest = hashlib.blake2b(digest_size=8)
    folders = [
        *settings.TEMPLATES[0]["DIRS"],
        *(settings.BASE_DIR / part for part in ("newsroom", "articles", "comments")),
    ]
    for folder in folders:
        for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.py")]):
            digest.update(path.read_bytes())
    boot = Path("/proc/sys/kernel/random/boot_id")
    more = (
        getattr(staticfiles_storage, "manifest_hash", ""),
        settings.TIME_ZONE,
        settings.SHARED_CACHES,
        settings.WEBSUB_HUB,
        boot.read_text() if boot.exists() else "",
    )
    digest.update(repr(more).encode())
    return digest.hexdigest()
