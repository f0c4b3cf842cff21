"""Links within the site: which lead somewhere."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.checks import checklist, links
from articles.models import Picture
from articles.publishing import editions
from tests import factories

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _site(people, settings):
    settings.ALLOWED_HOSTS = ["testserver", "paper.example", "*"]
    editor = people["editor"]
    editions.publish(factories.article("Live", by=editor, slug="live"), by=editor, now=NOW)
    editions.publish(factories.article("Gone", by=editor, slug="gone"), by=editor, now=NOW)
    editions.withdraw(factories.Article.objects.get(slug="gone"), by=editor, now=NOW + HOUR)
    editions.publish(
        factories.article("Soon", by=editor, slug="soon"), by=editor, at=NOW + 9 * HOUR, now=NOW
    )
    factories.topic(), factories.author()
    Picture.objects.create(
        original="x.jpg", width=4, height=3, format="jpeg", digest="x", token="here"
    )


DEAD = [
    "/2026/03/never/",
    "/2026/04/live/",
    "/2026/03/gone/",
    "/2026/03/soon/",
    "/section/none/",
    "/topic/none/feed/",
    "/author/none/",
    "/nowhere/",
    "/nowhere",
    "https://paper.example/nowhere/",
    "http://testserver/2026/03/never/#x",
    "/2026/13/live/",
    "/pictures/none/whole-320.jpg",
    "/admin/",
    "/2026/03/never/feed/",
]
ALIVE = [
    "/2026/03/live/",
    "/2026/03/live",
    "/2026/03/live/feed/",
    "/2026/03/live/?replytocom=1#respond",
    "/section/city/",
    "/section/city/feed/atom/",
    "/topic/harbour/",
    "/author/ada-novak/",
    "/",
    "https://paper.example",
    "/corrections/",
    "/house-rules/",
    "/feed/",
    "#comments",
    "https://elsewhere.example/nowhere/",
    "mailto:desk@paper.example",
    "/pictures/here/whole-320.jpg",
    "/static/x.css",
    "/media/x.jpg",
    "https://[",
    "//elsewhere.example/x",
]


def dead(*hrefs: str, at: dt.datetime = NOW + 2 * HOUR) -> list[str]:
    body = "".join(f'<p><a href="{href}">Words</a></p>' for href in hrefs)
    (found,) = links.dead([(body, at)], NOW + 2 * HOUR)
    return [href for href, _ in found]


def test_dead_links():
    assert dead(*DEAD) == DEAD


def test_links_that_lead_somewhere():
    assert dead(*ALIVE) == []


def test_a_story_that_goes_live_meanwhile():
    assert dead("/2026/03/soon/", at=NOW + 10 * HOUR) == []


def test_it_is_a_finding_with_the_words_of_the_link():
    story = factories.article(body='<p>See <a href="/nowhere/">the <em>old</em> report</a>.</p>')
    finding = next(f for f in checklist.run(story) if f.rule == "dead-links")
    assert (finding.words, finding.where, finding.field) == (
        "Nothing stands at /nowhere/.",
        "the old report",
        "body",
    )


@pytest.mark.parametrize("count", [1, 30])
def test_as_many_queries_for_many_stories_as_for_one(count, django_assert_num_queries):
    body = "".join(f'<p><a href="{href}">Words</a></p>' for href in DEAD)
    with django_assert_num_queries(
        7
    ):  # stories, sections, topics, authors, pictures and their former tokens, old addresses
        found = links.dead([(body, NOW)] * count, timezone.now())
    assert len(found) == count
