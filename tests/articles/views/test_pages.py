"""Public pages: what stands on them, which answers they give, and what they cost.

Covers articles/views/story.py, articles/views/lists.py, articles/paging.py,
articles/models/stories/edition.py, newsroom/context.py.
"""

import datetime as dt

import pytest
from django.utils import timezone

from articles import paging
from articles.models import Edition
from articles.pages.process_cache import VersionedCache
from articles.publishing import editions
from articles.writing import save
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def editor(people):
    return people["editor"]


def text(response) -> str:
    return response.content.decode()


def test_an_empty_site_says_so(client):
    assert "Nothing is published yet." in text(client.get("/"))


def test_a_story_stands_on_its_page_and_in_its_lists(client, editor):
    author, topic = factories.author("Ada Novak"), factories.topic("Harbour")
    edition = factories.published(
        "Ferry back",
        kicker="Port",
        standfirst="It sails again.",
        dateline="Kelmouth",
        authors=[author],
        topics=[topic],
    )
    page = text(client.get(edition.get_absolute_url()))
    for words in (
        "Ferry back",
        "Port",
        "It sails again.",
        "Kelmouth",
        "Ada Novak",
        "Harbour",
        "Leave a Reply",
    ):
        assert words in page
    for address in ("/", "/section/city/", "/topic/harbour/", "/author/ada-novak/"):
        assert "Ferry back" in text(client.get(address))


def test_drafts_are_404_and_withdrawn_stories_410(client, editor):
    now = timezone.localtime()
    draft = factories.article("Draft", slug="draft")
    assert client.get(f"/{now:%Y}/{now:%m}/draft/").status_code == 404
    edition = factories.published("Gone")
    editions.withdraw(edition.article, by=editor)
    answer = client.get(edition.get_absolute_url())
    assert answer.status_code == 410
    assert "This story is gone" in text(answer)
    assert "Gone<" not in text(client.get("/"))
    assert draft.headline not in text(client.get("/"))


def test_a_scheduled_story_appears_at_its_minute(client, editor, time_machine):
    now = dt.datetime(2026, 5, 4, 9, 59, 58, tzinfo=dt.UTC)
    time_machine.move_to(now, tick=False)
    edition = editions.publish(
        factories.article("Later", by=editor), by=editor, at=now + dt.timedelta(seconds=2)
    )
    assert "Later" not in text(client.get("/"))
    assert client.get(edition.get_absolute_url()).status_code == 404
    time_machine.move_to(now + dt.timedelta(seconds=2), tick=False)
    assert client.get(edition.get_absolute_url()).status_code == 200
    assert "Later" in text(client.get("/"))


def test_a_former_address_leads_on(client, editor):
    edition = factories.published("Old")
    article = edition.article
    article.refresh_from_db()
    article.slug = "fresh"
    save.save_article(article, by=editor)
    editions.publish(article, by=editor, kind="silent")
    answer = client.get(edition.get_absolute_url())
    assert answer.status_code == 301
    assert answer["Location"].endswith("/fresh/")


def test_work_on_a_live_story_is_not_seen(client, editor):
    edition = factories.published("As published")
    article = edition.article
    article.refresh_from_db()
    article.headline = "Half-done"
    save.save_article(article, by=editor)
    assert "Half-done" not in text(client.get(edition.get_absolute_url()))
    editions.publish(article, by=editor, kind="minor")
    assert "Half-done" in text(client.get(edition.get_absolute_url()))


def test_a_correction_is_seen_on_the_story_and_on_the_page_of_corrections(client, editor):
    edition = factories.published("Figures")
    editions.publish(edition.article, by=editor, kind="correction", note="It was 46, not 64.")
    page = text(client.get(edition.get_absolute_url()))
    assert "It was 46, not 64." in page
    assert '"CorrectionComment"' in page
    assert "It was 46, not 64." in text(client.get("/corrections/"))


def test_lists_are_paged(client, editor):
    for number in range(21):
        factories.published(f"Story number {number:02}", ago=dt.timedelta(hours=number + 1))
    first, second = text(client.get("/section/city/")), text(client.get("/section/city/?page=2"))
    assert "Story number 19" in first
    assert "Story number 20" not in first
    assert "Story number 20" in second
    for wrong in ("3", "0", "x", "-1"):
        assert client.get(f"/section/city/?page={wrong}").status_code == 404


def test_a_list_has_a_last_page_that_is_given_out(client, editor, monkeypatch):
    monkeypatch.setattr(paging, "LAST", 2)
    for number in range(41):
        factories.published(f"Story number {number:02}", ago=dt.timedelta(hours=number + 1))
    second = text(client.get("/section/city/?page=2"))
    assert 'rel="prev" href="?page=1"' in second
    assert 'rel="next"' not in second
    assert client.get("/section/city/?page=3").status_code == 404


def test_a_list_has_the_newest_stories_first_wherever_it_stands(client, editor):
    """Also after a change: a story keeps its place by when it was first published."""
    older = factories.published(
        "Older", ago=dt.timedelta(hours=2), topics=[factories.topic()], authors=[factories.author()]
    )
    factories.published(
        "Newer", ago=dt.timedelta(hours=1), topics=[factories.topic()], authors=[factories.author()]
    )
    editions.publish(older.article, by=editor, kind="silent")
    for address in ("/section/city/", "/topic/harbour/", "/author/ada-novak/"):
        page = text(client.get(address))
        assert page.count("Older") == page.count("Newer") > 0
        assert page.index("Newer") < page.index("Older")


@pytest.mark.parametrize(
    "address", ["/section/none/", "/topic/none/", "/author/none/", "/2026/13/x/", "/2026/01/x/"]
)
def test_nothing_stands_there(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Nothing stands here" in text(answer)


def test_a_page_may_be_kept_and_is_asked_about(client, editor):
    edition = factories.published("One")
    for address in (
        "/",
        "/section/city/",
        edition.get_absolute_url(),
        "/corrections/",
        "/house-rules/",
    ):
        answer = client.get(address)
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert answer["Vary"] == "Accept-Encoding"


def test_public_pages_have_a_strict_policy(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


PAGES = [
    ("/", 9),
    ("/section/city/", 10),
    ("/topic/harbour/", 10),
    ("/author/ada-novak/", 8),
    ("/corrections/", 5),
]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client, editor, rows, django_assert_num_queries):
    for number in range(rows):
        edition = factories.published(
            f"Story {number}",
            authors=[factories.author("Ada Novak")],
            topics=[factories.topic("Harbour")],
        )
        factories.reply(edition)
    for address, count in PAGES:
        with django_assert_num_queries(count):
            client.get(address)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("replies", [1, 3])
def test_the_number_of_queries_of_a_story_does_not_grow(
    client, editor, replies, django_assert_num_queries
):
    edition = factories.published("Story", authors=[factories.author()], topics=[factories.topic()])
    parent = None
    for _ in range(replies):
        parent = factories.reply(edition, parent=parent)
    VersionedCache.clear_all()
    with django_assert_num_queries(25):
        client.get(edition.get_absolute_url())
    factories.reply(edition, "One more")
    with django_assert_num_queries(8):  # what stands around the replies is as it was
        assert "One more" in text(client.get(edition.get_absolute_url()))


def test_hostile_words_stay_words(client, editor):
    edition = factories.published(
        "</script><script>alert(1)</script>", standfirst='"><img src=x onerror=alert(1)>'
    )
    page = text(client.get(edition.get_absolute_url()))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert Edition.objects.get().headline.startswith("</script>")
