"""How far a long command is: a line that is written over on a terminal, one now and then in a
log."""

from __future__ import annotations

import time


class Progress:
    """Is called with what is done, how much of it, and of how much (0: not known)."""

    def __init__(self, out) -> None:
        """`out`: a command's stderr."""
        self.out = out
        self.is_terminal = out.isatty() if hasattr(out, "isatty") else False
        self.last = time.monotonic()
        self.shown = False

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last < (0.2 if self.is_terminal else 10):
            return
        self.last, self.shown = now, True
        words = f"{what}: {done:,}" + (f" of {total:,} ({done / total:.0%})" if total else "")
        if self.is_terminal:
            self.out.write(f"\r\033[K{words}", ending="")
            self.out.flush()
        else:
            self.out.write(words)

    def end(self) -> None:
        """Clear the line."""
        if self.shown and self.is_terminal:
            self.out.write("\r\033[K", ending="")
            self.out.flush()
