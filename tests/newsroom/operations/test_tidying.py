"""Tidying: what goes, what stays, and what happens when a step fails.

Covers newsroom/operations/often.py, newsroom/management/commands/tidy.py.
"""

import datetime as dt
import json
import os
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles.models import Autosave, Presence, Upload
from articles.pictures import uploads
from comments.models import (
    Comment,
    Erasure,
    LegalNotice,
    Likeness,
    LikenessKey,
    MailLink,
    Notice,
    PersonNote,
    Report,
    RuleHit,
    Sanction,
)
from comments.people import emptying
from newsroom.accounts.models import SignIn
from newsroom.mail import outbox
from newsroom.models import Chore, ImportLine, Mail
from newsroom.operations import often, tidying
from newsroom.operations.tidying import Step
from tests import factories, tasks

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
BY_NAME = {step.name: step for step in tidying.TABLE}


@pytest.fixture
def now():
    return timezone.now()


def run(now: dt.datetime, *names: str) -> dict[str, int]:
    return {
        done.step.name: done.deleted
        for done in tidying.tidy(now, [BY_NAME[each] for each in names])
    }


def test_each_step_is_told_apart():
    assert len(BY_NAME) == len(tidying.TABLE)
    assert all(len(step.name) <= 40 for step in tidying.TABLE)


def test_logins_that_have_ended(now):
    for number in (-1, 1):
        Session.objects.create(
            session_key=f"s{number}", session_data="", expire_date=now + number * DAY
        )
    assert run(now, "sessions") == {"sessions": 1}
    assert [each.session_key for each in Session.objects.all()] == ["s1"]


def test_what_was_typed_into_new_stories(now):
    person, story = factories.somebody("writer"), factories.article()
    for ago, article in ((91, None), (89, None), (91, story)):
        Autosave.objects.create(
            person=person, article=article, tab=uuid.uuid4(), at=now - ago * DAY, fields={}
        )
    run(now, "autosaves")
    assert {(each.article, (now - each.at).days) for each in Autosave.objects.all()} == {
        (None, 89),
        (story, 91),
    }


def test_who_had_a_story_open(now):
    person, story = factories.somebody("writer"), factories.article()
    for ago in (0.9, 1.1):
        Presence.objects.create(person=person, article=story, tab=uuid.uuid4(), at=now - ago * DAY)
    assert run(now, "presences") == {"presences": 1}


