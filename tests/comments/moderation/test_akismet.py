"""Akismet: off by default, asked by the worker, and held wherever it does not answer. Against a
server that speaks its contract.

Covers comments/moderation/akismet.py, comments/moderation/effects/akismet.py,
comments/checks/text/akismet.py, newsroom/lib/web/akismet.py.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django_tasks_db.models import DBTaskResult

from comments.findings import Sent
from comments.intake import author_actions
from comments.models import Comment, Decision, Policy, Thread
from comments.moderation import akismet, decisions
from comments.moderation.effects import akismet as corrections
from newsroom.lib.web.akismet import NoAnswer, is_spam
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "The ferry has been late every day, and nobody says why."
NEEDED = {"api_key", "blog", "user_ip"}


class Server(ThreadingHTTPServer):
    """Takes every text for spam whose author is viagra-test-123; can be told to be out of order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict]] = []
        self.out_of_order = ""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[0] for name, values in parse_qs(body).items()}
        verb = self.path.removeprefix("/1.1/")
        self.server.asked.append((verb, fields))
        if self.server.out_of_order == "500":
            return self.say("Internal error", 500)
        if (
            self.server.out_of_order == "quota"
            or not set(fields) >= NEEDED
            or fields["api_key"] != "a-key"
        ):
            return self.say("invalid", help="Empty or wrong fields")
        if verb == "comment-check":
            return self.say("true" if fields["comment_author"] == "viagra-test-123" else "false")
        if verb in ("submit-spam", "submit-ham"):
            return self.say("Thanks for making the web a better place.")
        return self.say("Missing required field", 404)

    def say(self, words: str, status: int = 200, help: str = "") -> None:
        self.send_response(status)
        if help:
            self.send_header("X-akismet-debug-help", help)
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def server(settings):
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.AKISMET_KEY, settings.AKISMET_URL = (
            "a-key",
            f"http://127.0.0.1:{server.server_port}/1.1/",
        )
        yield server
        server.shutdown()


@pytest.fixture
def edition(people):
    Policy.objects.create(mode="open")
    return factories.published("Ferry late again")


def asked() -> int:
    return DBTaskResult.objects.filter(task_path=akismet.ask_akismet.module_path).count()


class TestOff:
    def test_nothing_is_asked_and_nothing_said(self, edition, client):
        assert factories.post(edition, TEXT).state == "shown"
        assert asked() == 0
        assert "Akismet" not in client.get(edition.get_absolute_url()).content.decode()

    def test_no_decision_is_told(self, edition, people):
        comment = factories.post(edition, TEXT)
        decisions.decide([comment.pk], to="spam", by=people["moderator"])
        assert not DBTaskResult.objects.filter(
            task_path=corrections.correct_akismet.module_path
        ).exists()


class TestAsking:
    def test_a_reply_is_held_until_it_has_answered(self, edition, server):
        comment = factories.post(edition, TEXT)
        assert (comment.state, comment.held_for, asked()) == ("held", "akismet", 1)
        assert server.asked == []  # never while the reader waits
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert comment.state == "shown"
        first, second = Decision.objects.order_by("pk")
        assert "Is being checked by Akismet: held until it has answered" in first.reasons
        assert "Akismet does not take it for spam" in second.reasons
        assert second.by is None

    def test_it_is_told_what_its_contract_names(self, edition, server):
        comment = factories.post(
            edition, TEXT, name="Ünal", website="https://unal.example/?a=b&c=d"
        )
        Comment.objects.update(network="203.0.113.0/24", agent="Browser 1.0")
        akismet.ask_akismet.call(comment.pk)
        [(verb, fields)] = server.asked
        assert verb == "comment-check"
        assert fields["user_ip"] == "203.0.113.0"
        assert (fields["comment_author"], fields["comment_content"]) == ("Ünal", TEXT)
        assert fields["comment_author_url"] == "https://unal.example/?a=b&c=d"
        assert fields["permalink"].endswith(edition.get_absolute_url())
        assert (fields["user_agent"], fields["comment_type"], fields["blog_charset"]) == (
            "Browser 1.0",
            "comment",
            "UTF-8",
        )

    def test_what_it_takes_for_spam_is_spam(self, edition, server):
        comment = factories.post(edition, TEXT, name="viagra-test-123")
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert comment.state == "spam"
        assert "Akismet takes it for spam" in comment.decisions.first().reasons

    def test_what_else_holds_goes_on_holding(self, edition, server):
        comment = factories.post(edition, f"{TEXT} https://a.example https://b.example")
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert (comment.state, comment.held_for) == ("held", "links")
        assert comment.decisions.count() == 1

    def test_how_much_the_thread_is_read_goes_on_counting(self, edition, server):
        Thread.objects.update_or_create(pk=edition.article_id, defaults={"views": 99})
        comment = factories.post(edition, f"{TEXT} https://a.example https://b.example")
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert comment.held_for == "links"
        # 1 for none, and 2 for a hundred
        assert comment.priority == pytest.approx(comment.risk * 3)

    def test_a_reply_that_it_lets_through_is_looked_at_with_its_answer_in_mind(
        self, edition, server
    ):
        comment = factories.post(edition, TEXT)
        before = comment.risk
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert comment.state == "shown"
        assert comment.risk < before

    def test_once_it_has_answered_a_browser_can_show_that_a_person_has_sent_it(
        self, edition, server
    ):
        comment = factories.post(edition, TEXT, sent=Sent(from_form=False))
        assert author_actions.may_prove(comment, comment.created_at) is None
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert (comment.state, comment.held_for) == ("held", "no-form")
        assert author_actions.may_prove(comment, comment.created_at) is not None

    def test_where_every_reply_waits_it_goes_on_waiting(self, people, server):
        comment = factories.post(factories.published(), TEXT)
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert (comment.state, comment.held_for) == ("held", "mode")

    def test_a_task_may_run_twice(self, edition, server):
        comment = factories.post(edition, TEXT)
        akismet.ask_akismet.call(comment.pk)
        akismet.ask_akismet.call(comment.pk)
        assert len(server.asked) == 1
        assert comment.decisions.count() == 2

    def test_a_moderator_may_be_faster(self, edition, server, people):
        comment = factories.post(edition, TEXT)
        decisions.decide(
            [comment.pk], to="rejected", by=people["moderator"], rule=factories.house_rule()
        )
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert (comment.state, server.asked) == ("rejected", [])

    def test_a_changed_text_is_asked_about_anew(self, edition, server):
        comment = factories.post(edition, TEXT)
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        author_actions.edit(comment, f"{TEXT} Or do they?")
        comment.refresh_from_db()
        assert comment.state == "held"
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert comment.state == "shown"
        assert server.asked[-1][1]["comment_content"].endswith("Or do they?")

    def test_the_form_names_it(self, edition, client, server):
        assert (
            "is also sent to Akismet (Automattic Inc., USA)"
            in client.get(edition.get_absolute_url()).content.decode()
        )


