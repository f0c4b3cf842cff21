"""Who may do what with replies."""

from __future__ import annotations

from comments.errors import NotAllowed


def can_read(user) -> bool:
    """May read replies in every state, with who wrote them."""
    return user.is_active and user.has_perm("comments.view_comment")


def can_decide(user) -> bool:
    """May show, reject, mark as spam, and take back."""
    return user.is_active and user.has_perm("comments.decide_comment")


def can_settle_feedback(user) -> bool:
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


def can_set_risk(user) -> bool:
    """May treat the replies to a story more strictly for a time."""
    return user.is_active and user.has_perm("comments.add_risk")


def can_lift_risk(user) -> bool:
    """May end that before its time."""
    return user.is_active and user.has_perm("comments.change_risk")


# Rules of the desk, and measures about people.


def can_edit_rules(user) -> bool:
    """May make rules of the desk, try them, and set them to work."""
    return user.is_active and user.has_perm("comments.change_deskrule")


def can_see_rules(user) -> bool:
    return user.is_active and user.has_perm("comments.view_deskrule")


def can_see_person(user) -> bool:
    """May read what the newsroom knows of somebody who writes replies."""
    return can_read(user) and user.has_perm("comments.view_sanction")


def can_note(user) -> bool:
    """May note something about a person."""
    return user.is_active and user.has_perm("comments.add_personnote")


def can_sanction(user) -> bool:
    """May take measures about a person, short of a ban."""
    return user.is_active and user.has_perm("comments.add_sanction")


def can_ban(user) -> bool:
    return can_sanction(user) and user.has_perm("comments.ban_person")


def can_lift_sanction(user) -> bool:
    """May end a measure before its time."""
    return user.is_active and user.has_perm("comments.change_sanction")


def can_export_person(user) -> bool:
    """May download all that is held about a reader."""
    return user.is_active and user.has_perm("comments.export_person")


def can_erase_person(user) -> bool:
    """May erase all that is held about a reader."""
    return user.is_active and user.has_perm("comments.erase_person")


# The model.


def can_steer_model(user) -> bool:
    """May choose which version of the model judges, and where its bands lie."""
    return user.is_active and user.has_perm("comments.change_textmodel")


def require(allowed: bool) -> None:
    """Raises NotAllowed unless it is allowed."""
    if not allowed:
        raise NotAllowed("Your role does not allow this.")
