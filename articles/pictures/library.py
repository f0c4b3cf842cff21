"""The newsroom's work with pictures: keeping one, making its renditions, removing it."""

from __future__ import annotations

import datetime as dt
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django_tasks import task

from articles.errors import NoRoom
from articles.models import Picture, Record, Verb
from articles.models.pictures.picture import (
    CROPS,
    ENCODERS,
    FormerToken,
    SourceType,
    original_name,
    private_storage,
)
from articles.models.pictures.token import new_token
from articles.pages import keys, versions
from articles.pictures import files, uses
from newsroom.lib.pictures import images
from newsroom.lib.pictures.metadata import Said

log = logging.getLogger("newsroom.pictures")

#: Locks for pictures that somebody waits for, and for those made by the worker: one at a time of
#: each.
FOR_PEOPLE, FOR_THE_WORKER = "pictures.lock", "renditions.lock"
#: The format that is quickly made, and stands in for the others until they are.
STAND_IN = "jpg"
ASKED_ONCE_IN = 600  # seconds
#: What people say of a picture, or its file does.
TEXTS = ("alt", "caption", "credit", "copyright", "place", "source_type", "licence")
FACTS = (*TEXTS, "taken_at", "licence_until")


def keep_picture(
    *,
    by: AbstractBaseUser,
    file: File | None = None,
    picture: Picture | None = None,
    focal: images.Point | None = None,
    then: Callable[[Picture], None] | None = None,
    **told: object,
) -> Picture:
    """Keep a new picture, or a change of one.

    `told`: values of FACTS as the person typed them; None means not given. What is
    empty then is taken from a new file, where that says it, and `from_file` remembers what was,
    until a person says something else. `picture` may be unsaved (as the admin has it) or stored; of
    a stored one, what is not given stays as the database has it. A new focal point or file gives
    new public addresses. `then` is called with the picture, in the same transaction. Raises
    images.BadPicture for a file that can't be used, NoRoom where it can't be kept (then nothing is
    left of it), ValueError without any file, PermissionDenied.
    """
    if unknown := set(told) - set(FACTS):
        raise TypeError(f"Pictures have no {', '.join(sorted(unknown))}.")
    picture = picture or Picture()
    _may(by, "change" if picture.pk else "add")
    if file is None and not picture.pk:
        raise ValueError("A new picture needs a file.")
    facts = inspect(file) if file else None
    name = _keep_original(file, facts) if file else ""
    try:
        with transaction.atomic():
            before = Picture.objects.select_for_update().get(pk=picture.pk) if picture.pk else None
            source = before or Picture(uploaded_by=by)
            _take_over(picture, source)
            _say(picture, source, told)
            picture.focal_x, picture.focal_y = focal or source.focal
            if facts:
                _describe(picture, name, facts)
                _take_from_file(picture, facts.said)
            _save(picture, before)
            Record.objects.write(Verb.PICTURE_SAVED, by=by, subject=str(picture))
            versions.move(keys.FURNITURE)
            make_renditions.enqueue(picture.pk)
            if then:
                then(picture)
    except BaseException:
        if name:
            private_storage().delete(name)
        raise
    return picture


def remove_picture(*, by: AbstractBaseUser, picture: Picture) -> None:
    """Remove a picture, its original and renditions. Raises ProtectedError where a story or a front
    shows it."""
    _may(by, "delete")
    with transaction.atomic():
        if standing := uses.fronts(timezone.now()).get(picture.pk):
            raise ProtectedError("A front shows this picture.", set(standing))
        subject = str(picture)
        token = picture.token
        original = picture.original.name
        picture.delete()
        Record.objects.write(Verb.PICTURE_REMOVED, by=by, subject=subject)
        versions.move(keys.FURNITURE)
        delete_files.enqueue(token, original)


def inspect(file: File) -> images.Facts:
    """As images.inspect, one file at a time on this host, so that two large ones don't add up."""
    with images.one_at_a_time(settings.HOME / FOR_PEOPLE):
        return images.inspect(file)


def stored(picture: Picture, crop: str, width: int, ext: str) -> bytes | None:
    """The bytes of a declared rendition, if it is made already."""
    return _stored(rendition_name(picture.token, crop, width, ext))


