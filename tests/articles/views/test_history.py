"""What readers see of a story's history; the feed of corrections.

Covers articles/views/history.py, articles/templatetags/moments.py.
"""

import datetime as dt
import json

import pytest
from django.utils import timezone

from articles.models import Article, Publication
from articles.publishing import editions
from articles.writing import save
from tests import factories, page_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(people):
    """Three editions that readers saw, and one that waits for its time."""
    now = timezone.now()
    first = factories.published(
        "Ferry back", body="<p>The old ferry sails.</p>", ago=dt.timedelta(hours=3)
    )
    for hours, kind, note, text in (
        (2, "minor", "", "old ferry sails again"),
        (1, "correction", "It is new.", "new ferry sails again"),
    ):
        rewrite(first, f"<p>The {text}.</p>")
        editions.publish(
            first.article,
            by=people["editor"],
            kind=kind,
            note=note,
            now=now - dt.timedelta(hours=hours),
        )
    rewrite(first, "<p>Not yet.</p>")
    editions.publish(
        first.article, by=people["editor"], kind="silent", at=now + dt.timedelta(hours=1)
    )
    return first


def rewrite(edition, body: str) -> None:
    article = Article.objects.get(pk=edition.article_id)
    article.body = body
    save.save_article(article, by=factories.somebody("editor"))


def test_the_story_says_that_it_changed(client, story):
    address = story.get_absolute_url()
    assert f'<a href="{address}history/">Changed twice</a>' in client.get(address).text


def test_each_version_that_readers_saw_is_listed(client, story):
    page = client.get(f"{story.get_absolute_url()}history/")
    assert [version.edition.number for version in page.context["versions"]] == [3, 2, 1]
    for words in (
        "3 versions, 1 of them without a change of sense",
        "First published",
        "Minor change",
        "It is new.",
    ):
        assert words in page.text
    assert "Not yet" not in page.text


def test_two_versions_are_compared(client, story):
    page = client.get(f"{story.get_absolute_url()}history/1-3/").text
    assert "old</del>" in page
    assert "new</ins>" in page


@pytest.mark.parametrize("pair", ["3-1", "1-1", "1-4", "1-9"])
def test_nothing_else_is_shown(pair, client, story):
    assert client.get(f"{story.get_absolute_url()}history/{pair}/").status_code == 404


def test_a_withdrawn_story_has_no_history_and_a_moved_one_leads_on(client, story, people):
    address = story.get_absolute_url()
    article = Article.objects.get(pk=story.article_id)
    article.slug = "elsewhere"
    save.save_article(article, by=people["editor"])
    editions.publish(article, by=people["editor"], kind="silent")
    moved = client.get(f"{address}history/1-2/")
    assert (moved.status_code, moved["Location"].split("/")[-4:]) == (
        301,
        ["elsewhere", "history", "1-2", ""],
    )
    editions.withdraw(article, by=people["editor"])
    assert [client.get(f"{address}history/{page}").status_code for page in ("", "1-2/")] == [
        410,
        410,
    ]


def test_a_paper_may_keep_it_to_itself(client, story):
    Publication.objects.create(pk=1, shows_history=False)
    address = story.get_absolute_url()
    assert "history/" not in client.get(address).text
    assert [client.get(f"{address}history/{page}").status_code for page in ("", "1-2/")] == [
        404,
        404,
    ]


@pytest.mark.parametrize("form", ["", "atom/", "json/"])
def test_corrections_have_a_feed(form, client, story):
    feed = client.get(f"/corrections/feed/{form}").text
    assert "Correction: Ferry back" in feed
    assert "It is new." in feed
    assert f"#notice-{story.article.editions.get(number=3).pk}" in feed


def test_a_correction_is_said_everywhere(client, story):
    """The page, its structured data, the page of corrections, the feeds, the sitemap and the
    history."""
    edition = story.article.editions.get(number=3)
    at = edition.live_from
    page = client.get(story.get_absolute_url()).text
    assert f'<a href="#notice-{edition.pk}">Correction</a>' in page
    told = page_reader.read(page).told[0]
    assert [each["text"] for each in told["correction"]] == ["It is new."]
    assert dt.datetime.fromisoformat(told["dateModified"]) == at.replace(microsecond=0)
    for address in (
        "/corrections/",
        "/corrections/feed/",
        f"{story.get_absolute_url()}history/",
        "/feed/",
    ):
        assert "It is new." in client.get(address).text
    entry = json.loads(client.get("/feed/json/").content)["items"][0]
    assert dt.datetime.fromisoformat(entry["date_modified"]).replace(microsecond=0) == at.replace(
        microsecond=0
    )
    assert (
        f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>"
        in client.get("/sitemap-0.xml").text
    )


def test_a_retracted_story_keeps_its_address_and_says_so_first(client, story, people):
    rewrite(story, "<p>There is no ferry.</p>")
    editions.publish(
        Article.objects.get(pk=story.article_id),
        by=people["editor"],
        kind="retraction",
        note="We were told a lie.",
    )
    page = client.get(story.get_absolute_url()).text.partition("<article")[2]
    order = ['class="retracted"', "We were told a lie.", "It is new.", "no ferry"]
    assert sorted(order, key=page.index) == order
