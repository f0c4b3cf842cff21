"""Keeping files: whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import logging
from collections.abc import Iterator

from django.core.files.base import File

from articles.errors import NoRoom
from articles.models.pictures.picture import private_storage

log = logging.getLogger("newsroom.pictures")

#: What the system says where a file can't be written, for no fault of the file's.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES}


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Raises NoRoom for what says that nothing can be written here now."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        log.error("A file can't be written: %s", error)
        raise NoRoom(
            "The server has no room for this file just now. Nothing else that you typed is lost:"
            " try again later, and tell whoever looks after the site."
        ) from error


def keep(name: str, content: File) -> str:
    """Keep a file in the private storage; the name that it has there.

    `name` is one that no other file has: where it can't be written, nothing is left under it.
    Raises NoRoom.
    """
    with writing():
        try:
            return private_storage().save(name, content)
        except BaseException:
            with contextlib.suppress(Exception):
                private_storage().delete(name)
            raise
