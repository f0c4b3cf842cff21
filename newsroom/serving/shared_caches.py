"""Telling caches in front which pages to forget, once what they are built from has changed.

The task is a row of the very transaction in which the versions move: it exists if and only if the
change does. A cache is asked with `PURGE /` and the header `xkey-purge: <keys>`; deploy/varnish.vcl
is the other end.
"""

from __future__ import annotations

import datetime as dt
import http.client
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from newsroom.serving.worker import PROMPT

TIMEOUT = 1.0  # seconds for a cache to answer
# seconds in which one that did not is not asked again, so that others don't wait for it
PAUSE = 10.0
# a page built just before the change may reach a cache just after the purge
AGAIN = dt.timedelta(seconds=3)
POINTLESS = dt.timedelta(minutes=5)  # by then a page has left every cache by itself
KEYS_AT_ONCE = 100  # Varnish takes headers of up to 8 KB

silent_until: dict[str, float] = {}


class NotPurged(Exception):
    """A cache could not be reached, or did not do what it was asked."""


def order_purge(sender, keys: Sequence[str], **more) -> None:
    """Have every cache purged of these keys after the commit: the receiver of
    articles.signals.versions_moved."""
    now = timezone.now().timestamp()
    for cache in settings.SHARED_CACHES:
        purge.enqueue(cache, list(keys), now)


@task(queue_name=PROMPT)
def purge(cache: str, keys: list[str], moved_at: float, again: bool = True) -> None:
    """Ask a cache to forget all pages that depend on `keys`, and once more a little later."""
    now = timezone.now()
    if (
        now.timestamp() > moved_at + POINTLESS.total_seconds()
        or cache not in settings.SHARED_CACHES
    ):
        return
    for start in range(0, len(keys), KEYS_AT_ONCE):
        send_purge(cache, keys[start : start + KEYS_AT_ONCE])
    if again:
        purge.using(run_after=now + AGAIN).enqueue(cache, keys, moved_at, again=False)


def send_purge(cache: str, keys: Sequence[str]) -> None:
    """Send one purge. Raises NotPurged."""
    if time.monotonic() < silent_until.get(cache, 0):
        raise NotPurged(f"{cache} did not answer a moment ago.")
    address = urlsplit(cache)
    connect = (
        http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    )
    connection = connect(address.hostname, address.port, timeout=TIMEOUT)
    try:
        connection.request("PURGE", "/", headers={"xkey-purge": " ".join(keys)})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, TimeoutError):
            silent_until[cache] = time.monotonic() + PAUSE
        raise NotPurged(f"{cache}: {error!r}") from error
    finally:
        connection.close()
    if status != 200:
        raise NotPurged(
            f"{cache} answered {status}. Its list of those who may purge is in varnish.vcl."
        )
