"""The editor-in-chief may read what browsers refused; what else a site changed stays."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def give(apps, schema_editor):
    config = apps.get_app_config("newsroom")
    config.models_module = True  # Django makes permissions only after the last migration
    create_permissions(config, apps=apps, verbosity=0)
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="newsroom", codename="view_policyreport"
    )
    for chief in apps.get_model("auth", "Group").objects.filter(name="chief"):
        chief.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0016_policy_reports")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
