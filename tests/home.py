"""A home of their own for the tests: a temporary folder, set before Django reads its settings.

pytest loads this first of all (`-p tests.home`, in pyproject.toml).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["NEWSROOM_HOME"] = str(HOME)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the tests
for name in (
    "NEWSROOM_HOSTS", "NEWSROOM_DEBUG", "NEWSROOM_SECRET_KEY", "NEWSROOM_HTTPS", "NEWSROOM_MAIL_FROM", "EMAIL_URL",
):  # fmt: skip
    os.environ.pop(name, None)
