"""Indexes for the filters beside the newsroom's list of stories."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_text_version_known")]
    operations = [
        migrations.AddIndex(
            "article", models.Index(fields=["owner", "-saved_at", "-id"], name="article_saved_last_of_owner")
        ),
        migrations.AddIndex(
            "article", models.Index(fields=["lead_picture", "-saved_at", "-id"], name="article_saved_last_with")
        ),
    ]
