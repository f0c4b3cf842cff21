"""Learning: a new version of the model from what this newsroom's people have decided, and which
version is live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice
from zlib import crc32

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from articles.models import Record, Verb
from articles.pages import versions
from comments import permissions
from comments.errors import DecisionRefused
from comments.models import Comment, CommentVersion, Decision, State, TextModel, Trigger
from comments.spam_model import predict, seed
from newsroom.lib.learning import bands, measuring
from newsroom.lib.learning.features import features, read
from newsroom.lib.learning.linear import Example, Linear, learn_and_calibrate

#: Maximum number of decisions, the newest, that a model learns from.
MAX_EXAMPLES = 50_000
BATCH = 500
#: The same text teaches so often.
ALIKE = 3
#: With fewer decisions than these there is nothing to learn, with fewer held out nothing to
#: compare.
MIN_EXAMPLES = 20
MIN_HELD_OUT = 10
#: One text in five is held out, always the same ones, so that no version has learned from what any
#: is measured by.
HELD_OUT = 5
FOLDS = 3
#: Number of decisions that bring the seed's part down to one half.
HALF_SEED = 300
#: A version keeps its numbers, so that it can be chosen again, until 30 newer ones have come.
VERSIONS_KEPT = 30

# a reply, the version of its text, and whether it was not to be shown
Label = tuple[int, int, bool]


def labels(most: int = MAX_EXAMPLES) -> Iterator[Label]:
    """What people have decided, the newest decision about each reply, and what they looked at and
    kept.

    What was undone or put off teaches nothing, nor what software did, nor a measure against a
    person: it is not about the text.
    """
    told: set[int] = set()
    decisions = Decision.objects.filter(
        by__isnull=False, undone_by__isnull=True, undoes__isnull=True, comment__user__isnull=True
    ).order_by("-decided_at", "-pk")
    rows = decisions.values_list("comment", "version", "to_state", "trigger")
    for comment, version, to, trigger in rows.iterator(chunk_size=BATCH):
        if len(told) >= most:
            return
        if comment in told:
            continue
        told.add(comment)
        if to in (State.SHOWN, State.REJECTED, State.SPAM) and trigger != Trigger.SANCTION:
            yield comment, version, to != State.SHOWN
    kept = (
        Comment.objects.shown()
        .filter(reviewed=True, user__isnull=True)
        .order_by("-created_at", "-pk")
    )
    for comment, version in kept.values_list("pk", "version")[: most - len(told)].iterator(
        chunk_size=BATCH
    ):
        if comment not in told:
            yield comment, version, False


def examples(most: int = MAX_EXAMPLES) -> Iterator[Example]:
    """What there is to learn from, read in lots, so that memory doesn't grow with the texts."""
    times: dict[int, int] = {}
    labelled = labels(most)
    while batch := list(islice(labelled, BATCH)):
        for text, context, is_one in _texts(batch):
            # texts of the same words are learned from together, or tested on together
            group = crc32(" ".join(word.folded for word in read(text)[1]).encode())
            times[group] = times.get(group, 0) + 1
            if times[group] <= ALIKE:
                yield Example(features(text, context), is_one, group)


def _texts(batch: list[Label]) -> Iterator[tuple]:
    """The texts that were decided about, each with where it stands. Three queries."""
    wanted = {(comment, version) for comment, version, _ in batch}
    found = Comment.objects.select_related("edition", "parent").only(
        "text",
        "version",
        "edition__headline",
        "edition__standfirst",
        "edition__section_id",
        "parent__text",
    )
    comments = found.in_bulk([comment for comment, _, _ in batch])
    changed = [pk for pk, version in wanted if pk in comments and comments[pk].version != version]
    former = {
        (row.comment_id, row.number): row.text
        for row in CommentVersion.objects.filter(comment__in=changed)
    }
    for pk, version, is_one in batch:
        comment = comments[pk]
        text = comment.text if comment.version == version else former.get((pk, version), "")
        if text:
            yield text, predict.context_of(comment.edition, comment.parent), is_one


def retrain(
    *, now: dt.datetime | None = None, progress: Callable[[float], None] = lambda share: None
) -> TextModel | None:
    """A new version from all that people have decided: live when it is not worse than the live one
    on the decisions that are held out from both, else kept aside. None where there is too little,
    or another worker was first."""
    now = now or timezone.now()
    number = (TextModel.objects.aggregate(n=Max("number"))["n"] or 0) + 1
    learned, held = [], []
    for example in examples():
        (learned if example.group % HELD_OUT else held).append(example)
    if len(learned) < MIN_EXAMPLES:
        return None
    model = trained(learned, seed.linear(), progress)
    before = TextModel.objects.filter(is_live=True).first()
    try:
        return _store(number, model, before, len(learned), held, now)
    except IntegrityError:  # another worker has stored this one
        return None


