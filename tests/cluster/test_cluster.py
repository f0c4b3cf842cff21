"""Many nodes: what is done at one is seen at all, and what dies takes nothing with it.

Covers newsroom/serving/patience.py, newsroom/serving/postgresql/base.py.
"""

import os
import re
import signal
import socket
import ssl
import time

import pytest

from tests.cluster.cluster import SITE, Load
from tests.services import family, until


@pytest.fixture(autouse=True)
def _all_well(cluster):
    """Each test finds everything running."""
    until(cluster.all_well)


@pytest.fixture
def held(cluster):
    """A reply that nobody has decided about: its number and text."""
    number = cluster.seed["held"].pop()
    return number, cluster.query("SELECT text FROM comments_comment WHERE id = %s", number)[0][0]


@pytest.fixture
def moderator(cluster):
    return cluster.reader().log_in()


class TestTogether:
    def test_what_is_decided_at_one_node_is_seen_at_the_other(self, cluster, moderator):
        for here, there in [("a", "b"), ("b", "a")] * 5:
            number = cluster.seed["held"].pop()
            reader = cluster.reader(there)
            assert f'id="comment-{number}"' not in reader.get().text
            moderator.as_at(cluster.reader(here)).show(number)
            assert f'id="comment-{number}"' in reader.get().text

    def test_varnish_answers_and_forgets_what_has_changed(self, cluster, moderator, held):
        number, text = held
        reader = cluster.reader()

        def kept() -> bool:
            """Whether Varnish had it already: then it names two requests, ours and that which
            fetched it."""
            return len(reader.get().headers["X-Varnish"].split()) == 2

        until(lambda: kept() and kept())
        assert text not in reader.get().text
        moderator.as_at(cluster.reader("a")).show(number)
        until(lambda: text in reader.get().text, 5)  # much sooner than s-maxage
        until(kept)

    def test_what_varnish_keeps_browsers_ask_for_each_time(self, cluster):
        headers = cluster.reader().get().headers
        assert "s-maxage" not in headers["Cache-Control"]
        assert "max-age=0" in headers["Cache-Control"]
        assert not {"Surrogate-Key", "xkey", "X-Stale"} & set(headers)
        direct = cluster.reader("a").get().headers
        assert "s-maxage=" in direct["Cache-Control"]
        assert "replies" in direct["Surrogate-Key"]

    def test_each_coding_keeps_its_own_tag(self, cluster):
        reader = cluster.reader()
        tags = {}
        for accept, coding in [
            ("br, gzip", "br"),
            ("gzip;q=0.5", "gzip"),
            ("br;q=0, identity", None),
            ("", None),
        ]:
            answer = reader.session.get(
                reader.site + reader.story,
                headers={"Accept-Encoding": accept},
                timeout=30,
                stream=True,
            )
            assert answer.headers.get("Content-Encoding") == coding
            tags[coding] = answer.headers["ETag"]
            answer.close()
            again = reader.get(
                **{"Accept-Encoding": accept, "If-None-Match": answer.headers["ETag"]}
            )
            assert again.status_code == 304
        assert len(set(tags.values())) == 3

    def test_nothing_personal_is_kept(self, cluster, moderator):
        for path in ("/admin/", moderator.story):
            for _ in range(2):
                answer = moderator.get(path)
                assert answer.status_code == 200
                assert "X-Varnish" not in answer.headers
        stranger = cluster.reader()
        stranger.site = f"http://127.0.0.1:{cluster.port['varnish']}"
        assert stranger.get("/admin/", **{"X-Forwarded-Proto": "https"}).status_code == 302

    def test_only_workers_purge(self, cluster):
        reader = cluster.reader()
        assert (
            reader.session.request(
                "PURGE", f"{reader.site}/", headers={"xkey-purge": "replies"}
            ).status_code
            == 405
        )

    def test_pictures_come_from_the_bucket(self, cluster):
        for at in ("a", "b", "nginx"):
            answer = cluster.reader(at).get(cluster.seed["picture"])
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
        assert not (cluster.folder / "a/public").exists()

    def test_static_files_come_from_nginx(self, cluster):
        style = re.search(r'href="(/static/css/base[^"]+)"', cluster.reader().get().text)[1]
        answer = cluster.reader().get(style)
        assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
        assert "immutable" in answer.headers["Cache-Control"]
        assert "X-Varnish" not in answer.headers

    def test_half_sent_forms_do_not_hold_the_nodes(self, cluster):
        context = ssl.create_default_context(cafile=cluster.folder / "cert.pem")
        begun = []
        for _ in range(30):
            plain = socket.create_connection(("127.0.0.1", cluster.port["https"]))
            sender = context.wrap_socket(plain, server_hostname=SITE)
            head = (
                f"POST {cluster.seed['story']}reply/ HTTP/1.1\r\nHost: {SITE}\r\nContent-Length:"
                " 1000\r\n\r\nhalf"
            )
            sender.sendall(head.encode())
            begun.append(sender)
        assert cluster.reader().reply("Sent at once").status_code == 303
        assert cluster.reader("a").get().status_code == cluster.reader("b").get().status_code == 200
        for sender in begun:
            sender.close()


