"""Feeds, sitemaps and the number of replies are kept ready like pages, and as new.

Covers newsroom/serving/page_cache/layer.py.
"""

import datetime as dt

import pytest

from articles.publishing import editions
from articles.views.sitemaps import NEWS
from comments.moderation import decisions
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
OF_STORIES = [
    "/feed/",
    "/feed/atom/",
    "/feed/json/",
    "/section/city/feed/",
    "/topic/harbour/feed/atom/",
    "/author/ada-novak/feed/json/",
    "/sitemap.xml",
    "/sitemap-0.xml",
    "/sitemap-lists.xml",
    "/sitemap-news.xml",
    "/sitemap-topic-0.xml",
    "/sitemap-author-0.xml",
]
OF_REPLIES = ["feed/", "feed/atom/", "feed/json/", "replies/count/"]


@pytest.fixture
def edition(site):
    return factories.published(
        "Ferry back", authors=[factories.author()], topics=[factories.topic()]
    )


def kept(site, address: str) -> str:
    """Look that an answer is made once and known again; gives its ETag."""
    site.built.clear()
    etag = site.get(address).headers["ETag"]
    again = site.get(address, if_none_match=etag)
    assert (again.status, again.body, site.built) == (304, b"", [address])
    return etag


@pytest.mark.parametrize("address", OF_STORIES)
def test_new_once_a_story_changes(site, edition, address):
    etag = kept(site, address)
    editions.withdraw(edition.article, by=factories.somebody("chief"))
    assert site.get(address, if_none_match=etag).status in (200, 404)


@pytest.mark.parametrize("tail", OF_REPLIES)
def test_new_once_a_reply_is_decided_or_the_story_is_gone(site, edition, tail):
    address = f"{edition.get_absolute_url()}{tail}"
    held = factories.reply(edition, state="held")
    etag = kept(site, address)
    decisions.decide([held.pk], to="shown", by=factories.somebody("moderator"))
    answer = site.get(address, if_none_match=etag)
    assert (answer.status, answer.headers["ETag"] != etag) == (200, True)
    editions.withdraw(edition.article, by=factories.somebody("chief"))
    assert site.get(address).status == 410


def test_robots_is_kept_for_good(site):
    kept(site, "/robots.txt")


def test_news_leave_by_the_clock(site, time_machine):
    noon = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    time_machine.move_to(noon, tick=False)
    factories.published("Older", ago=dt.timedelta(hours=30))
    factories.published("Newer", ago=dt.timedelta(hours=1))
    kept(site, "/sitemap-news.xml")
    older_leaves = noon - dt.timedelta(hours=30) + NEWS
    for at, stories in ((older_leaves - dt.timedelta(seconds=1), 2), (older_leaves, 1)):
        time_machine.move_to(at, tick=False)
        assert site.get("/sitemap-news.xml").text.count("<url>") == stories
