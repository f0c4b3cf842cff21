"""What a process knows between requests, and how it learns that it is true no more.

Covers articles/pages/process_cache.py, articles/pages/caching.py, articles/pages/clocks.py,
articles/pages/frames.py, articles/pages/keys.py, articles/pages/versions.py,
articles/models/version.py.
"""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from articles.pages import frames, keys, versions
from articles.pages.caching import Dependencies
from articles.pages.process_cache import VersionedCache
from articles.publishing import editions
from articles.writing import save
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def edition(people):
    return factories.published("Story")


@pytest.fixture
def address(edition):
    return edition.get_absolute_url()


def text(response) -> str:
    return response.content.decode()


def cache_of(value: str, *keys: str, size: int = 10) -> VersionedCache:
    cache, dependencies = VersionedCache(size), Dependencies()
    dependencies.add("replies", *keys)
    cache.put("name", value, dependencies, keys)
    return cache


def test_an_entry_holds_until_one_of_its_keys_moves(db, django_assert_num_queries):
    cache = cache_of("value", "furniture", "story:1")
    dependencies = Dependencies()
    with django_assert_num_queries(1):
        assert cache.get("name", dependencies).value == "value"
    assert set(dependencies.numbers) == {"site", "furniture", "story:1", "replies"}
    with transaction.atomic():
        versions.move("replies")
    assert cache.get("name", Dependencies()).value == "value"
    with transaction.atomic():
        versions.move("furniture")
    assert cache.get("name", Dependencies()) is None
    assert cache.get("other", Dependencies()) is None


def test_it_is_forgotten_with_the_site_it_was_read_from(db):
    cache = cache_of("value", "furniture")
    with transaction.atomic():
        versions.move(keys.SITE)
    assert cache.get("name", Dependencies()) is None


def test_a_transaction_that_is_taken_back_leaves_nothing_kept(db):
    with transaction.atomic():
        versions.move("furniture")
        cache = cache_of("never so", "furniture")
        transaction.set_rollback(True)
    with transaction.atomic():
        versions.move("furniture")
    assert cache.get("name", Dependencies()) is None


def test_what_is_asked_for_least_recently_is_forgotten(db):
    cache, dependencies = VersionedCache(2), Dependencies()
    dependencies.add("furniture")
    for name in "abac":
        cache.get(name, dependencies) or cache.put(name, name, dependencies, ["furniture"])
    assert list(cache.entries) == ["a", "c"]


def test_a_frame_is_kept_for_each_address(client, edition, address):
    first = factories.reply(edition)
    assert 'content="max-image-preview' in text(client.get(address))
    assert 'content="noindex, max-image-preview' in text(
        client.get(f"{address}?replytocom={first.pk}")
    )
    assert 'content="max-image-preview' in text(client.get(address))
    assert "http://localhost/" in text(client.get(address, headers={"host": "localhost"}))
    assert "http://localhost/" not in text(client.get(address))


def test_a_frame_turns_with_the_clock(client, people, edition, address, time_machine):
    article, due = edition.article, timezone.now() + HOUR
    article.headline = "Another headline"
    save.save_article(article, by=people["editor"])
    editions.publish(article, by=people["editor"], kind="silent", at=due)
    assert "Another headline" not in text(client.get(address))
    time_machine.move_to(due)
    assert "Another headline" in text(client.get(address))


def test_a_long_frame_is_not_kept(client):
    client.get(
        factories.published("Long", body=f"<p>{'long ' * frames.MAX_LENGTH}</p>").get_absolute_url()
    )
    assert frames.cache.entries == {}


def test_replies_are_taken_as_long_as_the_story_is_on_the_site(client, people, edition, address):
    typed = {"comment": "One", "name": "Ana", "email": "ana@example.org"}
    assert client.post(f"{address}reply/", typed).status_code == 303
    editions.withdraw(edition.article, by=people["editor"])
    assert client.post(f"{address}reply/", typed | {"comment": "Two"}).status_code == 410
