"""What goes out compressed, and how."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from newsroom.middleware import AdminCompression
from tests import factories

pytestmark = pytest.mark.django_db
GZIP = {"accept-encoding": "gzip, br"}
LONG = "<p>The same words again and again.</p>" * 100


def test_admin_pages_are_compressed_each_to_another_length(client):
    client.force_login(factories.somebody("editor"))
    answers = [client.get("/admin/articles/article/add/", headers=GZIP) for _ in range(20)]
    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert all("Accept-Encoding" in answer["Vary"] for answer in answers)
    assert all(int(answer["Content-Length"]) == len(answer.content) for answer in answers)
    assert all(b"id_headline" in gzip.decompress(answer.content) for answer in answers)
    assert len({len(answer.content) for answer in answers}) > 5
    assert "Content-Encoding" not in client.get("/admin/").headers


def coding(response: HttpResponse, path: str = "/admin/") -> str:
    request = RequestFactory().get(path, headers=GZIP)
    return AdminCompression(lambda request: response)(request).get("Content-Encoding", "")


def test_what_is_no_text_or_a_stream_or_compressed_or_public_stays_as_it_is():
    assert coding(HttpResponse(LONG)) == "gzip"
    assert coding(HttpResponse(LONG), "/") == ""
    assert coding(HttpResponse(LONG, content_type="image/png")) == ""
    assert coding(StreamingHttpResponse([LONG])) == ""
    assert coding(HttpResponse(LONG, headers={"Content-Encoding": "br"})) == "br"
