"""Runs a command of manage.py. What is wrong with a setting is said in one sentence that names it,
instead of in a traceback (`--traceback` shows that)."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError, connection

from newsroom.lib.config.env import Env
from newsroom.lib.config.home import DEFAULT, home_of, ready_home
from newsroom.lib.config.modes import write_for_us_alone

#: Words of a command line that may make a home where there is none.
MAKING = {"--new", "--demo", "restore"}
#: Commands whose files are for a web server to show.
FOR_ALL = {"export_site"}


def run(arguments: Sequence[str]) -> None:
    """Run the command; `arguments` are those of the process."""
    try:
        execute(list(arguments))
    except (ImproperlyConfigured, CantReachDatabase) as error:
        if "--traceback" in arguments:
            raise
        sys.exit(str(error))


class CantReachDatabase(Exception):
    """There is no connection to be had."""


def execute(arguments: list[str]) -> None:
    env = Env()
    home = home_of(env)
    if FOR_ALL.isdisjoint(arguments[1:2]):
        write_for_us_alone()
    ready_home(home, make=home == DEFAULT or not MAKING.isdisjoint(arguments))
    try:
        execute_from_command_line(arguments)
    except (DatabaseError, InterfaceError) as error:
        if connection.connection is not None:  # it was reached, so this is something else
            raise
        where = "DATABASE_URL" if env.isset("DATABASE_URL") else f"NEWSROOM_HOME={home}"
        why = str(error).strip().partition("\n")[0]
        raise CantReachDatabase(f"{where}: the database can't be reached: {why}") from error
