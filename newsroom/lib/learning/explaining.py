"""What spoke for a judgement: the phrases and counted things that moved the sum most."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.lib.learning.features import (
    EACH_COUNTED,
    PLACES,
    Context,
    Features,
    counts,
    features,
    pair_place,
    place_of,
    places_of,
    read,
)
from newsroom.lib.learning.linear import Linear

#: Maximum number of phrases, and of words in each.
MAX_PHRASES, MAX_WORDS = 3, 4
#: What moves the log-odds by less is not worth telling.
LITTLE = 0.15


@dataclass(frozen=True)
class Why:
    """What spoke for it: phrases letter by letter as they stand in the text, and what was
    counted."""

    phrases: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


def explain(
    model: Linear, text: str, found: Features | None = None, context: Context | None = None
) -> Why:
    """The strongest first; nothing where nothing spoke for it."""
    found = found or features(text, context)
    shown, words = read(text)
    if not words:
        return Why(counted=_counted(model, shown, words))
    pulls = _pulls(model, words, found)
    phrases = [
        (pull, shown[words[first].start : words[last].end]) for pull, first, last in _phrases(pulls)
    ]
    strongest = [phrase for _, phrase in sorted(phrases, reverse=True) if phrase in text]
    return Why(tuple(dict.fromkeys(strongest))[:MAX_PHRASES], _counted(model, shown, words))


def _pulls(model: Linear, words: list, found: Features) -> list[float]:
    """How much each word moves the log-odds, with its parts, and half of each pair that it stands
    in."""
    per_word = model.slope / len(found.words) ** 0.5 if found.words else 0.0
    per_part = model.slope / len(found.parts) ** 0.5 if found.parts else 0.0
    pulls, before, last = [], None, None
    for word in words:
        own, parts = places_of(word.folded)
        pull = per_word * model.numbers[own % PLACES] + per_part * sum(
            model.numbers[at] for at in parts
        )
        if before is not None:
            both = per_word * model.numbers[pair_place(before, word.folded)] / 2
            pull += both
            pulls[-1] += both
        pulls.append(pull)
        before, last = own, word
    return pulls if last else []


def _phrases(pulls: list[float]) -> list[tuple[float, int, int]]:
    """Words beside each other that all speak for it: what they come to, the first and the last."""
    found: list[tuple[float, int, int]] = []
    for at, pull in enumerate(pulls):
        if pull < LITTLE:
            continue
        if found and found[-1][2] == at - 1 and at - found[-1][1] < MAX_WORDS:
            total, first, _ = found.pop()
            found.append((total + pull, first, at))
        else:
            found.append((pull, at, at))
    return found


def _counted(model: Linear, text: str, words: list) -> tuple[str, ...]:
    """What was counted and speaks for it, the strongest first; "a link" and "a link 4" are told
    once."""
    each = {
        name: model.slope * EACH_COUNTED * model.numbers[place_of(name)]
        for name in counts(text, words)
    }
    told: dict[str, float] = {}
    for name, pull in each.items():
        plain = name.rstrip("0123456789 ")
        told[plain] = told.get(plain, 0.0) + pull
    strong = sorted(((pull, name) for name, pull in told.items() if pull >= LITTLE), reverse=True)
    return tuple(name for _, name in strong[:MAX_PHRASES])
