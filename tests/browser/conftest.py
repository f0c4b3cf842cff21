"""A browser: Chromium as found on the machine, or Playwright's own."""

import datetime as dt
import threading
import time

import pytest
from django.core.management import CommandError
from django.core.signals import request_finished, request_started
from django.test import TransactionTestCase
from playwright.sync_api import expect

from tests import find_browser, tools
from tests.served import Served

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

expect.set_options(timeout=30_000)  # ms; as long as a click waits: a busy machine is no defect


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if "served" in item.fixturenames:  # it takes a while to set up: once is enough
                item.add_marker(pytest.mark.xdist_group("served"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    tools.needs("chromium")
    found = find_browser.found()
    return {**browser_type_launch_args, "args": FLAGS, **({"executable_path": found} if found else {})}


@pytest.fixture(scope="session", autouse=True)
def _static_files_as_in_production():
    """WhiteNoise serves static files, hashed, and not the handler that Django's test server puts before it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "django.contrib.staticfiles.handlers.StaticFilesHandler._should_handle", lambda self, path: False
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptied_again():
    """On PostgreSQL, emptying the tables and a request that comes all the same can wait for each other: one is ended."""
    empty = TransactionTestCase._fixture_teardown

    def again(self):
        try:
            empty(self)
        except CommandError:
            empty(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", again)
        yield


@pytest.fixture(autouse=True)
def _rules(transactional_db):
    """What migrations put into the tables, again after each test has emptied them; and that only once the server is
    done with what the last page has still sent."""
    from tests.factories import house_rule

    house_rule()
    with Requests() as requests:
        yield
        requests.wait()


class Requests:
    """Those that the server has in hand, each in a thread of its own."""

    QUIET, LONGEST = 0.25, 10  # seconds without a new one; and so long they are waited for

    def __enter__(self):
        self.count, self.last, self.lock = 0, 0.0, threading.Lock()
        request_started.connect(self.begun)
        request_finished.connect(self.ended)
        return self

    def __exit__(self, *_):
        request_started.disconnect(self.begun)
        request_finished.disconnect(self.ended)

    def begun(self, **_):
        with self.lock:
            self.count, self.last = self.count + 1, time.monotonic()

    def ended(self, **_):
        with self.lock:
            self.count, self.last = self.count - 1, time.monotonic()

    def wait(self):
        """A page that was closed just now may still have sent something: the quiet begins here."""
        self.last = time.monotonic()
        until = self.last + self.LONGEST
        while time.monotonic() < until and (self.count > 0 or time.monotonic() - self.last < self.QUIET):
            time.sleep(0.02)


@pytest.fixture(autouse=True)
def _may_hurry(monkeypatch):
    """Tests write faster than people do, and no reply of theirs is to be doubted for that."""
    monkeypatch.setattr("comments.formkeys.SOONEST", dt.timedelta(0))


@pytest.fixture(scope="session")
def served():
    """A small paper behind the real server, compression and all."""
    with Served() as site:
        yield site


@pytest.fixture
def quiet(page):
    """The page, and the complaints that the browser made about it: there must be none."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.fixture
def log_in(page, live_server):
    """Log in as somebody: log_in("editor")."""

    def log_in(username: str) -> None:
        page.goto(f"{live_server.url}/admin/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", "password")
        page.click("[type=submit]")
        page.wait_for_url(f"{live_server.url}/admin/")

    return log_in
