"""Stories, sections, topics and authors whose addresses are written in other scripts.

Covers articles/models/slug.py, articles/models/stories/address.py.
"""

import unicodedata
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article, Topic
from newsroom.lib.text import slugs
from tests import factories
from tests.feed_reader import read

pytestmark = pytest.mark.django_db

HEADLINES = ["Паром вернулся", "המעבורת חזרה", "渡轮回来了", "हिन्दी में"]


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_becomes_the_address(client, headline):
    edition = factories.published(headline)
    slug = edition.address.slug
    assert slug == headline.lower().replace(" ", "-")
    address = edition.get_absolute_url()
    assert address.endswith(f"/{quote(slug)}/")
    page = client.get(address)
    assert page.status_code == 200
    assert f'<link rel="canonical" href="http://testserver{address}">' in page.content.decode()


@pytest.mark.parametrize("headline", HEADLINES)
def test_it_stands_in_feeds_sitemaps_and_lists(client, headline):
    topic = Topic.objects.create(name=headline, slug=slugs.made_of(headline))
    edition = factories.published(headline, topics=[topic])
    path = edition.get_absolute_url()
    assert [entry.link for entry in read(client, "/feed/").entries] == [f"http://testserver{path}"]
    assert [
        entry.link for entry in read(client, f"{topic.get_absolute_url()}feed/atom/").entries
    ] == [f"http://testserver{path}"]
    assert f"<loc>http://testserver{path}</loc>" in client.get("/sitemap-news.xml").content.decode()
    assert f'href="{path}"' in client.get(topic.get_absolute_url()).content.decode()
    assert f'href="{topic.get_absolute_url()}"' in client.get(path).content.decode()


def test_an_address_is_found_however_its_accents_are_typed(client):
    edition = factories.published("Ёлка")
    path = f"/{edition.address.year}/{edition.address.month:02}/"
    decomposed = quote(unicodedata.normalize("NFD", edition.address.slug))
    assert decomposed != quote(edition.address.slug)
    assert client.get(f"{path}{decomposed}/").status_code == 200


@pytest.mark.parametrize("slug", ["а б", "а/б", "а’", "😀"])
def test_what_is_no_slug_is_refused(slug):
    article = factories.article("Story")
    article.slug = slug
    with pytest.raises(ValidationError, match="letters, digits"):
        article.clean_fields()


@pytest.mark.parametrize("slug", ["паром", "hindi-हिन्दी", "渡轮"])
def test_the_field_takes_any_script(slug):
    field = Article._meta.get_field("slug").formfield()
    assert field.clean(unicodedata.normalize("NFD", slug)) == slug
    assert Topic._meta.get_field("slug").formfield().clean(slug) == slug


def test_nothing_stands_at_what_is_no_slug(client):
    assert client.get("/2010/01/%F0%9F%98%80/").status_code == 404
    assert client.get("/topic/%D0%B0%20%D0%B1/").status_code == 404
