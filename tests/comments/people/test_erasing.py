"""Somebody who has left everything everywhere is erased: then no column of any table names them,
but what is said to stay.

Covers comments/people/emptying.py, comments/models/privacy.py, newsroom/mail/personal_data.py.
"""

import base64
import contextlib
import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles.models import Record, SavedView, Verb
from comments.complaints import reports
from comments.desk import email_alerts, search
from comments.errors import NotAllowed, RefusedAtForm
from comments.feedback import requests
from comments.intake import author_actions
from comments.models import (
    Appeal,
    Comment,
    Decision,
    Erasure,
    Likeness,
    MailLink,
    Notice,
    Policy,
    PrivacySettings,
    Reader,
    Report,
    RuleHit,
    Sanction,
    State,
)
from comments.moderation import decisions, escalations, picks, sanctions
from comments.notifications import notices
from comments.people import erasing, notes, readers
from comments.people.emptying import NAME
from newsroom.lib.web.addresses import digest
from newsroom.mail import outbox
from newsroom.models import ImportLine, Mail
from tests import factories, tasks

pytestmark = pytest.mark.django_db
ADDRESS = "quillon.canary@example.org"
WHO = "Quillon Zanzibar"
WORDS = "xylocarp"  # its own stem, so that an index would hold it
SITE = "https://quillon.example/"
NEEDLES = [ADDRESS, WHO, WORDS, SITE, "quillon.canary%40example.org"]
#: What stays, and why: docs/privacy.md says so of each.
NAMED_EXCEPTIONS = {
    ("comments_legalnotice", "evidence"),  # the law has it kept
    ("comments_legalnotice", "email"),
    ("comments_legalnotice", "name"),
    ("comments_legalnotice", "reasons"),
    ("comments_deskrule", "terms"),  # a rule of the desk names the address
    ("articles_edition", "note"),  # a correction that thanks them
    ("articles_editiontext", "more"),
    ("comments_comment", "text"),  # another reader's answer, who names them
    ("comments_comment_index", "text"),
    ("comments_comment_index", "comments_comment_index"),
    ("comments_replywords", "words"),
}


@pytest.fixture
def everything(people, settings):
    """What a person can leave behind, each at least once; the replies by what became of them."""
    settings.EMAIL_BACKEND = "newsroom.mail.outbox.Outbox"
    by = people["senior"]
    Policy.objects.create(mode="open")
    edition = factories.published("Ferry back")
    other = factories.reader("other@example.org", "Other")
    above = factories.reply(edition, "The ferry is late.", name="Other", email=other.email)
    Comment.objects.filter(pk=above.pk).update(reader=other)
    mine = {"name": WHO, "email": ADDRESS, "website": SITE}
    made = {
        state: factories.reply(edition, f"{WORDS} {state}", state=state, **mine)
        for state in ("shown", "held", "rejected", "spam")
    }
    made["answer"] = factories.reply(edition, f"{WORDS} answer", parent=above, **mine)
    made["edited"] = factories.post(edition, f"{WORDS} before", **mine)
    made["edited"] = author_actions.edit(made["edited"], f"{WORDS} after")
    made["hint"] = factories.hint(edition, f"{WORDS} hint", credit=True, **mine).comment
    requests.settle(
        made["hint"].feedback, to="answered", answer=f"{WHO}, you are right.", by=people["editor"]
    )
    made["withdrawn"] = author_actions.withdraw(factories.reply(edition, f"{WORDS} gone", **mine))
    factories.reply(edition, f"I don’t think so, {WHO}.", name="Third", email="third@example.org")
    reader = factories.reader(ADDRESS, WHO)
    Comment.objects.filter(email=ADDRESS).update(
        reader=reader, network="203.0.113.0/24", agent=f"Browser of {WHO}"
    )
    Decision.objects.filter(comment=made["shown"]).update(
        note=f"Well said, {WHO}", findings=[{"code": "x", "words": f"{WORDS} was found"}]
    )
    factories.appeal(made["rejected"], f"{WORDS} was meant well")
    picks.pick(made["shown"].pk, by=by)
    escalations.escalate(made["held"].pk, to="legal", by=by, note=f"{WHO} says {WORDS}")
    reports.report(article_id=edition.article_id, number=made["shown"].pk, who="x" * 43,
                   reason="abuse", text=f"It says {WORDS}", email="third@example.org")  # fmt: skip
    reports.report(article_id=edition.article_id, number=above.pk, who="y" * 43,
                   reason="abuse", text=f"I, {WHO}, report it", email=ADDRESS)  # fmt: skip
    Likeness.objects.bulk_create(Likeness(comment=each, sketch=b"1") for each in made.values())
    rule = factories.desk_rule(kind="address", terms=ADDRESS)
    RuleHit.objects.create(rule=rule, rule_version=1, comment=made["held"], matched=ADDRESS,
                           was_silent=False, at=timezone.now())  # fmt: skip
    RuleHit.objects.create(rule=rule, rule_version=1, matched=ADDRESS, was_silent=False,
                           at=timezone.now())  # fmt: skip
    notes.note(email=ADDRESS, text=f"{WHO} is well known", by=by)
    factories.sanction(ADDRESS, "message", message=f"Dear {WHO}", note=WORDS)
    factories.sanction(ADDRESS, "ban", message=f"Dear {WHO}", note=WORDS)
    notices.note([(made["shown"], reader.pk, "shown"), (made["answer"], other.pk, "answered")],
                 timezone.now())  # fmt: skip
    readers.send_link(
        readers.emails.was_it_you, ADDRESS, timezone.now(), name=WHO, comment=made["held"]
    )
    readers.ask_to_follow(edition.article, ADDRESS)
    for which in ("rejected", "shown"):
        SavedView.objects.create(of="replies", name=which, query="q=quillon.canary%40example.org",
                                 owner=by, created_at=timezone.now())  # fmt: skip
    LogEntry.objects.create(user=by, action_flag=2, object_repr=ADDRESS)
    line = factories.brought(edition.article).lines.first()
    ImportLine.objects.filter(pk=line.pk).update(subject=ADDRESS, words=f"{ADDRESS} did not fit")
    task = DBTaskResult.objects.get(pk=tasks.note.enqueue(ADDRESS, 1).id)
    task.status, task.finished_at = TaskResultStatus.SUCCESSFUL, timezone.now()
    task.save()
    link = f"http://testserver/#comment-{made['shown'].pk}"
    desk = email_alerts.token(by, made["held"])
    outbox.write([
        EmailMessage("Hello", f"Dear {WHO}", "us@paper.example", [ADDRESS.title()]),
        EmailMessage("News", f"{WHO} answered: {WORDS}\n{link}", "us@paper.example", ["o@e.org"]),
        EmailMessage("Desk", f"{WHO}: {WORDS} http://x/replies/desk/{desk}/", "us@paper.example",
                     ["m@e.org"]),
    ])  # fmt: skip
    return {"edition": edition, "made": made, "above": above, "by": by}


