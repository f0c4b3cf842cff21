"""`manage.py remove_second_factor NAME`: for the last person who could help in the admin."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from newsroom.accounts import second_factor, sign_ins
from newsroom.models import User


class Command(BaseCommand):
    help = "Removes the second factor of a login, and ends its sessions."

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", metavar="NAME", help="the name that is typed to log in")

    def handle(self, *args, name: str, **options) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Nobody logs in as {name}.")
        if not second_factor.has_any(user):
            raise CommandError(f"{name} has no second factor.")
        second_factor.remove(user, by=user)
        sign_ins.end_sessions(user)
        self.stdout.write(f"{name} logs in with the password alone now.")
