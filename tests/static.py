"""Static files with hashed names, collected once for each state of them and kept in pytest's cache."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import django

from tests.databases import locked


def fingerprint() -> str:
    """A hash of all static files, those of packages too."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(django.__version__.encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(name.encode() + b"\0" + Path(storage.path(name)).read_bytes())
    return digest.hexdigest()[:16]


def collect(cache: Path) -> None:
    """Fill the empty STATIC_ROOT with all static files, from the cache if they are there."""
    from django.conf import settings
    from django.core.management import call_command

    kept = cache / fingerprint()
    root = Path(settings.STATIC_ROOT)
    with locked(cache / "lock"):
        if kept.exists():
            shutil.copytree(kept, root)
            return
        for old in cache.iterdir():
            if old.is_dir():
                shutil.rmtree(old)
        call_command("collectstatic", interactive=False, verbosity=0)
        partial = cache / "partial"
        shutil.copytree(root, partial)
        partial.rename(kept)
