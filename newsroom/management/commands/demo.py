"""`manage.py demo`: fill an empty site with a demo newsroom."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from newsroom.demo import fill


class Command(BaseCommand):
    help = (
        "Fills an empty site with a demo newsroom, once: stories, pictures, replies, four logins."
    )

    def handle(self, *args, **options) -> None:
        if fill.is_filled():
            self.stdout.write("The site has stories already; the demo leaves them alone.")
        else:
            fill.fill(say=self.stdout.write)
        if password := fill.kept_password():
            self.stdout.write(
                f"Log in as {', '.join(fill.LOGINS)}; the password of each: {password}"
            )
