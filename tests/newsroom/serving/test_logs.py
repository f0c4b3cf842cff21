"""The log: lines and JSON, with the request that each is about; real servers write it."""

import json
import logging
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.http import HttpResponse

from newsroom.middleware import with_request_id
from newsroom.serving import logs, outage
from tests import services
from tests.services import ROOT


def record(words: str, *args, exc_info=None) -> logging.LogRecord:
    made = logging.LogRecord("newsroom.test", logging.ERROR, "file", 1, words, args, exc_info)
    assert logs.WithRequest().filter(made)
    return made


def test_json_is_one_line_with_all_that_is_known():
    try:
        raise ValueError("two\nlines")
    except ValueError:
        made = record("Words\nof %s", "ü", exc_info=sys.exc_info())
    token = logs.current.set("0123456789abcdef")
    logs.WithRequest().filter(made)
    logs.current.reset(token)
    text = logs.Json().format(made)
    told = json.loads(text)
    assert len(text.splitlines()) == 1
    assert "ValueError: two\nlines" in told.pop("error")
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "ERROR",
        "logger": "newsroom.test",
        "message": "Words\nof ü",
        "request": "0123456789abcdef",
    }
    assert "request" not in json.loads(logs.Json().format(record("x")))


def test_a_line_says_which_zone_its_time_is_of():
    form = settings.LOGGING["formatters"]["line"]
    line = logs.Line(form["format"], form["datefmt"], form["style"]).format(record("x"))
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4} ERROR ", line)


def test_what_strangers_cause_is_one_short_line():
    made = record("A\nbad %s", "x" * 10_000, exc_info=(ValueError, ValueError(), None))
    assert logs.OneLine().filter(made)
    assert made.getMessage() == ("A bad " + "x" * 10_000)[: logs.MAX_LENGTH]
    assert made.exc_info is None


class TestIds:
    def answer(self, rf, status: int = 200, **headers) -> tuple[str, HttpResponse]:
        seen = []

        def view(request):
            seen.append(logs.request_id())
            return HttpResponse(status=status)

        answer = with_request_id(view)(rf.get("/", headers=headers))
        assert logs.request_id() == ""
        return seen[0], answer

    def test_each_request_has_its_own(self, rf):
        first, answer = self.answer(rf)
        assert first != self.answer(rf)[0]
        assert len(first) == 16
        assert "X-Request-ID" not in answer.headers  # it may be kept for everybody

    def test_where_something_went_wrong_it_is_told(self, rf):
        seen, answer = self.answer(rf, status=503)
        assert answer.headers["X-Request-ID"] == seen

    def test_that_of_a_proxy_is_taken_where_there_is_one(self, rf, settings):
        given = {"X-Request-ID": "from-the-proxy.1"}
        assert self.answer(rf, **given)[0] != "from-the-proxy.1"
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        assert self.answer(rf, **given)[0] == "from-the-proxy.1"
        for bad in ("short", "x" * 65, "with a space", 'quo"te-quote'):
            assert self.answer(rf, **{"X-Request-ID": bad})[0] != bad

    @pytest.mark.parametrize("error", [ValueError("a fault"), outage.OperationalError("away")])
    def test_error_pages_name_it(self, rf, error):
        token = logs.current.set("0123456789abcdef")
        try:
            raise error
        except Exception:
            page = outage.server_error(rf.get("/")).content.decode()
        finally:
            logs.current.reset(token)
        assert "If you tell us of it, name this: 0123456789abcdef" in page


@pytest.mark.parametrize("form", ["line", "json"])
def test_a_bad_host_is_one_line_and_a_400(tmp_path, form, make_home):
    home, port = make_home(tmp_path), services.free_port()
    command = [sys.executable, "manage.py", "serve", "--only-server"]
    environment = {
        "PORT": str(port),
        "NEWSROOM_HOME": str(home),
        "NEWSROOM_WORKERS": "1",
        "NEWSROOM_LOG": form,
        "DATABASE_URL": "",
    }
    with services.serving(command, port, tmp_path / "log", **environment):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/style-guide/", headers={"Host": "elsewhere.example"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=60)
        assert refused.value.code == 400
    lines = [line for line in (tmp_path / "log").read_text().splitlines() if "elsewhere" in line]
    assert len(lines) == 1
    assert "Traceback" not in (tmp_path / "log").read_text()
    if form == "json":
        told = json.loads(lines[0])
        assert told["logger"] == "django.security.DisallowedHost"
        assert len(told["request"]) == 16
    else:
        assert "Invalid HTTP_HOST header: 'elsewhere.example'" in lines[0]


def test_another_form_is_refused(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "NEWSROOM_HOME": str(tmp_path), "NEWSROOM_LOG": "xml"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "NEWSROOM_LOG='xml' is neither line nor json." in done.stderr
