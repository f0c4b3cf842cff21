"""What browsers report of our pages is taken in small measure: nobody waits for an answer, and
whoever sends many must not stand in line with people."""

from __future__ import annotations

import functools
import time

from django.conf import settings
from django.http import HttpResponse

from newsroom.serving.gate.adapter import Answer, Environ

#: Maximum size of one, in bytes; how many each process takes in a minute.
LARGEST, PER_MINUTE = 16 * 1024, 20


class Measure:
    """Full at first, and filled again over a minute. Belongs to one event loop."""

    def __init__(self, size: int = PER_MINUTE, over: float = 60.0) -> None:
        self.size, self.pace = size, size / over
        self.left, self.at = float(size), time.monotonic()

    def take(self, now: float | None = None) -> bool:
        """Whether one more may come."""
        now = time.monotonic() if now is None else now
        self.left = min(self.size, self.left + (now - self.at) * self.pace)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


def is_report(environ: Environ) -> bool:
    return environ["PATH_INFO"] == settings.POLICY_REPORTS


@functools.cache
def passed_over() -> Answer:
    """What a sender gets whose report is not read."""
    return Answer.of(HttpResponse(status=204, headers={"Cache-Control": "no-store"}))
