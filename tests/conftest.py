"""What all tests share."""

import os
from pathlib import Path

import pytest

from tests.home import HOME

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session", autouse=True)
def _static_files(tmp_path_factory):
    """The hashed names of static files are needed by every page."""
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.management import call_command

    if not staticfiles_storage.exists(staticfiles_storage.manifest_name):
        call_command("collectstatic", interactive=False, verbosity=0)
    staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite is tested on a file, as it is used: one in memory knows no two connections."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        database.setdefault("TEST", {})["NAME"] = str(HOME / f"test{worker}.sqlite3")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests with real transactions come last: they empty the tables, and what migrations wrote there is gone then."""
    items.sort(key=_empties)


def _empties(item) -> bool:
    marker = item.get_closest_marker("django_db")
    real = bool(marker and marker.kwargs.get("transaction"))
    return real or bool({"live_server", "transactional_db"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True)
def _simple_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nothing_known():
    """Each test begins as a new process does: with its tables, versions stand at the numbers of the test before."""
    from articles.known import Known

    Known.forget()


@pytest.fixture
def roles(db):
    """The groups with their rights, also after a test that emptied the tables."""
    from django.contrib.auth.models import Group, Permission

    from newsroom.roles import grant

    grant(Group, Permission)


@pytest.fixture
def people(roles):
    """One person of each role, by the role's name; the password of each is "password"."""
    from tests.factories import person

    return {name: person(name) for name in ("writer", "editor", "chief", "moderator", "senior")}


@pytest.fixture
def browse(client, people):
    """The client, logged in as somebody of that role: browse("editor"). "anonymous" is logged in as nobody."""

    def browse(role: str):
        if role != "anonymous":
            client.force_login(people[role])
        return client

    return browse


@pytest.fixture
def shared():
    """The folder of public test material that may stand beside a checkout. Skips where it does not."""
    if not SHARED.exists():
        pytest.skip("the folder of public test material is not here")
    return SHARED


def pytest_addoption(parser):
    parser.addoption("--no-skips", action="store_true", help="count a skipped test as a failure")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-skips") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1


@pytest.fixture
def picture_files(settings, tmp_path):
    """A folder of its own for the files of pictures."""
    settings.HOME = tmp_path
    disk = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": disk, "OPTIONS": {"location": tmp_path / "public"}},
        "private": {"BACKEND": disk, "OPTIONS": {"location": tmp_path / "private"}},
    }
    return tmp_path
