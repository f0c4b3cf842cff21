"""Reports that weigh enough hide a reply: from how much on, and how often a reader was right before."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0013_what_breaks_a_rule'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='policy',
            name='reports_hide',
            field=models.PositiveSmallIntegerField(blank=True, help_text='So many reports take a reply off the page until a moderator has seen it. Those of readers who were right before weigh up to two, of those who never were nearly nothing. 0: never. Empty: as for wider parts, else 3.', null=True, verbose_name='reports hide from'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('settled_at__isnull', False), models.Q(('who', ''), _negated=True)), fields=['who', 'settled_at'], name='report_of_reader'),
        ),
    ]