def found() -> set[tuple[str, str]]:
    """Tables and columns in which the person is named, also inside mails and JSON."""
    named = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [each[0] for each in cursor.description]
            for row in cursor.fetchall():
                named |= {
                    (table, column)
                    for column, value in zip(columns, row, strict=True)
                    if names_them(value)
                }
    return named


def names_them(value: object) -> bool:
    if isinstance(value, (bytes, memoryview)):
        raw = bytes(value)
        text = raw.decode("utf-8", "replace")
        for line in raw.split(b"\n\n" if b"\r\n" not in raw else b"\r\n\r\n"):
            with contextlib.suppress(ValueError):
                text += base64.b64decode(line, validate=False).decode("utf-8", "replace")
    else:
        text = str(value)
    text = text.lower().replace("=\r\n", "")
    return any(needle.lower() in text for needle in NEEDLES)


def erase(**more) -> Erasure:
    erasure = erasing.begin(ADDRESS, source="reader", **more)
    erasing.go_on(erasure)
    erasure.refresh_from_db()
    return erasure


def test_the_scan_finds_them(everything):
    """Or the next test would pass for nothing."""
    tables = {table for table, _ in found()}
    assert {
        "comments_comment", "comments_commentversion", "comments_decision", "comments_appeal",
        "comments_report", "comments_reader", "comments_sanction", "comments_personnote",
        "comments_maillink", "comments_feedback", "comments_escalation", "comments_rulehit",
        "articles_record", "articles_savedview", "newsroom_mail", "newsroom_importline",
        "django_admin_log", "django_tasks_database_dbtaskresult",
    } <= tables  # fmt: skip


@pytest.mark.parametrize("fate", ["removed", "nameless"])
def test_nothing_is_left_but_what_is_named(everything, client, fate):
    PrivacySettings.objects.create(pk=1, erased_replies=fate)
    page = everything["edition"].get_absolute_url()
    assert WHO in client.get(page).content.decode()
    shown = Comment.objects.shown().filter(email=ADDRESS)
    theirs = list(shown.values_list("text", flat=True)) if fate == "nameless" else []
    erasure = erase()
    assert erasure.done_at
    assert erasure.email == ""
    left = found()
    if fate == "nameless":  # the words stay, and so they can be found
        left.discard(("comments_comment_index_data", "block"))
    assert left <= NAMED_EXCEPTIONS
    texts = [text for text in Comment.objects.values_list("text", flat=True) if names_them(text)]
    assert sorted(texts) == sorted([f"I don’t think so, {WHO}.", *theirs])
    assert search.newest("quillon", 50) == list(
        Comment.objects.filter(name="Third").values_list("pk", flat=True)
    )
    assert not Likeness.objects.exists()
    assert not Reader.objects.filter(email=ADDRESS).exists()
    after = client.get(page).content.decode()
    assert after.count(WHO) == 1  # who answers them by name
    assert (f"{WORDS} shown" in after) == (fate == "nameless")
    assert (NAME in after) == (fate == "nameless")


