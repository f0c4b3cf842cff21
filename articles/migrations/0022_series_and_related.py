"""Series of stories, related stories chosen by hand, and pages of topics with an introduction and a picture.

The version before neither reads nor writes them: all are empty until they are given. No column here has SQLite
build the table of editions anew, whose guards would go.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0021_pictures_in_full"),
    ]
    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("slug", models.SlugField(help_text="The last part of its address.", max_length=100, unique=True)),
                (
                    "description",
                    models.CharField(blank=True, help_text="One sentence, shown on its page.", max_length=300),
                ),
                (
                    "is_closed",
                    models.BooleanField(
                        default=False, help_text="No more parts are to come.", verbose_name="complete"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="related",
            field=models.JSONField(
                blank=True,
                help_text="In this order, before those that are found by topic and text.",
                null=True,
                verbose_name="related stories",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="series_part",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Its place in the reading order of the series.", null=True, verbose_name="part"
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="related",
            field=models.JSONField(
                blank=True,
                help_text="In this order, before those that are found by topic and text.",
                null=True,
                verbose_name="related stories",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="series_part",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Its place in the reading order of the series.", null=True, verbose_name="part"
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="intro",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="What it is about, for those who come to it new. An empty line begins a paragraph.",
                verbose_name="introduction",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.picture",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.series",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.series",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("series__isnull", False)),
                fields=["series", "-first_published_at", "-id"],
                name="edition_newest_in_series",
            ),
        ),
    ]
