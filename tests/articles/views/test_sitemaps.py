"""Sitemaps: every live story once, with its last visible change; parts that stay as they are; the
news.

Covers articles/views/sitemaps.py, articles/views/robots.py.
"""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Publication
from articles.publishing import editions
from articles.views import sitemaps
from tests import factories, schemas, tools

pytestmark = pytest.mark.django_db
NAMES = {"s": sitemaps.SITEMAP, "n": sitemaps.GOOGLE_NEWS}
NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def rows(client, address: str) -> list[tuple[str, str | None]]:
    """Address and last change of all that stands in a sitemap."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = ElementTree.fromstring(answer.content)
    return [
        (row.findtext("s:loc", namespaces=NAMES), row.findtext("s:lastmod", namespaces=NAMES))
        for row in root
    ]


def test_robots_names_both(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert [line for line in lines if line.startswith("Sitemap")] == [
        "Sitemap: http://testserver/sitemap.xml",
        "Sitemap: http://testserver/sitemap-news.xml",
    ]


def test_every_live_story_stands_in_one_part(client, people, monkeypatch):
    monkeypatch.setattr(sitemaps, "IN_PART", 2)
    live = [factories.published(f"Story {number}").get_absolute_url() for number in range(5)]
    factories.article("Draft")
    editions.publish(factories.article("Later"), by=people["editor"], at=NOW + HOUR)
    editions.withdraw(factories.published("Gone").article, by=people["editor"])
    lists, *parts = rows(client, "/sitemap.xml")
    assert lists == ("http://testserver/sitemap-lists.xml", None)
    assert {changed for _, changed in parts} == {"2026-05-04T11:00:00+00:00"}
    found = [rows(client, address.removeprefix("http://testserver")) for address, _ in parts]
    assert all(len(part) <= 2 for part in found)
    assert [address for part in found for address, _ in part] == [
        f"http://testserver{each}" for each in live
    ]


def test_only_what_is_said_openly_moves_the_last_change(client, people, at_noon):
    story = factories.published("Ferry").article
    address = rows(client, "/sitemap.xml")[1][0].removeprefix("http://testserver")
    for hour, kind, expected in ((1, "minor", 11), (2, "correction", 14), (3, "silent", 14)):
        at_noon.move_to(NOW + hour * HOUR, tick=False)
        editions.publish(
            story, by=people["editor"], kind=kind, note="It was 46." if kind == "correction" else ""
        )
        assert rows(client, address) == [
            ("http://testserver/2026/05/ferry/", f"2026-05-04T{expected}:00:00+00:00")
        ]
        assert rows(client, "/sitemap.xml")[1][1] == f"2026-05-04T{expected}:00:00+00:00"


def test_a_part_without_stories_is_not_there(client, people):
    factories.published()
    for number in (77, 10**17):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_lists_under_which_a_story_stands(client, people, monkeypatch):
    factories.section("Empty"), factories.topic("Unused"), factories.author("Nobody")
    factories.published(
        authors=[factories.author()], topics=[factories.topic()], series=factories.series()
    )
    index = [
        address.removeprefix("http://testserver") for address, _ in rows(client, "/sitemap.xml")
    ]
    assert index == [
        "/sitemap-lists.xml",
        "/sitemap-topic-0.xml",
        "/sitemap-author-0.xml",
        "/sitemap-0.xml",
    ]
    found = [
        address.removeprefix("http://testserver")
        for each in index[:3]
        for address, _ in rows(client, each)
    ]
    assert found == [
        "/",
        "/corrections/",
        "/section/city/",
        "/series/the-river/",
        "/topic/harbour/",
        "/author/ada-novak/",
    ]
    assert client.get("/sitemap-topic-77.xml").status_code == 404


def test_many_topics_stand_in_parts(client, people, monkeypatch):
    monkeypatch.setattr(sitemaps, "IN_PART", 2)
    factories.published(topics=[factories.topic(f"Topic{number}") for number in range(5)])
    parts = [
        address.removeprefix("http://testserver")
        for address, _ in rows(client, "/sitemap.xml")
        if "topic" in address
    ]
    found = [rows(client, part) for part in parts]
    assert all(len(part) <= 2 for part in found)
    assert sum(found, []) == [
        (f"http://testserver/topic/topic{number}/", None) for number in range(5)
    ]


def test_a_story_brings_its_picture(client, people):
    picture = factories.picture(credit="Us")
    factories.published(lead_picture=picture)
    image = {"i": sitemaps.GOOGLE_IMAGE}
    root = ElementTree.fromstring(client.get("/sitemap-0.xml").content)
    found = [row.text for row in root.iterfind("*/i:image/i:loc", image)]
    assert found == [f"http://testserver{picture.address('wide', 1280)}"]


def test_paid_content_is_no_news(client, people):
    factories.published(genre="paid", paid_by="The port")
    assert rows(client, "/sitemap-news.xml") == []


def test_too_much_news_for_one_stands_in_parts(client, people, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_NEWS", 2)
    for number in range(5):
        factories.published(f"Story {number}", ago=(number + 1) * HOUR)
    parts = [
        address.removeprefix("http://testserver")
        for address, _ in rows(client, "/sitemap-news.xml")
    ]
    assert parts == [f"/sitemap-news-{number}.xml" for number in range(3)]
    found = [[address.split("/")[-2] for address, _ in rows(client, part)] for part in parts]
    assert found == [["story-0", "story-1"], ["story-2", "story-3"], ["story-4"]]
    assert client.get("/sitemap-news-3.xml").status_code == 404
    assert client.get(f"/sitemap-news-{10**17}.xml").status_code == 404


def test_the_news_of_two_days(client, people):
    Publication.objects.create(pk=1, name="Fish & Ships")
    factories.published("Too old", ago=48 * HOUR)
    factories.published("Last of them", ago=47 * HOUR)
    factories.published("Bread <& butter>\x07", ago=HOUR)
    root = ElementTree.fromstring(client.get("/sitemap-news.xml").content)
    news = [{each.tag.split("}")[1]: each.text for each in row.iter()} for row in root]
    assert [(each["title"], each["publication_date"]) for each in news] == [
        ("Bread <& butter>", "2026-05-04T11:00:00+00:00"),
        ("Last of them", "2026-05-02T13:00:00+00:00"),
    ]
    assert (news[0]["name"], news[0]["language"], news[0]["loc"]) == (
        "Fish & Ships",
        "en",
        "http://testserver/2026/05/bread-butter/",
    )


def test_they_cost_the_same_for_one_and_three(client, people):
    costs = {}
    for count in (1, 2):
        for _ in range(count):
            factories.published(authors=[factories.author()], topics=[factories.topic()])
        for address in (
            "/sitemap.xml",
            "/sitemap-lists.xml",
            "/sitemap-topic-0.xml",
            "/sitemap-0.xml",
            "/sitemap-news.xml",
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            costs.setdefault(address, set()).add(len(queries))
    assert {len(each) for each in costs.values()} == {1}


def everything_served(client, monkeypatch) -> dict[str, bytes]:
    """Each kind of sitemap by its address, with all that may stand in it."""
    Publication.objects.create(pk=1, name="Fish & Ships")
    picture = factories.picture(credit="Us")
    for number in range(3):
        factories.published(
            f"Bread <& butter> {number}",
            lead_picture=picture,
            authors=[factories.author()],
            topics=[factories.topic()],
        )
    everything = [
        "/sitemap.xml",
        *(row.removeprefix("http://testserver") for row, _ in rows(client, "/sitemap.xml")),
    ]
    served = {
        address: client.get(address).content for address in [*everything, "/sitemap-news.xml"]
    }
    monkeypatch.setattr(sitemaps, "MAX_NEWS", 2)
    parts = ("/sitemap-news.xml", "/sitemap-news-0.xml")
    return served | {f"{address} in parts": client.get(address).content for address in parts}


def test_their_schemas_hold(client, people, monkeypatch):
    """Those of ours, written from what sitemaps.org and Google say: see tests/schemas."""
    found = {
        address: schemas.faults(xml)
        for address, xml in everything_served(client, monkeypatch).items()
    }
    assert found == dict.fromkeys(found, [])


def test_the_schema_of_sitemaps_org_itself_holds(client, people, monkeypatch):
    tools.needs("sitemap")
    served = everything_served(client, monkeypatch)
    found = {address: schemas.faults(xml, tools.find("sitemap")) for address, xml in served.items()}
    assert found == dict.fromkeys(found, [])


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<loc>", "<lok>x</lok><loc>"),
        ("+00:00</news:pub", "</news:pub"),
        ("<news:language>en<", "<news:language>english<"),
        ("<news:name>Newsroom</news:name>", ""),
        ("http://testserver/", "/"),
        ("</loc>", "</loc><lastmod>yesterday</lastmod>"),
    ],
)
def test_the_check_of_the_schemas_can_fail(client, people, good, bad):
    factories.published()
    xml = client.get("/sitemap-news.xml").text
    assert good in xml
    assert schemas.faults(xml.replace(good, bad).encode()) != []
