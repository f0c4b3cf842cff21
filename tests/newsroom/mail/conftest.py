"""A site that mails through its outbox, and a mail server."""

import pytest
from django_tasks_db.models import DBTaskResult

from newsroom.mail import delivery
from tests.services import MailServer


@pytest.fixture
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "newsroom.mail.outbox.Outbox"


@pytest.fixture
def server(settings):
    """The mail server that the site uses. It isn't running yet."""
    server = MailServer()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


@pytest.fixture
def deliver():
    """Do what the worker would do now; gives how many tasks that were."""

    def deliver() -> int:
        tasks = list(DBTaskResult.objects.ready().filter(queue_name="mail"))
        for task in tasks:
            task.claim("test")
            delivery.deliver.call(*task.args_kwargs["args"])
            task.set_successful(None)
        return len(tasks)

    return deliver
