"""Feeds of stories, read as a feed reader does: what stands in them, in which form, and what they
cost."""

import datetime as dt
import json
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Author, Picture, Publication
from articles.publishing import editions
from articles.writing import save
from tests import factories
from tests.feed_reader import FORMS, read

pytestmark = pytest.mark.django_db
FIRST = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
every_form = pytest.mark.parametrize("tail", FORMS)


@pytest.fixture
def at_five(time_machine):
    time_machine.move_to(FIRST + 7 * HOUR, tick=False)
    return time_machine


@pytest.fixture
def story(people, at_five):
    """A story with everything, first published at ten."""
    picture = Picture.objects.create(
        original="x.jpg",
        width=2000,
        height=1000,
        format="jpeg",
        digest="x",
        alt="Quay",
        credit="Us",
    )
    return factories.published(
        "Ferry & fog",
        ago=7 * HOUR,
        standfirst="It <sails> again.",
        lead_picture=picture,
        lead_caption="The quay",
        body=(
            '<p>See <a href="/corrections/">what</a> was <a'
            ' href="https://example.org/">said</a>.</p>'
        ),
        authors=[factories.author("Ada Novak"), factories.author("Bo Lund")],
        topics=[factories.topic("Harbour")],
    )


@every_form
def test_a_reader_understands_it(client, story, tail):
    Publication.objects.create(pk=1, name="The Kelmouth Courier", tagline="News of the coast")
    form, content_type = FORMS[tail]
    assert client.get(f"/{tail}")["Content-Type"] == content_type
    parsed = read(client, f"/{tail}")
    assert parsed.version == form
    assert (parsed.feed.title, parsed.feed.link) == ("The Kelmouth Courier", "http://testserver/")
    (entry,) = parsed.entries
    assert entry.title == "Ferry & fog"
    assert entry.link == "http://testserver/2026/05/ferry-fog/"
    assert entry.id == f"tag:localhost,2026-05-04:story-{story.article_id}"
    assert entry.published_parsed[:5] == (2026, 5, 4, 10, 0)
    assert [author.name for author in entry.authors] == ["Ada Novak", "Bo Lund"]
    assert [tag.term for tag in entry.get("tags", [])] == ["City", "Harbour"]
    content = entry.content[0].value
    assert '<a href="http://testserver/corrections/">what</a>' in content
    assert '<a href="https://example.org/">said</a>' in content
    assert 'src="http://testserver/pictures/' in content
    assert "The quay" in content


def test_the_whole_of_the_json_form(client, story):
    feed = json.loads(client.get("/feed/json/").content)
    (item,) = feed.pop("items")
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Newsroom",
        "home_page_url": "http://testserver/",
        "feed_url": "http://testserver/feed/json/",
        "language": "en",
    }
    assert item.pop("content_html").startswith("\n<figure>")
    assert item == {
        "id": f"tag:localhost,2026-05-04:story-{story.article_id}",
        "url": "http://testserver/2026/05/ferry-fog/",
        "title": "Ferry & fog",
        "summary": "It <sails> again.",
        "image": f"http://testserver{story.lead_picture.address('wide', 1280)}",
        "date_published": "2026-05-04T10:00:00+00:00",
        "date_modified": "2026-05-04T10:00:00+00:00",
        "authors": [
            {"name": "Ada Novak", "url": "http://testserver/author/ada-novak/"},
            {"name": "Bo Lund", "url": "http://testserver/author/bo-lund/"},
        ],
        "tags": ["City", "Harbour"],
    }


def test_what_rss_and_atom_require_stands_there(client, story):
    atom = {"a": "http://www.w3.org/2005/Atom"}
    channel = ElementTree.fromstring(client.get("/feed/").content).find("channel")
    assert channel.findtext("title") == "Newsroom"
    assert channel.find("a:link", atom).attrib == {"rel": "self", "href": "http://testserver/feed/"}
    guid = channel.find("item/guid")
    assert (guid.get("isPermaLink"), guid.text.split(":")[0]) == ("false", "tag")
    assert channel.findtext("item/description") == "It &lt;sails&gt; again."
    feed = ElementTree.fromstring(client.get("/feed/atom/").content)
    assert feed.findtext("a:author/a:name", namespaces=atom) == "Newsroom"
    assert feed.findtext("a:updated", namespaces=atom) == "2026-05-04T10:00:00+00:00"
    assert feed.findtext("a:entry/a:updated", namespaces=atom) == "2026-05-04T10:00:00+00:00"