class TestLosing:
    def test_varnish(self, cluster, moderator, held):
        number, text = held
        cluster.varnish.kill()
        reader = cluster.reader()
        assert reader.reply("While Varnish is away").status_code == 303
        moderator.show(number)
        assert text in reader.get().text
        until(lambda: any(status == "READY" and attempts for status, attempts in cluster.purges()))
        cluster.varnish.start()
        until(lambda: all(status == "SUCCESSFUL" for status, _ in cluster.purges()))
        until(lambda: "X-Varnish" in reader.get().headers)
        assert text in reader.get().text

    def test_a_node_under_load(self, cluster):
        with Load(cluster) as load:
            cluster.nodes["a"].kill()
            load.more(100)
            cluster.nodes["a"].start()
            load.more(100)
        failed = [status for status in load.read if status != 200]
        assert len(failed) <= load.readers, failed
        assert load.acknowledged <= cluster.replies()
        assert (
            len([status for status, _ in load.sent if status != 303])
            <= len(load.threads) - load.readers
        )

    def test_an_upgrade_node_by_node(self, cluster):
        with Load(cluster) as load:
            for name in ("a", "b"):
                cluster.nodes[name].kill(signal.SIGTERM)
                cluster.nodes[name].start()
                until(cluster.all_well)
                time.sleep(4)  # as deploy/README.md says: nginx and Varnish have to find it again
                load.more()
        assert set(load.read) == {200}
        assert load.acknowledged <= cluster.replies()

    def test_a_worker_in_the_middle_of_a_task(self, cluster):
        folder = cluster.folder / "long"
        folder.mkdir()
        cluster.manage(
            "shell", "-c", f"from tests import tasks; tasks.take_long.enqueue({str(folder)!r})"
        )
        first = int(until(lambda: list(folder.iterdir()))[0].name)
        [killed] = [worker for worker in cluster.workers if worker.process.pid == first]
        killed.kill()
        [[status, by]] = until(
            lambda: cluster.query(
                "SELECT status, return_value FROM django_tasks_database_dbtaskresult"
                " WHERE task_path = 'tests.tasks.take_long' AND status = 'SUCCESSFUL'"
            )
        )
        assert by != first
        killed.start()

    def test_redis(self, cluster, held):
        number, text = held
        before = cluster.reader().log_in()
        cluster.redis.kill()
        during = cluster.reader().log_in()
        assert before.logged_in()
        assert during.logged_in()
        assert cluster.reader("a").get("/readyz").status_code == 503
        during.show(number)
        for at in ("a", "b"):
            assert text in cluster.reader(at).get().text
        assert cluster.reader().reply("While Redis is away").status_code == 303
        before.as_at(cluster.reader("a")).post("/admin/logout/")
        assert not before.as_at(cluster.reader("b")).logged_in()
        cluster.redis.start()
        until(cluster.all_well)
        for at in ("a", "b"):
            assert not before.as_at(cluster.reader(at)).logged_in()
            assert during.as_at(cluster.reader(at)).logged_in()

    def test_postgresql_under_load(self, cluster, moderator, held):
        number, text = held
        running = [service.process.pid for service in (*cluster.nodes.values(), *cluster.workers)]
        with Load(cluster) as load:
            cluster.postgres.process.send_signal(signal.SIGINT)
            cluster.postgres.process.wait(timeout=120)
            for at in ("a", "b"):
                page = cluster.reader(at).get("/no/such/page/")
                assert (page.status_code, page.headers["Retry-After"]) == (503, "10")
                assert "Back in a moment" in page.text
                assert cluster.reader(at).get("/healthz").status_code == 200
                assert cluster.reader(at).get("/readyz").status_code == 503
            refused = cluster.reader().reply("Typed while the database\nwas away")
            assert refused.status_code == 503
            assert "Typed while the database\nwas away</textarea>" in refused.text
            assert moderator.get("/admin/").status_code == 503
            load.more()
            cluster.postgres.start()
            until(cluster.all_well)
            load.more(100)
        assert set(load.read) <= {200, 503}
        assert {status for status, _ in load.sent} <= {303, 503}
        assert load.acknowledged <= cluster.replies()
        moderator.show(number)
        until(lambda: text in cluster.reader().get().text, 10)  # so a worker is at work as well
        assert [
            service.process.pid for service in (*cluster.nodes.values(), *cluster.workers)
        ] == running
        assert all(
            service.process.poll() is None
            for service in (*cluster.nodes.values(), *cluster.workers)
        )

    def test_postgresql_paused(self, cluster):
        """It says nothing, but its connections are open: whatever waited for it would wait for
        ever."""
        reader = cluster.reader("a")
        until(lambda: reader.get().status_code == 200)
        processes = family(cluster.postgres.process.pid)
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        try:
            for _ in range(4):  # one for each process, and more
                page = cluster.reader("a").get()
                if page.status_code == 200:
                    assert "detail=database-away" in page.headers["Cache-Status"]
                    assert page.headers["Cache-Control"] == "no-store"
                else:  # the other process, which had not answered it before
                    assert page.status_code == 503
            assert reader.get("/healthz").status_code == 200
            assert reader.get("/no/such/page/").status_code == 503
            refused = reader.reply("Typed while the database\nsaid nothing")
            assert refused.status_code == 503
            assert "Typed while the database\nsaid nothing</textarea>" in refused.text
        finally:
            for pid in processes:
                os.kill(pid, signal.SIGCONT)
        until(cluster.all_well)
        until(lambda: "Cache-Status" not in reader.get().headers)
        assert reader.get().status_code == 200
