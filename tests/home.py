"""A home of their own for the tests: a temporary folder, set before Django reads its settings.

pytest loads this first of all (`-p tests.home`, in pyproject.toml).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tests.memory import memory

HOME = Path(tempfile.mkdtemp(prefix="newsroom-test-", dir=memory()))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["NEWSROOM_HOME"] = str(HOME)
# Playwright's loop runs in the thread of the tests
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
for name in (
    "NEWSROOM_HOSTS",
    "NEWSROOM_DEBUG",
    "NEWSROOM_SECRET_KEY",
    "NEWSROOM_HTTPS",
    "NEWSROOM_MAIL_FROM",
    "EMAIL_URL",
):
    os.environ.pop(name, None)
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and (url := os.environ.get("REDIS_URL")):
    # What runs beside it has its own of Redis's sixteen databases.
    server = urlsplit(url)
    number = int(server.path.strip("/") or 0) + 1 + int(worker.removeprefix("gw"))
    os.environ["REDIS_URL"] = server._replace(path=f"/{number % 16}").geturl()
