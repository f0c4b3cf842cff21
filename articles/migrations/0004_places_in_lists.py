"""Room to note, beside each topic and byline of an edition, when its story was first live. The next migration fills it.

The table between editions and topics stays the one that Django made; from here on it has a model of its own.
"""

from django.db import migrations, models
from django.db.models.deletion import CASCADE

WHEN = models.DateTimeField(editable=False, null=True)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_one_live_edition")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="EditionTopic",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("edition", models.ForeignKey(on_delete=CASCADE, related_name="topic_places", to="articles.edition")),
                        ("topic", models.ForeignKey(on_delete=CASCADE, related_name="+", to="articles.topic")),
                    ],
                    options={"db_table": "articles_edition_topics", "unique_together": {("edition", "topic")}},
                ),
                migrations.AlterField(
                    model_name="edition",
                    name="topics",
                    field=models.ManyToManyField(
                        related_name="editions", through="articles.EditionTopic", to="articles.topic"
                    ),
                ),
            ]
        ),
        migrations.AddField("editiontopic", "first_published_at", WHEN),
        migrations.AddField("editioncredit", "first_published_at", WHEN),
    ]
