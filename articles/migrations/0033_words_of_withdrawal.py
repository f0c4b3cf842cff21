"""What readers find where a story was withdrawn. The version before keeps working: the database
knows a default."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0032_approved_version_known")]
    operations = [
        migrations.AddField(
            model_name="article",
            name="gone_words",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="What its address tells readers once it is withdrawn.",
                max_length=300,
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="gone_to",
            field=models.ForeignKey(
                blank=True,
                help_text="The story that its address leads on to once it is withdrawn.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.article",
            ),
        ),
    ]
