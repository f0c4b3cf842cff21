"""Whether readers see the history of stories. The version before keeps working: the database itself says yes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_typing'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='shows_history',
            field=models.BooleanField(db_default=True, default=True, help_text='Readers see which versions of a story there were, and what changed between them.', verbose_name='show the history of stories'),
        ),
    ]
