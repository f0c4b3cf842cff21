"""Reports of browsers about what they refused: few, small, and nothing that is somebody's.

Covers newsroom/serving/gate/reports.py, newsroom/admin/policy_reports.py.
"""

import json

import pytest

from newsroom.models import PolicyReport
from newsroom.operations import policy_reports
from newsroom.serving.gate import reports
from tests import factories

pytestmark = pytest.mark.django_db
OURS = "http://testserver"


def send(client, told=None, *, kind=policy_reports.TYPE, body=None, **report):
    report = {
        "document-uri": f"{OURS}/",
        "effective-directive": "img-src",
        "blocked-uri": "https://elsewhere.example/a.png",
        **report,
    }
    body = json.dumps({"csp-report": report} if told is None else told) if body is None else body
    return client.post("/csp-reports/", body, content_type=kind)


def kept() -> list[tuple]:
    names = ("directive", "blocked", "source", "page", "count")
    return list(PolicyReport.objects.order_by("pk").values_list(*names))


def test_what_happens_often_is_kept_once(client):
    story = factories.published("Ferry back").get_absolute_url()
    for page in ("/", f"{story}?a=b#c"):
        answer = send(client, **{"document-uri": f"{OURS}{page}", "line-number": 7})
        assert (answer.status_code, answer.content, answer.cookies) == (204, b"", {})
    assert kept() == [("img-src", "https://elsewhere.example", "", story, 2)]


@pytest.mark.parametrize(
    ("name", "given", "column", "stored"),
    [
        ("blocked-uri", "https://me:pw@elsewhere.example:8/~ada/?q=1#x", "blocked",
         "https://elsewhere.example"),
        ("blocked-uri", f"{OURS}/static/js/a.js?token=1", "blocked", "/static/js/a.js"),
        ("blocked-uri", f"{OURS}/admin/articles/article/7/change/", "blocked",
         "/admin/articles/article/<path:object_id>/change/"),
        ("blocked-uri", "inline", "blocked", "inline"),
        ("blocked-uri", "data:text/html,secret", "blocked", "data:"),
        ("blocked-uri", "", "blocked", ""),
        ("source-file", f"{OURS}/no/such/ada@example.org", "source", "nowhere"),
        ("document-uri", f"{OURS}/preview/c2VjcmV0/", "page",
         "/preview/<str:token>/"),
        ("document-uri", f"{OURS}/search/?q=ada@example.org", "page", "/search/"),
    ],
)  # fmt: skip
def test_nothing_of_anybody_is_kept(client, name, given, column, stored):
    assert send(client, **{name: given}).status_code == 204
    assert PolicyReport.objects.values_list(column, flat=True).get() == stored


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("blocked-uri", "chrome-extension://abcdef/inject.js"),
        ("blocked-uri", "moz-extension"),
        ("source-file", "safari-web-extension://abc/content.js"),
        ("source-file", "about"),
        ("document-uri", "https://elsewhere.example/"),
        ("document-uri", "http://[a/"),
        ("document-uri", 7),
        ("effective-directive", "ada@example.org"),
        ("effective-directive", ""),
    ],
)
def test_what_is_not_ours_is_left_out(client, name, given):
    assert send(client, **{name: given}).status_code == 204
    assert kept() == []


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"body": "{"}, 400),
        ({"body": "[" * 16_000}, 400),
        ({"body": b"\xff\xfe"}, 400),
        ({"told": []}, 400),
        ({"told": {"csp-report": "a"}}, 400),
        ({"kind": "application/x-www-form-urlencoded"}, 415),
        ({"body": b"a" * (reports.LARGEST + 1)}, 413),
    ],
)
def test_what_is_no_report(client, given, status):
    assert send(client, **given).status_code == status
    assert kept() == []


def test_only_so_many_are_kept(client, monkeypatch):
    monkeypatch.setattr(policy_reports, "MAX_KEPT", 2)
    for host in ("a.example", "b.example", "c.example", "a.example"):
        send(client, **{"blocked-uri": f"https://{host}/"})
    assert [(blocked, count) for _, blocked, _, _, count in kept()] == [
        ("https://a.example", 2),
        ("https://b.example", 1),
    ]


def test_all_pages_tell_browsers_where_to(client):
    for page in ("/", "/admin/login/"):
        policy = client.get(page).headers["Content-Security-Policy"]
        assert "report-uri /csp-reports/" in policy


def test_the_chief_reads_them(client):
    send(client)
    for role, status in (("chief", 200), ("editor", 403)):
        client.force_login(factories.somebody(role))
        page = client.get("/admin/newsroom/policyreport/")
        assert page.status_code == status
        assert ("https://elsewhere.example" in page.text) == (status == 200)


def test_a_process_reads_so_many_a_minute():
    measure = reports.Measure(size=2, over=60)
    begun = measure.at
    taken = [measure.take(begun + after) for after in (0, 0, 0, 29, 30, 31, 300, 300, 300)]
    assert taken == [True, True, False, False, True, False, True, True, False]
