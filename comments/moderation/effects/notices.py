"""Notices: authors, those they answer, and followers are told, unless it is undone by then."""

from __future__ import annotations

from comments.moderation.act import Act
from comments.notifications import notices


def apply(act: Act) -> None:
    notices.decided(act.changed, act.now)
