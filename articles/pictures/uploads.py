"""Uploads that survive a broken connection: a file comes in parts, each is kept, the next goes on
from there."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.http import UnreadablePostError
from django.utils import timezone

from articles.errors import Conflict, StepRefused
from articles.models import Picture, Upload
from articles.models.pictures.picture import private_storage
from articles.models.pictures.token import new_token
from articles.pictures import files, library
from newsroom.lib.pictures import images

#: How long a file is kept for somebody to come back to it.
KEPT_FOR = dt.timedelta(days=1)
#: Maximum number of unfinished files of one person.
MAX_UNFINISHED = 60
BLOCK = 64 * 1024
#: Number of uploads that are removed at a time.
BATCH = 100


def begin(*, by: AbstractBaseUser, length: int, now: dt.datetime | None = None) -> Upload:
    """Make room for a file of `length` bytes.

    Raises PermissionDenied, images.BadPicture for a length that no picture may have, StepRefused
    where too many files of this person are under way.
    """
    if not by.has_perm("articles.add_picture"):
        raise PermissionDenied("You may not add pictures.")
    images.check_length(length)
    if Upload.objects.filter(by=by, picture=None).count() >= MAX_UNFINISHED:
        raise StepRefused(
            f"{MAX_UNFINISHED} files of yours are under way already. Finish these first, or try"
            " again tomorrow."
        )
    return Upload.objects.create(by=by, length=length, begun_at=now or timezone.now())


def append(upload: Upload, *, offset: int, stream: IO[bytes]) -> int:
    """Keep what comes from `stream`, also where it breaks off; gives how many bytes are there now.

    Raises Conflict where `offset` is not how far the file has come, StepRefused where more comes
    than was told, NoRoom where it can't be kept.
    """
    if offset != upload.offset:
        raise Conflict(f"{upload.offset} bytes of this file are here, not {offset}.")
    with files.writing(), tempfile.TemporaryFile() as part:
        came = _receive(stream, part, most=upload.length - offset)
        if not came:
            return offset
        part.seek(0)
        # stored before the row is locked: that may take long
        name = files.keep(f"uploads/{upload.key}/{offset:010}-{new_token()}", File(part))
    try:
        with transaction.atomic():
            stored = Upload.objects.select_for_update().get(pk=upload.pk)
            if stored.offset != offset:
                raise Conflict("Another part of this file has come meanwhile.")
            stored.parts.append(name)
            stored.offset += came
            stored.save(update_fields=["parts", "offset"])
    except BaseException:
        private_storage().delete(name)
        raise
    return stored.offset


def finish(upload: Upload, *, by: AbstractBaseUser) -> Picture:
    """Make a picture of a file that is complete; asked again, it gives the same picture.

    Raises Conflict where bytes are missing, images.BadPicture where it can't be used: then it is
    dropped. Raises NoRoom where it can't be kept: then what came stays, to be asked for again.
    """
    if not upload.is_complete:
        raise Conflict(f"{upload.length - upload.offset} bytes of this file are still to come.")
    parts = upload.parts
    if upload.picture is None:
        try:
            with files.writing(), _whole(parts) as file:
                library.keep_picture(
                    by=by, file=file, then=lambda picture: _became(upload, picture)
                )
        except images.BadPicture:
            drop(upload)
            raise
        except (Conflict, FileNotFoundError):  # the same was asked twice, and the other one is done
            upload.refresh_from_db()
            if upload.picture is None:
                raise
        else:
            _delete(upload, parts)
    return upload.picture


def drop(upload: Upload) -> None:
    """Forget a file, whole or not; what became a picture stays."""
    upload.delete()
    _delete(upload, upload.parts)


def delete_old(before: dt.datetime) -> int:
    """Drop some of the files that were begun before a moment; how many."""
    old = list(Upload.objects.filter(begun_at__lt=before).order_by("begun_at")[:BATCH])
    for upload in old:
        drop(upload)
    return len(old)


def _receive(stream: IO[bytes], part: IO[bytes], *, most: int) -> int:
    """Write what comes into `part`; a connection that breaks is the end of it. How many bytes were
    written."""
    came = 0
    while True:
        try:
            # one byte more than was told is read, to see whether more comes
            block = stream.read(min(BLOCK, most - came + 1))
        except (UnreadablePostError, OSError):
            block = b""
        if not block:
            part.flush()
            return came
        if came + len(block) > most:
            raise StepRefused("More bytes came than the file was said to have.")
        part.write(block)
        came += len(block)


@contextmanager
def _whole(parts: list[str]) -> Iterator[File]:
    with tempfile.TemporaryFile() as whole:
        for name in parts:
            with private_storage().open(name) as part:
                shutil.copyfileobj(part, whole, BLOCK)
        whole.seek(0)
        yield File(whole)


def _became(upload: Upload, picture: Picture) -> None:
    """Note what a file became. Raises Conflict where it became something already."""
    if not Upload.objects.filter(pk=upload.pk, picture=None).update(picture=picture, parts=[]):
        raise Conflict("This file is kept already.")
    upload.picture, upload.parts = picture, []


def _delete(upload: Upload, parts: list[str]) -> None:
    """Delete the parts of a file, and the folder that held them where folders are a thing."""
    for name in parts:
        private_storage().delete(name)
    with suppress(OSError):
        private_storage().delete(f"uploads/{upload.key}")
