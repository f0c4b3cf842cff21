"""No address, token or password is in a log, whatever people do and whatever fails.

Covers newsroom/serving/logs.py, deploy/nginx.conf.
"""

import io
import json
import logging
import re
import time

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils.log import log_response

from newsroom.accounts import second_factor
from newsroom.serving import logs
from tests import factories
from tests.services import ROOT

pytestmark = pytest.mark.django_db

#: Whatever bears this is somebody's.
CANARY = "canary7f3a"
ADDRESS, PASSWORD = f"{CANARY}@example.org", f"{CANARY}-correct-horse"
TOKEN = f"{CANARY}:1vPxyz:aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789"


@pytest.fixture(params=["line", "json"])
def log(request):
    """All that is logged, in either form."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    kind = {**site.LOGGING["formatters"][request.param]}
    make = {"line": logs.Line, "json": logs.Json}[request.param]
    handler.setFormatter(make(kind["format"], style="{") if "format" in kind else make())
    handler.addFilter(logs.WithRequest())
    root = logging.getLogger()
    root.addHandler(handler)
    yield text
    root.removeHandler(handler)


def addresses_with_tokens() -> list[str]:
    """Every address of ours in which something stands that opens a page."""
    found = []

    def walk(patterns, before=""):
        for each in patterns:
            path = f"{before}{each.pattern}"
            if isinstance(each, URLPattern):
                if "token>" in path and "picture" not in path:  # whose tokens are no secret
                    found.append(re.sub(r"<\w+:token>", TOKEN, path))
            elif "admin.site" not in repr(each):
                walk(each.url_patterns, path)

    walk(get_resolver().url_patterns)
    return [f"/{re.sub(r'<[^>]+>', '1', path)}" for path in found]


def test_what_people_do(client, log, settings):
    settings.METRICS_TOKEN = f"{CANARY}-metrics"
    story = factories.published("Ferry back")
    path = story.get_absolute_url()
    user = factories.somebody("editor")
    user.email = ADDRESS
    user.set_password(PASSWORD)
    user.save()
    login = {"username": "editor", "next": "/admin/"}
    for number in range(8):  # until it waits
        client.post("/admin/login/", login | {"password": f"{PASSWORD}{number}"})
    client.post("/admin/login/", {"username": ADDRESS, "password": PASSWORD})
    client.post("/admin/forgotten/", {"email": ADDRESS})
    client.post(f"{path}reply/", {"name": "Ana", "email": ADDRESS, "text": PASSWORD, "website": ""})
    client.post(f"{path}replies/1/report/", {"email": ADDRESS, "text": PASSWORD})
    client.post(f"{path}follow/", {"email": ADDRESS})
    client.get("/search/", {"q": ADDRESS})
    client.get("/metrics", headers={"authorization": f"Bearer {CANARY}-metrics"})
    client.get("/metrics", headers={"authorization": f"Bearer {CANARY}-wrong"})
    client.get("/", headers={"host": f"{CANARY}.example"})
    for address in addresses_with_tokens():
        client.get(address)
        client.post(address, {"password": PASSWORD, "email": ADDRESS})
    known = Client()
    known.force_login(user)
    app = {"code": second_factor.code_at(second_factor.new_secret(), int(time.time()) // 30)}
    known.post("/admin/account/second-factor/app/", app | {"password": PASSWORD})
    known.post("/admin/account/", {"email": ADDRESS, "password": PASSWORD})
    logging.getLogger("newsroom").error("The log is read.")
    told = log.getvalue()
    assert "The log is read." in told
    assert CANARY not in told.replace(f"{CANARY}.example", "")  # a Host header is nobody's secret


def test_what_fails(rf, log):
    """Where one of these addresses ends in a fault, Django logs its path, and a traceback that may
    quote what the database or the mail server said."""
    addresses = addresses_with_tokens()
    assert len(addresses) > 12
    for address in addresses:
        answer = type("Answer", (), {"status_code": 500, "_has_been_logged": False})()
        log_response("Internal Server Error: %s", address, response=answer, request=rf.get("/"))
    for words in (
        f"Key (email)=({ADDRESS}) already exists.",
        f"{{'{ADDRESS}': (550, b'no such box')}}",
        f"can't connect to postgresql://newsroom:{PASSWORD}@db/newsroom",
        f"can't log in at smtps://desk%40paper.example:{PASSWORD}@mail.example:465",
        f"<{ADDRESS}>: refused",
        f"Authorization: Bearer {TOKEN}",
    ):
        logging.getLogger("newsroom").warning("It says: %s", words)
        try:
            raise ValueError(words)
        except ValueError:
            logging.getLogger("newsroom").exception("It failed.")
    told = log.getvalue()
    assert told.count("Internal Server Error: ") == len(addresses)
    assert told.count("already exists.") == 2
    assert [line for line in told.splitlines() if CANARY in line] == []


def test_what_may_be_told_stays():
    for words in (
        "Internal Server Error: /2026/11/the-ferry-is-back-after-3-weeks/",
        "Not Found: /admin/desk/calendar/",
        'File "/srv/newsroom/comments/intake/post.py", line 7, in post_reply',
        "@task is retried at 2026-11-30T08:00:00",
    ):
        assert logs.discreet(words) == words


def test_no_server_of_ours_writes_a_line_for_each_request():
    text = (ROOT / "newsroom/serving/processes/server.py").read_text()
    assert "log_access" not in text  # granian writes none unless it is told to


@pytest.mark.parametrize("file", ["deploy/nginx.conf", "deploy/one-machine/nginx.conf"])
def test_nginx_is_told_the_same(file):
    text = (ROOT / file).read_text()
    pattern = re.search(r'"~\^\(\?<kept>(.+?)"  "\$kept\.\.\."', text)[1]
    pattern = f"(?P<kept>{pattern}"
    for address in addresses_with_tokens():
        found = re.match(pattern, address)
        assert found, address
        assert CANARY not in found["kept"]
    form = re.search(r"log_format discreet '([^']+)'", text)[1]
    assert not {"$remote_addr", "$request ", "$args", "$http_referer"} & set(form.split())
    assert text.count("access_log") == text.count("server_name")
    assert "ssl_protocols       TLSv1.2 TLSv1.3;" in text


def test_json_stays_json(log):
    logging.getLogger("newsroom").error("%s", ADDRESS)
    line = log.getvalue().strip()
    if line.startswith("{"):
        assert json.loads(line)["message"] == "…@…"
