"""WebSub: a hub that speaks it is told what has changed, fetches that, and hands it on."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs
from urllib.request import urlopen

import feedparser
import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Article, Topic
from articles.publishing import editions
from newsroom.models import Announcement, FeedClock
from newsroom.serving import websub
from tests import factories

pytestmark = pytest.mark.django_db
FIRST = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
HOUR = dt.timedelta(hours=1)


class Hub(HTTPServer):
    """A small hub. `asked`: which feeds it was told of; `handed_on`: titles of what its fetch of
    each brought."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.handed_on, self.refused = [], {}, []
        self.answers, self.fetches = 204, False
        self.url = f"http://127.0.0.1:{self.server_port}/hub?key=1"

    def fetch(self, topic: str) -> None:
        """Hand on a feed that says itself that it is that topic, and that this is its hub; refuse
        any other."""
        with urlopen(topic, timeout=20) as answer:
            parsed, link = feedparser.parse(answer.read()), answer.headers["Link"]
        links = {each.rel: each.href for each in parsed.feed.get("links", [])}
        if (links.get("self"), links.get("hub")) != (
            topic,
            self.url,
        ) or link != f'<{self.url}>; rel="hub", <{topic}>; rel="self"':
            self.refused.append((topic, links, link))
            return
        self.handed_on[topic] = [entry.title for entry in parsed.entries]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: value for name, [value] in parse_qs(body).items()}
        if self.path != "/hub?key=1" or given["hub.mode"] != "publish":
            self.send_response(400)
        else:
            self.server.asked.append(given["hub.url"])
            self.send_response(self.server.answers)
        self.end_headers()
        if self.server.fetches and "json" not in given["hub.url"]:
            self.server.fetch(given["hub.url"])

    def log_message(self, *words):
        pass


@pytest.fixture
def hub(settings):
    server = Hub()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBSUB_HUB, settings.SITE_URL = server.url, "https://paper.example"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def at_ten(time_machine):
    time_machine.move_to(FIRST, tick=False)
    return time_machine


def tasks() -> int:
    return DBTaskResult.objects.filter(task_path=websub.tell.module_path).count()


def waiting() -> dict[str, int]:
    return dict(Announcement.objects.order_by("key").values_list("key", "moved"))


def paths(hub) -> list[str]:
    return [each.removeprefix("https://paper.example") for each in hub.asked]


def test_a_change_is_noted_in_its_own_transaction_and_told_once(hub, people, at_ten):
    with transaction.atomic():
        factories.published(topics=[factories.topic()])
        assert tasks() == 1
        transaction.set_rollback(True)
    assert (tasks(), waiting()) == (0, {})
    edition = factories.published(topics=[factories.topic()])
    editions.withdraw(edition.article, by=people["chief"])
    assert waiting() == {
        "stories": 2,
        f"section:{edition.section_id}": 2,
        f"topic:{factories.topic().pk}": 2,
    }
    assert tasks() == 1
    websub.tell.call()
    assert hub.asked == []  # more may come within these seconds
    at_ten.move_to(FIRST + 6 * SECOND, tick=False)
    websub.tell.call()
    assert sorted(paths(hub)) == sorted(
        f"{place}{form}"
        for place in ("/feed/", "/corrections/feed/", "/section/city/feed/", "/topic/harbour/feed/")
        for form in ("", "atom/", "json/")
    )
    assert waiting() == {}


def test_replies_are_no_matter_for_it(hub, people):
    edition = factories.published()
    Announcement.objects.all().delete()
    factories.reply(edition)
    assert waiting() == {}


def test_without_a_hub_nothing_is_noted_and_no_feed_names_one(client, people, settings):
    factories.published()
    websub.tidy()
    assert (waiting(), tasks(), FeedClock.objects.count()) == ({}, 0, 0)
    for form in ("", "atom/", "json/"):
        answer = client.get(f"/feed/{form}")
        assert (b"hub" in answer.content, answer.has_header("Link")) == (False, False)


def test_what_it_does_not_take_is_told_again_and_the_rest_waits(hub, people, at_ten):
    factories.published()
    hub.answers = 503
    at_ten.move_to(FIRST + 6 * SECOND, tick=False)
    websub.tell.call()
    assert len(hub.asked) == 1
    row = Announcement.objects.get(attempts=1)
    assert (row.error, row.due_at) == (f"{hub.url} answered 503.", FIRST + 8 * SECOND)
    hub.answers = 202
    at_ten.move_to(FIRST + 9 * SECOND, tick=False)
    websub.tell.call()
    assert waiting() == {}
    assert len(hub.asked) == 1 + 9


