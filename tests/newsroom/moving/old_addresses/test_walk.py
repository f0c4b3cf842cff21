"""The walk over all old addresses, and the command that tells of it.

Covers newsroom/moving/old_addresses/walk.py, newsroom/management/commands/check_addresses.py.
"""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.finding import former_addresses
from articles.models import Article, FormerAddress
from articles.publishing import editions
from newsroom.moving.old_addresses import walk
from newsroom.moving.old_addresses.walk import Walked
from newsroom.serving.site_client import Answer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved_in():
    chief = factories.somebody("chief")
    live, gone = factories.published("Ferry"), factories.published("Bridge")
    editions.withdraw(Article.objects.get(pk=gone.article_id), by=chief)
    for keys, to in [
        (["p=1", "2010/08/08/ferry", "паром"], live.article),
        (["p=2", "old/bridge"], gone.article),
        (["p=3", "draft"], factories.article("Draft")),
        (["category/news"], factories.section()),
        (["blog"], None),
    ]:
        former_addresses.lead(keys, to, by=chief)
    return live


def told(**options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_addresses", stdout=out, stderr=err, **options)
        return out.getvalue(), err.getvalue(), ""
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)


def test_all_lead_where_they_should(moved_in, tmp_path):
    out, err, error = told(report=str(tmp_path / "report.json"))
    assert error == ""
    assert out.splitlines() == [
        "9 of 9 old addresses asked.",
        "5 lead to a page, 2 to what was withdrawn, 2 to what is not published; 0 are wrong.",
    ]
    report = json.loads((tmp_path / "report.json").read_text())
    assert report == {"wrong": [], "known": 9, "asked": 9, "well": 5, "gone": 2, "waiting": 2}


def test_what_leads_nowhere_is_told(moved_in, tmp_path):
    # its file is missing
    FormerAddress.objects.create(key="wp-content/uploads/a.jpg", picture=factories.picture())
    FormerAddress.objects.create(key="xmlrpc.php", article=moved_in.article)
    out, err, error = told(report=str(tmp_path / "report.json"))
    assert error == "Old addresses lead nowhere."
    picture = FormerAddress.objects.get(key="wp-content/uploads/a.jpg").picture.address()
    assert err.splitlines() == [
        f"/wp-content/uploads/a.jpg leads to {picture}, which answers 404.",
        "/xmlrpc.php leads nowhere: it answers 404.",
    ]
    wrong = json.loads((tmp_path / "report.json").read_text())["wrong"]
    assert [each["status"] for each in wrong] == [404, 404]


def test_a_server_is_asked(moved_in, live_server):
    out, err, error = told(at=live_server.url)
    assert (err, error) == ("", "")


def test_round_in_circles():
    def ask(address):
        return Answer(301, {"location": "/b/" if address == "/a/" else "/a/"})

    former_addresses.lead(["a"], None, by=factories.somebody("chief"))
    assert list(walk.walk(ask, "http://localhost")) == [
        Walked("/a/", ("/b/", "/a/", "/b/", "/a/", "/b/"), 301, "wrong")
    ]
    assert "leads on and on" in next(walk.walk(ask, "http://localhost")).words
