"""A story's replies as a feed and as a number.

Covers comments/views/feeds.py, newsroom/lib/web/feeds.py.
"""

import datetime as dt
import json
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.publishing import editions
from articles.writing import save
from comments.moderation import decisions
from newsroom.lib.web.feeds import THREADS, WELL_FORMED
from tests import factories
from tests.feed_reader import FORMS, read

pytestmark = pytest.mark.django_db
every_form = pytest.mark.parametrize("tail", FORMS)


@pytest.fixture
def story(people):
    return factories.published("Ferry back")


def count(client, story) -> dict:
    return json.loads(client.get(f"{story.get_absolute_url()}replies/count/").content)


@every_form
def test_shown_replies_stand_in_it_and_nothing_private(client, story, tail):
    address = f"http://testserver{story.get_absolute_url()}"
    first = factories.reply(
        story, "Good <news>\n\nsee https://example.org", name="Ada\x08", email="ada@private.example"
    )
    factories.reply(story, "Held", state="held", email="held@private.example")
    parsed = read(client, f"{story.get_absolute_url()}{tail}")
    assert parsed.version == FORMS[tail][0]
    assert (parsed.feed.title, parsed.feed.link) == ("Replies to “Ferry back”", address)
    (entry,) = parsed.entries
    assert (entry.title, entry.link) == (
        "Reply by Ada",
        f"{address}?thread={first.pk}#comment-{first.pk}",
    )
    assert entry.id.endswith(f":reply-{first.pk}")
    assert entry.authors[0].name == "Ada"
    assert "Good &lt;news&gt;" in entry.content[0].value
    assert "private.example" not in client.get(f"{story.get_absolute_url()}{tail}").content.decode()


def test_an_answer_says_what_it_answers(client, story):
    first = factories.reply(story, "One")
    factories.reply(story, "Two", parent=first)
    for tail, entries in (
        ("feed/", "channel/item"),
        ("feed/atom/", "{http://www.w3.org/2005/Atom}entry"),
    ):
        root = ElementTree.fromstring(client.get(f"{story.get_absolute_url()}{tail}").content)
        answer, top = (entry.find(f"{{{THREADS}}}in-reply-to") for entry in root.findall(entries))
        assert answer.get("ref").endswith(f":reply-{first.pk}")
        assert answer.get("href").endswith(f"#comment-{first.pk}")
        assert top.get("ref").endswith(f":story-{story.article_id}")


def test_what_is_shown_last_comes_first(client, story, people):
    held = factories.reply(story, "Held for long", state="held", name="Late", now=story.live_from)
    factories.reply(
        story, "Shown at once", name="Early", now=story.live_from + dt.timedelta(minutes=1)
    )
    decisions.decide([held.pk], to="shown", by=people["moderator"])
    titles = [entry.title for entry in read(client, f"{story.get_absolute_url()}feed/").entries]
    assert titles == ["Reply by Late", "Reply by Early"]


def test_the_number_moves_with_each_decision(client, story, people):
    assert count(client, story) == {"count": 0, "newest": None}
    first, second = factories.reply(story, "One"), factories.reply(story, "Two")
    factories.reply(story, "Three", state="held")
    factories.reply(factories.published("Another"), "Elsewhere")
    assert count(client, story) == {"count": 2, "newest": second.pk}
    answer = client.get(f"{story.get_absolute_url()}replies/count/")
    assert answer["Content-Type"] == "application/json"
    decisions.decide([second.pk], to="spam", by=people["moderator"])
    assert count(client, story) == {"count": 1, "newest": first.pk}


@pytest.mark.parametrize("tail", [*FORMS, "replies/count/"])
def test_they_move_and_go_with_their_story(client, story, people, tail):
    article = story.article
    article.refresh_from_db()
    article.slug = "fresh"
    save.save_article(article, by=people["editor"])
    moved = editions.publish(article, by=people["editor"], kind="silent")
    answer = client.get(f"{story.get_absolute_url()}{tail}")
    assert (answer.status_code, answer["Location"]) == (301, f"{moved.get_absolute_url()}{tail}")
    assert client.get(answer["Location"]).status_code == 200
    editions.withdraw(article, by=people["editor"])
    assert client.get(answer["Location"]).status_code == 410
    assert client.get(f"/2026/05/none/{tail}").status_code == 404


