"""Pictures in a bucket instead of on the disk.

Covers articles/pictures/library.py, newsroom/lib/config/storage.py.
"""

from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Picture, Topic
from articles.pictures import library
from articles.pictures.library import delete_files, make_renditions
from newsroom.lib.config.storage import s3_storage
from newsroom.models import User
from tests import factories, services


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = services.s3(tmp_path_factory.mktemp("s3"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def bucket(server, settings, monkeypatch, request, tmp_path):
    for name, value in services.S3_KEYS.items():
        monkeypatch.setenv(name, value)
    address = services.make_bucket(server, request.node.name.replace("_", "-")[:60])
    settings.HOME = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": s3_storage(address, "public"),
        "private": s3_storage(address, "private"),
    }
    return address


@pytest.fixture
def editor(db):
    return User.objects.create_superuser("picture-editor")


def upload(width=700, height=500):
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG")
    return SimpleUploadedFile("home.jpg", out.getvalue())


def names(storage, folder) -> list[str]:
    return sorted(storage.listdir(folder)[1])


def test_from_the_upload_to_the_reader(bucket, editor, client, tmp_path):
    picture = factories.seen(library.keep_picture(by=editor, file=upload()))
    assert f"originals/{names(storages['private'], 'originals')[0]}" == picture.original.name
    made = make_renditions.call(picture.pk)
    assert made == len(names(default_storage, f"pictures/{picture.token}")) > 20
    answer = client.get(picture.address("wide", 320))
    assert answer.status_code == 200
    assert Image.open(BytesIO(answer.content)).size == (320, 180)
    assert (
        client.get(
            picture.address("wide", 320), headers={"If-None-Match": answer["ETag"]}
        ).status_code
        == 304
    )
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".lock"}


def test_a_rendition_is_made_when_it_is_asked_for_first(bucket, editor, client):
    picture = factories.seen(library.keep_picture(by=editor, file=upload()))
    first = client.get(picture.address()).content
    storages["private"].delete(picture.original.name)
    assert client.get(picture.address()).content == first
    assert names(default_storage, f"pictures/{picture.token}") == ["whole-640.jpg"]
    assert client.get(picture.address("square")).status_code == 404


def test_replacing_and_removing(bucket, editor, client):
    picture = factories.seen(library.keep_picture(by=editor, file=upload()))
    token, original = picture.token, picture.original.name
    client.get(picture.address())
    library.keep_picture(by=editor, picture=picture, file=upload(400, 400))
    delete_files.call(token, original)
    assert names(default_storage, f"pictures/{token}") == []
    assert names(storages["private"], "originals") == [picture.original.name.rpartition("/")[2]]
    token, original = picture.token, picture.original.name
    client.get(picture.address())
    Topic.objects.update(picture=None)
    library.remove_picture(by=editor, picture=Picture.objects.get())
    delete_files.call(token, original)
    delete_files.call(token, original)  # a task may run twice
    assert (
        names(storages["private"], "originals") == names(default_storage, f"pictures/{token}") == []
    )


def test_nothing_in_the_bucket_is_public(bucket, editor):
    """What is uploaded carries no grant to the public, so a bucket that is closed stays so."""
    picture = factories.seen(library.keep_picture(by=editor, file=upload()))
    library.make_missing(picture)
    for storage, name in (
        (storages["private"], picture.original.name),
        (default_storage, library.rendition_name(picture.token, "whole", 320, "jpg")),
    ):
        grants = storage.bucket.Object(f"{storage.location}/{name}").Acl().grants
        assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


def test_folders_and_prefix():
    options = s3_storage("https://s3.example:9000/bucket/paper/", "private")["OPTIONS"]
    assert options["endpoint_url"] == "https://s3.example:9000"
    assert (options["bucket_name"], options["location"]) == ("bucket", "paper/private")


@pytest.mark.parametrize(
    "address", ["bucket", "s3://bucket", "https://s3.example/", "https:///bucket"]
)
def test_an_address_without_server_or_bucket_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="https://s3.example/bucket"):
        s3_storage(address, "public")
