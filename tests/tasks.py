"""Tasks for tests of the worker; worker processes find them here."""

import os
import time
from pathlib import Path

from django_tasks import task


@task()
def note(folder: str, number: int) -> int:
    """Leave a file that says that this was done, and by whom."""
    with (Path(folder) / f"{number}.{os.getpid()}").open("x"):
        return number


@task()
def take_long(folder: str) -> int:
    """Say who is at it; the first to try takes for ever."""
    first = not any(Path(folder).iterdir())
    (Path(folder) / str(os.getpid())).touch()
    while first:
        time.sleep(0.1)
    return os.getpid()


@task()
def take_until(folder: str, end: str) -> None:
    """Say who is at it, and take until that file is there."""
    (Path(folder) / str(os.getpid())).touch()
    while not Path(end).exists():
        time.sleep(0.1)


@task()
def take_a_moment() -> None:
    time.sleep(0.3)


@task()
def fail(folder: str, times: int) -> str:
    """Fail so many times, then succeed."""
    tried = len(list(Path(folder).iterdir()))
    (Path(folder) / str(tried)).touch()
    if tried < times:
        raise ValueError("not yet")
    return "at last"
