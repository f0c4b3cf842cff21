"""The replies of stories, many stories at a time; those that are here are passed over."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from articles.exchange import import_stories
from articles.models import Article, Edition
from comments.intake import import_archive as arriving_replies
from comments.intake.import_archive import Arrived, ArrivedPing, Outcome
from newsroom import models
from newsroom.moving import ledger
from newsroom.moving.wordpress import replies
from newsroom.moving.wordpress.importing.run import Run
from newsroom.moving.wordpress.items import Item, Reply


class Thread(NamedTuple):
    """An item of a file, and the story that it became; its edition where that is known."""

    file: str
    item: Item
    article: Article | None
    edition: Edition | None = None


def take_in_later(run: Run, threads: list[Thread]) -> None:
    """What is new under stories that are here; in one transaction if all goes well, else each in
    its own."""
    if not threads:
        return
    try:
        with run.together():
            take_in(run, threads)
    except Exception as failure:
        if len(threads) == 1:
            run.settle("replies", ledger.LEFT, len(threads[0].item.replies))
            run.failed(threads[0].file, threads[0].item, failure, settle=False)
        else:
            for thread in threads:
                take_in_later(run, [thread])


def take_in(run: Run, threads: list[Thread]) -> None:
    """The replies and pings of these stories, in the transaction of the caller."""
    with_replies: list[Thread] = []
    arrived: list[tuple[Edition, list[Arrived]]] = []
    for thread in threads:
        came, pings = _arrived(run, thread)
        if came:
            edition = thread.edition or import_stories.standing_edition(
                thread.article, by=run.by, now=run.now
            )
            with_replies.append(thread)
            arrived.append((edition, came))
        if pings:
            outcome = arriving_replies.take_in_pings(
                thread.article, pings, source=run.source, by=run.by, now=run.now
            )
            run.done["pings"] += outcome.came
            run.settle("replies", ledger.CAME, outcome.came)
            run.settle("replies", ledger.KNOWN, len(pings) - outcome.came)
    outcomes = arriving_replies.take_in_all(
        arrived, source=run.source, by=run.by, above=run.survey.highest_reply, now=run.now
    )
    given = [len(came) for _, came in arrived]
    for thread, outcome, count in zip(with_replies, outcomes, given, strict=True):
        run.settle("replies", ledger.KNOWN, count - outcome.came)
        run.done["replies"] += outcome.came
        run.settle("replies", ledger.CAME, outcome.came)
        _tell(run, thread, outcome)


def _arrived(run: Run, thread: Thread) -> tuple[list[Arrived], list[ArrivedPing]]:
    """What of a thread can come. The rest is told of."""
    came: list[Arrived] = []
    pings: list[ArrivedPing] = []
    written = thread.edition.live_from if thread.edition else thread.article.created_at
    for reply in thread.item.replies:
        outcome = replies.convert_reply(reply, users=run.users, without_date=written)
        if isinstance(outcome, Arrived):
            came.append(outcome)
        elif isinstance(outcome, ArrivedPing):
            pings.append(outcome)
        else:
            run.settle("replies", ledger.LEFT)
            words = f"By {reply.author}: {outcome}"
            _line(run, thread, models.Outcome.LOST, reply, "Reply left behind", words)
    return came, pings


def rehearse(run: Run, file: str, item: Item, created_at: dt.datetime) -> None:
    """Tell of each reply to a story what a run would."""
    thread = Thread(file, item, None)
    for reply in item.replies:
        outcome = replies.convert_reply(reply, users={}, without_date=created_at)
        if isinstance(outcome, Arrived):
            run.done["replies"] += 1
        elif isinstance(outcome, ArrivedPing):
            run.done["pings"] += 1
        if not isinstance(outcome, str):
            run.settle("replies", ledger.CAME)
            continue
        run.settle("replies", ledger.LEFT)
        words = f"By {reply.author}: {outcome}"
        _line(run, thread, models.Outcome.LOST, reply, "Reply left behind", words)


_DOUBTS = {
    "orphans": ("Reply to nothing", "What it answers is not there: it begins a thread of its own."),
    "flattened": ("Reply too deep", "It answers one further up: threads go no deeper here."),
    "shortened": (
        "Reply's name or address shortened",
        "Its name, website or email address did not fit.",
    ),
}


def _tell(run: Run, thread: Thread, outcome: Outcome) -> None:
    by_number = {replies.number_of(reply): reply for reply in thread.item.replies}
    for name, (about, words) in _DOUBTS.items():
        for number in getattr(outcome, name):
            _line(run, thread, models.Outcome.DOUBT, by_number[number], about, words)
    for number, here in outcome.renumbered.items():
        words = f"It is number {here} here."
        _line(run, thread, models.Outcome.DOUBT, by_number[number], "Reply's number taken", words)


def _line(
    run: Run, thread: Thread, outcome: models.Outcome, reply: Reply, about: str, words: str
) -> None:
    run.lines.add(
        outcome,
        "reply",
        about=about,
        words=words,
        file=thread.file,
        line=reply.line,
        number=reply.number,
        subject=thread.item.title,
        article=thread.article,
    )
