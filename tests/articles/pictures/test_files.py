"""A disk without room: what was typed is given back, nothing is left behind, and it is no fault of
the page's."""

from functools import partial
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.errors import NoRoom
from articles.models import Picture, Upload
from articles.pictures import library, uploads
from tests import factories
from tests.full_disk import small_disk

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/picture/add/"


@pytest.fixture
def full(picture_files, settings):
    """The private storage is a disk that has no room for a picture."""
    with small_disk(picture_files / "private") as is_real:
        if not is_real:
            options = {"location": picture_files / "private"}
            full = {"BACKEND": "tests.full_disk.FullDisk", "OPTIONS": options}
            settings.STORAGES = {**settings.STORAGES, "private": full}
        yield picture_files / "private"


@pytest.fixture
def by():
    return factories.somebody("writer")


def picture_bytes() -> bytes:
    out = BytesIO()
    Image.effect_noise((300, 300), 90).save(out, "PNG")
    assert out.tell() > 32 * 1024
    return out.getvalue()


def files(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_nothing_is_left_of_a_picture(by, full):
    with pytest.raises(NoRoom, match="no room for this file"):
        library.keep_picture(by=by, file=ContentFile(picture_bytes()), alt="A bridge")
    assert files(full) == []
    assert not Picture.objects.exists()


def test_the_form_gives_all_words_back(client, people, full):
    client.force_login(people["writer"])
    file = SimpleUploadedFile("bridge.png", picture_bytes(), "image/png")
    sent = {"original": file, "alt": "A bridge of words", "caption": "Cap <b>", "credit": "Me"}
    answer = client.post(ADD, sent)
    assert answer.status_code == 503
    page = answer.text
    assert "A bridge of words" in page
    assert "Cap &lt;b&gt;" in page
    assert answer.context["adminform"].form.errors.keys() == {"original"}
    assert "The server has no room for this file" in page
    assert files(full) == []
    assert not Picture.objects.exists()


def test_the_same_form_is_taken_where_there_is_room(client, people, picture_files):
    client.force_login(people["writer"])
    file = SimpleUploadedFile("bridge.png", picture_bytes(), "image/png")
    assert client.post(ADD, {"original": file, "alt": "A bridge"}).status_code == 302
    assert Picture.objects.get().alt == "A bridge"


def test_a_part_that_has_no_room_has_not_come(by, full):
    data = picture_bytes()
    upload = uploads.begin(by=by, length=len(data))
    with pytest.raises(NoRoom):
        uploads.append(upload, offset=0, stream=BytesIO(data))
    upload.refresh_from_db()
    assert (upload.offset, upload.parts, files(full)) == (0, [], [])


def test_whoever_sends_in_parts_is_told(client, people, full):
    client.force_login(people["writer"])
    data = picture_bytes()
    upload = uploads.begin(by=people["writer"], length=len(data))
    answer = client.patch(
        f"/admin/articles/picture/uploads/{upload.key}/",
        data,
        content_type="application/offset+octet-stream",
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
    )
    assert answer.status_code == 507
    assert "no room" in answer.json()["error"]


def test_what_came_stays_where_the_whole_has_no_room(client, people, picture_files, settings):
    """It is asked for again when there is room."""
    client.force_login(people["writer"])
    data = picture_bytes()
    upload = uploads.begin(by=people["writer"], length=len(data))
    uploads.append(upload, offset=0, stream=BytesIO(data))
    address = f"/admin/articles/picture/uploads/{upload.key}/keep/"
    with small_disk(picture_files / "private/originals") as is_real:
        if not is_real:
            (picture_files / "private/originals").rmdir()
            (picture_files / "private/originals").symlink_to("/dev/full/none")
        if is_real:
            answer = client.post(address)
            assert (answer.status_code, answer.json()["error"][:20]) == (
                507,
                "The server has no ro",
            )
    if not is_real:
        (picture_files / "private/originals").unlink()
    upload.refresh_from_db()
    assert upload.is_complete
    assert client.post(address).status_code == 201
    assert not (picture_files / f"private/uploads/{upload.key}").exists()
    assert Upload.objects.get().picture == Picture.objects.get()


def test_a_rendition_that_can_not_be_kept_is_shown_all_the_same(by, picture_files, caplog):
    picture = library.keep_picture(by=by, file=ContentFile(picture_bytes()))
    with small_disk(picture_files / "public", "4k") as is_real:
        if not is_real:
            (picture_files / "public").chmod(0o500)
        assert library.rendition(picture, "whole", 300, "jpg")[:2] == b"\xff\xd8"
        assert "could not be stored" in caplog.text
        with pytest.raises(NoRoom):  # the worker tries again later
            library.rendition(picture, "whole", 300, "webp", lock=library.FOR_THE_WORKER)
        assert files(picture_files / "public") == []


def test_what_comes_in_is_counted_when_it_is_written(by, picture_files, monkeypatch):
    """Where the disk for what is under way fills up, that is not a sender who broke off."""
    upload = uploads.begin(by=by, length=100)
    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", partial(open, "/dev/full", "r+b"))
    with pytest.raises(NoRoom):
        uploads.append(upload, offset=0, stream=BytesIO(b"x" * 100))
    upload.refresh_from_db()
    assert upload.offset == 0
