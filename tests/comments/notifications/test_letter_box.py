"""The whole way: a form, the outbox, a worker, a mail server, a link, a decision, one click to end
it. All real.

Covers comments/notifications/emails.py, comments/views/reader_links.py.
"""

import re

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.models import Comment, Notice, Reader
from comments.moderation import decisions
from newsroom.models import Mail
from tests.services import MailServer, until, worker

pytestmark = pytest.mark.django_db(transaction=True)
ANA = "ana@example.org"


@pytest.fixture
def server(settings, tmp_path):
    """A mail server, and a worker beside the site that hands mail over to it."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "newsroom.mail.outbox.Outbox"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    process = worker(
        tmp_path,
        EMAIL_URL=f"smtp://127.0.0.1:{server.port}",
        NEWSROOM_SECRET_KEY=settings.SECRET_KEY,
    )
    process.start()
    yield server
    process.kill()
    server.stop()


def test_from_the_form_to_the_letter_box_and_back(client, people, post, server):
    post(wants_mail="on")
    until(lambda: server.got)
    [(to, message)] = server.got
    assert (to, message["To"], message["Subject"]) == (ANA, ANA, "Please confirm your address")
    link = re.search(r"/replies/confirm/\S+", message.get_content())[0]
    assert client.post(link).status_code == 200
    decisions.decide([Comment.objects.get().pk], to="shown", by=people["moderator"])
    Notice.objects.update(due_at=timezone.now())  # minutes pass
    DBTaskResult.objects.filter(task_path="comments.notifications.digest.send_digests").update(
        run_after=timezone.now()
    )
    until(lambda: len(server.got) == 2)
    to, message = server.got[1]
    assert (to, message["Subject"]) == (ANA, "Your reply to “Ferry back” is shown")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    off = re.fullmatch(
        r"<https?://[^/]+(/replies/mail/\S+/off/)>", "".join(message["List-Unsubscribe"].split())
    )[1]
    assert client.post(off, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Reader.objects.get().decisions_mail == "never"
    until(lambda: Mail.objects.filter(state="sent").count() == 2)
    assert not Notice.objects.filter(due_at__isnull=False).exists()
