"""The site's secret key: given by the environment, or made once and kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path) -> str:
    """The secret in the file `path`, made (readable by its owner alone) when there is none yet. Its
    folder is not made. Raises ImproperlyConfigured."""
    try:
        return _kept_secret(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"NEWSROOM_HOME={path.parent}: the site's secret can't be kept there: {error.strerror}."
        ) from None


def _kept_secret(path: Path) -> str:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # whoever is first wins; the others read what he wrote
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
