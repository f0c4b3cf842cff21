"""Pages on the disk that were built from what has changed since then: nobody is shown them, and
they stay until they are built anew. After an erasure they go at once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from articles.pages import versions

BATCH = 200
#: Maximum length in bytes of what stands before the bytes of a page.
MAX_HEAD = 100_000


def erase(address: str, thorough: bool) -> dict[str, int]:
    """As comments.people.erasing.OTHERS has it done."""
    if thorough:
        delete()
    return {}


def delete() -> int:
    """Delete them, on this machine; how many there were. One query for each batch of files."""
    folder = settings.HOME / "pages"
    count, batch = 0, []
    for path in folder.glob("*/*/*"):
        if path.parent.name != "locks" and path.is_file():
            batch.append(path)
        if len(batch) == BATCH:
            count, batch = count + _delete(batch), []
    return count + _delete(batch)


def _delete(paths: list[Path]) -> int:
    heads = dict(_heads(paths))
    now = versions.numbers(set().union(*(head["keys"] for head in heads.values())))
    count = 0
    for path, head in heads.items():
        if [now[key] for key in head["keys"]] != head["numbers"]:
            with contextlib.suppress(OSError):
                path.unlink()
                count += 1
    return count


def _heads(paths: list[Path]) -> Iterator[tuple[Path, dict]]:
    for path in paths:
        with contextlib.suppress(OSError, ValueError, KeyError), path.open("rb") as file:
            head = json.loads(file.readline(MAX_HEAD))
            yield path, {"keys": head["keys"], "numbers": head["numbers"]}
