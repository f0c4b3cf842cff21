"""The page cache: ready bytes, never older than the last committed change.

Covers newsroom/serving/page_cache/layer.py, newsroom/serving/page_cache/storage.py.
"""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter

from articles.pages import keys, versions
from articles.publishing import editions
from articles.review import preview_links
from comments import links
from comments.moderation import decisions
from newsroom.lib.web.http import PREFERRED
from newsroom.serving import counts
from newsroom.serving.page_cache.current_versions import CantAsk
from tests import factories
from tests.newsroom.serving.page_cache.conftest import Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition(site):
    return factories.published("Ferry back", body="<p>" + "It sails again. " * 100 + "</p>")


@pytest.fixture
def address(edition):
    return edition.get_absolute_url()


class TestReadyAnswers:
    def test_django_is_asked_once(self, site, address):
        first, second = site.get(address), site.get(address)
        assert first == second
        assert first.status == 200
        assert site.built == [address]

    def test_the_other_processes_of_the_machine_have_it_too(self, site, address):
        other = Site(site.folder)
        assert site.get(address) == other.get(address)
        assert other.built == []

    @pytest.mark.parametrize("coding", PREFERRED)
    def test_every_coding_says_the_same_under_an_etag_of_its_own(self, site, address, coding):
        plain, coded = site.get(address), site.get(address, accept_encoding=coding)
        assert coded.headers["Content-Encoding"] == coding
        assert coded.text == plain.text
        assert len(coded.body) < len(plain.body) / 2
        assert coded.headers["ETag"] != plain.headers["ETag"]
        assert coded.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert coded.headers["Content-Length"] == str(len(coded.body))
        assert site.built == [address]

    def test_304_while_the_reader_has_it(self, site, address, edition):
        first = site.get(address, accept_encoding="br")
        again = site.get(address, accept_encoding="br", if_none_match=first.headers["ETag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers == {
            name: first.headers[name] for name in ("Cache-Control", "ETag", "Vary")
        }
        assert site.get(address, accept_encoding="br", if_none_match='"other"').status == 200
        assert (
            site.get(address, accept_encoding="gzip", if_none_match=first.headers["ETag"]).status
            == 200
        )
        factories.reply(edition, "New here")
        assert (
            site.get(address, accept_encoding="br", if_none_match=first.headers["ETag"]).status
            == 200
        )

    def test_a_page_that_moved_back_to_the_same_bytes_is_still_304(self, site, address, edition):
        first = site.get(address)
        reply = factories.reply(edition, "Shown and gone")
        decisions.decide([reply.pk], to="spam", by=factories.somebody("moderator"))
        assert site.get(address, if_none_match=first.headers["ETag"]).status == 304

    def test_head_is_get_without_a_body(self, site, address):
        head, get = site.get(address, "HEAD"), site.get(address)
        assert (head.status, head.headers, head.body) == (200, get.headers, b"")

    def test_a_range_is_answered_whole(self, site, address):
        whole = site.get(address)
        assert site.get(address, range="bytes=0-9") == whole

    def test_a_page_is_known_by_the_parameters_it_knows(self, site, address, edition):
        plain = site.get(address)
        assert site.get(f"{address}?utm_source=x&fbclid=y") == plain
        assert site.built == [address]
        reply = factories.reply(edition, "Answer me")
        assert "Leave a Reply to" in site.get(f"{address}?fbclid=y&replytocom={reply.pk}").text
        assert "Leave a Reply to" not in site.get(address).text

    def test_hosts_and_schemes_are_apart(self, site, address, settings):
        settings.ALLOWED_HOSTS = ["localhost", "paper.example"]
        assert "http://paper.example/" in site.get(address, host="paper.example").text
        assert "paper.example" not in site.get(address).text
        assert site.get(address, host="elsewhere.example").status == 400
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        assert "https://localhost/" in site.get(address, x_forwarded_proto="https").text
        assert "https://localhost/" not in site.get(address, x_forwarded_proto="http").text

    def test_a_preview_is_never_kept_and_knows_all_its_parameters(self, site, edition):
        link = factories.preview_link(edition.article)
        address = link.get_absolute_url()
        for _ in range(2):
            assert site.get(address).headers["Cache-Control"] == "private, no-store"
        assert 'id="remark"' in site.get(f"{address}?at=1").text
        assert site.built == [address] * 3
        assert [path for path in site.folder.rglob("*") if path.is_file()] == []
        preview_links.revoke(link, by=factories.somebody())
        assert site.get(address).status == 410


class TestFreshness:
    def test_an_approved_reply_is_there_at_the_next_request(self, site, address, edition):
        other = Site(site.folder)
        reply = factories.reply(edition, "Shown at once", state="held")
        assert "Shown at once" not in site.get(address).text + other.get(address).text
        decisions.decide([reply.pk], to="shown", by=factories.somebody("moderator"))
        assert "Shown at once" in site.get(address).text
        assert "Shown at once" in other.get(address).text

    def test_a_change_that_is_rolled_back_changes_nothing(self, site, address, edition):
        site.get(address)
        with transaction.atomic():
            factories.reply(edition, "Never was")
            transaction.set_rollback(True)
        assert "Never was" not in site.get(address).text

    def test_an_edition_that_is_due_is_there_at_its_second(self, site, time_machine):
        now = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
        time_machine.move_to(now, tick=False)
        due = now + dt.timedelta(minutes=10)
        edition = editions.publish(
            factories.article("Later"), by=factories.somebody("editor"), at=due
        )
        site.get("/")
        time_machine.move_to(due - dt.timedelta(seconds=1), tick=False)
        assert "Later" not in site.get("/").text
        assert site.get(edition.get_absolute_url()).status == 404
        time_machine.move_to(due, tick=False)
        assert "Later" in site.get("/").text
        assert site.get(edition.get_absolute_url()).status == 200

    def test_a_page_that_turned_since_it_was_written_to_disk_is_built_anew(
        self, site, address, edition
    ):
        site.get(address)
        factories.reply(edition, "After the start")
        assert "After the start" in Site(site.folder).get(address).text

    def test_withdrawn_and_moved_stories_are_kept_as_such(self, site, address, edition):
        site.get(address)
        editions.withdraw(edition.article, by=factories.somebody("editor"))
        assert [site.get(address).status for _ in range(2)] == [410, 410]
        assert site.built == [address] * 2

    def test_a_lost_connection_is_made_anew(self, site, address):
        first = [site.get(address) for _ in range(2)][-1]
        site.cache.asking.local.connection.close()
        assert site.get(address) == first
        assert site.built == [address]


class TestWhoGoesPast:
    def test_whoever_is_logged_in(self, site, address):
        site.get(address)
        answer = site.get(address, cookie="a=b; sessionid=x")
        assert answer.status == 200
        assert site.built == [address] * 2

    def test_posts_admin_and_health(self, site, address):
        for _ in range(2):
            site.get("/admin/login/")
            site.get("/healthz")
            site.get(f"{address}reply/", "POST")
        assert len(site.built) == 6

    def test_the_page_behind_a_signed_link_is_never_stored(self, site, address, edition):
        reply = factories.reply(edition, "Only mine", state="held")
        mine, _, _ = links.receipt(reply).partition("#")
        answers = [site.get(mine, accept_encoding="br") for _ in range(2)]
        assert all("Only mine" in answer.text for answer in answers)
        assert all(answer.headers["Cache-Control"] == "private, no-store" for answer in answers)
        assert site.built == [mine] * 2
        assert not any(
            path.is_file() and b"Only mine" in path.read_bytes() for path in site.folder.rglob("*")
        )
        assert "Only mine" not in site.get(address).text

    def test_what_does_not_exist_is_not_stored(self, site):
        for number in range(3):
            assert site.get(f"/nothing-{number}/").status == 404
        assert not site.cache.memory.kept

    def test_what_comes_to_exist_is_kept_from_then_on(self, site):
        now = timezone.localtime()
        address = f"/{now:%Y}/{now:%m}/ferry-back/"
        assert site.get(address).status == 404
        factories.published("Ferry back", ago=dt.timedelta())
        assert [site.get(address).status for _ in range(4)] == [200] * 4
        assert len(site.built) == 3  # the 404, once beside the cache, once for it

    def test_a_link_to_a_reply_leads_to_the_story_only_while_it_is_not_shown(
        self, site, edition, address
    ):
        reply = factories.reply(edition)
        link, moderator = f"{address}?thread={reply.pk}", factories.somebody("moderator")
        assert site.get(link).status == 200
        decisions.decide([reply.pk], to="held", by=moderator)
        assert [site.get(link).status for _ in range(2)] == [302, 302]
        decisions.decide([reply.pk], to="shown", by=moderator)
        assert site.get(link).status == 200


class TestOneBuilder:
    def test_many_who_ask_at_once_make_one_page(self, site, address):
        processes = [site, Site(site.folder), Site(site.folder)]
        together, answers = threading.Barrier(12), []

        def ask(process):
            try:
                together.wait(120)
                answers.append(process.get(address, accept_encoding="gzip"))
            finally:
                process.cache.asking.close()
                connection.close()

        threads = [threading.Thread(target=ask, args=[processes[n % 3]]) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(answers) == 12
        assert all(answer == answers[0] for answer in answers)
        assert sum(len(process.built) for process in processes) == 1

    def test_who_came_after_the_change_does_not_take_what_was_built_before_it(
        self, site, edition, address
    ):
        """The builder reads the versions, somebody approves, a reader comes: he waits, and gets a
        newer page."""
        reply = factories.reply(edition, "Just approved", state="held")
        reading, approved, got = threading.Event(), threading.Event(), {}
        slow = Site(site.folder)
        build = slow.cache.build

        def slowly(environ):
            page = build(environ)
            reading.set()
            approved.wait(120)
            return page

        slow.cache.build = slowly

        def ask(name, process):
            try:
                got[name] = process.get(address).text
            finally:
                process.cache.asking.close()
                connection.close()

        first = threading.Thread(target=ask, args=["before", slow])
        first.start()
        assert reading.wait(120)
        decisions.decide([reply.pk], to="shown", by=factories.somebody("moderator"))
        second = threading.Thread(target=ask, args=["after", site])
        second.start()
        approved.set()
        first.join()
        second.join()
        assert "Just approved" not in got["before"]
        assert "Just approved" in got["after"]


class TestWhileTheVersionsCannotBeAsked:
    @pytest.fixture
    def lose(self, site, monkeypatch):
        """The database does not answer any more."""

        def lose():
            def fail(keys):
                raise CantAsk

            monkeypatch.setattr(site.cache.asking, "numbers", fail)
            site.built.clear()

        return lose

    def test_what_was_right_a_moment_ago_is_shown_as_stale(self, site, address, lose, settings):
        settings.SHARED_CACHES = ["http://127.0.0.1:6081"]
        before = site.get(address, accept_encoding="br")
        lose()
        answer = site.get(address, accept_encoding="br", if_none_match=before.headers["ETag"])
        assert (answer.status, answer.text) == (200, before.text)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Age"].isdigit()
        assert answer.headers["Cache-Status"].startswith("Newsroom; hit; ttl=-")
        assert not {"ETag", "Surrogate-Key"} & set(answer.headers)
        assert site.built == []

    def test_what_was_not_asked_for_before_is_built_while_django_can(self, site, address, lose):
        lose()
        assert "Cache-Status" not in site.get(address).headers
        assert "Cache-Status" in site.get(address).headers
        assert site.built == [address]

    def test_not_for_longer_than_the_setting_says(self, site, address, lose, settings):
        settings.STALE_SECONDS = -1
        site.get(address)
        lose()
        assert "Cache-Status" not in site.get(address).headers
        assert site.built == [address]

    def test_nor_beyond_the_end_of_an_edition(self, site, lose, time_machine):
        now = timezone.now().replace(microsecond=0)
        time_machine.move_to(now, tick=False)
        later = now + dt.timedelta(seconds=30)
        editions.publish(factories.article("Later"), by=factories.somebody("editor"), at=later)
        site.get("/")
        lose()
        assert "Cache-Status" in site.get("/").headers
        time_machine.move_to(later, tick=False)
        assert "Later" in site.get("/").text
        assert site.built == ["/"]

    def test_nor_what_was_found_to_be_wrong(self, site, address, edition, lose, monkeypatch):
        site.get(address)
        factories.reply(edition, "Newer than the page")

        def fail(environ):
            raise CantAsk

        with monkeypatch.context() as patch:
            patch.setattr(site.cache, "build", fail)
            site.get(address)
        lose()
        assert "Newer than the page" in site.get(address).text


class TestInFront:
    @pytest.fixture(autouse=True)
    def _in_front(self, settings):
        settings.SHARED_CACHES = ["http://127.0.0.1:6081"]

    def test_a_shared_cache_is_told_how_long_and_under_which_keys(self, site, address, edition):
        answer = site.get(address)
        assert (
            answer.headers["Cache-Control"]
            == "public, max-age=0, s-maxage=60, stale-while-revalidate=10"
        )
        assert {f"story:{edition.article_id}", f"replies:{edition.article_id}", "furniture"} <= set(
            answer.headers["Surrogate-Key"].split()
        )

    def test_never_beyond_the_next_edition(self, site, address, time_machine):
        now = timezone.now().replace(microsecond=0)
        time_machine.move_to(now, tick=False)
        site.get("/")
        later = now + dt.timedelta(minutes=5)
        editions.publish(factories.article("Later"), by=factories.somebody("editor"), at=later)
        assert "s-maxage=60, stale" in site.get("/").headers["Cache-Control"]
        time_machine.move_to(later - dt.timedelta(seconds=65), tick=False)
        assert (
            site.get("/").headers["Cache-Control"]
            == "public, max-age=0, must-revalidate, s-maxage=60"
        )
        time_machine.move_to(later - dt.timedelta(seconds=7), tick=False)
        answer = site.get("/", if_none_match=site.get("/").headers["ETag"])
        assert (answer.status, answer.headers["Cache-Control"]) == (
            304,
            "public, max-age=0, must-revalidate, s-maxage=7",
        )


def test_pages_of_another_database_are_not_taken_for_this_ones(site, address):
    """A folder of ready pages that outlived its database: numbers may stand where they stood in
    that one."""
    site.get(address)
    with transaction.atomic():
        versions.move(keys.SITE)
    site.get(address)
    assert site.built == [address] * 2


def test_where_each_page_came_from_is_counted(site, address, monkeypatch):
    counted = Counter("pages", "Pages", ["source"], registry=CollectorRegistry())
    counters = counts.Counters(answers=None, seconds=None, pages=counted.labels)
    monkeypatch.setattr(counts, "_counters", lambda: counters)
    for path in (address, address, address, "/city/2020/01/nothing/"):
        site.get(path)
    Site(site.folder).get(address)
    found = {
        sample.labels["source"]: sample.value
        for sample in next(iter(counted.collect())).samples
        if sample.name == "pages_total"
    }
    assert found == {"built": 1, "memory": 2, "disk": 1, "passed": 1}