def rendition(
    picture: Picture, crop: str, width: int, ext: str, *, lock: str = FOR_PEOPLE
) -> bytes:
    """The bytes of a declared rendition: from the storage, or made now and stored.

    Nobody who waits for one waits for the worker, which has a `lock` of its own. One that can't be
    stored is answered all the same, and made anew for whoever asks next; for the worker that is an
    error. Raises images.BadPicture or FileNotFoundError where the original is damaged or gone.
    """
    name = rendition_name(picture.token, crop, width, ext)
    if (ready := _stored(name)) is not None:
        return ready
    with images.one_at_a_time(settings.HOME / lock):
        if (ready := _stored(name)) is not None:  # made while we waited
            return ready
        with private_storage().open(picture.original.name) as original:
            made = images.render(
                original, width=width, ratio=CROPS[crop], focal=picture.focal, format=ENCODERS[ext]
            )
        try:
            _store(name, made)
        except NoRoom as full:
            if lock == FOR_THE_WORKER:
                raise
            log.error("A rendition could not be stored: %s", full.__cause__)
    return made


def make_missing(picture: Picture) -> int:
    """Make all declared renditions that are not stored yet, first those that stand in for the
    others; how many."""
    made = 0
    for ext in sorted(ENCODERS, key=lambda ext: ext != STAND_IN):
        for crop in (crop for crop in CROPS if ext in picture.exts(crop)):
            for width in picture.widths(crop):
                if not default_storage.exists(rendition_name(picture.token, crop, width, ext)):
                    rendition(picture, crop, width, ext, lock=FOR_THE_WORKER)
                    made += 1
    return made


def make_soon(picture: Picture) -> None:
    """Have the worker make what is missing; asked again for the same within minutes, nothing is
    done."""
    if cache.add(f"renditions-{picture.token}", True, ASKED_ONCE_IN):
        make_renditions.enqueue(picture.pk)


@task()
def make_renditions(picture_id: int) -> int:
    """Make every declared rendition that is missing, so that no reader waits for one; how many."""
    picture = Picture.objects.filter(pk=picture_id).first()
    return make_missing(picture) if picture else 0


@task()
def delete_files(token: str, original: str) -> None:
    """Delete the renditions of a token and, if named, an original that nothing refers to any more.

    Idempotent: it is no error when they are gone already.
    """
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
    return files.keep(name, ContentFile(file.read()))


def _take_over(picture: Picture, source: Picture) -> None:
    """Give `picture` what only this module decides, as `source` has it."""
    for field in (
        "original",
        "token",
        "format",
        "width",
        "height",
        "digest",
        "uploaded_by",
        "uploaded_at",
    ):
        setattr(picture, field, getattr(source, field))


def _say(picture: Picture, source: Picture, told: dict[str, object]) -> None:
    """Give it what is told, and of the rest what `source` has; what a person changes is no longer
    the file's."""
    untouched = []
    for name in FACTS:
        before = getattr(source, name)
        is_told = name in told and (told[name] is not None or name not in TEXTS)
        setattr(picture, name, told[name] if is_told else before)
        if name in source.taken_over and getattr(picture, name) == before:
            untouched.append(name)
    picture.from_file = " ".join(untouched)


def _take_from_file(picture: Picture, said: Said) -> None:
    """Fill what is empty, or was an earlier file's, with what a new file says."""
    taken = []
    for name in FACTS:
        if getattr(picture, name) and name not in picture.taken_over:
            continue
        value = getattr(said, name)
        if isinstance(value, dt.datetime) and timezone.is_naive(value):
            value = timezone.make_aware(value)
        if name == "source_type" and value not in SourceType.values:
            value = ""
        setattr(picture, name, value)
        taken += [name] if value else []
    picture.from_file = " ".join(taken)


def _describe(picture: Picture, name: str, facts: images.Facts) -> None:
    picture.original = name
    picture.format, picture.digest = facts.format, facts.digest
    picture.width, picture.height = facts.width, facts.height


def _save(picture: Picture, before: Picture | None) -> None:
    """Save it; under a new token where the same address would show something else than before."""
    changed = before and (picture.focal, picture.original.name) != (
        before.focal,
        before.original.name,
    )
    if changed:
        picture.token = new_token()
    picture.save()
    if changed:
        FormerToken.objects.create(token=before.token, picture=picture)
        replaced = before.original.name if before.original.name != picture.original.name else ""
        delete_files.enqueue(before.token, replaced)


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
    with files.writing():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(draft, settings.FILE_UPLOAD_PERMISSIONS)
            os.replace(draft, path)
        except BaseException:
            os.unlink(draft)
            raise
