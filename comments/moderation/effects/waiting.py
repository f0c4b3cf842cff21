"""Waiting times: what readers are told is measured again after moderators have decided."""

from __future__ import annotations

from comments.moderation.act import Act
from comments.policies import waiting_time


def apply(act: Act) -> None:
    if act.by and not act.undoes:
        waiting_time.note_decision(act.now)
