"""What the product is compared with, on the same server: a bare function of each interface, Django
with a plain template, and WhiteNoise.

BENCH_BYTES names a file with the bytes that the function returns, as gzip.
"""

import os
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.plain_settings"

from django.core.wsgi import get_wsgi_application  # noqa: E402  (settings come first)

BODY = Path(os.environ["BENCH_BYTES"]).read_bytes()
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", str(len(BODY))),
]
django = get_wsgi_application()


def application(environ, start_response):
    if environ["PATH_INFO"].startswith(("/plain/", "/static/")):
        return django(environ, start_response)
    start_response("200 OK", HEADERS)
    return [BODY]


async def asgi(scope, receive, send):
    if scope["type"] == "http":
        headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": BODY})
    else:
        while True:
            kind = (await receive())["type"]
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return
