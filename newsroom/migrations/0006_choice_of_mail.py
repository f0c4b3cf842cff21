"""Each person's choice which mail to get. New to the version before, which fills neither column: the database does."""

from django.db import migrations, models

PACES = [("now", "At once"), ("never", "Never")]


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0005_outbox_is_the_chiefs")]
    operations = [
        migrations.AddField(
            "user",
            "story_mail",
            models.CharField(
                choices=PACES, db_default="now", default="now", max_length=10, verbose_name="my stories",
                help_text="When somebody else approves, sends back, publishes or withdraws a story that I began, own or sign.",
            ),
        ),
        migrations.AddField(
            "user",
            "review_mail",
            models.CharField(
                choices=PACES, db_default="now", default="now", max_length=10, verbose_name="stories for review",
                help_text="When somebody submits a story.",
            ),
        ),
    ]
