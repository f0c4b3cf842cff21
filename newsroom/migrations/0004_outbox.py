"""The outbox: mail as rows, until it is sent and for some days after."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_rights_of_checks")]
    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.CharField(max_length=320)),
                ("subject", models.CharField(blank=True, max_length=250)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed"), ("kept", "Kept here")],
                        max_length=10,
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written")),
                ("due_at", models.DateTimeField(null=True, verbose_name="next attempt")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "error",
                    models.CharField(
                        blank=True, help_text="In the words of the mail server.", max_length=500,
                        verbose_name="last error",
                    ),
                ),
                (
                    "sender",
                    models.CharField(help_text="Where it is returned to if it can't be delivered.", max_length=320),
                ),
                (
                    "message_id",
                    models.CharField(
                        help_text="What mail servers call it in their logs.", max_length=320,
                        verbose_name="Message-ID",
                    ),
                ),
                ("content", models.BinaryField(help_text="The whole of it, as it is sent.", null=True)),
            ],
            options={
                "verbose_name": "email",
                "verbose_name_plural": "emails",
                "ordering": ["-written_at", "-pk"],
                "indexes": [
                    models.Index(fields=["-written_at", "-id"], name="mail_newest"),
                    models.Index(fields=["state", "-written_at", "-id"], name="mail_newest_in_state"),
                    models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="mail_due"),
                    models.Index(fields=["written_at"], condition=Q(content__isnull=False), name="mail_with_content"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state__in=["waiting", "sent", "failed", "kept"]), name="mail_state_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(state="waiting", due_at__isnull=False, content__isnull=False)
                        | (~Q(state="waiting") & Q(due_at__isnull=True)),
                        name="mail_due_while_waiting",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="sent", sent_at__isnull=False)
                        | (~Q(state="sent") & Q(sent_at__isnull=True)),
                        name="mail_sent_at_a_time",
                    ),
                ],
            },
        ),
    ]
