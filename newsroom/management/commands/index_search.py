"""manage.py index_search: puts into the search index what no step put there, such as an older
archive."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from articles.search import index
from comments.desk import search


class Command(BaseCommand):
    help = (
        "Index every story and reply that search doesn't know yet. "
        "It may be interrupted, and goes on where it stopped."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--quiet", action="store_true", help="say nothing where nothing is missing"
        )

    def handle(self, *args, quiet: bool, **options) -> None:
        done: dict[str, int] = {}
        for what, count in index.everything():
            done[what] = count
            self.stdout.write(f"Indexed for search: {count:,} {what}")
        for count in search.everything():
            done["replies"] = count
            self.stdout.write(f"Indexed for search: {count:,} replies")
        if not done and not quiet:
            self.stdout.write("Search knows every story and every reply.")
