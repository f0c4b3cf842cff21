"""A disk without room: a real one of some kilobytes where we may mount it, and otherwise a storage
that writes to /dev/full, where the system itself says that there is no room."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class FullDisk(FileSystemStorage):
    """Leaves an empty file behind, as Django's own does on a full disk."""

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        with open("/dev/full", "wb", buffering=0) as file:
            for chunk in content.chunks():
                file.write(chunk)
        return name


@contextlib.contextmanager
def small_disk(folder: Path, size: str = "16k") -> Iterator[bool]:
    """Mount a disk of this size at `folder`; gives whether that could be done."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    is_mounted = (
        os.geteuid() == 0
        and not subprocess.run(command, capture_output=True, check=False).returncode
    )
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