def test_one_that_is_away_is_tried_for_days_and_then_given_up(hub, people, at_ten, caplog):
    factories.published()
    hub.answers = 500
    Announcement.objects.exclude(key="stories").delete()
    now = FIRST
    while Announcement.objects.exists():
        now = Announcement.objects.get().due_at
        at_ten.move_to(now, tick=False)
        websub.tell.call()
    assert len(hub.asked) == websub.MAX_ATTEMPTS
    assert now - FIRST > dt.timedelta(days=1)
    assert "was not told of stories after 100 attempts" in caplog.text


def test_what_moves_while_it_is_told_is_told_anew(hub, people, at_ten, monkeypatch):
    edition = factories.published()
    at_ten.move_to(FIRST + 6 * SECOND, tick=False)
    ask, times = websub.notify_hub, []

    def meanwhile(*told):
        if not times:
            times.append(editions.withdraw(edition.article, by=people["chief"]))
        ask(*told)

    monkeypatch.setattr(websub, "notify_hub", meanwhile)
    websub.tell.call()
    assert len(waiting()) >= 1
    websub.tell.call()
    assert waiting() == {}


def test_two_workers_do_not_tell_the_same(hub, people, at_ten, monkeypatch):
    factories.published()
    at_ten.move_to(FIRST + 6 * SECOND, tick=False)
    ask = websub.notify_hub

    def beside(*told):
        monkeypatch.setattr(websub, "notify_hub", ask)
        websub.tell.call()  # another worker, while the first is at it
        ask(*told)

    monkeypatch.setattr(websub, "notify_hub", beside)
    websub.tell.call()
    assert len(hub.asked) == len(set(hub.asked)) == 9


def test_a_worker_that_died_is_followed_by_another(hub, people, at_ten):
    factories.published()
    DBTaskResult.objects.all().delete()
    websub.tidy()
    assert tasks() == 0  # nothing is due
    at_ten.move_to(FIRST + HOUR, tick=False)
    websub.tidy()
    websub.tidy()
    assert tasks() == 1


def test_the_clock_is_told_too_after_any_standstill(hub, people, at_ten):
    websub.tidy()
    story = factories.article(
        "Later", topics=[factories.topic()], authors=[factories.author()], series=factories.series()
    )
    editions.publish(story, by=people["editor"], at=FIRST + HOUR)
    Announcement.objects.all().delete()
    at_ten.move_to(FIRST + HOUR - SECOND, tick=False)
    websub.tidy()
    assert waiting() == {}
    at_ten.move_to(FIRST + 30 * HOUR, tick=False)  # nobody worked for a day
    websub.tidy()
    numbers = {
        "section": story.section_id,
        "topic": factories.topic().pk,
        "author": factories.author().pk,
        "series": factories.series().pk,
    }
    assert waiting() == {
        "stories": 1,
        **{f"{kind}:{number}": 1 for kind, number in numbers.items()},
    }
    websub.tidy()
    assert set(waiting().values()) == {1}


def test_a_story_that_expires_is_told(hub, people, at_ten):
    websub.tidy()
    factories.published("Till noon", ago=HOUR, expires_at=FIRST + 2 * HOUR)
    Announcement.objects.all().delete()
    at_ten.move_to(FIRST + 2 * HOUR, tick=False)
    websub.tidy()
    assert set(waiting()) == {"stories", f"section:{Article.objects.get().section_id}"}


def test_what_is_deleted_meanwhile_is_told_to_nobody(hub, people, at_ten):
    websub.note_changes(["topic:77", "story:1", "furniture", "site"], timezone.now())
    assert waiting() == {"topic:77": 1}
    at_ten.move_to(FIRST + 6 * SECOND, tick=False)
    websub.tell.call()
    assert (waiting(), hub.asked, Topic.objects.count()) == ({}, [], 0)


@pytest.mark.django_db(transaction=True)
def test_a_hub_finds_what_it_was_told_of(hub, live_server, settings, people):
    settings.SITE_URL, hub.fetches = live_server.url, True
    factories.published("Ferry is back", topics=[factories.topic()])
    Announcement.objects.update(due_at=timezone.now() - SECOND)
    websub.tell.call()
    assert hub.refused == []
    places = [
        f"{live_server.url}{place}{form}"
        for place in ("/feed/", "/section/city/feed/", "/topic/harbour/feed/")
        for form in ("", "atom/")
    ]
    assert {place: hub.handed_on[place] for place in places} == dict.fromkeys(
        places, ["Ferry is back"]
    )
