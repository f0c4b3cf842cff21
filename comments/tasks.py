"""What is done later, by the worker. Each task may run twice, and is cheap where nothing is to
do."""

import logging

from django.utils import timezone
from django_tasks import task

from comments.automod import lab
from comments.moderation import akismet, campaigns
from comments.notifications import digest, notices
from comments.spam_model import schedule, train

log = logging.getLogger("newsroom.comments")


@task()
def tell() -> None:
    """Mail what is due to some readers; the next ones are the next task's."""
    if digest.tell_some():
        tell.enqueue()


@task()
def spread(comment_id: int, after: int = 0) -> None:
    """Note a new reply for some of those who follow its story; the next ones are the next
    task's."""
    if last := notices.spread(comment_id, after):
        spread.enqueue(comment_id, last)


@task()
def replay(replay_id: int) -> None:
    """Try a rule of the desk on what people have decided."""
    lab.run(replay_id)


@task()
def train_model() -> int | None:
    """Train the model on what people have decided; the number of the new version. Once, however
    often it runs."""
    version = train.retrain() if schedule.is_due(timezone.now()) else None
    if version is None:
        return None
    log.info(
        "%s of the model is trained: %s.", version, "live" if version.is_live else "kept aside"
    )
    return version.number


@task()
def compare(comment_id: int) -> None:
    """Find what is nearly the same as a reply, and the campaign that it belongs to."""
    campaigns.compare(comment_id)


@task()
def ask_akismet(comment_id: int) -> None:
    """Ask Akismet about a reply; tried again, with longer and longer pauses, until it answers."""
    akismet.ask(comment_id)


@task()
def correct_akismet(comment_ids: list[int]) -> None:
    """Tell Akismet where moderators have decided otherwise."""
    akismet.correct(comment_ids)
