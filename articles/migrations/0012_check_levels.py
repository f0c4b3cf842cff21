"""How much each check before publishing weighs, where the editor-in-chief has chosen another level than its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_history_of_stories")]
    operations = [
        migrations.CreateModel(
            name="CheckLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=40, unique=True)),
                ("level", models.CharField(choices=[("must", "Must"), ("should", "Should"), ("off", "Off")], max_length=6)),
            ],
            options={
                "verbose_name": "check before publishing",
                "verbose_name_plural": "checks before publishing",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(level__in=["must", "should", "off"]), name="check_level_known"
                    )
                ],
            },
        ),
    ]
