"""Prints docs/privacy.md, its table from newsroom/operations/personal_data/:
`python -m tests.project.privacy > docs/privacy.md`."""

from __future__ import annotations

import os

HEAD = """# People's data

What is stored about whom, why, and for how long; how somebody gets what is held about them, and has it erased. What
readers themselves are told stands on the site at `/privacy/`, in words that the chief edits under *Replies › Readers’ data*.

## What is stored

Printed by `python -m tests.project.privacy` from `newsroom/operations/personal_data/`, where each field of each model is said to
be about somebody or not; a test fails for a field of which nothing is said. Models that hold nothing about anybody are left
out. The times are those of the nightly tidying ([its table](operations.md#what-is-kept-for-how-long)).
"""
COLUMNS = ["Stored", "What of it", "Whose", "Why", "How long", "An erasure by address"]


def page() -> str:
    """The page, as Markdown."""
    from newsroom.operations.personal_data import table

    lines = [COLUMNS, ["---"] * len(COLUMNS), *table.printed()]
    rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{HEAD}\n{rows}\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    print(page(), end="")
