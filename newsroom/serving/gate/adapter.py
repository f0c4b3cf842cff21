"""Between ASGI, which the server speaks, and WSGI, which Django's handler and the page cache speak.

Both ends are what PEP 3333 and the ASGI specification 3.0 ask for, as far as a buffered exchange
goes: the body of a request is complete before the application is called, and its answer is complete
before it is sent. So a thread is busy for as long as it computes, and for no moment longer.
"""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Awaitable, Callable, Iterable
from typing import IO, Any, NamedTuple
from urllib.parse import unquote_to_bytes

from django.http import HttpResponse

Environ = dict[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Environ, Callable], Iterable[bytes]]

#: About the connection to the server, not to us: bodies arrive whole, with their length.
HOP_BY_HOP = b"transfer-encoding"


class Answer(NamedTuple):
    """A whole answer, as ASGI has it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> Answer:
        headers = [*response.items(), ("Content-Length", str(len(response.content)))]
        return cls(response.status_code, [*map(encoded, headers)], response.content)


def environ_of(scope: Scope) -> Environ:
    """What WSGI calls the environment of a request, still without its body.

    Headers that were sent more than once are joined (RFC 9110, section 5.3). A header with an
    underscore in its name is dropped: WSGI could not tell X_Forwarded_For from X-Forwarded-For,
    which a proxy in front vouches for.
    """
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    path = scope.get("raw_path") or scope["path"].encode()
    if b"%" in path:
        path = unquote_to_bytes(path)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = key_of(name)
        if not key:
            continue
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text
    return environ


@functools.lru_cache(1000)
def key_of(name: bytes) -> str:
    """Under which name WSGI has a header; "" for one that it must not have."""
    if b"_" in name or name.lower() == HOP_BY_HOP:
        return ""
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def with_body(environ: Environ, body: IO[bytes], length: int) -> Environ:
    """The same environment, with the body that has come."""
    environ["wsgi.input"] = body
    if length or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(length)
    return environ


def answer_of(application: Application, environ: Environ) -> Answer:
    """Call a WSGI application, read its answer to the end, and close it."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    written = io.BytesIO()

    def start_response(status: str, headers: list[tuple[str, str]], exc_info=None) -> Callable:
        begun.append((status, headers))
        return written.write

    response = application(environ, start_response)
    try:
        chunks = list(response)
    finally:
        close = getattr(response, "close", None)
        if close:
            close()
    status, headers = begun[-1]
    body = written.getvalue() + b"".join(chunks)
    return Answer(int(status[:3]), [*map(encoded, headers)], body)


async def send_answer(send: Send, answer: Answer, *, is_head: bool = False) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": b"" if is_head else answer.body})


def encoded(pair: tuple[str, str]) -> tuple[bytes, bytes]:
    """A header, as ASGI has it."""
    name, value = pair
    return name.lower().encode("latin-1"), value.encode("latin-1")
