"""Which save was approved. The version before keeps working: it neither reads nor writes this."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0030_web_addresses")]
    operations = [
        migrations.AddField(
            model_name="article",
            name="approved_version",
            field=models.PositiveIntegerField(
                blank=True, help_text="The save that somebody approved last.", null=True
            ),
        ),
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["-saved_at", "-pk"],
                "permissions": [
                    ("change_others_article", "Can change stories of others"),
                    ("approve_article", "Can approve stories, or send them back"),
                    ("publish_article", "Can publish, schedule and withdraw stories"),
                    ("skip_review", "Can publish what nobody else has approved"),
                ],
                "verbose_name": "story",
                "verbose_name_plural": "stories",
            },
        ),
    ]
