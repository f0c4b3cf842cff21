"""Indexes that have queues and the register of decisions in the order in which they are shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_thread_root")]
    operations = [
        migrations.AddIndex("comment", models.Index(fields=["created_at", "id"], name="comment_newest")),
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["state", "created_at", "id"], condition=models.Q(seen=False), name="comment_unseen"
            ),
        ),
        migrations.AddIndex(
            "comment", models.Index(fields=["email", "created_at", "id"], name="comment_newest_by_email")
        ),
        migrations.AddIndex("decision", models.Index(fields=["-decided_at", "-id"], name="decision_newest")),
        migrations.AddIndex(
            "decision", models.Index(fields=["to_state", "-decided_at", "-id"], name="decision_newest_of_state")
        ),
    ]
