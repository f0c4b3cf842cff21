"""Files that never change under their address, as their names bear a hash of them: kept as Django
answered them once. Without style and scripts, a page that is ready would be half a page while all
threads are taken."""

from __future__ import annotations

import re

from django.conf import settings

from newsroom.serving.gate.adapter import Answer, Environ
from newsroom.serving.page_cache.layer import scheme

#: What one process keeps, in bytes: style and scripts of the site several times over.
LIMIT = 16 * 1024 * 1024
#: A larger file is not kept, in bytes.
LARGEST = 512 * 1024
#: With one of these, something else than the whole file may be asked for.
CONDITIONS = (
    "HTTP_RANGE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)
_coding = re.compile(r"\b(br|gzip)\b")

Name = tuple[str, str, frozenset[str]]


class Files:
    """Belongs to one event loop."""

    def __init__(self) -> None:
        self.kept: dict[Name, Answer] = {}
        self.size = 0

    def get(self, environ: Environ) -> Answer | None:
        name = name_of(environ)
        return self.kept.get(name) if name else None

    def keep(self, environ: Environ, answer: Answer) -> None:
        """Keep an answer, if it is one of those."""
        if (
            answer.status == 200
            and environ["REQUEST_METHOD"] == "GET"
            and len(answer.body) <= LARGEST
            and (name := name_of(environ))
            and any(
                key == b"cache-control" and b"immutable" in value for key, value in answer.headers
            )
        ):
            if self.size + len(answer.body) > LIMIT:
                self.kept, self.size = {}, 0
            if name not in self.kept:
                self.kept[name] = answer
                self.size += len(answer.body)


def name_of(environ: Environ) -> Name | None:
    """What an answer depends on; None where it could be something else than a whole file."""
    path = environ["PATH_INFO"]
    if (
        not path.startswith(settings.STATIC_URL)
        or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or any(name in environ for name in CONDITIONS)
    ):
        return None
    codings = frozenset(_coding.findall(environ.get("HTTP_ACCEPT_ENCODING", "")))
    return path, scheme(environ), codings
