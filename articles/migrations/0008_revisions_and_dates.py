"""What a working copy held after each save; who sees to a story, and its dates.

The version before keeps working: it adds no revisions, and all columns of known tables may stay empty.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_this_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="The version of the working copy.")),
                ("at", models.DateTimeField()),
                ("name", models.CharField(blank=True, help_text="Given by hand, to find it again.", max_length=80)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="How it came about, where not by a plain save.", max_length=200
                    ),
                ),
                ("content", models.JSONField()),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="due_at",
            field=models.DateTimeField(
                blank=True, help_text="When the newsroom wants it finished.", null=True, verbose_name="due"
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="embargo_until",
            field=models.DateTimeField(
                blank=True, help_text="No reader sees anything of it before, whatever else is set.", null=True
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="expires_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When it leaves the site by itself. Takes effect with the next edition.",
                null=True,
                verbose_name="expires",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                help_text="Who sees to it that it gets done.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles_owned",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="embargo_until",
            field=models.DateTimeField(blank=True, help_text="It can't go live before.", null=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="expires_at",
            field=models.DateTimeField(blank=True, help_text="It ends then, if not before.", null=True),
        ),
        migrations.AddField(
            model_name="record",
            name="version",
            field=models.PositiveIntegerField(
                blank=True, help_text="Of the working copy, when it was done.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at", "id"], name="article_next_due"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("embargo_until__isnull", False)),
                fields=["embargo_until", "id"],
                name="article_embargoed",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("article", "number"), name="revision_numbered_once"),
        ),
    ]
