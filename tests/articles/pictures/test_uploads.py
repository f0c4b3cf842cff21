"""Uploads in parts: what is kept of them, whose they are, and when they go.

Covers articles/pictures/uploads.py, articles/models/pictures/upload.py.
"""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.http import UnreadablePostError
from django.utils import timezone
from PIL import Image

from articles.errors import Conflict, StepRefused
from articles.models import Picture, Upload
from articles.pictures import uploads
from newsroom.lib.pictures import images
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.somebody("writer")


def picture_bytes(width: int = 300) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, 200), "teal").save(out, "PNG")
    return out.getvalue()


def parts() -> list[str]:
    storage = storages["private"]
    if not storage.exists("uploads"):
        return []
    return [
        name
        for folder in storage.listdir("uploads")[0]
        for name in storage.listdir(f"uploads/{folder}")[1]
    ]


class Breaks(BytesIO):
    """A connection that breaks after its bytes."""

    def read(self, size=-1):
        if block := super().read(size):
            return block
        raise UnreadablePostError("gone")


def sent(by, data: bytes, step: int = 100) -> Upload:
    upload = uploads.begin(by=by, length=len(data))
    for offset in range(0, len(data), step):
        uploads.append(upload, offset=offset, stream=BytesIO(data[offset : offset + step]))
        upload.refresh_from_db()
    return upload


def test_a_file_in_parts_becomes_a_picture_once(by, picture_files):
    upload = sent(by, data := picture_bytes())
    assert len(parts()) == -(-len(data) // 100)
    picture = uploads.finish(upload, by=by)
    assert (picture.width, picture.format, picture.uploaded_by) == (300, "png", by)
    assert parts() == []
    assert uploads.finish(Upload.objects.get(), by=by) == picture
    assert Picture.objects.count() == 1


def test_the_same_asked_twice_at_once_makes_one_picture(by, picture_files):
    upload = sent(by, picture_bytes())
    as_another_request_read_it = Upload.objects.get()
    picture = uploads.finish(upload, by=by)
    assert uploads.finish(as_another_request_read_it, by=by) == picture
    assert Picture.objects.count() == 1


def test_what_came_before_the_connection_broke_is_kept(by, picture_files):
    data = picture_bytes()
    upload = uploads.begin(by=by, length=len(data))
    assert uploads.append(upload, offset=0, stream=Breaks(data[:70])) == 70
    upload.refresh_from_db()
    uploads.append(upload, offset=70, stream=BytesIO(data[70:]))
    assert uploads.finish(Upload.objects.get(), by=by).width == 300


def test_a_part_that_begins_elsewhere_is_refused(by, picture_files):
    upload = uploads.begin(by=by, length=200)
    stale = Upload.objects.get()
    uploads.append(upload, offset=0, stream=BytesIO(b"x" * 100))
    with pytest.raises(Conflict):
        uploads.append(stale, offset=0, stream=BytesIO(b"y" * 100))
    with pytest.raises(Conflict):
        uploads.append(Upload.objects.get(), offset=50, stream=BytesIO(b"z"))
    assert len(parts()) == 1
    with pytest.raises(Conflict, match="100 bytes"):
        uploads.finish(Upload.objects.get(), by=by)


def test_no_more_comes_than_was_told(by, picture_files):
    upload = uploads.begin(by=by, length=10)
    with pytest.raises(StepRefused, match="More bytes"):
        uploads.append(upload, offset=0, stream=BytesIO(b"x" * 11))
    assert parts() == []
    for length in (0, images.MAX_BYTES + 1):
        with pytest.raises(images.BadPicture):
            uploads.begin(by=by, length=length)


def test_a_bad_file_is_dropped(by, picture_files):
    upload = sent(by, b"<svg onload='x()'/>")
    with pytest.raises(images.BadPicture):
        uploads.finish(upload, by=by)
    assert (Upload.objects.count(), parts()) == (0, [])


def test_who_may_not_add_pictures_begins_none():
    with pytest.raises(PermissionDenied):
        uploads.begin(by=factories.somebody("moderator"), length=5)


def test_how_many_may_be_under_way(by, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UNFINISHED", 2)
    for _ in range(2):
        uploads.begin(by=by, length=5)
    with pytest.raises(StepRefused, match="under way"):
        uploads.begin(by=by, length=5)


def test_what_nobody_came_back_to_goes_after_a_day(by, picture_files):
    now = timezone.now()
    old = uploads.begin(by=by, length=5, now=now - dt.timedelta(hours=25))
    uploads.append(old, offset=0, stream=BytesIO(b"abc"))
    kept = uploads.begin(by=by, length=5, now=now - dt.timedelta(hours=23))
    assert uploads.delete_old(now - uploads.KEPT_FOR) == 1
    assert list(Upload.objects.all()) == [kept]
    assert parts() == []
