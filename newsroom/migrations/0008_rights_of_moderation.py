"""Who may decide about appeals and notices, set rules of the desk, choose the model; what else a site changed stays."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

TOGETHER = {
    "view_appeal", "decide_appeal", "view_legalnotice", "view_sanction", "add_sanction", "view_personnote",
    "add_personnote", "view_campaign", "view_deskrule",
}  # fmt: skip
STEERS = {
    "decide_legalnotice", "change_sanction", "ban_person", "add_deskrule", "change_deskrule", "view_textmodel",
    "change_textmodel", "see_figures",
}  # fmt: skip
SENIOR = {
    "articles.view_article", "articles.view_section",
    "comments.view_comment", "comments.view_decision", "comments.decide_comment",
    "comments.view_houserule", "comments.view_policy", "comments.view_risk", "comments.view_deskhours",
    "comments.view_feedback", "comments.settle_feedback",
}  # fmt: skip
RIGHTS = {
    "editor": TOGETHER | {"decide_legalnotice", "see_figures"},
    "moderator": TOGETHER,
    "senior": TOGETHER | STEERS,
    "chief": TOGETHER | STEERS,
}


def give(apps, schema_editor):
    config = apps.get_app_config("comments")
    config.models_module = True  # Django makes permissions only after the last migration
    create_permissions(config, apps=apps, verbosity=0)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    rights = Permission.objects.filter(content_type__app_label="comments")
    senior, _ = Group.objects.get_or_create(name="senior")
    known = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    senior.permissions.add(*(known[right] for right in SENIOR if right in known))
    for group in Group.objects.filter(name__in=RIGHTS):
        group.permissions.add(*rights.filter(codename__in=RIGHTS[group.name]))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0007_rights_of_the_conversation"), ("comments", "0010_moderation")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
