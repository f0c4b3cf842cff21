"""Prints who may do what, from the tables that the tests go by: `python -m tests.project.matrix >
docs/who-may-what.md`."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

HEAD = """# Who may do what

Printed by `python -m tests.project.matrix` from the tables that the tests walk through: every address as every role, every
step from every state. A test looks that this page is up to date.
"""


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + [":-:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@dataclass
class Somebody:
    """A person with these rights, as permissions ask for them."""

    rights: Collection[str]
    pk: ClassVar[int] = 1
    is_active: ClassVar[bool] = True

    def has_perm(self, right: str) -> bool:
        return right in self.rights


def matrix() -> str:
    """The page, as Markdown."""
    from articles import permissions
    from articles.models import Article
    from articles.writing.workflow import TRANSITIONS
    from newsroom.roles import ROLES
    from tests.project.test_addresses import ADDRESSES, EVERYBODY, NEWSROOM, NOBODY, rule

    own = Article(created_by_id=Somebody.pk)
    moves = [
        (
            f"{move.label}: from {' or '.join(source.label for source in move.sources)} to"
            f" {move.target.label}",
            move.rule,
        )
        for move in TRANSITIONS
    ]
    moves += [
        ("Publish, schedule, correct: what is approved", permissions.can_publish),
        (
            "Publish what nobody has approved, and approve what one saved oneself",
            lambda user, article: permissions.can_skip_review(user),
        ),
        ("Take off the schedule: what waits for its time", permissions.can_unschedule),
        ("Withdraw: what is live or waits for its time", permissions.can_withdraw),
    ]
    steps = [
        [words, *("●" if may(Somebody(rights), own) else "" for rights in ROLES.values())]
        for words, may in moves
    ]
    addresses = []
    for name, _ in ADDRESSES:
        needed = rule(name)
        if needed is None:  # test_addresses.py tells what to do
            continue
        if needed == EVERYBODY:
            marks = ["●"] * (1 + len(ROLES))
        else:
            may = [
                needed == NEWSROOM or (needed != NOBODY and needed in rights)
                for rights in ROLES.values()
            ]
            marks = ["", *("●" if each else "" for each in may)]
        # Django's own tables, for superusers
        if needed.partition(".")[0] not in ("auth", "django_tasks_database"):
            addresses.append([f"`{name}`", *marks])
    return (
        "\n\n".join(
            [
                HEAD.strip(),
                "## Steps with a story",
                "A writer takes them with stories of their own: those they began, own, or sign.",
                table(["Step", *ROLES], steps),
                "## Addresses",
                "Of a story of somebody else's, where it is about one.",
                table(["Address", "anybody", *ROLES], addresses),
            ]
        )
        + "\n"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    import tests.home  # noqa: F401  (a site of one's own need not be there)

    django.setup()
    print(matrix(), end="")
