"""Who is told of a security hole. The version before keeps working: the database knows a default."""

import articles.models.taxonomy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0034_reserved_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='security_contact',
            field=models.CharField(blank=True, db_default='', default='', help_text='An email or web address. Whoever finds a hole looks for it at /.well-known/security.txt.', max_length=300, validators=[articles.models.taxonomy.check_contact], verbose_name='who is told of a security hole'),
        ),
    ]
