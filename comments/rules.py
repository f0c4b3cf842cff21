"""Who may do what with replies."""

from __future__ import annotations


def can_read(user) -> bool:
    """May read replies in every state, with who wrote them."""
    return user.is_active and user.has_perm("comments.view_comment")


def can_decide(user) -> bool:
    """May show, reject, mark as spam, and take back."""
    return user.is_active and user.has_perm("comments.decide_comment")
