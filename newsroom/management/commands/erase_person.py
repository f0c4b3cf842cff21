"""`manage.py erase_person ADDRESS`: erases what is held about whoever has an address."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments.models import Erasure, Fate
from comments.people import erasing, held
from newsroom.management.commands.export_person import checked
from newsroom.operations import erasure_list
from newsroom.operations.errors import Refused


class Command(BaseCommand):
    help = (
        "Erases all that is held about an email address, as docs/privacy.md says. It may be"
        " interrupted, and run again."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("address", metavar="ADDRESS", nargs="?")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be erased, and do nothing"
        )
        parser.add_argument(
            "--list", action="store_true", help="write the list of what was erased, as digests"
        )
        parser.add_argument(
            "--from-list",
            metavar="FILE",
            type=Path,
            help="erase again what a list says, as after a restore",
        )

    def handle(self, *args, address: str | None, **options) -> None:
        if options["list"]:
            self.stdout.writelines(erasure_list.lines())
            return
        if options["from_list"]:
            self._again(options["from_list"])
            return
        email = checked(address or "")
        self._tell(email)
        if options["dry_run"]:
            self.stdout.write("Nothing is erased: this was a dry run.")
            return
        erasure = erasing.begin(email, source=Erasure.Source.COMMAND)
        if erasing.go_on(erasure):
            self.stdout.write("All of it is erased.")
        else:
            self.stdout.write(
                "Replies with a notice of illegal content that is not decided yet wait for that;"
                " the worker goes on then. All else is erased."
            )

    def _tell(self, email: str) -> None:
        facts = held.before_erasure(email)
        for title, count in facts["counts"].items():
            self.stdout.write(f"{title}: {count:,}")
        if not facts["counts"]:
            self.stdout.write("Nothing is held about this address.")
        if facts["fate"] == Fate.NAMELESS:
            self.stdout.write("Replies that are shown stay, without name and address.")
        if facts["lasting"]:
            self.stdout.write("A measure that holds stays, under a digest of the address.")
        if facts["by_law"]:
            self.stdout.write(f"Notices of illegal content stay: {facts['by_law']:,}")
        for rule in facts["rules"]:
            self.stdout.write(f"A rule of the desk names the address, and stays: {rule}")

    def _again(self, path: Path) -> None:
        try:
            count = erasure_list.apply(erasure_list.read(path))
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Erased again: what was held about {count:,} addresses.")
