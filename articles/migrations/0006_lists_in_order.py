"""Indexes that have long lists in the order in which they are shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_places_are_kept")]
    operations = [
        migrations.AddIndex(
            "editiontopic",
            models.Index(fields=["topic", "-first_published_at", "-edition"], name="edition_newest_of_topic"),
        ),
        migrations.AddIndex(
            "editioncredit",
            models.Index(fields=["author", "-first_published_at", "-edition"], name="edition_newest_of_author"),
        ),
        migrations.AddIndex(
            "edition",
            models.Index(
                fields=["-live_from", "-id"],
                condition=models.Q(kind="clarification") | models.Q(kind="correction") | models.Q(kind="retraction"),
                name="edition_set_right",
            ),
        ),
        migrations.RemoveIndex("edition", "edition_corrective"),
        migrations.AddIndex(
            "article", models.Index(fields=["state", "-saved_at", "-id"], name="article_saved_last_in_state")
        ),
        migrations.AddIndex(
            "article", models.Index(fields=["section", "-saved_at", "-id"], name="article_saved_last_in_section")
        ),
        migrations.AddIndex("picture", models.Index(fields=["-uploaded_at", "-id"], name="picture_newest")),
        migrations.AddIndex("record", models.Index(fields=["verb", "-at", "-id"], name="record_newest_of_verb")),
    ]
