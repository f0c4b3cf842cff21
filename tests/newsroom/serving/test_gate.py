"""The gate: what WSGI gets to see of a request, what is refused, and that nobody who sends slowly
holds up the others.

Covers newsroom/serving/gate/adapter.py, newsroom/serving/gate/bodies.py,
newsroom/serving/gate/files.py, newsroom/serving/gate/gate.py, newsroom/serving/gate/places.py,
newsroom/serving/gate/refusals.py.
"""

import asyncio
import http.client
import re
import socket
import tempfile
import threading
import time
from dataclasses import dataclass, field

import pytest
from django.db import connection

from newsroom.serving.gate import files, reports
from newsroom.serving.gate import gate as gates
from newsroom.serving.gate.bodies import ALL_BODIES, IN_MEMORY
from newsroom.serving.gate.gate import Gate
from tests import event_loop
from tests.served import Served

FORM = ("content-type", "application/x-www-form-urlencoded")


@dataclass
class Echo:
    """A WSGI application that keeps what it was called with."""

    status: str = "200 OK"
    headers: list = field(default_factory=list)
    chunks: tuple = (b"seen",)
    environ: dict | None = None
    body: bytes = b""
    closed: bool = False

    def __call__(self, environ, start_response):
        self.environ, self.body = environ, environ["wsgi.input"].read()
        start_response(self.status, self.headers)
        return self

    def __iter__(self):
        return iter(self.chunks)

    def close(self):
        self.closed = True


def scope(method="GET", path="/", query=b"", headers=(), **more):
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "headers": [
            (name.encode(), value.encode()) for name, value in (("host", "localhost"), *headers)
        ],
        "server": ("127.0.0.1", "8000"),
        "client": ("10.1.2.3", "5000"),
    } | more


@dataclass
class Answer:
    status: int
    headers: list
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    def __getitem__(self, name):
        return next((value.decode() for key, value in self.headers if key.decode() == name), None)


async def exchange(gate, asked, parts=(), *, whole=True, leaves=False) -> Answer:
    """One request whose body comes in these parts; after them the sender is silent, or leaves."""
    coming = [
        {"type": "http.request", "body": part, "more_body": not whole or number < len(parts)}
        for number, part in enumerate(parts, 1)
    ]
    sent = []

    async def receive():
        if coming:
            return coming.pop(0)
        if leaves:
            return {"type": "http.disconnect"}
        return await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    await gate(asked, receive, send)
    begin, *rest = sent
    return Answer(begin["status"], begin["headers"], b"".join(each["body"] for each in rest))


def ask(application, asked, parts=(), **more):
    return event_loop.run(exchange(Gate(application), asked, parts, **more))


