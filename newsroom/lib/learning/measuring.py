"""How good scores are: compared with what people decided about texts that the model has not learned
from."""

from __future__ import annotations

from collections.abc import Sequence

from newsroom.lib.learning.bands import name_band

#: A score, and whether the text is one of those looked for.
Scored = Sequence[tuple[float, bool]]
BINS = 10


def figures(scored: Scored, clear_to: float, doubt_from: float) -> dict:
    """Everything that is told about a model. A figure is None where there is nothing to compute it
    from.

    `precision`: of those found doubtful, how many are; `recall`: of those that are, how many are
    found; `missed`: of those found clear, how many are after all; `brier`: the mean square of the
    error; `ece`: how far scores are from frequencies, on average (expected calibration error, in
    ten bins).
    """
    table = count_bands(scored, clear_to, doubt_from)
    ones = sum(is_one for _, is_one in scored)
    doubtful, clear = table["doubtful"], table["clear"]
    return {
        "count": len(scored),
        "ones": ones,
        "precision": _share(doubtful["ones"], doubtful["count"]),
        "recall": _share(doubtful["ones"], ones),
        "missed": _share(clear["ones"], clear["count"]),
        "brier": brier(scored),
        "ece": calibration_error(scored),
        "bands": table,
        "reliability": reliability(scored),
    }


def count_bands(scored: Scored, clear_to: float, doubt_from: float) -> dict[str, dict[str, int]]:
    """How many texts fall into each band, and how many of them are ones."""
    table = {name: {"count": 0, "ones": 0} for name in ("clear", "unsure", "doubtful")}
    for score, is_one in scored:
        row = table[name_band(score, clear_to, doubt_from)]
        row["count"] += 1
        row["ones"] += is_one
    return table


def brier(scored: Scored) -> float | None:
    return (
        round(sum((score - is_one) ** 2 for score, is_one in scored) / len(scored), 4)
        if scored
        else None
    )


def reliability(scored: Scored) -> list[dict]:
    """By tenths of the score: how many, what the model said of them on average, and how many are
    ones."""
    rows = [[0, 0.0, 0] for _ in range(BINS)]
    for score, is_one in scored:
        row = rows[min(BINS - 1, int(score * BINS))]
        row[0], row[1], row[2] = row[0] + 1, row[1] + score, row[2] + is_one
    return [
        {
            "from": at / BINS,
            "count": count,
            "said": round(said / count, 4),
            "are": round(ones / count, 4),
        }
        for at, (count, said, ones) in enumerate(rows)
        if count
    ]


def calibration_error(scored: Scored) -> float | None:
    if not scored:
        return None
    return round(
        sum(r["count"] * abs(r["said"] - r["are"]) for r in reliability(scored)) / len(scored), 4
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def histogram(scored: Scored) -> list[list[int]]:
    """By thousandths of the score that occur: the thousandth, how many, and how many of them are
    ones. Enough to try other bands later."""
    rows: dict[int, list[int]] = {}
    for score, is_one in scored:
        row = rows.setdefault(int(score * 1000 + 1e-9), [0, 0])
        row[0], row[1] = row[0] + 1, row[1] + is_one
    return [[at, *row] for at, row in sorted(rows.items())]


def bands_of(
    rows: list[list[int]], clear_to: float, doubt_from: float
) -> dict[str, dict[str, int]]:
    """As `bands`, from a histogram."""
    table = {name: {"count": 0, "ones": 0} for name in ("clear", "unsure", "doubtful")}
    for at, count, ones in rows:
        row = table[name_band(at / 1000, clear_to, doubt_from)]
        row["count"] += count
        row["ones"] += ones
    return table
