"""What the tests of moving in share."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from PIL import Image

from newsroom.models import User
from tests.newsroom.moving.wordpress import files


@pytest.fixture
def boss(db):
    """Whoever brings an archive in."""
    return User.objects.create_superuser("boss", "boss@example.org", "password")


@pytest.fixture
def own_home(settings, tmp_path):
    """A folder of its own for pictures and locks."""
    home = tmp_path / "home"
    home.mkdir()
    settings.HOME = home
    disk = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": disk, "OPTIONS": {"location": home / "public"}},
        "private": {"BACKEND": disk, "OPTIONS": {"location": home / "private"}},
    }
    return home


@pytest.fixture
def bring(boss, own_home):
    """Runs the command on files, and gives what it says."""

    def bring(*files, **options) -> str:
        out, err = StringIO(), StringIO()
        call_command("import_wordpress", *map(str, files), stdout=out, stderr=err, **options)
        return out.getvalue()

    return bring


@pytest.fixture
def photo():
    """The bytes of a picture; another for each colour."""

    def photo(colour: str = "teal", size=(640, 480)) -> bytes:
        file = BytesIO()
        Image.new("RGB", size, colour).save(file, "JPEG")
        return file.getvalue()

    return photo


@pytest.fixture
def export(tmp_path):
    """Writes a file of these parts."""

    def export(*parts: str, name: str = "export.xml"):
        return files.write(tmp_path, files.whole(*parts), name)

    return export


@pytest.fixture
def uploads(tmp_path, photo):
    folder = tmp_path / "uploads"
    (folder / "2020/03").mkdir(parents=True)
    (folder / "2020/03/quay.jpg").write_bytes(photo())
    return folder
