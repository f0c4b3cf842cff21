"""Pictures in the admin."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.admin.picture import own_address
from articles.models import Picture


def upload(data: bytes | None = None) -> SimpleUploadedFile:
    if data is None:
        file = BytesIO()
        Image.new("RGB", (640, 480), "teal").save(file, "PNG")
        data = file.getvalue()
    return SimpleUploadedFile("private-name.png", data, "image/png")


@pytest.fixture
def as_writer(client, people):
    client.force_login(people["writer"])
    return client


WORDS = {"alt": "The quay", "caption": "", "credit": "A. Novak"}


def test_upload_and_focal_point(as_writer, people):
    add = "/admin/articles/picture/add/"
    assert as_writer.post(add, {"original": upload(), **WORDS}).status_code == 302
    picture = Picture.objects.get()
    assert (picture.width, picture.alt, picture.uploaded_by) == (640, "The quay", people["writer"])
    assert "private-name" not in picture.original.name
    page = f"/admin/articles/picture/{picture.pk}/change/"
    shown = as_writer.get(page).text
    assert "data-focal-point" in shown
    assert picture.original.name not in shown
    assert as_writer.post(page, {**WORDS, "focal_x": "0.25", "focal_y": "0.75"}).status_code == 302
    changed = Picture.objects.get()
    assert changed.focal == (0.25, 0.75)
    assert changed.original.name == picture.original.name
    assert own_address(changed, "square", 320) in as_writer.get("/admin/articles/picture/").text


@pytest.mark.parametrize("data", [b"", b"GIF89a nonsense", b"<svg onload='x()'/>"])
def test_what_is_no_picture_is_refused(data, as_writer):
    answer = as_writer.post("/admin/articles/picture/add/", {"original": upload(data), **WORDS})
    assert answer.status_code == 200
    assert "errorlist" in answer.text
    assert "The quay" in answer.text
    assert not Picture.objects.exists()
