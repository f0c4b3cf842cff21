"""An act: decisions that are stored together and can be taken back together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comments.models import Comment, Decision


@dataclass(frozen=True)
class Act:
    """`by` is None where software decided; `undoes` is when the act was made that this one takes
    back, None where it takes back nothing."""

    decisions: list[Decision]
    by: object | None
    now: dt.datetime
    undoes: dt.datetime | None = None

    @property
    def comments(self) -> list[Comment]:
        return [decision.comment for decision in self.decisions]

    @property
    def changed(self) -> list[Comment]:
        """The replies that stand otherwise now. One that was looked at and kept is nothing new to
        readers."""
        return [each.comment for each in self.decisions if each.from_state != each.to_state]