def trained(
    learned: list[Example], start: Linear, progress: Callable[[float], None] = lambda share: None
) -> Linear:
    """What `learned` teaches on top of `start`, whose part is the smaller, the more of one's own
    there is."""
    # HELD_OUT has used up the remainder: the folds part by what is left of the number
    parted = [Example(e.features, e.is_one, e.group // HELD_OUT) for e in learned]
    keep = HALF_SEED / (HALF_SEED + len(learned))
    return learn_and_calibrate(parted, folds=FOLDS, start=start, keep=keep, progress=progress)


@transaction.atomic
def _store(
    number: int, model: Linear, before: TextModel | None, count: int, held: list[Example], now
) -> TextModel:
    cost = before.cost if before else 1.0
    limits = bands.bounds(cost, count)
    scored = [(model.score(e.features), e.is_one) for e in held]
    figures = {**measuring.figures(scored, *limits), "histogram": measuring.histogram(scored)}
    better = False
    if len(held) >= MIN_HELD_OUT:
        then = Linear.unpacked(bytes(before.numbers)) if before else seed.linear()
        live_then = measuring.brier([(then.score(e.features), e.is_one) for e in held])
        figures["live_then"] = {"number": before.number if before else None, "brier": live_then}
        better = figures["brier"] <= live_then
    version = TextModel.objects.create(
        number=number,
        trained_at=now,
        learned_from=count,
        numbers=model.packed(),
        figures=figures,
        clear_to=limits[0],
        doubt_from=limits[1],
        cost=cost,
    )
    if better:
        _put_live(version)
    # old versions keep their figures, and lose what they judged with
    TextModel.objects.filter(number__lte=number - VERSIONS_KEPT, is_live=False).exclude(
        numbers=b""
    ).update(numbers=b"")
    return version


def _put_live(version: TextModel) -> None:
    TextModel.objects.filter(is_live=True).update(is_live=False)
    version.is_live = True
    version.save(update_fields=["is_live", "by", "cost", "clear_to", "doubt_from"])
    versions.move(predict.KEY)


@transaction.atomic
def choose_model(number: int, *, by, now: dt.datetime | None = None) -> TextModel:
    """Have a version judge from now on, an earlier or a later one. Its bands keep the cost that is
    set now.

    Raises NotAllowed, and DecisionRefused where there is no such version any more.
    """
    permissions.require(permissions.can_steer_model(by))
    rows = (
        TextModel.objects.select_for_update()
        .filter(Q(number=number) | Q(is_live=True))
        .order_by("number")
    )
    version = next((row for row in rows if row.number == number), None)
    live = next((row for row in rows if row.is_live), None)
    if version is None or not version.numbers:
        raise DecisionRefused("There is no such version any more.")
    version.by = by
    _set_bands(version, live.cost if live else version.cost)
    _put_live(version)
    _record(by, now, Verb.MODEL_CHOSEN, str(version))
    return version


@transaction.atomic
def set_cost(cost: float, *, by, now: dt.datetime | None = None) -> TextModel:
    """Say what one wrong hold costs, in replies missed; the bands of the live version follow from
    it.

    Raises NotAllowed, and DecisionRefused for a cost that is none.
    """
    permissions.require(permissions.can_steer_model(by))
    if not bands.MIN_COST <= cost <= bands.MAX_COST:
        raise DecisionRefused(f"Give a number from {bands.MIN_COST:g} to {bands.MAX_COST:g}.")
    version = TextModel.objects.select_for_update().filter(is_live=True).first()
    if version is None:
        raise DecisionRefused("No version is live.")
    version.by = by
    _set_bands(version, cost)
    _put_live(version)
    _record(by, now, Verb.COST_SET, f"{cost:g}")
    return version


def _set_bands(version: TextModel, cost: float) -> None:
    version.cost = cost
    version.clear_to, version.doubt_from = bands.bounds(cost, version.learned_from)


def _record(by, now: dt.datetime | None, verb: Verb, subject: str) -> None:
    Record.objects.write(verb, by=by, at=now or timezone.now(), subject=subject)
