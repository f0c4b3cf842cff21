"""The database is away: a server of its own that finds none. (Away and back again:
tests/cluster/.)

Covers newsroom/serving/outage.py, newsroom/serving/postgresql/base.py.
"""

import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from email.message import Message

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DataError, InterfaceError, OperationalError

from newsroom.serving import outage
from newsroom.serving.postgresql.base import Outage
from tests import services


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a site that can't reach its database."""
    home = tmp_path_factory.mktemp("outage")
    port = services.free_port()
    nowhere = f"postgresql://nobody@127.0.0.1:{services.free_port()}/none"
    command = [sys.executable, "manage.py", "serve", "--only-server"]
    environment = {
        "PORT": str(port),
        "DATABASE_URL": nowhere,
        "NEWSROOM_HOME": str(home),
        "NEWSROOM_WORKERS": "1",
    }
    static = services.Service(
        [sys.executable, "manage.py", "collectstatic", "--noinput"], 0, home / "log", **environment
    )
    static.start()
    assert static.process.wait() == 0
    server = services.Service(command, port, home / "log", **environment)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.kill()
    assert (home / "log").read_text().count("Traceback") <= 2


def ask(address: str, **fields) -> tuple[int, Message, str]:
    data = urllib.parse.urlencode(fields).encode() if fields else None
    token = fields.get("csrfmiddlewaretoken", "")
    request = urllib.request.Request(address, data, {"Cookie": f"csrftoken={token}"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


@pytest.mark.parametrize("path", ["/", "/2026/11/story/", "/section/city/", "/no/such/page/"])
def test_pages_say_that_they_will_be_back(site, path):
    status, headers, page = ask(f"{site}{path}")
    assert status == 503
    assert headers["Retry-After"] == "10"
    assert headers["Cache-Control"] == "no-store"
    assert "Back in a moment" in page
    style = re.search(r'href="(/static/css/base[^"]+)"', page)[1]
    assert ask(f"{site}{style}")[0] == 200


def test_a_reply_is_in_the_page_to_be_sent_again(site):
    path = "/2026/11/story/reply/"
    sent = {
        "comment": 'Two\nlines & <b>"more"</b>',
        "name": "Ann & Bo",
        "email": "a@example.org",
        "parent": "7",
    }
    status, _, page = ask(f"{site}{path}", **sent)
    assert status == 503
    assert f'<form method="post" action="{path}"' in page
    assert "Two\nlines &amp; &lt;b&gt;&quot;more&quot;&lt;/b&gt;</textarea>" in page
    assert 'name="name" value="Ann &amp; Bo"' in page
    assert 'name="parent" value="7"' in page


def test_nor_does_the_admin_lose_a_text_or_show_a_secret(site):
    token = "t" * 32
    status, _, page = ask(
        f"{site}/admin/login/", username="ann", password="secret", csrfmiddlewaretoken=token
    )
    assert status == 503
    assert "secret" not in page
    with_session = urllib.request.Request(
        f"{site}/admin/", headers={"Cookie": f"sessionid={token}"}
    )
    with pytest.raises(urllib.error.HTTPError, match="503"):
        urllib.request.urlopen(with_session, timeout=120)


def test_health_tells_them_apart(site):
    assert ask(f"{site}/healthz")[0] == 200
    status, _, words = ask(f"{site}/readyz")
    assert status == 503
    assert '"database": "OperationalError"' in words


def raised(error: Exception, under: Exception | None = None) -> Exception:
    try:
        try:
            raise error
        except Exception as first:
            if under is None:
                raise
            raise under from first
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (raised(OperationalError()), True),
        (raised(InterfaceError()), True),
        (raised(OperationalError(), under=KeyError()), True),
        (raised(DataError()), False),
        (raised(ValueError()), False),
    ],
)
def test_what_counts_as_an_outage(error, expected):
    assert outage.is_outage(error) is expected


@pytest.mark.parametrize(("error", "status"), [(OperationalError(), 503), (ValueError(), 500)])
def test_other_faults_stay_faults(rf, error, status):
    try:
        raise error
    except Exception:
        assert outage.server_error(rf.get("/")).status_code == status


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (raised(OperationalError(), under=SessionInterrupted()), 503),
        (raised(SessionInterrupted()), 400),
    ],
)
def test_a_session_that_could_not_be_saved_is_one_too(rf, error, status):
    assert outage.bad_request(rf.get("/admin/"), error).status_code == status


def test_one_tries_while_the_others_do_not_wait():
    state = Outage()
    assert state.my_turn()
    assert state.my_turn()
    state.begins()
    assert not state.my_turn()
    state.next_try = 0.0
    assert [state.my_turn(), state.my_turn()] == [True, False]
    state.ends()
    assert state.my_turn()