class TestWhatTheApplicationSees:
    def test_a_request(self):
        echo = Echo()
        ask(echo, scope(path="/caf%C3%A9%2F%ff/", query=b"q=%20a", headers=[("x-a", "1")]))
        seen = {name: value for name, value in echo.environ.items() if name[0] != "w"}
        assert seen == {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": "/caf\xc3\xa9/\xff/",
            "QUERY_STRING": "q=%20a",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "10.1.2.3",
            "HTTP_HOST": "localhost",
            "HTTP_X_A": "1",
        }
        assert echo.environ["wsgi.url_scheme"] == "http"

    @pytest.mark.parametrize(
        ("headers", "expected"),
        [
            ([("x-forwarded-for", "1.1.1.1"), ("x_forwarded_for", "6.6.6.6")], "1.1.1.1"),
            ([("x_forwarded_for", "6.6.6.6")], None),
            ([("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "2.2.2.2")], "1.1.1.1,2.2.2.2"),
        ],
    )
    def test_a_header_is_what_a_proxy_set(self, headers, expected):
        echo = Echo()
        ask(echo, scope(headers=headers))
        assert echo.environ.get("HTTP_X_FORWARDED_FOR") == expected

    def test_cookies_that_came_apart_are_one_header(self):
        echo = Echo()
        ask(echo, scope(headers=[("cookie", "a=1"), ("cookie", "b=2")]))
        assert echo.environ["HTTP_COOKIE"] == "a=1; b=2"

    @pytest.mark.parametrize(
        ("headers", "parts", "length"),
        [
            ([("content-length", "5")], [b"ab", b"cde"], "5"),
            ([("transfer-encoding", "chunked")], [b"ab", b"cde", b""], "5"),
            ([("content-length", "0")], [], "0"),
            ([], [b""], None),
            ([("content-length", str(3 * IN_MEMORY))], [b"x" * IN_MEMORY] * 3, str(3 * IN_MEMORY)),
        ],
    )
    def test_a_body_is_whole_and_its_length_told(self, headers, parts, length):
        echo = Echo()
        assert ask(echo, scope("POST", headers=headers), parts).status == 200
        assert echo.body == b"".join(parts)
        assert echo.environ.get("CONTENT_LENGTH") == length
        assert "HTTP_TRANSFER_ENCODING" not in echo.environ


class TestWhatIsAnswered:
    def test_status_headers_and_all_chunks(self):
        cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=caf\xe9")]
        echo = Echo("201 Created", cookies, (b"one ", b"two"))
        answer = ask(echo, scope())
        assert (answer.status, answer.body) == (201, b"one two")
        assert answer.headers == [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=caf\xe9")]
        assert echo.closed

    def test_head_has_no_body(self):
        answer = ask(Echo(headers=[("Content-Length", "4")]), scope("HEAD"))
        assert (answer.status, answer["content-length"], answer.body) == (200, "4", b"")

    def test_a_failure_outside_of_django_is_500(self):
        def failing(environ, start_response):
            raise RuntimeError("Failed on purpose")

        assert ask(failing, scope()).status == 500

    def test_health_asks_nobody(self):
        answer = ask(None, scope(path="/healthz"))
        assert (answer.status, answer.text) == (200, '{"process": "ok"}')
        assert answer["cache-control"] == "no-store"
        assert ask(None, scope("HEAD", path="/healthz")).body == b""

    def test_it_lives_and_ends(self):
        sent, coming = [], ["lifespan.startup", "lifespan.shutdown"]

        async def receive():
            return {"type": coming.pop(0)}

        async def send(message):
            sent.append(message["type"])

        event_loop.run(Gate(None)({"type": "lifespan"}, receive, send))
        assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


class Styled(Echo):
    """Answers with a file that never changes."""

    def __init__(self, **more):
        super().__init__(headers=[("Cache-Control", "max-age=9, public, immutable")], **more)
        self.calls = 0

    def __call__(self, environ, start_response):
        self.calls += 1
        return super().__call__(environ, start_response)


def asked_again(styled, *asked):
    async def run():
        gate = Gate(styled)
        for each in asked:
            await exchange(gate, each)

    event_loop.run(run())
    return styled.calls


class TestFilesThatNeverChange:
    def test_django_is_asked_once_for_each_coding(self):
        plain, coded = (
            scope(path="/static/a.1.css"),
            scope(path="/static/a.1.css", headers=[("accept-encoding", "br, gzip")]),
        )
        assert asked_again(Styled(), plain, plain, coded, coded) == 2

    def test_other_pages_are_not_kept_whatever_they_say(self):
        assert asked_again(Styled(), scope(path="/a.1.css"), scope(path="/a.1.css")) == 2

    def test_nor_what_is_large(self):
        asked = scope(path="/static/a.1.css")
        assert asked_again(Styled(chunks=(b"x" * (files.LARGEST + 1),)), asked, asked) == 2

    def test_memory_is_bounded(self, monkeypatch):
        monkeypatch.setattr(files, "LIMIT", 10)
        asked = [scope(path=f"/static/{number}.1.css") for number in (1, 2, 3, 3)]
        assert asked_again(Styled(), *asked) == 3


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("path", "headers", "parts"),
        [
            ("/reply/", [("content-length", str(11 << 20))], []),
            ("/reply/", [("transfer-encoding", "chunked")], [b"x" * (6 << 20)] * 2),
            ("/admin/articles/picture/add/", [("content-length", str(46 << 20))], []),
        ],
    )
    def test_a_body_that_is_too_large(self, path, headers, parts):
        echo = Echo()
        answer = ask(echo, scope("POST", path, headers=headers), parts)
        assert (answer.status, answer["connection"], echo.environ) == (413, "close", None)
        assert "larger than this page takes" in answer.text

    def test_but_not_a_picture(self):
        asked = scope("POST", "/admin/articles/picture/add/")
        assert ask(Echo(), asked, [b"x" * (11 << 20), b""]).status == 200

    def test_a_body_that_does_not_come(self, settings):
        settings.BODY_SECONDS = 0.1
        echo = Echo()
        asked = scope("POST", headers=[("content-length", "1000")])
        answer = ask(echo, asked, [b"begin"], whole=False)
        assert (answer.status, answer["connection"], echo.environ) == (408, "close", None)

    @pytest.mark.parametrize("room", [100, 1000])
    def test_more_than_there_is_room_for(self, room, monkeypatch):
        """All that lie on disk together: each of these would fit by itself. A form always does."""
        gate = Gate(Slow())
        gate.application.may_go_on.set()
        gate.room.left = room

        async def run():
            asked = scope("POST", headers=[FORM])
            large = [exchange(gate, asked, [b"x" * IN_MEMORY, b"x" * 400]) for _ in range(5)]
            bodies = [*large, exchange(gate, asked, [b"x" * IN_MEMORY])]
            return await asyncio.gather(*bodies)

        *statuses, form = [answer.status for answer in event_loop.run(run())]
        assert form == 200
        assert sorted(statuses) == [200] * (room // 400) + [503] * (5 - room // 400)
        assert gate.room.left == room

    def test_a_full_disk(self, monkeypatch):
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda: open("/dev/full", "wb+"))  # noqa: SIM115
        echo = Echo()
        gate = Gate(echo)
        parts = [b"x" * IN_MEMORY] * 3
        answer = event_loop.run(exchange(gate, scope("POST", headers=[FORM]), parts))
        assert (answer.status, answer["connection"], echo.environ) == (503, "close", None)
        assert gate.room.left == ALL_BODIES

    def test_what_broke_off_is_not_let_in(self):
        echo = Echo()
        asked = scope("POST", headers=[("content-length", "1000")])
        answer = ask(echo, asked, leaves=True)
        assert (answer.status, answer["connection"]) == (400, "close")
        assert echo.environ is None


@pytest.mark.parametrize("leaves", [True, False])
def test_what_came_of_a_file_in_parts_is_kept(settings, leaves):
    settings.BODY_SECONDS = 0.1
    echo = Echo()
    asked = scope("PATCH", headers=[("content-length", "1000"), ("content-type", gates.PARTS)])
    assert ask(echo, asked, [b"begin"], whole=False, leaves=leaves).status == 200
    assert (echo.body, echo.environ["CONTENT_LENGTH"]) == (b"begin", "5")


class Slow:
    """A WSGI application in which threads wait until they may go on."""

    def __init__(self):
        self.may_go_on = threading.Event()

    def __call__(self, environ, start_response):
        assert self.may_go_on.wait(60)
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]


@pytest.fixture
def slow(monkeypatch):
    slow = Slow()
    monkeypatch.setattr(gates, "PATIENCE", 0.2)
    monkeypatch.setattr(gates, "PATIENCE_WITH_BODY", 0.2)
    yield slow
    slow.may_go_on.set()


def test_what_finds_no_place_is_told_so_with_what_was_typed(slow):
    async def run():
        gate = Gate(slow)
        asked = scope("POST", "/reply/", headers=[FORM])
        working = [
            asyncio.create_task(exchange(gate, scope(), [b""]))
            for _ in range(gates.READING_THREADS)
        ]
        writers = gates.WRITING_THREADS[connection.vendor]
        working += [asyncio.create_task(exchange(gate, asked, [b"a=1"])) for _ in range(writers)]
        await asyncio.sleep(0)
        read, sent = await asyncio.gather(
            exchange(gate, scope()), exchange(gate, asked, [b"comment=Two+%3Cb%3Ewords&name=Ann"])
        )
        health = await exchange(gate, scope(path="/healthz"))
        slow.may_go_on.set()
        done = await asyncio.gather(*working)
        return read, sent, health, done, await exchange(gate, scope())

    read, sent, health, done, after = event_loop.run(run())
    for answer in (read, sent):
        assert (answer.status, answer["retry-after"]) == (503, "10")
        assert answer["cache-control"] == "no-store"
        assert "default-src 'none'" in answer["content-security-policy"]
    assert "<form" not in read.text
    assert 'action="/reply/"' in sent.text
    assert "Two &lt;b&gt;words</textarea>" in sent.text
    assert health.status == 200
    assert {answer.status for answer in (*done, after)} == {200}


def test_those_who_write_hold_up_nobody_who_reads(slow):
    """As happens while somebody else holds SQLite's write lock."""

    def reading_goes_on(environ, start_response):
        if environ["REQUEST_METHOD"] == "GET":
            start_response("200 OK", [])
            return [b"read"]
        return slow(environ, start_response)

    async def run():
        gate = Gate(reading_goes_on)
        asked = scope("POST", "/reply/", headers=[FORM])
        writing = [asyncio.create_task(exchange(gate, asked, [b"a=1"])) for _ in range(20)]
        await asyncio.sleep(0)
        read = [await exchange(gate, scope()) for _ in range(5)]
        done = await asyncio.wait(writing, timeout=2)
        slow.may_go_on.set()
        return read, [task.result().status for task in done[0]], await asyncio.gather(*writing)

    read, refused, all_of_them = event_loop.run(run())
    assert [answer.text for answer in read] == ["read"] * 5
    assert set(refused) == {503}
    assert {answer.status for answer in all_of_them} == {200, 503}


def test_a_line_that_is_full_is_told_so_at_once(slow, monkeypatch):
    monkeypatch.setattr(gates, "LINE", 3)
    monkeypatch.setattr(gates, "PATIENCE", 60)

    async def run():
        gate = Gate(slow)
        tasks = [
            asyncio.create_task(exchange(gate, scope())) for _ in range(gates.READING_THREADS + 4)
        ]
        first, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        slow.may_go_on.set()
        return [task.result().status for task in first], await asyncio.gather(*tasks)

    refused, all_of_them = event_loop.run(run())
    assert refused == [503]
    assert sorted(answer.status for answer in all_of_them) == [200] * (
        gates.READING_THREADS + 3
    ) + [503]


@pytest.fixture(scope="module")
def served(make_home, tmp_path_factory):
    """The real server, which is patient for three seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSROOM_BODY_SECONDS", "3")
        with Served(make_home(tmp_path_factory.mktemp("gate") / "home")) as site:
            yield site


def fetch(site, path, method="GET", data=None, **headers):
    connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=60)
    connection.request(method, path, data, headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


REPLY = b"comment=A+reply+in+the+midst+of+it&name=Ann&email=ann%40example.org&website="


def half_sent(site, path):
    """A connection over which a part of a form has come."""
    port = int(site.url.rpartition(":")[2])
    sender = socket.create_connection(("127.0.0.1", port), timeout=60)
    sender.sendall(
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
        f"Content-Type: {FORM[1]}\r\n\r\ncomment=Ha".encode()
    )
    return sender


class TestTheRealServer:
    def test_nobody_who_sends_slowly_holds_up_the_others(self, served):
        story = served.addresses["story"]
        fetch(served, story)
        senders = [half_sent(served, f"{story}reply/") for _ in range(50)]
        assert fetch(served, "/healthz")[1] == b'{"process": "ok"}'
        assert fetch(served, story)[0].status == 200
        answer, _ = fetch(served, f"{story}reply/", "POST", REPLY, **{"Content-Type": FORM[1]})
        assert answer.status == 303
        for sender in senders:
            told = b"".join(iter(lambda: sender.recv(65536), b""))  # noqa: B023  (read at once)
            assert told.startswith(b"HTTP/1.1 408 ")
            sender.close()

    def test_what_is_no_http_1_is_cut_off(self, served):
        """Over HTTP/2, a connection might be silent for ever."""
        port = int(served.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=60) as sender:
            sender.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
            assert sender.recv(65536) == b""

    @pytest.mark.parametrize(
        "chunks", [b"zz\r\nabc\r\n0\r\n\r\n", b"f" * 20 + b"\r\nabc", b"3\nabc\n0\n\n"]
    )
    def test_chunks_that_are_none_are_the_senders_fault(self, served, chunks):
        port = int(served.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=60) as sender:
            sender.sendall(
                b"POST /no/such/page/ HTTP/1.1\r\nHost: localhost\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n" + chunks
            )
            told = b"".join(iter(lambda: sender.recv(65536), b""))
        assert told.startswith(b"HTTP/1.1 400 ")

    def test_pages_are_what_they_were(self, served):
        story = served.addresses["story"]
        whole, page = fetch(served, story)
        head, nothing = fetch(served, story, "HEAD")
        assert (head.status, head.headers["Content-Length"], nothing) == (200, str(len(page)), b"")
        again, _ = fetch(served, story, **{"If-None-Match": whole.headers["ETag"]})
        assert (again.status, again.headers["ETag"]) == (304, whole.headers["ETag"])
        missing, words = fetch(served, "/no/such/page/")
        assert missing.status == 404
        assert missing.headers["Content-Length"] == str(len(words))
        assert fetch(served, "/healthz", "HEAD")[0].status == 200

    def test_style_is_there_while_django_is_busy(self, served):
        """What Django answered once is answered by the gate, byte by byte; what is asked for in
        part is not."""
        page = fetch(served, served.addresses["story"])[1].decode()
        path = re.search(r'href="(/static/css/base[^"]+)"', page)[1]
        for coding in ("", "gzip", "br"):
            first, again = (fetch(served, path, **{"Accept-Encoding": coding}) for _ in range(2))
            assert first[1] == again[1]
            kept = {name: value for name, value in again[0].headers.items() if name != "date"}
            assert kept == {name: v for name, v in first[0].headers.items() if name != "date"}
            assert again[0].headers.get("Content-Encoding", "") == coding
        assert fetch(served, path, Range="bytes=0-9")[0].status == 206
        assert fetch(served, path, "POST", b"a=1")[0].status == 405
        head, nothing = fetch(served, path, "HEAD")
        assert (head.status, nothing) == (200, b"")

    def test_what_is_under_way_is_finished_at_the_end(self, served):
        sender = half_sent(served, "/no/such/page/")
        fetch(served, "/healthz")
        served.process.terminate()
        time.sleep(0.5)
        sender.sendall(b"x" * 990)
        assert sender.recv(65536).startswith(b"HTTP/1.1 404 ")
        sender.close()
        served.process.wait(timeout=60)
        served.start()


class TestReportsOfBrowsers:
    def send(self, gate, body, whole=True):
        asked = scope("POST", path="/csp-reports/", headers=[("content-length", str(len(body)))])
        return event_loop.run(exchange(gate, asked, [body], whole=whole))

    def test_those_over_the_measure_are_not_even_read(self):
        echo = Echo()
        gate = Gate(echo)
        gate.reports = reports.Measure(size=1)
        assert self.send(gate, b"{}").status == 200
        echo.environ = None
        answer = self.send(gate, b"{}")
        assert (answer.status, answer["connection"], echo.environ) == (204, "close", None)
        other = event_loop.run(exchange(gate, scope("POST", path="/elsewhere/"), [b"a"]))
        assert other.status == 200

    def test_a_large_one_is_refused(self):
        assert self.send(Gate(Echo()), b"a" * (reports.LARGEST + 1)).status == 413