def test_parts_of_pictures(now, picture_files):
    by = factories.somebody("writer")
    for hours in (25, 23):
        uploads.begin(by=by, length=5, now=now - dt.timedelta(hours=hours))
    run(now, "uploads")
    assert [(now - each.begun_at).total_seconds() // 3600 for each in Upload.objects.all()] == [23]


def test_by_what_replies_are_alike(now):
    """Of those that came before all that came since: one that came in with an old date stays."""
    edition = factories.published()
    replies = [factories.reply(edition) for _ in range(3)]
    for reply, ago in zip(replies, (181, 179, 181), strict=True):
        type(reply).objects.filter(pk=reply.pk).update(created_at=now - ago * DAY)
        Likeness.objects.filter(pk=reply.pk).delete()
        mine = Likeness.objects.create(comment=reply, sketch=b"1")
        LikenessKey.objects.create(key=1, likeness=mine)
    run(now, "likeness")
    assert {each.likeness_id for each in LikenessKey.objects.all()} == {
        replies[1].pk,
        replies[2].pk,
    }


def test_what_rules_found(now):
    rule = factories.desk_rule()
    for ago in (181, 179):
        RuleHit.objects.create(rule=rule, rule_version=1, was_silent=False, at=now - ago * DAY)
    run(now, "rule hits")
    assert [(now - hit.at).days for hit in RuleHit.objects.all()] == [179]


def test_links_of_mails(now):
    for ago in (31, 29):
        MailLink.objects.create(digest=str(ago), email="a@example.org", made_at=now - ago * DAY)
    run(now, "links")
    assert [each.digest for each in MailLink.objects.all()] == ["29"]


class TestPeople:
    """What is kept of readers, and who stays: each with one row too old, and one that is not."""

    @pytest.fixture
    def edition(self, people):
        return factories.published()

    def replies(self, edition, now, days: int, **state) -> list[Comment]:
        made = [factories.reply(edition, email=f"{n}@example.org", **state) for n in range(2)]
        for reply, ago in zip(made, (days + 1, days - 1), strict=True):
            Comment.objects.filter(pk=reply.pk).update(created_at=now - ago * DAY)
        return made

    @pytest.mark.parametrize("state", ["spam", "withdrawn"])
    def test_what_is_not_shown(self, edition, now, state):
        made = self.replies(edition, now, 365, state="spam")
        Comment.objects.update(state=state)
        assert run(now, "not shown") == {"not shown": 1}
        assert run(now, "not shown") == {"not shown": 0}
        old, new = (Comment.objects.get(pk=each.pk) for each in made)
        assert (old.name, old.email, old.text) == (emptying.NAME, "", "")
        assert (new.email, new.text) == (made[1].email, made[1].text)

    def test_what_is_shown_or_rejected_keeps_its_text(self, edition, now):
        for state in ("shown", "rejected", "held"):
            self.replies(edition, now, 365, state=state)
        assert run(now, "not shown") == {"not shown": 0}

    def test_addresses_that_nobody_confirmed(self, edition, now):
        made = self.replies(edition, now, 1095)
        assert run(now, "addresses") == {"addresses": 1}
        assert [Comment.objects.get(pk=each.pk).email for each in made] == ["", "1@example.org"]
        Comment.objects.update(created_at=now - 9999 * DAY, reader=factories.reader())
        assert run(now, "addresses") == {"addresses": 0}

    def test_reports(self, edition, now):
        comment = factories.reply(edition)
        for who, ago in (("a", 366), ("b", 364), ("c", None)):
            Report.objects.create(
                comment=comment, version=1, reason="abuse", text="No", email="r@example.org",
                who=who, at=now - 400 * DAY, settled_at=ago and now - ago * DAY,
            )  # fmt: skip
        assert run(now, "reports") == {"reports": 1}
        assert [each.text for each in Report.objects.order_by("who")] == ["", "No", "No"]

    def test_notices_of_illegal_content(self, edition, now):
        made = [factories.legal_notice(factories.reply(edition), f"No {n}") for n in range(3)]
        for notice, ago in zip(made, (1096, 1094, None), strict=True):
            state = "kept" if ago else "open"
            LegalNotice.objects.filter(pk=notice.pk).update(
                state=state, decided_at=ago and now - ago * DAY
            )
        assert run(now, "notices of illegal content") == {"notices of illegal content": 1}
        old = LegalNotice.objects.get(pk=made[0].pk)
        assert (old.name, old.email, old.reasons, old.evidence) == ("", "", "", {})
        assert LegalNotice.objects.exclude(reasons="").count() == 2

    def test_measures(self, now):
        def taken(kind: str, **ended) -> int:
            made = factories.sanction(f"{kind}-{len(ended)}@example.org", kind)
            Sanction.objects.filter(pk=made.pk).update(since=now - 900 * DAY, **ended)
            return made.pk

        old, new = now - 731 * DAY, now - 729 * DAY
        gone = {taken("message"), taken("warn", seen_at=old), taken("ban", lifted_at=old),
                taken("suspend", until=old)}  # fmt: skip
        kept = {taken("warn"), taken("ban"), taken("hold"), taken("suspend", until=new)}
        assert run(now, "measures") == {"measures": len(gone)}
        assert set(Sanction.objects.values_list("pk", flat=True)) == kept

    def test_rows_by_their_time(self, people, now):
        for ago, days in ((1, -1), (2, 1)):
            PersonNote.objects.create(
                email="a@example.org",
                text=str(ago),
                by=people["senior"],
                at=now - (730 - days) * DAY,
            )
            Erasure.objects.create(
                digest=str(ago), fate="removed", source="reader", asked_at=now,
                done_at=now - (1095 - days) * DAY,
            )  # fmt: skip
            SignIn.objects.create(
                user=people["senior"], browser=str(ago), at=now - (90 - days) * DAY,
                seen_at=now - (90 - days) * DAY,
            )  # fmt: skip
            run_of = factories.brought()
            run_of.ended_at = now - (730 - days) * DAY
            run_of.save()
        names = ("notes", "erasures", "sign ins", "import reports")
        before = ImportLine.objects.count()
        assert set(run(now, *names)) == set(names)
        assert PersonNote.objects.get().text == "2"
        assert Erasure.objects.get().digest == "2"
        assert SignIn.objects.get().browser == "2"
        assert ImportLine.objects.count() == before / 2


class TestMail:
    def mail(self, now, state: str, days: int, **fields) -> Mail:
        message = EmailMessage("Hello", "text", "us@paper.example", ["a@example.org"])
        mail = outbox.write([message], now=now - days * DAY)[0]
        Mail.objects.filter(pk=mail.pk).update(state=state, due_at=None, **fields)
        return mail

    @pytest.mark.parametrize("state", ["sent", "failed", "kept"])
    def test_texts_go_after_a_fortnight_and_rows_after_three_months(self, now, state):
        fields = {"sent_at": now} if state == "sent" else {}
        new, old, _ = (self.mail(now, state, days, **fields) for days in (13, 15, 91))
        assert run(now, "mail texts", "mails") == {"mail texts": 2, "mails": 1}
        assert [mail.pk for mail in Mail.objects.filter(content__isnull=False)] == [new.pk]
        assert {mail.pk for mail in Mail.objects.all()} == {new.pk, old.pk}

    def test_one_that_waits_keeps_its_text(self, now, settings):
        settings.EMAIL_HOST = "mail.example"
        message = EmailMessage("Hello", "text", "us@paper.example", ["a@example.org"])
        mail = outbox.write([message], now=now - 91 * DAY)[0]
        run(now, "mail texts", "mails")
        mail.refresh_from_db()
        assert mail.content


def test_what_the_worker_has_done(now):
    def task(status: str, ago: int) -> DBTaskResult:
        row = DBTaskResult.objects.get(pk=tasks.note.enqueue("nowhere", 1).id)
        row.status, row.finished_at = status, now - ago * DAY if ago else None
        row.save()
        return row

    done, failed = TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED
    task(done, 4), task(failed, 4)
    kept = {task(done, 2), task(failed, 2), task(TaskResultStatus.READY, 0)}
    run(now, "tasks")
    assert set(DBTaskResult.objects.all()) == kept


def test_pages_on_disk(now, settings, tmp_path):
    settings.HOME = tmp_path
    old, new, lock = (tmp_path / "pages/release" / name for name in ("1/a", "1/b", "locks/1"))
    for path in (old, new, lock):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    for path in (old, lock):
        long_ago = (now - 31 * DAY).timestamp()
        os.utime(path, (long_ago, long_ago))
    assert run(now, "pages") == {"pages": 1}
    assert [path.exists() for path in (old, new, lock)] == [False, True, True]


def test_static_files_of_earlier_releases(now, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    names = ("css/a.1.css", "css/a.1.css.gz", "css/a.0.css", "css/new.0.css", "staticfiles.json")
    (tmp_path / "css").mkdir()
    for name in names:
        (tmp_path / name).write_text(json.dumps({"paths": {"css/a.css": "css/a.1.css"}}))
        age = 1 if name == "css/new.0.css" else 31
        os.utime(tmp_path / name, ((now - age * DAY).timestamp(),) * 2)
    assert run(now, "static") == {"static": 1}
    assert {name for name in names if (tmp_path / name).exists()} == {*names} - {"css/a.0.css"}
    assert run(now + 30 * DAY, "static") == {"static": 1}
    assert (tmp_path / "css/a.1.css").exists()


def test_where_no_static_files_are_collected_nothing_goes(now, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "other.css").write_text("x")
    assert run(now + 99 * DAY, "static") == {"static": 0}
    assert (tmp_path / "other.css").exists()


def test_batches_go_one_after_the_other(now, monkeypatch):
    monkeypatch.setattr(tidying, "BATCH", 2)
    monkeypatch.setattr(tidying, "MAX_BATCHES", 2)
    for number in range(5):
        Session.objects.create(session_key=f"s{number}", session_data="", expire_date=now - DAY)
    assert run(now, "sessions") == {"sessions": 4}  # the rest is for the next night
    assert run(now, "sessions") == {"sessions": 1}


class TestFailing:
    def fail(self, before):
        raise OSError("the disk is broken")

    def test_the_others_go_on_and_it_is_told(self, now, monkeypatch, capsys):
        Session.objects.create(session_key="s", session_data="", expire_date=now - DAY)
        bad = Step("bad", "what fails", DAY, self.fail)
        monkeypatch.setattr(tidying, "TABLE", (bad, BY_NAME["sessions"]))
        monkeypatch.setattr(tidying.tidy, "__defaults__", (tidying.TABLE,))
        with pytest.raises(CommandError, match="Failed: bad"):
            call_command("tidy")
        assert "sessions: 1 deleted" in capsys.readouterr().out
        chore = Chore.objects.get(name="bad")
        assert chore.error == "OSError: the disk is broken"
        assert not Chore.objects.exclude(name="bad").exclude(error="").exists()

    def test_it_is_forgotten_when_it_works_again(self, now):
        Chore.objects.create(name="sessions", begun_at=now, error="no")
        run(now, "sessions")
        assert Chore.objects.get(name="sessions").error == ""

    def test_what_the_worker_does_often_goes_on(self, monkeypatch, caplog):
        done = []
        monkeypatch.setattr(often, "told_at", {})

        def fail():
            raise ValueError("no")

        monkeypatch.setattr(often, "OFTEN", (fail, lambda: done.append(1)))
        often.do_all()
        often.do_all()
        assert done == [1, 1]
        assert caplog.text.count("Traceback") == 1  # not each ten seconds


class TestByNight:
    def at(self, hour: int, day: int = 30) -> dt.datetime:
        return timezone.make_aware(dt.datetime(2026, 11, day, hour, 30))

    def ordered(self) -> int:
        return DBTaskResult.objects.filter(task_path=tidying.tidy_by_night.module_path).count()

    def test_it_is_ordered_once_a_night(self):
        assert not tidying.order(self.at(12, day=28))  # a site that begins has nothing to tidy
        assert not tidying.order(self.at(2, day=29))
        assert tidying.order(self.at(3, day=29))
        assert not tidying.order(self.at(3, day=29))
        assert not tidying.order(self.at(2))
        assert self.ordered() == 1

    def test_a_night_that_was_missed_is_made_up_for(self):
        tidying.order(self.at(4, day=27))
        assert tidying.order(self.at(17))
        assert not tidying.order(self.at(18))

    def test_a_clock_that_was_wrong_is_no_reason_to_do_nothing(self):
        """It stood in December; set right, nights go on."""
        tidying.order(self.at(12, day=27))
        Chore.objects.update(begun_at=self.at(12, day=27) + dt.timedelta(days=40))
        assert tidying.order(self.at(4, day=29))
        assert not tidying.order(self.at(5, day=29))

    def test_the_task_goes_through_the_table(self, now):
        Notice.objects.all().delete()
        tidying.tidy_by_night.call()
        names = {step.name for step in tidying.TABLE}
        assert set(Chore.objects.values_list("name", flat=True)) == names
        assert not Chore.objects.exclude(error="").exists()
