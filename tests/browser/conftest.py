"""A browser: Chromium as found on the machine, or Playwright's own."""

import datetime as dt

import pytest

from tests import find_browser
from tests.served import Served

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
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


@pytest.fixture(autouse=True)
def _rules(transactional_db, roles):
    """What migrations put into the tables, again after each test has emptied them."""
    from tests.factories import house_rule

    house_rule()


@pytest.fixture(autouse=True)
def _may_hurry(monkeypatch):
    """Tests write faster than people do, and no reply of theirs is to be doubted for that."""
    monkeypatch.setattr("comments.checks.SOONEST", dt.timedelta(0))


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
