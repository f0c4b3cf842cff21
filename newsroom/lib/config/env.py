"""Reads settings from the environment, and refuses what it does not understand."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class Env:
    """Typed look-ups in a mapping of strings; an empty value counts as not set."""

    def __init__(self, source: Mapping[str, str] = os.environ) -> None:
        self.source = source

    def text(self, name: str, default: str = "") -> str:
        return self.source.get(name, "").strip() or default

    def isset(self, name: str) -> bool:
        return bool(self.text(name))

    def flag(self, name: str, default: bool) -> bool:
        """True or false. Raises ImproperlyConfigured for a word that is neither."""
        word = self.text(name).lower()
        if not word:
            return default
        if word in TRUE:
            return True
        if word in FALSE:
            return False
        raise ImproperlyConfigured(f"{name}={word!r} is neither yes nor no. Use 1 or 0.")

    def number(self, name: str, default: int, *, least: int = 0, most: int = 2_000_000_000) -> int:
        """A whole number between `least` and `most`. Raises ImproperlyConfigured for anything
        else."""
        word = self.text(name)
        if not word:
            return default
        if not re.fullmatch(r"-?[0-9]{1,12}", word):
            raise ImproperlyConfigured(f"{name}={word!r} is not a whole number.")
        if not least <= int(word) <= most:
            raise ImproperlyConfigured(f"{name}={word} is not between {least} and {most}.")
        return int(word)

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """A list, parted by commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()] or list(
            default
        )
