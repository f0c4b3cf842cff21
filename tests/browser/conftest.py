"""A browser: Chromium as found on the machine, or Playwright's own."""

import datetime as dt
import json
import threading

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests import find_browser, tools

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=30_000)  # ms; as long as a click waits: a busy machine is no defect


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    tools.needs("chromium")
    found = find_browser.found()
    return {
        **browser_type_launch_args,
        "args": FLAGS,
        **({"executable_path": found} if found else {}),
    }


class Requests:
    """Those of one test after the other, counted by the live server.

    A page says in a header for which test it was opened. What it sends when that one is over, as
    pages do while they close, is turned away: the tables belong to the next test.
    """

    HEADER, LONGEST = "X-Test", 60  # seconds that one of them may take

    def __init__(self):
        self.number, self.begun, self.changed = 0, 0, threading.Condition()

    @property
    def header(self) -> dict[str, str]:
        return {self.HEADER: str(self.number)}

    def end(self):
        """Let no more in, and wait for those that are."""
        with self.changed:
            self.number += 1
            assert self.changed.wait_for(lambda: not self.begun, self.LONGEST), (
                f"{self.begun} requests don't end"
            )

    def answer(self, application, environ, start_response):
        with self.changed:
            if environ.get("HTTP_X_TEST", str(self.number)) != str(self.number):
                start_response("410 Gone", [("Content-Length", "0")])
                return []
            self.begun += 1
        try:
            response = application(environ, start_response)
            try:
                return list(response)
            finally:
                response.close()
        finally:
            with self.changed:
                self.begun -= 1
                self.changed.notify()


@pytest.fixture(scope="session")
def requests():
    """What the live server has in hand. WhiteNoise serves static files, hashed, as in production,
    and not the handler that Django's test server puts before it."""
    requests = Requests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "django.contrib.staticfiles.handlers.StaticFilesHandler.__call__",
            lambda handler, *asked: requests.answer(handler.application, *asked),
        )
        yield requests


@pytest.fixture(autouse=True)
def _ended(transactional_db, requests):
    """The tables are put back only once the server is done with what the last page has sent."""
    yield
    requests.end()


@pytest.fixture(autouse=True)
def _may_hurry(monkeypatch):
    """Tests write faster than people do, and no reply of theirs is to be doubted for that."""
    monkeypatch.setattr("comments.checks.form_keys.SOONEST", dt.timedelta(0))


class Kept:
    """A context that one test after the other uses: it keeps the static files that it has loaded,
    and nothing else."""

    def __init__(self, browser, options):
        self.context = browser.new_context(**options)
        self.blank = self.context.new_page()  # a window stays open: new ones cost more than pages
        self.devtools = self.context.new_cdp_session(self.blank)

    def clean(self, origin: str):
        for page in self.context.pages:
            if page is not self.blank:
                page.close()
        self.context.unroute_all()
        self.context.set_offline(False)
        self.context.clear_cookies()
        self.devtools.send(
            "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"}
        )


@pytest.fixture(scope="session")
def _kept(browser):
    """By their options, those that are free."""
    return {}


@pytest.fixture
def new_context(browser, _kept, requests, live_server):
    """Give a browser to somebody: as if new, and to nobody else in this test. What its clock or
    scripts of a test's own leave behind can't be cleaned: `keep=False` then."""
    given, used = [], []

    def new_context(keep=True, **options):
        if not keep:
            given.append(browser.new_context(**options, extra_http_headers=requests.header))
            return given[-1]
        free = _kept.setdefault(json.dumps(options, sort_keys=True), [])
        kept = free.pop() if free else Kept(browser, options)
        used.append((free, kept))
        kept.context.set_extra_http_headers(requests.header)
        return kept.context

    yield new_context
    for context in given:
        context.close()
    for free, kept in used:
        kept.clean(live_server.url)
        free.append(kept)


@pytest.fixture
def quiet(page):
    """The page, and the complaints that the browser made about it: there must be none."""
    complaints: list[str] = []
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.fixture
def log_in(context, live_server):
    """Have somebody be logged in: log_in("editor"). In another browser than `page`'s:
    log_in("chief", context)."""
    from newsroom.models import User

    def log_in(username: str, browser=context) -> None:
        client = Client()
        client.force_login(User.objects.get(username=username))
        session = client.cookies["sessionid"].value
        browser.add_cookies(
            [{"name": "sessionid", "value": session, "url": live_server.url, "httpOnly": True}]
        )

    return log_in
