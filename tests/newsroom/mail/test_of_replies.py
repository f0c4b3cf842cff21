"""What people are owed about replies reaches them: from the step through the outbox to a real mail
server.

Covers comments/notifications/emails.py, comments/moderation/effects/reports.py.
"""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from comments.complaints import appeals, legal_notices
from comments.models import Comment, Notice
from comments.moderation import decisions
from comments.notifications import digest
from newsroom.models import Mail
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("through_the_outbox")]
ANA = "ana@example.org"


@pytest.fixture
def reply(people, server):
    """Of a confirmed reader, who did not ask for mail."""
    server.start()
    comment = factories.reply(
        factories.published("Ferry back"), "He is no fool.", name="Ana", email=ANA, state="held"
    )
    Comment.objects.update(reader=factories.reader(ANA, "Ana"))
    return comment


@pytest.fixture
def tell(server, deliver):
    """Write and send what is due; gives subject and text of each mail."""

    def tell() -> list[tuple[str, str]]:
        Notice.objects.filter(due_at__isnull=False).update(
            due_at=timezone.now() - dt.timedelta(seconds=1)
        )
        digest.send_some()
        deliver()
        found = [
            (message["Subject"], message.get_content()) for to, message in server.got if to == ANA
        ]
        server.got.clear()
        return found

    return tell


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("uphold", "The decision stands"),
        ("overturn", "The decision was wrong: your reply is shown"),
    ],
)
def test_reasons_and_the_outcome_of_an_appeal(people, reply, tell, outcome, said):
    rule = factories.house_rule()
    decisions.decide(
        [reply.pk],
        to="rejected",
        by=people["moderator"],
        rule=rule,
        note="“Fool” is about a person.",
    )
    [(subject, text)] = tell()
    assert subject == "Your reply to “Ferry back” is not shown"
    for words in (
        "“Fool” is about a person.",
        rule.title,
        "A person decided, not software.",
        "/receipt/",
    ):
        assert words in text, words
    appeal = factories.appeal(reply)
    appeals.answer(appeal, outcome, by=people["senior"], answer="Read again, by somebody else.")
    [(subject, text)] = tell()
    assert subject == "What came of your appeal: Ferry back"
    assert said in text
    assert "Read again, by somebody else." in text


def test_a_decision_that_is_taken_back_by_the_database_mails_nobody(people, reply, tell):
    with transaction.atomic():
        decisions.decide(
            [reply.pk], to="rejected", by=people["moderator"], rule=factories.house_rule()
        )
        transaction.set_rollback(True)
    assert tell() == []


def test_a_notice_is_acknowledged_and_answered(people, reply, tell):
    decisions.decide([reply.pk], to="shown", by=people["moderator"])
    Notice.objects.all().delete()
    notice = factories.legal_notice(reply, email=ANA)
    [(subject, text)] = tell()
    assert (subject, notice.reference in text) == (f"Your notice {notice.reference}", True)
    legal_notices.decide(notice, to="kept", by=people["chief"], outcome="It is an opinion.")
    [(subject, text)] = tell()
    assert subject == f"Your notice {notice.reference} is decided"
    assert "It is an opinion." in text
    assert Mail.objects.filter(state="sent").count() == 2
