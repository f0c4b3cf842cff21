"""Fetching: what strangers' addresses lead to, from a server that really answers."""

from __future__ import annotations

import http.server
import threading
from collections import Counter

import pytest

from newsroom.lib.web import fetching
from newsroom.lib.web.fetching import NotFetched, fetch, is_public


class Answers(http.server.BaseHTTPRequestHandler):
    asked: Counter = Counter()

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        status, headers, body = 200, {}, b"picture"
        if self.path == "/moved":
            status, headers, body = 301, {"Location": "/caf%C3%A9%20x.jpg"}, b""
        elif self.path == "/loop":
            status, headers, body = 302, {"Location": "/loop"}, b""
        elif self.path == "/inside":
            status, headers, body = (
                302,
                {"Location": f"http://127.0.0.2:{self.server.server_port}/secret"},
                b"",
            )
        elif self.path == "/file":
            status, headers, body = 302, {"Location": "file:///etc/passwd"}, b""
        elif self.path == "/busy":
            status = 503 if self.asked[self.path] < 3 else 200
        elif self.path == "/gone":
            status = 404
        elif self.path == "/slow-down":
            status, headers = 429, {"Retry-After": "7"}
        elif self.path == "/large":
            body = b"x" * 5000
        elif self.path == "/short":
            headers, body = {"Content-Length": "100"}, b"only so much"
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        pass


@pytest.fixture(scope="module")
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(autouse=True)
def _new():
    Answers.asked.clear()


def get(address: str, waits: list | None = None) -> bytes:
    return fetch(
        address,
        largest=1000,
        inside={"127.0.0.1"},
        sleep=(waits if waits is not None else []).append,
    )


def test_what_is_there(site):
    assert get(f"{site}/a.jpg") == b"picture"
    assert get(f"{site}/moved") == b"picture"
    assert get(f"{site}/café x.jpg?a=b c") == b"picture"


def test_what_fails_for_now_is_tried_again(site):
    waits = []
    assert get(f"{site}/busy", waits) == b"picture"
    assert waits == [1.0, 2.0]


def test_a_server_is_waited_for_as_long_as_it_asks(site):
    waits = []
    with pytest.raises(NotFetched, match="answers 429"):
        get(f"{site}/slow-down", waits)
    assert waits == [7.0, 7.0]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/gone", "answers 404"),
        ("/loop", "redirects"),
        ("/large", "larger than"),
        ("/short", "broke off|IncompleteRead"),
        ("/inside", "our own network"),
        ("/file", "not an address"),
    ],
)
def test_what_can_not_be_had(site, path, says):
    with pytest.raises(NotFetched, match=says):
        get(site + path)
    assert "/secret" not in Answers.asked


def test_nothing_inside_is_asked_unless_it_is_named(site):
    for address in (
        site,
        site.replace("127.0.0.1", "localhost"),
        site.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
    ):
        with pytest.raises(NotFetched, match="our own network|can't be reached"):
            fetch(f"{address}/a.jpg", largest=1000, sleep=lambda seconds: None)
    assert not Answers.asked


@pytest.mark.parametrize(
    "address",
    [
        "",
        "picture.jpg",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "http://",
        "http://[",
        "http://x:99999/",
    ],
)
def test_what_is_no_address(address):
    with pytest.raises(NotFetched):
        fetch(address, largest=1000, sleep=lambda seconds: None)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "::",
    ],
)
def test_what_is_inside(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["192.0.43.8", "2606:4700::1111", "64:ff9b::c000:2b08"])
def test_what_is_outside(address):
    assert is_public(address)


def test_a_name_is_looked_up_once(site, monkeypatch):
    """What was looked at is what is connected to, whatever the name leads to a moment later."""
    found, asked = fetching.socket.getaddrinfo, []

    def look(host, *args, **more):
        asked.append(host)
        return found("127.0.0.1", *args, **more)

    monkeypatch.setattr(fetching.socket, "getaddrinfo", look)
    port = site.rpartition(":")[2]
    assert (
        fetch(f"http://old.example:{port}/a.jpg", largest=1000, inside={"old.example"})
        == b"picture"
    )
    assert asked.count("old.example") == 1
