"""What is done later, by the worker. Each task may run twice, and is cheap where nothing is to do."""

from django_tasks import task

from comments import notices, rulelab, telling


@task()
def tell() -> None:
    """Mail what is due to some readers; the next ones are the next task's."""
    if telling.tell_some():
        tell.enqueue()


@task()
def spread(comment_id: int, after: int = 0) -> None:
    """Note a new reply for some of those who follow its story; the next ones are the next task's."""
    if last := notices.spread(comment_id, after):
        spread.enqueue(comment_id, last)


@task()
def replay(replay_id: int) -> None:
    """Try a rule of the desk on what people have decided."""
    rulelab.run(replay_id)
