"""`manage.py tidy`: deletes what is kept no longer, now."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom.operations import tidying


class Command(BaseCommand):
    help = "Deletes what is kept no longer, as the worker does each night (docs/operations.md)."

    def handle(self, *args, **options) -> None:
        failed = []
        for done in tidying.tidy(timezone.now()):
            if done.error:
                failed.append(done.step.name)
                self.stdout.write(f"{done.step.name}: failed. {done.error}")
            elif done.deleted:
                self.stdout.write(f"{done.step.name}: {done.deleted:,} deleted")
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. All else is tidy.")
        self.stdout.write("All is tidy.")
