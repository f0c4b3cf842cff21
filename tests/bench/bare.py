"""What the product is compared with, on the same server: a bare WSGI function, and Django with a
plain template.

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
    if environ["PATH_INFO"] == "/plain/":
        return django(environ, start_response)
    start_response("200 OK", HEADERS)
    return [BODY]
