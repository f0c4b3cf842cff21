"""`manage.py import_contrib_comments`: brings in the replies of django-contrib-comments."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import ConnectionHandler, DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom.moving.replies import contrib_comments
from newsroom.moving.replies.command import TakesInReplies
from newsroom.moving.replies.staging import Staging


class Command(TakesInReplies):
    help = (
        "Brings in the replies of django-contrib-comments or django-comments-xtd from its tables,"
        " in this database or another. Without --stories, the key of the object that a comment"
        " belongs to is the number of its story here. It may be interrupted and run again: nothing"
        " comes twice."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--database", metavar="URL", default="", help="where the tables are; else here"
        )
        super().add_arguments(parser)

    def handle(self, *args, database: str, **options) -> None:
        by = self.person(options.pop("by"))
        tables = self._connection(database)
        name = Path(tables.settings_dict["NAME"]).name if database else ""
        source = f"django-contrib-comments {name}".strip()
        with Staging() as staging:
            try:
                for row in contrib_comments.read(tables):
                    staging.put(row)
            except (contrib_comments.NotThere, DatabaseError, ImproperlyConfigured) as error:
                raise CommandError(str(error)) from None
            self.take(staging, source=source, text=str, by=by, **options)

    def _connection(self, url: str) -> BaseDatabaseWrapper:
        if not url:
            return connection
        try:
            where = dj_database_url.parse(url)
        except dj_database_url.ParseError as error:
            raise CommandError(str(error)) from None
        if "sqlite3" in where["ENGINE"] and not Path(where["NAME"]).is_file():
            raise CommandError(f"There is no database {where['NAME']}.")
        return ConnectionHandler({"default": where})["default"]
