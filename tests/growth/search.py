"""What questions cost on a site that tests.growth.fill has filled: of each, the median of five in
milliseconds.

    python -m tests.growth.search

The time of this process is told as well: on SQLite it is all there is, whatever else the machine
does.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import time
from collections.abc import Callable

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()

from django.utils import timezone  # noqa: E402

from articles.models import ArticleText, EditionText, Section  # noqa: E402
from articles.search import find, question  # noqa: E402
from articles.search.question import Question, between, terms, under  # noqa: E402  # noqa: E402

TIMES = 5


def cases() -> dict[str, Callable[[], object]]:
    """What is asked, by its name."""
    now = timezone.now()
    row = EditionText.objects.order_by("-pk").first()
    words, text = row.headline, " ".join(row.body.split()[3:6])
    section = under(section=Section.objects.last().pk)
    since, before = (dt.datetime(now.year - years, 6, 1, tzinfo=dt.UTC) for years in (5, 4))
    months = between(since, before, now)

    def readers(words: str, first: int = 0, **more) -> Callable[[], object]:
        question = Question(terms(words), **more)
        return lambda: find.stories(question, now, first=first, count=11)

    def newsroom(words: str, **most: int) -> Callable[[], object]:
        question = Question(terms(words), typing=True)
        return lambda: find.working_copies(question, **most)

    return {
        "A word of every story": readers("the"),
        "The same, page 30": readers("the", first=290),
        "The same in a section": readers("the", filed=section),
        "The same in one year": readers("the", filed=months, since=since, before=before),
        "A headline": readers(words),
        "A phrase of the text": readers(f'"{text}"'),
        "A word of no story": readers("xylophone"),
        "Did you mean": lambda: find.instead(Question(question.terms("harbuor")), now),
        "Newsroom: typing": newsroom("th", most=8),
        "Newsroom: a headline": newsroom(words, most=8),
        "Newsroom: the list": newsroom("the", most=5_000, candidates=5_000),
    }


def main() -> None:
    print(
        f"{EditionText.objects.count():,} published stories, {ArticleText.objects.count():,}"
        " working copies"
    )
    for name, ask in cases().items():
        taken, own = [], []
        for _ in range(TIMES):
            begun, spent = time.perf_counter(), time.process_time()
            ask()
            taken.append(time.perf_counter() - begun)
            own.append(time.process_time() - spent)
        print(
            f"{name:24}{statistics.median(taken) * 1000:8.1f}{statistics.median(own) * 1000:8.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
