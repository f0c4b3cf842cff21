"""The editor-in-chief may choose how much each check before publishing weighs; what else a site changed stays."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def give(apps, schema_editor):
    config = apps.get_app_config("articles")
    config.models_module = True  # Django makes permissions only after the last migration
    create_permissions(config, apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=["view_checklevel", "change_checklevel"]
    )
    for chief in apps.get_model("auth", "Group").objects.filter(name="chief"):
        chief.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_roles"), ("articles", "0012_check_levels")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
