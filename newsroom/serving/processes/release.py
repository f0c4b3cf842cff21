"""Where the code lies. `current` may lead to another folder tomorrow: what was given is kept, and
each process gets the folder that it led to when the process was started."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple


class Release(NamedTuple):
    """A Python and a manage.py, as absolute paths; they may lead through links."""

    python: str
    program: str

    @classmethod
    def running(cls) -> Release:
        """Those that this process was started by, which runs manage.py."""
        here = Path.cwd()
        given = os.environ.get("PWD", "")  # in a shell, the way by which somebody came here
        if os.path.isabs(given) and os.path.isdir(given) and os.path.samefile(given, here):
            here = Path(given)
        python = sys.orig_argv[0]
        found = here / python if os.sep in python else Path(sys.executable)
        return cls(str(found), str(here / sys.argv[0]))

    def now(self) -> Release:
        """The same without links: where it leads as things stand now."""
        python, program = Path(self.python), Path(self.program)
        return Release(
            str(python.parent.resolve() / python.name),  # a venv's Python is a link itself
            str(program.parent.resolve() / program.name),
        )

    @property
    def folder(self) -> Path:
        """The folder of the code."""
        return Path(self.program).parent

    def command(self, *words: str) -> list[str]:
        """The command line of its Python with these arguments."""
        return [self.python, *words]

    def manage(self, *words: str) -> list[str]:
        """The command line of one of manage.py's commands."""
        return self.command(self.program, *words)
