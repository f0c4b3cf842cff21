"""The cache, with a Redis of its own that dies and comes back."""

import logging
import math

import pytest
from django.core.cache import caches

from newsroom.serving import health
from newsroom.serving import redis_cache as module
from tests import services, tools


@pytest.fixture
def redis(tmp_path):
    tools.needs("redis-server")
    server = services.redis(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def cache(redis, settings, monkeypatch):
    monkeypatch.setattr(module, "absence", module.Absence())
    settings.CACHES = {
        "default": {
            "BACKEND": "newsroom.serving.redis_cache.PatientRedisCache",
            "LOCATION": f"redis://127.0.0.1:{redis.port}/0",
            "OPTIONS": {"socket_timeout": 30, "socket_connect_timeout": 30},
        }
    }
    return caches["default"]


def test_without_redis_it_is_empty_and_forgets(cache, redis, caplog):
    cache.set("a", 1)
    cache.set("n", 1)
    assert (cache.get("a"), cache.incr("n"), cache.add("a", 2), cache.has_key("a")) == (
        1,
        2,
        False,
        True,
    )
    redis.kill()
    with caplog.at_level(logging.WARNING):
        cache.set("b", 1)
        assert (cache.get("a"), cache.get("b", "other"), cache.get_many(["a", "b"])) == (
            None,
            "other",
            {},
        )
        assert (cache.add("c", 1), cache.touch("a"), cache.delete("a"), cache.has_key("a")) == (
            True,
            False,
            False,
            False,
        )
        assert cache.get_or_set("d", lambda: 4) == 4
        assert cache.set_many({"e": 5}) == []
        cache.delete_many(["e"])
        cache.clear()
        with pytest.raises(ValueError, match="not found"):
            cache.incr("n")
    assert len([record for record in caplog.records if record.name == "newsroom.cache"]) == 1


def test_it_is_used_again_once_it_is_back(cache, redis, monkeypatch):
    cache.set("a", 1)
    redis.kill()
    assert cache.get("a") is None
    assert module.absence.until > 0  # there is a pause …
    redis.start()
    monkeypatch.setattr(module.absence, "until", math.inf)
    cache.set("a", 2)
    monkeypatch.setattr(module.absence, "until", 0.0)
    assert cache.get("a") is None  # … in which it is not asked …
    cache.set("a", 3)
    assert cache.get("a") == 3  # … and after which it is


@pytest.mark.django_db
def test_ready_says_so(cache, redis, client):
    health.ready.forget()
    assert client.get("/readyz").status_code == 200
    redis.kill()
    health.ready.forget()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["cache"]) == (503, "unreachable")


@pytest.mark.django_db
def test_a_logout_holds_whatever_redis_does(cache, redis, client, people):
    client.force_login(people["editor"])
    cookie = client.cookies["sessionid"].value
    assert client.get("/admin/").status_code == 200
    redis.kill()
    assert client.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    redis.start()
    client.cookies["sessionid"] = cookie
    assert client.get("/admin/").status_code == 302
