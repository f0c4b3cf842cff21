"""Campaigns: one that was decided is open again once its decisions are taken back."""

from __future__ import annotations

from comments.models import Campaign
from comments.moderation.act import Act


def apply(act: Act) -> None:
    """An undo opens again the campaign that the undone decision settled. Two queries, and none for
    other acts."""
    if act.undoes:
        Campaign.objects.reopen(act.comments, by=act.by, decided_at=act.undoes)
