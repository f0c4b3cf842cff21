"""What all tests share."""

import gc
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from whitenoise.middleware import WhiteNoiseMiddleware
from xdist.scheduler import LoadFileScheduling

from tests import databases, static, tools
from tests.home import HOME

ROOT = Path(__file__).resolve().parents[1]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what asks the database: only that is worth trying on another one. What takes longest
    comes first."""
    for item in items:
        marked = item.get_closest_marker("django_db")
        if marked or {"db", "transactional_db", "live_server"} & set(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.database)
    long = [ROOT / "tests" / folder for folder in ("cluster", "browser", "project")]
    items.sort(
        key=lambda item: next(
            (n for n, folder in enumerate(long) if folder in item.path.parents), len(long)
        )
    )


def pytest_collection_finish():
    """What is loaded by now stays: collecting garbage among it took a fifth of the time of all
    tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture
def usual_gc():
    """Garbage is collected as often as outside of tests: for those that measure memory."""
    rare = gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # Python's own
    yield
    gc.set_threshold(*rare)


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


class ByFile(LoadFileScheduling):
    """The tests of a file run in one process, so that what they share is made once; so do those of
    some folders.

    (xdist 3.8 knows groups, too. It writes them where pytest 9.2 does not look any more.)
    """

    FOLDERS = ("tests/cluster/", "tests/browser/served/")

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((folder for folder in self.FOLDERS if file.startswith(folder)), file)


@pytest.fixture(scope="session", autouse=True)
def _simple_passwords():
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _static_files(pytestconfig):
    """The hashed names of static files are needed by every page; they are kept as long as no file
    changes."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    static.collect(pytestconfig.cache.mkdir("static"))
    staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = (
        staticfiles_storage.load_manifest()
    )
    files = WhiteNoiseMiddleware(lambda request: None).files
    # each client makes its own, which would list the folder again
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            WhiteNoiseMiddleware,
            "update_files_dictionary",
            lambda self, *_: self.files.update(files),
        )
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, pytestconfig):
    """A copy of the migrated database, put back after each test that commits; see
    tests/databases.py."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        database = databases.prepare(pytestconfig.cache.mkdir("databases"), HOME)
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda self: database.restore(connection)
        )
        yield
        connection.close()
        database.drop()


@pytest.fixture(scope="session")
def make_home(pytestconfig, _static_files):
    """Make a folder the home of a site in processes of its own: a migrated SQLite, and static
    files."""
    cache = pytestconfig.cache.mkdir("databases")

    def make_home(folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        database = databases.SQLite(cache, HOME)
        with databases.locked(cache / "lock"):
            database.make_template()
            shutil.copyfile(database.template, folder / "newsroom.sqlite3")
        shutil.copytree(settings.STATIC_ROOT, folder / "static")
        return folder

    return make_home


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """The database for a module's own fixtures: all its tests find what they write, and it is taken
    back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _nothing_known():
    """Each test begins as a new process does: with its tables, versions stand at the numbers of the
    test before."""
    from articles.pages.process_cache import VersionedCache

    VersionedCache.clear_all()


@pytest.fixture
def people(db):
    """One person of each role, by the role's name; the password of each is "password"."""
    from tests.factories import persons

    return persons("writer", "editor", "chief", "moderator", "senior")


@pytest.fixture
def browse(client, people):
    """The client, logged in as somebody of that role: browse("editor"). "anonymous" is logged in as
    nobody."""

    def browse(role: str):
        if role != "anonymous":
            client.force_login(people[role])
        return client

    return browse


def pytest_addoption(parser):
    parser.addoption(
        "--no-skips", action="store_true", help="count a skipped test as a failure, and name it"
    )


def pytest_terminal_summary(terminalreporter, config):
    """One line says what more tools would prove."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in skipped]
    if config.getoption("--no-skips"):
        for report, reason in zip(skipped, reasons, strict=True):
            terminalreporter.write_line(
                f"SKIPPED {report.nodeid}: {reason.removeprefix('Skipped: ')}"
            )
    if line := tools.in_one_line(reasons):
        terminalreporter.write_line(line)


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
