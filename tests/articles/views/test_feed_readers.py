"""Every feed there is, before those that read feeds: Ruby's validating parser, newsboat, and the
rules of the W3C.

Covers articles/views/feeds.py.
"""

import datetime as dt
import sqlite3
import subprocess

import pytest
from django.urls import reverse

from articles.models import Publication
from articles.publishing import editions
from articles.writing import save
from tests import factories, feed_rules, tools
from tests.feed_reader import FORMS

PLACES = [
    "/",
    "/section/city/",
    "/topic/harbour/",
    "/author/ada-novak/",
    "/series/the-river/",
    "/corrections/",
    "/replies/",
]
VALIDATE = """
require "rss"
ARGV.each do |name|
  begin
    RSS::Parser.parse(File.read(name), validate: true)
  rescue RSS::Error => fault
    puts "#{File.basename(name)}: #{fault.message}"
  end
end
"""
BODY = """<h2>What it costs</h2><p>See <a href="/corrections/">what</a> was <a href="https://example.org/">said</a>,
or <a href="mailto:desk@example.org">write</a>.</p><ul><li>One &amp; two</li></ul><blockquote><p>“Three”</p></blockquote>"""


@pytest.fixture
def story(people, settings):
    """A story with everything in it that may trouble a reader of feeds, and replies."""
    settings.WEBSUB_HUB = "https://hub.example/"
    Publication.objects.create(pk=1, name="Fish & Ships\x07", tagline="News <of> the coast")
    more = {
        "topics": [factories.topic()],
        "authors": [factories.author()],
        "series": factories.series(),
        "body": BODY,
        "lead_picture": factories.picture(credit="Us & them", alt='A "quay"'),
        "dateline": "Kelmouth",
    }
    edition = factories.published(
        "Bread <& butter> ]]>\x07", ago=dt.timedelta(hours=5), standfirst="It & <b>that</b>", **more
    )
    factories.published("Müsli über alles 😀", ago=dt.timedelta(hours=4), **more)
    article = edition.article
    article.refresh_from_db()
    article.headline = "Bread <& butter>"
    save.save_article(article, by=people["editor"])
    edition = editions.publish(
        article, by=people["editor"], kind="correction", note="It was <2> & not 3."
    )
    first = factories.reply(edition, "It **is** so: https://example.org/ <script>")
    factories.reply(edition, "Is it?", name="Cy & Co", parent=first)
    return edition


def addresses(edition) -> list[str]:
    return [f"{place}{tail}" for place in [*PLACES, edition.get_absolute_url()] for tail in FORMS]


@pytest.mark.django_db
def test_the_rules_of_the_w3c_and_of_json_feed_hold(client, story):
    for address in addresses(story):
        answer = client.get(address)
        entries = (
            answer.content.count(b"<item>")
            + answer.content.count(b"<entry>")
            + answer.content.count(b'"date_published"')
        )
        assert entries > 0, address
        found = feed_rules.faults(
            f"http://testserver{address}", answer.content, answer["Content-Type"]
        )
        assert found == [], address


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tail", "good", "bad", "fault"),
    [
        ("", 'isPermaLink="false"', 'isPermaLink="true"', "guid"),
        ("", "</pubDate>", "0</pubDate>", "pubDate"),
        ("", 'src="http://testserver/', 'src="/', "relative"),
        ("", "&lt;h2", "&lt;script&gt;&lt;h2", "script"),
        ("", 'feed/" rel="self"', '" rel="self"', "self"),
        ("atom/", "<published>2", "<published>x2", "published"),
        ("atom/", 'rel="alternate"', 'rel="related"', "alternate"),
        ("atom/", "tag:", "http://", "tag URI"),
        ("json/", '"date_published"', '"published"', "date_published"),
        ("json/", '"id"', '"guid"', "id"),
    ],
)
def test_the_check_of_the_rules_can_fail(client, story, tail, good, bad, fault):
    answer = client.get(f"/feed/{tail}")
    assert good.encode() in answer.content
    spoilt = answer.content.replace(good.encode(), bad.encode())
    found = feed_rules.faults(f"http://testserver/feed/{tail}", spoilt, answer["Content-Type"])
    assert any(fault in each for each in found), found


@pytest.mark.django_db
def test_a_validating_parser_finds_nothing(client, story, tmp_path):
    tools.needs("ruby-rss")
    for number, address in enumerate(each for each in addresses(story) if "json" not in each):
        (tmp_path / f"{number}.xml").write_bytes(client.get(address).content)
    spoilt = (
        client.get("/feed/atom/")
        .content.replace(b"<updated>", b"<id>")
        .replace(b"</updated>", b"</id>")
    )
    (tmp_path / "spoilt.xml").write_bytes(spoilt)
    files = sorted(map(str, tmp_path.glob("*.xml")))
    done = subprocess.run(
        ["ruby", "-e", VALIDATE, *files], capture_output=True, text=True, check=True
    )
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["spoilt.xml"], (
        done.stdout
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tail", ["feed/", "feed/atom/"])
def test_newsboat_reads_them(live_server, story, tmp_path, tail):
    tools.needs("newsboat")

    def read(address: str) -> list[tuple]:
        (tmp_path / "urls").write_text(f"{live_server.url}{address}\n")
        cache = tmp_path / f"{abs(hash(address))}.db"
        subprocess.run(
            ["newsboat", "-u", tmp_path / "urls", "-c", cache, "-x", "reload"],
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            check=True,
            timeout=300,
        )
        with sqlite3.connect(cache) as database:
            return database.execute(
                "SELECT guid, title, author, url, pubDate, content FROM rss_item ORDER BY pubDate"
            ).fetchall()

    older, newer = read(f"/{tail}")
    assert older[0].endswith(f":story-{story.article_id}")
    assert older[1:5] == (
        "Bread <& butter>",
        "Ada Novak",
        f"{live_server.url}{story.get_absolute_url()}",
        int(story.first_published_at.timestamp()),
    )
    assert newer[1] == "Müsli über alles 😀"
    assert f'href="{live_server.url}/corrections/"' in older[5]
    assert "It was &lt;2&gt; &amp; not 3." in older[5]
    replies = read(f"{story.get_absolute_url()}{tail}")
    assert sorted(each[1] for each in replies) == ["Reply by Cy & Co", "Reply by Reader"]
    correction, *_ = read(reverse("articles:corrections") + tail)
    assert correction[1] == "Correction: Bread <& butter>"
