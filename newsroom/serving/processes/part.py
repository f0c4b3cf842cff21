"""Server or worker: started, and started again after a pause should it end by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from newsroom.serving.processes.child import Child

#: Pauses before it is started again, in seconds: doubled each time up to the longest, and short
#: again once it has lived as long as that.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 60.0


class Part:
    """`name` is for people; `begin` starts it."""

    def __init__(self, name: str, begin: Callable[[], Child], say: Callable[[str], None]) -> None:
        self.name, self.begin, self.say = name, begin, say
        self.child: Child | None = None
        self.pause = SHORTEST_PAUSE
        self.begun = self.due = 0.0

    def start(self) -> Child:
        """Start it, and look after this one from now on."""
        return self.adopt(self.begin())

    def adopt(self, child: Child) -> Child:
        """Look after `child` from now on."""
        self.child, self.begun = child, time.monotonic()
        return child

    def tend(self) -> None:
        """Start it again where it has ended, when the pause is over."""
        now = time.monotonic()
        if self.child is None:
            if now >= self.due:
                try:
                    self.start()
                except OSError as error:
                    self.wait(f"The {self.name} can't be started: {error}.")
        elif not self.child.runs():
            if now - self.begun > LONGEST_PAUSE:
                self.pause = SHORTEST_PAUSE
            self.wait(f"The {self.name} has ended by itself; its last words stand above.")

    def wait(self, why: str) -> None:
        """Have it started again after a pause, and the next pause be longer."""
        self.say(f"{why} It is started again in {self.pause:g} s …")
        self.child, self.due = None, time.monotonic() + self.pause
        self.pause = min(2 * self.pause, LONGEST_PAUSE)
