"""Where tests keep what need not outlive them."""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2**30  # bytes


def memory() -> Path | None:
    """A folder in memory, if there is one with room: for what need not outlive the tests."""
    return MEMORY if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM else None