def test_what_becomes_of_each_state(everything):
    erase()
    states = {
        name: Comment.objects.get(pk=reply.pk).state for name, reply in everything["made"].items()
    }
    gone = dict.fromkeys(everything["made"], State.WITHDRAWN)
    assert states == {**gone, "spam": State.SPAM}
    assert not Appeal.objects.filter(state="open").exists()
    assert not Report.objects.filter(comment__in=everything["made"].values(), settled_at=None)


def test_counts_say_what_was_done(everything):
    counts = erase().counts
    assert counts["replies"] == len(everything["made"])
    assert counts["measures kept without the address"] == 1
    assert {"readers", "links", "notes", "reports", "mails", "saved searches"} <= set(counts)


def test_it_is_on_record_without_the_address(everything):
    erasure = erasing.begin(ADDRESS, by=everything["by"])
    row = Record.objects.filter(verb="person: data erased").get()
    assert (row.by, row.subject) == (everything["by"], f"Erasure {erasure.pk}")
    with pytest.raises(NotAllowed):
        erasing.begin(ADDRESS, by=factories.somebody("moderator"))


def test_a_ban_holds_on(everything):
    erase()
    for spelling in (ADDRESS, ADDRESS.upper()):
        with pytest.raises(RefusedAtForm):
            factories.post(everything["edition"], "Here I am again", email=spelling)
    [ban] = Sanction.objects.all()
    assert (ban.email, ban.message, ban.note) == (digest(ADDRESS), "", "")
    sanctions.lift(ban, by=everything["by"])
    assert factories.post(everything["edition"], "Here I am again", email=ADDRESS).pk


def test_what_came_after_it_was_asked_for_stays(everything):
    Sanction.objects.all().delete()
    erasure = erasing.begin(ADDRESS, source="reader")
    new = factories.post(everything["edition"], "I am back", name="Q", email=ADDRESS)
    assert erasing.go_on(erasure)
    new.refresh_from_db()
    assert (new.text, new.email) == ("I am back", ADDRESS)


def test_others_stay(everything):
    other = "quillon.canary+news@example.org"  # another box, for all anybody knows
    reply = factories.post(everything["edition"], "Not me", name="Tag", email=other)
    erase()
    reply.refresh_from_db()
    assert (reply.email, reply.text) == (other, "Not me")


def test_an_address_from_before_they_had_one_form(everything):
    reply = everything["made"]["spam"]
    Comment.objects.filter(pk=reply.pk).update(email=ADDRESS.title())
    erase()
    reply.refresh_from_db()
    assert reply.email == ""


class TestBatches:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch):
        monkeypatch.setattr(erasing, "BATCH", 2)

    def left(self) -> int:
        return Comment.objects.filter(email=ADDRESS).count()

    def test_whoever_goes_on_finds_what_is_left(self, everything, monkeypatch):
        """A worker is killed in the middle of a batch: the next one does it again, and the rest."""
        erasure = erasing.begin(ADDRESS, source="reader")
        count = self.left()
        assert count == len(everything["made"]) - 2

        class Killed(BaseException):
            pass

        def die(*args, **more):
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(erasing.reports, "settle", die)
            with pytest.raises(Killed):
                erasing.go_on(erasure)
        assert self.left() == count
        assert not erasing.go_on(erasure, batches=1)
        assert self.left() == count - 2
        erasing.tidy()
        assert self.left() == 0
        assert not Erasure.objects.filter(done_at=None).exists()
        assert erasing.go_on(erasure)  # once more does nothing

    def test_two_at_once_are_one(self, everything):
        first = erasing.begin(ADDRESS, source="reader")
        assert erasing.begin(ADDRESS, by=everything["by"]).pk == first.pk
        assert Erasure.objects.count() == 1

    def test_the_number_of_queries_does_not_depend_on_how_many(
        self, everything, monkeypatch, django_assert_max_num_queries
    ):
        monkeypatch.setattr(erasing, "BATCH", 1_000)
        edition = everything["edition"]
        many = factories.judged(edition, [f"{WORDS} {n}" for n in range(300)], "shown")
        Comment.objects.filter(pk__in=[each.pk for each in many]).update(email=ADDRESS)
        with django_assert_max_num_queries(120):
            erasing.begin(ADDRESS, source="reader")
        assert self.left() == 0


