"""Redis as a cache that may be away: then every question is answered as by an empty cache, at once.

So what is kept in the cache is never the only copy of anything, and lives under a key that says
what it was made from: while Redis is away deletions are lost, and what was to be deleted is there
again afterwards.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

log = logging.getLogger("newsroom.cache")

PAUSE = 1.0  # seconds in which Redis isn't asked again after it didn't answer
TOLD_EVERY = 60.0  # seconds between two lines in the log about it


class Absence:
    """When Redis was last found away: known to all threads of a process."""

    until = 0.0
    told_at = -TOLD_EVERY

    def begin(self, error: RedisError) -> None:
        now = time.monotonic()
        self.until = now + PAUSE
        if now >= self.told_at + TOLD_EVERY:
            self.told_at = now
            log.warning("Redis is away, working without it: %s", error)


absence = Absence()


def patiently(name: str) -> Callable:
    """The method `name` of Redis's cache, or that of a cache which forgets everything."""

    def method(self, *args, **kwargs):
        if time.monotonic() >= absence.until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                absence.begin(error)
        return getattr(DummyCache, name)(self, *args, **kwargs)

    return method


class PatientRedisCache(RedisCache):
    """Django's cache on Redis; without Redis, Django's DummyCache."""


for name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "has_key",
    "incr",
    "clear",
    "get_many",
    "set_many",
    "delete_many",
):
    setattr(PatientRedisCache, name, patiently(name))
