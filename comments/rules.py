"""Who may do what with replies."""

from __future__ import annotations

from comments.errors import NotAllowed


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


def can_flip(user) -> bool:
    """May treat the replies to a story more strictly for a time."""
    return user.is_active and user.has_perm("comments.add_risk")


def can_lift(user) -> bool:
    """May end that before its time."""
    return user.is_active and user.has_perm("comments.change_risk")


def can_see_model(user) -> bool:
    """May see the versions of the model with their figures."""
    return user.is_active and user.has_perm("comments.view_textmodel")


def can_steer_model(user) -> bool:
    """May choose which version of the model judges, and where its bands lie."""
    return user.is_active and user.has_perm("comments.change_textmodel")


def require(allowed: bool) -> None:
    """Raises NotAllowed unless it is allowed."""
    if not allowed:
        raise NotAllowed("Your role does not allow this.")
