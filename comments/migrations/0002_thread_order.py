"""Paths of threads sort byte by byte, whatever language the database speaks. SQLite does so anyway."""

from django.db import migrations


def by_bytes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE comments_comment ALTER COLUMN path TYPE varchar(1400) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_replies")]
    operations = [migrations.RunPython(by_bytes, migrations.RunPython.noop)]