@every_form
def test_only_what_is_said_openly_moves_its_date(client, story, people, at_five, tail):
    article, before = story.article, read(client, f"/{tail}").entries[0]
    for hour, kind, moved in (
        (8, "silent", False),
        (9, "minor", False),
        (10, "correction", True),
        (11, "silent", True),
    ):
        at_five.move_to(FIRST + hour * HOUR, tick=False)
        note = "It was 46." if kind == "correction" else ""
        editions.publish(article, by=people["editor"], kind=kind, note=note)
        (entry,) = read(client, f"/{tail}").entries
        assert (entry.id, entry.published) == (before.id, before.published)
        assert entry.updated_parsed[3] == (20 if moved else 10)
        assert ("It was 46." in entry.content[0].value) is moved


@every_form
def test_its_name_is_the_same_by_whichever_name_the_site_is_asked(client, story, tail, settings):
    settings.ALLOWED_HOSTS = ["paper.example", "www.paper.example"]
    settings.HOST = "paper.example"
    for host in settings.ALLOWED_HOSTS:
        client.defaults["HTTP_HOST"] = host
        (entry,) = read(client, f"/{tail}").entries
        assert entry.id == f"tag:paper.example,2026-05-04:story-{story.article_id}"


@every_form
def test_its_name_stays_when_its_address_changes(client, story, people, tail):
    before = read(client, f"/{tail}").entries[0]
    article = story.article
    article.refresh_from_db()
    article.slug = "elsewhere"
    save.save_article(article, by=people["editor"])
    editions.publish(article, by=people["editor"], kind="silent")
    (entry,) = read(client, f"/{tail}").entries
    assert (entry.id, entry.link) == (before.id, "http://testserver/2026/05/elsewhere/")


@every_form
def test_drafts_scheduled_and_withdrawn_stories_are_not_in_it(client, people, at_five, tail):
    factories.article("Draft")
    editions.publish(factories.article("Later"), by=people["editor"], at=FIRST + 9 * HOUR)
    editions.withdraw(factories.published("Gone").article, by=people["editor"])
    assert read(client, f"/{tail}").entries == []


@every_form
@pytest.mark.parametrize("under", ["/section/city", "/topic/harbour", "/author/ada-novak"])
def test_sections_topics_and_authors_have_their_own(client, story, tail, under):
    factories.published("Elsewhere", section=factories.section("World"))
    parsed = read(client, f"{under}/{tail}")
    assert [entry.link for entry in parsed.entries] == ["http://testserver/2026/05/ferry-fog/"]
    assert parsed.feed.title.endswith(" | Newsroom")
    assert parsed.feed.link == f"http://testserver{under}/"
    assert client.get(f"/section/none/{tail}").status_code == 404


@every_form
def test_an_empty_feed_is_the_same_at_any_moment(client, time_machine, tail):
    seen = set()
    for year in (2026, 2027):
        time_machine.move_to(dt.datetime(year, 1, 1, tzinfo=dt.UTC), tick=False)
        assert read(client, f"/{tail}").entries == []
        seen.add(client.get(f"/{tail}").content)
    assert len(seen) == 1


@every_form
def test_characters_that_xml_can_not_hold_break_nothing(client, people, tail):
    author = Author.objects.create(name="A\x08B", slug="ab")
    factories.published("Bell\x07 and ]]> & <b>", standfirst="\x1f\ufffe", authors=[author])
    (entry,) = read(client, f"/{tail}").entries
    assert "\x07" not in entry.title
    assert entry.authors[0].name == "AB"


def test_pages_name_their_feeds(client, story):
    series = factories.series()
    paths = [
        "/section/city/",
        "/topic/harbour/",
        "/author/ada-novak/",
        "/corrections/",
        story.get_absolute_url(),
    ]
    for address in ["/", series.get_absolute_url(), *paths]:
        page = client.get(address).content.decode()
        named = [
            line.split('href="')[1].split('"')[0]
            for line in page.splitlines()
            if 'rel="alternate"' in line
        ]
        own = [f"{address}{tail}" for tail in FORMS] if address != "/" else []
        assert named == [*(f"/{tail}" for tail in FORMS), "/replies/feed/", *own]
        assert {client.get(each).status_code for each in named} == {200}


def test_it_holds_the_newest_and_costs_the_same_for_one_and_three(client, people):
    costs = set()
    for rows in (1, 2):
        for number in range(rows):
            factories.published(
                f"{rows}.{number}", authors=[factories.author()], topics=[factories.topic()]
            )
        for address in ("/feed/", "/feed/atom/", "/feed/json/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            costs.add(len(queries))
    assert len(costs) == 1
    for number in range(20):
        factories.published(f"New {number}", ago=dt.timedelta(minutes=number))
    titles = [entry.title for entry in read(client, "/feed/").entries]
    assert titles == [f"New {number}" for number in range(20)]
