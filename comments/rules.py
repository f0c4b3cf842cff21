"""Who may do what with replies."""

from __future__ import annotations


def can_read(user) -> bool:
    """May read replies in every state, with who wrote them."""
    return user.is_active and user.has_perm("comments.view_comment")


def can_decide(user) -> bool:
    """May show, reject, mark as spam, and take back."""
    return user.is_active and user.has_perm("comments.decide_comment")


def can_settle(user) -> bool:
    """May answer what readers want of the newsroom."""
    return user.is_active and user.has_perm("comments.settle_feedback")


def can_answer(user) -> bool:
    """May answer a reply in public, as the newsroom."""
    return user.is_active and user.has_perm("comments.settle_feedback")


def can_decide_appeal(user) -> bool:
    """May decide about appeals (of replies that somebody else decided about)."""
    return user.is_active and user.has_perm("comments.decide_appeal")


def can_decide_notice(user) -> bool:
    """May decide about notices of illegal content."""
    return user.is_active and user.has_perm("comments.decide_legalnotice")


def can_see_figures(user) -> bool:
    """May see how moderation goes, also by person."""
    return user.is_active and user.has_perm("comments.see_figures")


def can_flip(user) -> bool:
    """May treat the replies to a story more strictly for a time."""
    return user.is_active and user.has_perm("comments.add_risk")


def can_lift(user) -> bool:
    """May end that before its time."""
    return user.is_active and user.has_perm("comments.change_risk")
