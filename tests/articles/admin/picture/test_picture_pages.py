"""Pictures in the admin.

Covers articles/admin/picture/admin.py, articles/admin/picture/form.py,
articles/admin/picture/library.py.
"""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from articles.admin.picture.chooser import own_address
from articles.models import Picture
from articles.pictures import library as picture_library
from tests import factories
from tests.newsroom.lib.pictures.test_metadata import FULL, jpeg, lang, packet

pytestmark = pytest.mark.usefixtures("picture_files")


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


def with_words(**words) -> bytes:
    """A JPEG that says something of itself."""
    return jpeg(xmp=FULL, **words)


def test_what_the_file_says_is_shown_as_such_until_somebody_says_otherwise(as_writer):
    as_writer.post(
        "/admin/articles/picture/add/", {"original": upload(with_words()), "alt": "Mine"}
    )
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.place) == (
        "Mine",
        "In the harbour & beyond",
        "Bergen, Norway",
    )
    assert picture.source_type == "trainedAlgorithmicMedia"
    assert set(picture.taken_over) == {
        "caption",
        "credit",
        "copyright",
        "place",
        "source_type",
        "licence",
        "taken_at",
    }
    page = f"/admin/articles/picture/{picture.pk}/change/"
    shown = as_writer.get(page)
    assert shown.text.count("Taken from the file.") == 7
    form = {
        name: shown.context["adminform"].form[name].value() or "" for name in picture_library.FACTS
    }
    form |= {
        "taken_at": "2026-03-04T03:06",
        "focal_x": "0.5",
        "focal_y": "0.5",
        "place": "Bergen harbour",
    }
    assert as_writer.post(page, form).status_code == 302
    picture.refresh_from_db()
    assert picture.place == "Bergen harbour"
    assert picture.taken_at.second == 7
    assert "place" not in picture.taken_over
    assert len(picture.taken_over) == 6


def test_a_new_file_says_new_things_but_not_over_what_people_said(people):
    by = people["writer"]
    picture = picture_library.keep_picture(by=by, file=ContentFile(with_words()), credit="By hand")
    second = jpeg(
        xmp=packet(
            lang("dc:description", x_default="At sea") + lang("dc:rights", x_default="© Other")
        )
    )
    picture_library.keep_picture(by=by, picture=picture, file=ContentFile(second))
    stored = Picture.objects.get()
    assert (stored.caption, stored.copyright, stored.credit, stored.place) == (
        "At sea",
        "© Other",
        "By hand",
        "",
    )
    assert stored.taken_over == ["caption", "copyright"]


def library(client, query: str = "") -> list[str]:
    answer = client.get(f"/admin/articles/picture/{query}")
    assert answer.status_code == 200
    return [picture.alt or "no alt" for picture in answer.context["cl"].result_list]


def test_the_library_is_searched_and_filtered(as_writer):
    today = timezone.localdate()
    facts = [
        {"alt": "Boat", "credit": "Ana Lima", "place": "Bergen"},
        {"alt": "Ended", "licence_until": today - dt.timedelta(days=1)},
        {"alt": "Last day", "licence_until": today},
        {"alt": "Soon", "licence_until": today + dt.timedelta(days=30)},
        {"alt": "Later", "licence_until": today + dt.timedelta(days=31)},
        {
            "alt": "",
            "taken_at": dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC),
            "source_type": "trainedAlgorithmicMedia",
        },
    ]
    for number, each in enumerate(facts):
        Picture.objects.create(
            original="x", digest=str(number), width=400, height=300, format="jpeg", **each
        )
    assert len(library(as_writer)) == 6
    for query, found in {
        "?q=lima": ["Boat"],
        "?q=bergen": ["Boat"],
        "?q=2024-02": ["no alt"],
        "?q=2024-02-29": ["no alt"],
        "?q=2024-03": [],
        "?q=2024-02-31": [],
        "?lacks=alt": ["no alt"],
        "?licence=soon": ["Soon", "Last day"],
        "?licence=ended": ["Ended"],
        "?origin=ai": ["no alt"],
        "?q=boat+2024-02": [],
    }.items():
        assert library(as_writer, query) == found, query
    factories.article(lead_picture=Picture.objects.get(alt="Boat"))
    assert "Boat" not in library(as_writer, "?use=none")
    page = as_writer.get("/admin/articles/picture/").text
    for words in (
        "Licence ended",
        "Licence ends",
        "No text alternative",
        "AI-generated",
        "data-library",
    ):
        assert words in page


def test_pictures_are_filtered_by_the_day_they_came(as_writer):
    old, new = factories.picture(alt="Old"), factories.picture(alt="New")
    Picture.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - dt.timedelta(days=400))
    library = as_writer.get("/admin/articles/picture/")
    (days,) = [each for each in library.context["cl"].filter_specs if each.title == "day of upload"]
    today = [
        choice for choice in days.choices(library.context["cl"]) if choice["display"] == "Today"
    ]
    found = as_writer.get("/admin/articles/picture/" + today[0]["query_string"]).context["cl"]
    assert list(found.result_list) == [new]


def test_where_a_picture_is_shown(as_writer):
    picture = Picture.objects.create(
        original="x",
        digest="x",
        width=400,
        height=300,
        format="jpeg",
        alt="A boat",
        credit="Ana Lima",
    )
    page = f"/admin/articles/picture/{picture.pk}/change/"
    assert "No story shows it" in as_writer.get(page).text
    factories.published("At the quay", lead_picture=picture)
    shown = as_writer.get(page).text
    assert "At the quay" in shown
    assert "Live" in shown


def test_a_picture_that_is_shown_is_not_deleted(client, people):
    client.force_login(people["chief"])
    picture = Picture.objects.create(
        original="x",
        digest="x",
        width=400,
        height=300,
        format="jpeg",
        alt="A boat",
        credit="Ana Lima",
    )
    factories.published("At the quay", lead_picture=picture)
    answer = client.post(f"/admin/articles/picture/{picture.pk}/delete/", {"post": "yes"})
    assert answer.status_code in (200, 403)
    assert Picture.objects.exists()


def test_browsers_keep_what_never_changes_and_nothing_else(as_writer, client, people):
    by = people["writer"]
    picture = picture_library.keep_picture(by=by, file=ContentFile(with_words()))
    shown = own_address(picture, "square", 320)
    kept = as_writer.get(shown)
    assert kept["Cache-Control"] == "private, max-age=31536000, immutable"
    again = as_writer.get(shown, headers={"If-None-Match": kept["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, kept["Cache-Control"])
    missing = as_writer.get(shown.replace(".jpg", ".gif"))
    assert missing.status_code == 404
    assert "no-store" in missing["Cache-Control"]
    client.force_login(people["moderator"])
    refused = client.get(shown)
    assert (refused.status_code, refused["Cache-Control"]) == (403, "private, no-store")
