"""The whole table, and docs/privacy.md as it is printed from it:
`python -m tests.project.privacy > docs/privacy.md`."""

from __future__ import annotations

from newsroom.operations import tidying
from newsroom.operations.personal_data import people, replies, stories
from newsroom.operations.personal_data.entry import Held

#: By the name of the model.
TABLE: dict[str, Held] = {**replies.TABLE, **people.TABLE, **stories.TABLE}


def spans() -> dict[str, str]:
    """How long each step of the tidying keeps what it deletes, in words."""
    return {step.name: in_words(step.keep.days) for step in tidying.TABLE}


def in_words(days: int) -> str:
    if days and days % 365 == 0:
        days, unit = days // 365, "year"
    else:
        unit = "day"
    return f"{days} {unit}{'' if days == 1 else 's'}" if days else "until it ends"


def printed() -> list[list[str]]:
    """The rows of docs/privacy.md: of each model that holds something about somebody, what, whose,
    why, how long, and what an erasure does."""
    kept = spans()
    return [
        [
            f"`{name}`",
            "; ".join(
                f"{field}: {words}" if words else field for field, words in held.personal.items()
            ),
            held.whose,
            held.why,
            held.kept.format_map(kept),
            held.erased,
        ]
        for name, held in TABLE.items()
        if held.personal
    ]
