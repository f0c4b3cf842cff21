"""Readers are found by their names, whatever the case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_first_rules_version")]
    operations = [
        migrations.AddField(
            "reader",
            "folded_name",
            models.CharField(
                blank=True, db_default="", db_index=True, help_text="As names are compared, cut.", max_length=245
            ),
        ),
    ]
