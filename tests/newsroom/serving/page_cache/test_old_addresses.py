"""Old addresses behind the page cache, as a server asks for them.

Covers newsroom/serving/page_cache/layer.py, newsroom/moving/old_addresses/redirects.py.
"""

import pytest

from articles.finding import former_addresses
from articles.models import Article
from articles.publishing import editions
from articles.writing import save
from tests import factories


@pytest.fixture
def ferry(site):
    edition = factories.published("Паром")
    former_addresses.lead(["p=12", "old/ferry"], edition.article, by=factories.somebody("chief"))
    return edition


def test_the_front_page_is_one_page_whatever_else_it_is_asked(site, ferry):
    first = site.get("/")
    assert [site.get(f"/?{query}").body for query in ("utm_source=x", "x=p", "")] == [
        first.body
    ] * 3
    assert site.built == ["/"]


@pytest.mark.parametrize("address", ["/?p=12", "/old/ferry/", "/old/?p=12"])
def test_an_old_address_leads_to_where_it_stands_at_that_moment(site, ferry, address):
    site.get("/")
    for _ in range(2):
        answer = site.get(address)
        assert (answer.status, answer.headers["Location"]) == (301, ferry.get_absolute_url())
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    by, article = factories.somebody("chief"), Article.objects.get(pk=ferry.article_id)
    article.slug = "ferry-again"
    save.save_article(article, by=by)
    editions.publish(article, by=by, kind="minor")
    assert site.get(address).headers["Location"].endswith("/ferry-again/")
    editions.withdraw(Article.objects.get(pk=article.pk), by=by)
    assert site.get(address).status == 410
    assert site.get("/").status == 200


def test_a_page_in_another_script_is_kept(site, ferry):
    # as WSGI has it
    path = f"/{ferry.address.year}/{ferry.address.month:02}/паром/".encode().decode("latin-1")
    first = site.get(path)
    again = site.get(path)
    assert (first.status, again.body) == (200, first.body)
    assert len(site.built) == 1
    assert site.get(path, if_none_match=first.headers["ETag"]).status == 304
