"""Ends a process with the one that started it, however that one ends: nobody is left who holds the
port."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1


def end_with(parent: int, how: int = signal.SIGKILL) -> None:
    """Have this process sent the signal `how` when the process `parent`, which started it, ends.

    To be called in the main thread. On Linux the kernel sends it, when the *thread* that started us
    ends: whoever starts such processes does it in its main thread.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)
    else:
        threading.Thread(target=watch, args=(parent, how), daemon=True).start()
    if os.getppid() != parent:  # it ended before we had asked
        os.kill(os.getpid(), how)


def watch(parent: int, how: int) -> None:
    """Where the kernel doesn't: look once a second whether the parent is still the same."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), how)
