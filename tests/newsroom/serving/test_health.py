"""Health: what a supervisor and a load balancer ask."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_process_answers_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_ready_means_database_and_cache(client):
    assert client.get("/readyz").json() == {"database": "ok", "cache": "ok"}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_version RENAME TO elsewhere")
    assert client.get("/readyz").status_code == 503


def test_a_cache_that_can_not_be_reached_is_said(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"database": "ok", "cache": "ConnectionError"},
    )
