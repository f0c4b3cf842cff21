"""Old addresses of the site that the paper came from.

Covers newsroom/moving/old_addresses/redirects.py, articles/finding/former_addresses.py,
articles/models/former_address.py.
"""

import datetime as dt
from urllib.parse import quote

import pytest
from django.utils import timezone

from articles.checks import links
from articles.errors import NotAllowed
from articles.finding import former_addresses
from articles.models import Article, FormerAddress
from articles.publishing import editions
from articles.writing import save
from newsroom.moving.old_addresses import redirects
from newsroom.moving.wordpress import addresses
from tests import factories

pytestmark = pytest.mark.django_db


def lead(keys, to):
    former_addresses.lead(keys, to, by=factories.somebody("chief"))


@pytest.fixture
def ferry():
    edition = factories.published("Ferry is back")
    lead(["p=12", "2010/08/08/ferry", "news/ferry"], edition.article)
    return edition


def where(client, address):
    """The status, and where it leads."""
    response = client.get(address)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize(
    "address",
    [
        "/?p=12",
        "/?page_id=12",
        "/index.php?p=12",
        "/2010/08/08/ferry/",
        "/2010/08/08/ferry",
        "/2010/08/08/FERRY/",
        "/2010//08/08/ferry//",
        "/index.php/2010/08/08/ferry/",
        "/news/ferry/",
        "/archives/12",
        "/2010/08/08/ferry/comment-page-3/",
        "/2010/08/08/ferry/2/",
        "/2010/08/08/ferry/amp/",
        "/2010/08/08/ferry/?replytocom=5",
        "/2010/08/08/ferry/trackback/",
    ],
)
def test_a_story_is_found_where_it_stood(client, ferry, address):
    assert where(client, address) == (301, ferry.get_absolute_url())


def test_its_feed(client, ferry):
    assert where(client, "/2010/08/08/ferry/feed/") == (301, f"{ferry.get_absolute_url()}feed/")
    assert where(client, "/2010/08/08/ferry/feed/atom/") == (
        301,
        f"{ferry.get_absolute_url()}feed/atom/",
    )
    assert client.get(f"{ferry.get_absolute_url()}feed/atom/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/ferry-is-back/",
        "/1999/01/ferry-is-back/",
        "/some/where/ferry-is-back",
        "/1999/12/31/ferry-is-back/",
    ],
)
def test_a_slug_is_guessed(client, ferry, address):
    assert where(client, address) == (301, ferry.get_absolute_url())


def test_a_slug_of_two_stories_is_no_guess(client, ferry):
    with_same = factories.published(
        "Ferry is back again", slug="ferry-is-back", ago=dt.timedelta(days=70)
    )
    assert with_same.address.slug == ferry.address.slug
    assert where(client, "/ferry-is-back/") == (404, "")


def test_lists_of_stories(client):
    section, topic, author = factories.section(), factories.topic(), factories.author("Jane Doe")
    lead(["category/news", "cat=3"], section)
    lead(["tag/sea"], topic)
    lead(["author/jane", "author=2"], author)
    assert where(client, "/category/news/page/4/") == (301, section.get_absolute_url())
    assert where(client, "/?cat=3") == (301, section.get_absolute_url())
    assert where(client, "/category/news/feed/rss2/") == (301, f"{section.get_absolute_url()}feed/")
    assert where(client, "/tag/sea/feed/atom/") == (301, f"{topic.get_absolute_url()}feed/atom/")
    assert where(client, "/author/jane/") == (301, author.get_absolute_url())
    assert where(client, "/author/jane/feed/") == (301, f"{author.get_absolute_url()}feed/")
    assert where(client, "/?author=2") == (301, author.get_absolute_url())


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/feed/rss2/", "/feed/"),
        ("/feed/rdf/", "/feed/"),
        ("/?feed=rss2", "/feed/"),
        ("/comments/feed/", "/replies/feed/"),
        ("/?s=ferry", "/search/?q=ferry"),
        ("/search/ferry/", "/search/?q=ferry"),
        ("/page/2/", "/"),
        ("/wp-login.php", "/admin/"),
        ("/wp-admin/", "/admin/"),
        ("/wp-sitemap.xml", "/sitemap.xml"),
        ("/sitemap_index.xml", "/sitemap.xml"),
        ("/2010/08/", "/search/?since=2010-08-01&until=2010-08-31"),
        ("/2010/", "/search/?since=2010-01-01&until=2010-12-31"),
    ],
)
def test_pages_that_every_site_has(client, address, to):
    assert where(client, address) == (301, to)
    assert client.get(to).status_code in (200, 302)  # the admin asks who it is


@pytest.mark.parametrize(
    "address",
    ["/xmlrpc.php", "/wp-json/wp/v2/posts", "/?p=999", "/nothing/", "/wp-content/uploads/a.jpg"],
)
def test_nothing_is_led_nowhere(client, address):
    assert where(client, address) == (404, "")


def test_a_name_that_means_nothing_here_is_the_front_page(client):
    assert where(client, "/?name=x") == (302, "/")
    assert where(client, "/?tag=nothing&utm_source=x") == (302, "/")


def test_a_site_in_a_folder(client, ferry):
    lead(["blog"], None)
    lead(["blog/2010/08/08/ferry"], ferry.article)
    assert where(client, "/blog/2010/08/08/ferry/") == (301, ferry.get_absolute_url())
    assert where(client, "/blog/?p=12") == (301, ferry.get_absolute_url())
    assert where(client, "/blog/") == (301, "/")
    assert where(client, "/blog/feed/") == (301, "/feed/")
    assert where(client, "/blog/comments/feed/") == (301, "/replies/feed/")
    assert where(client, "/blog/2010/08/") == (301, "/search/?since=2010-08-01&until=2010-08-31")
    assert where(client, "/blog/page/3/") == (301, "/")
    assert where(client, "/blog/nothing-there/") == (404, "")


