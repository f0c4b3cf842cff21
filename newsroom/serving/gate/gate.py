"""The ASGI application: what can be answered at once, what has to wait for a thread, what is
refused.

- `/healthz` is answered here, whatever else goes on;
- a page that is ready in memory is answered here, once the versions were asked (the promise of
  page_cache/layer.py); while they can't be, one that was right a while ago, marked as stale;
- so are style and scripts, once Django has answered them;
- all else goes to Django in one of a few threads, after its body has come whole; what may write has
  threads of its own, so that nobody who reads waits for a lock;
- what finds no place there in time is answered 503, with what was typed.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import time

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from newsroom.lib.pictures import images
from newsroom.serving import counts, health
from newsroom.serving.gate import refusals, reports
from newsroom.serving.gate.adapter import (
    Answer,
    Application,
    Environ,
    Receive,
    Scope,
    Send,
    answer_of,
    encoded,
    environ_of,
    send_answer,
    with_body,
)
from newsroom.serving.gate.bodies import Body, CutOff, NoRoom, Room, TooLarge, read_body
from newsroom.serving.gate.files import Files
from newsroom.serving.gate.places import NoPlace, Places
from newsroom.serving.gate.versions import Questions, questions
from newsroom.serving.page_cache.current_versions import CantAsk, asking
from newsroom.serving.page_cache.layer import PageCache, parts

log = logging.getLogger("newsroom.gate")

#: Threads of each process in which Django works: more would only take turns at the processor. On
#: SQLite, where one at a time may write, the others that write wait in line.
READING_THREADS = 2
WRITING_THREADS = {"sqlite": 1, "postgresql": 2}
#: How many requests of each process may wait for one.
LINE = 64
READING = ("GET", "HEAD")
#: For how many seconds they wait; longer with something that was typed.
PATIENCE, PATIENCE_WITH_BODY = 1.0, 2.5
#: Under /admin/ a picture may come whole, in a form.
LARGEST_UPLOAD = images.MAX_BYTES + 5 * 1024 * 1024
#: Above this, what was sent is not given back by a 503, in bytes.
LARGEST_GIVEN_BACK = 1024 * 1024
#: A file in parts: what came before it broke off is kept (tus.io, articles/pictures/uploads.py).
PARTS = "application/offset+octet-stream"


class Gate:
    """An ASGI application around a WSGI application."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.cache = application if isinstance(application, PageCache) else None
        self.files = Files()
        self.room = Room()
        self.reports = reports.Measure()
        self.readers = Places(READING_THREADS, line=LINE, name="reading")
        self.writers = Places(WRITING_THREADS[connection.vendor], line=LINE, name="writing")
        # apart from the others, which are all taken when it is needed
        self.givers = Places(1, line=LINE, name="giving-back")

    @functools.cached_property
    def questions(self) -> Questions:
        return questions(asking())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await live(receive, send)
            if "questions" in self.__dict__:
                self.questions.close()
        elif scope["type"] == "http":
            begun = time.perf_counter()
            kind, found = await self.answer(scope, receive)
            counts.count(kind, found.status, time.perf_counter() - begun)
            await send_answer(send, found, is_head=scope["method"] == "HEAD")

    async def answer(self, scope: Scope, receive: Receive) -> tuple[str, Answer]:
        """The answer to a request, with its kind in the metrics."""
        environ = environ_of(scope)
        if scope["method"] in READING and environ["PATH_INFO"] == "/healthz":
            return "health", healthy()
        ready = await self.ready(environ) or self.files.get(environ)
        if ready:
            return "ready", ready
        if reports.is_report(environ) and not self.reports.take():
            return "refused", closing(reports.passed_over())
        with contextlib.closing(Body(self.room)) as body:
            try:
                await self.read(body, environ, receive)
            except TooLarge:
                return "refused", closing(refusals.refusal(413))
            except NoRoom:
                return "shed", closing(refusals.busy())
            except CutOff as cut:
                if not body.length or environ.get("CONTENT_TYPE") != PARTS:
                    status = 400 if cut.has_left else 408
                    return "refused", closing(refusals.refusal(status))
            kind, found = await self.by_django(
                with_body(environ, body.file, body.length), body.length
            )
        self.files.keep(environ, found)
        return kind, found

    async def ready(self, environ: Environ) -> Answer | None:
        """A page that is ready in memory, and still right."""
        wanted = self.cache.wanted(environ) if self.cache else None
        ready = self.cache.memory.get(wanted.name) if wanted else None
        if ready is None or ready.is_over():
            return None
        try:
            numbers = await self.questions.numbers(ready.keys)
        except CantAsk:
            ready = self.cache.last_known(wanted)
            if ready is None:
                return None
        else:
            if not self.cache.is_right(wanted, ready, numbers):
                return None
        counts.count_page("memory")
        status, headers, body = parts(ready, environ)
        return Answer(int(status[:3]), [*map(_public, headers)], body)

    async def read(self, body: Body, environ: Environ, receive: Receive) -> None:
        """Read the body of a request. Raises TooLarge, NoRoom and CutOff."""
        declared = environ.get("CONTENT_LENGTH")
        if environ["REQUEST_METHOD"] in READING or declared == "0":
            return
        under_admin = environ["PATH_INFO"].startswith("/admin/")
        limit = LARGEST_UPLOAD if under_admin else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if reports.is_report(environ):
            limit = reports.LARGEST
        if declared and declared.isdigit() and int(declared) > limit:
            raise TooLarge
        await read_body(body, receive, limit=limit, forgiven=settings.BODY_SECONDS)

    async def by_django(self, environ: Environ, length: int) -> tuple[str, Answer]:
        """Django's answer, or one in its place; with its kind."""
        is_reading = environ["REQUEST_METHOD"] in READING
        places = self.readers if is_reading else self.writers
        try:
            answer = await places.run(
                answer_of,
                self.application,
                environ,
                patience=PATIENCE_WITH_BODY if length else PATIENCE,
            )
            return "django", answer
        except NoPlace:
            return "shed", await self.refused(environ, length)
        except Exception:
            log.exception("An answer failed outside of Django.")
            return "failed", refusals.refusal(500)

    async def refused(self, environ: Environ, length: int) -> Answer:
        """503, with what was typed where that can be had."""
        if 0 < length <= LARGEST_GIVEN_BACK:
            try:
                return await self.givers.run(
                    refusals.busy_with, environ, patience=PATIENCE_WITH_BODY
                )
            except NoPlace:
                pass
            except Exception:
                log.exception("What was typed could not be given back.")
        return refusals.busy()


#: Headers of public pages are few, and no secrets.
_public = functools.lru_cache(2000)(encoded)


@functools.cache
def healthy() -> Answer:
    return Answer.of(health.healthz(HttpRequest()))


def closing(found: Answer) -> Answer:
    """The same answer, after which the connection ends."""
    return found._replace(headers=[*found.headers, (b"connection", b"close")])


async def live(receive: Receive, send: Send) -> None:
    """The beginning and the end of the process (ASGI's lifespan)."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