class TestFailing:
    @pytest.mark.parametrize("trouble", ["500", "quota"])
    def test_the_reply_stays_held_and_is_asked_about_again(self, edition, server, trouble):
        comment = factories.post(edition, TEXT)
        server.out_of_order = trouble
        with pytest.raises(NoAnswer):
            akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert (comment.state, comment.held_for) == ("held", "unchecked")
        server.out_of_order = ""
        akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert comment.state == "shown"

    def test_a_server_that_is_not_there(self, edition, settings):
        settings.AKISMET_KEY, settings.AKISMET_URL = "a-key", "http://127.0.0.1:9/1.1/"
        comment = factories.post(edition, TEXT)
        with pytest.raises(NoAnswer, match="could not be reached"):
            akismet.ask_akismet.call(comment.pk)
        comment.refresh_from_db()
        assert comment.state == "held"

    def test_it_says_what_is_wrong(self, server, settings):
        with pytest.raises(NoAnswer, match="'invalid'. Empty or wrong fields"):
            is_spam(settings.AKISMET_URL, {"api_key": "wrong", "blog": "x", "user_ip": "0.0.0.0"})

    def test_once_it_is_off_nothing_is_asked(self, edition, server, settings):
        comment = factories.post(edition, TEXT)
        settings.AKISMET_KEY = ""
        akismet.ask_akismet.call(comment.pk)
        assert server.asked == []


class TestCorrecting:
    def decided(self, edition, people, to: str, name: str = "Ana") -> Comment:
        comment = factories.post(edition, TEXT, name=name)
        akismet.ask_akismet.call(comment.pk)
        decisions.decide([comment.pk], to=to, by=people["moderator"])
        return comment

    @pytest.mark.parametrize(
        ("name", "to", "verb"),
        [("Ana", "spam", "submit-spam"), ("viagra-test-123", "shown", "submit-ham")],
    )
    def test_where_a_moderator_decides_otherwise_it_is_told(
        self, edition, server, people, name, to, verb
    ):
        comment = self.decided(edition, people, to, name)
        task = DBTaskResult.objects.get(task_path=corrections.correct_akismet.module_path)
        assert task.args_kwargs["args"] == [[comment.pk]]
        assert corrections.correct([comment.pk]) == 1
        told, fields = server.asked[-1]
        assert (told, fields["comment_content"], fields["comment_author"]) == (verb, TEXT, name)

    def test_nothing_where_they_agree_or_nobody_asked(self, edition, server, people, settings):
        comment = self.decided(edition, people, "held")
        settings.AKISMET_KEY = ""
        other = factories.post(edition, f"{TEXT} Again.")
        settings.AKISMET_KEY = "a-key"
        decisions.decide([other.pk], to="spam", by=people["moderator"])
        assert corrections.correct([comment.pk, other.pk]) == 0

    def test_with_the_text_as_it_came_in(self, edition, server, people):
        comment = self.decided(edition, people, "spam")
        comment.versions.create(number=1, text=TEXT, until=comment.created_at)
        Comment.objects.update(text="Another text", version=2)
        corrections.correct([comment.pk])
        assert server.asked[-1][1]["comment_content"] == TEXT
