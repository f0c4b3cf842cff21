"""Which addresses of WordPress lead to a thing, and what an address asks for."""

import collections
import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

import pytest

from newsroom.moving.wordpress import addresses
from newsroom.moving.wordpress.addresses import Asked, parse_request
from newsroom.moving.wordpress.items import Item, Person, Site, Term
from tests import material
from tests.cost import processor_seconds

SITE = Site(link="http://old.example")
IN_FOLDER = Site(link="http://old.example/blog/", base_blog_url="http://old.example/blog")


def test_keys_of_a_post():
    post = Item(
        12,
        link="http://old.example/news/Ferry/",
        guid="http://old.example/?p=12",
        slug="ferry",
        date="2010-08-01 01:00:00",
        meta=[("_wp_old_slug", "boat")],
    )
    assert addresses.of_item(post, SITE) == [
        "p=12",
        "news/ferry",
        "2010/08/01/ferry",
        "2010/08/ferry",
        "news/boat",
        "2010/08/01/boat",
        "2010/08/boat",
    ]


def test_keys_of_a_draft_and_of_one_that_has_nothing():
    assert addresses.of_item(
        Item(3, link="http://old.example/?p=3", date="0000-00-00 00:00:00", slug="a"), SITE
    ) == ["p=3"]
    assert addresses.of_item(Item(0, link="http://[broken"), SITE) == []


def test_keys_in_other_scripts():
    post = Item(
        1,
        link="http://old.example/%d0%bf%D0%B0%d1%80%d0%be%d0%bc/",
        slug="%d0%bf%d0%b0%d1%80%d0%be%d0%bc",
    )
    assert addresses.of_item(post, SITE) == ["p=1", "паром"]


def test_keys_of_a_page_and_its_picture_in_a_folder():
    page = Item(
        5,
        kind="page",
        link="http://old.example/blog/about/team/",
        slug="team",
        date="2010-08-01 01:00:00",
    )
    assert addresses.of_item(page, IN_FOLDER) == ["p=5", "blog/about/team"]
    picture = Item(
        6,
        kind="attachment",
        link="http://old.example/blog/about/team/photo/",
        slug="photo",
        attachment_url="http://old.example/blog/wp-content/uploads/2010/08/Photo.JPG",
        meta=[("_wp_attached_file", "2010/08/Photo.JPG")],
    )
    assert addresses.of_item(picture, IN_FOLDER) == [
        "p=6",
        "blog/about/team/photo",
        "blog/wp-content/uploads/2010/08/photo.jpg",
    ]
    assert addresses.of_site(IN_FOLDER) == ["blog"]
    assert addresses.of_site(SITE) == []


def test_keys_of_terms_and_people():
    local = Term("category", "local", number=4, parent="news")
    assert addresses.of_term(local, "news/local", SITE, bases=["topics"]) == [
        "category/news/local",
        "category/local",
        "topics/news/local",
        "topics/local",
        "category_name=local",
        "cat=4",
    ]
    assert addresses.of_term(Term("post_tag", "sea", number=9), "sea", SITE) == [
        "tag/sea",
        "tag=sea",
        "tag_id=9",
    ]
    assert addresses.of_term(Term("genre", "essay"), "essay", SITE) == [
        "genre/essay",
        "genre=essay",
    ]
    assert addresses.of_person(Person("Jane.Doe", number=2), SITE) == [
        "author=2",
        "author/jane-doe",
        "author_name=jane-doe",
    ]


def test_a_long_key_is_cut():
    key = addresses.shorten_key("a" * 400)
    assert len(key) == 300
    assert key != addresses.shorten_key("a" * 401)
    assert addresses.address_of(key) == ""


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("p=12", "/?p=12"),
        ("2010/08/ferry", "/2010/08/ferry/"),
        ("паром", "/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC/"),
        ("wp-content/uploads/a.jpg", "/wp-content/uploads/a.jpg"),
        ("old/page.html", "/old/page.html"),
    ],
)
def test_an_address_of_a_key(key, address):
    assert addresses.address_of(key) == address
    path, _, query = address.partition("?")
    assert key in parse_request(path, query).keys


@pytest.mark.parametrize(
    ("path", "query", "keys"),
    [
        ("/", "p=12", ["p=12"]),
        ("/", "page_id=3", ["p=3"]),
        ("/index.php", "attachment_id=4&x=y", ["p=4"]),
        ("/blog/", "p=12", ["p=12"]),
        ("/", "cat=3", ["cat=3"]),
        ("/", "author=2", ["author=2"]),
        ("/", "tag=a+b", ["tag=a"]),
        ("/2010/08/08/slug/", "", ["2010/08/08/slug"]),
        ("/index.php/2010/08/slug", "", ["2010/08/slug"]),
        ("//2010//08/SLUG/", "", ["2010/08/slug"]),
        ("/%D0%BF/", "", ["п"]),
        ("/%d0%bf", "", ["п"]),
        ("/%25D0%25BF/", "", ["п"]),
        ("/archives/123", "", ["archives/123", "p=123"]),
        ("/slug/comment-page-3/", "replytocom=4", ["slug"]),
        ("/slug/2/", "", ["slug/2", "slug"]),
        ("/slug/amp/", "", ["slug"]),
        ("/slug/embed", "", ["slug"]),
        ("/slug/trackback/", "", ["slug"]),
        ("/category/news/page/2/", "", ["category/news"]),
        ("/slug.html", "", ["slug.html", "slug"]),
        (
            "/wp-content/uploads/2010/08/a-300x200.jpg",
            "",
            ["wp-content/uploads/2010/08/a-300x200.jpg", "wp-content/uploads/2010/08/a.jpg"],
        ),
        (
            "/wp-content/uploads/a-scaled.jpg",
            "",
            ["wp-content/uploads/a-scaled.jpg", "wp-content/uploads/a.jpg"],
        ),
    ],
)
def test_what_an_address_may_mean(path, query, keys):
    assert parse_request(path, query).keys == keys


