"""Fronts as documents, and their editions. The version before knows none, and shows what fills itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0022_series_and_related"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Front",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=40, unique=True)),
                ("content", models.JSONField(blank=True, default=dict)),
                ("version", models.PositiveIntegerField(default=0, help_text="Counts saves.")),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "section",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="front",
                        to="articles.section",
                    ),
                ),
                (
                    "topic",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="front",
                        to="articles.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.AddField(
            model_name="record",
            name="front",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="records",
                to="articles.front",
            ),
        ),
        migrations.CreateModel(
            name="FrontEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("live_from", models.DateTimeField()),
                ("live_until", models.DateTimeField(blank=True, null=True)),
                (
                    "front_version",
                    models.PositiveIntegerField(help_text="The save of the working copy that was frozen."),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "front",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="articles.front"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="front",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", "home"), ("section__isnull", True), ("topic__isnull", True)),
                    models.Q(("place__startswith", "section-"), ("section__isnull", False), ("topic__isnull", True)),
                    models.Q(("place__startswith", "topic-"), ("section__isnull", True), ("topic__isnull", False)),
                    _connector="OR",
                ),
                name="front_of_one_place",
            ),
        ),
        migrations.AddIndex(
            model_name="frontedition",
            index=models.Index(fields=["front", "live_from"], name="front_edition_of_front"),
        ),
        migrations.AddConstraint(
            model_name="frontedition",
            constraint=models.UniqueConstraint(fields=("front", "number"), name="front_edition_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="frontedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("live_until__isnull", True), ("live_until__gte", models.F("live_from")), _connector="OR"
                ),
                name="front_edition_interval",
            ),
        ),
    ]