def test_pictures(client):
    picture = factories.picture(width=2000, height=1000)
    keys = ["p=7", "wp-content/uploads/2010/08/quay.jpg"]
    lead(keys, picture)
    path = "/wp-content/uploads/2010/08/quay"
    assert where(client, f"{path}.jpg") == (301, picture.address())
    assert where(client, f"{path}-300x200.jpg") == (
        301,
        picture.address("whole", 300),
    )
    assert where(client, f"{path}-1024x683.JPG") == (301, picture.address("whole", 1024))
    assert where(client, f"{path}-scaled.jpg") == (301, picture.address())
    assert where(client, "/?attachment_id=7") == (301, picture.address())


def test_a_picture_under_embargo_is_not_told(client):
    picture = factories.picture()
    lead(["p=7"], picture)
    factories.article(
        "Secret", lead_picture=picture, embargo_until=timezone.now() + dt.timedelta(days=1)
    )
    assert where(client, "/?p=7") == (404, "")


def test_it_leads_to_where_the_story_is_now(client, ferry):
    by, article = factories.somebody("chief"), Article.objects.get(pk=ferry.article_id)
    article.slug = "ferry-again"
    save.save_article(article, by=by)
    editions.publish(article, by=by, kind="minor")
    to = where(client, "/?p=12")[1]
    assert to.endswith("/ferry-again/")
    assert where(client, "/2010/08/08/ferry/") == (301, to)
    assert client.get(to).status_code == 200


def test_a_withdrawn_story_is_gone_and_a_draft_was_never_there(client, ferry):
    lead(["p=13", "draft"], factories.article("Draft"))
    assert where(client, "/draft/") == (404, "")
    editions.withdraw(Article.objects.get(pk=ferry.article_id), by=factories.somebody("chief"))
    assert client.get("/?p=12").status_code == 410
    assert client.get("/2010/08/08/ferry/").status_code == 410


def test_what_stands_here_wins(client, ferry):
    other = factories.published("Other")
    lead([other.get_absolute_url().strip("/"), "search", "feed"], ferry.article)
    assert client.get(other.get_absolute_url()).status_code == 200
    assert client.get("/search/").status_code == 200
    assert client.get("/?order=newest&page=2").status_code == 200


def test_it_costs_two_queries_where_nothing_stands_and_none_where_something_does(
    client, ferry, django_assert_max_num_queries
):
    for address in ("/2010/08/08/ferry/", "/?p=12", "/nothing/at/all/", "/ferry-is-back/"):
        with django_assert_max_num_queries(2) as asked:
            redirects.resolve_address(
                address.partition("?")[0], address.partition("?")[2], timezone.now()
            )
        assert asked.captured_queries
    for address in ("/", "/?order=newest", ferry.get_absolute_url(), "/feed/"):
        with django_assert_max_num_queries(60) as asked:
            client.get(address)
        assert not [query for query in asked.captured_queries if "formeraddress" in query["sql"]]


@pytest.mark.parametrize(
    "path",
    [
        "/./evil.example//",
        "/\\evil.example/",
        "/https://evil.example/",
        "/%2F%2Fevil.example/%2e%2e/",
        "/" + "a/" * 1500,
        "/%00",
        "/%ff%fe/",
    ],
)
def test_nobody_is_led_off_the_site(client, path):
    response = client.get(path)
    assert response.status_code in (301, 404)
    assert response.headers.get("Location", "/").startswith("/")
    assert not response.headers.get("Location", "/").startswith("//")


def test_no_circles(client, ferry):
    """What an old address leads to is an address of ours: nothing that stands is asked about
    again."""
    lead(["a", "b"], ferry.article)
    lead([ferry.get_absolute_url().strip("/"), ""], ferry.article)
    for address in ("/a/", "/b", "/?p=12"):
        response = client.get(address, follow=True)
        assert response.status_code == 200
        assert len(response.redirect_chain) == 1


def test_the_last_word_counts_and_twice_is_once(ferry):
    section = factories.section()
    lead(["p=12", "p=12", ""], section)
    lead(["p=12"], section)
    row = FormerAddress.objects.get(key="p=12")
    assert (row.section, row.article) == (section, None)


def test_who_may_say_so():
    with pytest.raises(NotAllowed):
        former_addresses.lead(["a"], None, by=factories.somebody("moderator"))


def test_only_the_asking_is_answered(client, ferry):
    assert client.post("/2010/08/08/ferry/").status_code == 404
    response = client.head("/2010/08/08/ferry/")
    assert response.status_code == 301
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_other_scripts(client):
    edition = factories.published("Паром")
    lead(
        addresses.of_item(
            addresses.Item(4, link="http://old.example/%d0%bf%d0%b0%d1%80/", slug="x"),
            addresses.Site(),
        ),
        edition.article,
    )
    assert where(client, "/" + quote("пар") + "/") == (301, edition.get_absolute_url())
    assert where(client, "/%d0%bf%d0%b0%d1%80") == (301, edition.get_absolute_url())
    assert where(client, "/" + quote("паром") + "/") == (301, edition.get_absolute_url())


def test_a_link_to_an_old_address_is_no_dead_link(ferry):
    lead(["draft"], factories.article("Draft"))
    old = ["/2010/08/08/ferry/", "http://testserver/news/ferry", "/wp-login.php"]
    body = "".join(f'<p><a href="{each}">x</a></p>' for each in [*old, "/draft/", "/never/there/"])
    now = timezone.now()
    assert links.dead([(body, now)], now) == [(("/draft/", "x"), ("/never/there/", "x"))]
