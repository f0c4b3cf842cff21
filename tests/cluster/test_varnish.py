"""What deploy/varnish.vcl keeps, for how long, and what it does when nodes fail. The nodes here are
two small servers that answer as they are told, so that pages can grow old in a second."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests import services, tools
from tests.cluster import cluster

PAGE = "public, max-age=0"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        if self.path == "/healthz":
            return self.send(200, {}, "ok")
        self.server.asked.append(f"{self.command} {self.path}")
        if fault := self.server.faults.pop(0) if self.server.faults else "":
            if fault == "half":
                self.send(200, {"Cache-Control": f"{PAGE}, s-maxage=60"}, "half", length=1000)
            self.close_connection = True
            return None
        return self.send(*self.server.answers[self.path])

    do_GET = do_POST = answer

    def send(self, status, headers, body, length=None):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(length or len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    tools.needs("varnishd", "varnish-xkey")
    folder = tmp_path_factory.mktemp("varnish")
    nodes = [ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2)]
    for node in nodes:
        node.daemon_threads = True
        threading.Thread(target=node.serve_forever, daemon=True).start()
    varnish = cluster.varnish(
        folder, services.free_port(), tuple(node.server_port for node in nodes)
    )
    varnish.start()
    yield nodes, varnish
    varnish.kill()
    for node in nodes:
        node.shutdown()


class Front:
    """Varnish, the nodes behind it, and what both are asked."""

    def __init__(self, nodes, varnish) -> None:
        self.nodes, self.site = nodes, f"http://127.0.0.1:{varnish.port}"
        self.answers, self.asked, self.faults = {}, [], []
        for node in nodes:
            node.answers, node.asked, node.faults = self.answers, self.asked, self.faults

    def get(self, path: str, method: str = "GET", **headers: str) -> requests.Response:
        return requests.request(
            method, self.site + path, headers=headers, timeout=10, allow_redirects=False
        )

    def purge(self, *keys: str) -> str:
        return self.get("/", "PURGE", **{"xkey-purge": " ".join(keys)}).reason


@pytest.fixture
def front(started):
    return Front(*started)


def page(
    body: str = "old", keys: str = "", cache: str = f"{PAGE}, s-maxage=60", **headers: str
) -> tuple:
    return 200, {"Cache-Control": cache, "Surrogate-Key": keys, **headers}, body


@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, "nothing here"),
        (301, {"Location": "/"}, ""),
        (200, {}, "without a word"),
        (200, {"Cache-Control": "public, max-age=0, must-revalidate"}, "asked each time"),
        (200, {"Cache-Control": "public, max-age=0, s-maxage=0"}, "until this very moment"),
        (200, {"Cache-Control": "private, no-store"}, "personal"),
        (200, {"Cache-Control": f"{PAGE}, s-maxage=60", "Set-Cookie": "a=b"}, "with a cookie"),
        (503, {"Cache-Control": f"{PAGE}, s-maxage=60"}, "broken"),
    ],
    ids=lambda answer: f"{answer[0]} {answer[2]}",
)
def test_what_does_not_ask_for_it_is_not_kept(front, answer, request):
    path = f"/{request.node.callspec.id.replace(' ', '-')}"
    front.answers[path] = answer
    for number in (1, 2):
        assert front.get(path).status_code == answer[0]
        assert front.asked.count(f"GET {path}") == number


def test_a_page_is_kept_until_one_of_its_keys_is_purged(front):
    front.answers["/kept"] = page(keys="story:1 replies:1")
    for _ in range(3):
        assert front.get("/kept").text == "old"
    assert front.asked == ["GET /kept"]
    assert front.purge("story:12", "replies:11") == "Purged: 0"
    front.answers["/kept"] = page("new", keys="story:1 replies:1")
    assert front.purge("furniture", "replies:1") == "Purged: 1"
    assert front.get("/kept").text == "new"


def test_whoever_is_logged_in_or_sends_something_goes_past(front):
    front.answers["/past"] = page()
    front.answers["/admin/"] = page()
    front.get("/past")
    front.get("/past", Cookie="other=1")
    assert front.asked == ["GET /past"]
    front.get("/past", Cookie="other=1; sessionid=x")
    front.get("/past", Authorization="Basic x")
    front.get("/past", method="POST")
    front.get("/admin/")
    front.get("/admin/")
    assert front.asked[1:] == ["GET /past", "GET /past", "POST /past", "GET /admin/", "GET /admin/"]


def test_http_and_https_are_two_pages(front):
    front.answers["/scheme"] = page()
    for scheme in ("http", "https", "http", "https"):
        front.get("/scheme", **{"X-Forwarded-Proto": scheme})
    assert len(front.asked) == 2


def test_the_many_ways_to_name_codings_are_three(front):
    front.answers["/coding"] = page(Vary="Accept-Encoding")
    for accept in (
        "br",
        "gzip, deflate, br, zstd",
        "gzip",
        "gzip;q=0.9, br;q=0",
        "identity",
        "br;q=0.0",
        "*",
    ):
        front.get("/coding", **{"Accept-Encoding": accept})
    assert len(front.asked) == 3


def test_a_page_that_is_too_old_is_not_served_while_a_node_can_make_a_new_one(front):
    front.answers["/aged"] = page(cache=f"{PAGE}, s-maxage=1, stale-while-revalidate=1")
    assert front.get("/aged").text == "old"
    front.answers["/aged"] = page("new")
    time.sleep(2.5)
    assert front.get("/aged").text == "new"


def test_one_that_may_be_is_served_while_a_new_one_is_made(front):
    front.answers["/revalidated"] = page(cache=f"{PAGE}, s-maxage=1, stale-while-revalidate=30")
    front.get("/revalidated")
    front.answers["/revalidated"] = page("new")
    time.sleep(1.5)
    assert front.get("/revalidated").text == "old"
    services.until(lambda: front.get("/revalidated").text == "new")


def test_an_old_page_is_better_than_none(front):
    for path in ("/failing", "/purged"):
        front.answers[path] = page(keys="failing", cache=f"{PAGE}, s-maxage=1")
        front.get(path)
    time.sleep(1.5)
    for path in ("/failing", "/purged", "/never-seen"):
        front.answers[path] = (503, {"Retry-After": "10"}, "the node's own words")
    for _ in range(2):
        assert (front.get("/failing").status_code, front.get("/failing").text) == (200, "old")
    for _ in range(2):
        answer = front.get("/never-seen")
        assert (answer.status_code, answer.text) == (503, "the node's own words")
    front.purge("failing")
    assert front.get("/purged").status_code == 503


@pytest.mark.parametrize("fault", ["nothing", "half"])
def test_reading_is_tried_at_the_next_node(front, fault):
    path = f"/retried-{fault}"
    front.answers[path] = page("whole")
    front.faults[:] = [fault]
    assert front.get(path).text == "whole"
    assert front.asked == [f"GET {path}"] * 2


def test_what_is_sent_is_not_sent_twice(front):
    front.faults[:] = ["nothing"]
    answer = front.get("/sent", method="POST")
    assert front.asked == ["POST /sent"]
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Back in a moment" in answer.text


def test_a_purge_needs_keys(front):
    assert front.get("/", "PURGE").status_code == 400


def test_without_any_node_old_pages_are_served_on(front):
    """The last of these tests: it ends the nodes."""
    front.answers["/outlived"] = page(cache=f"{PAGE}, s-maxage=1")
    front.get("/outlived")
    time.sleep(1.5)
    for node in front.nodes:
        node.shutdown()
        node.server_close()
    assert front.get("/outlived").text == "old"  # asked in vain
    time.sleep(3.5)
    assert front.get("/outlived").text == "old"  # known to be away
    assert "Back in a moment" in front.get("/never-seen-either").text
