"""The roles of a newsroom: writer, editor, chief, moderator."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from newsroom.roles import grant


def make_roles(apps, schema_editor):
    for label in ("newsroom", "articles", "comments"):  # Django makes these only after the last migration
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
    grant(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_people"),
        ("articles", "0003_one_live_edition"),
        ("comments", "0003_house_rules"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
