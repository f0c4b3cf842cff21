"""Static files, collected only when one has changed: hashing their names and compressing them takes
seconds."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from newsroom.lib.config.modes import writing_for_all

STAMP = "collected-from.txt"


def collect() -> bool:
    """Bring STATIC_ROOT up to date; gives whether anything was to be done."""
    stamp = Path(settings.STATIC_ROOT, STAMP)
    present = fingerprint()
    if stamp.exists() and stamp.read_text() == present + _manifest():
        return False
    stamp.unlink(missing_ok=True)  # interrupted halfway, it is done again
    with writing_for_all():
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(present + _manifest())
    return True


def _manifest() -> str:
    """A hash of the list of hashed names: another release may have written its own since."""
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.exists() else ""


def fingerprint() -> str:
    """A hash of all static files, those of packages too, and of what processes them."""
    made_by = f"{version('django')} {version('whitenoise')} {settings.STORAGES['staticfiles']}"
    digest = hashlib.sha256(made_by.encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(name.encode() + b"\0" + Path(storage.path(name)).read_bytes())
    return digest.hexdigest()
