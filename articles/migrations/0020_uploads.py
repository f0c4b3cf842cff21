"""Files on their way here, in parts. The version before keeps working: it does not know of them."""

import articles.models.pictures.picture
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0019_kinds_of_work_and_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=articles.models.pictures.picture.new_token, max_length=22, unique=True)),
                ("length", models.PositiveIntegerField(help_text="Bytes of the whole file.")),
                ("offset", models.PositiveIntegerField(default=0, help_text="Bytes that have come.")),
                ("parts", models.JSONField(default=list)),
                ("begun_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        help_text="What it became.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.picture",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("length__gt", 0), ("offset__lte", models.F("length"))),
                        name="upload_within_length",
                    )
                ],
            },
        ),
    ]
