"""What the commands that bring things in have in common."""

from __future__ import annotations

from django.core.management.base import CommandError, CommandParser

from newsroom.models import User


def add_by(parser: CommandParser) -> None:
    parser.add_argument(
        "--by", metavar="USERNAME", help="who brings it in (else the first superuser)"
    )


def find_user(username: str | None) -> User:
    """Whom `--by` names. What they may do is for the command to ask. Raises CommandError."""
    people = User.objects.filter(is_active=True)
    by = (
        people.filter(username=username)
        if username
        else people.filter(is_superuser=True).order_by("pk")
    )
    if found := by.first():
        return found
    raise CommandError(
        f"Nobody here is called “{username}”."
        if username
        else "Say who brings it in: --by USERNAME."
    )
