"""A linear model of texts: a number at each place, their sum, and from that how likely a text is
one of those looked for. Learned by logistic regression with steps that grow smaller at each place
(AdaGrad, Duchi et al. 2011)."""

from __future__ import annotations

import math
import random
import struct
import zlib
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from newsroom.lib.learning.features import PLACES, Features

_HEAD = struct.Struct("<4sffff")
_MAGIC = b"NRL1"
#: Minimum number of examples of a kind, to conclude how often a score is right.
MIN_EXAMPLES = 10


@dataclass(frozen=True)
class Example:
    """A text that people have judged: whether it is one of those looked for."""

    features: Features
    is_one: bool
    group: int = 0  # examples of one group are never on both sides of a test


def split_fold(
    examples: Sequence[Example], fold: int, folds: int
) -> tuple[list[Example], list[Example]]:
    """Those to learn from, and those of this fold: no group is in both."""
    learned, held = [], []
    for example in examples:
        (held if example.group % folds == fold else learned).append(example)
    return learned, held


@dataclass
class Linear:
    """What was learned, and how its sum is turned into a probability: 1 / (1 + e^-(slope · sum +
    shift))."""

    numbers: array = field(default_factory=lambda: array("f", bytes(4 * PLACES)))
    base: float = 0.0
    slope: float = 1.0
    shift: float = 0.0
    share: float = 0.5  # of those looked for among the examples it was calibrated with

    def sum_of(self, features: Features) -> float:
        total = self.base
        for places, each in features.kinds():
            if len(places) > 1:
                total += each * sum(itemgetter(*places)(self.numbers))
            else:
                total += each * self.numbers[places[0]]
        return total

    def log_odds(self, features: Features) -> float:
        return self.slope * self.sum_of(features) + self.shift

    def score(self, features: Features) -> float:
        return sigmoid(self.log_odds(features))

    def packed(self) -> bytes:
        """Half precision is enough, and half of that is zeros."""
        numbers = struct.pack(
            f"<{PLACES}e", *(max(-6e4, min(6e4, number)) for number in self.numbers)
        )
        return zlib.compress(
            _HEAD.pack(_MAGIC, self.base, self.slope, self.shift, self.share) + numbers, 9
        )

    @classmethod
    def unpacked(cls, data: bytes) -> Linear:
        """Raises ValueError for what no `packed` has made."""
        try:
            raw = zlib.decompress(data)
            magic, base, slope, shift, share = _HEAD.unpack_from(raw)
            numbers = array("f", struct.unpack_from(f"<{PLACES}e", raw, _HEAD.size))
        except (zlib.error, struct.error) as error:
            raise ValueError("These are no learned numbers.") from error
        if magic != _MAGIC:
            raise ValueError("These are learned numbers of another kind.")
        return cls(numbers, base, slope, shift, share)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def logit(p: float) -> float:
    p = max(1e-9, min(1 - 1e-9, p))
    return math.log(p / (1 - p))


def learn(
    examples: Sequence[Example],
    *,
    start: Linear | None = None,
    keep: float = 1.0,
    rounds: int = 6,
    rate: float = 0.4,
    decay: float = 1e-5,
    progress: Callable[[float], None] = lambda share: None,
) -> Linear:
    """What `examples` teach, beginning at `keep` (0 to 1) of what `start` knows. Not calibrated
    yet.

    The same examples in the same order give the same numbers.
    """
    model = Linear()
    if start is not None and keep:
        model.numbers = array("f", (keep * number for number in start.numbers))
        model.base = keep * start.base
        model.slope, model.shift, model.share = start.slope, start.shift, start.share
    seen = array("f", [1.0]) * PLACES  # the squares of all steps so far
    order = list(range(len(examples)))
    shuffled = random.Random(1)
    base_seen = 1.0
    for turn in range(rounds):
        shuffled.shuffle(order)
        for number, at in enumerate(order):
            example = examples[at]
            wrong = sigmoid(model.sum_of(example.features)) - example.is_one
            if number % 500 == 0:
                progress((turn + number / len(order)) / rounds)
            if abs(wrong) < 0.01:
                continue
            base_seen += wrong * wrong
            model.base -= rate * wrong / math.sqrt(base_seen)
            for places, each in example.features.kinds():
                _step(model.numbers, seen, places, wrong * each, rate, decay)
    return model


def _step(
    numbers: array, seen: array, places: array, slope: float, rate: float, decay: float
) -> None:
    """Move the numbers at these places against the slope."""
    square = slope * slope
    for place in places:
        seen[place] = total = seen[place] + square
        number = numbers[place]
        numbers[place] = number - rate * (slope / total**0.5 + decay * number)


def calibrate(model: Linear, sums: Iterable[float], are_ones: Iterable[bool]) -> Linear:
    """Set slope and shift so that scores are frequencies, from sums of examples that the model did
    not learn from.

    After Platt (1999), with Lin, Lin and Weng's (2007) targets, so that few examples don't make it
    sure of anything.
    """
    pairs = list(zip(sums, are_ones, strict=True))
    ones = sum(is_one for _, is_one in pairs)
    high = (ones + 1) / (ones + 2)
    low = 1 / (len(pairs) - ones + 2)
    slope, shift = 1.0, 0.0
    for _ in range(50):
        g1 = g2 = h11 = h12 = h22 = 0.0
        for x, is_one in pairs:
            p = sigmoid(slope * x + shift)
            wrong = p - (high if is_one else low)
            spread = p * (1 - p)
            g1, g2 = g1 + wrong * x, g2 + wrong
            h11, h12, h22 = h11 + spread * x * x, h12 + spread * x, h22 + spread
        h11, h22 = h11 + 1e-3, h22 + 1e-3
        det = h11 * h22 - h12 * h12
        by1, by2 = (h22 * g1 - h12 * g2) / det, (h11 * g2 - h12 * g1) / det
        by1 = max(-1.0, min(1.0, by1))
        by2 = max(-1.0, min(1.0, by2))
        slope, shift = slope - by1, shift - by2
        if abs(by1) + abs(by2) < 1e-6:
            break
    model.slope = max(0.05, slope)
    model.shift = shift
    model.share = (ones + 1) / (len(pairs) + 2)
    return model


def learn_and_calibrate(
    examples: Sequence[Example],
    *,
    folds: int,
    beside: Sequence[Example] = (),
    progress: Callable[[float], None] = lambda share: None,
    **how,
) -> Linear:
    """A model of all `examples`, with scores that are frequencies: each fold is judged by a model
    of the others.

    What is learned `beside` them is in no fold. With fewer than MIN_EXAMPLES of either kind, the
    calibration of `start` is kept. `how`: as for `learn`.
    """
    sums, are_ones = [], []
    for fold in range(folds):
        learned, held = split_fold(examples, fold, folds)
        model = learn(
            [*learned, *beside], progress=lambda s, f=fold: progress((f + s) / (folds + 1)), **how
        )
        sums += [model.sum_of(example.features) for example in held]
        are_ones += [example.is_one for example in held]
    model = learn(
        [*examples, *beside], progress=lambda s: progress((folds + s) / (folds + 1)), **how
    )
    ones = sum(are_ones)
    enough = min(ones, len(are_ones) - ones) >= MIN_EXAMPLES
    return calibrate(model, sums, are_ones) if enough else model
