"""Who may compose fronts and keep series; what else a site changed stays."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {
    "writer": {"view_series"},
    "editor": {"view_series", "view_front", "change_front", "add_series", "change_series"},
    "chief": {"view_series", "view_front", "change_front", "add_series", "change_series", "delete_series"},
}


def give(apps, schema_editor):
    config = apps.get_app_config("articles")
    config.models_module = True  # Django makes permissions only after the last migration
    create_permissions(config, apps=apps, verbosity=0)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    rights = Permission.objects.filter(content_type__app_label="articles")
    for group in Group.objects.filter(name__in=RIGHTS):
        group.permissions.add(*rights.filter(codename__in=RIGHTS[group.name]))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_rights_of_moderation"), ("articles", "0023_fronts")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