@pytest.mark.parametrize("tail", [*FORMS, "replies/count/"])
def test_they_cost_the_same_for_one_and_three(client, story, tail):
    costs = set()
    for rows in (1, 2):
        for _ in range(rows):
            factories.reply(story, parent=factories.reply(story))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{story.get_absolute_url()}{tail}").status_code == 200
        costs.add(len(queries))
    assert len(costs) == 1


class TestOfAllStories:
    @every_form
    def test_the_newest_replies_under_live_stories(self, client, story, people, tail):
        other = factories.published("Harbour closed")
        now = story.live_from
        for number, edition in enumerate((story, other, story)):
            factories.reply(
                edition, f"Words {number}", name="Ada", now=now + dt.timedelta(minutes=number)
            )
        factories.reply(other, "Held", state="held")
        parsed = read(client, f"/replies/{tail}")
        assert parsed.version == FORMS[tail][0]
        titles = [entry.title for entry in parsed.entries]
        assert titles == [
            f"Reply by Ada to “{name}”" for name in ("Ferry back", "Harbour closed", "Ferry back")
        ]
        editions.withdraw(story.article, by=people["editor"])
        assert len(read(client, f"/replies/{tail}").entries) == 1

    def test_an_entry_is_the_same_as_in_the_feed_of_its_story(self, client, story):
        reply = factories.reply(story, "One")
        factories.reply(story, "Two", parent=reply)
        (mine, of_all) = (
            read(client, place).entries
            for place in (f"{story.get_absolute_url()}feed/", "/replies/feed/")
        )
        assert {(e.id, e.link) for e in mine} == {(e.id, e.link) for e in of_all}
        root = ElementTree.fromstring(client.get("/replies/feed/").content)
        answers = [
            entry.find(f"{{{THREADS}}}in-reply-to").get("ref")
            for entry in root.findall("channel/item")
        ]
        assert answers[0].endswith(f":reply-{reply.pk}")
        assert answers[1].endswith(f":story-{story.article_id}")

    def test_it_is_named_in_the_head_of_every_page(self, client, story):
        assert 'type="application/rss+xml" title="Replies |' in client.get("/").content.decode()

    def test_it_costs_the_same_for_one_and_many(self, client, story):
        costs = set()
        for rows in (1, 4):
            for _ in range(rows):
                factories.reply(story)
                factories.reply(factories.published())
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/replies/feed/").status_code == 200
            costs.add(len(queries))
        assert len(costs) == 1


def test_the_feed_of_stories_says_where_the_replies_to_each_are(client, story):
    address = f"http://testserver{story.get_absolute_url()}"
    item = ElementTree.fromstring(client.get("/feed/").content).find("channel/item")
    assert item.findtext("comments") == f"{address}#comments"
    assert item.findtext(f"{{{WELL_FORMED}}}commentRss") == f"{address}feed/"
    atom = "{http://www.w3.org/2005/Atom}"
    entry = ElementTree.fromstring(client.get("/feed/atom/").content).find(f"{atom}entry")
    links = [
        (link.get("type"), link.get("href"))
        for link in entry.findall(f"{atom}link[@rel='replies']")
    ]
    assert links == [
        ("text/html", f"{address}#comments"),
        ("application/atom+xml", f"{address}feed/atom/"),
    ]
    for _, place in links:
        assert client.get(place).status_code == 200


class TestInABrowser:
    def test_it_is_shown_by_a_style_sheet(self, client, story):
        for tail in ("", "atom/"):
            ElementTree.fromstring(client.get(f"{story.get_absolute_url()}feed/{tail}").content)
            page = client.get(f"{story.get_absolute_url()}feed/{tail}").content.decode()
            assert '<?xml-stylesheet href="/static/css/feed' in page
        assert (
            "xml-stylesheet"
            not in client.get(f"{story.get_absolute_url()}feed/json/").content.decode()
        )


class TestWithoutReplies:
    def test_it_is_as_old_as_the_story_and_says_what_it_is_of(self, client, people):
        story = factories.published("Ferry back", standfirst="")
        page = client.get(f"{story.get_absolute_url()}feed/").content.decode()
        assert "1970" not in page
        assert "<description>What readers say about “Ferry back”.</description>" in page


def test_an_entry_has_its_text_in_short_too(client, story):
    factories.reply(story, "Well said.\n\n" + "And more of it. " * 100)
    page = client.get(f"{story.get_absolute_url()}feed/").content.decode()
    assert "<description>Well said. And more of it." in page
