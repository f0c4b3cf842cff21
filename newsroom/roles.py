"""The roles of a newsroom, as groups with rights.

A right is a Django permission, so the inner parts ask `user.has_perm(…)` and never for a role's
name.
"""

from __future__ import annotations

WRITES = {
    "articles.view_article",
    "articles.add_article",
    "articles.change_article",
    "articles.view_edition",
    "articles.view_record",
    "articles.view_section",
    "articles.view_topic",
    "articles.add_topic",
    "articles.view_author",
    "articles.view_series",
    "articles.view_picture",
    "articles.add_picture",
    "articles.change_picture",
    "comments.view_feedback",
    "comments.settle_feedback",
}
PUBLISHES = {
    "articles.change_others_article",
    "articles.approve_article",
    "articles.publish_article",
    "articles.skip_review",
    "articles.delete_article",
    "articles.change_topic",
    "articles.add_author",
    "articles.change_author",
    "articles.add_series",
    "articles.change_series",
    "articles.view_front",
    "articles.change_front",
    "comments.view_comment",
    "comments.view_decision",
    "comments.decide_comment",
    "comments.view_policy",
    "comments.add_policy",
    "comments.change_policy",
    "comments.view_risk",
    "comments.add_risk",
    "comments.change_risk",
    "comments.view_appeal",
    "comments.decide_appeal",
    "comments.view_legalnotice",
    "comments.decide_legalnotice",
    "comments.view_sanction",
    "comments.add_sanction",
    "comments.view_personnote",
    "comments.add_personnote",
    "comments.view_campaign",
    "comments.view_deskrule",
    "comments.see_figures",
}
MODERATES = {
    "articles.view_article",
    "articles.view_section",
    "comments.view_comment",
    "comments.view_decision",
    "comments.decide_comment",
    "comments.view_houserule",
    "comments.view_policy",
    "comments.view_risk",
    "comments.view_deskhours",
    "comments.view_feedback",
    "comments.settle_feedback",
    "comments.view_appeal",
    "comments.decide_appeal",
    "comments.view_legalnotice",
    "comments.view_sanction",
    "comments.add_sanction",
    "comments.view_personnote",
    "comments.add_personnote",
    "comments.view_campaign",
    "comments.view_deskrule",
}
STEERS = {
    "comments.decide_legalnotice",
    "comments.change_sanction",
    "comments.ban_person",
    "comments.add_deskrule",
    "comments.change_deskrule",
    "comments.view_textmodel",
    "comments.change_textmodel",
    "comments.see_figures",
    "comments.view_erasure",
    "comments.export_person",
    "comments.erase_person",
}
GOVERNS = {
    "articles.view_publication",
    "articles.add_publication",
    "articles.change_publication",
    "articles.add_section",
    "articles.change_section",
    "articles.delete_section",
    "articles.delete_topic",
    "articles.delete_series",
    "articles.delete_author",
    "articles.delete_picture",
    "articles.view_checklevel",
    "articles.change_checklevel",
    "comments.delete_policy",
    "comments.view_houserule",
    "comments.add_houserule",
    "comments.change_houserule",
    "comments.view_deskhours",
    "comments.add_deskhours",
    "comments.change_deskhours",
    "comments.delete_deskhours",
    "comments.view_privacysettings",
    "comments.add_privacysettings",
    "comments.change_privacysettings",
    "newsroom.view_user",
    "newsroom.add_user",
    "newsroom.change_user",
    "newsroom.view_mail",
    "newsroom.change_mail",
    "newsroom.view_import",
    "newsroom.view_importline",
    "newsroom.view_policyreport",
}

ROLES: dict[str, set[str]] = {
    "writer": WRITES,
    "editor": WRITES | PUBLISHES,
    "chief": WRITES | PUBLISHES | MODERATES | STEERS | GOVERNS,
    "moderator": MODERATES,
    "senior": MODERATES | STEERS,
}


def grant(Group, Permission, roles: dict[str, set[str]] = ROLES) -> None:
    """Make the groups and give each its rights. Takes the model classes, so that a migration can
    call it.

    A right to what a later migration brings is given by that one.
    """
    known = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.select_related("content_type")
    }
    for name, rights in roles.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(known[right] for right in rights if right in known)
