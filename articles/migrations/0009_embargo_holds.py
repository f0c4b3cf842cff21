"""No edition goes live before the embargo on it ends: held by the database.

The version before keeps working: its editions have no embargo.
"""

import importlib

from django.db import migrations, models

one_live = importlib.import_module("articles.migrations.0003_one_live_edition")
places = importlib.import_module("articles.migrations.0005_places_are_kept")


def lift(apps, schema_editor):
    """SQLite's triggers go while the table is rebuilt: they name it."""
    if schema_editor.connection.vendor == "sqlite":
        one_live.unguard(apps, schema_editor)
        places.forget(apps, schema_editor)


def put_back(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        one_live.guard(apps, schema_editor)
        places.keep(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_revisions_and_dates")]
    operations = [
        migrations.RunPython(lift, put_back),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("embargo_until__isnull", True), ("live_from__gte", models.F("embargo_until")), _connector="OR"
                ),
                name="edition_embargo",
            ),
        ),
        migrations.RunPython(put_back, lift),
    ]
