"""Senior moderators may download and erase what is held about a reader; the chief settles what readers are told."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ERASES = ["view_erasure", "export_person", "erase_person"]
RIGHTS = {
    "senior": ERASES,
    "chief": [*ERASES, "view_privacysettings", "add_privacysettings", "change_privacysettings"],
}


def give(apps, schema_editor):
    config = apps.get_app_config("comments")
    config.models_module = True  # Django makes permissions only after the last migration
    create_permissions(config, apps=apps, verbosity=0)
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="comments")
    for name, rights in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*permissions.filter(codename__in=rights))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0014_rights_of_review"), ("comments", "0019_erasures")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
