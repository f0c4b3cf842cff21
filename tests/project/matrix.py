"""Prints who may do what, from the tables that the tests go by: `python -m tests.project.matrix >
docs/who-may-what.md`."""

from __future__ import annotations

import os

HEAD = """# Who may do what

Printed by `python -m tests.project.matrix` from the tables that the tests walk through: every address as every role, every
step from every state. A test looks that this page is up to date.
"""


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + [":-:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def matrix() -> str:
    """The page, as Markdown."""
    from articles.writing.workflow import TRANSITIONS
    from newsroom.roles import ROLES
    from tests.project.test_addresses import ADDRESSES, EVERYBODY, NEWSROOM, NOBODY, rule

    needs = {"can_edit": "articles.change_article", "can_approve": "articles.approve_article"}
    steps = [
        [
            f"{move.label}: from {' or '.join(source.label for source in move.sources)} to"
            f" {move.target.label}"
        ]
        + ["●" if needs[move.rule.__name__] in rights else "" for rights in ROLES.values()]
        for move in TRANSITIONS
    ]
    steps.append(
        ["Publish, schedule, correct, withdraw: from any state"]
        + ["●" if "articles.publish_article" in rights else "" for rights in ROLES.values()]
    )
    addresses = []
    for name, _ in ADDRESSES:
        needed = rule(name)
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

    django.setup()
    print(matrix(), end="")