@pytest.mark.parametrize(
    ("path", "query", "place", "more"),
    [
        ("/feed/rss2/", "", "feed", {}),
        ("/feed/atom", "", "feed", {}),
        ("/", "feed=rss2", "feed", {}),
        ("/wp-rss2.php", "", "feed", {}),
        ("/comments/feed/", "", "replies-feed", {}),
        ("/", "feed=comments-rss2", "replies-feed", {}),
        ("/", "s=ferry+port", "search", {"q": "ferry port"}),
        ("/search/ferry+port/feed/", "", "search", {"q": "ferry port"}),
        ("/page/2/", "", "front", {}),
        ("/", "paged=3", "front", {}),
        ("/index.php", "", "front", {}),
        ("/wp-login.php", "", "admin", {}),
        ("/wp-admin/edit.php", "", "admin", {}),
        ("/blog/wp-admin", "", "admin", {}),
        ("/wp-sitemap.xml", "", "sitemap", {}),
        ("/sitemap_index.xml", "", "sitemap", {}),
        ("/wp-sitemap-posts-post-1.xml", "", "sitemap", {}),
        ("/2010/", "", "search", {"since": "2010-01-01", "until": "2010-12-31"}),
        ("/2012/02/page/3/", "", "search", {"since": "2012-02-01", "until": "2012-02-29"}),
        ("/2010/08/08/", "", "search", {"since": "2010-08-08", "until": "2010-08-08"}),
        ("/", "m=201008", "search", {"since": "2010-08-01", "until": "2010-08-31"}),
    ],
)
def test_pages_that_every_site_has(path, query, place, more):
    found = parse_request(path, query)
    assert (found.place, found.query) == (place, more)


@pytest.mark.parametrize(
    "path", ["/xmlrpc.php", "/wp-json/wp/v2/posts", "/wp-includes/js/a.js", "/" + "a" * 2001]
)
def test_what_nobody_is_led_to(path):
    assert parse_request(path) is None


def test_feeds_and_folders():
    assert parse_request("/slug/feed/") == Asked(["slug"], feed="rss", slug="slug")
    assert parse_request("/category/news/feed/atom/") == Asked(
        ["category/news"], feed="atom", slug="news", folder="category", rest="news/feed/atom"
    )
    assert parse_request("/blog/page/2/").keys == ["blog"]


@pytest.mark.parametrize(
    "path",
    [
        "/" + "/" * 1999,
        "/" + "a-" * 999,
        "/" + "%2f" * 600,
        "/" + "page/1/" * 280,
        "/" + "sitemap" * 280,
    ],
)
def test_long_ones_are_cheap(path):
    assert processor_seconds(lambda: parse_request(path)) < 0.05


def said(node):
    """What a thing says in elements of WordPress's own, of whatever version."""
    return collections.defaultdict(
        str,
        {
            each.tag.rpartition("}")[2]: each.text or ""
            for each in node
            if "wordpress.org/export" in each.tag
        },
    )


def items_of(file):
    """The items of a file that is whole, read as simply as can be."""
    channel = ET.parse(file).getroot().find("channel")
    site = Site(link=channel.findtext("link") or "", base_blog_url=said(channel)["base_blog_url"])
    for item in channel.iter("item"):
        own = said(item)
        yield (
            site,
            Item(
                int(own["post_id"] or 0),
                kind=own["post_type"],
                link=item.findtext("link") or "",
                guid=item.findtext("guid") or "",
                slug=own["post_name"],
                date=own["post_date"],
                attachment_url=own["attachment_url"],
            ),
        )


def test_every_link_of_whole_archives_asks_for_what_it_led_to():
    seen = 0
    for file in material.exports():
        for site, item in items_of(file):
            keys = set(addresses.of_item(item, site))
            for address in filter(None, (item.link, item.guid, item.attachment_url)):
                parts = urlsplit(address)
                if address == item.guid and parts.query:
                    continue  # a number that it had on another site, perhaps
                found = parse_request(parts.path, parts.query)
                if found and found.keys:
                    assert not keys.isdisjoint(found.keys), (file.name, address)
                    seen += 1
                else:
                    assert parts.path in ("", "/") or found is None, (file.name, address)
    assert seen >= 10
