"""`manage.py import_disqus FILE`: brings in the replies of a Disqus export."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

from newsroom.lib.text.html_to_markup import from_html
from newsroom.moving.replies import disqus
from newsroom.moving.replies.command import TakesInReplies
from newsroom.moving.replies.staging import Staging


class Command(TakesInReplies):
    help = (
        "Brings in the replies of a Disqus export, under the stories that stand at the addresses it"
        " names, or stood there. It may be interrupted and run again: nothing comes twice."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="the export, .xml or .xml.gz")
        super().add_arguments(parser)

    def handle(self, *args, file: Path, **options) -> None:
        by = self.person(options.pop("by"))
        with Staging() as staging:
            try:
                for row in disqus.read(
                    file, done=lambda count: self.progress(f"{count:,} bytes read")
                ):
                    staging.put(row)
            except (disqus.Unreadable, OSError) as error:
                raise CommandError(str(error)) from None
            self.take(staging, source="Disqus", text=from_html, by=by, **options)
