"""From a probability to what is done: clear, doubtful, or "I don't know", by what each mistake
costs."""

from __future__ import annotations

#: What it costs to leave a text to a person, in texts missed: at most, and with no decisions of
#: one's own.
A_LOOK, A_LOOK_AT_FIRST = 0.2, 0.05
#: Number of decisions that bring it half-way from the one to the other.
HALF_WAY = 300
#: Minimum and maximum cost of one wrong hold, in texts missed.
MIN_COST, MAX_COST = 0.25, 20.0


def price_of_a_look(learned_from: int) -> float:
    """The less was learned, the cheaper it is to say "I don't know", and the more often it is
    said."""
    return A_LOOK_AT_FIRST + (A_LOOK - A_LOOK_AT_FIRST) * learned_from / (learned_from + HALF_WAY)


def bounds(cost: float, learned_from: int) -> tuple[float, float]:
    """Up to which score a text is clear, and from which it is doubtful.

    One that is missed costs 1, a wrong hold `cost` (N), a look a. At a score of p, not holding
    costs p on average, holding (1 - p)·N, and leaving it to a person a; the cheapest is done (Chow
    1970): clear while p ≤ a, doubtful from p = 1 - a/N. Where a look is dearer than a mistake there
    is no middle: both are N/(N + 1).
    """
    cost = max(MIN_COST, min(MAX_COST, cost))
    price = price_of_a_look(learned_from)
    clear_to, doubt_from = price, 1 - price / cost
    if clear_to >= doubt_from:
        return cost / (cost + 1), cost / (cost + 1)
    return clear_to, doubt_from


def name_band(score: float, clear_to: float, doubt_from: float) -> str:
    """ "clear", "unsure" or "doubtful"."""
    if score >= doubt_from:
        return "doubtful"
    return "clear" if score <= clear_to else "unsure"
