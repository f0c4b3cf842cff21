"""Who publishes without anybody's approval, as before; what else a site changed stays."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def give(apps, schema_editor):
    config = apps.get_app_config("articles")
    config.models_module = True  # Django makes permissions only after the last migration
    create_permissions(config, apps=apps, verbosity=0)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    right = Permission.objects.get(content_type__app_label="articles", codename="skip_review")
    publish = Permission.objects.filter(
        content_type__app_label="articles", codename="publish_article"
    )
    for group in Group.objects.filter(permissions__in=publish):
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0013_operations"), ("articles", "0032_approved_version_known")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
