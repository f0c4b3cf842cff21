"""The whole application as a server calls it, with a page cache of its own."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass, field
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
import zstandard
from django.core.handlers.wsgi import WSGIHandler

from newsroom.serving.page_cache.layer import PageCache

DECODERS = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return DECODERS[self.headers.get("Content-Encoding", "")](self.body).decode()


@dataclass
class Site:
    """One process of a node: `folder` is what the processes of a machine share."""

    folder: object
    built: list[str] = field(default_factory=list)

    def __post_init__(self):
        handler = WSGIHandler()

        def counted(environ, start_response):
            self.built.append(environ["PATH_INFO"])
            return handler(environ, start_response)

        self.cache = PageCache(counted, self.folder)

    def get(self, address: str, method: str = "GET", data: bytes = b"", **headers: str) -> Answer:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
        }
        environ |= {"wsgi.input": io.BytesIO(data), "CONTENT_LENGTH": str(len(data))}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        setup_testing_defaults(environ)
        begun = []
        response = self.cache(environ, lambda status, given: begun.append((status, given)))
        body = b"".join(response)
        if hasattr(response, "close"):
            response.close()
        status, given = begun[-1]
        return Answer(int(status.split()[0]), dict(given), body)


@pytest.fixture
def site(transactional_db, tmp_path):
    site = Site(tmp_path / "pages")
    yield site
    site.cache.asking.close()
