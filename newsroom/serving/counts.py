"""Counting answers: how many of each kind, with which status, how long they took.

`count` is called for each answer, so it costs microseconds, and nothing at all where nobody asks
for figures (NEWSROOM_METRICS_TOKEN). Each process counts in files of its own below HOME/metrics,
which all processes of a server read together (prometheus-client's way for several processes).
`newsroom/operations/metrics.py` prints them.
"""

from __future__ import annotations

import functools
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

log = logging.getLogger("newsroom.metrics")

#: How an answer came about. What is none of these is counted as "other".
KINDS = {
    "ready": "a page that was ready in memory",
    "django": "worked out by Django, or kept on disk",
    "health": "/healthz",
    "shed": "no place in time: 503",
    "refused": "broken off, too late or too large: 400, 408, 413",
    "failed": "an error outside of Django",
    "other": "anything else",
}
#: How the page cache came by a page.
SOURCES = ("memory", "disk", "built", "passed")
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: Bytes that are set aside for each file: a disk that fills up later must not take the process
#: down, as it would in the middle of writing to a file in memory.
ROOM = 1024 * 1024


class Counters(NamedTuple):
    answers: Callable  # of (kind, status): a counter
    seconds: Callable  # of kind: a histogram
    pages: Callable  # of a source: a counter


def count(kind: str, status: int, seconds: float) -> None:
    """Count an answer: one of KINDS, its HTTP status, and how long it took. Never raises."""
    counters = _counters()
    if counters is None:
        return
    kind = kind if kind in KINDS else "other"
    counters.answers(kind, status if 100 <= status <= 599 else 0).inc()
    counters.seconds(kind).observe(seconds)


def count_page(source: str) -> None:
    """Count a page that the page cache gave, by one of SOURCES. Never raises."""
    counters = _counters()
    if counters is not None and source in SOURCES:
        counters.pages(source).inc()


def folder() -> Path:
    """Where the processes of this server count: they have one parent, and no other server has."""
    parent = os.getppid()
    return settings.HOME / "metrics" / f"{parent}-{_started(parent)}"


@functools.cache
def _counters() -> Counters | None:
    """The counters of this process; None where nothing is to be counted, or can be."""
    if not settings.METRICS_TOKEN:
        return None
    try:
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        _clean(place.parent)
        for kind in ("counter", "histogram"):
            with (place / f"{kind}_{os.getpid()}.db").open("ab") as file:
                os.posix_fallocate(file.fileno(), 0, ROOM)
    except OSError as error:
        log.error("Answers are not counted: %s", error)
        return None
    # read by the library when it is first imported
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(place)
    from prometheus_client import CollectorRegistry, Counter, Histogram

    own = CollectorRegistry()
    answers = Counter(
        "newsroom_answers", "Answers, by how they came about", ["kind", "status"], registry=own
    )
    seconds = Histogram(
        "newsroom_answer_seconds", "How long they took", ["kind"], buckets=BUCKETS, registry=own
    )
    pages = Counter(
        "newsroom_pages", "Pages, by where the page cache had them from", ["source"], registry=own
    )
    return Counters(
        functools.cache(answers.labels),
        functools.cache(seconds.labels),
        functools.cache(pages.labels),
    )


def _clean(place: Path) -> None:
    """Delete what servers counted that have ended."""
    for each in place.iterdir():
        parent, _, started = each.name.partition("-")
        if each.is_dir() and (not parent.isdigit() or _started(int(parent)) != started):
            shutil.rmtree(each, ignore_errors=True)


def _started(process: int) -> str:
    """When a process began, in the system's ticks: numbers of processes are given again. "" where
    there is none."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return ""
    return told.rpartition(")")[2].split()[19]
