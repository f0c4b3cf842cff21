"""The newsroom's work with pictures: keeping one, making its renditions, removing it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from articles import tasks, versions
from articles.models import Picture, Record
from articles.models.picture import CROPS, ENCODERS, FormerToken, new_token, original_name, private_storage
from newsroom.lib import images

WORDS = ("alt", "caption", "credit")


def keep_picture(
    *,
    by: AbstractBaseUser,
    file: File | None = None,
    picture: Picture | None = None,
    alt: str | None = None,
    caption: str | None = None,
    credit: str | None = None,
    focal: images.Point | None = None,
) -> Picture:
    """Keep a new picture, or a change of one.

    `picture` may be unsaved (as the admin has it) or stored; of a stored one, what is not given stays as the
    database has it. A new focal point or file gives new public addresses. Raises images.BadPicture for a
    file that can't be used, ValueError without any file, PermissionDenied.
    """
    picture = picture or Picture()
    _may(by, "change" if picture.pk else "add")
    if file is None and not picture.pk:
        raise ValueError("A new picture needs a file.")
    facts = images.inspect(file) if file else None
    name = _keep_original(file, facts) if file else ""
    try:
        with transaction.atomic():
            before = Picture.objects.select_for_update().get(pk=picture.pk) if picture.pk else None
            source = before or Picture(uploaded_by=by)
            _take_over(picture, source)
            for word, given in zip(WORDS, (alt, caption, credit), strict=True):
                setattr(picture, word, getattr(source, word) if given is None else given)
            picture.focal_x, picture.focal_y = focal or source.focal
            if facts:
                _describe(picture, name, facts)
            _save(picture, before)
            Record.objects.create(by=by, verb="picture saved", subject=str(picture))
            versions.move("furniture")
            tasks.make_renditions.enqueue(picture.pk)
    except BaseException:
        if name:
            private_storage().delete(name)
        raise
    return picture


def remove_picture(*, by: AbstractBaseUser, picture: Picture) -> None:
    """Remove a picture, its original and renditions. Raises ProtectedError where a story shows it."""
    _may(by, "delete")
    with transaction.atomic():
        subject, token, original = str(picture), picture.token, picture.original.name
        picture.delete()
        Record.objects.create(by=by, verb="picture removed", subject=subject)
        versions.move("furniture")
        tasks.delete_files.enqueue(token, original)


def rendition(picture: Picture, crop: str, width: int, ext: str) -> bytes:
    """The bytes of a declared rendition: from the storage, or made now and stored.

    Raises images.BadPicture or FileNotFoundError where the original is damaged or gone.
    """
    name = rendition_name(picture.token, crop, width, ext)
    if (ready := _stored(name)) is not None:
        return ready
    with images.one_at_a_time(settings.HOME / "renditions.lock"):
        if (ready := _stored(name)) is not None:  # made while we waited
            return ready
        with private_storage().open(picture.original.name) as original:
            made = images.render(original, width=width, ratio=CROPS[crop], focal=picture.focal, format=ENCODERS[ext])
        _store(name, made)
    return made


def make_missing(picture: Picture) -> int:
    """Make all declared renditions that are not stored yet; how many were made."""
    made = 0
    for crop in CROPS:
        for width in picture.widths(crop):
            for ext in ENCODERS:
                if not default_storage.exists(rendition_name(picture.token, crop, width, ext)):
                    rendition(picture, crop, width, ext)
                    made += 1
    return made


def delete_files(token: str, original: str) -> None:
    """Delete the renditions of a token and, if named, an original; it is no error when they are gone already."""
    if original:
        private_storage().delete(original)
    try:
        names = default_storage.listdir(f"pictures/{token}")[1]
    except FileNotFoundError:  # none was made yet
        return
    for name in names:
        default_storage.delete(f"pictures/{token}/{name}")


def rendition_name(token: str, crop: str, width: int, ext: str) -> str:
    """Where a rendition is stored: as in its address, so that a web server may serve the folder."""
    return f"pictures/{token}/{crop}-{width}.{ext}"


def _may(by: AbstractBaseUser, verb: str) -> None:
    if not by.has_perm(f"articles.{verb}_picture"):
        raise PermissionDenied(f"You may not {verb} pictures.")


def _keep_original(file: File, facts: images.Facts) -> str:
    """Store the original before the transaction: other writers shouldn't wait for 40 MB."""
    name = original_name(Picture(format=facts.format), "")
    file.seek(0)
    return private_storage().save(name, ContentFile(file.read()))


def _take_over(picture: Picture, source: Picture) -> None:
    """Give `picture` what only this module decides, as `source` has it."""
    for field in ("original", "token", "format", "width", "height", "digest", "uploaded_by", "uploaded_at"):
        setattr(picture, field, getattr(source, field))


def _describe(picture: Picture, name: str, facts: images.Facts) -> None:
    picture.original = name
    picture.format, picture.digest = facts.format, facts.digest
    picture.width, picture.height = facts.width, facts.height


def _save(picture: Picture, before: Picture | None) -> None:
    """Save it; under a new token where the same address would show something else than before."""
    changed = before and (picture.focal, picture.original.name) != (before.focal, before.original.name)
    if changed:
        picture.token = new_token()
    picture.save()
    if changed:
        FormerToken.objects.create(token=before.token, picture=picture)
        replaced = before.original.name if before.original.name != picture.original.name else ""
        tasks.delete_files.enqueue(before.token, replaced)


def _stored(name: str) -> bytes | None:
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


def _store(name: str, data: bytes) -> None:
    """Store `data` so that nobody can ever read half of it."""
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:  # not a disk; object stores show a file only when it is complete
        default_storage.save(name, ContentFile(data))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(draft, settings.FILE_UPLOAD_PERMISSIONS or 0o644)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
