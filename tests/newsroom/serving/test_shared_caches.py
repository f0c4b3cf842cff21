"""Purging caches in front. (With a real Varnish: tests/cluster/.)"""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.pages import versions
from newsroom.serving import shared_caches
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache(settings):
    """A cache that notes what it is asked; `answers` is the status it answers with."""

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self):
            server.asked.append(self.headers["xkey-purge"].split())
            self.send_response(server.answers)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answers = [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.address = f"http://127.0.0.1:{server.server_port}"
    settings.SHARED_CACHES = [server.address]
    yield server
    server.shutdown()
    server.server_close()


def tasks() -> list[DBTaskResult]:
    return list(
        DBTaskResult.objects.filter(task_path="newsroom.serving.shared_caches.purge").order_by(
            "enqueued_at"
        )
    )


def run(task: DBTaskResult) -> None:
    shared_caches.purge.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])


def test_a_change_orders_a_purge_in_its_own_transaction(cache):
    edition = factories.published()
    DBTaskResult.objects.all().delete()
    factories.reply(edition)
    [task] = tasks()
    assert task.args_kwargs["args"][:2] == [
        cache.address,
        ["replies", f"replies:{edition.article_id}"],
    ]
    assert task.queue_name == "prompt"
    with transaction.atomic():
        versions.move("furniture")
        assert len(tasks()) == 2
        transaction.set_rollback(True)
    assert tasks() == [task]


def test_without_caches_there_is_nothing_to_do():
    factories.published()
    assert tasks() == []


def test_the_cache_is_asked_and_once_more_later(cache):
    shared_caches.order_purge(None, ["replies", "replies:1"])
    run(tasks()[0])
    first, second = tasks()
    assert second.run_after > timezone.now()
    run(second)
    assert cache.asked == [["replies", "replies:1"]] * 2
    assert len(tasks()) == 2


def test_many_keys_go_in_parts(cache):
    keys = [f"replies:{number}" for number in range(250)]
    shared_caches.purge.call(cache.address, keys, timezone.now().timestamp())
    assert [len(part) for part in cache.asked] == [100, 100, 50]
    assert sum(cache.asked, []) == keys


def test_a_refusal_is_an_error(cache):
    cache.answers = 405
    with pytest.raises(shared_caches.NotPurged, match="answered 405"):
        shared_caches.purge.call(cache.address, ["replies"], timezone.now().timestamp())
    assert tasks() == []


def test_a_silent_cache_is_left_alone_for_a_while(settings, monkeypatch):
    monkeypatch.setattr(shared_caches, "silent_until", {})
    monkeypatch.setattr(shared_caches, "TIMEOUT", 0.1)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        address = f"http://127.0.0.1:{mute.getsockname()[1]}"
        for words in ("timed out", "a moment ago"):
            with pytest.raises(shared_caches.NotPurged, match=words):
                shared_caches.send_purge(address, ["replies"])


def test_what_is_pointless_is_left(cache, settings):
    long_ago = timezone.now().timestamp() - 301
    shared_caches.purge.call(cache.address, ["replies"], long_ago)
    shared_caches.purge.call(
        "http://127.0.0.1:1", ["replies"], timezone.now().timestamp()
    )  # no cache of ours any more
    assert cache.asked == []
