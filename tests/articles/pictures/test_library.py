"""Keeping pictures, and what readers get of them.

Covers articles/pictures/library.py, articles/pictures/answers.py, articles/views/pictures.py,
articles/models/pictures/picture.py, articles/models/pictures/token.py,
articles/templatetags/pictures.py.
"""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django_tasks_db.models import DBTaskResult
from PIL import Image

from articles.models import Picture, Record, Topic, Version
from articles.models.pictures.picture import CROPS
from articles.pictures import library
from articles.pictures.library import delete_files, make_renditions
from newsroom.lib.pictures import images
from newsroom.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Files of these tests lie in a folder of their own."""
    settings.HOME = tmp_path
    disk = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": disk, "OPTIONS": {"location": tmp_path / "public"}},
        "private": {"BACKEND": disk, "OPTIONS": {"location": tmp_path / "private"}},
    }
    return tmp_path


@pytest.fixture
def editor():
    return User.objects.create_superuser("picture-editor")


@pytest.fixture
def picture(editor):
    return library.keep_picture(by=editor, file=upload(), alt="Two boats", credit="Ana Lima")


def worker_deletes():
    """What the worker does about files that are not needed any more."""
    for task in DBTaskResult.objects.filter(task_path="articles.pictures.library.delete_files"):
        delete_files.call(*task.args_kwargs["args"])


def upload(width=700, height=500, colour="teal", format="JPEG"):
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, format)
    return SimpleUploadedFile("IMG 1234 at home.jpg", out.getvalue())


def files(storage, folder):
    return sorted(storage.listdir(folder)[1]) if storage.exists(folder) else []


def size_of(response):
    return Image.open(BytesIO(response.content)).size


class TestKeeping:
    def test_a_new_picture(self, editor, picture):
        stored = Picture.objects.get()
        assert (stored.format, stored.width, stored.height) == ("jpeg", 700, 500)
        assert (stored.alt, stored.caption, stored.credit) == ("Two boats", "", "Ana Lima")
        assert stored.focal == (0.5, 0.5)
        assert stored.uploaded_by == editor
        assert len(stored.token) == 22
        assert len(stored.digest) == 64

    def test_the_original_is_private_under_a_random_name(self, home, picture):
        kept = files(storages["private"], "originals")
        assert picture.original.name == f"originals/{kept[0]}"
        assert len(kept) == 1
        assert "home" not in kept[0]
        assert not (home / "public").exists()

    def test_it_is_recorded_and_moves_the_furniture(self, editor, picture):
        record = Record.objects.get()
        assert (record.by, record.verb, record.subject) == (editor, "picture saved", "Two boats")
        assert Version.objects.get(key="furniture").number == 1

    def test_renditions_are_left_to_the_worker(self, editor):
        library.keep_picture(by=editor, file=upload())
        assert DBTaskResult.objects.get().task_path == "articles.pictures.library.make_renditions"

    def test_a_bad_file_leaves_nothing(self, home, editor):
        with pytest.raises(images.BadPicture):
            library.keep_picture(by=editor, file=ContentFile(b"<svg/>", "x.jpg"))
        assert not Picture.objects.exists()
        assert not (home / "private").exists()

    def test_a_failed_step_leaves_no_file(self, editor):
        with pytest.raises(IntegrityError), transaction.atomic():
            library.keep_picture(by=editor, file=upload(), focal=(1.5, 0))
        assert files(storages["private"], "originals") == []

    def test_a_new_picture_needs_a_file(self, editor):
        with pytest.raises(ValueError, match="needs a file"):
            library.keep_picture(by=editor, alt="Nothing")

    @pytest.mark.parametrize("known", [True, False], ids=["change", "add"])
    def test_only_who_may(self, picture, known):
        stranger = User.objects.create_user("stranger")
        with pytest.raises(PermissionDenied):
            library.keep_picture(by=stranger, file=upload(), picture=picture if known else None)
        assert Picture.objects.count() == 1

    def test_an_unsaved_picture_is_filled(self, editor):
        mine = Picture(alt="From the form")
        kept = library.keep_picture(by=editor, picture=mine, file=upload(), alt=mine.alt)
        assert kept is mine
        assert Picture.objects.get() == mine


class TestChanging:
    def test_words_change_and_the_rest_stays(self, editor, picture):
        token = picture.token
        library.keep_picture(by=editor, picture=picture, caption="At dawn")
        stored = Picture.objects.get()
        assert (stored.alt, stored.caption, stored.credit) == ("Two boats", "At dawn", "Ana Lima")
        assert stored.token == token

    def test_what_a_colleague_saved_meanwhile_is_not_undone(self, editor, picture):
        Picture.objects.update(credit="Bo Dahl", focal_x=0.2)
        library.keep_picture(by=editor, picture=picture, alt="Three boats")
        stored = Picture.objects.get()
        assert (stored.alt, stored.credit, stored.focal_x) == ("Three boats", "Bo Dahl", 0.2)

    def test_a_new_focal_point_gives_new_addresses(self, editor, picture, client):
        former, address = picture.token, factories.seen(picture).address("wide", 320)
        assert client.get(address).status_code == 200
        library.keep_picture(by=editor, picture=picture, focal=(0.1, 0.9))
        worker_deletes()
        stored = Picture.objects.get()
        assert stored.focal == (0.1, 0.9)
        assert stored.token != former
        assert files(default_storage, f"pictures/{former}") == []
        moved = client.get(address)
        assert (moved.status_code, moved["Location"]) == (302, stored.address("wide", 320))
        assert "immutable" not in moved["Cache-Control"]

    def test_a_new_file_takes_the_place_of_the_old(self, editor, picture, client):
        former, address = picture.original.name, factories.seen(picture).address("whole", 320)
        client.get(address)
        library.keep_picture(by=editor, picture=picture, file=upload(400, 400, format="PNG"))
        worker_deletes()
        stored = Picture.objects.get()
        assert (stored.format, stored.width, stored.alt) == ("png", 400, "Two boats")
        assert files(storages["private"], "originals") == [stored.original.name.rpartition("/")[2]]
        assert stored.original.name != former
        assert size_of(client.get(address, follow=True)) == (320, 320)

    def test_removing(self, editor, picture, client):
        address = factories.seen(picture).address()
        assert client.get(address).status_code == 200
        Topic.objects.update(picture=None)
        library.remove_picture(by=editor, picture=picture)
        worker_deletes()
        assert files(storages["private"], "originals") == []
        assert files(default_storage, address.split("/")[2]) == []
        assert client.get(address).status_code == 404
        assert Record.objects.filter(verb="picture removed", subject="Two boats").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"focal_x": 1.01}, {"focal_y": -0.01}, {"width": 0}, {"height": 0}, {"format": "bmp"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_refuses(picture, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.update(**wrong)


class TestSizes:
    @pytest.mark.parametrize(
        ("size", "crop", "expected"),
        [
            ((4000, 3000), "whole", [320, 480, 640, 960, 1280, 1920]),
            ((700, 500), "whole", [320, 480, 640]),
            ((700, 500), "square", [320, 480]),
            ((320, 500), "whole", [320]),
            ((200, 100), "whole", [200]),
            ((200, 100), "square", [100]),
        ],
    )
    def test_none_is_larger_than_the_original(self, size, crop, expected):
        assert Picture(width=size[0], height=size[1]).widths(crop) == expected

    def test_srcset_names_them_all(self, picture):
        base = f"/pictures/{picture.token}/square"
        assert picture.srcset("square", "avif") == f"{base}-320.avif 320w, {base}-480.avif 480w"


class TestServing:
    @pytest.fixture(autouse=True)
    def _seen(self, picture):
        factories.seen(picture)

    def test_only_what_readers_have_seen(self, client, picture):
        assert client.get(picture.address()).status_code == 200
        Topic.objects.update(picture=None)
        assert client.get(picture.address()).status_code == 404

    @pytest.mark.parametrize(
        ("ext", "kind"), [("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")]
    )
    @pytest.mark.parametrize(
        ("crop", "size"),
        [
            ("whole", (320, 229)),
            ("wide", (320, 180)),
            ("standard", (320, 240)),
            ("square", (320, 320)),
        ],
    )
    def test_each_crop_in_each_format(self, client, picture, crop, size, ext, kind):
        library.rendition(picture, crop, 320, ext)
        response = client.get(picture.address(crop, 320, ext))
        assert response.status_code == 200
        assert size_of(response) == size
        assert response["Content-Type"] == kind
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "Vary" not in response
        assert not response.cookies

    def test_made_once_then_from_the_storage(self, client, picture):
        first = client.get(picture.address())
        storages["private"].delete(picture.original.name)
        again = client.get(picture.address())
        assert (again.status_code, again.content) == (200, first.content)
        assert files(default_storage, f"pictures/{picture.token}") == ["whole-640.jpg"]

    @pytest.mark.parametrize("ext", ["avif", "webp"])
    def test_until_it_is_made_the_jpeg_stands_in(
        self, client, picture, ext, django_assert_num_queries
    ):
        asked = picture.address("wide", 480, ext)
        DBTaskResult.objects.all().delete()
        answer = client.get(asked)
        assert (answer.status_code, answer["Location"]) == (
            302,
            picture.address("wide", 480, "jpg"),
        )
        assert answer["Cache-Control"] == "no-store"
        assert size_of(client.get(asked, follow=True)) == (480, 270)
        assert (
            DBTaskResult.objects.filter(
                task_path="articles.pictures.library.make_renditions"
            ).count()
            == 1
        )
        make_renditions.call(picture.pk)
        with django_assert_num_queries(1):
            ready = client.get(asked)
        assert (ready.status_code, ready["Content-Type"]) == (200, f"image/{ext}")

    def test_nobody_waits_for_the_worker(self, client, picture, home):
        with images.one_at_a_time(home / library.FOR_THE_WORKER):  # it is at a large one
            assert client.get(picture.address()).status_code == 200

    def test_what_stands_in_for_others_is_made_first(self, picture):
        stored = []
        make = library.rendition
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                library, "rendition", lambda *a, **k: stored.append(a[3]) or make(*a, **k)
            )
            library.make_missing(picture)
        half = len(stored) // 3
        assert stored[:half] == ["jpg"] * half

    def test_not_modified(self, client, picture):
        etag = client.get(picture.address())["ETag"]
        assert etag.startswith('"')
        response = client.get(picture.address(), headers={"If-None-Match": etag})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
        assert "immutable" in response["Cache-Control"]
        assert (
            client.get(picture.address(), headers={"If-None-Match": '"other"'}).status_code == 200
        )

    @pytest.mark.parametrize(
        "name",
        [
            "whole-321.jpg",
            "whole-960.jpg",
            "whole-0.jpg",
            "round-320.jpg",
            "whole-320.png",
            "whole-320",
            "../x",
        ],
    )
    def test_what_is_not_declared_is_not_there(self, client, picture, name):
        assert client.get(f"/pictures/{picture.token}/{name}").status_code == 404
        assert files(default_storage, f"pictures/{picture.token}") == []

    def test_unknown_token(self, client, picture):
        address = picture.address().replace(picture.token, "A" * 22)
        assert client.get(address).status_code == 404

    def test_only_reading(self, client, picture):
        assert client.post(picture.address()).status_code == 405
        assert client.head(picture.address()).status_code == 200

    def test_a_lost_original_is_not_there(self, client, picture):
        storages["private"].delete(picture.original.name)
        assert client.get(picture.address()).status_code == 404

    def test_the_original_has_no_address(self, client, picture):
        for address in (
            picture.original.name,
            f"media/{picture.original.name}",
            f"pictures/{picture.token}/",
        ):
            assert client.get(f"/{address}").status_code == 404

    def test_nothing_half_written_stays(self, client, picture, home):
        client.get(picture.address())
        stored = home / f"public/pictures/{picture.token}"
        assert [(path.name, oct(path.stat().st_mode & 0o777)) for path in stored.iterdir()] == [
            ("whole-640.jpg", "0o600")
        ]

    @pytest.mark.usefixtures("picture")
    def test_costs_one_query(self, client, picture, django_assert_num_queries):
        with django_assert_num_queries(1):
            client.get(picture.address())


class TestTask:
    @pytest.fixture(autouse=True)
    def _seen(self, picture):
        factories.seen(picture)

    def test_makes_all_that_is_declared_and_only_what_is_missing(self, client, picture):
        client.get(picture.address("wide", 320))
        declared = {
            f"{crop}-{width}.{ext}"
            for crop in CROPS
            for width in picture.widths(crop)
            for ext in picture.exts(crop)
        }
        assert make_renditions.call(picture.pk) == len(declared) - 1
        assert set(files(default_storage, f"pictures/{picture.token}")) == declared
        assert make_renditions.call(picture.pk) == 0

    def test_a_picture_removed_meanwhile_is_no_failure(self):
        assert make_renditions.call(999) == 0


class TestTag:
    def show(self, pic, arguments=""):
        template = Template("{% load pictures %}{% picture pic " + arguments + " %}")
        return template.render(Context({"pic": pic, "text": '"Boats" & <more>'}))

    def test_the_whole_of_it(self, picture):
        base = f"/pictures/{picture.token}/wide"
        html = self.show(picture, 'crop="wide" sizes="50vw"')
        assert html.strip() == (
            "<picture>\n"
            f'  <source type="image/avif" srcset="{base}-320.avif 320w, {base}-480.avif 480w, '
            f'{base}-640.avif 640w" sizes="50vw">\n'
            f'  <source type="image/webp" srcset="{base}-320.webp 320w, {base}-480.webp 480w, '
            f'{base}-640.webp 640w" sizes="50vw">\n'
            f'  <img src="{base}-640.jpg" srcset="{base}-320.jpg 320w, {base}-480.jpg 480w, '
            f'{base}-640.jpg 640w" sizes="50vw" alt="Two boats" width="700" height="394" '
            'loading="lazy" decoding="async">\n'
            "</picture>"
        )

    def test_the_lead_is_fetched_first(self, picture):
        html = self.show(picture, "lead=True")
        assert 'fetchpriority="high"' in html
        assert "lazy" not in html

    def test_given_words_go_before_the_pictures_own(self, picture):
        assert 'alt="&quot;Boats&quot; &amp; &lt;more&gt;"' in self.show(picture, "alt=text")
        assert 'alt="Two boats"' in self.show(picture, 'alt=""')
        assert 'alt=""' in self.show(picture, "decorative=True")

    def test_a_hook_for_the_style(self, picture):
        assert '<picture class="thumb">' in self.show(picture, 'css="thumb"')

    def test_no_picture_no_markup(self):
        assert self.show(None).strip() == ""

    def test_no_query(self, picture, django_assert_num_queries):
        with django_assert_num_queries(0):
            self.show(picture)
