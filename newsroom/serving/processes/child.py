"""A process that we started: looked after, and ended gently."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path


class Child:
    """`pid`, and whether it still runs. It survives that we become another program (exec)."""

    def __init__(self, pid: int, process: subprocess.Popen | None = None) -> None:
        """`process`: where we started it ourselves, in this same program."""
        self.pid, self.process, self.status = pid, process, None
        self.asked_to_end = False

    @classmethod
    def start(cls, command: Sequence[str], folder: Path, descriptors: Sequence[int] = ()) -> Child:
        """Start `command` in `folder`, in a session of its own: Ctrl-C is for us. It gets the open
        `descriptors`."""
        process = subprocess.Popen(  # noqa: S603 - no shell
            command, cwd=folder, pass_fds=descriptors, start_new_session=True
        )
        return cls(process.pid, process)

    def runs(self) -> bool:
        """Whether it runs. When it has ended, `status` holds its exit status (negative: the signal
        that ended it)."""
        if self.process:
            self.status = self.process.poll()
        elif self.status is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                pid, status = self.pid, 1 << 8
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is None

    def end(self) -> None:
        """Ask it to end, once: what it has begun is finished. (Asked twice, a worker gives up its
        task.)"""
        if self.runs() and not self.asked_to_end:
            self.asked_to_end = True
            os.kill(self.pid, signal.SIGTERM)

    def signal_all(self, how: int) -> None:
        """Send a signal to it and to those that it started."""
        if self.runs():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, how)

    def kill(self) -> None:
        """End it at once, and those that it started."""
        self.signal_all(signal.SIGKILL)
