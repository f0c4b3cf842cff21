"""Which save last changed what readers are to see. The version before keeps working: the database knows a default."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_check_levels'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='text_version',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='The save at which what readers are to see last changed.'),
        ),
    ]
