"""Who may settle feedback, flip the risk switch and set the desk's hours; what else a site changed stays."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {
    "writer": {"view_feedback", "settle_feedback"},
    "editor": {"view_feedback", "settle_feedback", "view_risk", "add_risk", "change_risk"},
    "moderator": {"view_feedback", "settle_feedback", "view_risk", "view_deskhours"},
    "chief": {
        "view_feedback", "settle_feedback", "view_risk", "add_risk", "change_risk",
        "view_deskhours", "add_deskhours", "change_deskhours", "delete_deskhours",
    },
}  # fmt: skip


def give(apps, schema_editor):
    config = apps.get_app_config("comments")
    config.models_module = True  # Django makes permissions only after the last migration
    create_permissions(config, apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="comments")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        group.permissions.add(*rights.filter(codename__in=RIGHTS[group.name]))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_choice_of_mail"), ("comments", "0006_conversation")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
