"""Addresses that came in before there was one form of them. Each batch is a transaction: interrupted, it begins anew and
changes what is left. The version before keeps working: it reads and writes the same column."""

from django.db import migrations

from newsroom.operations.personal_data.normal_form import TABLES, bring_into_form


def bring(apps, schema_editor):
    for app, name in TABLES:
        done = bring_into_form(apps.get_model(app, name))
        if done.collided:
            numbers = ", ".join(map(str, done.collided))
            print(f"{name} {numbers}: another has the same address. Left as it is; see `manage.py doctor`.")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("newsroom", "0017_rights_of_policy_reports"),
        ("comments", "0019_erasures"),
    ]
    operations = [migrations.RunPython(bring, migrations.RunPython.noop, elidable=True)]
