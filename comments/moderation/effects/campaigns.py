"""Campaigns: one that was decided is open again once its decisions are taken back."""

from __future__ import annotations

from comments.models import Campaign
from comments.moderation.act import Act


def apply(act: Act) -> None:
    """Two queries for an undo, none else."""
    if act.undoes:
        Campaign.objects.reopen(act.comments, by=act.by, decided_at=act.undoes)
