"""Static files with hashed names, collected once for each state of them and kept in pytest's
cache."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

from newsroom.serving import static_files
from tests.databases import locked


def collect(cache: Path) -> None:
    """Fill the empty STATIC_ROOT with all static files, from the cache if they are there."""
    kept, root = cache / "files", Path(settings.STATIC_ROOT)
    with locked(cache / "lock"):
        if kept.exists():
            shutil.copytree(kept, root)
        if static_files.collect():
            shutil.rmtree(kept, ignore_errors=True)
            partial = cache / "partial"
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(root, partial)
            partial.rename(kept)
