"""What something costs, for tests of how cost grows: the same on a busy machine as on a quiet
one."""

from __future__ import annotations

import time
from collections.abc import Callable


def processor_seconds(work: Callable[[], object], times: int = 5) -> float:
    """The least processor time of this thread that `work` took: no time that others had, nor the
    first's warming up."""
    taken = []
    for _ in range(times):
        begun = time.thread_time()
        work()
        taken.append(time.thread_time() - begun)
    return min(taken)