def test_a_reply_with_an_open_case_leaves_the_page_and_waits(everything, client):
    reply = everything["made"]["shown"]
    notice = factories.legal_notice(reply, f"{WORDS} harms me")
    erasure = erasing.begin(ADDRESS, source="reader")
    assert not erasing.go_on(erasure)
    reply.refresh_from_db()
    assert (reply.state, reply.email) == (State.WITHDRAWN, ADDRESS)
    other = erasing.begin("third@example.org", source="reader")
    erasing.tidy()  # it holds up nobody
    other.refresh_from_db()
    erasure.refresh_from_db()
    assert (bool(other.done_at), bool(erasure.done_at)) == (True, False)
    factories.legal_notices.decide(
        notice, to="removed", by=everything["by"], outcome="It is gone.", law=""
    )
    erasing.tidy()
    erasure.refresh_from_db()
    assert erasure.done_at
    reply.refresh_from_db()
    assert (reply.email, reply.text) == ("", "")
    notice.refresh_from_db()
    assert notice.evidence["name"] == WHO
    assert found() <= NAMED_EXCEPTIONS


def test_their_own_notice_of_illegal_content_stays(everything):
    factories.legal_notice(everything["above"], f"{WORDS}", name=WHO, email=ADDRESS)
    erase()
    assert {("comments_legalnotice", "email"), ("comments_legalnotice", "name")} <= found()
    assert found() <= NAMED_EXCEPTIONS


def test_a_mail_that_is_being_sent(everything, settings):
    """The mail server has it already; nothing is left of it here."""
    settings.EMAIL_HOST = "mail.example"
    from newsroom.mail import delivery

    [mail] = outbox.write([EmailMessage("Hello", WHO, "us@paper.example", [ADDRESS])])
    taken = delivery.claim(mail.pk)
    erase()
    delivery.record_attempt(taken, 250, "")
    assert not Mail.objects.filter(pk=mail.pk).exists()
    assert delivery.claim(mail.pk) is None


def test_mail_to_others_that_waits_and_shows_them_does_not_go_out(everything, settings):
    settings.EMAIL_HOST = "mail.example"
    link = f"http://testserver/#comment-{everything['made']['shown'].pk}"
    shows, other = outbox.write([
        EmailMessage("News", f"{WHO}: {WORDS} {link}", "us@paper.example", ["o@e.org"]),
        EmailMessage("News", "Nothing of them", "us@paper.example", ["o@e.org"]),
    ])  # fmt: skip
    erase()
    assert not Mail.objects.filter(pk=shows.pk).exists()
    assert Mail.objects.get(pk=other.pk).content


def test_what_is_emptied_can_not_be_shown_again(everything):
    """Spam stays spam, and has no text any more: neither a decision nor an undo brings it back."""
    spam, by = everything["made"]["spam"], everything["by"]
    [batch] = spam.decisions.filter(by__isnull=False).values_list("batch", flat=True)
    erase()
    assert decisions.decide([spam.pk], to="shown", by=by).decided == []
    assert decisions.undo(batch, by=factories.somebody("moderator")).decided == []
    spam.refresh_from_db()
    assert (spam.state, spam.text, spam.is_emptied) == (State.SPAM, "", True)


def test_what_is_on_record_about_logins_stays(everything):
    """Whoever logs in strikes nothing of what they did with their login."""
    by = everything["by"]
    Record.objects.write(Verb.EMAIL_CHANGED, by=by, subject=by, note=f"from {ADDRESS}")
    erase()
    assert Record.objects.get(verb="email changed").note == f"from {ADDRESS}"


def test_links_and_notices_go(everything):
    erase()
    assert not MailLink.objects.filter(email=ADDRESS).exists()
    assert not Notice.objects.filter(comment__in=everything["made"].values()).exists()


def test_an_erasure_of_nobody(people):
    erasure = erasing.begin("nobody@example.org", source="command")
    assert erasing.go_on(erasure)
    assert erasing.begin("nobody@example.org", source="command").pk != erasure.pk


def test_only_what_was_there_then(everything):
    """After a restore, what came later than the erasure stays."""
    then = timezone.now() - dt.timedelta(days=1)
    Comment.objects.filter(pk=everything["made"]["shown"].pk).update(
        created_at=then - dt.timedelta(hours=1)
    )
    erasure = erasing.begin(ADDRESS, source="restore", until=then)
    assert erasing.go_on(erasure)
    assert Comment.objects.filter(email=ADDRESS).count() == len(everything["made"]) - 1
    assert Reader.objects.filter(email=ADDRESS).exists()
