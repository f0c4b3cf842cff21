"""What readers are told: when, how much in one mail, and what comes to nothing before.

Covers comments/notifications/digest.py, comments/notifications/notices.py,
comments/notifications/emails.py, comments/models/reader.py.
"""

import datetime as dt
import threading

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.template.loader import get_template
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.complaints import appeals
from comments.errors import LinkRefused
from comments.models import Comment, Event, Follow, Notice, Reader
from comments.moderation import decisions
from comments.notifications import digest, notices
from comments.people import readers
from comments.policies import changes
from tests import factories

pytestmark = pytest.mark.django_db
ANA = "ana@example.org"
NOON = dt.datetime(2026, 5, 4, 12, 0, 30, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def edition(clock, people):
    return factories.published("Ferry back")


@pytest.fixture
def ana(edition):
    return factories.reader(ANA, "Ana")


def theirs(edition, reader, text="Mine", state="held", **more) -> Comment:
    """A reply of that reader, who wants to be told about it."""
    comment = factories.reply(
        edition, text, name=reader.name, email=reader.email, state="held", **more
    )
    Comment.objects.filter(pk=comment.pk).update(reader=reader, wants_mail=True)
    if state != "held":
        Comment.objects.filter(pk=comment.pk).update(state=state, shown_at=timezone.now())
    comment.refresh_from_db()
    return comment


TASKS = {task.module_path: task for task in (notices.notify_followers, digest.send_digests)}


@pytest.fixture
def work(clock):
    """Do what the worker would do so many minutes later; gives the mails that were written."""

    def work(minutes: float = 0) -> list:
        until = timezone.now() + dt.timedelta(minutes=minutes)
        mail.outbox.clear()
        waiting = DBTaskResult.objects.filter(status="READY", run_after__lte=until).order_by(
            "run_after"
        )
        while task := DBTaskResult.objects.ready().first() or waiting.first():
            if task.run_after > timezone.now() and task.run_after <= until:
                clock.move_to(task.run_after)
            task.claim("test")
            if ours := TASKS.get(task.task_path):
                ours.call(*task.args_kwargs["args"])
            task.set_successful(None)
        clock.move_to(until)
        return list(mail.outbox)

    return work


def decide(people, *comments, to="shown", **more):
    return decisions.decide(
        [comment.pk for comment in comments], to=to, by=people["moderator"], **more
    )


class TestDecisions:
    def test_shown_is_told_after_some_minutes(self, people, edition, ana, work):
        mine = theirs(edition, ana)
        decide(people, mine)
        assert work(1) == []
        [message] = work(2)
        assert (message.to, message.subject) == ([ANA], "Your reply to “Ferry back” is shown")
        assert f"http://localhost:8000{mine.get_absolute_url()}" in message.body
        assert work(600) == []

    def test_what_is_undone_is_never_told(self, people, edition, ana, work):
        outcome = decide(people, theirs(edition, ana))
        decisions.undo(outcome.batch, by=people["moderator"])
        assert work(30) == []
        assert not Notice.objects.exists()

    def test_rejected_says_rule_and_note_and_nothing_of_the_moderator(
        self, client, people, edition, ana, work
    ):
        mine = theirs(edition, ana)
        rule = factories.house_rule()
        rule.text = "A reply answers the story."
        changes.save(rule, by=people["chief"])
        moderator = people["moderator"]
        moderator.first_name, moderator.last_name, moderator.email = (
            "Mona",
            "Ruiz",
            "mona@example.org",
        )
        moderator.save()
        decide(
            people, mine, to="rejected", rule=rule, note="This belongs under the story on trams."
        )
        [message] = work(3)
        assert message.subject == "Your reply to “Ferry back” is not shown"
        for words in (str(rule), rule.text, "This belongs under the story on trams."):
            assert f"  {words}\n" in message.body
        for words in ("Mona", "Ruiz", moderator.email, moderator.username):
            assert words not in message.body
        [receipt] = [
            line.removeprefix("http://localhost:8000")
            for line in message.body.splitlines()
            if "/receipt/" in line
        ]
        assert client.get(receipt).status_code == 200

    def test_what_changes_again_is_told_again(self, people, edition, ana, work):
        mine = theirs(edition, ana)
        decide(people, mine)
        assert len(work(3)) == 1
        decide(people, mine, to="rejected", rule=factories.house_rule())
        [message] = work(3)
        assert "is not shown" in message.subject
        decide(people, mine)
        [message] = work(3)
        assert "is shown" in message.subject

    def test_spam_is_told_nobody(self, people, edition, ana, work):
        decide(people, theirs(edition, ana), to="spam")
        assert work(30) == []

    def test_only_who_wants_it_and_has_confirmed(self, people, edition, ana, work):
        one, two = theirs(edition, ana), theirs(edition, ana, "Another")
        Comment.objects.filter(pk=one.pk).update(wants_mail=False)
        Comment.objects.filter(pk=two.pk).update(reader=None)
        decide(people, one, two)
        assert work(30) == []

    def test_a_rejection_is_told_to_all_who_have_confirmed_wished_for_or_not(
        self, people, edition, ana, work
    ):
        wishes, unknown = theirs(edition, ana), theirs(edition, ana, "Another")
        Comment.objects.filter(pk=wishes.pk).update(wants_mail=False)
        Comment.objects.filter(pk=unknown.pk).update(reader=None)
        decide(people, wishes, unknown, to="rejected", rule=factories.house_rule())
        [message] = work(30)
        assert message.body.count("Your reply to “Ferry back” is not shown.") == 1

    def test_who_wants_no_mail_about_decisions_gets_none(self, people, edition, ana, work):
        Reader.objects.update(decisions_mail="never")
        decide(people, theirs(edition, ana), to="rejected", rule=factories.house_rule())
        assert work(30) == []

    def test_the_reasons_by_law_name_provision_and_courts(self, people, edition, ana, work):
        decide(
            people,
            theirs(edition, ana),
            to="rejected",
            law="§ 186 of the Penal Code: it is not proven.",
        )
        [message] = work(3)
        for words in (
            "  § 186 of the Penal Code: it is not proven.\n",
            "  Your reply is not shown.\n",
            "A person decided, not software.",
            "everywhere this site can be read, until further notice.",
            "appeal until 4 November 2026",
            "Article 21",
        ):
            assert words in message.body, words

    def test_a_story_that_is_gone_is_not_told_of(self, people, edition, ana, work):
        from articles.publishing import editions

        decide(people, theirs(edition, ana))
        editions.withdraw(edition.article, by=people["editor"])
        assert work(30) == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_many_decisions_cost_as_much_as_one(
        self, people, edition, ana, count, django_assert_num_queries
    ):
        comments = [theirs(edition, ana, f"Reply {number}") for number in range(count)]
        for comment in comments:
            comment.state, comment.shown_at = "shown", timezone.now()
        with django_assert_num_queries(5):
            notices.decided(comments, timezone.now())

    def test_an_archive_is_no_news(self, people, edition, ana, work):
        mine = theirs(edition, ana)
        decide(people, mine, now=timezone.now() - dt.timedelta(days=2))
        assert not Notice.objects.exists()


class TestAppeals:
    @pytest.fixture
    def rejected(self, people, edition, ana, work):
        mine = theirs(edition, ana)
        decide(people, mine, to="rejected", rule=factories.house_rule())
        assert len(work(3)) == 1
        Comment.objects.update(wants_mail=False)
        return mine

    def answered(self, people, comment, outcome):
        made = appeals.appeal(comment, "I meant the ferry, not its captain.")
        return appeals.answer(made, outcome, by=people["senior"], answer="We have read it again.")

    def test_that_it_stands_is_told_with_the_answer_and_the_courts(self, people, rejected, work):
        self.answered(people, rejected, "uphold")
        [message] = work(3)
        assert message.subject == "What came of your appeal: Ferry back"
        for words in (
            "The decision stands",
            "  We have read it again.\n",
            "no software took part",
            "the courts are open",
            "/receipt/",
        ):
            assert words in message.body, words
        assert "senior" not in message.body

    def test_that_it_was_wrong_is_told_once_and_leads_to_the_reply(self, people, rejected, work):
        Comment.objects.update(wants_mail=True)
        self.answered(people, rejected, "overturn")
        [message] = work(3)
        assert message.subject == "What came of your appeal: Ferry back"
        assert "The decision was wrong: your reply is shown." in message.body
        assert rejected.get_absolute_url() in message.body

    def test_what_is_undone_before_is_not_told(self, people, rejected, work):
        made = self.answered(people, rejected, "overturn")
        decisions.undo(made.outcome.batch, by=people["senior"])
        assert ["What came of" in message.subject for message in work(10)] in ([], [False])

    def test_an_answer_that_is_not_so_any_more_is_not_told(self, people, rejected, work):
        self.answered(people, rejected, "uphold")
        decide(people, rejected)
        assert work(10) == []


class TestAnswers:
    def test_several_go_in_one_mail(self, edition, ana, work, people):
        mine = theirs(edition, ana, state="shown")
        for name in ("Bo", "Cy"):
            factories.reply(
                edition,
                f"{name} says no",
                name=name,
                email=f"{name}@example.org".lower(),
                parent=mine,
            )
        assert work(9) == []
        [message] = work(2)
        assert (message.to, message.subject) == ([ANA], "News about replies (2)")
        assert "Bo answered you under “Ferry back”:\n\n  Bo says no\n" in message.body
        assert "bo@example.org" not in message.body
        assert work(600) == []

    def test_one_that_is_gone_by_then_is_left_out(self, edition, ana, work, people):
        mine = theirs(edition, ana, state="shown")
        first, second = (
            factories.reply(edition, name=name, email=f"{name}@example.org", parent=mine)
            for name in "bc"
        )
        decide(people, second, to="spam")
        [message] = work(11)
        assert message.subject == "b answered you: Ferry back"

    def test_one_that_was_hidden_and_comes_back_is_told_once(self, edition, ana, work, people):
        mine = theirs(edition, ana, state="shown")
        answer = factories.reply(
            edition, name="Bo", email="bo@example.org", parent=mine, state="held"
        )
        assert work(20) == []  # shown for a moment by the factory, and told nobody
        decide(people, answer)
        assert len(work(11)) == 1
        decide(people, answer, to="held")
        decide(people, answer)
        assert work(11) == []

    def test_ones_own_answers_are_no_news(self, edition, ana, work):
        mine = theirs(edition, ana, state="shown")
        factories.reply(edition, email=ANA, name="Ana", parent=mine)
        assert work(30) == []

    @pytest.mark.parametrize(
        ("at", "told"),
        [
            ("2026-05-04 12:00", "2026-05-05 08:00"),
            ("2026-05-04 03:00", "2026-05-04 08:00"),
            ("2026-03-28 12:00", "2026-03-29 08:00"),
            ("2026-10-24 12:00", "2026-10-25 08:00"),
            ("2026-05-04 07:55", "2026-05-05 08:00"),
        ],
    )
    def test_once_a_day_is_at_eight_in_the_sites_time(self, settings, at, told):
        from zoneinfo import ZoneInfo

        settings.TIME_ZONE = "Europe/Berlin"
        here = ZoneInfo("Europe/Berlin")
        now = dt.datetime.fromisoformat(at).replace(tzinfo=here)
        reader = Reader(answers_mail="daily")
        with timezone.override(here):
            due = notices.due_at("answered", reader, now.astimezone(dt.UTC))
        assert due.astimezone(here) == dt.datetime.fromisoformat(told).replace(tzinfo=here)

    def test_daily_gathers_all_kinds(self, edition, ana, work, people):
        Reader.objects.update(answers_mail="daily", decisions_mail="daily")
        mine = theirs(edition, ana)
        decide(people, mine)
        factories.reply(edition, name="Bo", email="bo@example.org", parent=mine)
        assert work(60) == []
        [message] = work(20 * 60)
        assert message.subject == "News about replies (2)"

    def test_never_is_never_also_when_chosen_late(self, edition, ana, work):
        mine = theirs(edition, ana, state="shown")
        factories.reply(edition, name="Bo", email="bo@example.org", parent=mine)
        Reader.objects.update(answers_mail="never")
        assert work(30) == []
        factories.reply(edition, name="Cy", email="cy@example.org", parent=mine)
        assert not Notice.objects.exists()

    def test_a_mail_has_an_end(self, edition, ana, work, monkeypatch):
        monkeypatch.setattr(digest, "MAX_ITEMS", 2)
        mine = theirs(edition, ana, state="shown")
        for number in range(5):
            factories.reply(edition, name=f"N{number}", email=f"n{number}@example.org", parent=mine)
        [message] = work(11)
        assert message.body.count("answered you") == 2
        assert "And 3 more" in message.body
        assert work(60) == []


class TestFollowers:
    @pytest.fixture
    def follow(self, edition):
        def follow(*names: str) -> list[Reader]:
            found = [factories.reader(f"{name}@example.org", name) for name in names]
            for reader in found:
                Follow.objects.create(reader=reader, article=edition.article, since=timezone.now())
            return found

        return follow

    def test_new_replies_are_counted_into_one_mail(self, edition, follow, work):
        follow("fay")
        for number in range(12):
            factories.reply(edition, email=f"n{number}@example.org", name=f"N{number}")
        [message] = work(30)
        assert (message.to, message.subject) == (["fay@example.org"], "12 new replies: Ferry back")
        assert work(600) == []
        factories.reply(edition, email="m@example.org", name="M")
        [message] = work(30)
        assert message.subject == "1 new reply: Ferry back"

    def test_ones_own_do_not_count(self, edition, follow, work):
        [fay] = follow("fay")
        comment = factories.reply(edition, email=fay.email, name="fay")
        Comment.objects.filter(pk=comment.pk).update(reader=fay)
        assert work(30) == []

    def test_replies_of_one_minute_cost_one_round(self, edition, follow, work, clock):
        follow("fay")
        for number in range(3):
            clock.shift(1)
            factories.reply(edition, email=f"n{number}@example.org")
        assert (
            DBTaskResult.objects.filter(
                task_path="comments.notifications.notices.notify_followers"
            ).count()
            == 1
        )
        clock.shift(60)
        factories.reply(edition, email="n4@example.org")
        assert (
            DBTaskResult.objects.filter(
                task_path="comments.notifications.notices.notify_followers"
            ).count()
            == 2
        )
        [message] = work(30)
        assert message.subject == "4 new replies: Ferry back"

    def test_many_followers_are_told_in_batches(self, edition, follow, work, monkeypatch):
        monkeypatch.setattr(notices, "FOLLOWERS_PER_TASK", 2)
        monkeypatch.setattr(digest, "READERS_PER_TASK", 2)
        names = [f"f{number}" for number in range(5)]
        follow(*names)
        factories.reply(edition)
        assert sorted(message.to[0] for message in work(30)) == [
            f"{name}@example.org" for name in names
        ]
        assert Notice.objects.filter(told_at__isnull=False).count() == 5

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_batch_of_any_size_costs_the_same(
        self, edition, follow, count, django_assert_num_queries
    ):
        follow(*[f"f{number}" for number in range(count)])
        comment = factories.reply(edition)
        with django_assert_num_queries(9):
            notices.notify_followers_batch(comment.pk)

    def test_a_reply_that_is_gone_gives_way_to_the_next(self, edition, follow, work, people):
        follow("fay")
        first = factories.reply(edition, email="a@example.org", name="A")
        factories.reply(edition, email="b@example.org", name="B")
        decide(people, first, to="spam")
        [message] = work(30)
        assert message.subject == "1 new reply: Ferry back"

    def test_who_unfollows_meanwhile_is_not_told(self, edition, follow, work):
        follow("fay")
        factories.reply(edition)
        work(5)
        Follow.objects.all().delete()
        assert work(30) == []

    def test_every_task_may_run_twice(self, edition, follow, work):
        follow("fay", "gus")
        comment = factories.reply(edition)
        notices.notify_followers.call(comment.pk)
        notices.notify_followers.call(comment.pk)
        assert Notice.objects.count() == 2
        assert len(work(30)) == 2
        mail.outbox.clear()
        digest.send_digests.call()
        assert mail.outbox == []


class TestOnceOnly:
    def test_a_mail_that_fails_to_be_written_is_not_marked_as_told(
        self, edition, ana, people, clock, monkeypatch
    ):
        decide(people, theirs(edition, ana))
        clock.shift(dt.timedelta(minutes=5))
        mail.outbox.clear()

        def fail(*args, **more):
            raise RuntimeError("killed")

        with monkeypatch.context() as patch:
            patch.setattr("comments.notifications.emails.written", fail)
            with pytest.raises(RuntimeError), transaction.atomic():
                digest.send_some()
        assert mail.outbox == []
        digest.send_some()
        assert len(mail.outbox) == 1

    def test_the_worker_comes_for_what_was_left(self, edition, ana, people, work):
        decide(people, theirs(edition, ana))
        DBTaskResult.objects.all().delete()
        assert work(90) == []
        notices.tidy()
        assert len(work(2)) == 1


def test_who_confirms_after_a_rejection_is_told_of_it(client, edition, post, links, people, work):
    post(wants_mail="on")
    decide(people, Comment.objects.get(), to="rejected", rule=factories.house_rule())
    readers.confirm(links()[0].split("/")[-2])
    [message] = work(3)
    assert message.subject == "Your reply to “Ferry back” is not shown"


def at_once(work, times: int = 4) -> list:
    """Do the same so many times at the same moment; gives what came of each."""
    barrier, came = threading.Barrier(times), []

    def run():
        barrier.wait()
        try:
            came.append(work())
        except LinkRefused as refusal:
            came.append(refusal.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.mark.django_db(transaction=True)
def test_workers_beside_each_other_mail_once(edition, ana, people):
    theirs(edition, ana)
    decide(people, Comment.objects.get())
    mail.outbox.clear()
    Notice.objects.update(due_at=timezone.now())
    at_once(digest.send_some)
    assert [message.to for message in mail.outbox] == [[ANA]]


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_followed_twice_at_once_confirms_once(post, links):
    post(wants_mail="on")
    token = links()[0].split("/")[-2]
    came = at_once(lambda: readers.confirm(token))
    assert sorted(map(str, came))[:3] == ["410"] * 3
    assert Reader.objects.count() == 1


def test_a_link_that_confirms_later_is_in_time_for_the_decision(
    client, edition, post, links, people, work
):
    post(wants_mail="on")
    readers.confirm(links()[0].split("/")[-2])
    decide(people, Comment.objects.get())
    [message] = work(3)
    assert message.to == [ANA]


@pytest.mark.parametrize("event", Event)
def test_every_event_is_told(event, edition, people):
    """A new one needs all of this, see docs/changing.md."""
    reply = factories.reply(edition)
    assert notices.DELAYS[event]
    assert digest.Item(event, reply, edition, count=1).subject
    words = get_template("comments/mail/news.txt").template.source
    assert f'item.event == "{event}"' in words
    if event not in (Event.FOLLOWED, Event.MESSAGE):  # these are asked of their own rows
        assert digest.is_still_true(Notice(comment=reply, event=event), {}) in (True, False)


def test_what_only_the_next_version_knows_waits_for_it(monkeypatch, edition, people):
    monkeypatch.setattr(digest, "KNOWN", (Event.REJECTED,))
    reader = factories.reader()
    past = timezone.now() - dt.timedelta(minutes=5)
    about = {"comment": factories.reply(edition), "reader": reader, "event": Event.SHOWN}
    Notice.objects.create(**about, made_at=past, due_at=past)
    mail.outbox.clear()
    assert digest.send_some() is False
    digest.send_digest(reader.pk, timezone.now())
    assert Notice.objects.get().due_at == past
    assert mail.outbox == []
