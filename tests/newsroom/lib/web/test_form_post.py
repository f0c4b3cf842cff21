"""Forms posted to another service."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from newsroom.lib.web.form_post import MAX_BODY, NotReached, post_form


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "/here")
        self.send_header("X-Help", self.headers["User-Agent"])
        self.end_headers()
        self.wfile.write(f" {self.path} {body} ".encode() + b"x" * 2 * MAX_BODY)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_form_arrives_and_a_long_answer_is_cut(site):
    answer = post_form(f"{site}/a?b=c", {"d": "é&"}, agent="Ours", timeout=5)
    assert answer.text.startswith("/a?b=c d=%C3%A9%26 xxx")
    assert (answer.status, answer.headers["X-Help"]) == (200, "Ours")
    assert len(answer.text) < MAX_BODY


def test_no_redirect_is_followed(site):
    assert post_form(f"{site}/elsewhere", {}, agent="Ours", timeout=5).status == 302


def test_where_nobody_answers(site):
    with pytest.raises(NotReached, match="ConnectionRefusedError"):
        post_form("http://127.0.0.1:1/", {}, agent="Ours", timeout=5)
